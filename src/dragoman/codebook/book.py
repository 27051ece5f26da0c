"""The codebook in force: types, modes, scores, contexts, sectors, parties, CAMEO."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import get_args

from dragoman.codebook.own import OwnType, read_own_types
from dragoman.codebook.read_tables import read_table
from dragoman.records import Auxiliary, Quad

QUADS: tuple[Quad, ...] = get_args(Quad)
AUXILIARY: tuple[Auxiliary, ...] = get_args(Auxiliary)
# In these types the two sides count as one set.
SYMMETRIC_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE"})
# CAMEO has no flag for what is to come: these codes say that somebody intends it.
FUTURE_CAMEO: Mapping[str, str] = {
    "AID": "033",
    "CONCEDE": "035",
    "CONSULT": "036",
    "COOPERATE": "031",
    "RETREAT": "035",
    "SUPPORT": "032",
}


@dataclass(frozen=True, kw_only=True)
class Mode:
    """One way of doing a type. `score` is null where the manual prints none."""

    type: str
    name: str
    score: float | None
    definition: str


@dataclass(frozen=True, kw_only=True)
class EventType:
    """A PLOVER type, or a user's type below one (then `parent` is the PLOVER type)."""

    name: str
    quad: Quad
    score: float
    needs_recipient: bool
    definition: str
    modes: Mapping[str, Mode]
    parent: str | None = None


@dataclass(frozen=True, kw_only=True)
class CameoCode:
    """One CAMEO code. `quad` counts as GDELT does; `type` is null where PLOVER has none."""

    code: str
    root: str
    parent: str | None
    label: str
    goldstein: float
    quad: Quad
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """Look-ups by name. Names that are not there raise `KeyError`; ask with `in` first."""

    name: str
    types: Mapping[str, EventType]
    contexts: Mapping[str, str]
    auxiliary: Mapping[str, str]
    sectors: Mapping[str, str]
    countries: frozenset[str]
    parties: Mapping[str, str]
    cameo_codes: Mapping[str, CameoCode]
    to_cameo: Mapping[tuple[str, str], tuple[str, Mapping[str, str]]]
    own: tuple[OwnType, ...] = ()

    def mode(self, type: str, name: str) -> Mode:
        """The mode `name` of a type; a user's type has the modes of its parent."""
        return self.types[type].modes[name]

    def quad(self, type: str) -> Quad:
        return self.types[type].quad

    def plover(self, type: str) -> str:
        """The PLOVER type: the parent of a user's type, else the type itself."""
        return self.types[type].parent or type

    def score(self, type: str, modes: Sequence[str] = ()) -> float:
        """The mode's score, of several the one furthest from zero; else the type's. -10 to +10."""
        known = self.types[type].modes
        scores = [known[m].score for m in modes if m in known]
        scored = [s for s in scores if s is not None]
        return max(scored, key=abs) if scored else self.types[type].score

    def cameo(
        self,
        type: str,
        mode: str | None = None,
        contexts: Sequence[str] = (),
        *,
        auxiliary: Sequence[str] = (),
    ) -> str:
        """The closest CAMEO code. A context decides only if exactly one of those listed holds."""
        root = self.plover(type)
        if "future" in auxiliary and root in FUTURE_CAMEO:
            return FUTURE_CAMEO[root]
        plain = self.to_cameo[root, ""]
        code, by_context = self.to_cameo.get((root, mode or ""), plain)
        narrower = [by_context[c] for c in contexts if c in by_context]
        return narrower[0] if len(narrower) == 1 else code

    def plover_from_cameo(self, code: str) -> tuple[str, str | None, tuple[str, ...]] | None:
        """Type, mode and contexts of a CAMEO code; None for CAMEO 01, which PLOVER leaves out."""
        found = self.cameo_codes[code]
        return None if found.type is None else (found.type, found.mode, found.contexts)

    def narrow(self, type: str, mode: str | None, *, trigger: str, sentence: str) -> str | None:
        """The user's type below `type` whose words these are, or None. The first listed wins."""
        for own in self.own:
            if own.parent == type and own.mode in (None, mode) and own.fits(trigger, sentence):
                return own.name
        return None


def load_codebook(extra: Path | None = None) -> Codebook:
    """PLOVER 2.0 as shipped, with the types of a user's YAML file below it.

    Raises `ConfigError` D302 for a file that cannot be read or breaks a rule.
    """
    book = _shipped()
    if extra is None:
        return book
    name, own = read_own_types(extra, {t.name: tuple(t.modes) for t in book.types.values()})
    return replace(book, name=name, types={**book.types, **_below(book, own)}, own=own)


def _below(book: Codebook, own: Sequence[OwnType]) -> dict[str, EventType]:
    added = {}
    for type_ in own:
        parent = book.types[type_.parent]
        score = book.score(type_.parent, [type_.mode] if type_.mode else [])
        added[type_.name] = replace(
            parent,
            name=type_.name,
            parent=parent.name,
            definition=type_.definition,
            score=score if type_.score is None else type_.score,
        )
    return added


@cache  # The shipped tables never change while a process runs.
def _shipped() -> Codebook:
    return Codebook(
        name="plover-2.0",
        types=_types(),
        contexts={row["context"]: row["definition"] for row in read_table("contexts")},
        auxiliary={row["auxiliary"]: row["definition"] for row in read_table("auxiliary")},
        sectors={row["sector"]: row["definition"] for row in read_table("sectors")},
        countries=frozenset(row["alpha3"] for row in read_table("countries")),
        parties={row["party"]: row["covers"] for row in read_table("parties")},
        cameo_codes=_cameo_codes(),
        to_cameo={
            (row["type"], row["mode"]): (row["cameo"], _pairs(row["by_context"]))
            for row in read_table("plover_to_cameo")
        },
    )


def _types() -> dict[str, EventType]:
    modes = [
        Mode(
            type=row["type"],
            name=row["mode"],
            score=float(row["score"]) if row["score"] else None,
            definition=row["definition"],
        )
        for row in read_table("modes")
    ]
    return {
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


def _cameo_codes() -> dict[str, CameoCode]:
    return {
        row["code"]: CameoCode(
            code=row["code"],
            root=row["root"],
            parent=row["parent"] or None,
            label=row["label"],
            goldstein=float(row["goldstein"]),
            quad=QUADS[int(row["quad"]) - 1],
            type=row["type"] or None,
            mode=row["mode"] or None,
            contexts=tuple(c for c in row["contexts"].split(",") if c),
        )
        for row in read_table("cameo")
    }


def _pairs(cell: str) -> dict[str, str]:
    """`economic=0311,military=0312` as a dict."""
    parts = (part.partition("=") for part in cell.split(",") if part)
    return {key: value for key, _, value in parts}
