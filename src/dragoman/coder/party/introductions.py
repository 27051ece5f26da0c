"""People and bodies that the text introduces: "the union SATAWU", "Foreign Minister Jane Doe"."""

from __future__ import annotations

from msgspec.structs import replace

from dragoman.coder.party.antecedents import Memory
from dragoman.coder.party.chunks import Chunker
from dragoman.coder.party.descriptions import Descriptions
from dragoman.coder.party.evidence import Evidence, Introduced, Person
from dragoman.coder.party.inventory import NOT_NAMES, Hit, Inventory
from dragoman.coder.party.phrases import Part, PhraseReader, Side
from dragoman.coder.party.sectors import Sectors
from dragoman.coder.party.vocabulary import (
    BODY_HEADS,
    FEMALE,
    MALE,
    PERSON_HEADS,
    RANKS,
)
from dragoman.knowledge import Knowledge, Role
from dragoman.knowledge.words import key_of, singulars


class Introductions:
    """Takes note of whom a document introduces, phrase by phrase, in `introduced`."""

    def __init__(
        self, inventory: Inventory, reader: PhraseReader, chunker: Chunker, memory: Memory,
        introduced: Introduced, evidence: Evidence, descriptions: Descriptions, sectors: Sectors,
        knowledge: Knowledge, *, published: str | None,
    ) -> None:  # fmt: skip
        self._inv = inventory
        self._reader = reader
        self._chunker = chunker
        self._memory = memory
        self._introduced = introduced
        self._evidence = evidence
        self._descriptions = descriptions
        self._sectors = sectors
        self._knowledge = knowledge
        self._published = published

    def note(self, first: int, last: int) -> None:
        """Takes note of a person's name in atoms `[first, last)`, with role and country."""
        inv = self._inv
        named = (inv.at[i] for i in range(first, last))
        hit = next((h for h in named if h is not None and h.name.kind == "person"), None)
        if hit is not None:
            self._name_known(hit, first, last)
            return
        part = self._reader.part(first, last)
        if part is None:
            return
        near = self._beside(first, last)
        if near is not None and near.first >= last and self._evidence.entitled(part, near):
            return
        if part.name is None:
            return
        a, b = part.name
        if self._as_acronym(a, b):
            return
        if self._name_body(part, first, last):
            return
        if b < part.core and not PERSON_HEADS & set(singulars(part.head)):
            return  # "the Jubbaland region" names no person
        role, side = self._introduction(part, first, last)
        if side is None:
            return
        words = inv.keys[a:b]
        titled = role is not None or a > first
        if (len(words) == 1 and not titled) or words[-1] in self._introduced.by_word:
            return
        name = self._inv.text[inv.atoms[a].start : inv.atoms[b - 1].end]
        self._introduce(name, words, side, role.noun if role else "", "", part)

    def _name_body(self, part: Part, first: int, last: int) -> bool:
        """ "the transport union SATAWU", "Rhonerail, the contractor": a body with its sector."""
        assert part.name is not None
        a, b = part.name
        key = " ".join(self._inv.keys[a:b])
        near = part if part.role is not None else self._beside(first, last)
        if near is None or near.role is None or key in self._introduced.groups:
            return False
        heads = set(singulars(near.head))
        if near is part and b == part.core and not heads & BODY_HEADS:
            return False
        if heads & PERSON_HEADS or (not heads & BODY_HEADS and near.role.sectors[0] not in BODIES):
            return False
        if near.plural:
            return False
        sides = (
            self._evidence.given(near)
            or self._evidence.given(part)
            or self._descriptions.meant(replace(near, name=None), first)
        )
        if not sides or sides[0].party is None:
            return False
        name = self._inv.text[self._inv.atoms[a].start : self._inv.atoms[b - 1].end]
        how = f"{name!r} as the text introduces it: {sides[0].how}"
        side = replace(
            sides[0], sectors=self._sectors.of(near, sides[0]), how=how, name=name, kind="body"
        )
        self._introduced.groups[key] = side
        return True

    def _name_known(self, hit: Hit, first: int, last: int) -> None:
        assert hit.person is not None
        words = key_of(hit.person.name).split()
        term = hit.person.term(self._published)
        role = term.office if term else ""
        gender = {"male": "m", "female": "f"}.get(hit.person.gender, "")
        spoken = self._inv.keys[hit.first : hit.last]
        if spoken[-1] in self._introduced.by_word:
            return
        country = hit.name.country or None
        side = Side(hit.name.party, country, hit.name.sectors, hit.how, hit.name.name, "person")
        part = self._reader.part(first, last)
        # Words behind "Maduro's" are of somebody else.
        own = not self._inv.atoms[hit.last - 1].possessive
        if own and part is not None and part.role is not None and side.sectors[:1] != ("REB",):
            # What the text calls a person on the day is surer than a list.
            stated = [h for h in part.hits if h.name.kind != "person" and h.name.party]
            on = self._published
            holds = term is not None and on is not None and term.holds(on)
            if stated and country and ":" not in stated[0].name.party:
                side = replace(side, party=stated[0].name.party, country=stated[0].name.country)
            elif stated and stated[0].name.kind == "organisation" and not holds:
                side = replace(side, party=stated[0].name.party, country=None)
            # A general who rules the country on the day is its government.
            rules = term is not None and term.rank >= 5 and holds
            if not (rules and part.head in RANKS):
                side = replace(side, sectors=self._sectors.of(part, replace(side, sectors=())))
        self._introduce(
            hit.person.name, [*words, *spoken], side, role, gender, None, hit.person.wikidata
        )

    def _introduce(
        self, name: str, words: list[str], side: Side, role: str, gender: str,
        part: Part | None, wikidata: str = "",
    ) -> None:  # fmt: skip
        number = len(self._introduced.people)
        side = replace(side, local=number, kind="person")
        if part is not None and not gender:
            marks = set(part.words)
            gender = "f" if marks & FEMALE else "m" if marks & MALE else ""
        self._introduced.people.append(Person(name, side, role, gender, wikidata))
        family = {words[-1]}
        if (
            side.party in ("CHN", "KOR", "PRK", "VNM", "TWN", "KHM", "HKG", "MMR")
            and len(words) > 1
        ):
            family.add(words[0])
        if len(words) > 2:
            family.add(words[-2])
        for word in sorted(family):
            if len(word) > 2 or word not in NOT_NAMES:
                self._introduced.by_word.setdefault(word, number)

    def _introduction(self, part: Part, first: int, last: int) -> tuple[Role | None, Side | None]:
        """The role and party that the words by a name give: in the phrase or beside a comma."""
        sides = self._evidence.given(part)
        role = part.role
        if role is not None and not sides and part.name is not None:
            sides = self._in_office(part, role)
        if sides and role is not None:
            return role, replace(sides[0], sectors=self._sectors.of(part, sides[0]))
        beside = self._beside(first, last)
        if beside is not None:
            own = self._evidence.given(beside)
            role = role or beside.role
            if own:
                return role, replace(
                    own[0], sectors=self._sectors.of(replace(beside, role=role), own[0])
                )
            if role is not None and not sides:
                named = self._descriptions.meant(beside, beside.first)
                if named:
                    told = part if part.role is not None else beside
                    return role, replace(named[0], sectors=self._sectors.of(told, named[0]))
        if sides:
            return role, replace(sides[0], sectors=self._sectors.of(part, sides[0]) or ("CVL",))
        if role is None:
            return self._tied(last)
        named = self._descriptions.meant(part, first)
        return role, replace(named[0], sectors=self._sectors.of(part, named[0])) if named else None

    def _tied(self, last: int) -> tuple[Role | None, Side | None]:
        """The body that words right behind a name tie it to: "Albanese of the union", "Lika, who
        leads the Democrats' group"."""
        start = self._behind_tie(last)
        end = self._chunker.end_of(start) if start < len(self._inv.atoms) else start
        below = self._reader.part(start, end) if end > start > last else None
        if below is None or below.owner is not None:
            return None, None
        named = any("institution" in h.name.kind and h.name.sectors for h in below.hits)
        if not named and (below.role is None or set(singulars(below.head)) & PERSON_HEADS):
            return None, None
        sides = self._evidence.given(below) or self._descriptions.meant(below, start)
        if not sides or sides[0].party is None:
            return None, None
        sectors = self._sectors.of(below, sides[0])
        return below.role, replace(sides[0], sectors=sectors, local=None, kind="person")

    def _behind_tie(self, last: int) -> int:
        """The first atom behind "of", "from", ", who leads"; `last` where none of these follows."""
        inv = self._inv
        if last + 2 >= len(inv.atoms) or inv.between(last).strip() not in ("", ","):
            return last
        if inv.keys[last] in TIES:
            return last + 1
        led = inv.keys[last] == "who" and inv.keys[last + 1] in LEADS
        return last + 2 if led else last

    def _in_office(self, part: Part, role: Role) -> list[Side]:
        """ "Foreign Minister Davutoglu": whoever of that name held such an office on the day."""
        assert part.name is not None
        a, b = part.name
        name = self._inv.text[self._inv.atoms[a].start : self._inv.atoms[b - 1].end]
        person = self._knowledge.titled(name, role.noun, self._published)
        term = person.term(self._published) if person is not None else None
        if person is None or term is None:
            return []
        country = term.party if ":" not in term.party else None
        how = f"held that office on the day, in the lists: {person.name}, {term.office}"
        return [Side(term.party, country, term.sectors, how, person.name, "person")]

    def _beside(self, first: int, last: int) -> Part | None:
        """The phrase in apposition: behind ", the ..." or before ", Name"."""
        inv = self._inv
        if last < len(inv.atoms) and inv.between(last).strip() in (",", "—", "-"):
            end = self._chunker.end_of(last)
            end = self._chunker.extended_through(last, end)
            part = self._reader.part(last, end) if end > last else None
            if part is not None and part.role is not None:
                return part
        if first > 0 and inv.between(first).strip() == "," and self._memory.spoken:
            before = self._memory.spoken[-1]
            if before.last <= first and first - before.last < 4:
                part = self._reader.part(before.first, first)
                if part is not None and part.role is not None:
                    return part
        return None

    def _as_acronym(self, a: int, b: int) -> bool:
        """ "Border Guard Bangladesh (BGB)": the letters stand for the phrase before them."""
        inv = self._inv
        if b - a != 1 or not inv.atoms[a].upper or "(" not in inv.between(a):
            return False
        before = self._memory.spoken[-1] if self._memory.spoken else None
        if before is None or before.last != a or not before.sides:
            return False
        self._introduced.groups[inv.atoms[a].key] = before.sides[0]
        return True


# What ties a name to a body: words right behind it, and verbs of a relative clause.
TIES = frozenset("of from at".split())
LEADS = frozenset(
    "leads led heads headed runs ran chairs chaired founded owns owned manages edits speaks".split()
)
BODIES = frozenset("LAB PTY BUS JRN SOC EDU MED AGR REL OPP".split())
