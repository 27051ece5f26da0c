"""Incidents in the record: which event belongs to which is looked at again where something changed.

`stale` names the subjects whose events came, changed or went. Broken off, it goes on next time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from dragoman.record.database import Database
from dragoman.record.incidents import Report, days_of, grouped, subject
from dragoman.record.schema import ARTICLES, EVENTS, READINGS, STALE
from dragoman.record.write import Body, insert_missing

_LOT = 200  # subjects a transaction
_READINGS = 200


def regroup(database: Database) -> None:
    """Give every event its incident. Safe to repeat."""
    while _name_some(database):
        pass
    while _regroup_some(database):
        pass


def is_pending(database: Database) -> bool:
    """Whether some events have not got their incident yet."""
    unnamed = sa.select(EVENTS.c.id).where(EVENTS.c.subject.is_(None)).limit(1)
    with database.read() as connection:
        first = (connection.execute(q).first() for q in (sa.select(STALE).limit(1), unnamed))
        return any(row is not None for row in first)


def _name_some(database: Database) -> int:
    """Subjects for events that were written before there were incidents."""
    unnamed = sa.select(EVENTS.c.reading).where(EVENTS.c.subject.is_(None)).distinct()
    with database.write(alone=True) as connection:
        query = sa.select(READINGS.c.id, READINGS.c.body)
        found = connection.execute(query.where(READINGS.c.id.in_(unnamed.limit(_READINGS)))).all()
        rows = [
            {"of": str(id), "event": event.id, "is": subject(event)}
            for id, body in found
            for event in msgspec.json.decode(body, type=Body).events
        ]
        _update(connection, EVENTS.c.subject, rows)
        insert_missing(connection, STALE, sorted({row["is"] for row in rows}))
    return len(found)


def _regroup_some(database: Database) -> int:
    with database.write(alone=True) as connection:
        query = sa.select(STALE.c.subject).order_by(STALE.c.subject).limit(_LOT)
        subjects = [str(found) for found in connection.execute(query).scalars()]
        if subjects:
            _leave(connection, subjects)
            _update(connection, EVENTS.c.incident, _changes(connection, subjects))
            connection.execute(STALE.delete().where(STALE.c.subject.in_(subjects)))
    return len(subjects)


def _leave(connection: sa.Connection, subjects: Sequence[str]) -> None:
    """Events of readings that are no longer current belong to no incident."""
    old = sa.select(READINGS.c.id).where(READINGS.c.current.is_(False))
    connection.execute(
        EVENTS.update()
        .where(EVENTS.c.subject.in_(subjects), EVENTS.c.incident.is_not(None))
        .where(EVENTS.c.reading.in_(old))
        .values(incident=None)
    )


def _changes(connection: sa.Connection, subjects: Sequence[str]) -> list[dict[str, str]]:
    names = ("reading", "id", "article", "subject", "incident", "date_start", "date_end")
    places = ("country", "admin1", "place", "latitude")
    columns = [EVENTS.c[name] for name in (*names, *places)]
    query = (
        sa.select(*columns, ARTICLES.c.published)
        .join(READINGS, READINGS.c.id == EVENTS.c.reading)
        .join(ARTICLES, ARTICLES.c.id == EVENTS.c.article)
        .where(READINGS.c.current, EVENTS.c.subject.in_(subjects))
    )
    reports: defaultdict[str, list[Report]] = defaultdict(list)
    before: dict[tuple[str, str], str | None] = {}
    for row in connection.execute(query).mappings():
        first, last = days_of(row["date_start"], row["date_end"], row["published"])
        # Only a point has coordinates: the name of a region or country is in its own column.
        town = row["place"] if row["latitude"] is not None else None
        reports[row["subject"]].append(
            Report(
                reading=row["reading"],
                article=row["article"],
                event=row["id"],
                first=first,
                last=last,
                places=(row["country"], row["admin1"], town),
            )
        )
        before[row["reading"], row["id"]] = row["incident"]
    return [
        {"of": reading, "event": event, "is": incident}
        for name in sorted(reports)
        for (reading, event), incident in grouped(name, reports[name]).items()
        if before[reading, event] != incident
    ]


def _update(
    connection: sa.Connection, column: sa.Column[str], rows: Iterable[dict[str, str]]
) -> None:
    """Give some events, `of` a reading, a new value of one column."""
    statement = (
        EVENTS.update()
        .where(EVENTS.c.reading == sa.bindparam("of"), EVENTS.c.id == sa.bindparam("event"))
        .values({column: sa.bindparam("is")})
    )
    if found := list(rows):
        connection.execute(statement, found)
