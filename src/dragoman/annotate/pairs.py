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

from dragoman.annotate.routes import routes

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

    anchors: (anchors,); tops, kinds, links: (anchors, words): the top of each word's subtree, its
    kind of route and, as one number, its level and the anchor's own label.
    """

    anchors: Ints
    tops: Ints
    kinds: Ints
    links: Ints

    @classmethod
    def of(cls, anchors: Ints, heads: Ints, deps: Ints, count: int) -> Seen:
        """heads, deps: (words,) heads in the window and numbers of labels, of which there are
        `count`."""
        found = routes(heads, anchors)
        links = found.levels * count + deps[anchors][:, None]
        return cls(anchors, found.tops, found.kinds(deps, count), links)

    def only(self, anchors: Sequence[int]) -> Seen:
        """The same of some of the anchors, which are sorted here."""
        rows = np.searchsorted(self.anchors, anchors)
        return Seen(self.anchors[rows], self.tops[rows], self.kinds[rows], self.links[rows])

    def cut(self, words: Ints) -> Seen:
        """The same of some words; words: (anchors, n)."""
        parts = (np.take_along_axis(x, words, 1) for x in (self.tops, self.kinds, self.links))
        return Seen(self.anchors, *parts)


class Pairs:
    """One task's scores."""

    def __init__(self, task: str, weights: Mapping[str, Floats]) -> None:
        self._joint = weights[f"{task}.joint.weight"]  # (labels, rank)
        self._from_token = weights[f"{task}.from_token.weight"]
        self._from_anchor = weights[f"{task}.from_anchor.weight"].T
        self._bias = weights[f"{task}.from_anchor.bias"]
        self._kind = weights[f"{task}.kind.weight"]  # (levels * 2 * dependency labels, rank)
        self._link = weights[f"{task}.link.weight"]  # (levels * dependency labels, rank)
        offsets = np.arange(-FURTHEST, FURTHEST + 1)
        self._distance = weights[f"{task}.distance.weight"][bucket(offsets)]
        rank = self._joint.shape[1]
        first = VIEWS * TASKS.index(task)
        self._columns = [slice(k * rank, (k + 1) * rank) for k in range(first, first + VIEWS)]

    def of_window(self, pairs: Floats, seen: Seen) -> Floats:
        """(anchors, words of the window, labels) scores of all words from all anchors.

        pairs: (words, 3 * tasks * rank) float32, the encoder's output.
        """
        words = np.arange(len(pairs))
        return self._scores(pairs, seen, pairs[:, self._columns[1]], words)

    def by_sentence(
        self, pairs: Floats, seen: Seen, sentences: Sequence[tuple[int, int]]
    ) -> Floats:
        """(anchors, words of the longest sentence, labels) scores of the words of each anchor's own
        sentence; words behind its end are outside.

        sentences: start and end of each anchor's.
        """
        starts, ends = np.array(sentences).T[:, :, None]
        words = starts + np.arange((ends - starts).max())
        behind = words >= ends
        words = words.clip(max=len(pairs) - 1)
        scores = self._scores(pairs, seen.cut(words), pairs[words, self._columns[1]], words)
        scores[behind] = BEHIND
        scores[behind, 0] = 0.0
        return scores

    def _scores(self, pairs: Floats, seen: Seen, token: Floats, words: Ints) -> Floats:
        """token: (anchors or none, n, rank) the words as such; words: (anchors or none, n) their
        places -> (anchors, n, labels)."""
        view = pairs[:, self._columns[2]].take(seen.tops, axis=0)
        view += token
        view += self._kind.take(seen.kinds, axis=0)
        view += self._link.take(seen.links, axis=0)
        np.maximum(view, 0.0, out=view)
        mine = pairs[seen.anchors, self._columns[0]]
        # (anchor * view) . joint == view . (anchor * joint): one matrix product for each anchor
        mixed = (mine[:, None] * self._joint + self._from_token).transpose(0, 2, 1)
        scores: Floats = view @ mixed
        scores += (mine @ self._from_anchor + self._bias)[:, None]
        offset = words - seen.anchors[:, None]
        scores += self._distance.take(offset.clip(-FURTHEST, FURTHEST) + FURTHEST, axis=0)
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
