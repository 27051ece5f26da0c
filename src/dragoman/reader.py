"""`read` and `read_many`: an article in, a reading out; one bad article never stops the others."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from dragoman.errors import DragomanError, InputError
from dragoman.flat import Table, rows
from dragoman.identity import identity
from dragoman.intake import clean, day, decode, document, document_id, is_english, prepare
from dragoman.knowledge import load_knowledge
from dragoman.knowledge.publishers import home_of
from dragoman.records import Article, Notice, Reading
from dragoman.settings import Settings, load_settings

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_LOG = logging.getLogger("dragoman")


class Readings(Iterator[Reading]):
    """Readings as they are asked for; `to_pandas` and its like take the events of those left."""

    def __init__(self, readings: Iterator[Reading]) -> None:
        self._readings = readings

    def __next__(self) -> Reading:
        return next(self._readings)

    def to_arrow(self) -> pa.Table:
        """Events as a `pyarrow.Table` with the columns of `dragoman.flat`."""
        return Table(rows(self)).to_arrow()

    def to_pandas(self) -> pd.DataFrame:
        """Events as a `pandas.DataFrame`."""
        return Table(rows(self)).to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """Events as a `polars.DataFrame`."""
        return Table(rows(self)).to_polars()


class ReadsArticles(Protocol):
    """What a coder is: anything that turns a prepared article into its reading."""

    def read(self, article: Article) -> Reading: ...


def read(
    text: str | bytes | Article,
    *,
    published: object = None,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    id: str | None = None,
    settings: Settings | None = None,
    coder: ReadsArticles | None = None,
) -> Reading:
    """Read one article. What is given beside the text adds to what an `Article` says itself.

    `published` is an ISO day or a `datetime.date`. Raises `InputError` for what cannot be read.
    """
    settings = settings or load_settings()
    article = _article(text)
    given = {
        "published": day(published),
        "title": title,
        "url": url,
        "publisher": publisher,
        "id": id,
    }
    known = {name: value for name, value in given.items() if value is not None}
    if "published" in known:
        known["published_from"] = "given"
    article = msgspec.structs.replace(article, **known)
    if article.error is not None:
        raise InputError(article.error.code, article.error.message)
    return _read(_at_home(prepare(article, settings), settings), settings, coder)


def read_many(
    texts: Iterable[str | bytes | Article],
    *,
    published: object = None,
    settings: Settings | None = None,
    coder: ReadsArticles | None = None,
) -> Readings:
    """Readings in the order of the texts. One that cannot be read says why in its `error`.

    `published` is for texts that have no date but what a page declares. Raises `InputError` D107
    only where that date is none, and `ModelError` or `ConfigError` where nothing can be read.
    """
    settings = settings or load_settings()
    fallback = day(published)
    return Readings(_read_or_fail(text, fallback, settings, coder) for text in texts)


def failed(article: Article, *, code: str, message: str) -> Reading:
    """The line that an article which cannot be read gives all the same: no lists, and why."""
    kept = msgspec.structs.replace(
        article,
        id=document_id(article),
        # A text that is refused for its length would only make the line as long again.
        text="" if code == "D102" else clean(article.text),
        title=clean(article.title) if article.title else None,
        published=None if code == "D107" else article.published,
    )
    return Reading(
        document=document(kept),
        warnings=article.warnings,
        error=Notice(code=code, message=message),
        coder=identity(),
    )


def _read_or_fail(
    text: str | bytes | Article,
    published: str | None,
    settings: Settings,
    coder: ReadsArticles | None,
) -> Reading:
    article = Article(text="")
    try:
        article = _article(text)
        if published and (not article.published or article.published_from == "page"):
            article = msgspec.structs.replace(article, published=published, published_from="given")
        return read(article, settings=settings, coder=coder)
    except InputError as error:
        return failed(article, code=error.code, message=error.message)
    except DragomanError:
        raise  # a setting, a table or the model: no article could be read
    except MemoryError:
        message = "Reading this took more memory than there is. Split the text."
        return failed(article, code="D117", message=message)
    except Exception as error:
        # A fault of our own in one article of a hundred thousand must not lose the others.
        _LOG.debug("reading failed", exc_info=True)
        return failed(article, code="D901", message=f"{type(error).__name__}: {error}")


def _article(text: str | bytes | Article) -> Article:
    if isinstance(text, Article):
        return text
    if isinstance(text, bytes):
        decoded, warnings = decode(text)
        return Article(text=decoded, warnings=warnings)
    return Article(text=text)


def _at_home(article: Article, settings: Settings) -> Article:
    """The article with country and kind of its publisher, where the tables or its address tell."""
    if article.publisher_country and article.publisher_kind:
        return article
    if not article.publisher and not article.url:
        return article
    own = settings.text("knowledge")
    knowledge = load_knowledge(Path(own) if own else None)
    home = home_of(article.publisher, article.url, knowledge=knowledge)
    return msgspec.structs.replace(
        article,
        publisher_country=article.publisher_country or home.country,
        publisher_kind=article.publisher_kind or home.kind,
    )


def _read(article: Article, settings: Settings, coder: ReadsArticles | None) -> Reading:
    if not is_english(article.language):
        return Reading(document=document(article), warnings=article.warnings, coder=identity())
    reading = (coder or _shared_coder(tuple(settings.values.items()))).read(article)
    return msgspec.structs.replace(reading, warnings=_joined(article.warnings, reading.warnings))


def _joined(first: tuple[Notice, ...], second: tuple[Notice, ...]) -> tuple[Notice, ...]:
    return first + tuple(notice for notice in second if notice not in first)


@lru_cache(maxsize=1)
def _shared_coder(values: tuple[tuple[str, int | str], ...]) -> ReadsArticles:
    """The coder of these settings, loaded at the first text that needs it."""
    from dragoman.coder.code import Coder

    coder: ReadsArticles = Coder.load(Settings(dict(values)))
    return coder
