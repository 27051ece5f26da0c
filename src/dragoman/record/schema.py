"""The tables. The body of a reading is the truth; the other tables are there to find it by.

Every table has a key that follows from what is stored, so that every write can be repeated without
effect. Days are ISO days as text. The migrations lead here: a test compares the two.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

METADATA = MetaData()


def _key(name: str, target: str | None = None) -> Column[str]:
    if target is None:
        return Column(name, Text, primary_key=True)
    return Column(name, Text, ForeignKey(target, ondelete="CASCADE"), primary_key=True)


def _columns(kind: type[TypeEngine[Any]], names: str, *, null: bool = True) -> list[Column[Any]]:
    return [Column(name, kind, nullable=null) for name in names.split()]


def _texts(names: str, *, null: bool = True) -> list[Column[Any]]:
    return _columns(Text, names, null=null)


def _place_in_text() -> list[Column[Any]]:
    """Number among its like, then characters of the article's text, end exclusive."""
    return [Column("seq", Integer, primary_key=True), *_columns(Integer, "start end", null=False)]


# `n` is there for full-text search, which needs a number that stays. `digest` tells whether an
# article has changed. `publisher_reason` says why country or kind of the publisher is not known.
# `voice` is the least id of its near-duplicates, itself where it has none,
# and null until they were looked for.
ARTICLES = Table(
    "articles",
    METADATA,
    Column(
        "n",
        BigInteger().with_variant(Integer, "sqlite"),
        Identity(),
        primary_key=True,
    ),
    Column("id", Text, nullable=False, unique=True),
    *_texts("digest", null=False),
    *_texts("title text url publisher publisher_country publisher_kind publisher_reason"),
    *_texts("author dateline published published_from language voice"),
    Index("articles_published", "published"),
    Index("articles_voice", "voice"),
)

# `body` is the reading as JSON without its document, which stands in `articles`. An article has
# one reading for each version of coder, model and codebook; the last one written is `current`.
READINGS = Table(
    "readings",
    METADATA,
    _key("id"),
    Column("article", Text, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    *_texts("coder version model codebook body", null=False),
    *_columns(Boolean, "current", null=False),
    Index("readings_article", "article"),
)

# `subject` is what all reports of one incident have in common, `incident` the id that they share:
# null until it was looked for, and where the reading is not current.
EVENTS = Table(
    "events",
    METADATA,
    _key("reading", "readings.id"),
    _key("id"),
    *_columns(Integer, "seq", null=False),
    *_texts("article type", null=False),
    *_texts("parent mode modes contexts quad"),
    *_columns(Float, "score"),
    *_texts("cameo"),
    *_texts("status", null=False),
    *_texts("auxiliary"),
    *_columns(Boolean, "happened own_voice", null=False),
    *_columns(Float, "factuality"),
    *_texts("date_start date_end date_precision place admin1 country"),
    *_columns(Float, "latitude longitude"),
    *_columns(Integer, "dead_low dead_high injured_low injured_high"),
    *_texts("embedded_in"),
    *_columns(Float, "confidence", null=False),
    *_texts("subject incident"),
    Index("events_id", "id"),
    Index("events_article", "article"),
    Index("events_day", "date_start"),
    Index("events_type", "type", "date_start"),
    Index("events_country", "country", "date_start"),
    Index("events_subject", "subject"),
    Index("events_incident", "incident"),
)

# Subjects of which events came, changed or went since incidents were last looked for.
STALE = Table("stale", METADATA, _key("subject"))

# `role`: actor, recipient, asserts, denies.
PARTIES = Table(
    "parties",
    METADATA,
    _key("reading", "readings.id"),
    _key("event"),
    _key("role"),
    *_place_in_text(),
    *_texts("party country code sector sectors text entity day"),
    Index("parties_party", "party", "role", "day"),
)

# Who to whom; in an event that is done together, everyone to everyone else.
DYADS = Table(
    "dyads",
    METADATA,
    _key("reading", "readings.id"),
    _key("event"),
    _key("actor"),
    _key("recipient"),
    *_texts("day"),
    Index("dyads_pair", "actor", "recipient", "day"),
)

ATTRIBUTIONS = Table(
    "attributions",
    METADATA,
    _key("reading", "readings.id"),
    _key("id"),
    *_columns(Integer, "seq", null=False),
    *_texts("stance", null=False),
    *_texts("party source cue quote parent events said_start said_end"),
    Index("attributions_party", "party", "stance"),
)

# The words that each field of an event or attribution rests on.
EVIDENCE = Table(
    "evidence",
    METADATA,
    _key("reading", "readings.id"),
    _key("owner"),
    _key("field"),
    *_place_in_text(),
    *_texts("text", null=False),
)

# Parts of an article's MinHash: near-duplicates share at least one of them.
BANDS = Table(
    "bands",
    METADATA,
    _key("article", "articles.id"),
    Column("band", Integer, primary_key=True),
    *_columns(BigInteger, "hash", null=False),
    Index("bands_hash", "band", "hash"),
)

FAILURES = Table(
    "failures",
    METADATA,
    _key("origin"),
    *_texts("article"),
    *_texts("code message", null=False),
)

# What hangs on a reading, in the order in which it is deleted.
PARTS = (EVIDENCE, ATTRIBUTIONS, DYADS, PARTIES, EVENTS)
