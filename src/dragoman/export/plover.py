"""PLOVER JSON Lines, with the fields of the manual's chapter "Data Fields"."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.export.coded import Coded, country_name, sector
from dragoman.records import Mention, Place

_QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
COLUMNS: tuple[str, ...] = (
    *("id", "has_event", "date", "time", "enddate", "endtime", "actor", "recipient", "event"),
    *("event_loc", "event_text", "quad_code", "event_scale", "mode", "context", "size", "link"),
    *("text", "text_info", "cite_info", "coder", "coded_date", "coded_time", "comment"),
)


def rows(coded: Coded) -> Iterator[dict[str, object]]:
    """One object an event. Auxiliary modes stand among the modes; the status is the comment."""
    event, reading = coded.event, coded.reading
    document = reading.document
    start, end = event.sentence.span
    yield {
        "id": event.id,
        "has_event": True,
        "date": coded.day,
        "time": None,
        "enddate": event.date.end if event.date else None,
        "endtime": None,
        "actor": [_entity(coded, m) for m in event.actors],
        "recipient": [_entity(coded, m) for m in event.recipients],
        "event": [event.type],
        "event_loc": _location(event.place),
        "event_text": [event.trigger.text],
        "quad_code": _QUADS.index(event.quad) + 1 if event.quad else None,
        "event_scale": event.score,
        "mode": [*event.modes, *event.auxiliary],
        "context": list(event.contexts),
        "size": _size(coded),
        "link": event.embedded_in,
        "text": coded.sentence,
        "text_info": {
            "sequence": event.sentence.index + 1,
            "start": start,
            "end": end,
            "text_story": document.id,
        },
        "cite_info": {
            "corpus": None,
            "citation": None,
            "url": document.url,
            "title": document.title,
            "language": document.language,
            "publication": document.publisher,
            "license": None,
            "copyright": None,
            "coder": reading.coder.name,
            "codebook": reading.coder.codebook,
            "version": reading.coder.version,
        },
        "coder": f"{reading.coder.name} {reading.coder.version}",
        "coded_date": None,
        "coded_time": None,
        "comment": _status(coded),
    }


def _status(coded: Coded) -> str:
    event = coded.event
    says = ", ".join(coded.name(m) for m in event.asserted_by)
    denies = ", ".join(coded.name(m) for m in event.denied_by)
    parts = (event.status, f"says: {says}" if says else "", f"denies: {denies}" if denies else "")
    return "; ".join(part for part in parts if part)


def _entity(coded: Coded, mention: Mention) -> dict[str, object]:
    entity = coded.entity(mention)
    return {
        "code": mention.code or mention.country,
        "sector": sector(mention) or None,
        "entity_text": mention.text,
        "identifier_id": entity.wikidata if entity else None,
        "identifier_text": entity.name if entity else None,
        "religion": None,
        "ethnicity": None,
        "office": entity.role if entity else None,
        "gender": None,
        "age": None,
    }


def _location(place: Place | None) -> dict[str, object] | None:
    if place is None:
        return None
    point = place.precision == "point"
    return {
        "extracted_place": place.text,
        "resolved_place": place.name,
        "geonameid": place.geonames_id,
        "lat": place.latitude,
        "lon": place.longitude,
        "city": place.name if point else None,
        "district": None,
        "province": place.admin1,
        "country": country_name(place.country),
        "country_code": place.country,
        "feature_class": None,
        "feature_code": place.feature,
        "resolution": {"point": 4, "region": 2, "country": 1}.get(place.precision or ""),
    }


def _size(coded: Coded) -> dict[str, object]:
    found = coded.event.magnitude
    tolls = {"dead": found.dead, "injured": found.injured, "arrested": found.arrested}
    return {name: figure.low if figure else None for name, figure in tolls.items()}
