"""Task `factuality`: how certain a sentence is of each predicate, -3 to +3."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dragoman.evaluate.files import Row, check_length, json_rows
from dragoman.evaluate.report import DECIMALS, Metrics, pearson, share

UNCERTAIN = 0.0  # what a predicate counts as that the annotator does not score


def read(path: Path) -> list[Row]:
    return json_rows(path, ("tokens", "predicates"))


def run(items: Sequence[Row]) -> list[Row]:
    """Predictions `{"index", "gold", "score"}`, one a predicate; `index` counts predicates."""
    from dragoman.annotate.annotator import Annotator

    words = [[p["start"] for p in item["predicates"]] for item in items]
    layers = Annotator.load().annotate_words([i["tokens"] for i in items], predicates=words)
    predictions: list[Row] = []
    for item, layer in zip(items, layers, strict=True):
        for predicate in item["predicates"]:
            start = predicate["start"]
            known = start < len(layer.factuality)
            value = round(layer.factuality[start] if known else UNCERTAIN, DECIMALS)
            predictions.append(
                {"index": len(predictions), "gold": predicate["score"], "score": value}
            )
    return predictions


def score(items: Sequence[Row], predictions: Sequence[Row]) -> Metrics:
    """Mean absolute error and Pearson r over all predicates."""
    gold = [float(p["score"]) for item in items for p in item["predicates"]]
    check_length(len(gold), len(predictions))
    given = [float(p["score"]) for p in predictions]
    errors = [abs(g - p) for g, p in zip(gold, given, strict=True)]
    return {
        "predicates": len(gold),
        "mean_absolute_error": share(sum(errors), len(errors)),
        "pearson": pearson(gold, given),
    }
