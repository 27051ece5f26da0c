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


def _column(name: str, kind: type[TypeEngine[Any]] = Text, *, null: bool = True) -> Column[Any]:
    return Column(name, kind, nullable=null)


def _key(name: str, target: str | None = None) -> Column[Any]:
    if target is None:
        return Column(name, Text, primary_key=True)
    return Column(name, Text, ForeignKey(target, ondelete="CASCADE"), primary_key=True)


# `n` is there for full-text search, which needs a number that stays. `digest` tells whether an
# article has changed. `voice` is the least id of its near-duplicates, itself where it has none,
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
    _column("digest", null=False),
    *(_column(name) for name in ("title", "text", "url", "publisher", "publisher_country")),
    *(_column(name) for name in ("publisher_kind", "author", "dateline", "published")),
    *(_column(name) for name in ("published_from", "language", "voice")),
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
    *(_column(n, null=False) for n in ("coder", "version", "model", "codebook", "body")),
    _column("current", Boolean, null=False),
    Index("readings_article", "article"),
)

EVENTS = Table(
    "events",
    METADATA,
    _key("reading", "readings.id"),
    _key("id"),
    _column("seq", Integer, null=False),
    _column("article", null=False),
    _column("type", null=False),
    *(_column(n) for n in ("parent", "mode", "modes", "contexts", "quad")),
    _column("score", Float),
    _column("cameo"),
    _column("status", null=False),
    _column("auxiliary"),
    _column("happened", Boolean, null=False),
    _column("own_voice", Boolean, null=False),
    _column("factuality", Float),
    *(_column(n) for n in ("date_start", "date_end", "date_precision")),
    *(_column(n) for n in ("place", "admin1", "country")),
    _column("latitude", Float),
    _column("longitude", Float),
    *(_column(n, Integer) for n in ("dead_low", "dead_high", "injured_low", "injured_high")),
    _column("embedded_in"),
    _column("confidence", Float, null=False),
    Index("events_id", "id"),
    Index("events_article", "article"),
    Index("events_day", "date_start"),
    Index("events_type", "type", "date_start"),
    Index("events_country", "country", "date_start"),
)

# `role`: actor, recipient, asserts, denies.
PARTIES = Table(
    "parties",
    METADATA,
    _key("reading", "readings.id"),
    _key("event"),
    _key("role"),
    Column("seq", Integer, primary_key=True),
    *(_column(n) for n in ("party", "country", "code", "sector", "sectors", "text", "entity")),
    _column("start", Integer, null=False),
    _column("end", Integer, null=False),
    _column("day"),
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
    _column("day"),
    Index("dyads_pair", "actor", "recipient", "day"),
)

ATTRIBUTIONS = Table(
    "attributions",
    METADATA,
    _key("reading", "readings.id"),
    _key("id"),
    _column("seq", Integer, null=False),
    _column("stance", null=False),
    *(_column(n) for n in ("party", "source", "cue", "quote", "parent", "events")),
    _column("said_start"),
    _column("said_end"),
    Index("attributions_party", "party", "stance"),
)

# The words that each field of an event or attribution rests on.
EVIDENCE = Table(
    "evidence",
    METADATA,
    _key("reading", "readings.id"),
    _key("owner"),
    _key("field"),
    Column("seq", Integer, primary_key=True),
    _column("start", Integer, null=False),
    _column("end", Integer, null=False),
    _column("text", null=False),
)

# Parts of an article's MinHash: near-duplicates share at least one of them.
BANDS = Table(
    "bands",
    METADATA,
    _key("article", "articles.id"),
    Column("band", Integer, primary_key=True),
    _column("hash", BigInteger, null=False),
    Index("bands_hash", "band", "hash"),
)

FAILURES = Table(
    "failures",
    METADATA,
    _key("origin"),
    _column("article"),
    _column("code", null=False),
    _column("message", null=False),
)

# What hangs on a reading, in the order in which it is deleted.
PARTS = (EVIDENCE, ATTRIBUTIONS, DYADS, PARTIES, EVENTS)
