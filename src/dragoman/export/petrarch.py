"""PETRARCH event files: tab separated, no header, one row a pair of parties."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.export.coded import Coded, compact
from dragoman.export.phoenix import source_code
from dragoman.flat import pairs

COLUMNS: tuple[str, ...] = (
    *("date", "source", "target", "code", "issues", "ids", "url", "story_source"),
)


def rows(coded: Coded) -> Iterator[dict[str, object]]:
    """One row a pair of parties; `issues` are contexts, each counted once."""
    event, document = coded.event, coded.reading.document
    for actor, recipient in pairs(event):
        yield {
            "date": compact(coded.day),
            "source": source_code(actor),
            "target": source_code(recipient),
            "code": coded.cameo.code,
            "issues": [f"{context},1" for context in event.contexts],
            "ids": f"{document.id}_{event.sentence.index + 1}",
            "url": document.url,
            "story_source": document.publisher,
        }
