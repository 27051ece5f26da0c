"""The records that the tables of knowledge hold."""

from __future__ import annotations

from msgspec import Struct


class Name(Struct, frozen=True):
    """What a name stands for. `start` and `end` bound the days on which it does, or are empty.

    `kind`: country, nationality, capital, seat, organisation, armed group, ngo, institution,
    people, open people, government, place, person. `party` is empty where the name alone tells
    none ("Kurds"). `country`: where a group is active or a body sits; no party follows from it.
    """

    name: str
    kind: str
    party: str
    country: str
    sectors: tuple[str, ...]
    start: str = ""
    end: str = ""
    source: str = ""

    def holds(self, on: str | None) -> bool:
        """Whether the name stands for this on the day; always where no day is known."""
        if on is None:
            return not self.end or self.end > "2020"
        return self.start <= on and (not self.end or on <= self.end)


class Country(Struct, frozen=True):
    """One country. `cow` is the Correlates of War number, as a string; `neighbours` alpha-3."""

    iso3: str
    name: str
    iso2: str
    cow: str
    region: str
    subregion: str
    neighbours: tuple[str, ...]


# Until when the lists were kept; a term without an end may have ended any day after that.
LISTED_TO = {"wikidata": "2023-03", "petrarch2": "2013-12", "reign": "2021-03", "us": "2026-06"}


class Term(Struct, frozen=True):
    """One term of office. Days are ISO days, or only a month or year, or empty if not known."""

    party: str
    office: str
    rank: int
    sectors: tuple[str, ...]
    start: str
    end: str
    source: str

    def holds(self, on: str) -> bool:
        """Whether the term covers the day; a month or year covers all its days."""
        return self.start <= on <= self.last + "\uffff"

    @property
    def last(self) -> str:
        """The last day known: a list that gives no end says so only up to its own making."""
        return self.end or LISTED_TO.get(self.source, "9999")

    def distance(self, on: str) -> int:
        """Whole years between the day and the term; 0 inside it."""
        if self.holds(on):
            return 0
        year = int(on[:4])
        if self.start and on < self.start:
            return max(1, int(self.start[:4]) - year)
        return max(1, year - int(self.last[:4]))


class Person(Struct, frozen=True):
    """A person and the offices that the lists give, in order of their beginning."""

    name: str
    aliases: tuple[str, ...]
    wikidata: str
    gender: str
    terms: tuple[Term, ...]

    def term(self, on: str | None) -> Term | None:
        """The weightiest office held on the day, else the nearest in time, else the last."""
        if not self.terms:
            return None
        if on is None:
            return max(self.terms, key=lambda t: (t.last, t.start, t.rank))
        return min(
            self.terms,
            key=lambda t: (
                t.distance(on),
                -t.rank,
                t.source not in ("user", "hand"),
                t.start,
                t.office,
            ),
        )


class Role(Struct, frozen=True):
    """What a common noun says of whom it names: PLOVER sectors, the primary one first."""

    noun: str
    sectors: tuple[str, ...]
