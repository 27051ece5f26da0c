"""Routes through a dependency tree, on a sentence by hand and against a slow, plain definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.annotate.routes import (
    ABOVE,
    BELOW,
    BELOW_ABOVE,
    BELOW_HEAD,
    ELSEWHERE,
    HEAD,
    OTHER_ROOT,
    SELF,
    routes,
)

WORDS = "Peru 's envoy held talks with rebels . They left early".split()
HEADS = [2, 0, 3, 3, 3, 6, 4, 3, 9, 9, 9]


@pytest.mark.parametrize(
    ("anchor", "word", "level", "top"),
    [
        ("talks", "talks", SELF, "talks"),
        ("talks", "held", HEAD, "held"),
        ("talks", "with", BELOW, "rebels"),
        ("talks", "Peru", BELOW_HEAD, "envoy"),
        ("talks", "left", OTHER_ROOT, "left"),
        ("talks", "They", ELSEWHERE, "They"),
        ("rebels", "held", ABOVE, "held"),
        ("rebels", "Peru", BELOW_ABOVE, "envoy"),
        ("held", "with", BELOW, "talks"),
    ],
)
def test_a_word_seen_from_an_anchor(anchor: str, word: str, level: int, top: str) -> None:
    seen = routes(np.array(HEADS), np.array([WORDS.index(anchor)]))
    at = WORDS.index(word)
    assert seen.levels[0, at] == level
    assert WORDS[seen.tops[0, at]] == top


def test_the_first_word_of_a_subtree() -> None:
    seen = routes(np.array(HEADS), np.array([WORDS.index("held")]))
    assert [WORDS[i] for i in np.flatnonzero(seen.firsts[0])] == [
        "Peru", "held", "talks", ".", "They", "early"
    ]  # fmt: skip


@st.composite
def forests(draw: st.DrawFn) -> list[int]:
    """Heads of up to 20 words in one or more trees."""
    size = draw(st.integers(1, 20))
    order = draw(st.permutations(range(size)))
    heads = list(range(size))
    for i in range(1, size):
        if draw(st.integers(0, 5)):
            heads[order[i]] = order[draw(st.integers(0, i - 1))]
    return heads


def _up(heads: list[int], word: int) -> list[int]:
    found = [word]
    while heads[found[-1]] != found[-1]:
        found.append(heads[found[-1]])
    return found


def _plain(heads: list[int], anchor: int, word: int) -> tuple[int, int]:
    chain, up = _up(heads, anchor), _up(heads, word)
    if chain[-1] != up[-1]:
        return (OTHER_ROOT, word) if len(up) == 1 else (ELSEWHERE, up[-2])
    if word in chain:
        return min(chain.index(word), ABOVE), word
    meets = next(i for i, w in enumerate(up) if w in chain)
    return BELOW + min(chain.index(up[meets]), ABOVE), up[meets - 1]


@given(forests(), st.data())
def test_routes_are_what_they_are_said_to_be(heads: list[int], data: st.DataObject) -> None:
    anchors = data.draw(st.lists(st.integers(0, len(heads) - 1), min_size=1, max_size=4))
    seen = routes(np.array(heads), np.array(anchors))
    for row, anchor in enumerate(anchors):
        for word in range(len(heads)):
            level, top = _plain(heads, anchor, word)
            assert (seen.levels[row, word], seen.tops[row, word]) == (level, top)
            first = min(w for w in range(len(heads)) if top in _up(heads, w))
            assert seen.firsts[row, word] == (word == first or level <= ABOVE)
