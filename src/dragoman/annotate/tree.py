"""The best dependency trees of a window's sentences from arc scores: each word's likeliest head
where that gives a tree, else Chu-Liu/Edmonds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

ROOTS = 3  # only the likeliest roots are tried: the best tree nearly always hangs on one of them
NEVER = -1e9


def best_trees(scores: Floats, sentences: Sequence[tuple[int, int]]) -> list[int]:
    """Heads of the words of all sentences, counted within their own sentence; a root's head is -1.

    scores: (words, 1 + longest sentence) float32, changed in place; column 0 is the root, column
    j + 1 the j-th word of the sentence, and what lies behind a sentence's last word is -inf. Each
    sentence gets exactly one root.
    """
    places = np.concatenate([np.arange(1, end - start + 1) for start, end in sentences])
    scores[np.arange(len(places)), places] = -np.inf  # no word hangs on itself
    likeliest = scores.argmax(1).tolist()
    heads: list[int] = []
    for start, end in sentences:
        local = likeliest[start:end]
        if local.count(0) != 1 or not _acyclic(local):
            local = _searched(scores[start:end, : end - start + 1])
        heads += [h - 1 for h in local]
    return heads


def best_tree(scores: Floats) -> list[int]:
    """Heads of one sentence's words; the root's head is -1. scores: (words, words + 1) float32."""
    return best_trees(scores.copy(), [(0, len(scores))])


def _searched(scores: Floats) -> list[int]:
    """Heads of a sentence (0 for the root) by trying the likeliest roots; a word's own column is
    -inf.
    """
    arcs = scores[:, 1:].astype(np.float64)
    likeliest, most = arcs.argmax(1), arcs.max(1)
    total = most.sum()
    found: list[int] = []
    best = -np.inf
    for root in np.argsort(-scores[:, 0], kind="stable")[:ROOTS].tolist():
        # With every other word on its likeliest head. No tree with this root can be better, and
        # mostly it is a tree already.
        reach = round(float(total - most[root] + scores[root, 0]), 3)
        if found and reach <= best:
            continue
        heads = (likeliest + 1).tolist()
        heads[root] = 0
        value = reach
        if not _acyclic(heads):
            heads = _rooted(scores, root)
            value = round(sum(float(scores[i, h]) for i, h in enumerate(heads)), 3)
        if not found or value > best:
            found, best = heads, value
    return found


def _rooted(scores: Floats, root: int) -> list[int]:
    """Heads of the best tree whose root is the word `root`."""
    n = len(scores)
    single = np.full((n + 1, n + 1), -np.inf, np.float32)
    single[1:] = scores
    single[1:, 0] = -1e6
    single[root + 1] = NEVER
    single[root + 1, 0] = scores[root, 0]
    return _edmonds(single)[1:]


def _acyclic(heads: Sequence[int]) -> bool:
    """Whether every word (counted from 1) leads to 0; `heads[i]` is that of word i + 1."""
    state = [0] * (len(heads) + 1)
    for i in range(1, len(heads) + 1):
        if state[i]:
            continue
        path = []
        j = i
        while j and not state[j]:
            state[j] = 1
            path.append(j)
            j = heads[j - 1]
        if j and state[j] == 1:
            return False
        for k in path:
            state[k] = 2
    return True


def _edmonds(scores: Floats) -> list[int]:
    """Maximum arborescence rooted at node 0; scores[d, h] is the arc h -> d.

    After Chu and Liu (1965) and Edmonds (1967).
    """
    n = scores.shape[0]
    heads = scores.argmax(1)
    heads[0] = 0
    found_cycle = _cycle(heads)
    if not found_cycle:
        return [int(h) for h in heads]
    cycle = np.array(found_cycle, np.int64)
    inside = np.zeros(n, bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    total = scores[cycle, heads[cycle]].sum()
    m = len(outside)
    small = np.full((m + 1, m + 1), -np.inf, np.float32)
    small[:m, :m] = scores[np.ix_(outside, outside)]
    into = scores[np.ix_(cycle, outside)] - scores[cycle, heads[cycle]][:, None] + total
    enter = into.argmax(0)
    small[m, :m] = into[enter, np.arange(m)]
    leave = scores[np.ix_(outside, cycle)].argmax(1)
    small[:m, m] = scores[np.ix_(outside, cycle)][np.arange(m), leave]
    small[0, :] = -np.inf
    found = _edmonds(small)
    result = [int(h) for h in heads]
    for k in range(1, m):
        at = found[k]
        result[int(outside[k])] = int(cycle[int(leave[k])]) if at == m else int(outside[at])
    opened = found[m]
    result[int(cycle[int(enter[opened])])] = int(outside[opened])
    return result


def _cycle(heads: npt.NDArray[np.int64]) -> list[int]:
    state = [0] * len(heads)
    state[0] = 2
    for i in range(1, len(heads)):
        path = []
        j = i
        while not state[j]:
            state[j] = 1
            path.append(j)
            j = int(heads[j])
        if state[j] == 1:
            return path[path.index(j) :]
        for k in path:
            state[k] = 2
    return []
