"""Questions: which events of the record are asked for."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import get_args

import msgspec
import sqlalchemy as sa

from dragoman.codebook import load_codebook
from dragoman.errors import InputError
from dragoman.intake import day
from dragoman.record.schema import ARTICLES, EVENTS, PARTIES, READINGS
from dragoman.records import PublisherKind, Quad, Record, Status

Names = tuple[str, ...]
UNKNOWN = "unknown"
_SEARCH_CHARS = 250_000  # as in the index that the first migration makes


class Filters(Record, frozen=True, kw_only=True):
    """What must hold of an event. Of several names given for one field, one must hold.

    `actor`, `recipient`, `party` (either), `says`, `denies` are party codes; `sector` is any sector
    of either side. `since` and `until` bound the day of the event, `published_since` and
    `published_until` that of the article. `place` is a country code or a name. `publisher_country`
    is a code and, as `publisher_kind`, may be `unknown`. `text` are words that the article holds,
    all of them. `happened` leaves out what is to come, supposed or negated; `copies=False` takes
    one article of each group of near-duplicates.
    """

    actor: Names = ()
    recipient: Names = ()
    party: Names = ()
    sector: Names = ()
    says: Names = ()
    denies: Names = ()
    type: Names = ()
    mode: Names = ()
    quad: Names = ()
    status: Names = ()
    context: Names = ()
    place: Names = ()
    publisher: Names = ()
    publisher_country: Names = ()
    publisher_kind: Names = ()
    document: Names = ()
    incident: Names = ()
    text: str | None = None
    since: str | None = None
    until: str | None = None
    published_since: str | None = None
    published_until: str | None = None
    dated: bool | None = None
    confidence: float | None = None
    happened: bool | None = None
    copies: bool = True


_DAYS = ("since", "until", "published_since", "published_until")


def filters_of(given: dict[str, object]) -> Filters:
    """Filters by name; a name alone counts as a list of one.

    Raises `InputError` D306 for an unknown filter, type, mode, quad or status, D107 for a day.
    """
    known = Filters.__struct_fields__
    values: dict[str, object] = {}
    for name, value in given.items():
        if name not in known:
            raise InputError("D306", _unknown("filter", name, known))
        if value is None:
            continue
        if name in _DAYS:
            values[name] = day(value)
        elif isinstance(msgspec.structs.asdict(Filters())[name], tuple):
            values[name] = (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]
        else:
            values[name] = value
    found = msgspec.convert(values, Filters)
    return _checked(found)


def _checked(filters: Filters) -> Filters:
    book = load_codebook()
    types = tuple(name.upper() for name in filters.type)
    own = {t for t in types if t not in book.types}  # of a user's codebook, or a slip
    allowed: tuple[tuple[str, Names, Sequence[str]], ...] = (
        ("quad", filters.quad, get_args(Quad)),
        ("status", filters.status, get_args(Status)),
        ("publisher_kind", filters.publisher_kind, (*get_args(PublisherKind), UNKNOWN)),
        ("context", filters.context, tuple(book.contexts)),
        ("mode", filters.mode, sorted({m for t in book.types.values() for m in t.modes})),
    )
    for name, values, known in allowed:
        for value in values:
            if value not in known:
                raise InputError("D306", _unknown(name, value, known))
    for name in sorted(own):
        close = difflib.get_close_matches(name, book.types, 1)
        if close:
            raise InputError("D306", _unknown("type", name, tuple(book.types)))
    countries = tuple(c if c == UNKNOWN else c.upper() for c in filters.publisher_country)
    return msgspec.structs.replace(filters, type=types, publisher_country=countries)


def _unknown(kind: str, name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, 1)
    hint = f" Closest: {close[0]}." if close else ""
    return f"Unknown {kind} {name!r}. Known: {', '.join(known)}.{hint}"


def conditions(filters: Filters, *, sqlite: bool) -> list[sa.ColumnElement[bool]]:
    """The conditions on `EVENTS` joined with `READINGS` and `ARTICLES`."""
    return [
        READINGS.c.current,
        *_who(filters),
        *_what(filters),
        *_when_where(filters),
        *_article(filters, sqlite=sqlite),
    ]


def _who(filters: Filters) -> list[sa.ColumnElement[bool]]:
    roles: tuple[tuple[Names, Names], ...] = (
        (filters.actor, ("actor",)),
        (filters.recipient, ("recipient",)),
        (filters.party, ("actor", "recipient")),
        (filters.says, ("asserts",)),
        (filters.denies, ("denies",)),
    )
    found = [_has(PARTIES.c.party.in_(parties), in_roles) for parties, in_roles in roles if parties]
    if filters.sector:
        any_of = sa.or_(*(PARTIES.c.sectors.like(f"% {s.upper()} %") for s in filters.sector))
        found.append(_has(any_of, ("actor", "recipient")))
    return found


def _has(condition: sa.ColumnElement[bool], roles: Names) -> sa.ColumnElement[bool]:
    keys = sa.select(PARTIES.c.reading, PARTIES.c.event).where(condition, PARTIES.c.role.in_(roles))
    return sa.tuple_(EVENTS.c.reading, EVENTS.c.id).in_(keys)


def _what(filters: Filters) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if filters.type:
        found.append(sa.or_(EVENTS.c.type.in_(filters.type), EVENTS.c.parent.in_(filters.type)))
    for column, names in ((EVENTS.c.modes, filters.mode), (EVENTS.c.contexts, filters.context)):
        if names:
            found.append(sa.or_(*(column.like(f"% {name} %") for name in names)))
    if filters.quad:
        found.append(EVENTS.c.quad.in_(filters.quad))
    if filters.status:
        found.append(EVENTS.c.status.in_(filters.status))
    if filters.happened is not None:
        found.append(EVENTS.c.happened.is_(filters.happened))
    if filters.confidence is not None:
        found.append(EVENTS.c.confidence >= filters.confidence)
    return found


def _when_where(filters: Filters) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if filters.since:
        found.append(EVENTS.c.date_end >= filters.since)
    if filters.until:
        found.append(EVENTS.c.date_start <= filters.until)
    if filters.dated is not None:
        found.append((EVENTS.c.date_start.is_not(None)).is_(filters.dated))
    if filters.place:
        names = [name.lower() for name in filters.place]
        columns = (EVENTS.c.country, EVENTS.c.place, EVENTS.c.admin1)
        found.append(sa.or_(*(sa.func.lower(column).in_(names) for column in columns)))
    return found


def _article(filters: Filters, *, sqlite: bool) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if filters.document:
        found.append(EVENTS.c.article.in_(filters.document))
    if filters.incident:
        found.append(EVENTS.c.incident.in_(filters.incident))
    if filters.publisher:
        names = [name.lower() for name in filters.publisher]
        found.append(sa.func.lower(ARTICLES.c.publisher).in_(names))
    for column, values in (
        (ARTICLES.c.publisher_country, filters.publisher_country),
        (ARTICLES.c.publisher_kind, filters.publisher_kind),
    ):
        if values:
            found.append(_one_of(column, values))
    if filters.published_since:
        found.append(ARTICLES.c.published >= filters.published_since)
    if filters.published_until:
        found.append(ARTICLES.c.published <= filters.published_until)
    if filters.text:
        found.append(_search(filters.text, sqlite=sqlite))
    if not filters.copies:
        found.append(sa.or_(ARTICLES.c.voice.is_(None), ARTICLES.c.voice == ARTICLES.c.id))
    return found


def _one_of(column: sa.Column[str], values: Names) -> sa.ColumnElement[bool]:
    named = column.in_([value for value in values if value != UNKNOWN])
    return sa.or_(named, column.is_(None)) if UNKNOWN in values else named


def _search(words: str, *, sqlite: bool) -> sa.ColumnElement[bool]:
    """Articles that hold all the words. Signs have no meaning of their own in a question."""
    if sqlite:
        quoted = " ".join('"' + word.replace('"', '""') + '"' for word in words.split())
        found = sa.text("SELECT rowid FROM articles_search WHERE articles_search MATCH :words")
        return ARTICLES.c.n.in_(found.bindparams(words=quoted).columns(sa.column("rowid")))
    empty: sa.ColumnElement[str] = sa.literal_column("''")
    title = sa.func.coalesce(ARTICLES.c.title, empty)
    start = sa.func.left(
        sa.func.coalesce(ARTICLES.c.text, empty), sa.literal_column(str(_SEARCH_CHARS))
    )
    whole = title.op("||")(sa.literal_column("' '")).op("||")(start)
    simple: sa.ColumnElement[str] = sa.literal_column("'simple'::regconfig")
    return sa.func.to_tsvector(simple, whole).op("@@")(sa.func.plainto_tsquery(simple, words))
