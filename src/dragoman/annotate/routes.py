"""How each word of a window hangs on an anchor, in the dependency tree: whether it is one of the
words above it, or lies below one of them, or in another sentence.

Arguments are mostly whole subtrees ("the foreign minister of Peru" below "met" by nsubj, or below
the verb that "meeting" is the object of), so that the label of a subtree's top and the level at
which it hangs say more of a word's role than the distance between the words does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

# Where a word stands: the anchor itself; its head; a word further up; below the anchor, below its
# head, below a word further up; in another sentence, whose root has a level of its own.
SELF, HEAD, ABOVE, BELOW, BELOW_HEAD, BELOW_ABOVE, ELSEWHERE, OTHER_ROOT = range(8)
LEVELS = 8


@dataclass(frozen=True)
class Routes:
    """(anchors, words) each. levels: where a word stands; tops: the word whose subtree it is in,
    the one below the level's word (itself for the words above an anchor); firsts: whether it is the
    first word of that subtree.
    """

    levels: Ints
    tops: Ints
    firsts: npt.NDArray[np.bool_]

    def kinds(self, deps: Ints, labels: int) -> Ints:
        """(anchors, words): level, place in the subtree and label of its top, as one number below
        `LEVELS * 2 * labels`. deps: (words,) the labels' numbers.
        """
        kinds: Ints = (self.levels * 2 + self.firsts) * labels + deps[self.tops]
        return kinds


def routes(heads: Ints, anchors: Ints) -> Routes:
    """heads: (words,) each word's head in the window, a root's is itself; anchors: (anchors,)."""
    above = _above(heads, anchors)
    depths, most = _depths(heads)
    words = np.arange(len(heads))
    levels = np.empty_like(above)
    tops = np.empty_like(above)
    for depth in range(most + 1):
        here = words[depths == depth]
        head = heads[here]
        own, over = above[:, here], above[:, head]
        on = own >= 0
        levels[:, here] = np.where(on, own, levels[:, head] if depth else OTHER_ROOT)
        fresh = on | (over >= 0) if depth else True
        tops[:, here] = np.where(fresh, here, tops[:, head])
        below = ~on & (over >= 0) if depth else np.zeros_like(on)
        levels[:, here] = np.where(below, _BELOW[over], levels[:, here])
        if depth == 1:
            # Subtrees of another sentence hang on its root.
            other = levels[:, head] == OTHER_ROOT
            levels[:, here] = np.where(other, ELSEWHERE, levels[:, here])
            tops[:, here] = np.where(other, here, tops[:, here])
    firsts = _firsts(heads, depths, most)[tops] == words
    return Routes(levels, tops, firsts | (levels <= ABOVE))


_BELOW = np.array([BELOW, BELOW_HEAD, BELOW_ABOVE, 0])  # by the level of the word above; last: none


def _above(heads: Ints, anchors: Ints) -> Ints:
    """(anchors, words): SELF, HEAD or ABOVE for the anchor and the words above it, else -1."""
    found = np.full((len(anchors), len(heads)), -1)
    rows, at = np.arange(len(anchors)), anchors
    found[rows, at] = SELF
    level = HEAD
    while len(rows):
        going = heads[at] != at
        rows, at = rows[going], heads[at[going]]
        found[rows, at] = level
        level = ABOVE
    return found


def _depths(heads: Ints) -> tuple[Ints, int]:
    """Each word's distance from its root, and the largest."""
    depths = np.zeros(len(heads), np.int64)
    at = np.arange(len(heads))
    while True:
        up = heads[at]
        moved = up != at
        if not moved.any():
            return depths, int(depths.max())
        depths += moved
        at = up


def _firsts(heads: Ints, depths: Ints, most: int) -> Ints:
    """The first word of each word's subtree."""
    first = np.arange(len(heads))
    for depth in range(most, 0, -1):
        here = np.flatnonzero(depths == depth)
        np.minimum.at(first, heads[here], first[here])
    return first
