"""Which name a word takes its party from: scores by hand, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.annotate.layers import Chances
from dragoman.annotate.meaning import KINDS, OFFSETS, Meaning, offset_class


@pytest.mark.parametrize(
    ("offset", "place"),
    [
        *((0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (8, 4), (9, 5), (128, 8), (129, 9)),
        *((9000, 9), (-1, 11), (-2, 12), (-4, 13), (-128, 18), (-129, 19), (-9000, 19)),
    ],
)
def test_offset_class(offset: int, place: int) -> None:
    assert offset_class(np.array([offset])).tolist() == [place]


@given(st.lists(st.integers(-5000, 5000), min_size=1))
def test_classes_grow_with_the_distance(offsets: list[int]) -> None:
    places = offset_class(np.array(sorted(offsets, key=abs)))
    assert all(0 <= p < OFFSETS for p in places.tolist())
    ahead = [p for p in places.tolist() if p < OFFSETS // 2]
    assert ahead == sorted(ahead)


def made(words: int, seed: int) -> Meaning:
    rng = np.random.default_rng(seed)
    weights = {
        "meaning.word.weight": rng.normal(size=(4, 6)),
        "meaning.word.bias": rng.normal(size=4),
        "meaning.name.weight": rng.normal(size=(5, 6)),
        "meaning.name.bias": rng.normal(size=5),
        "meaning.kind.weight": rng.normal(size=(len(KINDS), 1)),
        "meaning.offset.weight": rng.normal(size=(OFFSETS, 1)),
    }
    sense = np.random.default_rng(seed + 1).normal(size=(words, 6)).astype(np.float32)
    return Meaning.of(sense, {k: v.astype(np.float32) for k, v in weights.items()})


def test_scores_by_hand() -> None:
    kinds, offsets = np.zeros(len(KINDS), np.float32), np.zeros(OFFSETS, np.float32)
    kinds[3], offsets[12] = 0.5, 0.25
    words = np.array([[0, 0, 0, 0], [0, 0, 0, 0], [2, 0, 0, 0]], np.float32)
    names = np.array([[3, 9, 9, 9, 1], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]], np.float32)
    found = Meaning(words, names, kinds, offsets).scores(2, np.array([0, 1]), np.array([3, 0]))
    # 2 * 3 / sqrt(4) + 1 + 0.5 + 0.25: two words before; the other name has nothing.
    assert found.tolist() == [4.75, 0.0]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(0, 99))
def test_a_text_in_windows_scores_as_a_whole(sizes: list[int], seed: int) -> None:
    whole = made(sum(sizes), seed)
    ends = np.cumsum(sizes)
    parts = [
        Meaning(whole.words[e - n : e], whole.names[e - n : e], whole.kinds, whole.offsets)
        for e, n in zip(ends, sizes, strict=True)
    ]
    names, kinds = np.arange(sum(sizes)), np.zeros(sum(sizes), np.int64)
    joined = Meaning.joined(parts)
    for word in range(sum(sizes)):
        assert (joined.scores(word, names, kinds) == whole.scores(word, names, kinds)).all()


def test_chances_of_a_word() -> None:
    first = Chances(("GOV", "MIL"), np.array([[0.75, 0.25]], np.float32))
    second = Chances(("GOV", "MIL"), np.array([[0.5, 0.5], [0.0, 1.0]], np.float32))
    joined = Chances.joined([first, second])
    assert joined.of(0) == {"GOV": 0.75, "MIL": 0.25}
    assert joined.of(2) == {"GOV": 0.0, "MIL": 1.0}
