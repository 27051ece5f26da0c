"""Readings into rows. Every write may be repeated: it leaves the same rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from dragoman import flat
from dragoman.intake import clean
from dragoman.knowledge import load_knowledge
from dragoman.knowledge.publishers import home_of
from dragoman.record import schema
from dragoman.record.copies import bands
from dragoman.record.incidents import UNREAL, subject
from dragoman.records import (
    Attribution,
    Coder,
    Document,
    Entity,
    Event,
    Mention,
    Notice,
    Reading,
    Record,
    Span,
)

Row = dict[str, Any]
_ROWS = 500  # rows a statement; SQLite and PostgreSQL bound the parameters of one


class Body(Record, frozen=True, kw_only=True):
    """A reading without its document and coder, which have columns of their own."""

    events: tuple[Event, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    entities: tuple[Entity, ...] = ()
    warnings: tuple[Notice, ...] = ()


class Stored(Record, frozen=True, kw_only=True):
    """What is written of one article: where it came from, its digest, its reading."""

    origin: str
    digest: str
    reading: Reading


def reading_id(article: str, coder: Coder) -> str:
    """The key of the reading that a coder gives of an article."""
    parts = (article, coder.name, coder.version, coder.model, coder.codebook)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write(connection: sa.Connection, stored: Sequence[Stored]) -> None:
    """Write some readings, in one transaction of the caller's.

    One with an error becomes a failure; one without takes the failure of its origin away, and
    replaces an earlier reading of the article by the same coder.
    """
    good = {s.reading.document.id: s for s in stored if s.reading.error is None}
    chosen = [good[id] for id in sorted(good)]  # one order for all who write at the same time
    upsert(connection, schema.ARTICLES, map(_article, chosen), keys=("id",))
    readings = [_reading(s) for s in chosen]
    ids = [row["id"] for row in readings]
    _mark_stale(connection, sorted(good))
    for table in schema.PARTS:
        _delete(connection, table, table.c.reading, ids)
    _make_current(connection, readings)
    upsert(connection, schema.READINGS, readings, keys=("id",))
    for table, rows in _parts(chosen).items():
        insert(connection, table, rows)
    _mark_stale(connection, sorted(good))
    _delete(connection, schema.BANDS, schema.BANDS.c.article, sorted(good))
    insert(connection, schema.BANDS, (row for s in chosen for row in _bands(s)))
    failed = [s for s in stored if s.reading.error is not None]
    done = sorted({s.origin for s in stored} - {s.origin for s in failed})
    _delete(connection, schema.FAILURES, schema.FAILURES.c.origin, done)
    upsert(connection, schema.FAILURES, map(_failure, failed), keys=("origin",))


def upsert(
    connection: sa.Connection, table: sa.Table, rows: Iterable[Row], *, keys: tuple[str, ...]
) -> None:
    """Insert rows; where one of the same key is there, give it the new values."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    for some in _lots(rows):
        statement = dialect.insert(table)
        changed = {name: statement.excluded[name] for name in some[0] if name not in keys}
        connection.execute(
            statement.on_conflict_do_update(index_elements=list(keys), set_=changed), some
        )


def insert(connection: sa.Connection, table: sa.Table, rows: Iterable[Row]) -> None:
    """Insert rows that are not there."""
    for some in _lots(rows):
        connection.execute(table.insert(), some)


def insert_missing(
    connection: sa.Connection, table: sa.Table, keys: sa.Select[Any] | Sequence[str]
) -> None:
    """Insert rows of a table that is only a key; those that are there are left."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).on_conflict_do_nothing()
    names = [column.name for column in table.columns]
    if isinstance(keys, sa.Select):
        connection.execute(statement.from_select(names, keys))
        return
    for some in _lots(dict(zip(names, (key,), strict=True)) for key in keys):
        connection.execute(statement, some)


def _mark_stale(connection: sa.Connection, articles: Sequence[str]) -> None:
    """What some articles tell of is to be looked at again, before and after they change."""
    column = schema.EVENTS.c.subject
    for i in range(0, len(articles), _ROWS):
        told = schema.EVENTS.c.article.in_(articles[i : i + _ROWS])
        found = sa.select(column).where(told, column.is_not(None)).distinct()
        insert_missing(connection, schema.STALE, found)


def _lots(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, _ROWS)):
        yield some


def _delete(
    connection: sa.Connection, table: sa.Table, column: sa.Column[Any], ids: Sequence[str]
) -> None:
    for i in range(0, len(ids), _ROWS):
        connection.execute(table.delete().where(column.in_(ids[i : i + _ROWS])))


def _make_current(connection: sa.Connection, readings: Sequence[Row]) -> None:
    """Readings of the same articles by other coders are no longer the current ones."""
    table = schema.READINGS
    for some in _lots(readings):
        connection.execute(
            table.update()
            .where(table.c.article.in_([row["article"] for row in some]))
            .where(table.c.id.not_in([row["id"] for row in some]))
            .where(table.c.current)
            .values(current=False)
        )


def _article(stored: Stored) -> Row:
    values = msgspec.structs.asdict(stored.reading.document)
    # PostgreSQL takes no NUL in a text; the words of the article have none any more.
    cleaned = {name: clean(v) if isinstance(v, str) else v for name, v in values.items()}
    reason = _publisher_reason(stored.reading.document)
    return {**cleaned, "digest": stored.digest, "voice": None, "publisher_reason": reason}


def _publisher_reason(document: Document) -> str | None:
    """Why country or kind is missing."""
    if document.publisher_country and document.publisher_kind:
        return None
    home = home_of(document.publisher, document.url, knowledge=load_knowledge())
    return home.reason and clean(home.reason)


def _reading(stored: Stored) -> Row:
    reading = stored.reading
    body = Body(
        events=reading.events,
        attributions=reading.attributions,
        entities=reading.entities,
        warnings=reading.warnings,
    )
    return {
        "id": reading_id(reading.document.id, reading.coder),
        "article": reading.document.id,
        "coder": reading.coder.name,
        "version": reading.coder.version,
        "model": reading.coder.model,
        "codebook": reading.coder.codebook,
        "body": msgspec.json.encode(body).decode("utf-8"),
        "current": True,
    }


def _bands(stored: Stored) -> Iterator[Row]:
    document = stored.reading.document
    for number, value in enumerate(bands(document.text)):
        yield {"article": document.id, "band": number, "hash": value}


def _failure(stored: Stored) -> Row:
    error = stored.reading.error
    return {
        "origin": clean(stored.origin),
        "article": clean(stored.reading.document.id),
        "code": error.code if error else "",
        "message": clean(error.message) if error else "",
    }


def _parts(stored: Iterable[Stored]) -> dict[sa.Table, list[Row]]:
    found: dict[sa.Table, list[Row]] = {table: [] for table in reversed(schema.PARTS)}
    for reading in (s.reading for s in stored):
        key = {"reading": reading_id(reading.document.id, reading.coder)}
        for seq, event in enumerate(reading.events):
            found[schema.EVENTS].append({**key, **_event(reading, event, seq)})
            found[schema.PARTIES] += [{**key, **row} for row in _parties(event)]
            found[schema.DYADS] += [{**key, **row} for row in _dyads(event)]
            found[schema.EVIDENCE] += [{**key, **row} for row in _event_words(reading, event)]
        for seq, said in enumerate(reading.attributions):
            found[schema.ATTRIBUTIONS].append({**key, **_attribution(said, seq)})
            found[schema.EVIDENCE] += [{**key, **row} for row in _said_words(reading, said)]
    return found


def _event(reading: Reading, event: Event, seq: int) -> Row:
    told = flat.row(reading, event)
    return {
        **{name: told[name] for name in _AS_TOLD},
        **{name: _spaced(told[name]) for name in ("modes", "contexts", "auxiliary")},
        "seq": seq,
        "article": reading.document.id,
        "happened": not UNREAL & set(event.auxiliary),
        "subject": subject(event),
        "incident": None,
    }


# Columns that hold what the flat table of events holds under the same name.
_AS_TOLD = [
    column.name
    for column in schema.EVENTS.columns
    if flat.COLUMNS.get(column.name, "list") != "list"
]


def _spaced(names: Sequence[str]) -> str | None:
    """` one two `, so that ` two ` is found in it and not in ` twofold `."""
    return f" {' '.join(names)} " if names else None


def _sides(event: Event) -> Iterator[tuple[str, tuple[Mention, ...]]]:
    yield "actor", event.actors
    yield "recipient", event.recipients
    yield "asserts", event.asserted_by
    yield "denies", event.denied_by


def _parties(event: Event) -> Iterator[Row]:
    for role, mentions in _sides(event):
        for seq, mention in enumerate(mentions):
            yield {
                "event": event.id,
                "role": role,
                "seq": seq,
                "party": mention.party,
                "country": mention.country,
                "code": mention.code,
                "sector": mention.sectors[0] if mention.sectors else None,
                "sectors": _spaced(mention.sectors),
                "text": mention.text,
                "entity": mention.entity,
                "start": mention.span[0],
                "end": mention.span[1],
                "day": event.date.start if event.date else None,
            }


def _dyads(event: Event) -> Iterator[Row]:
    day = event.date.start if event.date else None
    named = [(a.party, b.party) for a, b in flat.pairs(event) if a and b]
    both = [(b, a) for a, b in named] if flat.is_mutual(event) else []
    for actor, recipient in dict.fromkeys([*named, *both]):
        if actor and recipient:
            yield {"event": event.id, "actor": actor, "recipient": recipient, "day": day}


def _attribution(said: Attribution, seq: int) -> Row:
    return {
        "id": said.id,
        "seq": seq,
        "stance": said.stance,
        "party": said.source.party if said.source else None,
        "source": said.source.text if said.source else None,
        "cue": said.cue.text if said.cue else None,
        "quote": said.quote,
        "parent": said.parent,
        "events": _spaced(said.events),
        "said_start": said.date.start if said.date else None,
        "said_end": said.date.end if said.date else None,
    }


def _event_words(reading: Reading, event: Event) -> Iterator[Row]:
    fields: list[tuple[str, list[Span]]] = [
        ("trigger", [event.trigger.span]),
        ("sentence", [event.sentence.span]),
        *((role, [m.span for m in mentions]) for role, mentions in _sides(event)),
        ("date", [event.date.span] if event.date else []),
        ("place", [event.place.span] if event.place else []),
    ]
    for name in ("dead", "injured", "arrested", "size"):
        figure = getattr(event.magnitude, name)
        fields.append((name, [figure.span] if figure else []))
    return _words(reading, event.id, fields)


def _said_words(reading: Reading, said: Attribution) -> Iterator[Row]:
    fields: list[tuple[str, list[Span]]] = [
        ("source", [said.source.span] if said.source else []),
        ("cue", [said.cue.span] if said.cue else []),
        ("content", list(said.content)),
    ]
    return _words(reading, said.id, fields)


def _words(reading: Reading, owner: str, fields: Iterable[tuple[str, list[Span]]]) -> Iterator[Row]:
    for field, spans in fields:
        for seq, (start, end) in enumerate(spans):
            text = reading.document.text[start:end]
            yield dict(owner=owner, field=field, seq=seq, start=start, end=end, text=text)
