"""Task `roles`: PropBank arguments of given predicates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dragoman.evaluate.files import Row, json_rows
from dragoman.evaluate.report import Metrics, Tallies, Tally

LEFT_OUT = frozenset({"V"})


def read(path: Path) -> list[Row]:
    return json_rows(path, ("tokens", "props"))


def run(items: Sequence[Row]) -> list[Row]:
    """Predictions in the form of the file: `{"tokens", "props": [{"pred", "args"}]}`."""
    from dragoman.annotate.annotator import Annotator

    wanted = [[prop["pred"] for prop in item["props"]] for item in items]
    layers = Annotator.load().annotate_words([item["tokens"] for item in items], predicates=wanted)
    predictions = []
    for item, asked, layer in zip(items, wanted, layers, strict=True):
        found = dict(layer.props)
        props = [{"pred": p, "args": [list(arg) for arg in found.get(p, [])]} for p in asked]
        predictions.append({"tokens": item["tokens"], "props": props})
    return predictions


def score(items: Sequence[Row], predictions: Sequence[Row]) -> Metrics:
    """Micro precision, recall and F1 over exact (predicate, start, end, label)."""
    total, by_label = Tally(), Tallies()
    for item, prediction in zip(items, predictions, strict=True):
        gold, given = _arguments(item), _arguments(prediction)
        total.add(given, gold)
        for label in sorted({a[3] for a in gold + given}):
            by_label[label].add(
                [a for a in given if a[3] == label], [a for a in gold if a[3] == label]
            )
    metrics = total.metrics()
    frequent = sorted(by_label.by_name.items(), key=lambda pair: (-pair[1].wanted, pair[0]))
    return {"arguments": total.wanted} | metrics | {f"f1_{k}": t.f1 for k, t in frequent[:8]}


def _arguments(row: Row) -> list[tuple[int, int, int, str]]:
    return [
        (prop["pred"], start, end, label)
        for prop in row["props"]
        for start, end, label in prop["args"]
        if label not in LEFT_OUT
    ]
