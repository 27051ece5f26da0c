"""Words to what the encoder reads: subword ids, casing ids, and windows of one document.

A window never mixes documents, is never padded, and is cut by rules that look at the document
alone, so that a document reads the same whatever is read beside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

# A window, without the two marks at its ends; most news articles need one or two.
MAX_SUBWORDS = 384
CASES = 12  # six shapes of a word, each within a paragraph or at its start
MAX_PIECES = 16  # subwords read of one word
CLS, SEP, UNK = 101, 102, 100
SENTENCE_END = frozenset({".", "!", "?", '."', ".”", "\u3002"})


@dataclass(frozen=True)
class Window:
    """Words `[start, end)` of a document as encoder input, one row without padding.

    ids, cases: (subwords + 2,) int64; first, last: (words,) int64, positions of each word's first
    and last subword in `ids`.
    """

    start: int
    end: int
    ids: Ints
    cases: Ints
    first: Ints
    last: Ints


def shape(word: str) -> int:
    """The shape of a word, 0 to 5: lower, Capital, UPPER, miXed, with digits, punctuation."""
    if not word.isalpha():  # looking at each letter takes long, and most words are plain
        if not any(c.isalnum() for c in word):
            return 5
        if any(c.isdigit() for c in word):
            return 4
    if word.islower():
        return 0
    if word.isupper() and len(word) > 1:
        return 2
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 1
    return 3


class Subwords:
    """WordPiece (Wu et al. 2016) over single words, lower-cased and without accents, as BERT's
    uncased models read them.
    """

    def __init__(self, vocabulary: Path) -> None:
        names = vocabulary.read_text(encoding="utf-8").split("\n")
        self._ids = {name: i for i, name in enumerate(names) if name}
        self.word = lru_cache(maxsize=65536)(self._word)

    def _word(self, word: str) -> tuple[int, ...]:
        """Ids of one word's subwords, at most `MAX_PIECES` of them and at least one."""
        if word in self._ids and word.startswith("[unused"):
            return (self._ids[word],)
        ids: list[int] = []
        for part in _parts(word):
            ids.extend(self._pieces(part))
        return tuple(ids[:MAX_PIECES]) or (UNK,)

    def _pieces(self, part: str) -> list[int]:
        """Longest match first; one unknown mark where some of it is not in the vocabulary."""
        if len(part) > 100:
            return [UNK]
        ids: list[int] = []
        at = 0
        while at < len(part):
            mark = "##" if at else ""
            end = len(part)
            while end > at and mark + part[at:end] not in self._ids:
                end -= 1
            if end == at:
                return [UNK]
            ids.append(self._ids[mark + part[at:end]])
            at = end
        return ids


def _parts(word: str) -> list[str]:
    """A word in BERT's normal form: lower case, no accents or controls, cut at punctuation and at
    Chinese characters.
    """
    plain = unicodedata.normalize("NFD", word.lower())
    parts: list[str] = [""]
    for c in plain:
        kind = unicodedata.category(c)
        if kind == "Mn" or (kind[0] == "C" and c not in "\t\n\r"):
            continue
        if c.isspace():
            parts.append("")
        elif _stands_alone(c, kind):
            parts += [c, ""]
        else:
            parts[-1] += c
    return [p for p in parts if p]


def _stands_alone(c: str, kind: str) -> bool:
    return (
        kind[0] == "P" or c in "$+<=>^`|~" or "\u4e00" <= c <= "\u9fff" or "\u3400" <= c <= "\u4dbf"
    )


def window(
    pieces: Sequence[Sequence[int]],
    words: Sequence[str],
    starts_paragraph: Sequence[bool],
    *,
    start: int = 0,
    end: int | None = None,
) -> Window:
    """Encoder input for words `[start, end)`."""
    stop = len(words) if end is None else end
    inside = pieces[start:stop]
    shapes = [shape(word) for word in words[start:stop]]
    counts = np.array([len(ids) for ids in inside], dtype=np.int64)
    ends = counts.cumsum()  # the mark before the first word makes these the last subwords
    kinds = np.array(shapes, dtype=np.int64) + 6 * np.array(starts_paragraph[start:stop], np.int64)
    ids = [CLS, *chain.from_iterable(inside), SEP]
    cases = np.full(len(ids), 5, dtype=np.int64)
    cases[1:-1] = np.repeat(kinds, counts)
    return Window(start, stop, np.array(ids, dtype=np.int64), cases, ends - counts + 1, ends)


def cuts(
    pieces: Sequence[Sequence[int]],
    words: Sequence[str],
    starts_paragraph: Sequence[bool],
    *,
    limit: int = MAX_SUBWORDS,
) -> list[tuple[int, int]]:
    """Word ranges of the windows of one document, each of at most `limit` subwords.

    A window ends at the last paragraph of its second half, else after the last full stop of it,
    else where it is full.
    """
    ranges: list[tuple[int, int]] = []
    start, total = 0, len(words)
    while start < total:
        size, end = 0, start
        while end < total and size + len(pieces[end]) <= limit:
            size += len(pieces[end])
            end += 1
        end = max(end, start + 1)
        if end < total:
            end = _good_end(words, starts_paragraph, start, end)
        ranges.append((start, end))
        start = end
    return ranges


def _good_end(words: Sequence[str], starts_paragraph: Sequence[bool], start: int, end: int) -> int:
    half = start + (end - start) // 2
    for i in range(end, half, -1):
        if starts_paragraph[i]:
            return i
    for i in range(end, half, -1):
        if words[i - 1] in SENTENCE_END:
            return i
    return end
