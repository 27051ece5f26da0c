"""The label sets of all tasks, made from the training data once and shipped beside the weights."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from dragoman.annotate.lemma import script
from training.data import PLV, Example

ENTITY = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-NORP", "I-NORP"]
ATTRIBUTION = ["SOURCE", "CUE", "CONTENT"]
ARGUMENT = [
    "ACTOR",
    "RECIPIENT",
    "DATE",
    "PLACE",
    "SOURCE",
    "DENIER",
    "DEAD",
    "INJURED",
    "ARRESTED",
    "SIZE",
]
STANCES = ["asserts", "denies", "doubts", "asks"]
STATUSES = ["reported", "attributed", "alleged", "contested", "denied"]
AUXILIARIES = ["future", "hypothetical", "negation", "historical"]


def bio(labels: Iterable[str]) -> list[str]:
    return ["O", *(f"{mark}-{label}" for label in labels for mark in "BI")]


def build(examples: list[Example], plover: Path) -> dict[str, list[str]]:
    """Label lists by task. `plover` is the PLOVER reference (types, modes, contexts)."""
    book = json.loads(plover.read_text(encoding="utf-8"))
    seen: dict[str, Counter[str]] = {
        k: Counter() for k in ("upos", "feats", "lemma", "dep", "role")
    }
    for e in examples:
        for task, values in (("upos", e.upos), ("feats", e.feats), ("dep", e.dep)):
            seen[task].update(values or [])
        if e.lemma is not None:
            seen["lemma"].update(script(w, m) for w, m in zip(e.words, e.lemma, strict=True))
        for _, args in e.roles or []:
            seen["role"].update(label for _, _, label in args)
    types = [t["name"] for t in book["event_types"]]
    modes = [f"{t['name']} {m['name']}" for t in book["event_types"] for m in t["modes"]]
    contexts = [c if isinstance(c, str) else c["name"] for c in book["contexts"]]
    plv = sorted((set(types) - {"CONCEDE", "RETREAT", "REQUEST"}) | PLV)
    return {
        "sentence": ["inside", "start"],
        "upos": _often(seen["upos"], 1),
        "feats": _often(seen["feats"], 2),
        "lemma": _often(seen["lemma"], 3),
        "dep": _often(seen["dep"], 5),
        "role": bio(_often(seen["role"], 20)),
        "entity": ENTITY,
        "attribution": bio(ATTRIBUTION),
        "said": ATTRIBUTION,
        "argument": bio(ARGUMENT),
        "stance": STANCES,
        "status": STATUSES,
        "auxiliary": AUXILIARIES,
        "sector": [s["code"] for s in book["sectors"]],
        "event": types,
        "mode": modes,
        "context": contexts,
        "relation": [*(f"plv {t}" for t in plv), *(f"plover {t}" for t in types)],
    }


def sizes(labels: dict[str, list[str]]) -> dict[str, int]:
    """Outputs of each head; yes/no heads and factuality have one."""
    one = {"sentence": 1, "predicate": 1, "cue": 1, "factuality": 1}
    return {k: len(v) for k, v in labels.items()} | one


def _often(seen: Counter[str], least: int) -> list[str]:
    """Labels seen at least `least` times, most frequent first, ties by name."""
    return [k for k, n in sorted(seen.items(), key=lambda x: (-x[1], x[0])) if n >= least]
