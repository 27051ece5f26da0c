"""Everything that news comes as, as items: folders, tables, feeds, archives and what `read` reads.

What a source holds is told by its name, and for addresses and XML by its first bytes. Whatever
cannot be opened becomes an item with an error, so that the others go on.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from dragoman.engine.item import Item
from dragoman.errors import InputError
from dragoman.ingest.archives import unread, warc_items, zip_items
from dragoman.ingest.bounded import read_whole, unpacked
from dragoman.ingest.columns import article_from, choose
from dragoman.ingest.feeds import feed_addresses, feed_items, looks_like_feed, looks_like_opml
from dragoman.ingest.fetch import fetch
from dragoman.ingest.folders import LINES, PLAIN, expanded, has_ending
from dragoman.ingest.meter import Meter, bytes_of
from dragoman.ingest.sources import STDIN, articles, is_url, lines_of, stream_articles, whole
from dragoman.ingest.tables import PARQUET, SEPARATED, parquet_items, separated_items
from dragoman.records import Article
from dragoman.settings import Settings, load_settings

_XML = (".xml", ".rss", ".atom", ".opml", ".rdf")
_WARC = (".warc", ".warc.gz")
# What is taken from a folder, also packed with gzip.
_TAKEN = (*PLAIN, *_XML, *SEPARATED, *PARQUET, ".warc", ".zip")


def items(
    sources: Iterable[str | os.PathLike[str]],
    *,
    columns: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    meter: Meter | None = None,
) -> Iterator[Item]:
    """The items of files, folders, addresses and standard input (`-`), in order.

    `columns` says which column or field holds the text and so on: `{"text": "body"}`. What is read
    of files is counted by `meter`.
    """
    opener = _Opener(columns or {}, settings or load_settings(), meter or Meter())
    for source in sources:
        yield from opener.open(os.fspath(source))


def metered(sources: Iterable[str | os.PathLike[str]]) -> Meter:
    """A meter of what `items` will read; its total is known where all are files and folders."""
    try:
        return Meter(bytes_of(file for s in sources for file in expanded(os.fspath(s), _is_taken)))
    except OSError:  # a folder that may not be looked into
        return Meter()


class _Opener:
    def __init__(self, columns: Mapping[str, str], settings: Settings, meter: Meter) -> None:
        self._columns = columns
        self._settings = settings
        self._meter = meter

    def open(self, name: str) -> Iterator[Item]:
        try:
            yield from self._open(name)
        except InputError as error:
            yield unread(name, error.code, error.message)
        except OSError as error:
            yield unread(name, "D105", f"{name}: {error.strerror or error}.")

    def _open(self, name: str) -> Iterator[Item]:
        if is_url(name):
            yield from self._address(name)
        elif name != STDIN and Path(name).is_dir():
            for file in expanded(name, _is_taken):
                yield from self.open(file)
        elif name.lower().endswith(".zip"):
            yield from zip_items(name, self._settings, self._stream, meter=self._meter)
        elif name.lower().endswith(PARQUET):
            yield from parquet_items(name, self._columns, meter=self._meter)
        elif name == STDIN or not Path(name).is_file():
            yield from _named(articles([name], settings=self._settings), name)
        else:
            with self._meter.open(name) as stream:
                yield from self._stream(stream, name)

    def _stream(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        """One file, also one inside an archive."""
        lower = name.lower()
        if lower.endswith(_WARC):
            yield from warc_items(stream, name, self._settings)
            return
        if lower.endswith(".gz"):
            name, lower, stream = name[:-3], lower[:-3], unpacked(stream)
        separator = next((s for end, s in SEPARATED.items() if lower.endswith(end)), None)
        if separator is not None:
            yield from separated_items(stream, name, separator, self._columns, self._settings)
        elif lower.endswith(_XML):
            raw = read_whole(stream, self._settings.whole("max_fetch_bytes"))
            yield from self._xml(raw, name)
        elif self._columns and lower.endswith(LINES):
            yield from self._mapped_lines(stream, name)
        elif lower.endswith((".zip", *PARQUET)):
            raise InputError("D105", f"{name}: unpack this first; it lies inside another file.")
        else:
            found = stream_articles(stream, name, self._settings)
            yield from _named(found, name)

    def _mapped_lines(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        for number, fields, error in lines_of(stream, name, self._settings):
            origin = f"{name}, line {number}"
            try:
                if error is not None:
                    raise error
                article = article_from(fields, choose(fields, self._columns))
            except InputError as problem:
                yield unread(origin, problem.code, f"{origin}: {problem.message}")
            else:
                yield Item(origin=origin, article=article)

    def _xml(self, raw: bytes, name: str) -> Iterator[Item]:
        if looks_like_opml(raw):
            for address in feed_addresses(raw):
                yield from self.open(address)
        elif looks_like_feed(raw):
            yield from feed_items(raw, name, fetch=self._page)
        else:
            raise InputError("D103", f"{name}: XML, but neither RSS, Atom nor OPML.")

    def _address(self, url: str) -> Iterator[Item]:
        page = fetch(url, settings=self._settings)
        if looks_like_opml(page.body) or looks_like_feed(page.body):
            yield from self._xml(page.body, url)
        else:
            article = whole(page.body, url, self._settings, charset=page.charset, url=url)
            yield Item(origin=url, article=article)

    def _page(self, url: str) -> Article:
        page = fetch(url, settings=self._settings)
        return whole(page.body, url, self._settings, charset=page.charset, url=url)


def _is_taken(file: str) -> bool:
    return has_ending(file.removesuffix(".gz"), _TAKEN)


def _named(found: Iterable[Article], name: str) -> Iterator[Item]:
    """Items of one source; several of one file are told apart by their number."""
    for number, article in enumerate(found, 1):
        own = article.id if article.error is not None else None
        origin = own or (name if number == 1 else f"{name}, article {number}")
        if article.error is not None:
            article = msgspec.structs.replace(article, id=origin)
        yield Item(origin=origin, article=article)
