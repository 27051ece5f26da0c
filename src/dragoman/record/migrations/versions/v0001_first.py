"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Full text: all words of a question, without stemming, so that both databases answer alike.
# PostgreSQL refuses to index more than a megabyte of one text, so it takes the first part.
_SQLITE_SEARCH = (
    "CREATE VIRTUAL TABLE articles_search USING fts5(title, text, content='articles', "
    "content_rowid='n', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN "
    "INSERT INTO articles_search(rowid, title, text) VALUES (new.n, new.title, new.text); END",
    "CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN "
    "INSERT INTO articles_search(articles_search, rowid, title, text) "
    "VALUES ('delete', old.n, old.title, old.text); END",
    "CREATE TRIGGER articles_changed AFTER UPDATE OF title, text ON articles BEGIN "
    "INSERT INTO articles_search(articles_search, rowid, title, text) "
    "VALUES ('delete', old.n, old.title, old.text); "
    "INSERT INTO articles_search(rowid, title, text) VALUES (new.n, new.title, new.text); END",
)
_POSTGRES_SEARCH = (
    "CREATE INDEX articles_search ON articles USING gin "
    "(to_tsvector('simple', coalesce(title, '') || ' ' || left(coalesce(text, ''), 250000)))",
)


def _texts(*names: str, null: bool = True) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=null) for name in names]


def _wholes(*names: str, null: bool = True) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=null) for name in names]


def _reading() -> sa.Column[str]:
    return sa.Column(
        "reading", sa.Text, sa.ForeignKey("readings.id", ondelete="CASCADE"), primary_key=True
    )


def _keys(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, primary_key=True) for name in names]


def upgrade() -> None:
    _articles()
    _events()
    _words()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_SEARCH if sqlite else _POSTGRES_SEARCH:
        op.execute(statement)


def _articles() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "articles",
        sa.Column("n", number, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        *_texts("digest", null=False),
        *_texts("title", "text", "url", "publisher", "publisher_country", "publisher_kind"),
        *_texts("author", "dateline", "published", "published_from", "language", "voice"),
    )
    op.create_index("articles_published", "articles", ["published"])
    op.create_index("articles_voice", "articles", ["voice"])
    op.create_table(
        "readings",
        *_keys("id"),
        sa.Column(
            "article", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False
        ),
        *_texts("coder", "version", "model", "codebook", "body", null=False),
        sa.Column("current", sa.Boolean, nullable=False),
    )
    op.create_index("readings_article", "readings", ["article"])
    op.create_table(
        "bands",
        sa.Column(
            "article", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("band", sa.Integer, primary_key=True),
        sa.Column("hash", sa.BigInteger, nullable=False),
    )
    op.create_index("bands_hash", "bands", ["band", "hash"])
    op.create_table(
        "failures", *_keys("origin"), *_texts("article"), *_texts("code", "message", null=False)
    )


def _events() -> None:
    op.create_table(
        "events",
        _reading(),
        *_keys("id"),
        *_wholes("seq", null=False),
        *_texts("article", "type", null=False),
        *_texts("parent", "mode", "modes", "contexts", "quad"),
        sa.Column("score", sa.Float),
        *_texts("cameo"),
        *_texts("status", null=False),
        *_texts("auxiliary"),
        sa.Column("happened", sa.Boolean, nullable=False),
        sa.Column("own_voice", sa.Boolean, nullable=False),
        sa.Column("factuality", sa.Float),
        *_texts("date_start", "date_end", "date_precision", "place", "admin1", "country"),
        sa.Column("latitude", sa.Float),
        sa.Column("longitude", sa.Float),
        *_wholes("dead_low", "dead_high", "injured_low", "injured_high"),
        *_texts("embedded_in"),
        sa.Column("confidence", sa.Float, nullable=False),
    )
    op.create_index("events_id", "events", ["id"])
    op.create_index("events_article", "events", ["article"])
    op.create_index("events_day", "events", ["date_start"])
    op.create_index("events_type", "events", ["type", "date_start"])
    op.create_index("events_country", "events", ["country", "date_start"])
    op.create_table(
        "parties",
        _reading(),
        *_keys("event", "role"),
        sa.Column("seq", sa.Integer, primary_key=True),
        *_texts("party", "country", "code", "sector", "sectors", "text", "entity"),
        *_wholes("start", "end", null=False),
        *_texts("day"),
    )
    op.create_index("parties_party", "parties", ["party", "role", "day"])
    op.create_table("dyads", _reading(), *_keys("event", "actor", "recipient"), *_texts("day"))
    op.create_index("dyads_pair", "dyads", ["actor", "recipient", "day"])


def _words() -> None:
    op.create_table(
        "attributions",
        _reading(),
        *_keys("id"),
        *_wholes("seq", null=False),
        *_texts("stance", null=False),
        *_texts("party", "source", "cue", "quote", "parent", "events", "said_start", "said_end"),
    )
    op.create_index("attributions_party", "attributions", ["party", "stance"])
    op.create_table(
        "evidence",
        _reading(),
        *_keys("owner", "field"),
        sa.Column("seq", sa.Integer, primary_key=True),
        *_wholes("start", "end", null=False),
        *_texts("text", null=False),
    )
