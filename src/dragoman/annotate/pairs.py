"""Label scores of words as seen from anchors: a predicate's arguments, a cue's source and content,
a trigger's actors.

A factored biaffine form with a bias for the distance; see `training/export.py` for how its weights
are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

TASKS = ("role", "attribution", "argument")
SCALE = np.float32(1000.0)  # scores are kept to three digits
FURTHEST = 33  # distances from here on are one class
BEHIND = np.float32(-1e4)  # any label but "outside" of words behind a sentence's end


class Pairs:
    """One task's scores."""

    def __init__(self, task: str, weights: Mapping[str, Floats]) -> None:
        self._joint = weights[f"{task}.joint.weight"]  # (labels, rank)
        self._from_token = weights[f"{task}.from_token.weight"]
        self._from_anchor = weights[f"{task}.from_anchor.weight"].T
        self._bias = weights[f"{task}.from_anchor.bias"]
        offsets = np.arange(-FURTHEST, FURTHEST + 1)
        self._distance = weights[f"{task}.distance.weight"][bucket(offsets)]
        order, rank = TASKS.index(task), self._joint.shape[1]
        self._anchor_columns = slice(2 * order * rank, (2 * order + 1) * rank)
        self._token_columns = slice((2 * order + 1) * rank, (2 * order + 2) * rank)

    def of_window(self, pairs: Floats, anchors: Sequence[int]) -> Floats:
        """(anchors, words of the window, labels) scores of all words from all anchors.

        pairs: (words, 2 * tasks * rank) float32, the encoder's output.
        """
        return self.by_sentence(pairs, [(0, len(pairs), anchors)])

    def by_sentence(
        self, pairs: Floats, sentences: Sequence[tuple[int, int, Sequence[int]]]
    ) -> Floats:
        """(anchors, words of the longest sentence, labels) scores of the words of each anchor's own
        sentence; words behind its end are outside.

        sentences: start, end, and the anchors between, at least one.
        """
        counts = [len(anchors) for _, _, anchors in sentences]
        at = np.array([a for _, _, anchors in sentences for a in anchors])
        longest = max(end - start for start, end, _ in sentences)
        anchor = pairs[at, self._anchor_columns]
        # (anchor * token) . joint == token . (anchor * joint): one matrix product for each anchor
        mixed = (anchor[:, None] * self._joint + self._from_token).transpose(0, 2, 1)
        scores = np.zeros((len(at), longest, len(self._joint)), np.float32)
        first = 0
        for (start, end, _), count in zip(sentences, counts, strict=True):
            mine = slice(first, first + count)
            own = anchor[mine] @ self._from_anchor + self._bias
            seen = scores[mine, : end - start]
            np.matmul(pairs[start:end, self._token_columns], mixed[mine], out=seen)
            seen += own[:, None]
            first += count
        starts = np.repeat([start for start, _, _ in sentences], counts)
        offset = (starts - at)[:, None] + np.arange(longest)
        scores += self._distance[offset.clip(-FURTHEST, FURTHEST) + FURTHEST]
        rounded(scores)
        if len(sentences) > 1:
            ends = np.repeat([end - start for start, end, _ in sentences], counts)
            behind = np.arange(longest) >= ends[:, None]
            scores[behind] = BEHIND
            scores[behind, 0] = 0.0
        return scores


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
