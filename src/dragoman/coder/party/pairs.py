"""Whom "both sides", "the two countries" mean: the two parties that a document sets against each
other, or two of one country ("both unions").

Every party has a score: how often it was spoken of before, how lately, how often the whole document
names it, what the network sees in the words. Two have the sum, and more where sentences name them
together; one alone has its own. The weights are fitted to the corpus (`python -m training.pairs`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from math import log1p

from msgspec import Struct

from dragoman.coder.party.antecedents import Spoken
from dragoman.coder.party.inventory import Inventory

BODIES = ("IGO:", "NGO:")
ARMED = "ARM:"
FEATURES = ("before", "near", "subject", "named", "seen", "body", "armed_state", "armed")
# In the order of FEATURES. Who deals with both is none of them; bodies mediate.
PARTY = (0.74, 0.32, -0.42, 0.90, 3.24, -0.68, -1.58, 0.66)
TOGETHER = 1.24  # times the logarithm of one and the sentences that name both
JUST_TWO = 0.73  # for the only two of the sentence at hand, or of the one before
ALONE = (1.37, 1.46)  # the weight of the score of one alone, and what is added to it
ALONE_PEOPLE, ALONE_BARE = 1.19, 0.15  # added for "both men", and for words without a noun


class Candidate(Struct, frozen=True, gc=False):
    """A party that may be meant, by what is counted of it before some words."""

    party: str
    before: int  # phrases that spoke of it
    near: bool  # in this sentence or the one before
    subject: bool  # of the sentence at hand
    named: frozenset[int]  # sentences of the document with its name
    names: int
    seen: float  # the network's share

    def features(self, *, states: bool) -> tuple[float, ...]:
        """In the order of FEATURES; `states` where the words ask for countries."""
        armed = self.party.startswith(ARMED)
        return (
            log1p(self.before), self.near, self.subject, log1p(self.names), self.seen,
            self.party.startswith(BODIES), armed and states, armed,
        )  # fmt: skip


class Question(Struct, frozen=True):
    """Words that mean two, and who may be meant."""

    candidates: tuple[Candidate, ...]
    just_two: frozenset[str]
    states: bool
    people: bool
    bare: bool


def question(
    before: Sequence[Spoken], sentence: int, inventory: Inventory, seen: Mapping[str, float],
    *, states: bool, people: bool, bare: bool, armed: bool,
) -> Question:  # fmt: skip
    """`before`: the phrases before the words, the nearest first; `seen`: the network's shares.
    Words for `armed` groups mean these alone, where two were spoken of."""
    spoken: dict[str, list[Spoken]] = {}
    for phrase in before:
        sure = not (phrase.aside or phrase.guessed)
        for side in phrase.sides:
            if side.party is not None:
                spoken.setdefault(side.party, []).extend([phrase] if sure else [])
    named: dict[str, list[int]] = {}
    for hit in inventory.hits:
        if hit.name.party:
            spoken.setdefault(hit.name.party, [])
            named.setdefault(hit.name.party, []).append(inventory.sentence_of[hit.first])
    found = tuple(
        Candidate(
            party,
            len(phrases),
            any(sentence - p.sentence <= 1 for p in phrases),
            any(p.sentence == sentence and p.subject for p in phrases),
            frozenset(named.get(party, ())),
            len(named.get(party, ())),
            seen.get(party, 0.0),
        )
        for party, phrases in spoken.items()
    )
    groups = tuple(c for c in found if armed and c.before and c.party.startswith(ARMED))
    if len(groups) > 1:
        found = groups
    return Question(found, _just_two(spoken, sentence), states, people, bare)


def answer(asked: Question) -> tuple[str, ...]:
    """The two parties that are meant, or the one; empty where the document has none."""
    weigh = zip(asked.candidates, (_score(c, asked) for c in asked.candidates), strict=True)
    own = dict((c.party, score) for c, score in weigh)
    factor, added = ALONE
    added += ALONE_PEOPLE * asked.people + ALONE_BARE * asked.bare
    scores: dict[tuple[str, ...], float] = {}
    for a, b, together, just_two in pairs(asked):
        score = own[a] + own[b] + TOGETHER * together + JUST_TWO * just_two
        scores[a, b] = score
    for party, score in own.items():
        scores[(party,)] = factor * score + added
    return max(scores, key=lambda p: round(scores[p], 6), default=())


def partner(asked: Question, own: Collection[str]) -> str | None:
    """Whom the document sets against those in `own`: the likeliest to make a pair with them."""
    scores: dict[str, float] = {}
    for a, b, together, just_two in pairs(asked):
        if (a in own) != (b in own):
            other = next(c for c in asked.candidates if c.party == (b if a in own else a))
            score = _score(other, asked) + TOGETHER * together + JUST_TWO * just_two
            scores[other.party] = max(score, scores.get(other.party, score))
    return max(scores, key=lambda p: round(scores[p], 6), default=None)


def pairs(asked: Question) -> Iterator[tuple[str, str, float, bool]]:
    """Every two candidates, how much they are named together, whether they are the only two."""
    for a, b in combinations(asked.candidates, 2):
        just_two = asked.just_two == {a.party, b.party}
        yield a.party, b.party, log1p(len(a.named & b.named)), just_two


def _score(candidate: Candidate, asked: Question) -> float:
    features = candidate.features(states=asked.states)
    return sum(w * x for w, x in zip(PARTY, features, strict=True))


def _just_two(spoken: Mapping[str, Sequence[Spoken]], sentence: int) -> frozenset[str]:
    for number in (sentence, sentence - 1):
        near = {
            party
            for party, phrases in spoken.items()
            if not party.startswith(BODIES) and any(p.sentence == number for p in phrases)
        }
        if len(near) >= 2:
            return frozenset(near) if len(near) == 2 else frozenset()
    return frozenset()
