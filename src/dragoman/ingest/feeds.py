"""Feeds (RSS, Atom) and lists of feeds (OPML)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from dragoman.engine.item import Item
from dragoman.errors import InputError
from dragoman.extras import need
from dragoman.ingest.bounded import refuse_entities, refuse_nesting, xml_root
from dragoman.ingest.page import article_of
from dragoman.records import Article, Notice

_FEED = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.S
)
_OPML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<opml\b", re.S)
_HEAD_BYTES = 4_096
# Below this an entry carries a teaser, and the article itself is fetched.
WHOLE_CHARS = 1_000


def looks_like_feed(raw: bytes) -> bool:
    """Whether bytes start as RSS or Atom do."""
    return _FEED.match(raw[:_HEAD_BYTES]) is not None


def looks_like_opml(raw: bytes) -> bool:
    """Whether bytes start as a list of feeds does."""
    return _OPML.match(raw[:_HEAD_BYTES]) is not None


def feed_addresses(raw: bytes) -> list[str]:
    """The addresses of the feeds that an OPML file lists, each once. Raises `InputError` D103."""
    outlines = xml_root(raw).iter("outline")
    return list(dict.fromkeys(a for o in outlines if (a := o.get("xmlUrl"))))


def feed_items(raw: bytes, origin: str, *, fetch: Callable[[str], Article]) -> Iterator[Item]:
    """The entries of a feed. `fetch` gets the page of an entry that carries only a teaser.

    Raises `InputError` D103 where there is no feed.
    """
    refuse_entities(raw)
    refuse_nesting(raw.replace(b"\x00", b"").decode("latin-1"))
    feed = need("feedparser").parse(raw, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries and (feed.bozo or not feed.version):
        reason = feed.get("bozo_exception", "it names no entries")
        raise InputError("D103", f"{origin} is no feed: {reason}.")
    for number, entry in enumerate(feed.entries, 1):
        link = entry.get("link")
        where = link or f"{origin}, entry {number}"
        try:
            article = _entry(entry, link, fetch)
        except InputError as error:
            notice = Notice(code=error.code, message=error.message)
            article = Article(text="", id=where, url=link, error=notice)
        if article.error is None:
            article = _with_feed(article, entry, feed.feed.get("title"))
        yield Item(origin=where, article=article)


def _entry(entry: Any, link: str | None, fetch: Callable[[str], Article]) -> Article:
    bodies = [c.get("value", "") for c in entry.get("content", [])] or [entry.get("summary", "")]
    html = max(bodies, key=len)
    if len(html) >= WHOLE_CHARS or not link:
        article = article_of(f"<html><body><article>{html}</article></body></html>")
        return msgspec.structs.replace(article, url=link, publisher=None)
    return fetch(link)


def _with_feed(article: Article, entry: Any, publisher: str | None) -> Article:
    """What the feed says beside what the page says; the feed's day is exact."""
    day = _day(entry)
    return msgspec.structs.replace(
        article,
        title=article.title or entry.get("title"),
        publisher=article.publisher or publisher,
        author=article.author or entry.get("author"),
        published=day or article.published,
        published_from="feed" if day else article.published_from,
    )


def _day(entry: Any) -> str | None:
    parsed = entry.get("published_parsed")
    if not parsed:
        return None
    try:
        return datetime.date(*parsed[:3]).isoformat()
    except ValueError:
        return None
