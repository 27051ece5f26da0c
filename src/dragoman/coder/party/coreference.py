"""Whom a pronoun takes up: every phrase before it has a score, every party the sum of its phrases'.

What counts is where a phrase stands, what it is, how often its party was spoken of, and what the
network sees in the pronoun. The weights are fitted to the corpus (`python -m training.pronouns`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import exp, log1p

from msgspec import Struct

from dragoman.coder.party.antecedents import Identity, Spoken, identity
from dragoman.coder.party.vocabulary import BODY_HEADS, HE, HE_OR_SHE, IT, PRONOUNS
from dragoman.knowledge.words import singulars

REACH = 8  # sentences back
FEATURES = (
    "seen", "guessed", "name", "person", "state", "armed", "people", "plural", "gender",
    "paragraph", "here", "before", "away", "subject here", "subject before", "opening subject",
    "both subjects", "pronoun", "count", "unit", "body", "near",
)  # fmt: skip
# In the order of FEATURES, for "he" and "she", "it", "they".
WEIGHTS: dict[str, tuple[float, ...]] = {
    "person": (
        2.25, -0.82, 0.61, 1.41, -0.36, 0.34, 0.46, -0.66, -0.99, 0.83, 0.46,
        0.48, -0.19, 0.60, 0.50, 0.18, 0.04, -1.07, -0.26, -0.01, -0.14, 0.05,
    ),
    "thing": (
        2.87, -0.59, 0.70, 0.00, 0.38, 0.84, -0.07, -1.08, 0.00, 0.83, 1.01,
        0.35, -0.01, 1.16, 0.93, 1.14, 0.67, -0.33, -0.35, 0.37, 0.70, -0.48,
    ),
    "several": (
        2.67, -0.77, 0.17, -1.49, 0.08, 0.93, 0.19, 0.97, 0.00, 0.89, 0.76,
        0.18, -0.16, 0.18, 0.49, -0.08, 0.10, -0.54, -0.40, -0.86, -0.07, -0.26,
    ),
}  # fmt: skip


class Pronoun(Struct, frozen=True):
    """A pronoun and who may be meant by it."""

    key: str
    sentence: int
    paragraph: int
    opens: bool  # a sentence
    subject: bool
    before: tuple[Spoken, ...]  # the nearest first
    barred: frozenset[Identity]  # who acts on it, and is somebody else
    seen: Mapping[str, float]  # the network's shares of parties

    @property
    def kind(self) -> str:
        return "person" if self.key in HE_OR_SHE else "thing" if self.key in IT else "several"


class Antecedent(Struct, frozen=True):
    phrase: Spoken
    features: tuple[float, ...]  # in the order of FEATURES

    @property
    def parties(self) -> frozenset[str | None]:
        return frozenset(s.party for s in self.phrase.sides)


def antecedents(asked: Pronoun) -> Iterator[Antecedent]:
    """The phrases that may be taken up, the nearest first: nobody is "it", and who acts on "them"
    is somebody else."""
    counts: dict[str | None, int] = {}
    for phrase in asked.before:
        for side in phrase.sides:
            counts[side.party] = counts.get(side.party, 0) + 1
    for rank, phrase in enumerate(asked.before):
        if asked.sentence - phrase.sentence > REACH:
            return
        person = asked.kind == "thing" and phrase.kind == "person"
        if person or identity(phrase) in asked.barred:
            continue
        if phrase.sides and phrase.sides[0].party is not None:
            count = counts[phrase.sides[0].party]
            yield Antecedent(phrase, _features(asked, phrase, rank, count))


def answer(asked: Pronoun) -> Spoken | None:
    """The likeliest phrase of the likeliest party; None where nobody was spoken of."""
    weights = WEIGHTS[asked.kind]
    scores: dict[frozenset[str | None], float] = {}
    best: dict[frozenset[str | None], tuple[float, Spoken]] = {}
    for one in antecedents(asked):
        score = sum(w * x for w, x in zip(weights, one.features, strict=True))
        scores[one.parties] = scores.get(one.parties, 0.0) + exp(score)
        fit = score + FITTING * (asked.kind == "person" and one.phrase.kind == "person")
        if one.parties not in best or fit > best[one.parties][0]:
            best[one.parties] = fit, one.phrase
    if not scores:
        return None
    return best[max(scores, key=lambda p: round(scores[p], 9))][1]


FITTING = 100.0  # "he" is told as a person of the party, where one was spoken of


def _features(asked: Pronoun, phrase: Spoken, rank: int, count: int) -> tuple[float, ...]:
    away = asked.sentence - phrase.sentence
    gender = "m" if asked.key in HE else "f"
    bodied = phrase.head.isupper() or not BODY_HEADS.isdisjoint(singulars(phrase.head))
    pronoun = phrase.last - phrase.first == 1 and not PRONOUNS.isdisjoint(phrase.words)
    return (
        max(asked.seen.get(s.party or "", 0.0) for s in phrase.sides),
        phrase.guessed, phrase.named,
        phrase.kind == "person", phrase.kind == "state", phrase.kind == "armed",
        phrase.kind == "people", phrase.plural,
        asked.kind == "person" and phrase.gender not in ("", gender),
        phrase.paragraph == asked.paragraph, away == 0, away == 1, away,
        phrase.subject and away == 0, phrase.subject and away == 1,
        phrase.subject and asked.opens and away == 1, phrase.subject and asked.subject, pronoun,
        log1p(count), phrase.kind in ("state", "body", "armed") and not phrase.plural,
        bool(phrase.head) and bodied, log1p(rank),
    )  # fmt: skip
