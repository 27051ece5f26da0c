"""The best BIO path of each row of label scores: an I- may only go on with what a B- or I- of its
kind began."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def best_paths(scores: Floats, *, begin_cost: float = 0.0) -> Ints:
    """scores: (rows, words, labels) float32, labels O, B-x, I-x, B-y, I-y, ... -> labels (rows,
    words).

    `begin_cost` is taken from every B-: the higher, the fewer and longer the spans. One pass over
    the words serves all rows (Viterbi 1967).
    """
    rows, words = scores.shape[:2]
    best = np.ascontiguousarray(
        scores.transpose(1, 0, 2), dtype=np.float32
    )  # of paths that end in each label
    best[:, :, 1::2] -= begin_cost
    begin, inside = best[:, :, 1::2], best[:, :, 2::2]
    inside[0] = -1e9
    going = np.empty((rows, inside.shape[2]), np.float32)
    top = np.empty((rows, 1), np.float32)
    for t in range(1, words):
        np.maximum(begin[t - 1], inside[t - 1], out=going)
        np.max(best[t - 1], axis=1, keepdims=True, out=top)
        going -= top
        best[t] += top
        inside[t] += going
    return np.array(
        [
            _back(c, s)
            for c, s in zip(
                best.argmax(2).T.tolist(),
                (inside >= begin).transpose(1, 0, 2).tolist(),
                strict=True,
            )
        ],
        dtype=np.int64,
    ).reshape(rows, words)


def _back(came: list[int], stays: list[list[bool]]) -> list[int]:
    """One row's path from its end: `came[t]` is the best label at `t`, `stays[t][kind]` whether I-
    beats B- there."""
    label = came[-1]
    path = [label]
    for t in range(len(came) - 2, -1, -1):
        if label == 0 or label % 2:
            label = came[t]
        elif not stays[t][label // 2 - 1]:
            label -= 1
        path.append(label)
    path.reverse()
    return path
