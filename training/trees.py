"""Dependency trees of the sets that have none, as an earlier model reads them, for the heads that
see routes through a tree.
"""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

from dragoman.annotate.annotator import Annotator
from dragoman.annotate.words import Words
from training.data import Example

Tree = tuple[list[int], list[str]]


def add_trees(examples: list[Example], model: Path | None, kept: Path) -> None:
    """Gives a tree to every example with attributions or events that has none. `model` is a folder
    as `training.export` makes it, None the shipped one; what was read once is kept in `kept`.
    """
    known: dict[str, Tree] = pickle.loads(kept.read_bytes()) if kept.exists() else {}
    before = len(known)
    annotator: Annotator | None = None
    for e in examples:
        if e.tree is not None or (e.attributions is None and e.events is None):
            continue
        key = hashlib.sha256("\n".join(e.words).encode()).hexdigest()
        if key not in known:
            n = [0] * len(e.words)
            annotator = annotator or Annotator.load(model)
            read = annotator.annotate_cut(Words(e.words, n, n, e.paragraph))
            known[key] = (read.heads, read.deps)
        e.tree = known[key]
    if len(known) > before:
        kept.write_bytes(pickle.dumps(known))
