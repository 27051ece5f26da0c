"""A web page to an article: the text without menus, and what the page says of itself."""

from __future__ import annotations

import re
from typing import Any

from dragoman.errors import InputError
from dragoman.ingest.bounded import refuse_nesting
from dragoman.intake import clean
from dragoman.records import Article

_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.I)
_HEAD_BYTES = 4_096
_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
# Parsers take time that grows with the square of this; no page that people read comes near.
MAX_TAG_CHARS = 20_000
_LONG_TAG = re.compile(f"<[^<>]{{{MAX_TAG_CHARS},}}>")
# htmldate would else take today as the last day allowed, and say something else tomorrow.
_LAST_DAY = "2199-12-31"


def looks_like_html(text: str) -> bool:
    """Whether a text starts as a web page does."""
    return _START.match(text[:_HEAD_BYTES]) is not None


def declared_charset(raw: bytes) -> str | None:
    """The encoding that a page declares in its head."""
    found = _DECLARED.search(raw[:_HEAD_BYTES])
    return found.group(1).decode("ascii") if found else None


def article_of(html: str, *, url: str | None = None) -> Article:
    """The article on a page.

    Raises `InputError` D101 where no running text is found, D103 where it cannot be parsed.
    The date is taken from what the page declares, never from a date that merely stands on it.
    """
    import trafilatura  # takes 0.2 s to import, and plain text does not need it

    found = trafilatura.bare_extraction(
        _tamed(html),
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={
            "extensive_search": False,
            "original_date": True,
            "max_date": _LAST_DAY,
        },
    )
    fields: dict[str, Any] = {}
    if found is not None:
        fields = found if isinstance(found, dict) else found.as_dict()
    title = fields.get("title") or None
    text = _without_title((fields.get("text") or "").strip(), title)
    if not text:
        raise InputError("D101", "No article text was found on the page. Save the text itself.")
    return Article(
        text=text,
        title=title,
        url=url,
        publisher=fields.get("sitename") or None,
        author=fields.get("author") or None,
        published=fields.get("date") or None,
        published_from="page" if fields.get("date") else None,
    )


def _tamed(html: str) -> str:
    """The page without tags of absurd length; refused where tags are nested without end."""
    refuse_nesting(html)
    return _LONG_TAG.sub("", clean(html))


def _without_title(text: str, title: str | None) -> str:
    """The title is context and never coded, so it is not left standing as the first line."""
    first, _, rest = text.partition("\n")
    return rest.lstrip() if title and first.strip() == title.strip() and rest.strip() else text
