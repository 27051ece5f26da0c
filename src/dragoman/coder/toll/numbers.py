"""Numbers of people: from the words of a figure to its lowest and highest value."""

from __future__ import annotations

import re
from functools import lru_cache

_UNITS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    w: 10 * n
    for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
# Round words stand for a range; "dozens" and the like have no upper bound in the text, so twice to
# ten times is a reading of ours.
_ROUND = {
    "dozens": (24, 99), "scores": (40, 99), "hundreds": (100, 999), "thousands": (1000, 9999),
    "tens": (10, 99), "several": (3, 9), "few": (3, 5), "handful": (3, 9),
    "couple": (2, 2), "dozen": (12, 12),
    "score": (20, 20), "no": (0, 0), "none": (0, 0), "nobody": (0, 0), "pair": (2, 2),
    "both": (2, 2), "a": (1, 1), "an": (1, 1),
}  # fmt: skip
# Where the corpus reads the round word otherwise than its scale times its range.
_SCALED = {("several", "hundred"): (100, 999)}
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[a-z]+", re.IGNORECASE)
_SHARED_SCALE = re.compile(
    r"(?:\b(?:to|or)\s|-)\s*\w+\s+(hundred|thousand|million)\b", re.IGNORECASE
)
_MORE = re.compile(r"\b(more than|over|upwards of|above)\b", re.IGNORECASE)
_LESS = re.compile(r"\b(fewer than|less than|under)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def figure(text: str) -> tuple[int, int] | None:
    """The number that some words give, as (low, high); None where there is none.

    "nine" is (9, 9), "a dozen to 20" (12, 20), "hundreds" (200, 999), "more than 50" (51, 51).
    """
    values = _values(text)
    if not values:
        return None
    low, high = values[0]
    shared = _SHARED_SCALE.search(text)
    if shared is not None and len(values) == 2 and low < 100:
        low *= _SCALES[shared.group(1).lower()]  # "four to five hundred"
    if len(values) > 1 and re.search(r"\b(to|and|or)\b|[-–]", text) and values[-1][1] >= low:
        high = values[-1][1]
    if _MORE.search(text) and low == high:
        low, high = low + 1, high + 1
    elif _LESS.search(text) and low == high and low > 0:
        low, high = low - 1, high - 1
    return low, high


def _values(text: str) -> list[tuple[int, int]]:
    words = [w.lower() for w in _TOKEN.findall(text)]
    out: list[tuple[int, int]] = []
    plain: list[str] = []
    i = 0
    while i < len(words):
        scaled = _scaled(words[i : i + 3])
        if scaled is None:
            plain.append(words[i])
            i += 1
        else:
            while plain and plain[-1] in ("a", "an"):
                plain.pop()  # "a few dozen"
            out += [*_plain_values(plain), scaled[0]]
            plain = []
            i += scaled[1]
    return out + _plain_values(plain)


def _scaled(words: list[str]) -> tuple[tuple[int, int], int] | None:
    """A round word with its scale, and how many words they are: "several thousand", "tens of
    thousands", "half a dozen"."""
    if words[:2] == ["half", "a"] and len(words) == 3:
        whole = _SCALES.get(words[2], 12 if words[2] == "dozen" else 0)
        return ((whole // 2, whole // 2), 3) if whole else None
    many = _ROUND.get(words[0])
    rest = words[1:]
    if many is None or many[1] <= many[0] or not rest:
        return None
    if rest[0] == "dozen":
        return _ROUND["dozens"], 2
    if (words[0], rest[0]) in _SCALED:
        return _SCALED[words[0], rest[0]], 2
    if rest[0] in _SCALES:
        scale = _SCALES[rest[0]]
        return (many[0] * scale, many[1] * scale), 2
    scale = _SCALES.get(rest[-1].removesuffix("s"), 0)
    if rest[0] == "of" and len(rest) > 1 and scale:
        return (many[0] * scale, (many[1] + 1) * scale - 1), 3
    return None


def _plain_values(words: list[str]) -> list[tuple[int, int]]:
    out: list[tuple[float, float]] = []
    total: float | None = None
    for word in words:
        number = _number(word)
        if number is not None:
            fresh = total is None or not (total % 10 == 0 and number < 10 and word.isalpha())
            if (
                fresh
                and total is not None
                and not (total % 100 == 0 and number < 100 and word.isalpha())
            ):
                out.append((total, total))
                total = number
            else:
                total = (total or 0) + number
        elif word in _SCALES:
            total = (total or 1) * _SCALES[word]
        elif word == "dozen" and total is not None:
            total *= 12
        elif word in _ROUND and not (word in ("a", "an") and len(words) > 1 and _counts(words)):
            if total is not None:
                out.append((total, total))
                total = None
            out.append(_ROUND[word])
        elif word != "and" and total is not None:
            out.append((total, total))
            total = None
    if total is not None:
        out.append((total, total))
    return [(round(low), round(high)) for low, high in out]


def _counts(words: list[str]) -> bool:
    """Whether some word beside the article counts: "a dozen", but not "a policeman"."""
    return any(
        _number(w) is not None or w in _SCALES or (w in _ROUND and w not in ("a", "an"))
        for w in words
    )


def _number(word: str) -> float | None:
    if word[0].isdigit():
        return float(word.replace(",", ""))
    return _UNITS.get(word, _TENS.get(word))
