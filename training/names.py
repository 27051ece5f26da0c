"""Names of a treebank without them: the tree says which words are one name, an earlier model of
what kind it is. Only what both agree on is taught; the rest stays unknown.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dragoman.annotate.annotator import Annotator
from dragoman.annotate.words import Words
from training.data import Example, sentence_spans

# Relations by which the proper nouns of one name hang together (UD's guide to names).
INNER = frozenset({"flat", "compound", "goeswith", "amod", "nmod:desc", "nmod:unmarked"})
ADDRESS = re.compile(r".*(@|://|www\.|\.(com|org|net|html?)\b)", re.IGNORECASE)
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december".split()
)
TITLES = frozenset(
    "mr mr. mrs mrs. ms ms. dr dr. president prime minister secretary general king queen prince "
    "senator sen. rep. gov. governor pope prophet judge captain capt. professor prof. sir".split()
)
KINDS = ("PER", "ORG", "LOC")
SURE = 0.8  # mean probability of the kind over a name's words


def spans_of(
    words: Sequence[str], upos: Sequence[str], heads: Sequence[int], deps: Sequence[str]
) -> list[tuple[int, int]]:
    """Words `[start, end)` of each name of a sentence; a root's head is itself or -1."""
    inner = [_is_inner(i, words, upos, heads, deps) for i in range(len(words))]
    found = []
    for top in range(len(words)):
        if upos[top] != "PROPN" or inner[top]:
            continue
        mine = {top}
        while more := {i for i, h in enumerate(heads) if inner[i] and h in mine} - mine:
            mine |= more
        start = end = top
        while _goes_on(start - 1, -1, mine, words):
            start -= 1
        while _goes_on(end + 1, 1, mine, words):
            end += 1
        while start < end and words[start].lower() in TITLES:
            start += 1
        found.append((start, end + 1))
    return found


def _is_inner(
    i: int, words: Sequence[str], upos: Sequence[str], heads: Sequence[int], deps: Sequence[str]
) -> bool:
    head = heads[i]
    if head in (i, -1) or upos[head] != "PROPN":
        return False
    if upos[i] == "PROPN" and deps[i] in INNER:
        return True
    large = upos[i] in ("ADJ", "NOUN") and words[i][:1].isupper()
    return large and deps[i].split(":")[0] in INNER


def _goes_on(i: int, step: int, mine: set[int], words: Sequence[str]) -> bool:
    if i in mine:
        return True
    return 0 <= i < len(words) and words[i] == "-" and i + step in mine


def _start(word: str, upos: str) -> str:
    """The tag of a word before names are set: what may be a name is unknown."""
    if ADDRESS.match(word) or word.lower() in CALENDAR:
        return "O"
    return (
        "?" if upos in ("PROPN", "X") or (word[:1].isupper() and upos in ("ADJ", "NOUN")) else "O"
    )


def tags(
    words: Sequence[str],
    upos: Sequence[str],
    heads: Sequence[int],
    deps: Sequence[str],
    chances: np.ndarray,
    countries: frozenset[str],
) -> list[str]:
    """BIO tags of a sentence, "?" where unknown; a country is a place whatever the model says.

    chances: (words, 1 + 2 * kinds), the probability of O, B-PER, I-PER, B-ORG, ... as an earlier
    model has it.
    """
    out = [_start(w, u) for w, u in zip(words, upos, strict=True)]
    for start, end in spans_of(words, upos, heads, deps):
        mean = chances[start:end].mean(0)
        sums = [mean[1 + 2 * k] + mean[2 + 2 * k] for k in range(len(KINDS))]
        best = int(np.argmax(sums))
        if " ".join(words[start:end]) in countries:
            best, sums = KINDS.index("LOC"), [0.0, 0.0, 1.0]
        # A longer name of the model's that takes in words beside this one.
        longer = any(
            0 <= i < len(words) and chances[i, 2 + 2 * best] > 0.5 for i in (start - 1, end)
        )
        inside = start > 0 and chances[start, 2 + 2 * best] > 0.5
        if sums[best] >= SURE and not longer and not inside:
            out[start:end] = [
                f"{'B' if i == start else 'I'}-{KINDS[best]}" for i in range(start, end)
            ]
    return out


def add_names(
    examples: list[Example], model: Path | None, kept: Path, countries: frozenset[str]
) -> None:
    """Gives the treebank without names (EWT) those that its trees and an earlier model agree on.

    `model` is a folder as `training.export` makes it, None the shipped one; what was read once is
    kept in `kept`.
    """
    mine = [e for e in examples if e.source == "ewt"]
    if not kept.exists():
        annotator = Annotator.load(model)
        kept.write_bytes(pickle.dumps([_document(e, annotator, countries) for e in mine]))
    for e, found in zip(mine, pickle.loads(kept.read_bytes()), strict=True):
        e.entity = found


def _document(e: Example, annotator: Annotator, countries: frozenset[str]) -> list[str]:
    assert e.upos is not None
    assert e.head is not None
    assert e.dep is not None
    n = [0] * len(e.words)
    scores = annotator.scores(Words(e.words, n, n, e.paragraph), "entity").astype(np.float64)
    chances = np.exp(scores - scores.max(1, keepdims=True))
    chances /= chances.sum(1, keepdims=True)
    out: list[str] = []
    for start, end in sentence_spans(e):
        heads = [h - start for h in e.head[start:end]]
        part = slice(start, end)
        out += tags(e.words[part], e.upos[part], heads, e.dep[part], chances[part], countries)
    return out
