"""The flat table of NGEC: CSV with a header, 25 columns, one row an event."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.export.coded import Coded, sector
from dragoman.records import Date, Mention

COLUMNS: tuple[str, ...] = (
    *("id", "story_id", "pub_date", "event_type", "event_mode", "anchor_quote", "date_text"),
    *("date", "date_granularity", "date_type", "location_text", "killed_text", "injured_text"),
    *("location_name", "location_country", "location_admin1", "lat", "lon", "geonameid"),
    *("actor_text", "actor_code", "actor_wiki", "recipient_text", "recipient_code"),
    "recipient_wiki",
)


def rows(coded: Coded) -> Iterator[dict[str, object]]:
    """One row an event."""
    event, document, place = coded.event, coded.reading.document, coded.place
    date = event.date
    dead, injured = event.magnitude.dead, event.magnitude.injured
    yield {
        "id": event.id,
        "story_id": document.id,
        "pub_date": document.published,
        "event_type": event.parent or event.type,
        "event_mode": event.mode,
        "anchor_quote": event.trigger.text,
        "date_text": date.text if date else None,
        "date": coded.day,
        "date_granularity": _granularity(date),
        "date_type": _kind(date),
        "location_text": place.text,
        "killed_text": dead.text if dead else None,
        "injured_text": injured.text if injured else None,
        "location_name": place.name,
        "location_country": place.country,
        "location_admin1": place.admin1,
        "lat": place.latitude,
        "lon": place.longitude,
        "geonameid": place.geonames_id,
        **_side("actor", coded, event.actors),
        **_side("recipient", coded, event.recipients),
    }


def _granularity(date: Date | None) -> str | None:
    if date is None or date.precision is None:
        return None
    return "day" if date.precision == "range" else date.precision


def _kind(date: Date | None) -> str:
    if date is None or date.start is None:
        return "unresolved"
    return "range" if date.precision == "range" else "exact"


def _side(side: str, coded: Coded, mentions: tuple[Mention, ...]) -> dict[str, object]:
    entities = [coded.entity(mention) for mention in mentions]
    codes = [" ".join(p for p in (m.code or m.country, sector(m)) if p) for m in mentions]
    return {
        f"{side}_text": [m.text for m in mentions],
        f"{side}_code": codes,
        f"{side}_wiki": [e.wikidata or "" if e else "" for e in entities],
    }
