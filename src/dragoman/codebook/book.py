"""The codebook in force: types, modes, scores, contexts, sectors, parties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

from dragoman.codebook.tables import read_table
from dragoman.records import Auxiliary, Quad

QUADS: tuple[Quad, ...] = get_args(Quad)
AUXILIARY: tuple[Auxiliary, ...] = get_args(Auxiliary)
# In these types the two sides count as one set.
SYMMETRIC_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE"})


@dataclass(frozen=True, kw_only=True)
class Mode:
    """One way of doing a type. `score` is null where the manual prints none."""

    type: str
    name: str
    score: float | None
    definition: str


@dataclass(frozen=True, kw_only=True)
class EventType:
    """A PLOVER type (`parent` null), or a user's type below one."""

    name: str
    quad: Quad
    score: float
    needs_recipient: bool
    definition: str
    modes: Mapping[str, Mode]
    parent: str | None = None


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """Look-ups by name. Names that are not there raise `KeyError`; ask with `in` first."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, str]
    sectors: Mapping[str, str]
    countries: frozenset[str]
    parties: Mapping[str, str]

    def mode(self, type: str, name: str) -> Mode:
        return self.types[type].modes[name]

    def quad(self, type: str) -> Quad:
        return self.types[type].quad


@lru_cache(maxsize=8)
def load_codebook(extra: Path | None = None) -> Codebook:
    """PLOVER 2.0 as shipped."""
    modes = [
        Mode(
            type=row["type"],
            name=row["mode"],
            score=float(row["score"]) if row["score"] else None,
            definition=row["definition"],
        )
        for row in read_table("modes")
    ]
    types = {
        row["type"]: EventType(
            name=row["type"],
            quad=QUADS[int(row["quad"]) - 1],
            score=float(row["score"]),
            needs_recipient=row["needs_recipient"] == "yes",
            definition=row["definition"],
            modes={m.name: m for m in modes if m.type == row["type"]},
        )
        for row in read_table("types")
    }
    return Codebook(
        types=types,
        contexts={row["context"]: row["definition"] for row in read_table("contexts")},
        sectors={row["sector"]: row["definition"] for row in read_table("sectors")},
        countries=frozenset(row["alpha3"] for row in read_table("countries")),
        parties={row["party"]: row["covers"] for row in read_table("parties")},
    )
