"""Words to what the encoder reads: subword ids, casing ids, and windows of one document.

A window never mixes documents, is never padded, and is cut by rules that look at the document alone, so that a document
reads the same whatever is read beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

MAX_SUBWORDS = 384  # a window, without the two marks at its ends; most news articles need one or two
CASES = 12  # six shapes of a word, each within a paragraph or at its start
CLS, SEP, UNK = 101, 102, 100
SENTENCE_END = frozenset({".", "!", "?", '."', '.”', "\u3002"})


@dataclass(frozen=True)
class Window:
    """Words `[start, end)` of a document as encoder input, one row without padding.

    ids, cases: (subwords + 2,) int64; first, last: (words,) int64, positions of each word's first and last subword in `ids`.
    """

    start: int
    end: int
    ids: Ints
    cases: Ints
    first: Ints
    last: Ints


def shape(word: str) -> int:
    """The shape of a word, 0 to 5: lower, Capital, UPPER, miXed, with digits, punctuation."""
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
    """WordPiece (Wu et al. 2016) over single words; `tokenizer.json` of the encoder is the vocabulary."""

    def __init__(self, path: str) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(path)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.word = lru_cache(maxsize=65536)(self._word)

    def _word(self, word: str) -> tuple[int, ...]:
        """Ids of one word's subwords, at most 16 of them; at least one."""
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids
        return tuple(ids[:16]) or (UNK,)


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
    ids: list[int] = [CLS]
    cases: list[int] = [5]
    first: list[int] = []
    last: list[int] = []
    for i in range(start, stop):
        case = shape(words[i]) + (6 if starts_paragraph[i] else 0)
        first.append(len(ids))
        ids.extend(pieces[i])
        cases.extend([case] * len(pieces[i]))
        last.append(len(ids) - 1)
    ids.append(SEP)
    cases.append(5)
    return Window(
        start,
        stop,
        np.array(ids, dtype=np.int64),
        np.array(cases, dtype=np.int64),
        np.array(first, dtype=np.int64),
        np.array(last, dtype=np.int64),
    )


def cuts(
    pieces: Sequence[Sequence[int]],
    words: Sequence[str],
    starts_paragraph: Sequence[bool],
    *,
    limit: int = MAX_SUBWORDS,
) -> list[tuple[int, int]]:
    """Word ranges of the windows of one document, each of at most `limit` subwords.

    A window ends at the last paragraph of its second half, else after the last full stop of it, else where it is full.
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


def _good_end(
    words: Sequence[str], starts_paragraph: Sequence[bool], start: int, end: int
) -> int:
    half = start + (end - start) // 2
    for i in range(end, half, -1):
        if starts_paragraph[i]:
            return i
    for i in range(end, half, -1):
        if words[i - 1] in SENTENCE_END:
            return i
    return end
