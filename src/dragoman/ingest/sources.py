"""Files, folders, addresses and standard input to articles, one at a time and in order.

What a source holds is told by its name and its first words: JSON Lines, HTML or plain text.
Whatever cannot be opened becomes an article with an `error`, so that the others go on.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from dragoman.errors import InputError
from dragoman.ingest.bounded import Raw
from dragoman.ingest.fetch import fetch
from dragoman.ingest.folders import LINES, PAGES, PLAIN, expanded, has_ending
from dragoman.ingest.page import article_of, declared_charset, looks_like_html
from dragoman.intake import decode, refuse_empty, refuse_length
from dragoman.records import Article, Notice
from dragoman.settings import Settings, load_settings

STDIN = "-"
_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"')
_BYTES_PER_CHAR = 6  # the most that one character takes in UTF-8, or nearly so escaped in JSON
_PEEK_BYTES = 4_096


class _Line(msgspec.Struct):
    """One line of JSON Lines. Other fields are left alone."""

    text: str
    id: str | int | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    publisher_country: str | None = None
    publisher_kind: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None


def articles(
    sources: Iterable[str | os.PathLike[str]], *, settings: Settings | None = None
) -> Iterator[Article]:
    """The articles of files, folders, addresses (`https://...`) and standard input (`-`), in order.

    Of a folder, the files in it and in the folders in it that are text, HTML or JSON Lines.
    """
    settings = settings or load_settings()
    for source in sources:
        name = os.fspath(source)
        try:
            for file in expanded(name, lambda file: has_ending(file, PLAIN)):
                yield from _opened(file, settings)
        except OSError as error:  # a folder that may not be looked into
            yield _unopened(name, InputError("D105", f"{name}: {error.strerror or error}."))


def _opened(name: str, settings: Settings) -> Iterator[Article]:
    try:
        yield from _open(name, settings)
    except InputError as error:
        yield _unopened(name, error)


def is_url(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _unopened(name: str, error: InputError) -> Article:
    notice = Notice(code=error.code, message=_about(name, error))
    return Article(text="", id=name, url=name if is_url(name) else None, error=notice)


def _about(name: str, error: InputError) -> str:
    shown = "standard input" if name == STDIN else name
    return error.message if shown in error.message else f"{shown}: {error.message}"


def _open(name: str, settings: Settings) -> Iterator[Article]:
    if name == STDIN:
        yield from _stream(sys.stdin.buffer, "standard input", None, settings)
    elif is_url(name):
        page = fetch(name, settings=settings)
        charset = page.charset or declared_charset(page.body)
        yield whole(page.body, name, settings, charset=charset, url=name)
    else:
        try:
            with _file(name) as stream:
                yield from _stream(stream, name, os.fstat(stream.fileno()).st_size, settings)
        except OSError as error:
            raise InputError("D105", f"{name}: {error.strerror or error}.") from error


def _file(name: str) -> BinaryIO:
    try:
        return Path(name).open("rb")
    except FileNotFoundError as error:
        raise InputError("D105", f"{name}: there is no such file.") from error
    except ValueError as error:  # a NUL in the name
        raise InputError("D105", f"{name!r} is no file name: {error}.") from error


def _stream(stream: BinaryIO, name: str, size: int | None, settings: Settings) -> Iterator[Article]:
    buffered = io.BufferedReader(Raw(stream.read), _PEEK_BYTES)
    start = buffered.peek(_PEEK_BYTES)[:_PEEK_BYTES]
    if name.lower().endswith(LINES) or _OBJECT.match(start):
        yield from _lines(buffered, name, settings)
        return
    limit = _max_bytes(settings)
    raw = b"" if (size or 0) > limit else buffered.read(limit + 1)
    if max(size or 0, len(raw)) > limit:
        raise _too_big(limit)
    yield whole(raw, name, settings, charset=declared_charset(raw), url=None)


def stream_articles(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article]:
    """The articles of a stream that is open, as a file of that name. Raises `InputError`."""
    yield from _stream(stream, name, None, settings)


def lines_of(
    stream: BinaryIO, name: str, settings: Settings
) -> Iterator[tuple[int, dict[str, object], InputError | None]]:
    """Number, fields and problem of each line of JSON Lines, whatever its fields are called."""
    limit = _max_bytes(settings) + _PEEK_BYTES
    buffered = io.BufferedReader(Raw(stream.read), _PEEK_BYTES)
    number = 0
    while raw := buffered.readline(limit):
        number += 1
        if not raw.strip():
            continue
        try:
            if len(raw) == limit and not raw.endswith(b"\n"):
                _skip_line(buffered, limit)
                raise _too_big(limit)
            fields = json.loads(decode(raw)[0])
            if not isinstance(fields, dict):
                raise InputError("D104", "The line is not an object.")
        except (ValueError, RecursionError) as error:
            yield number, {}, InputError("D104", f"{name}, line {number}: {error}.")
        except InputError as error:
            yield number, {}, error
        else:
            yield number, fields, None


def _max_bytes(settings: Settings) -> int:
    """More bytes than this cannot hold a text, or a page with a text, within the limits."""
    return max(
        _BYTES_PER_CHAR * settings.whole("max_text_chars"), settings.whole("max_fetch_bytes")
    )


def _too_big(limit: int) -> InputError:
    return InputError(
        "D102",
        f"There are more than {limit:,} bytes, which is longer than any text that is read. "
        "Split it into articles, or set max_text_chars.",
    )


def whole(
    raw: bytes, name: str, settings: Settings, *, charset: str | None, url: str | None
) -> Article:
    """One document as text or page. Raises `InputError`."""
    text, warnings = decode(raw, charset=charset)
    if name.lower().endswith(PAGES) or looks_like_html(text):
        if len(raw) > settings.whole("max_fetch_bytes"):
            raise InputError(
                "D102", f"The page has {len(raw):,} bytes. Set max_fetch_bytes to read longer ones."
            )
        article = article_of(text, url=url)
    else:
        # Refused here, where the name of the file is known.
        refuse_length(len(text), settings)
        refuse_empty(text)
        article = Article(text=text, url=url)
    return msgspec.structs.replace(article, warnings=warnings)


def _lines(stream: io.BufferedReader[Raw], name: str, settings: Settings) -> Iterator[Article]:
    limit = _max_bytes(settings) + _PEEK_BYTES
    number = 0
    while raw := stream.readline(limit):
        number += 1
        where = f"{name}, line {number}"
        try:
            if len(raw) == limit and not raw.endswith(b"\n"):
                _skip_line(stream, limit)
                raise _too_big(limit)
            if raw.strip():
                yield _article(raw, where)
        except InputError as error:
            yield _unopened(where, error)


def _skip_line(stream: io.BufferedReader[Raw], limit: int) -> None:
    while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
        pass


def _article(raw: bytes, where: str) -> Article:
    text, warnings = decode(raw)
    try:
        # The standard reader, because it lets lone surrogates through, to be replaced later.
        line = msgspec.convert(json.loads(text), _Line)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "D104",
            f"{where} is not an article: {error}. "
            'Each line is one object such as {"text": "...", "published": "2023-11-01"}.',
        ) from error
    try:
        return msgspec.convert(
            {
                **msgspec.structs.asdict(line),
                "id": None if line.id is None else str(line.id),
                "published_from": "given" if line.published else None,
                "warnings": warnings,
            },
            Article,
        )
    except msgspec.ValidationError as error:
        raise InputError("D104", f"{where} is not an article: {error}.") from error
