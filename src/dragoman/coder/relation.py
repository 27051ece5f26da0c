"""`relation`: what one party does to another in a sentence, both given by the user."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from dragoman.annotate.annotator import Annotator
from dragoman.errors import InputError
from dragoman.records import Record, Span


class Relation(Record, frozen=True, kw_only=True):
    """What `source` does to `target`: the likeliest type, its chance, and those of all types."""

    type: str
    confidence: float
    types: dict[str, float]


@lru_cache(maxsize=1)
def _annotator() -> Annotator:
    return Annotator.load()


def relation(
    sentence: str, *, source: Span, target: Span, labels: Literal["plover", "plv"] = "plover"
) -> Relation:
    """What the words `source` do to the words `target` (characters of `sentence`).

    `labels="plv"` gives the label habits of the Zero-Shot-PLOVER benchmark (Hu et al. 2024). Raises
    `InputError` D115 for spans that are not in the sentence.
    """
    for name, (start, end) in (("source", source), ("target", target)):
        if not 0 <= start < end <= len(sentence):
            raise InputError(
                "D115",
                f"{name}=({start}, {end}) is not in the sentence of {len(sentence)} characters. "
                "Give (start, end) with 0 <= start < end <= its length.",
            )
    chances = _annotator().relation(sentence, source, target, labels=labels)
    best = min(chances, key=lambda t: (-chances[t], t))
    return Relation(type=best, confidence=chances[best], types=chances)
