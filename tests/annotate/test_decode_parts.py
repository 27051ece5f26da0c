"""Lemmas, trees, paths and windows: the parts of decoding that need no model."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.annotate.decode import bucket, spans
from dragoman.annotate.encode import cuts, shape
from dragoman.annotate.lemma import apply, script
from dragoman.annotate.path import best_paths
from dragoman.annotate.tree import best_tree


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("went", "go"),
        ("Allegations", "allegation"),
        ("U.N.", "U.N."),
        ("Seoul", "Seoul"),
        ("said", "say"),
        ("'s", "be"),
        ("NATO", "NATO"),
    ],
)
def test_script_makes_the_lemma(form: str, lemma: str) -> None:
    assert apply(form, script(form, lemma)) == lemma


@given(st.text(min_size=1, max_size=20))
def test_any_script_on_any_word_gives_a_string(form: str) -> None:
    assert isinstance(apply(form, script("rejected", "reject")), str)


def brute_tree(scores: np.ndarray) -> float:
    n = scores.shape[0]
    best = -1e18
    for heads in itertools.product(range(n + 1), repeat=n):
        if sum(h == 0 for h in heads) != 1 or any(h == i + 1 for i, h in enumerate(heads)):
            continue
        if not all(reaches(heads, i) for i in range(n)):
            continue
        best = max(best, sum(float(scores[i, h]) for i, h in enumerate(heads)))
    return best


def reaches(heads: tuple[int, ...], i: int) -> bool:
    for _ in range(len(heads) + 1):
        if heads[i] == 0:
            return True
        i = heads[i] - 1
    return False


@given(st.integers(1, 4), st.integers(0, 10_000))
def test_tree_is_the_best_one(n: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32).round(3)
    heads = best_tree(scores)
    assert sum(h == -1 for h in heads) == 1
    assert all(reaches(tuple(h + 1 for h in heads), i) for i in range(n))
    # The three likeliest roots are tried, which for so few words is nearly all of them.
    if n <= 3:
        assert sum(float(scores[i, h + 1]) for i, h in enumerate(heads)) == pytest.approx(
            brute_tree(scores), abs=1e-3
        )


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_path_is_the_best_valid_one(words: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(2, words, 5)).astype(np.float32)
    found = best_paths(scores)
    for row, path in zip(scores, found, strict=True):
        best = max(
            sum(float(row[t, k]) for t, k in enumerate(option))
            for option in itertools.product(range(5), repeat=words)
            if all(
                k % 2 or k == 0 or (t and option[t - 1] in (k, k - 1)) for t, k in enumerate(option)
            )
        )
        assert sum(float(row[t, k]) for t, k in enumerate(path)) == pytest.approx(best, abs=1e-4)


def test_spans_of_a_row() -> None:
    names = ["O", "B-A", "I-A", "B-B", "I-B"]
    assert spans(np.array([0, 1, 2, 3, 0, 4]), names) == [(1, 3, "A"), (3, 4, "B"), (5, 6, "B")]


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, 0), (1, 1), (2, 2), (4, 3), (8, 4), (16, 5), (32, 6), (33, 7), (-1, 9), (-40, 15)],
)
def test_bucket(offset: int, place: int) -> None:
    assert bucket(np.array([offset]))[0] == place


@pytest.mark.parametrize(
    ("word", "kind"),
    [("lower", 0), ("Seoul", 1), ("NATO", 2), ("McKay", 3), ("F-16", 4), ("--", 5), ("A", 1)],
)
def test_shape(word: str, kind: int) -> None:
    assert shape(word) == kind


@given(st.lists(st.integers(1, 16), min_size=1, max_size=300), st.integers(0, 1000))
def test_windows_cover_a_document_in_order(sizes: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    words = [("." if rng.random() < 0.1 else "w") for _ in sizes]
    paragraph = [bool(rng.random() < 0.02) for _ in sizes]
    pieces = [[1] * n for n in sizes]
    ranges = cuts(pieces, words, paragraph, limit=64)
    assert [i for s, e in ranges for i in range(s, e)] == list(range(len(sizes)))
    assert all(sum(sizes[s:e]) <= 64 for s, e in ranges)
