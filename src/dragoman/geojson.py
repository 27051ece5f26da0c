"""The places of events as GeoJSON (RFC 7946), for any map."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dragoman.records import Event, Mention, Place, Reading


def feature_collection(readings: Iterable[Reading]) -> str:
    """One point for every event whose place has coordinates; the others have no place on a map."""
    features = [
        feature(reading, event, event.place)
        for reading in readings
        for event in reading.events
        if event.place is not None and event.place.latitude is not None
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return msgspec.json.encode(collection).decode("utf-8") + "\n"


def feature(reading: Reading, event: Event, place: Place) -> dict[str, object]:
    """One event as a point. The place has coordinates."""
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": {
            "document": reading.document.id,
            "title": reading.document.title,
            "url": reading.document.url,
            "published": reading.document.published,
            "type": event.type,
            "modes": event.modes,
            "quad": event.quad,
            "score": event.score,
            "actors": _parties(event.actors),
            "recipients": _parties(event.recipients),
            "auxiliary": event.auxiliary,
            "status": event.status,
            "asserted_by": _parties(event.asserted_by),
            "denied_by": _parties(event.denied_by),
            "start": event.date.start if event.date else None,
            "end": event.date.end if event.date else None,
            "place": place.name,
            "country": place.country,
            "geonames_id": place.geonames_id,
            "words": event.trigger.text,
        },
    }


def _parties(mentions: Iterable[Mention]) -> list[str]:
    """Parties, else the words that name them, each once."""
    return list(dict.fromkeys(mention.party or mention.text for mention in mentions))
