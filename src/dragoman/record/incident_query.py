"""Incidents as answers: what all reports of one happening say together, and who says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from dragoman import flat
from dragoman.record.database import Database
from dragoman.record.filters import Filters, conditions
from dragoman.record.query import JOINED, event_in, readings_by_id
from dragoman.record.schema import ARTICLES, EVENTS, READINGS
from dragoman.records import (
    Auxiliary,
    Date,
    Event,
    Figure,
    Place,
    PublisherKind,
    Reading,
    Record,
    Status,
)

_LOT = 200  # incidents that are fetched together
_TOLLS = ("dead", "injured", "arrested", "size")


class Publisher(Record, frozen=True, kw_only=True):
    """Who published a report."""

    name: str | None
    country: str | None
    kind: PublisherKind | None


class Given(Record, frozen=True, kw_only=True):
    """A figure and who gives it: `source` is a party or its words, None for the document itself."""

    low: int
    high: int
    document: str
    source: str | None


class Toll(Record, frozen=True, kw_only=True):
    """The least and the highest figure of all reports, and every one of them."""

    low: int
    high: int
    figures: tuple[Given, ...]


class Incident(Record, frozen=True, kw_only=True):
    """What the reports of one happening say together.

    Day and place are those of the most exact report. `reported_by` are the publishers that say it
    in their own voice; `voices` counts near-duplicates of one text once. Nothing is merged away:
    `documents` and `events` name every report.
    """

    id: str
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    auxiliary: tuple[Auxiliary, ...]
    status: Status
    asserted_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    reported_by: tuple[Publisher, ...]
    voices: int
    first_report: str | None
    last_report: str | None
    date_start: str | None
    date_end: str | None
    place: str | None
    admin1: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    dead: Toll | None
    injured: Toll | None
    arrested: Toll | None
    size: Toll | None
    documents: tuple[str, ...]
    events: tuple[str, ...]


# Column -> kind, as in `flat.COLUMNS`.
COLUMNS: dict[str, str] = {
    **dict.fromkeys(("id", "type"), "text"),
    **dict.fromkeys(("actors", "recipients", "auxiliary"), "list"),
    "status": "text",
    **dict.fromkeys(("asserted_by", "denied_by", "reported_by"), "list"),
    "voices": "whole",
    **dict.fromkeys(("first_report", "last_report", "date_start", "date_end"), "text"),
    **dict.fromkeys(("place", "admin1", "country"), "text"),
    **dict.fromkeys(("latitude", "longitude"), "number"),
    **{f"{name}_{end}": "whole" for name in _TOLLS for end in ("low", "high")},
    **dict.fromkeys(("documents", "events"), "list"),
}


@dataclass(frozen=True)
class _Member:
    """One report: an event of a reading, and the voice of its article."""

    reading: Reading
    event: Event
    voice: str


def find(database: Database, filters: Filters, *, limit: int | None = None) -> Iterator[Incident]:
    """Incidents with an event that is asked for, in the order of their days, undated ones last.

    Each comes whole, also with its reports that were not asked for.
    """
    day = sa.func.min(EVENTS.c.date_start)
    query = (
        sa.select(EVENTS.c.incident)
        .select_from(JOINED)
        .where(*conditions(filters, sqlite=database.sqlite), EVENTS.c.incident.is_not(None))
        .group_by(EVENTS.c.incident)
        .order_by(day.nulls_last(), EVENTS.c.incident)
    )
    with database.read() as connection:
        found = connection.execute(query if limit is None else query.limit(limit))
        ids = [str(id) for id in found.scalars()]
    for start in range(0, len(ids), _LOT):
        some = ids[start : start + _LOT]
        members = _members(database, some)
        yield from (_together(id, members[id]) for id in some)


def count(database: Database, filters: Filters) -> int:
    """How many incidents there are."""
    query = sa.select(sa.func.count(sa.distinct(EVENTS.c.incident))).select_from(JOINED)
    with database.read() as connection:
        found = connection.execute(query.where(*conditions(filters, sqlite=database.sqlite)))
        return int(found.scalar_one())


def row(incident: Incident) -> flat.Row:
    """One incident as a row of `COLUMNS`: publishers by name, tolls as least and highest."""
    values: dict[str, Any] = {name: getattr(incident, name, None) for name in COLUMNS}
    values["reported_by"] = [p.name for p in incident.reported_by if p.name]
    for name in _TOLLS:
        toll: Toll | None = getattr(incident, name)
        values[f"{name}_low"] = toll.low if toll else None
        values[f"{name}_high"] = toll.high if toll else None
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _members(database: Database, ids: Sequence[str]) -> dict[str, list[_Member]]:
    """The reports of some incidents, in the order of publication."""
    voice = sa.func.coalesce(ARTICLES.c.voice, ARTICLES.c.id)
    columns = (EVENTS.c.incident, EVENTS.c.reading, EVENTS.c.id, voice)
    query = (
        sa.select(*columns)
        .select_from(JOINED)
        .where(READINGS.c.current, EVENTS.c.incident.in_(ids))
        .order_by(
            EVENTS.c.incident,
            ARTICLES.c.published.nulls_last(),
            EVENTS.c.article,
            EVENTS.c.seq,
        )
    )
    with database.read() as connection:
        keys = [tuple(map(str, key)) for key in connection.execute(query)]
    readings = dict(readings_by_id(database, {reading for _, reading, _, _ in keys}))
    found: dict[str, list[_Member]] = {}
    for id, group in groupby(keys, key=lambda key: key[0]):
        found[id] = [
            _Member(readings[reading], event_in(readings[reading], event), voice)
            for _, reading, event, voice in group
        ]
    return found


def _together(id: str, members: Sequence[_Member]) -> Incident:
    events = [m.event for m in members]
    published = sorted(d for m in members if (d := m.reading.document.published))
    date, place = _exact_date(events), _exact_place(events)
    return Incident(
        id=id,
        type=events[0].type,
        actors=_once(name for e in events for name in flat.names(e.actors)),
        recipients=_once(name for e in events for name in flat.names(e.recipients)),
        auxiliary=events[0].auxiliary,
        status=_status(events),
        asserted_by=_once(name for e in events for name in flat.names(e.asserted_by)),
        denied_by=_once(name for e in events for name in flat.names(e.denied_by)),
        reported_by=_publishers(members),
        voices=len({m.voice for m in members}),
        first_report=published[0] if published else None,
        last_report=published[-1] if published else None,
        date_start=date.start if date else None,
        date_end=date.end if date else None,
        place=(place.name or place.text) if place else None,
        admin1=place.admin1 if place else None,
        country=place.country if place else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        dead=_toll("dead", members),
        injured=_toll("injured", members),
        arrested=_toll("arrested", members),
        size=_toll("size", members),
        documents=_once(m.reading.document.id for m in members),
        events=_once(e.id for e in events),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _status(events: Sequence[Event]) -> Status:
    """The table that a single document keeps to, over all of them."""
    found = {event.status for event in events}
    denied = bool(found & {"contested", "denied"})
    vouched = bool(found - {"denied"})
    if denied:
        return "contested" if vouched else "denied"
    if any(event.own_voice for event in events):
        return "reported"
    return "attributed" if "attributed" in found else "alleged"


def _exact_date(events: Iterable[Event]) -> Date | None:
    dates = [e.date for e in events if e.date and e.date.start and e.date.end]
    order = {"day": 0, "week": 1, "range": 2, "month": 3, "quarter": 4, "year": 5}
    return min(dates, key=lambda d: (order.get(d.precision or "", 9), d.start, d.end), default=None)


def _exact_place(events: Iterable[Event]) -> Place | None:
    places = [e.place for e in events if e.place]
    return min(places, key=lambda p: (p.latitude, p.admin1, p.country).count(None), default=None)


def _publishers(members: Sequence[_Member]) -> tuple[Publisher, ...]:
    found = {
        Publisher(name=d.publisher, country=d.publisher_country, kind=d.publisher_kind)
        for d in (m.reading.document for m in members if m.event.own_voice)
    }
    return tuple(sorted(found, key=lambda p: (p.name or "", p.country or "", p.kind or "")))


def _toll(name: str, members: Sequence[_Member]) -> Toll | None:
    figures = [
        Given(
            low=figure.low,
            high=figure.high,
            document=member.reading.document.id,
            source=(figure.source.party or figure.source.text) if figure.source else None,
        )
        for member in members
        if (figure := _figure(member.event, name)) is not None
    ]
    if not figures:
        return None
    low, high = min(f.low for f in figures), max(f.high for f in figures)
    return Toll(low=low, high=high, figures=tuple(figures))


def _figure(event: Event, name: str) -> Figure | None:
    found: Figure | None = getattr(event.magnitude, name)
    return found
