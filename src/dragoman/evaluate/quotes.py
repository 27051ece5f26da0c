"""Finds words that an annotator quotes from a text: whole words, brackets, ellipsis, `#2`.

`the envoy [said] that` means the `said` between those words; `said#2` the second occurrence;
`Shells ... on Monday` everything from the first part to the next occurrence of the last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dragoman.records import Span

_NUMBERED = re.compile(r"^(.*\S)\s*#(\d+)$", re.DOTALL)
_BRACKETED = re.compile(r"^(.*)\[([^\[\]]+)\](.*)$", re.DOTALL)
_ELLIPSIS = re.compile(r"\s*(?:\.\.\.|…)\s*")
_OPENING, _CLOSING = "\"'\u201c\u2018(\\[", "\"'\u201d\u2019)\\]"
_BOUNDARY = re.compile(rf"[.!?][{_CLOSING}]*\s+(?=[{_OPENING}]?[A-Z0-9])|\n+")
# Full stops after these end no sentence.
_SHORT = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Maj|Capt|Sgt|Gov|Sen|Rep|Prof|Rev|No|vs|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$"
)


class QuoteError(ValueError):
    """The quoted words cannot be placed. The text says why and what to do."""


@dataclass(frozen=True)
class Pages:
    """A text with its sentences, for telling what stands near to what."""

    text: str
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]

    @classmethod
    def of(cls, text: str) -> Pages:
        return cls(text, tuple(_sentences(text)), tuple(_paragraphs(text)))

    def apart(self, one: Sequence[int], other: Sequence[int]) -> bool:
        """Whether two spans begin in different sentences."""
        return _holder(self.sentences, (one[0], one[1])) != _holder(
            self.sentences, (other[0], other[1])
        )


def _paragraphs(text: str) -> list[Span]:
    return [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]


def _sentences(text: str) -> list[Span]:
    """Rough sentences: only used to prefer an occurrence in the same one."""
    spans, start = [], 0
    for boundary in _BOUNDARY.finditer(text):
        if "\n" not in boundary.group() and _SHORT.search(text[start : boundary.start() + 1]):
            continue
        spans.append((start, boundary.end()))
        start = boundary.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def occurrences(text: str, quote: str) -> list[Span]:
    """All places of the quoted words, in text order. Raises `QuoteError` where there is none."""
    quote = quote.strip()
    number = None
    match = _NUMBERED.match(quote)
    if match and not _pieces(text, quote):
        quote, number = match.group(1), int(match.group(2))
    spans = _pieces(text, quote) or _bracketed(text, quote)
    if not spans:
        raise QuoteError(f"{quote!r} is not in the text{_hint(text, quote)}.")
    if number is None:
        return spans
    if not 1 <= number <= len(spans):
        raise QuoteError(f"{quote!r} occurs {len(spans)} times; #{number} does not exist.")
    return [spans[number - 1]]


def find_only(pages: Pages, quote: str) -> Span:
    """The one place of the words. Raises `QuoteError` where there are several."""
    spans = occurrences(pages.text, quote)
    if len(spans) > 1:
        where = "; ".join(f"#{i} {_around(pages.text, s)!r}" for i, s in enumerate(spans, start=1))
        raise QuoteError(
            f"{quote!r} occurs {len(spans)} times. Mark the one meant with [brackets] in its "
            f"context or with a number: {where}."
        )
    return spans[0]


def find_nearest(pages: Pages, quote: str, anchor: Span | None) -> Span:
    """The place nearest to `anchor`: in its sentence, else paragraph; of equals, before.

    Without an anchor the words must be unique.
    """
    if anchor is None:
        return find_only(pages, quote)
    return min(occurrences(pages.text, quote), key=_nearness(pages, anchor))


def _nearness(pages: Pages, anchor: Span) -> Callable[[Span], tuple[int, int, int, int]]:
    sentence = _holder(pages.sentences, anchor)
    paragraph = _holder(pages.paragraphs, anchor)

    def key(span: Span) -> tuple[int, int, int, int]:
        room = 0 if _touches(span, sentence) else 1 if _touches(span, paragraph) else 2
        distance = max(anchor[0] - span[1], span[0] - anchor[1], 0)
        return room, distance, int(span[0] > anchor[0]), span[0]

    return key


def _holder(spans: tuple[Span, ...], anchor: Span) -> Span:
    return next((s for s in spans if s[0] <= anchor[0] < s[1]), anchor)


def _touches(span: Span, room: Span) -> bool:
    return span[0] < room[1] and room[0] < span[1]


def _pieces(text: str, quote: str) -> list[Span]:
    """Places of a quote that may hold an ellipsis; of several with one end the shortest."""
    parts = [p for p in _ELLIPSIS.split(quote) if p]
    literal = _literal(text, quote)
    if literal or len(parts) < 2:
        return literal
    shortest: dict[int, int] = {}
    for start, end in _literal(text, parts[0]):
        stop: int | None = end
        for part in parts[1:]:
            after = [s for s in _literal(text, part) if stop is not None and s[0] >= stop]
            stop = after[0][1] if after else None
        if stop is not None:
            shortest[stop] = start  # a later start with the same end is the shorter one
    return sorted((start, stop) for stop, start in shortest.items())


def _literal(text: str, words: str) -> list[Span]:
    """Exact words, whole at both ends."""
    spans = []
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        cuts_before = start > 0 and _joined(text[start - 1], words[0])
        cuts_after = end < len(text) and _joined(words[-1], text[end])
        if not cuts_before and not cuts_after:
            spans.append((start, end))
        start = text.find(words, start + 1)
    return spans


def _joined(left: str, right: str) -> bool:
    """Whether two neighbouring signs belong to one word."""
    return (left.isalnum() or left == "_") and (right.isalnum() or right == "_")


def _bracketed(text: str, quote: str) -> list[Span]:
    match = _BRACKETED.match(quote)
    if match is None:
        return []
    before, inner, after = match.groups()
    lead = len(before.lstrip())
    whole = (before + inner + after).strip()
    return [(start + lead, start + lead + len(inner)) for start, _ in _literal(text, whole)]


def _hint(text: str, quote: str) -> str:
    """What nearly matches: other case, or part of a longer word."""
    plain = re.sub(r"[\[\]]", "", quote)
    body = r"\s+".join(re.escape(part) for part in plain.split())
    found = re.search(body, text, re.IGNORECASE)
    if found is None:
        return " (quote it exactly)"
    return f" as whole words; it has {_around(text, found.span())!r}"


def _around(text: str, span: Span, width: int = 18) -> str:
    start, end = max(0, span[0] - width), min(len(text), span[1] + width)
    return text[start:end].replace("\n", " ")
