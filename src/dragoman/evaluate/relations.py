"""Task `relations`: what the first party of a sentence does to the second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, cast

from dragoman.codebook import load_codebook
from dragoman.codebook.book import QUADS
from dragoman.evaluate.files import Row, table_rows
from dragoman.evaluate.report import Metrics, macro_f1, share

LABEL_SETS = ("plover", "plv")
# Names of older PLOVER versions, and the one that covers two types of 2.0.
OLD_NAMES: Mapping[str, str] = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
}
YIELD_TYPES = frozenset({"CONCEDE", "RETREAT"})
YIELD_QUAD = 2


def read(path: Path) -> list[Row]:
    """Rows with `sentence`, `source`, `target`, `gold_root`; offsets and `gold_quad` if given."""
    rows = table_rows(path, ("sentence", "source", "target", "gold_root"))
    return [dict(row) for row in rows]


def run(items: Sequence[Row], *, labels: str = "plover") -> list[Row]:
    """Predictions `{"index", "gold", "type"}` by `dragoman.relation`."""
    from dragoman import relation

    known = cast(Literal["plover", "plv"], labels)  # checked by `find_task`

    predictions = []
    for index, item in enumerate(items):
        source, target = (_span(item, side) for side in ("source", "target"))
        found = relation(item["sentence"], source=source, target=target, labels=known)
        type_ = getattr(found, "type", found)
        predictions.append({"index": index, "gold": item["gold_root"], "type": type_})
    return predictions


def _span(item: Row, side: str) -> tuple[int, int]:
    """The offsets given, else the first place of the words, else the whole sentence."""
    start, end = item.get(f"{side}_start", ""), item.get(f"{side}_end", "")
    if start and end:
        return int(start), int(end)
    place = item["sentence"].find(item[side]) if item[side] else -1
    return (place, place + len(item[side])) if place >= 0 else (0, len(item["sentence"]))


def score(items: Sequence[Row], predictions: Sequence[Row]) -> Metrics:
    """Macro-F1 and accuracy over root types, macro-F1 over quads and cooperation/conflict."""
    gold = [_root(item["gold_root"]) for item in items]
    given = [_root(p["type"]) if p["type"] else None for p in predictions]
    if "YIELD" in gold:
        given = ["YIELD" if g in YIELD_TYPES else g for g in given]
    quads = [
        int(item["gold_quad"]) if item.get("gold_quad") else _quad(root)
        for item, root in zip(items, gold, strict=True)
    ]
    given_quads = [None if g is None else _quad(g) for g in given]
    return {
        "root_macro_f1": macro_f1(gold, given),
        "root_accuracy": share(sum(g == p for g, p in zip(gold, given, strict=True)), len(gold)),
        "quad_macro_f1": macro_f1([str(q) for q in quads], [_text(q) for q in given_quads]),
        "conflict_macro_f1": macro_f1(
            [_side(q) for q in quads], [_side_or_none(q) for q in given_quads]
        ),
    }


def _root(name: str) -> str:
    return OLD_NAMES.get(name, name)


def _quad(root: str) -> int | None:
    if root == "YIELD":
        return YIELD_QUAD
    types = load_codebook().types
    return QUADS.index(types[root].quad) + 1 if root in types else None


def _text(quad: int | None) -> str | None:
    return None if quad is None else str(quad)


def _side(quad: int | None) -> str:
    return "conflict" if quad in (3, 4) else "cooperation"


def _side_or_none(quad: int | None) -> str | None:
    return None if quad is None else _side(quad)
