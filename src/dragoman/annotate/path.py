"""The best BIO path of each row of label scores: an I- may only go on with what a B- or I- of its
kind began.

Most rows need no search: where each word's best label follows from the one before, the row of best
labels is the best path. In the others only the stretches around a break are searched, from one word
that must be outside to the next.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

NEVER = np.float32(-1e9)
BARRED = np.float32(-1e4)  # far below any score, and its thousandths are exact still
DIGITS = np.float32(1000.0)  # in whole thousandths, sums are exact, and no last bit decides a tie


def best_paths(scores: Floats, *, begin_cost: float = 0.0, once: Sequence[int] = ()) -> Ints:
    """scores: (rows, words, labels) float32, rounded to three digits, labels O, B-x, I-x, B-y, I-y,
    ... -> labels (rows, words).

    `begin_cost` is taken from every B-: the higher, the fewer and longer the spans. A row has at
    most one span that begins with each label of `once`. Of equally good paths, the one whose last
    words have the first labels is taken.
    """
    if begin_cost or once:
        scores = scores.copy()
        scores[:, :, 1::2] -= np.float32(begin_cost)
    found = _paths(scores)
    # To hold a row to one span of a label can give it two of another: until nothing changes.
    while any([_begin_once(scores, label, found) for label in once]):
        pass
    return found


def _paths(scores: Floats) -> Ints:
    found: Ints = scores.argmax(2)
    broken = _breaks(found)
    rows = np.flatnonzero(broken.any(1))
    if len(rows):
        _search(scores[rows], broken[rows], found, rows)
    return found


def _begin_once(scores: Floats, label: int, found: Ints) -> bool:
    """Writes new paths into the rows of `found` where `label` begins more than one span: the best
    of those that begin it at one of these words alone, to which `scores` hold the row from now on.
    False where there are none.
    """
    rows = np.flatnonzero((found == label).sum(1) > 1)
    if not len(rows):
        return False
    at, words = np.nonzero(found[rows] == label)
    options = scores[rows[at]]
    own = options[np.arange(len(at)), words, label].copy()
    options[:, :, label] = BARRED
    options[np.arange(len(at)), words, label] = own
    paths = _paths(options)
    worth = np.rint(np.take_along_axis(options, paths[:, :, None], 2) * DIGITS)[:, :, 0].sum(1)
    for k, row in enumerate(rows.tolist()):
        mine = np.flatnonzero(at == k)
        best = mine[worth[mine].argmax()]
        found[row], scores[row] = paths[best], options[best]
    return True


def _breaks(labels: Ints) -> npt.NDArray[np.bool_]:
    """(rows, words): where an I- follows neither a B- nor an I- of its kind."""
    broken: npt.NDArray[np.bool_] = (labels > 0) & (labels % 2 == 0)
    before, here = labels[:, :-1], labels[:, 1:]
    broken[:, 1:] &= (before != here) & (before != here - 1)
    return broken


def _search(scores: Floats, broken: npt.NDArray[np.bool_], found: Ints, rows: Ints) -> None:
    """Writes the best paths of rows with breaks into `found`; `rows` are their places there."""
    stretches = _stretches(_outside(scores), broken)
    longest = max(end - start for _, start, end in stretches)
    # Words behind a stretch's end are outside.
    padded = np.full((len(stretches), longest, scores.shape[2]), NEVER, np.float32)
    padded[:, :, 0] = 0.0
    for k, (row, start, end) in enumerate(stretches):
        padded[k, : end - start] = np.rint(scores[row, start:end] * DIGITS)
    for (row, start, end), path in zip(stretches, _viterbi(padded), strict=True):
        found[rows[row], start:end] = path[: end - start]


def _outside(scores: Floats) -> npt.NDArray[np.bool_]:
    """(rows, words): words outside on every best path.

    A label's lead must be too small even where the word lets a kind go on with its I- at the next
    word instead of beginning anew with its B-.
    """
    begin, inside = scores[:, :, 1::2], scores[:, :, 2::2]
    lead = np.maximum(begin, inside)
    lead[:, :-1] += np.maximum(inside[:, 1:] - begin[:, 1:], 0.0)
    outside: npt.NDArray[np.bool_] = scores[:, :, 0] > lead.max(2)
    return outside


def _stretches(
    outside: npt.NDArray[np.bool_], broken: npt.NDArray[np.bool_]
) -> list[tuple[int, int, int]]:
    """Row, start and end of the stretches with breaks, between words that are outside."""
    words = outside.shape[1]
    found: list[tuple[int, int, int]] = []
    edges = [[-1, *np.flatnonzero(row).tolist(), words] for row in outside]
    at = [0] * len(edges)
    for row, word in zip(*(x.tolist() for x in np.nonzero(broken)), strict=True):
        if found and found[-1][0] == row and word < found[-1][2]:
            continue
        mine = edges[row]
        while mine[at[row] + 1] <= word:
            at[row] += 1
        found.append((row, mine[at[row]] + 1, mine[at[row] + 1]))
    return found


def _viterbi(scores: Floats) -> list[list[int]]:
    """One pass over the words serves all rows (Viterbi 1967); `scores` is used up.

    Scores are of the best path to a word with each label, less that of the best path to the word
    before, so that they stay small.
    """
    best = np.ascontiguousarray(scores.transpose(1, 0, 2))  # (words, rows, labels)
    begin, inside = best[:, :, 1::2], best[:, :, 2::2]
    inside[0] = NEVER
    going = np.empty(inside.shape[1:], np.float32)
    top = np.empty((best.shape[1], 1), np.float32)
    for t in range(1, len(best)):
        np.maximum(begin[t - 1], inside[t - 1], out=going)
        np.max(best[t - 1], axis=1, keepdims=True, out=top)
        going -= top
        inside[t] += going
    ends = best.argmax(2).T.tolist()
    stays = (inside > begin).transpose(1, 0, 2)
    kinds = stays.shape[2]
    return [_back(came, row.tobytes(), kinds) for came, row in zip(ends, stays, strict=True)]


def _back(came: list[int], stays: bytes, kinds: int) -> list[int]:
    """One row's path from its end: `came[t]` is the best label at `t`, `stays[t * kinds + kind]`
    whether I- beats B- there."""
    label = came[-1]
    path = [label]
    for t in range(len(came) - 2, -1, -1):
        if label == 0 or label % 2:
            label = came[t]
        elif not stays[t * kinds + label // 2 - 1]:
            label -= 1
        path.append(label)
    path.reverse()
    return path
