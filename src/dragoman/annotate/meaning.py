"""Which name in a document a word that names nobody ("the ministry", "two men") takes its party
from: one score for every pair of a word and a name.

A product of two projections, a weight of the name's own, its kind and how far away it stands; see
`training/model.py` for the form.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.annotate.pairs import Floats, Ints, rounded

# Kinds of names (`knowledge`); what is none of these is the last.
KINDS = (
    *("country", "nationality", "capital", "seat", "people", "place", "institution", "person"),
    *("organisation", "ngo", "armed group", "other"),
)
_PLACES = {kind: k for k, kind in enumerate(KINDS)}
OFFSETS = 20  # classes of signed distances in words
_FURTHEST = OFFSETS // 2 - 1


def kind_class(kind: str) -> int:
    """The place of a kind of name in `KINDS`."""
    return _PLACES.get(kind, len(KINDS) - 1)


def offset_class(offset: Ints) -> Ints:
    """Signed distance in words to one of 20 classes: 0, 1, 2, 3-4, 5-8 ... over 128, either way."""
    size = np.maximum(np.abs(offset), 1)
    steps = np.where(offset == 0, 0, 1 + np.ceil(np.log2(size)).clip(max=_FURTHEST - 1))
    result: Ints = np.where(offset < 0, steps + _FURTHEST + 1, steps).astype(np.int64)
    return result


@dataclass(frozen=True)
class Meaning:
    """Projections of the words of a text: as words that mean somebody, (words, rank); as names,
    (words, rank + 1), the last number a weight of the name's own. kinds, offsets: (12,) and (20,)
    weights of the kinds of names and of the classes of distances.
    """

    words: Floats
    names: Floats
    kinds: Floats
    offsets: Floats

    @classmethod
    def of(cls, sense: Floats, weights: Mapping[str, Floats]) -> Meaning:
        """sense: (words, 384), the encoder's output; weights: the heads' (`training/export.py`)."""
        word, name = (
            rounded(sense @ weights[f"meaning.{k}.weight"].T + weights[f"meaning.{k}.bias"])
            for k in ("word", "name")
        )
        kinds, offsets = (weights[f"meaning.{k}.weight"][:, 0] for k in ("kind", "offset"))
        return cls(word, name, kinds, offsets)

    @classmethod
    def joined(cls, parts: Sequence[Meaning]) -> Meaning:
        """Of texts that follow each other; there is at least one."""
        words = np.concatenate([x.words for x in parts])
        names = np.concatenate([x.names for x in parts])
        return cls(words, names, parts[0].kinds, parts[0].offsets)

    def scores(self, word: int, names: Ints, kinds: Ints) -> Floats:
        """(n,): how likely the word means what each of the names stands for, before softmax.

        names, kinds: (n,) places of their last words, and the places of their kinds in `KINDS`.
        """
        views = self.names[names]
        found = views[:, :-1] @ self.words[word] / np.float32(math.sqrt(self.words.shape[1]))
        found += views[:, -1] + self.kinds[kinds] + self.offsets[offset_class(names - word)]
        return rounded(found)
