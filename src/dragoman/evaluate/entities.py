"""Task `entities`: people, organisations and places by exact span."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from dragoman.evaluate.files import Row, bad, blocks
from dragoman.evaluate.report import Metrics, Tallies, Tally

KINDS = ("PER", "ORG", "LOC")
# Names of kinds in other files for the same thing.
SAME_KIND = {"GPE": "LOC", "FAC": "LOC"}
COLUMNS_WITH_ID = 5  # id, token, tag, -, annotator

Entity = tuple[int, int, str]


def read(path: Path) -> list[Row]:
    """Sentences `{"tokens", "tags"}` of a tab-separated BIO file."""
    sentences = []
    for block in blocks(path):
        rows = [line.split("\t") for line in block if not line.startswith("# ")]
        if any(len(row) < 2 for row in rows):
            raise bad(path, 0, "needs at least two columns, token and tag, split by tabs")
        if not rows:
            continue
        with_id = all(len(row) == COLUMNS_WITH_ID for row in rows)
        tokens = [row[1] if with_id else row[0] for row in rows]
        tags = [row[2] if with_id else row[-1] for row in rows]
        sentences.append({"tokens": tokens, "tags": tags})
    return sentences


def run(items: Sequence[Row]) -> list[Row]:
    """Predictions `{"tokens", "tags"}`, the same sentences."""
    from dragoman.annotate.annotator import Annotator

    layers = Annotator.load().annotate_words([item["tokens"] for item in items])
    return [
        {"tokens": item["tokens"], "tags": tags_of(layer.ents, len(item["tokens"]))}
        for item, layer in zip(items, layers, strict=True)
    ]


def tags_of(entities: Iterable[Entity], length: int) -> list[str]:
    """BIO tags of spans that do not overlap; kinds that are not scored are left out."""
    tags = ["O"] * length
    for start, end, kind in entities:
        if kind in KINDS:
            tags[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    return tags


def entities_of(tags: Sequence[str]) -> list[Entity]:
    """Spans of the scored kinds. An I- after another kind or after O starts a new span."""
    found: list[Entity] = []
    start, kind = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        prefix, _, name = tag.partition("-")
        goes_on = prefix == "I" and name == kind
        if kind and not goes_on:
            found.append((start, i, SAME_KIND.get(kind, kind)))
        if not goes_on:
            start, kind = i, name if prefix in ("B", "I") else ""
    return [entity for entity in found if entity[2] in KINDS]


def score(items: Sequence[Row], predictions: Sequence[Row]) -> Metrics:
    """Precision, recall and F1 by exact span and kind, and F1 of each kind."""
    total, by_kind = Tally(), Tallies()
    for item, prediction in zip(items, predictions, strict=True):
        gold, given = entities_of(item["tags"]), entities_of(prediction["tags"])
        total.add(given, gold)
        for kind in KINDS:
            by_kind[kind].add([e for e in given if e[2] == kind], [e for e in gold if e[2] == kind])
    metrics: Metrics = {"entities": total.wanted}
    return metrics | total.metrics() | {f"f1_{kind}": by_kind[kind].f1 for kind in KINDS}


def write(path: Path, predictions: Sequence[Row]) -> None:
    """BIO, two columns, a blank line after each sentence."""
    with path.open("w", encoding="utf-8") as out:
        for row in predictions:
            pairs = zip(row["tokens"], row["tags"], strict=True)
            out.write("".join(f"{token}\t{tag}\n" for token, tag in pairs) + "\n")
