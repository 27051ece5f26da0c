"""Look-ups by name: countries, organisations, groups, people at a date, places, roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from dragoman.knowledge.extra import ExtraTable, read_extra
from dragoman.knowledge.rows import Country, Name, Person, Role, Term
from dragoman.knowledge.store import SortedTable, table_bytes, table_rows
from dragoman.knowledge.words import Atom, atoms, key_of, singulars

Alias = tuple[str, Name]  # how each atom must be written, and what the name stands for
NATIONAL = ("country", "nationality", "capital", "seat", "people", "government")
GROUPS = ("organisation", "armed group", "ngo", "institution")


@dataclass(frozen=True)
class Knowledge:
    """All tables. Made by `load_knowledge`; nothing in it changes after that."""

    names: dict[str, tuple[Alias, ...]]
    longest: dict[str, int]  # first atom of a name -> the most atoms that such a name has
    countries: dict[str, Country]
    roles: dict[str, Role]
    heads: dict[str, tuple[str, ...]]  # sectors of nouns at the head, above their roles
    services: dict[str, tuple[str, ...]]  # sectors of words before "officers", "post"
    _extra: ExtraTable = field(repr=False)

    def country(self, name: str) -> Country | None:
        """The country of a name, nationality, capital, seat or code ("KOR", "Kyiv", "Dutch")."""
        if name.upper() in self.countries and len(name) == 3:
            return self.countries[name.upper()]
        for kind in NATIONAL:
            for _, owner in self.names.get(key_of(name), ()):
                if owner.kind == kind and owner.country in self.countries:
                    return self.countries[owner.country]
        return None

    def organisation(self, name: str, *, on: str | None = None) -> Name | None:
        """The organisation, group, institution or firm of that name on a day (ISO)."""
        found = [owner for _, owner in self.names.get(key_of(name), ()) if owner.kind in GROUPS]
        return next((o for o in found if o.holds(on)), None) or self.further(key_of(name))

    def party_name(self, code: str) -> str:
        """A readable name for a party code: `PRK` -> "North Korea", `ARM:M23` -> "M23"."""
        if code in self.countries:
            return self.countries[code].name
        return self._party_names.get(code) or code.partition(":")[2] or code

    def person(
        self, name: str, *, on: str | None = None, among: Sequence[str] = ()
    ) -> Person | None:
        """The person of that name who most likely is in the news on the day.

        A surname alone gives somebody in or near high office then, or nobody. `among` are party
        codes of which one is expected, the likeliest first; they break ties.
        """
        found = self.people(name)
        if not found:
            return None
        best = min(found, key=lambda p: (*_fit(p, on, among), p.name))
        term = best.term(on)
        if term is None:
            return None
        if " " in key_of(name):
            return best
        near = on is None or term.distance(on) <= 3
        known = term.source == "hand"
        return best if near and (known or term.rank >= 4 or term.party in among) else None

    def people(self, name: str) -> tuple[Person, ...]:
        """Everybody in the lists whose name holds the words given, in that order."""
        key = key_of(name)
        found = self._extra.people(name) + self._listed(key)
        if found or " " not in key:
            return found
        # Some lists give a leader's family name alone.
        return self._listed(key.split()[-1], True)

    def titled(self, name: str, title: str, on: str | None) -> Person | None:
        """The person of that name or surname who held an office like the title on the day."""
        wanted = _office_words(set(key_of(title).split())) - {"of", "the", "for", "affairs"}
        for person in self.people(name):
            for term in person.terms:
                have = _office_words(set(key_of(term.office).split()))
                held = on is None or term.holds(on)
                if held and (
                    wanted <= have or (term.office == "head of government" and wanted & HEADS)
                ):
                    return person
        return None

    def is_surname(self, word: str) -> bool:
        """Whether the lists have people of that name."""
        return self._index.get(word) is not None

    @cached_property
    def body_words(self) -> dict[str, frozenset[str]]:
        """For each party that is a body or group, words of its names ("commission", "front")."""
        words: dict[str, set[str]] = {}
        for key, aliases in self.names.items():
            for _, owner in aliases:
                if ":" in owner.party:
                    words.setdefault(owner.party, set()).update(key.split())
        return {party: frozenset(found) for party, found in words.items()}

    def office(self, title: str, country: str, on: str | None = None) -> Person | None:
        """Who held an office ("foreign minister") of a party on a day; None if no list says."""
        wanted = set(key_of(title).split()) - {"of", "the", "for"}
        best: tuple[int, int, int, str] | None = None
        found: Person | None = None
        for person in self._officials(country):
            for term in person.terms:
                if term.party != country or (on is not None and not term.holds(on)):
                    continue
                have = set(key_of(term.office).split()) - {"of", "the", "for", "affairs"}
                if not wanted <= _office_words(have):
                    continue
                listed = 0 if term.source in ("hand", "user") else 1
                score = (len(have - wanted), listed, -term.rank, _backwards(term.start))
                if best is None or score < best:
                    best, found = score, person
        return found

    def noun(self, word: str) -> Role | None:
        """The role that one word names."""
        for form in singulars(word):
            role = self.roles.get(form)
            if role is not None:
                return role
        return None

    def role(self, words: Sequence[str]) -> Role | None:
        """The role that the last words name, the longest first; plurals count as singulars."""
        heads = self._role_heads
        forms = [f for f in singulars(words[-1]) if f in heads] if words else []
        if not forms:
            return None
        for count in range(min(4, len(words)), 0, -1):
            before = "".join([word + " " for word in words[len(words) - count : -1]])
            for form in forms:
                role = self.roles.get(before + form)
                if role is not None:
                    return role
        return None

    def place(self, name: str) -> tuple[tuple[str, int], ...]:
        """Countries that have a city or region of that name, with its weight, biggest first."""
        found = self._places.get(key_of(name))
        if found is None:
            return ()
        pairs = (part.split(":") for part in found.split())
        return tuple((country, int(size)) for country, size in pairs)

    def further(self, key: str) -> Name | None:
        """A less known organisation or firm, by key."""
        found = self._more.get(key)
        if found is None:
            return None
        name, kind, party, country, sectors = found.split("\t")
        return Name(name, kind, party, country, tuple(sectors.split()), source="petrarch2")

    def match(self, found: Sequence[Atom], at: int) -> tuple[int, tuple[Name, ...]]:
        """The longest name that begins at atom `at`: its length in atoms, and what it may mean."""
        most = self.longest.get(found[at].key, 0)
        keys = [a.key for a in found[at : at + most]]
        for count in range(len(keys), 0, -1):
            aliases = self.names.get(" ".join(keys[:count]))
            if aliases is None:
                continue
            part = found[at : at + count]
            owners = tuple(owner for case, owner in aliases if _written(part, case))
            if owners:
                return count, owners
        return 0, ()

    @cached_property
    def _role_heads(self) -> frozenset[str]:
        """The last words of all roles: few words of a text are one of them."""
        return frozenset(noun.split()[-1] for noun in self.roles)

    @cached_property
    def _party_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for aliases in self.names.values():
            for _, owner in aliases:
                if ":" in owner.party and owner.kind in GROUPS:
                    names.setdefault(owner.party, owner.name)
        return names

    @cached_property
    def _places(self) -> SortedTable:
        return SortedTable(table_bytes("places.tsv.gz"))

    @cached_property
    def _more(self) -> SortedTable:
        return SortedTable(table_bytes("more.tsv.gz"))

    @cached_property
    def _index(self) -> SortedTable:
        return SortedTable(table_bytes("people.idx.gz"))

    @cached_property
    def _rows(self) -> bytes:
        return table_bytes("people.tsv.gz")

    def _officials(self, party: str) -> Iterator[Person]:
        """Everybody who ever held an office of a party: the user's people, then the lists."""
        yield from self._extra.persons
        mark = f"{party}~"
        for row in self._rows.decode("utf-8").splitlines():
            if mark in row:
                yield _person(row)

    @cached_property
    def _listed(self) -> Callable[..., tuple[Person, ...]]:
        """`_people`, remembered: the news names the same people day after day."""
        return lru_cache(maxsize=4096)(self._people)

    def _people(self, key: str, alone: bool = False) -> tuple[Person, ...]:
        """Who can be called by the words; `alone` leaves out who has more than one name."""
        words = key.split()
        offsets: set[str] | None = None
        for word in words:
            if len(word) < 2:
                continue
            listed = self._index.get(word)
            if listed == "*":
                continue
            own = set(listed.split(",")) if listed else set()
            offsets = own if offsets is None else offsets & own
            if not offsets:
                return ()
        rows = [self._row_at(offset) for offset in sorted(map(int, offsets or ()))]
        if alone:
            rows = [row for row in rows if " " not in row.partition("\t")[0]]
        # Most rows fall out by the names alone, before the terms are read.
        people = (_person(row) for row in rows if _may_have_words(row, words))
        return tuple(p for p in people if _has_words(p, words))

    def _row_at(self, offset: int) -> str:
        end = self._rows.find(b"\n", offset)
        return self._rows[offset:end].decode("utf-8")


def _backwards(day: str) -> str:
    """Orders days from the latest to the earliest."""
    return "".join(chr(ord("9") - ord(c)) if c.isdigit() else c for c in day)


HEADS = frozenset("president prime premier chancellor king emir sultan leader".split())


def _office_words(words: set[str]) -> set[str]:
    same = {"external": "foreign", "defense": "defence", "premier": "prime"}
    more = {same[w] for w in words if w in same}
    return words | more | ({"minister"} if "secretary" in words else set())


def _has_words(person: Person, words: list[str]) -> bool:
    """One of the person's names can be said with the words: given name first, family name last."""
    turned = _family_first(person)
    return any(
        _said(key_of(name).split(), words, turned) for name in (person.name, *person.aliases)
    )


def _may_have_words(row: str, words: list[str]) -> bool:
    """The same for a row, whichever way round its names stand."""
    name, aliases, _ = row.split("\t", 2)
    turned = len(words) == 1  # then the more can be said
    return any(_said(key_of(n).split(), words, turned) for n in (name, *aliases.split(";")) if n)


def _said(have: list[str], words: list[str], family_first: bool) -> bool:
    if have == words:
        return True
    if len(words) == 1:
        family = {have[-1]} | ({have[0]} if family_first else set())
        return words[0] in family or (len(have) > 2 and words[0] == have[-2] and len(words[0]) > 3)
    if family_first or len(words) > len(have):
        return False
    at = iter(have)
    inner = all(any(w == h or (len(w) == 1 and h.startswith(w)) for h in at) for w in words[:-1])
    first = words[0] == have[0] or (len(words[0]) == 1 and have[0].startswith(words[0]))
    last = words[-1] == have[-1] or (len(have) > 3 and words[-1] == have[-2])
    return inner and first and last


def _family_first(person: Person) -> bool:
    return any(
        t.party in ("CHN", "KOR", "PRK", "VNM", "TWN", "KHM", "HKG", "SGP") for t in person.terms
    )


def _fit(person: Person, on: str | None, among: Sequence[str]) -> tuple[int, int, int, int]:
    term = person.term(on)
    if term is None:
        return (1, 0, 0, 0)
    near = 0 if on is None else min(term.distance(on), 30)
    expected = among.index(term.party) if term.party in among else len(among)
    held = 0 if any(t.source == "hand" for t in person.terms) else 1
    return (0 if near <= 3 else 1, min(expected, 1), held, near - term.rank)


def _written(part: Sequence[Atom], case: str) -> bool:
    for atom, need in zip(part, case, strict=True):
        if need == "U" and not atom.upper:
            return False
        if need == "C" and not atom.cap:
            return False
    return True


def _person(row: str) -> Person:
    name, aliases, wikidata, gender, terms = row.split("\t")
    return Person(
        name, tuple(filter(None, aliases.split(";"))), wikidata, gender,
        tuple(_term(t) for t in terms.split("|")),
    )  # fmt: skip


def _term(text: str) -> Term:
    party, office, rank, sectors, start, end, source = text.split("~")
    return Term(party, office, int(rank), tuple(sectors.split()), start, end, source)


def _longest(keys: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key in keys:
        first, count = key.split(" ", 1)[0], key.count(" ") + 1
        if found.get(first, 0) < count:
            found[first] = count
    return found


def _names() -> dict[str, list[Alias]]:
    owners = [_owner(row) for row in table_rows("names.tsv")[1:]]
    names: dict[str, list[Alias]] = {}
    for row in table_rows("aliases.tsv"):
        key, case, number = row.split("\t")
        names.setdefault(key, []).append((case, owners[int(number)]))
    return names


def _owner(row: str) -> Name:
    name, kind, party, country, sectors, start, end, source = row.split("\t")
    return Name(name, kind, party, country, tuple(sectors.split()), start, end, source)


def _countries() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for row in table_rows("countries.tsv")[1:]:
        iso3, name, iso2, cow, region, subregion, neighbours, _ = row.split("\t")
        found[iso3] = Country(iso3, name, iso2, cow, region, subregion, tuple(neighbours.split()))
    return found


def _sectors() -> dict[str, dict[str, tuple[str, ...]]]:
    """Sectors of nouns by what the row is for (`role`, `head`, `before`)."""
    found: dict[str, dict[str, tuple[str, ...]]] = {"role": {}, "head": {}, "before": {}}
    for row in table_rows("roles.tsv"):
        noun, sectors, _, use = row.split("\t")
        found[use][noun] = tuple(sectors.split())
    return found


@lru_cache(maxsize=4)
def load_knowledge(extra: Path | None = None) -> Knowledge:
    """The tables of this package, and those of the user's own TSV, which win.

    Raises `ConfigError` D303 with the line where the user's table is wrong.
    """
    own = read_extra(extra) if extra is not None else ExtraTable((), ())
    names = _names()
    for key, alias in own.aliases:
        names[key] = [alias]
    merged = {key: tuple(found) for key, found in names.items()}
    nouns = _sectors()
    roles = {noun: Role(noun, sectors) for noun, sectors in nouns["role"].items()}
    return Knowledge(
        merged, _longest(merged), _countries(), roles, nouns["head"], nouns["before"], own
    )


def first_words(text: str) -> list[str]:
    """The folded words of a text, as look-ups take them."""
    return [atom.key for atom in atoms(text)]
