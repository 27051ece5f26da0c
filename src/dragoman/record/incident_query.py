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
from dragoman.record.query import JOINED, Found, event_in, readings_by_id
from dragoman.record.schema import ARTICLES, EVENTS, READINGS
from dragoman.records import (
    Auxiliary,
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
# The more exact a date is, the sooner it is taken for the day of the incident.
_EXACT = {"day": 0, "week": 1, "range": 2, "month": 3, "quarter": 4, "year": 5}
Days = tuple[str, str, str | None]  # first, last, precision
_VOICE = sa.func.coalesce(ARTICLES.c.voice, ARTICLES.c.id).label("voice")


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

    Day and place are those of the most exact report, `score` is the mean of all. `reported_by` are
    the publishers that say it in their own voice; `voices` counts near-duplicates of one text once.
    Nothing is merged away: `documents` and `events` name every report.
    """

    id: str
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    auxiliary: tuple[Auxiliary, ...]
    score: float | None
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
    "score": "number",
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


@dataclass(frozen=True)
class Sum:
    """What a panel counts of one incident."""

    id: str
    day: str | None
    status: Status
    score: float | None


def find(database: Database, filters: Filters, *, limit: int | None = None) -> Iterator[Incident]:
    """Incidents with an event that is asked for, in the order of their days, undated ones last.

    Each comes whole, also with its reports that were not asked for.
    """
    day = sa.func.min(EVENTS.c.date_start)
    query = asked_for(filters, sqlite=database.sqlite).group_by(EVENTS.c.incident)
    query = query.order_by(day.nulls_last(), EVENTS.c.incident)
    with database.read() as connection:
        found = connection.execute(query if limit is None else query.limit(limit))
        ids = [str(id) for id in found.scalars()]
    for start in range(0, len(ids), _LOT):
        some = ids[start : start + _LOT]
        members = _members(database, some)
        yield from (_together(id, members[id]) for id in some)


def asked_for(filters: Filters, *, sqlite: bool) -> sa.Select[tuple[str]]:
    """Ids of the incidents with an event that is asked for, one a report."""
    asked = (*conditions(filters, sqlite=sqlite), EVENTS.c.incident.is_not(None))
    return sa.select(EVENTS.c.incident).select_from(JOINED).where(*asked)


def of_event(database: Database, found: Found) -> str | None:
    """The id of the incident that an event belongs to; None where it was not looked for yet."""
    query = sa.select(EVENTS.c.incident).select_from(JOINED).where(READINGS.c.current)
    query = query.where(EVENTS.c.article == found.reading.document.id)
    with database.read() as connection:
        id = connection.execute(query.where(EVENTS.c.id == found.event.id)).scalar()
    return None if id is None else str(id)


def reports(database: Database, id: str) -> list[Found]:
    """The reports of one incident, in the order of publication; none where there is no such one."""
    return [Found(m.reading, m.event) for m in _members(database, [id]).get(id, ())]


def sums(database: Database, asked: sa.Select[tuple[str]]) -> Iterator[Sum]:
    """The incidents of some ids, in short: as `find`, without the readings."""
    names = ("incident", "date_start", "date_end", "date_precision", "status", "own_voice", "score")
    query = _reported(*(EVENTS.c[name] for name in names), _VOICE)
    query = query.where(EVENTS.c.incident.in_(asked))
    with database.read() as connection:
        rows = connection.execute(query).all()
    for id, group in groupby(rows, key=lambda row: row.incident):
        told = list(group)
        days = most_exact((row.date_start, row.date_end, row.date_precision) for row in told)
        yield Sum(
            id=str(id),
            day=days[0] if days else None,
            status=status_of((row.status, row.own_voice) for row in told),
            score=mean_score((row.voice, row.score) for row in told),
        )


def count(database: Database, filters: Filters) -> int:
    """How many incidents there are."""
    query = sa.select(sa.func.count(sa.distinct(EVENTS.c.incident))).select_from(JOINED)
    with database.read() as connection:
        found = connection.execute(query.where(*conditions(filters, sqlite=database.sqlite)))
        return int(found.scalar_one())


def count_undated(database: Database, filters: Filters) -> int:
    """How many incidents there are of which no report gives a day; none where days are asked for,
    which leaves them out."""
    if filters.since or filters.until:
        return 0
    asked = EVENTS.c.incident.in_(asked_for(filters, sqlite=database.sqlite))
    undated = (
        sa.select(EVENTS.c.incident)
        .where(asked)
        .group_by(EVENTS.c.incident)
        .having(sa.func.count(EVENTS.c.date_start) == 0)
        .subquery()
    )
    with database.read() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(undated)).scalar_one())


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
    query = _reported(EVENTS.c.incident, EVENTS.c.reading, EVENTS.c.id, _VOICE)
    with database.read() as connection:
        found = connection.execute(query.where(EVENTS.c.incident.in_(ids)))
        keys = [tuple(map(str, key)) for key in found]
    readings = dict(readings_by_id(database, {reading for _, reading, _, _ in keys}))
    return {
        id: [
            _Member(readings[reading], event_in(readings[reading], event), voice)
            for _, reading, event, voice in group
        ]
        for id, group in groupby(keys, key=lambda key: key[0])
    }


def _reported(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Reports, incident by incident, in the order of publication."""
    order = (ARTICLES.c.published.nulls_last(), EVENTS.c.article, EVENTS.c.seq)
    query = sa.select(*columns).select_from(JOINED).where(READINGS.c.current)
    return query.order_by(EVENTS.c.incident, *order)


def _together(id: str, members: Sequence[_Member]) -> Incident:
    events = [m.event for m in members]
    published = sorted(d for m in members if (d := m.reading.document.published))
    place = _exact_place(events)
    start, end, _ = _exact_days(events) or (None, None, None)
    return Incident(
        id=id,
        type=events[0].type,
        actors=_once(name for e in events for name in flat.names(e.actors)),
        recipients=_once(name for e in events for name in flat.names(e.recipients)),
        auxiliary=events[0].auxiliary,
        score=mean_score((m.voice, m.event.score) for m in members),
        status=status_of((e.status, e.own_voice) for e in events),
        asserted_by=_once(name for e in events for name in flat.names(e.asserted_by)),
        denied_by=_once(name for e in events for name in flat.names(e.denied_by)),
        reported_by=_publishers(members),
        voices=len({m.voice for m in members}),
        first_report=published[0] if published else None,
        last_report=published[-1] if published else None,
        date_start=start,
        date_end=end,
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


def status_of(told: Iterable[tuple[Status, bool]]) -> Status:
    """The table that a single document keeps to, over all reports: status, and if in own voice."""
    pairs = set(told)
    found = {status for status, _ in pairs}
    denied = bool(found & {"contested", "denied"})
    vouched = bool(found - {"denied"})
    if denied:
        return "contested" if vouched else "denied"
    if any(own_voice for _, own_voice in pairs):
        return "reported"
    return "attributed" if "attributed" in found else "alleged"


def most_exact(dates: Iterable[tuple[str | None, str | None, str | None]]) -> Days | None:
    """The most exact of some dates, of equals the first; None where none has days."""
    whole = [(first, last, kind) for first, last, kind in dates if first and last]
    return min(whole, key=lambda d: (_EXACT.get(d[2] or "", 9), d[0], d[1]), default=None)


def mean_score(told: Iterable[tuple[str, float | None]]) -> float | None:
    """The mean of the scores that reports give, each by its voice: near-duplicates count once."""
    scores = list({voice: score for voice, score in told if score is not None}.values())
    return round(sum(scores) / len(scores), 6) if scores else None


def _exact_days(events: Iterable[Event]) -> Days | None:
    return most_exact((e.date.start, e.date.end, e.date.precision) for e in events if e.date)


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
