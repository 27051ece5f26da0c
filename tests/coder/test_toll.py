"""Figures in words and digits."""

from __future__ import annotations

import pytest

from dragoman.coder.toll.numbers import figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nine civilians", (9, 9)),
        ("21", (21, 21)),
        ("twenty-eight", (28, 28)),
        ("a dozen", (12, 12)),
        ("a dozen to 20", (12, 20)),
        ("two dozen", (24, 24)),
        ("hundreds", (100, 999)),
        ("more than 50", (51, 51)),
        ("1,200 people", (1200, 1200)),
        ("between 30 and 40", (30, 40)),
        ("a policeman", (1, 1)),
        ("three hundred and five", (305, 305)),
        ("at least 7", (7, 7)),
        ("no one", (0, 0)),
        ("civilians", None),
        ("two thousand", (2000, 2000)),
        ("fewer than 10", (9, 9)),
        ("dozens", (24, 99)),
        ("several thousand", (3000, 9000)),
        ("several hundred", (100, 999)),
        ("tens of thousands", (10000, 99999)),
        ("thousands", (1000, 9999)),
        ("hundreds of thousands", (100000, 999999)),
        ("half a dozen", (6, 6)),
        ("several dozen", (24, 99)),
        ("one hundred and forty-one", (141, 141)),
        ("a handful", (3, 9)),
        ("half a million", (500000, 500000)),
        ("1.7 million", (1700000, 1700000)),
        ("a few dozen", (24, 99)),
        ("four to five hundred", (400, 500)),
    ],
)
def test_figure(text: str, value: tuple[int, int] | None) -> None:
    assert figure(text) == value
