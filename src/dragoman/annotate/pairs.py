"""Label scores of words as seen from anchors: a predicate's arguments, a cue's source and content,
a trigger's actors.

A factored biaffine form over a word, the top of the subtree it is in and its route to the anchor,
with a bias for the distance; see `training/model.py` for the form and `training/export.py` for how
its weights are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dragoman.annotate.routes import LEVELS, Routes, routes

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

TASKS = ("role", "attribution", "argument")
VIEWS = 3  # projections of a word for each task: as anchor, as word, as top of a subtree
SCALE = np.float32(1000.0)  # scores are kept to three digits
FURTHEST = 33  # distances from here on are one class
BEHIND = np.float32(-1e4)  # any label but "outside" of words behind a sentence's end


@dataclass(frozen=True)
class Seen:
    """Anchors and what the tree says of all words of their window as seen from them.

    anchors: (anchors,); routes and kinds: (anchors, words); labels: (anchors,) their own
    dependency labels.
    """

    anchors: Ints
    routes: Routes
    kinds: Ints
    labels: Ints

    @classmethod
    def of(cls, anchors: Ints, heads: Ints, deps: Ints, count: int) -> Seen:
        """heads, deps: (words,) heads in the window and numbers of labels, of which there are
        `count`."""
        found = routes(heads, anchors)
        return cls(anchors, found, found.kinds(deps, count), deps[anchors])


class Pairs:
    """One task's scores."""

    def __init__(self, task: str, weights: Mapping[str, Floats]) -> None:
        self._joint = weights[f"{task}.joint.weight"]  # (labels, rank)
        self._from_token = weights[f"{task}.from_token.weight"]
        self._from_anchor = weights[f"{task}.from_anchor.weight"].T
        self._bias = weights[f"{task}.from_anchor.bias"]
        self._kind = weights[f"{task}.kind.weight"]  # (levels * 2 * dependency labels, rank)
        link = weights[f"{task}.link.weight"]
        self._link = link.reshape(LEVELS, -1, link.shape[1])
        offsets = np.arange(-FURTHEST, FURTHEST + 1)
        self._distance = weights[f"{task}.distance.weight"][bucket(offsets)]
        rank = self._joint.shape[1]
        first = VIEWS * TASKS.index(task)
        self._columns = [slice(k * rank, (k + 1) * rank) for k in range(first, first + VIEWS)]

    def of_window(self, pairs: Floats, seen: Seen) -> Floats:
        """(anchors, words of the window, labels) scores of all words from all anchors.

        pairs: (words, 3 * tasks * rank) float32, the encoder's output.
        """
        anchor, token, top = (pairs[:, c] for c in self._columns)
        return self._scores(anchor, token, top, seen, np.arange(len(pairs))[None])

    def by_sentence(
        self, pairs: Floats, seen: Seen, sentences: Sequence[tuple[int, int]]
    ) -> Floats:
        """(anchors, words of the longest sentence, labels) scores of the words of each anchor's own
        sentence; words behind its end are outside.

        sentences: start and end of each anchor's.
        """
        anchor, token, top = (pairs[:, c] for c in self._columns)
        starts, ends = np.array(sentences).T[:, :, None]
        words = starts + np.arange((ends - starts).max())
        behind = words >= ends
        scores = self._scores(anchor, token, top, seen, words.clip(max=len(pairs) - 1))
        scores[behind] = BEHIND
        scores[behind, 0] = 0.0
        return scores

    def _scores(
        self, anchor: Floats, token: Floats, top: Floats, seen: Seen, words: Ints
    ) -> Floats:
        """words: (anchors or 1, n) -> (anchors, n, labels)."""
        row = np.arange(len(seen.anchors))[:, None]
        view = top[seen.routes.tops[row, words]]
        view += token[words]
        view += self._kind[seen.kinds[row, words]]
        view += self._link[seen.routes.levels[row, words], seen.labels[:, None]]
        np.maximum(view, 0.0, out=view)
        mine = anchor[seen.anchors]
        # (anchor * view) . joint == view . (anchor * joint): one matrix product for each anchor
        mixed = (mine[:, None] * self._joint + self._from_token).transpose(0, 2, 1)
        scores: Floats = view @ mixed
        scores += (mine @ self._from_anchor + self._bias)[:, None]
        offset = words - seen.anchors[:, None]
        scores += self._distance[offset.clip(-FURTHEST, FURTHEST) + FURTHEST]
        return rounded(scores)


def rounded(scores: Floats) -> Floats:
    """`scores` rounded in place to three digits."""
    scores *= SCALE
    np.rint(scores, out=scores)
    scores /= SCALE
    return scores


def bucket(offset: Ints) -> Ints:
    """Signed distance in words to one of 16 classes: 0, 1, 2, 3-4, 5-8, 9-16, 17-32, over 32,
    either way.
    """
    steps = np.searchsorted(np.array([1, 2, 3, 5, 9, 17, FURTHEST]), np.abs(offset), side="right")
    result: Ints = np.where(offset < 0, steps + 8, steps)
    return result
