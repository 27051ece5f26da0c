"""`code_batch`: an Arrow batch of articles in, an Arrow batch of readings out.

Both schemas are fixed, so that the same function serves a local pool and any engine that hands
Arrow batches to Python. A row in is a row out, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from dragoman.errors import InputError
from dragoman.extras import need
from dragoman.intake import clean
from dragoman.reader import ReadsArticles, read_many
from dragoman.records import Article, Notice, Reading
from dragoman.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

ARTICLE_FIELDS: tuple[str, ...] = (
    "id",
    "text",
    "title",
    "url",
    "publisher",
    "publisher_country",
    "publisher_kind",
    "author",
    "published",
    "published_from",
    "language",
    "warnings",
    "error_code",
    "error_message",
)


@lru_cache(maxsize=1)
def article_schema() -> pa.Schema:
    """What comes in; only `text` must be there.

    `error_code` marks what could not be opened; `warnings` is a JSON list of code and message.
    """
    arrow = need("pyarrow")
    kinds = {"text": arrow.large_string()}
    schema: pa.Schema = arrow.schema([(f, kinds.get(f, arrow.string())) for f in ARTICLE_FIELDS])
    return schema


@lru_cache(maxsize=1)
def reading_schema() -> pa.Schema:
    """What goes out: `reading` is the whole reading as one line of JSON, the rest is from it."""
    arrow = need("pyarrow")
    schema: pa.Schema = arrow.schema(
        [
            ("document_id", arrow.string()),
            ("published", arrow.string()),
            ("language", arrow.string()),
            ("events", arrow.int32()),
            ("error_code", arrow.string()),
            ("error_message", arrow.string()),
            ("reading", arrow.large_string()),
        ]
    )
    return schema


def code_batch(
    batch: pa.RecordBatch,
    *,
    settings: Settings | None = None,
    coder: ReadsArticles | None = None,
) -> pa.RecordBatch:
    """The readings of a batch of articles, coded in this process, one thread.

    Columns beside those of `article_schema` are left alone, missing ones count as null. A row that
    cannot be read says why in `error_code` and `error_message`. Raises `InputError` D104 where
    `text` is missing, `ModelError` or `ConfigError` where nothing can be read.
    """
    return to_batch(read_many(from_batch(batch), settings=settings, coder=coder))


def from_batch(batch: pa.RecordBatch) -> list[Article]:
    """The articles of a batch."""
    if "text" not in batch.schema.names:
        raise InputError(
            "D104",
            f"The batch has no column 'text', only {', '.join(batch.schema.names) or 'none'}. "
            "Rename the column that holds the words of the articles.",
        )
    columns = {f: batch.column(f).to_pylist() for f in ARTICLE_FIELDS if f in batch.schema.names}
    return [_article(columns, row) for row in range(batch.num_rows)]


def _article(columns: dict[str, list[object]], row: int) -> Article:
    values = {name: column[row] for name, column in columns.items()}
    code, message = values.pop("error_code", None), values.pop("error_message", None)
    noticed = values.pop("warnings", None)
    fields = {name: None if value is None else str(value) for name, value in values.items()}
    if fields.get("published") and not fields.get("published_from"):
        fields["published_from"] = "given"
    error = None if code is None else Notice(code=str(code), message=str(message or ""))
    text = fields.pop("text") or ""
    warnings = msgspec.json.decode(str(noticed), type=tuple[Notice, ...]) if noticed else ()
    return Article(text=text, error=error, warnings=warnings, **fields)  # type: ignore[arg-type]


def articles_batch(articles: Sequence[Article]) -> pa.RecordBatch:
    """Articles as a batch of `article_schema`. Lone surrogates become U+FFFD on the way."""
    arrow = need("pyarrow")
    rows = [
        {
            **{name: _clean(getattr(a, name)) for name in ARTICLE_FIELDS[:-3]},
            "warnings": msgspec.json.encode(a.warnings).decode("utf-8") if a.warnings else None,
            "error_code": a.error.code if a.error else None,
            "error_message": a.error.message if a.error else None,
        }
        for a in articles
    ]
    batch: pa.RecordBatch = arrow.RecordBatch.from_pylist(rows, schema=article_schema())
    return batch


def _clean(value: str | None) -> str | None:
    return None if value is None else clean(value)


def to_batch(readings: Iterable[Reading]) -> pa.RecordBatch:
    """Readings as a batch of `reading_schema`."""
    arrow = need("pyarrow")
    rows = [
        {
            "document_id": r.document.id,
            "published": r.document.published,
            "language": r.document.language,
            "events": len(r.events),
            "error_code": r.error.code if r.error else None,
            "error_message": r.error.message if r.error else None,
            "reading": r.to_json(),
        }
        for r in readings
    ]
    batch: pa.RecordBatch = arrow.RecordBatch.from_pylist(rows, schema=reading_schema())
    return batch


def readings_of(batch: pa.RecordBatch) -> list[Reading]:
    """The readings of a batch that `code_batch` gave."""
    return [msgspec.json.decode(line, type=Reading) for line in batch.column("reading").to_pylist()]
