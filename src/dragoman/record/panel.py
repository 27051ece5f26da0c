"""The table that a regression needs: counts and mean scores by unit and period, zeros filled in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import sqlalchemy as sa

from dragoman.errors import InputError
from dragoman.record import incident_query
from dragoman.record.database import Database
from dragoman.record.filters import Filters, conditions
from dragoman.record.incidents import LONG_DAYS
from dragoman.record.schema import ARTICLES, DYADS, EVENTS, PARTIES, READINGS

Unit = Literal["dyad", "party", "place"]
By = Literal["day", "week", "month", "year"]
# Which statuses count as what: contested and denied never count as asserted.
KINDS: dict[str, str] = {
    "reported": "asserted",
    "attributed": "asserted",
    "alleged": "alleged",
    "contested": "contested",
    "denied": "denied",
}
_COUNTED = ("asserted", "alleged", "contested", "denied")
_MAX_ROWS = 20_000_000
UNITS: dict[str, tuple[str, ...]] = {
    "dyad": ("actor", "recipient"),
    "party": ("party",),
    "place": ("country",),
}


def panel_columns(unit: str) -> tuple[str, ...]:
    """Unit, period, then counts and mean scores, one a kind."""
    return (*UNITS[unit], "period", *_COUNTED, *(f"score_{kind}" for kind in _COUNTED))


@dataclass
class _Cell:
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COUNTED, 0))
    totals: dict[str, float] = field(default_factory=lambda: dict.fromkeys(_COUNTED, 0.0))
    scored: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COUNTED, 0))

    def add(self, kind: str, events: int, scored: int, total: float) -> None:
        self.counts[kind] += events
        self.scored[kind] += scored
        self.totals[kind] += total

    def mean(self, kind: str) -> float | None:
        scored = self.scored[kind]
        return round(self.totals[kind] / scored, 6) if scored else None


def panel(
    database: Database,
    filters: Filters,
    *,
    unit: str = "dyad",
    by: str = "month",
    by_incident: bool = False,
) -> Iterator[dict[str, Any]]:
    """Rows of `panel_columns`, every unit that has an event in every period, in order.

    An event counts in the period of its first day; those without a day count nowhere. Periods run
    from `since` to `until`, or from the first to the last event. `by_incident` counts happenings,
    not reports: each once, with the status of all its reports. Raises `InputError` D306.
    """
    for name, value, known in (("unit", unit, get_args(Unit)), ("by", by, get_args(By))):
        if value not in known:
            raise InputError("D306", f"Unknown {name} {value!r}. Known: {', '.join(known)}.")
    cells: dict[tuple[str, ...], dict[str, _Cell]] = {}
    first, last = filters.since, filters.until
    low, high = "9999", "0000"
    sums = _incident_sums if by_incident else _sums
    for names, day, status, events, scored, total in sums(database, filters, unit):
        low, high = min(low, day), max(high, day)
        cell = cells.setdefault(names, {}).setdefault(period(day, by), _Cell())
        cell.add(KINDS[status], events, scored, total)
    if not cells:
        return
    periods = list(_periods(first or low, last or high, by))
    if len(periods) * len(cells) > _MAX_ROWS:
        raise InputError(
            "D306",
            f"{len(cells):,} units in {len(periods):,} periods are too many rows. "
            "Ask for fewer parties, or for longer periods.",
        )
    empty = _Cell()
    for names in sorted(cells):
        for name in periods:
            cell = cells[names].get(name, empty)
            yield {
                **dict(zip(UNITS[unit], names, strict=True)),
                "period": name,
                **cell.counts,
                **{f"score_{kind}": cell.mean(kind) for kind in _COUNTED},
            }


_Sum = tuple[tuple[str, ...], str, str, int, int, float]


def _sums(database: Database, filters: Filters, unit: str) -> Iterator[_Sum]:
    """(unit, day, status, events, those with a score, sum of scores), added up by the database."""
    source, columns = _source(unit)
    score = EVENTS.c.score
    query = (
        sa.select(
            *columns,
            EVENTS.c.date_start,
            EVENTS.c.status,
            sa.func.count(),
            sa.func.count(score),
            sa.func.coalesce(sa.func.sum(score), 0.0),
        )
        .select_from(source)
        .where(*conditions(filters, sqlite=database.sqlite), EVENTS.c.date_start.is_not(None))
        .where(*(column.is_not(None) for column in columns))
        .group_by(*columns, EVENTS.c.date_start, EVENTS.c.status)
    )
    # An event belongs to its first day here, so both bounds are bounds on that day.
    if filters.since:
        query = query.where(EVENTS.c.date_start >= filters.since)
    with database.read() as connection:
        found: Iterable[Any] = connection.execute(query).all()
    width = len(columns)
    for row in found:
        names = tuple(str(name) for name in row[:width])
        yield (names, str(row[width]), str(row[width + 1]), *row[width + 2 :])


def _incident_sums(database: Database, filters: Filters, unit: str) -> Iterator[_Sum]:
    """As `_sums`, one for each incident and unit, undated incidents left out."""
    first, last = filters.since or "", filters.until or "9999"
    asked = incident_query.asked_for(filters, sqlite=database.sqlite)
    if first:
        asked = asked.where(EVENTS.c.date_start >= _earliest(first))
    found = {
        one.id: one
        for one in incident_query.sums(database, asked)
        if one.day and first <= one.day <= last
    }
    source, columns = _source(unit)
    query = (
        sa.select(EVENTS.c.incident, *columns)
        .select_from(source)
        .where(READINGS.c.current, EVENTS.c.incident.in_(asked))
        .where(*(column.is_not(None) for column in columns))
        .distinct()
    )
    with database.read() as connection:
        units = connection.execute(query).all()
    for id, *names in units:
        one = found.get(id)
        if one and one.day:
            scored = one.score is not None
            yield tuple(map(str, names)), one.day, one.status, 1, int(scored), one.score or 0.0


def _earliest(since: str) -> str:
    """The first day of any report of an incident from `since` on: longer dates stay alone. A bound
    on the first day is what the index answers."""
    day = datetime.date.fromisoformat(since).toordinal() - LONG_DAYS
    return datetime.date.fromordinal(max(1, day)).isoformat()


def _source(unit: str) -> tuple[sa.FromClause, list[sa.ColumnElement[Any]]]:
    events = EVENTS.join(READINGS, READINGS.c.id == EVENTS.c.reading)
    joined = events.join(ARTICLES, ARTICLES.c.id == EVENTS.c.article)
    if unit == "place":
        return joined, [EVENTS.c.country]
    if unit == "dyad":
        same = sa.and_(DYADS.c.reading == EVENTS.c.reading, DYADS.c.event == EVENTS.c.id)
        return joined.join(DYADS, same), [DYADS.c.actor, DYADS.c.recipient]
    sides = (
        sa.select(PARTIES.c.reading, PARTIES.c.event, PARTIES.c.party)
        .where(PARTIES.c.role.in_(("actor", "recipient")), PARTIES.c.party.is_not(None))
        .distinct()
        .subquery()
    )
    same = sa.and_(sides.c.reading == EVENTS.c.reading, sides.c.event == EVENTS.c.id)
    return joined.join(sides, same), [sides.c.party]


def period(day: str, by: str) -> str:
    """`2023-11-01`, its Monday `2023-10-30`, `2023-11` or `2023`."""
    if by == "week":
        date = datetime.date.fromisoformat(day)
        return (date - datetime.timedelta(days=date.weekday())).isoformat()
    return day[: {"day": 10, "month": 7, "year": 4}[by]]


def _periods(first: str, last: str, by: str) -> Iterator[str]:
    if by in ("month", "year"):
        yield from _calendar(first, last, by)
        return
    step = datetime.timedelta(days=7 if by == "week" else 1)
    date, end = datetime.date.fromisoformat(period(first, by)), datetime.date.fromisoformat(last)
    while date <= end:
        yield date.isoformat()
        date += step


def _calendar(first: str, last: str, by: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:7]) if by == "month" else 1
    while (name := f"{year:04}-{month:02}"[: 7 if by == "month" else 4]) <= last:
        yield name
        month += 1
        if by == "year" or month > 12:
            year, month = year + 1, 1
