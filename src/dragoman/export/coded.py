"""What every form is made from: one event beside its reading, and what it is called there."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files

from dragoman.codebook import Codebook, load_codebook
from dragoman.codebook.book import CameoCode
from dragoman.errors import InputError
from dragoman.knowledge import Knowledge, load_knowledge
from dragoman.records import Entity, Event, Mention, Place, Reading

# What a form that states facts leaves out unless asked for.
DOUBTFUL: tuple[str, ...] = ("contested", "denied", "future", "hypothetical", "negation")
UNDATED = "undated"
INCLUDABLE = (*DOUBTFUL, UNDATED)
Selected = Iterable[tuple[Reading, tuple[Event, ...]]]
NOWHERE = Place(text="", span=(0, 0))


@dataclass(frozen=True)
class Coded:
    """One event, its reading, and the day it is filed under (`YYYY-MM-DD`, or None)."""

    reading: Reading
    event: Event
    day: str | None

    @property
    def cameo(self) -> CameoCode:
        """The CAMEO code with label, root and Goldstein score."""
        return book().cameo_codes[self.event.cameo or "010"]

    @property
    def place(self) -> Place:
        """Where it happened; `NOWHERE`, of which nothing is known, where the text does not say."""
        return self.event.place or NOWHERE

    @property
    def sentence(self) -> str:
        start, end = self.event.sentence.span
        return self.reading.document.text[start:end]

    @cached_property
    def _entities(self) -> dict[str, Entity]:
        return {entity.id: entity for entity in self.reading.entities}

    def entity(self, mention: Mention | None) -> Entity | None:
        """The entity that a mention names."""
        return None if mention is None else self._entities.get(mention.entity or "")

    def name(self, mention: Mention | None) -> str:
        """The name of whoever a mention means, else its words."""
        entity = self.entity(mention)
        if entity is not None:
            return entity.name
        return mention.text if mention else ""


@dataclass
class Choice:
    """Which events go in; counts those left out by reason."""

    facts: bool
    needs_day: bool
    include: frozenset[str]
    left_out: dict[str, int] = field(default_factory=dict)

    def choose(self, selected: Selected) -> Iterator[Coded]:
        for reading, events in selected:
            for event in events:
                reason = self._reason(event)
                if reason is None:
                    yield Coded(reading, event, self._day(reading, event))
                else:
                    self.left_out[reason] = self.left_out.get(reason, 0) + 1

    def _reason(self, event: Event) -> str | None:
        if self.facts:
            for name in DOUBTFUL:
                holds = name == event.status or name in event.auxiliary
                if holds and name not in self.include:
                    return name
        dated = event.date is not None and event.date.start is not None
        if self.needs_day and not dated and UNDATED not in self.include:
            return UNDATED
        return None

    def _day(self, reading: Reading, event: Event) -> str | None:
        if event.date is not None and event.date.start is not None:
            return event.date.start
        return reading.document.published if UNDATED in self.include else None


def choice(*, facts: bool, needs_day: bool, include: Collection[str]) -> Choice:
    """Raises `InputError` D306 for what cannot be included."""
    unknown = sorted(set(include) - {*INCLUDABLE, "all"})
    if unknown:
        known = ", ".join((*INCLUDABLE, "all"))
        raise InputError("D306", f"Unknown --include {unknown[0]!r}. Known: {known}.")
    wanted = frozenset(INCLUDABLE if "all" in include else include)
    return Choice(facts=facts, needs_day=needs_day, include=wanted)


@lru_cache(maxsize=1)
def book() -> Codebook:
    return load_codebook()


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    return load_knowledge()


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[str, str]]:
    table = files("dragoman.export").joinpath("country_codes.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines()[1:])
    return {alpha3: (fips, gw) for alpha3, fips, gw in rows}


def fips(alpha3: str | None) -> str:
    """FIPS 10-4, as GDELT writes countries; empty where there is none."""
    return _codes().get(alpha3 or "", ("", ""))[0]


def gleditsch_ward(alpha3: str | None) -> str:
    """The number of a state as UCDP counts them; empty where there is none."""
    return _codes().get(alpha3 or "", ("", ""))[1]


def cow(alpha3: str | None) -> str:
    """The Correlates of War number; empty where there is none."""
    country = knowledge().countries.get(alpha3 or "")
    return country.cow if country else ""


def country_name(alpha3: str | None) -> str:
    """The name of a country; empty for what is none."""
    country = knowledge().countries.get(alpha3 or "")
    return country.name if country else ""


def region_name(alpha3: str | None) -> str:
    country = knowledge().countries.get(alpha3 or "")
    return (country.subregion or country.region) if country else ""


def number(*parts: str) -> int:
    """A whole number of 53 bits that stands for some words, always the same one."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:7], "big") >> 3


def sector(mention: Mention | None) -> str:
    """The primary sector; a government where none is given for a state."""
    if mention is None:
        return ""
    if mention.sectors:
        return mention.sectors[0]
    return "GOV" if mention.country and mention.party == mention.country else ""


def compact(day: str | None) -> str:
    """`20231101`"""
    return (day or "").replace("-", "")
