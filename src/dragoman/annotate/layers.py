"""What the annotator says about one text.

Records are frozen; positions are indexes of words (tokens) of that text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dragoman.annotate.meaning import Meaning
from dragoman.annotate.pairs import Floats

TokenSpan = tuple[int, int]


@dataclass(frozen=True)
class RawAttribution:
    """A cue with the words of its source and content; `stance` gives each stance a probability."""

    anchor: int
    source: tuple[TokenSpan, ...]
    cue: tuple[TokenSpan, ...]
    content: tuple[TokenSpan, ...]
    stance: dict[str, float]
    score: float


@dataclass(frozen=True)
class RawArgument:
    """Words that fill a role of an event.

    `label` is ACTOR, RECIPIENT, DATE, PLACE, SOURCE, DENIER, DEAD, INJURED, ARRESTED or SIZE.
    """

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True)
class RawEvent:
    """An event trigger: its type, and chances of modes, auxiliaries and statuses.

    `candidates` are single words that could begin an actor, where `arguments` has none, or a
    recipient beside those that it has, the likeliest first.
    """

    anchor: int
    type: str
    score: float
    modes: dict[str, float]
    auxiliary: dict[str, float]
    status: dict[str, float]
    factuality: float
    arguments: tuple[RawArgument, ...]
    candidates: tuple[RawArgument, ...] = ()


@dataclass(frozen=True)
class Chances:
    """Probabilities of labels for every word; table: (words, labels)."""

    names: tuple[str, ...]
    table: Floats

    def of(self, word: int) -> dict[str, float]:
        return dict(zip(self.names, self.table[word].tolist(), strict=True))

    @classmethod
    def joined(cls, parts: Sequence[Chances]) -> Chances:
        """Of texts that follow each other; there is at least one."""
        return cls(parts[0].names, np.concatenate([x.table for x in parts]))


@dataclass(frozen=True)
class Layers:
    """All layers of a text.

    `starts`, `ends` are characters; `heads` are token indexes, a root is its own head. `ents` and
    `props` (predicate, its arguments) are token spans with labels; `factuality` is -3 to 3 for
    each token; `contexts` gives each context of the codebook its chance for the whole text;
    `meaning` compares words that name nobody with names; `sectors` gives each word chances of
    PLOVER's sectors, as if it stood for a party.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    sent_starts: list[bool]
    upos: list[str]
    feats: list[str]
    lemmas: list[str]
    heads: list[int]
    deps: list[str]
    ents: list[tuple[int, int, str]]
    props: list[tuple[int, list[tuple[int, int, str]]]]
    attributions: list[RawAttribution]
    events: list[RawEvent]
    factuality: list[float] = field(default_factory=list)
    contexts: dict[str, float] = field(default_factory=dict)
    meaning: Meaning | None = None
    sectors: Chances | None = None
