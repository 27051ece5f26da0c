"""From some words of an argument to the whole noun phrase that they stand in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import numpy as np
from spacy.attrs import DEP, HEAD, IDX, IS_PUNCT, IS_SPACE, LENGTH, POS
from spacy.parts_of_speech import NAMES as POS_NAMES
from spacy.tokens import Doc

from dragoman.records import Span

# From these a phrase is looked for above: "the" stands for its noun, "Barack" for "Obama".
INNER = frozenset(
    {"det", "compound", "amod", "nummod", "flat", "case", "punct", "advmod", "fixed", "goeswith"}
)
# What belongs to a mention; clauses, coordinated and loosely added phrases do not.
PARTS = INNER | {"nmod", "appos"}
NEAR_TOKENS = 6


class NounPhrases:
    """The noun phrases of one document; made once a document.

    The same words are asked for again and again, and the syntax is wanted word by word, which a
    `Doc` gives slowly: it is read once, and each answer is kept.
    """

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        table = doc.to_array([IDX, LENGTH, POS, DEP, HEAD, IS_PUNCT, IS_SPACE])
        self._starts: list[int] = table[:, 0].tolist()
        self._ends: list[int] = (table[:, 0] + table[:, 1]).tolist()
        names = {key: POS_NAMES[key] for key in set(table[:, 2].tolist())}
        self._pos = [names[key] for key in table[:, 2].tolist()]
        strings = doc.vocab.strings
        labels = {key: strings[key] for key in set(table[:, 3].tolist())}
        self._deps = [labels[key] for key in table[:, 3].tolist()]
        parts = {label: label.split(":")[0] for label in labels.values()}
        self._parts = [parts[label] for label in self._deps]
        self._heads: list[int] = (np.arange(len(doc)) + table[:, 4].astype(np.int64)).tolist()
        self._signs = [bool(mark or blank) for mark, blank in table[:, 5:].tolist()]
        self._children: list[list[int]] = [[] for _ in self._heads]
        for i, head in enumerate(self._heads):
            if head != i:
                self._children[head].append(i)
        self._phrases: dict[Span, Span] = {}
        self._coordinated: dict[Span, list[Span]] = {}

    def coordinated(self, span: Span) -> Sequence[Span]:
        """The noun phrase around `span` and those coordinated with it: who joins in, joins in
        all.
        """
        if span not in self._coordinated:
            self._coordinated[span] = self._joined(span)
        return self._coordinated[span]

    def phrase(self, span: Span) -> Span:
        """The characters of the noun phrase around `span`, at least `span` itself.

        The phrase of a name or noun holds its articles, adjectives, names, possessors, `of` phrases
        and appositions.
        A coordination that `span` covers stays whole.
        """
        if span not in self._phrases:
            self._phrases[span] = self._around(span)
        return self._phrases[span]

    def owned(self, span: Span) -> Span | None:
        """The characters of the noun that the words of `span` own: "army" of "Chad's" in "Chad's
        army"; None where they own nothing."""
        first, end = self._words(span)
        if first >= end:
            return None
        top = self._root(first, end)
        if self._deps[top] != "nmod:poss" or not top < self._heads[top] <= top + NEAR_TOKENS:
            return None
        noun = self._heads[top]
        return self._starts[noun], self._ends[noun]

    def subjects_first(self, anchor: int, spans: Sequence[Span]) -> tuple[Span, ...]:
        """`spans`; for a noun `anchor`, those in the subject of its clause first."""
        if self._pos[anchor] not in ("NOUN", "PROPN"):
            return tuple(spans)
        for word in self._upwards(anchor):
            subjects = [c for c in self._children[word] if self._parts[c] == "nsubj"]
            if subjects:
                phrases = [self.phrase((self._starts[c], self._ends[c])) for c in subjects]
                return tuple(
                    sorted(spans, key=lambda s: not any(a <= s[0] < b for a, b in phrases))
                )
        return tuple(spans)

    def _upwards(self, i: int) -> Iterator[int]:
        """A word and those above it."""
        yield i
        while self._heads[i] != i:
            i = self._heads[i]
            yield i

    def _joined(self, span: Span) -> list[Span]:
        first, end = self._words(span)
        if first >= end:
            return [span]
        top = self._top(self._root(first, end))
        mates = [i for i in self._conjuncts(top) if self._pos[i] in ("NOUN", "PROPN", "PRON")]
        own = self.phrase(span)
        if len(mates) < 2:
            return [own]
        spans = [self.phrase((self._starts[i], self._ends[i])) for i in mates if i != top]
        return sorted({own, *(s for s in spans if s[1] <= own[0] or s[0] >= own[1])})

    def _around(self, span: Span) -> Span:
        first, end = self._words(span)
        if first >= end:
            return span
        top = self._top(self._root(first, end))
        if self._pos[top] not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM"):
            return span
        inside = {*range(first, end), *self._phrase(top)}
        # Only what runs on without a gap belongs to it.
        left = right = top
        while left - 1 in inside:
            left -= 1
        while right + 1 in inside:
            right += 1
        left, right = self._trimmed(min(left, first), max(right, end - 1))
        return self._starts[left], self._ends[right]

    def _words(self, span: Span) -> tuple[int, int]:
        """The tokens, end exclusive, that the characters of `span` touch."""
        first = max(bisect_right(self._starts, span[0]) - 1, 0)
        if self._ends[first : first + 1] == [span[0]]:  # on the blank behind a word
            first += 1
        return first, bisect_left(self._starts, span[1])

    def _root(self, first: int, end: int) -> int:
        """The word of some that stands highest in the tree."""
        return first if end - first == 1 else self._doc[first:end].root.i

    def _top(self, i: int) -> int:
        """The noun of the phrase that a word stands in."""
        head = self._heads[i]
        while self._parts[i] in INNER and head != i and abs(i - head) <= NEAR_TOKENS:
            i, head = head, self._heads[head]
        return i

    def _conjuncts(self, i: int) -> list[int]:
        """A word and those coordinated with it."""
        first = i
        while self._deps[first] == "conj" and self._heads[first] != first:
            first = self._heads[first]
        found = [first]
        for word in found:
            found += [c for c in self._children[word] if c > word and self._deps[c] == "conj"]
        return [i, *(c for c in found if c != i)]

    def _phrase(self, top: int) -> set[int]:
        found = {top}
        for child in self._children[top]:
            part = self._parts[child]
            if part not in PARTS or (part == "case" and child < top) or self._pos[child] == "VERB":
                continue
            found |= self._subtree(child) if part != "nmod" else self._with_case(child)
        return found

    def _subtree(self, top: int) -> set[int]:
        found = [top]
        for i in found:
            found += self._children[i]
        return set(found)

    def _with_case(self, noun: int) -> set[int]:
        """What hangs on a noun, without the relative clauses behind it."""
        above = noun
        while self._heads[above] != above:
            above = self._heads[above]
            if self._clause_behind(above, noun):
                return set()
        found = [noun]
        for i in found:
            found += [c for c in self._children[i] if not self._clause_behind(c, noun)]
        return set(found)

    def _clause_behind(self, i: int, noun: int) -> bool:
        return i > noun and self._parts[i].startswith("acl")

    def _trimmed(self, left: int, right: int) -> tuple[int, int]:
        while right > left and self._signs[right]:
            right -= 1
        while left < right and (self._signs[left] or self._pos[left] == "ADP"):
            left += 1
        return left, right
