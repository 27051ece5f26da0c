"""The best BIO path of each row of label scores: an I- may only go on with what a B- or I- of its kind began."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def best_paths(scores: Floats, *, begin_cost: float = 0.0) -> Ints:
    """scores: (rows, words, labels) float32, labels O, B-x, I-x, B-y, I-y, ... -> labels (rows, words).

    `begin_cost` is taken from every B-: the higher, the fewer and longer the spans. One pass over the words serves all rows (Viterbi 1967).
    """
    rows, words, labels = scores.shape
    given = scores.astype(np.float32, copy=True)
    given[:, :, 1::2] -= begin_cost
    came = np.zeros((words, rows, labels), np.int8 if labels < 128 else np.int16)
    state = given[:, 0].copy()
    state[:, 2::2] = -1e9
    inside = np.arange(2, labels, 2)
    for t in range(1, words):
        top = state.argmax(1)
        best = state[np.arange(rows), top]
        going = state[:, 2::2] >= state[:, 1::2]
        into = np.where(going, state[:, 2::2], state[:, 1::2])
        came[t] = top[:, None]
        came[t][:, 2::2] = np.where(going, inside, inside - 1)
        state = given[:, t] + best[:, None]
        state[:, 2::2] = given[:, t, 2::2] + into
        state -= best[:, None]
    path = np.zeros((rows, words), np.int64)
    path[:, -1] = state.argmax(1)
    every = np.arange(rows)
    for t in range(words - 1, 0, -1):
        path[:, t - 1] = came[t][every, path[:, t]]
    return path
