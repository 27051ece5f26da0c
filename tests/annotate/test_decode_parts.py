"""Lemmas, trees, paths and windows: the parts of decoding that need no model."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.annotate.decode import spans
from dragoman.annotate.encode import CLS, SEP, cuts, shape, window
from dragoman.annotate.lemma import apply, script
from dragoman.annotate.pairs import TASKS, VIEWS, Pairs, Seen, bucket
from dragoman.annotate.path import best_paths
from dragoman.annotate.routes import BELOW, LEVELS
from dragoman.annotate.tree import best_tree, best_trees


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


@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(0, 10_000))
def test_trees_of_many_sentences_are_those_of_each(sizes: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = np.full((sum(sizes), 1 + max(sizes)), -np.inf, np.float32)
    sentences, alone, at = [], [], 0
    for n in sizes:
        scores = rng.normal(size=(n, n + 1)).astype(np.float32).round(3)
        table[at : at + n, : n + 1] = scores
        sentences.append((at, at + n))
        alone += best_tree(scores)
        at += n
    assert best_trees(table, sentences) == alone


def path_value(row: np.ndarray, path: tuple[int, ...], begin_cost: float) -> float:
    return sum(float(row[t, k]) - begin_cost * (k % 2) for t, k in enumerate(path))


@given(st.integers(1, 6), st.integers(0, 10_000), st.sampled_from([0.0, 1.0]))
def test_path_is_the_best_valid_one(words: int, seed: int, begin_cost: float) -> None:
    scores = np.random.default_rng(seed).normal(size=(2, words, 5)).astype(np.float32).round(3)
    found = best_paths(scores, begin_cost=begin_cost)
    for row, path in zip(scores, found.tolist(), strict=True):
        best = max(
            path_value(row, option, begin_cost)
            for option in itertools.product(range(5), repeat=words)
            if all(
                k % 2 or k == 0 or (t and option[t - 1] in (k, k - 1)) for t, k in enumerate(option)
            )
        )
        assert path_value(row, path, begin_cost) == pytest.approx(best, abs=1e-4)


@given(st.integers(1, 9), st.integers(0, 10_000))
def test_what_may_stand_once_begins_once(words: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(3, words, 7)).astype(np.float32).round(3)
    free, bound = best_paths(scores), best_paths(scores, once=(1, 3))
    for row, before, path in zip(scores, free.tolist(), bound.tolist(), strict=True):
        assert path.count(1) <= 1
        assert path.count(3) <= 1
        assert path_value(row, path, 0.0) <= path_value(row, before, 0.0) + 1e-4
        if max(before.count(1), before.count(3)) <= 1:
            assert path == before


@given(st.integers(1, 80), st.integers(0, 10_000))
def test_a_row_has_the_same_path_beside_others(words: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(3, words, 7)).astype(np.float32).round(3)
    scores[:, :, 0] += 1.5  # mostly outside, as in a text
    together = best_paths(scores)
    assert together.tolist() == [best_paths(row[None])[0].tolist() for row in scores]


@pytest.mark.parametrize(
    ("scores", "path"),
    [
        ([[0, -1, 2], [0, -1, 2]], [1, 2]),  # to begin costs less than to give up both
        ([[0, -4, 2], [0, -1, 0.5]], [0, 0]),
        ([[0, -1, -1], [0, -1, 1]], [0, 0]),  # as good as [1, 2], and the first label wins
    ],
)
def test_path_around_a_break(scores: list[list[float]], path: list[int]) -> None:
    assert best_paths(np.array([scores], np.float32)).tolist() == [path]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(0, 1000))
def test_pair_scores_of_a_sentence_are_those_of_it_alone(sizes: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    rank, labels, deps = 4, 5, 3
    shapes = {
        "joint.weight": (labels, rank),
        "from_token.weight": (labels, rank),
        "from_anchor.weight": (labels, rank),
        "from_anchor.bias": (labels,),
        "distance.weight": (16, labels),
        "kind.weight": (LEVELS * 2 * deps, rank),
        "link.weight": (LEVELS * deps, rank),
    }
    weights = {
        f"role.{name}": rng.normal(size=size).astype(np.float32) for name, size in shapes.items()
    }
    pairs = rng.normal(size=(sum(sizes), VIEWS * len(TASKS) * rank)).astype(np.float32)
    bounds = np.cumsum([0, *sizes]).tolist()
    sentences = list(itertools.pairwise(bounds))
    heads = np.concatenate([_heads(end - start, rng) + start for start, end in sentences])
    names = rng.integers(0, deps, len(heads))
    role = Pairs("role", weights)
    anchors = np.array([a for start, end in sentences for a in (start, end - 1)])
    seen = Seen.of(anchors, heads, names, deps)
    found = role.by_sentence(pairs, seen, [s for s in sentences for _ in range(2)])
    assert found.shape == (len(anchors), max(sizes), labels)
    for k, (start, end) in enumerate(sentences):
        own = slice(start, end)
        here = Seen.of(np.array([0, end - 1 - start]), heads[own] - start, names[own], deps)
        alone = role.of_window(pairs[own], here)
        mine = found[2 * k : 2 * k + 2]
        assert mine[:, : end - start] == pytest.approx(alone, abs=2e-3)
        assert (mine[:, end - start :].argmax(2) == 0).all()


def _heads(size: int, rng: np.random.Generator) -> np.ndarray:
    """A tree of so many words."""
    order = rng.permutation(size)
    heads = np.arange(size)
    for i in range(1, size):
        heads[order[i]] = order[rng.integers(0, i)]
    return heads


def test_pair_scores_by_hand() -> None:
    one = np.ones((1, 1), np.float32)
    kind, link = np.zeros((LEVELS * 2, 1), np.float32), np.zeros((LEVELS, 1), np.float32)
    kind[2 * BELOW + 1], link[BELOW] = 0.5, 0.25  # the first word of a subtree below the anchor
    weights = {
        "role.joint.weight": 2 * one,
        "role.from_token.weight": 3 * one,
        "role.from_anchor.weight": 5 * one,
        "role.from_anchor.bias": 7 * one[0],
        "role.distance.weight": np.arange(16, dtype=np.float32)[:, None] * 100,
        "role.kind.weight": kind,
        "role.link.weight": link,
    }
    pairs = np.zeros((2, 9), np.float32)
    # as anchors, as words, as tops of subtrees
    pairs[:, 0], pairs[:, 1], pairs[:, 2] = (10, 20), (1, -1), (0.25, 0.25)
    seen = Seen.of(np.array([1]), np.array([1, 1]), np.array([0, 0]), 1)
    found = Pairs("role", weights).of_window(pairs, seen)
    # The first word is seen as 1 + 0.25 + 0.5 + 0.25 = 2, the anchor itself as relu(-0.75).
    # joint 2 * anchor * seen, 3 * seen, 5 * anchor, bias, distance of -1 (class 9) and of 0
    assert found.tolist() == [[[80 + 6 + 100 + 7 + 900], [100 + 7]]]


def test_spans_of_a_row() -> None:
    names = ["O", "B-A", "I-A", "B-B", "I-B"]
    assert spans([0, 1, 2, 3, 0, 4], names) == [(1, 3, "A"), (3, 4, "B"), (5, 6, "B")]


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, 0), (1, 1), (2, 2), (4, 3), (8, 4), (16, 5), (32, 6), (33, 7), (-1, 9), (-40, 15)],
)
def test_bucket(offset: int, place: int) -> None:
    assert bucket(np.array([offset]))[0] == place


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("lower", 0),
        ("Seoul", 1),
        ("NATO", 2),
        ("McKay", 3),
        ("F-16", 4),
        ("--", 5),
        ("A", 1),
        ("²", 4),
        ("Ⅳ", 1),
        ("x-ray", 0),
    ],
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


def test_window_of_some_words() -> None:
    pieces = [(11,), (12, 13), (14,), (15, 16, 17)]
    one = window(pieces, ["a", "Bb", ".", "CC"], [True, False, False, True], start=1, end=4)
    assert (one.start, one.end) == (1, 4)
    assert one.ids.tolist() == [CLS, 12, 13, 14, 15, 16, 17, SEP]
    assert one.cases.tolist() == [5, 1, 1, 5, 8, 8, 8, 5]
    assert (one.first.tolist(), one.last.tolist()) == ([1, 3, 4], [2, 3, 6])
    assert all(x.dtype == np.int64 for x in (one.ids, one.cases, one.first, one.last))
