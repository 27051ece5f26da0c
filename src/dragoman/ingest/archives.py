"""Archives: zipped folders, and web archives (WARC)."""

from __future__ import annotations

import datetime
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.message import Message
from typing import Any, BinaryIO

import msgspec

from dragoman.engine.item import Item
from dragoman.errors import InputError
from dragoman.extras import need
from dragoman.ingest.meter import Meter
from dragoman.ingest.page import article_of, declared_charset, looks_like_html
from dragoman.intake import decode
from dragoman.records import Article, Notice
from dragoman.settings import Settings

# A member that is packed more tightly than text can be is a bomb.
MAX_RATIO = 200
MAX_MEMBERS = 1_000_000
Opened = Callable[[BinaryIO, str], Iterator[Item]]


def zip_items(name: str, settings: Settings, opened: Opened, *, meter: Meter) -> Iterator[Item]:
    """The members of a zip file in the order of their names, each read by `opened`.

    Nothing is written to the disk. Members with a password, and bombs, are items with an error.
    """
    try:
        with zipfile.ZipFile(name) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if len(members) > MAX_MEMBERS:
                raise InputError("D102", f"{name} holds {len(members):,} members.")
            for member in sorted(members, key=lambda m: m.filename):
                origin = f"{name}!{member.filename}"
                if not _hidden(member.filename):
                    yield from _member(archive, member, origin, opened)
                meter.add(member.compress_size)
    except (zipfile.BadZipFile, EOFError) as error:
        raise InputError("D105", f"{name} is no zip file that can be read: {error}.") from error


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, origin: str, opened: Opened
) -> Iterator[Item]:
    try:
        if member.file_size > MAX_RATIO * max(member.compress_size, 1_000):
            raise InputError("D102", f"{origin} unpacks to {member.file_size:,} bytes: a bomb.")
        with archive.open(member) as stream:
            yield from opened(stream, origin)  # type: ignore[arg-type]
    except InputError as error:
        yield unread(origin, error.code, error.message)
    # What `zipfile` raises for a member: damage, a password, a method it does not know, an end too
    # early, damage again where only the unpacking finds it. It has no class for all of them.
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        yield unread(origin, "D105", f"{origin}: {error}.")


def unread(origin: str, code: str, message: str) -> Item:
    """An item that says why there is no article."""
    notice = Notice(code=code, message=message)
    return Item(origin=origin, article=Article(text="", id=origin, error=notice))


def warc_items(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Item]:
    """The pages of a web archive: answers with status 200 that are HTML or text.

    Memory is bounded by the longest page that is read, `max_fetch_bytes`.
    """
    warc = need("fastwarc.warc")
    limit = settings.whole("max_fetch_bytes")
    kinds = warc.WarcRecordType.response
    number = 0
    for record in warc.ArchiveIterator(stream, record_types=kinds, parse_http=True):
        http = record.http_headers
        number += 1
        if http is None or http.status_code != 200:
            continue
        kind = Message()
        kind["Content-Type"] = record.http_content_type or ""
        if kind.get_content_type() not in ("text/html", "application/xhtml+xml", "text/plain"):
            continue
        url = record.headers.get("WARC-Target-URI", "").strip("<>") or None
        origin = url or f"{name}, record {number}"
        raw = record.reader.read(limit + 1)
        try:
            if len(raw) > limit:
                raise InputError("D102", f"{origin} is longer than {limit:,} bytes.")
            article = _page(raw, url, kind.get_content_charset(), record)
        except InputError as error:
            yield unread(origin, error.code, error.message)
            continue
        yield Item(origin=origin, article=article)


def _page(raw: bytes, url: str | None, charset: str | None, record: Any) -> Article:
    text, warnings = decode(raw, charset=charset or declared_charset(raw))
    article = article_of(text, url=url) if looks_like_html(text) else Article(text=text, url=url)
    if article.published is None:
        # When the page was taken, for want of anything better; it says so.
        taken = record.record_date
        if isinstance(taken, datetime.datetime):
            day = taken.date().isoformat()
            article = msgspec.structs.replace(article, published=day, published_from="archive")
    return msgspec.structs.replace(article, warnings=warnings)
