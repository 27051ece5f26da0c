"""The records that every room hands to the next: what one document says.

Field names are those of the published form of a reading (`docs/reading.md`); a record turns into
JSON without renaming anything. All spans are `(start, end)` in characters of `Document.text`, end
exclusive, so that `text[start:end]` is always the quoted words. Records are frozen.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Span = tuple[int, int]
Status = Literal["reported", "attributed", "alleged", "contested", "denied"]
Stance = Literal["asserts", "denies", "doubts", "asks"]
Auxiliary = Literal["future", "hypothetical", "negation", "historical"]
Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
QuoteKind = Literal["direct", "indirect", "mixed"]
DatePrecision = Literal["day", "week", "month", "quarter", "year", "range"]
PlacePrecision = Literal["point", "region", "country"]
EntityKind = Literal["country", "person", "organisation", "armed group", "people", "place"]
PublisherKind = Literal["state", "party", "agency", "independent"]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records: frozen, keyword-only, compared by value."""


class Notice(Record, frozen=True, kw_only=True):
    """A warning or an error: a code of `docs/errors.md` and what to do."""

    code: str
    message: str


class Article(Record, frozen=True, kw_only=True):
    """What goes in: the text of one document and what is known about it.

    `published` is an ISO day (`2023-11-01`). `text` holds neither NUL nor lone surrogates.
    `error` says why an article could not be opened, `warnings` what was noticed on the way in;
    its reading carries both on.
    """

    text: str
    id: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    publisher_country: str | None = None
    publisher_kind: PublisherKind | None = None
    author: str | None = None
    published: str | None = None
    published_from: str | None = None
    language: str | None = None
    warnings: tuple[Notice, ...] = ()
    error: Notice | None = None


class Document(Record, frozen=True, kw_only=True):
    """The document as it stands in a reading. `dateline` is the words before the first dash."""

    id: str
    title: str | None
    text: str
    url: str | None = None
    publisher: str | None = None
    publisher_country: str | None = None
    publisher_kind: PublisherKind | None = None
    author: str | None = None
    dateline: str | None = None
    published: str | None = None
    published_from: str | None = None
    language: str | None = None


class Words(Record, frozen=True, kw_only=True):
    """Words quoted from the text."""

    text: str
    span: Span


class Mention(Record, frozen=True, kw_only=True):
    """One party named by some words. `party` is the unit that dyads are made of."""

    text: str
    span: Span
    entity: str | None = None
    party: str | None = None
    country: str | None = None
    code: str | None = None
    sectors: tuple[str, ...] = ()
    reasons: dict[str, str] = {}


class Entity(Record, frozen=True, kw_only=True):
    """Somebody or something that the document names; `mentions` are all its spans."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    party: str | None = None
    kind: EntityKind | None = None
    country: str | None = None
    code: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    wikidata: str | None = None
    resolved_by: str | None = None
    mentions: tuple[Span, ...] = ()


class Date(Record, frozen=True, kw_only=True):
    """ISO days, both inclusive. `text` and `span` are the words that it came from."""

    start: str | None
    end: str | None
    text: str
    span: Span
    precision: DatePrecision | None = None
    derivation: str | None = None


class Place(Record, frozen=True, kw_only=True):
    """Where an event happened. Coordinates are WGS 84 degrees, only at precision `point`."""

    text: str
    span: Span
    name: str | None = None
    admin1: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    feature: str | None = None
    precision: PlacePrecision | None = None


class Figure(Record, frozen=True, kw_only=True):
    """A number of people as the text gives it, and who gives it."""

    low: int
    high: int
    text: str
    span: Span
    source: Mention | None = None


class Magnitude(Record, frozen=True, kw_only=True):
    dead: Figure | None = None
    injured: Figure | None = None
    arrested: Figure | None = None
    size: Figure | None = None


class Sentence(Record, frozen=True, kw_only=True):
    index: int
    span: Span


class Attribution(Record, frozen=True, kw_only=True):
    """Who says, denies, doubts or asks something, in which words."""

    id: str
    source: Mention | None
    stance: Stance
    cue: Words | None
    content: tuple[Span, ...] = ()
    quote: QuoteKind | None = None
    date: Date | None = None
    events: tuple[str, ...] = ()
    parent: str | None = None


class Event(Record, frozen=True, kw_only=True):
    """Who did what to whom, when and where, and on whose word."""

    id: str
    type: str
    parent: str | None = None
    mode: str | None = None
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    quad: Quad | None = None
    score: float | None = None
    cameo: str | None = None
    actors: tuple[Mention, ...] = ()
    recipients: tuple[Mention, ...] = ()
    auxiliary: tuple[Auxiliary, ...] = ()
    status: Status = "reported"
    asserted_by: tuple[Mention, ...] = ()
    denied_by: tuple[Mention, ...] = ()
    own_voice: bool = True
    attributions: tuple[str, ...] = ()
    factuality: float | None = None
    date: Date | None = None
    place: Place | None = None
    magnitude: Magnitude = Magnitude()
    trigger: Words
    sentence: Sentence
    embedded_in: str | None = None
    confidence: float = 0.0
    reasons: dict[str, str] = {}


class Coder(Record, frozen=True, kw_only=True):
    name: str
    version: str
    model: str
    codebook: str


class Reading(Record, frozen=True, kw_only=True):
    """Everything Dragoman says about one document."""

    document: Document
    events: tuple[Event, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    entities: tuple[Entity, ...] = ()
    warnings: tuple[Notice, ...] = ()
    error: Notice | None = None
    coder: Coder

    def to_dict(self) -> dict[str, object]:
        """The reading as plain dicts, lists, strings and numbers, in the published form."""
        plain: dict[str, object] = msgspec.json.decode(self.to_json())
        return plain

    def to_json(self) -> str:
        """One line of JSON, fields in the published order; equal readings give equal text."""
        return msgspec.json.encode(self).decode("utf-8")

    @property
    def quotes(self) -> tuple[Attribution, ...]:
        """Attributions that hold quoted words, direct or mixed."""
        return tuple(a for a in self.attributions if a.quote in ("direct", "mixed"))

    def _repr_html_(self) -> str:
        from dragoman.html import fragment

        return fragment(self)


def reading_schema() -> dict[str, object]:
    """JSON Schema (2020-12) of a reading: every field is always there, and no other."""
    schema = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(Reading)))
    for definition in schema["$defs"].values():
        definition["required"] = list(definition["properties"])
        definition["additionalProperties"] = False
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
