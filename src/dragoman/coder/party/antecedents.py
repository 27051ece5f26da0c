"""What the document has spoken of so far, and whom a pronoun or a bare description means."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from msgspec import Struct

from dragoman.coder.party.phrases import Side


class Spoken(Struct, frozen=True, gc=False):
    """A phrase that has been read: what it means and how it may be taken up again."""

    first: int  # atoms
    last: int
    sides: tuple[Side, ...]
    head: str
    kind: str  # person, state, body, armed, people, place
    plural: bool
    gender: str  # m, f or empty
    sentence: int
    paragraph: int
    subject: bool
    quoted: bool
    local: int | None = None
    words: frozenset[str] = frozenset()
    guessed: bool = False  # the party is only that of the country at hand
    aside: bool = False  # a place where something is ("in Geneva"), or the dateline
    named: bool = False  # a known name stands in it


Identity = tuple[object, ...]


def identity(phrase: Spoken) -> Identity:
    """What two phrases have in common that mean the same."""
    return tuple((s.party, s.sectors[:1], s.local) for s in phrase.sides)


Fitness = Callable[[Spoken], float]  # how well a phrase may be taken up; 0 for "cannot be"


def several(phrase: Spoken) -> float:
    """How well "they" takes up a phrase."""
    if phrase.kind == "person" or phrase.quoted:
        return 0.0
    if phrase.plural:
        return 3.0
    return 0.8 if phrase.kind in ("armed", "people") else 0.3


class Memory:
    """Phrases in text order. Looking back is bounded, so that the whole stays linear."""

    LOOK_BACK = 60  # phrases; farther antecedents were never right on the corpus

    def __init__(self) -> None:
        self.spoken: list[Spoken] = []
        self._firsts: list[int] = []

    def add(self, phrase: Spoken) -> None:
        self.spoken.append(phrase)
        self._firsts.append(phrase.first)

    def before(self, atom: int) -> list[Spoken]:
        """Phrases that begin before the atom, the nearest first."""
        at = bisect_left(self._firsts, atom)
        return self.spoken[max(0, at - self.LOOK_BACK) : at][::-1]

    def best(self, atom: int, sentence: int, fits: Fitness, *, reach: int = 4) -> Spoken | None:
        """The most salient phrase before the atom. `fits` gives a weight, 0 for "cannot be"."""
        found: Spoken | None = None
        top = 0.0
        for rank, phrase in enumerate(self.before(atom)):
            away = sentence - phrase.sentence
            if away > reach:
                break
            weight = fits(phrase)
            if weight <= 0 or not phrase.sides or phrase.sides[0].party is None:
                continue
            if phrase.aside:
                weight *= 0.3
            score = weight + (SUBJECT if phrase.subject else 0.0) - AWAY * away - NEAR * rank
            if found is None or score > top:
                found, top = phrase, score
        return found


# Tuned by hand on the dev part of the corpus; re-run training/measure_who.py after a change.
SUBJECT = 2.0  # a subject is taken up more often than an object
AWAY = 1.6  # for each sentence between
NEAR = 0.12  # for each phrase between
