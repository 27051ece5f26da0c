"""Trees, tags and names as an earlier model reads them. The heads that see routes through a tree
need one of the sets that have none, and one beside the trees of the treebank with roles, whose own
are better than any that the heads will see.
"""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np

from dragoman.annotate.annotator import Annotator
from dragoman.annotate.decode import Scores
from dragoman.annotate.encode import Window
from dragoman.annotate.words import Words
from training.data import Example, Tags, sentence_spans

Tree = tuple[list[int], list[str]]


def add_trees(examples: list[Example], model: Path | None, kept: Path) -> None:
    """Gives a tree and tags to every example with attributions, events or a relation that has none.
    `model` is a folder as `training.export` makes it, None the shipped one; what was read once is
    kept in `kept`.
    """
    known: dict[str, tuple[Tree, Tags]] = pickle.loads(kept.read_bytes()) if kept.exists() else {}
    before = len(known)
    annotator: Annotator | None = None
    for e in examples:
        if e.tree is not None or all(x is None for x in (e.attributions, e.events, e.relation)):
            continue
        key = hashlib.sha256("\n".join(e.words).encode()).hexdigest()
        if key not in known:
            n = [0] * len(e.words)
            annotator = annotator or Annotator.load(model)
            read = annotator.annotate_cut(Words(e.words, n, n, e.paragraph))
            known[key] = (read.heads, read.deps), Tags(read.upos, read.feats, read.ents)
        e.tree, e.tags = known[key]
    if len(known) > before:
        kept.write_bytes(pickle.dumps(known))


class Doubtful(Annotator):
    """An annotator that leaves out half of what it compares words by when it builds a tree, another
    half for every window: on sentences it was trained on it then errs about as often as the plain
    one does on new sentences (EWT train: UAS 92, LAS 90).
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._rng = np.random.default_rng(0)

    def encode(self, one: Window) -> Scores:
        scores = super().encode(one)
        kept = self._rng.random(scores.arcs.shape, np.float32) < 0.5
        return replace(scores, arcs=scores.arcs * kept * np.float32(2))


def add_doubtful_trees(examples: list[Example], model: Path | None, kept: Path) -> None:
    """Gives every example with roles a second tree, as wrong as those of new sentences. `model` is
    a folder as `training.export` makes it, None the shipped one; what was read once is kept in
    `kept`.
    """
    mine = [e for e in examples if e.roles is not None]
    if not kept.exists():
        annotator = Doubtful.load(model)
        kept.write_bytes(pickle.dumps([_doubtful(e, annotator) for e in mine]))
    for e, tree in zip(mine, pickle.loads(kept.read_bytes()), strict=True):
        e.doubtful = tree


def _doubtful(e: Example, annotator: Annotator) -> Tree:
    bounds = list(sentence_spans(e))
    read = annotator.annotate_words([e.words[start:end] for start, end in bounds])
    heads = [start + h for (start, _), x in zip(bounds, read, strict=True) for h in x.heads]
    return heads, [d for x in read for d in x.deps]
