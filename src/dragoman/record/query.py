"""Answers: readings and events of the record, each with its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import msgspec
import sqlalchemy as sa

from dragoman.record.database import Database
from dragoman.record.filters import Filters, conditions
from dragoman.record.schema import ARTICLES, EVENTS, FAILURES, READINGS
from dragoman.record.write import Body
from dragoman.records import Coder, Document, Event, Reading, Record

_LOT = 500  # readings that are fetched together
_DOCUMENT = tuple(Document.__struct_fields__)
JOINED = EVENTS.join(READINGS, READINGS.c.id == EVENTS.c.reading).join(
    ARTICLES, ARTICLES.c.id == EVENTS.c.article
)


class Failure(Record, frozen=True, kw_only=True):
    """An input that could not be read, and why."""

    origin: str
    article: str | None
    code: str
    message: str


@dataclass(frozen=True)
class Found:
    """One event with the reading that it stands in."""

    reading: Reading
    event: Event


def find(database: Database, filters: Filters, *, limit: int | None = None) -> Iterator[Found]:
    """Events in the order of their days, those without a day last."""
    keys = _keys(database, filters, limit)
    for start in range(0, len(keys), _LOT):
        some = keys[start : start + _LOT]
        readings = {r_id: r for r_id, r in readings_by_id(database, {key[0] for key in some})}
        for reading_id, event_id in some:
            reading = readings[reading_id]
            yield Found(reading, event_in(reading, event_id))


def count(database: Database, filters: Filters) -> int:
    """How many events there are."""
    query = sa.select(sa.func.count()).select_from(JOINED)
    with database.read() as connection:
        found = connection.execute(query.where(*conditions(filters, sqlite=database.sqlite)))
        return int(found.scalar_one())


def count_undated(database: Database, filters: Filters) -> int:
    """How many of them have no day; none where days are asked for, which leaves them out."""
    if filters.since or filters.until:
        return 0
    return count(database, msgspec.structs.replace(filters, dated=False))


def by_reading(database: Database, filters: Filters) -> Iterator[tuple[Reading, tuple[Event, ...]]]:
    """Readings in the order of their articles' ids, each with those of its events that are asked
    for; readings without any are left out. Memory does not grow with the record."""
    last = ""
    while True:
        keys = _keys_after(database, filters, last)
        if not keys:
            return
        readings = dict(readings_by_id(database, {key[1] for key in keys}))
        for (article, reading_id), group in groupby(keys, key=lambda key: (key[0], key[1])):
            reading = readings[reading_id]
            wanted = {event_id for _, _, event_id in group}
            yield reading, tuple(e for e in reading.events if e.id in wanted)
            last = article


def reading_of(database: Database, article: str) -> Reading | None:
    """The current reading of an article."""
    query = sa.select(READINGS.c.id).where(READINGS.c.article == article, READINGS.c.current)
    with database.read() as connection:
        found = connection.execute(query).scalar()
    return None if found is None else dict(readings_by_id(database, {str(found)}))[str(found)]


def all_readings(database: Database) -> Iterator[Reading]:
    """Current readings of all articles, also those without events, in the order of their ids."""
    last = ""
    while True:
        query = sa.select(READINGS.c.article, READINGS.c.id).where(READINGS.c.current)
        query = query.where(READINGS.c.article > last).order_by(READINGS.c.article).limit(_LOT)
        with database.read() as connection:
            keys = [(str(a), str(r)) for a, r in connection.execute(query)]
        if not keys:
            return
        found = dict(readings_by_id(database, {reading for _, reading in keys}))
        yield from (found[reading] for _, reading in keys)
        last = keys[-1][0]


def event_of(database: Database, id: str) -> Found | None:
    """The event of that id, or of the only id that starts so."""
    query = sa.select(EVENTS.c.reading, EVENTS.c.id).select_from(JOINED).where(READINGS.c.current)
    with database.read() as connection:
        keys = connection.execute(query.where(EVENTS.c.id == id).limit(1)).all()
        if not keys and len(id) >= 4:
            after = id[:-1] + chr(ord(id[-1]) + 1)
            begins = sa.and_(EVENTS.c.id > id, EVENTS.c.id < after)
            keys = connection.execute(query.where(begins).limit(2)).all()
    if len(keys) != 1:
        return None
    reading = dict(readings_by_id(database, {str(keys[0][0])}))[str(keys[0][0])]
    return Found(reading, event_in(reading, str(keys[0][1])))


def copies_of(database: Database, article: str) -> list[str]:
    """Ids of the articles that are near-duplicates of one, in order, without itself."""
    voice = sa.select(ARTICLES.c.voice).where(ARTICLES.c.id == article).scalar_subquery()
    query = sa.select(ARTICLES.c.id).where(ARTICLES.c.voice == voice, ARTICLES.c.id != article)
    with database.read() as connection:
        return [str(id) for id in connection.execute(query.order_by(ARTICLES.c.id)).scalars()]


def failures(database: Database) -> list[Failure]:
    """All inputs that could not be read and have not been read since."""
    query = sa.select(FAILURES).order_by(FAILURES.c.origin)
    with database.read() as connection:
        return [Failure(**row) for row in connection.execute(query).mappings()]


def digests(database: Database, readings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The digests of those articles that the readings of the given ids are there of."""
    wanted = dict(readings)  # id of the reading -> id of the article
    query = sa.select(READINGS.c.article, ARTICLES.c.digest).join(
        ARTICLES, ARTICLES.c.id == READINGS.c.article
    )
    with database.read() as connection:
        found = connection.execute(query.where(READINGS.c.id.in_(list(wanted)), READINGS.c.current))
        return {str(article): str(digest) for article, digest in found}


def counts(database: Database) -> dict[str, int]:
    """How many articles, voices, events and failures the record holds."""
    voices = sa.func.count(sa.distinct(sa.func.coalesce(ARTICLES.c.voice, ARTICLES.c.id)))
    queries = {
        "articles": sa.select(sa.func.count()).select_from(ARTICLES),
        "voices": sa.select(voices),
        "events": sa.select(sa.func.count())
        .select_from(EVENTS.join(READINGS, READINGS.c.id == EVENTS.c.reading))
        .where(READINGS.c.current),
        "failures": sa.select(sa.func.count()).select_from(FAILURES),
    }
    with database.read() as connection:
        return {name: int(connection.execute(q).scalar_one()) for name, q in queries.items()}


def _keys(database: Database, filters: Filters, limit: int | None) -> list[tuple[str, str]]:
    query = (
        sa.select(EVENTS.c.reading, EVENTS.c.id)
        .select_from(JOINED)
        .where(*conditions(filters, sqlite=database.sqlite))
        .order_by(EVENTS.c.date_start.nulls_last(), EVENTS.c.article, EVENTS.c.seq)
    )
    with database.read() as connection:
        found = connection.execute(query if limit is None else query.limit(limit))
        return [(str(reading), str(event)) for reading, event in found]


def _keys_after(database: Database, filters: Filters, last: str) -> list[tuple[str, str, str]]:
    """(article, reading, event) of the events of the next articles, whole articles only."""
    some = (
        sa.select(EVENTS.c.article)
        .select_from(JOINED)
        .where(*conditions(filters, sqlite=database.sqlite), EVENTS.c.article > last)
        .distinct()
        .order_by(EVENTS.c.article)
        .limit(_LOT)
    )
    with database.read() as connection:
        articles = [str(id) for id in connection.execute(some).scalars()]
        if not articles:
            return []
        query = (
            sa.select(EVENTS.c.article, EVENTS.c.reading, EVENTS.c.id)
            .select_from(JOINED)
            .where(*conditions(filters, sqlite=database.sqlite), EVENTS.c.article.in_(articles))
            .order_by(EVENTS.c.article, EVENTS.c.reading, EVENTS.c.seq)
        )
        return [(str(a), str(r), str(e)) for a, r, e in connection.execute(query)]


def readings_by_id(database: Database, ids: Iterable[str]) -> Iterator[tuple[str, Reading]]:
    columns = [ARTICLES.c[name] for name in _DOCUMENT]
    coder = (READINGS.c.coder, READINGS.c.version, READINGS.c.model, READINGS.c.codebook)
    query = sa.select(READINGS.c.id.label("reading_id"), READINGS.c.body, *coder, *columns)
    query = query.join(ARTICLES, ARTICLES.c.id == READINGS.c.article)
    with database.read() as connection:
        found = connection.execute(query.where(READINGS.c.id.in_(sorted(ids)))).mappings().all()
    for row in found:
        body = msgspec.json.decode(row["body"], type=Body)
        yield (
            str(row["reading_id"]),
            Reading(
                document=Document(**{name: row[name] for name in _DOCUMENT}),
                events=body.events,
                attributions=body.attributions,
                entities=body.entities,
                warnings=body.warnings,
                coder=Coder(
                    name=row["coder"],
                    version=row["version"],
                    model=row["model"],
                    codebook=row["codebook"],
                ),
            ),
        )


def event_in(reading: Reading, id: str) -> Event:
    """The event of that id in its reading."""
    return next(event for event in reading.events if event.id == id)


def dump(database: Database) -> Sequence[str]:
    """Every row of every table as a sorted line, without the numbers that writing order gives."""
    from dragoman.record.schema import METADATA

    lines = []
    with database.read() as connection:
        for table in METADATA.sorted_tables:
            columns = [column for column in table.columns if column.name != "n"]
            for row in connection.execute(sa.select(*columns)):
                lines.append(f"{table.name}\t{msgspec.json.encode(list(row)).decode()}")
    return sorted(lines)
