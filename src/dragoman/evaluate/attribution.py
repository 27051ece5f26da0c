"""Task `attribution`: who says what, by which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from dragoman.evaluate.assign import assign
from dragoman.evaluate.files import Row, json_rows
from dragoman.evaluate.report import Metrics, Tallies, Tally

PARTS = ("source", "cue", "content")
CONTENT_SHARE_MIN = 0.5
_TOKEN = re.compile(r"\w+|[^\w\s]")

Spans = Sequence[Sequence[int]]


def read(path: Path) -> list[Row]:
    return json_rows(path, ("id", "text", "attributions"))


def run(items: Sequence[Row]) -> list[Row]:
    """Predictions `{"id", "attributions": [{"source", "cue", "content"}]}` from readings."""
    from dragoman import Article, read_many

    articles = (
        Article(id=str(item["id"]), text=item["text"], published=item.get("date")) for item in items
    )
    predictions = []
    for item, reading in zip(items, read_many(articles), strict=True):
        attributions = [
            {
                "source": [list(a.source.span)] if a.source else [],
                "cue": [list(a.cue.span)] if a.cue else [],
                "content": [list(span) for span in a.content],
            }
            for a in reading.attributions
        ]
        predictions.append({"id": item["id"], "attributions": attributions})
    return predictions


def score(items: Sequence[Row], predictions: Sequence[Row]) -> Metrics:
    """F1 over tokens for each part, and F1 of whole attributions matched one to one."""
    tallies, whole = Tallies(), Tally()
    for item, prediction in zip(items, predictions, strict=True):
        tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(item["text"])]
        gold, given = item["attributions"], prediction["attributions"]
        for part in PARTS:
            tallies[part].add(_covered(tokens, given, part), _covered(tokens, gold, part))
        pairs = assign([[_agreement(g, p) for p in given] for g in gold])
        whole.right += len(pairs)
        whole.given += len(given)
        whole.wanted += len(gold)
    metrics: Metrics = {"attributions": whole.wanted}
    for part in PARTS:
        metrics |= tallies[part].metrics(f"{part}_")
    return metrics | whole.metrics("whole_")


def _covered(tokens: Sequence[tuple[int, int]], rows: Sequence[Row], part: str) -> list[int]:
    """Tokens that any attribution of the document covers with this part, even in part."""
    signs = _signs(span for row in rows for span in row.get(part) or ())
    return [i for i, (start, end) in enumerate(tokens) if not signs.isdisjoint(range(start, end))]


def _signs(spans: Iterable[Sequence[int]]) -> set[int]:
    return {sign for start, end in spans for sign in range(start, end)}


def _agreement(gold: Row, given: Row) -> float | None:
    """The share of the content's signs that both hold; null where the two do not match.

    What the gold leaves empty (an unnamed source, a cue of mere punctuation) is not asked for.
    """
    for part in ("cue", "source"):
        wanted = _signs(gold.get(part) or ())
        if wanted and wanted.isdisjoint(_signs(given.get(part) or ())):
            return None
    wanted, found = _signs(gold.get("content") or ()), _signs(given.get("content") or ())
    if not wanted:
        return 0.0
    overlap = len(wanted & found) / len(wanted | found)
    return overlap if overlap >= CONTENT_SHARE_MIN else None
