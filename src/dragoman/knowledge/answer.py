"""One answer to "who is that?": whatever the tables know under a name, as plain records."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.knowledge.lookup import Knowledge
from dragoman.knowledge.rows import Name, Person
from dragoman.knowledge.words import key_of


@dataclass(frozen=True, slots=True)
class Answer:
    """What one name stands for. Days are ISO days, months or years; empty where not known."""

    name: str
    kind: str
    party: str
    party_name: str
    country: str
    sectors: tuple[str, ...]
    role: str
    start: str
    end: str
    wikidata: str
    source: str

    def to_dict(self) -> dict[str, object]:
        """The answer as a plain dict; empty strings become null."""
        return {
            "name": self.name,
            "kind": self.kind,
            "party": self.party or None,
            "party_name": self.party_name or None,
            "country": self.country or None,
            "sectors": list(self.sectors),
            "role": self.role or None,
            "from": self.start or None,
            "to": self.end or None,
            "wikidata": self.wikidata or None,
            "source": self.source,
        }


def answers(knowledge: Knowledge, name: str, *, on: str | None = None) -> tuple[Answer, ...]:
    """Everything of that name, the likeliest first; people with the office nearest to the day.

    A name of several words that is none itself is tried as an office ("foreign minister of South
    Korea"). Places come last, each country once.
    """
    found = [_of_name(knowledge, owner) for owner in _owners(knowledge, name, on)]
    best = knowledge.person(name, on=on)
    people = [p for p in knowledge.people(name) if p is not best]
    near = sorted(people, key=lambda p: (_years(p, on), p.name))
    found += [_of_person(knowledge, p, on) for p in ([best] if best else []) + near[:9]]
    if not found:
        found = _of_office(knowledge, name, on)
    found += [
        Answer(name, "place", c, knowledge.party_name(c), c, (), "", "", "", "", "geonames")
        for c, _ in knowledge.place(name)
    ]
    return tuple(found)


def _owners(knowledge: Knowledge, name: str, on: str | None) -> list[Name]:
    owners = [owner for _, owner in knowledge.names.get(key_of(name), ())]
    further = knowledge.further(key_of(name))
    owners += [further] if further is not None else []
    return sorted(owners, key=lambda o: not o.holds(on))


def _of_name(knowledge: Knowledge, owner: Name) -> Answer:
    return Answer(
        owner.name, owner.kind, owner.party,
        knowledge.party_name(owner.party) if owner.party else "", owner.country,
        owner.sectors, "", owner.start, owner.end, "", owner.source,
    )  # fmt: skip


def _of_person(knowledge: Knowledge, person: Person, on: str | None) -> Answer:
    term = person.term(on)
    if term is None:
        return Answer(person.name, "person", "", "", "", (), "", "", "", person.wikidata, "")
    country = term.party if ":" not in term.party else ""
    return Answer(
        person.name, "person", term.party, knowledge.party_name(term.party), country, term.sectors,
        term.office, term.start, term.end, person.wikidata, term.source,
    )  # fmt: skip


def _of_office(knowledge: Knowledge, name: str, on: str | None) -> list[Answer]:
    """ "Foreign minister of South Korea", "South Korea's foreign minister"."""
    words = name.replace("'s ", " of ", 1).split(" of ")
    if len(words) != 2:
        return []
    for title, land in (words, words[::-1]):
        country = knowledge.country(land)
        person = knowledge.office(title, country.iso3, on) if country is not None else None
        if person is not None:
            return [_of_person(knowledge, person, on)]
    return []


def _years(person: Person, on: str | None) -> tuple[int, int]:
    term = person.term(on)
    if term is None:
        return 99, 0
    return (term.distance(on) if on else 0), -term.rank
