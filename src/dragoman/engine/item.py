"""One thing to code: an article and the place it came from."""

from __future__ import annotations

from dragoman.records import Article, Record


class Item(Record, frozen=True, kw_only=True):
    """`origin` names file, line, archive member or address, so that it can be found again."""

    origin: str
    article: Article
