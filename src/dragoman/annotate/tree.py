"""The best dependency tree of a sentence from arc scores: greedy where that is a tree, else
Chu-Liu/Edmonds.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def best_tree(scores: Floats) -> list[int]:
    """Heads of a sentence's words; the root's head is -1.

    scores: (words, words + 1) float32; column 0 is the root, column j + 1 word j. Exactly one word
    hangs on the root.
    """
    n = scores.shape[0]
    scores = scores.copy()
    scores[np.arange(n), np.arange(1, n + 1)] = -np.inf
    greedy = scores.argmax(1)
    if int((greedy == 0).sum()) == 1 and _acyclic(greedy):
        return [int(h) - 1 for h in greedy]
    # Only the likeliest roots are tried: the best tree nearly always hangs on one of them.
    best: tuple[float, list[int]] | None = None
    for root in np.argsort(-scores[:, 0], kind="stable")[:3]:
        single = scores.copy()
        single[:, 0] = -1e6
        single[root, 0] = scores[root, 0]
        single[root, 1:] = -1e9
        heads = _edmonds(np.vstack([np.full(n + 1, -np.inf, np.float32), single]))[1:]
        value = round(float(sum(single[i, h] for i, h in enumerate(heads))), 3)
        if best is None or value > best[0]:
            best = (value, heads)
    assert best is not None
    return [h - 1 for h in best[1]]


def _acyclic(heads: npt.NDArray[np.int64]) -> bool:
    state = [0] * (len(heads) + 1)
    for i in range(1, len(heads) + 1):
        path = []
        j = i
        while j and not state[j]:
            state[j] = 1
            path.append(j)
            j = int(heads[j - 1])
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
