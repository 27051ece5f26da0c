"""Task `syntax`: tags, lemmas and dependencies on the file's own tokens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dragoman.evaluate.files import Row, bad, blocks
from dragoman.evaluate.report import Metrics, share

COLUMNS = 10
FORM, LEMMA, UPOS, FEATS, HEAD, DEPREL = 1, 2, 3, 5, 6, 7


def read(path: Path) -> list[Row]:
    """Sentences `{"forms", "lemmas", "upos", "feats", "heads", "deps", "comments"}`.

    Heads count from 1, 0 is the root. Ranges of multiword tokens and empty nodes are left out.
    """
    sentences = []
    for block in blocks(path):
        comments = [line for line in block if line.startswith("#")]
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        if any(len(row) != COLUMNS for row in rows):
            raise bad(path, 0, f"needs {COLUMNS} columns split by tabs")
        words = [row for row in rows if row[0].isdigit()]
        if words:
            sentences.append(_sentence(path, words, comments))
    return sentences


def _sentence(path: Path, words: Sequence[Sequence[str]], comments: Sequence[str]) -> Row:
    if any(not row[HEAD].isdigit() for row in words):
        raise bad(path, 0, "has a head that is not a number")
    return {
        "comments": list(comments),
        "forms": [row[FORM] for row in words],
        "lemmas": [row[LEMMA] for row in words],
        "upos": [row[UPOS] for row in words],
        "feats": [row[FEATS] for row in words],
        "heads": [int(row[HEAD]) for row in words],
        "deps": [row[DEPREL] for row in words],
    }


def run(items: Sequence[Row]) -> list[Row]:
    """Predictions in the form that `read` gives."""
    from dragoman.annotate.annotator import Annotator

    layers = Annotator.load().annotate_words([item["forms"] for item in items])
    return [_layers_row(item, layer) for item, layer in zip(items, layers, strict=True)]


def _layers_row(item: Row, layers: Any) -> Row:
    return {
        "comments": item["comments"],
        "forms": item["forms"],
        "lemmas": list(layers.lemmas),
        "upos": list(layers.upos),
        "feats": list(layers.feats),
        "heads": [0 if head == i else head + 1 for i, head in enumerate(layers.heads)],
        "deps": list(layers.deps),
    }


def score(items: Sequence[Row], predictions: Sequence[Row]) -> Metrics:
    """UPOS, UAS, LAS (without subtypes, punctuation counted), lemmas (case folded), features."""
    words = upos = heads = labelled = lemmas = feats = 0
    for item, given in zip(items, predictions, strict=True):
        words += len(item["forms"])
        for i in range(len(item["forms"])):
            right_head = item["heads"][i] == given["heads"][i]
            upos += item["upos"][i] == given["upos"][i]
            heads += right_head
            labelled += right_head and _plain(item["deps"][i]) == _plain(given["deps"][i])
            lemmas += item["lemmas"][i].casefold() == given["lemmas"][i].casefold()
            feats += _features(item["feats"][i]) == _features(given["feats"][i])
    return {
        "words": words,
        "upos": share(upos, words),
        "uas": share(heads, words),
        "las": share(labelled, words),
        "lemmas": share(lemmas, words),
        "feats": share(feats, words),
    }


def _plain(dep: str) -> str:
    return dep.partition(":")[0].casefold()


def _features(cell: str) -> frozenset[str]:
    return frozenset(part for part in cell.split("|") if part not in ("", "_"))


def write(path: Path, predictions: Sequence[Row]) -> None:
    """CoNLL-U with the comments of the file."""
    with path.open("w", encoding="utf-8") as out:
        for row in predictions:
            out.writelines(comment + "\n" for comment in row["comments"])
            columns = zip(
                row["forms"],
                row["lemmas"],
                row["upos"],
                row["feats"],
                row["heads"],
                row["deps"],
                strict=True,
            )
            for number, (form, lemma, upos, feats, head, dep) in enumerate(columns, start=1):
                cells = (number, form, lemma, upos, "_", feats or "_", head, dep, "_", "_")
                out.write("\t".join(map(str, cells)) + "\n")
            out.write("\n")
