"""Reads one noun phrase: whom it names, by what words, and in which roles."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from dragoman.coder.party.inventory import COMMON_WORDS, PERSON_TITLES, TITLES, Hit, Inventory
from dragoman.coder.party.vocabulary import (
    ATTITUDES,
    BELONGING,
    CONJUNCTIONS,
    COUNTING,
    DETERMINERS,
    DISTANCING,
    FORMER,
    MODIFIERS,
    NUMBERS,
    OWNING,
    PARTICIPLES,
    PLACING,
    POSSESSIVE_PRONOUNS,
    PREPOSITIONS,
    RELATIVE,
)
from dragoman.knowledge import Role
from dragoman.knowledge.words import singulars


class Side(Struct, frozen=True, gc=False):
    """One party that a phrase means, and how that was decided. `party` is None where it is open."""

    party: str | None
    country: str | None
    sectors: tuple[str, ...]
    how: str
    name: str = ""
    kind: str = ""
    local: int | None = None


KIND_OF = {
    "country": "state", "capital": "state", "seat": "state", "nationality": "people",
    "people": "people", "open people": "people", "organisation": "body", "ngo": "body",
    "institution": "body", "government": "body", "armed group": "armed", "place": "place",
    "person": "person",
}  # fmt: skip


def side_of(hit: Hit, how: str) -> Side:
    """The party of a name in the text; `how` says by what words it counts here."""
    name = hit.name
    country = name.party if ":" not in name.party else None
    told = f"{name.kind} {name.name!r}: {hit.how}"
    reason = f"{how}; {told}" if how else told
    return Side(
        name.party or None,
        country,
        name.sectors,
        reason,
        name.name,
        KIND_OF.get(name.kind, "body"),
    )


class Part(Struct, frozen=True, gc=False):
    """One member of a coordination: atoms `[first, last)` with its core before any preposition."""

    first: int
    core: int  # end of the core
    last: int
    role: Role | None
    head: str  # the last common noun of the core, as a singular
    hits: tuple[Hit, ...]
    after: tuple[tuple[str, Hit], ...]  # preposition and name, behind the core
    definite: bool
    plural: bool
    owner: int | None  # atom of a possessive pronoun
    name: tuple[int, int] | None  # an unknown capitalised name inside the core
    former: bool = False
    words: tuple[str, ...] = ()


class PhraseReader:
    """Cuts phrases of one document into parts; needs no tags."""

    def __init__(self, inventory: Inventory) -> None:
        self.inv = inventory
        self._parts: dict[tuple[int, int], list[Part]] = {}
        self._members: dict[tuple[int, int], Part | None] = {}

    def parts(self, first: int, last: int) -> Sequence[Part]:
        """The members of a coordination, or the one phrase, at atoms `[first, last)`."""
        if (first, last) not in self._parts:
            self._parts[first, last] = self._cut(first, last)
        return self._parts[first, last]

    def _cut(self, first: int, last: int) -> list[Part]:
        last = self._before_relative(first, last)
        cuts = self._cuts(first, last)
        found = [self.part(a, b) for a, b in cuts if a < b]
        return [p for p in found if p is not None]

    def _before_relative(self, first: int, last: int) -> int:
        inv = self.inv
        for i in range(first + 1, last):
            if inv.keys[i] in RELATIVE and inv.at[i] is None:
                return i
        return last

    def _cuts(self, first: int, last: int) -> list[tuple[int, int]]:
        """Splits at "and" and at commas that stand outside of names."""
        cuts, start = [], first
        for i in range(first, last):
            key, hit = self.inv.keys[i], self.inv.at[i]
            inside = hit is not None and hit.first < i
            if i > start and not inside and self._comma(i) and not self._number(i):
                cuts.append((start, i))
                start = i
            if key in CONJUNCTIONS and hit is None and not self._joined_title(start, i, last):
                cuts.append((start, i))
                start = i + 1
            elif key == "well" and self._words(i - 1, i + 2) == "as well as":
                cuts.append((start, i - 1))
                start = i + 2
        cuts.append((start, last))
        return [c for c in cuts if c[0] < c[1]]

    def _comma(self, i: int) -> bool:
        between = self.inv.between(i)
        if between == " ":
            return False
        return "," in between or "(" in between or ";" in between or " - " in between

    def _number(self, i: int) -> bool:
        return self.inv.atoms[i].key.isdigit() and self.inv.atoms[i - 1].key.isdigit()

    def _joined_title(self, start: int, i: int, last: int) -> bool:
        """ "Ministry of Trade and Industry": the second noun belongs to the office."""
        before = set(self.inv.keys[start:i])
        offices = {"ministry", "minister", "department", "secretary", "committee", "office"}
        if not before & offices or i + 1 >= last:
            return False
        following = self.inv.atoms[i + 1]
        if self.inv.at[i + 1] is not None:
            return False
        role = self.inv.noun(following.key)
        return role is None and ("of" in before or "for" in before or following.cap)

    def _words(self, first: int, last: int) -> str:
        return " ".join(self.inv.keys[max(first, 0) : last])

    def part(self, first: int, last: int) -> Part | None:
        """Reads one member: what stands before its noun, the noun, and what follows."""
        if (first, last) not in self._members:
            self._members[first, last] = self._member(first, last)
        return self._members[first, last]

    def _member(self, first: int, last: int) -> Part | None:
        inv = self.inv
        definite, plural, owner, start = self._start(first, last)
        if start >= last and owner is None:
            return None
        while last > start + 1 and inv.keys[last - 1] in TRAILING:
            last -= 1
        core = self._core_end(start, last)
        head_part = self._counted(start, core, last)
        if head_part is not None:
            return replace(head_part, first=first, plural=True)
        hits = tuple(h for h in self._hits(start, core) if not self._distanced(h))
        words = tuple(inv.keys[start:core])
        role, head = self._role(start, core)
        former = not FORMER.isdisjoint(words)
        plural = plural or self._plural(core)
        return Part(
            first, core, last, role, head, hits, self._after(core, last), definite, plural, owner,
            self._unknown_name(start, core), former, words,
        )  # fmt: skip

    def _start(self, first: int, last: int) -> tuple[bool, bool, int | None, int]:
        definite = plural = False
        owner: int | None = None
        inv, i = self.inv, first
        while i < last and inv.at[i] is None:
            key = inv.keys[i]
            if key in DETERMINERS or key == "both":
                definite = definite or key not in ("a", "an", "some", "any", "another")
            elif key in POSSESSIVE_PRONOUNS:
                owner, definite = i, True
            elif key in NUMBERS or key.isdigit():
                if inv.noun(key) or (i + 1 < last and inv.keys[i + 1] == "of"):
                    break
                plural = plural or key not in ("1", "one")
            elif key in LEADING and i < first + 3:
                pass
            else:
                break
            i += 1
        return definite, plural, owner, i

    def _core_end(self, start: int, last: int) -> int:
        inv = self.inv
        for i in range(start, last):
            hit = inv.at[i]
            if hit is not None and i > hit.first:
                continue
            key = inv.keys[i]
            if (
                i > start
                and hit is None
                and (key in PREPOSITIONS or (key in PARTICIPLES and not self._before_noun(i, last)))
            ):
                if self._office_of(start, i, last):
                    continue
                return i
            if i > start and self._comma(i):
                return i
        return last

    def _before_noun(self, i: int, last: int) -> bool:
        return i + 1 < last and (
            self.inv.noun(self.inv.atoms[i + 1].key) is not None or self.inv.atoms[i + 1].cap
        )

    def _office_of(self, start: int, i: int, last: int) -> bool:
        """Nouns that are roles only with their complement: "members of parliament"."""
        words = self.inv.keys[start : min(i + 3, last)]
        at = i - start
        return self.inv.knowledge.roles.get(" ".join(words[max(at - 1, 0) : at + 2])) is not None

    def _counted(self, start: int, core: int, last: int) -> Part | None:
        """ "Dozens of Syrian villagers": the phrase behind "of" is the one that counts."""
        if core >= last or core == start or self.inv.atoms[core].key != "of":
            return None
        head = self.inv.atoms[core - 1].key
        counts = head.isdigit() or head in NUMBERS or any(s in COUNTING for s in singulars(head))
        if self.inv.at[core - 1] is not None or not counts:
            return None
        return self.part(core + 1, last)

    def _hits(self, first: int, last: int) -> list[Hit]:
        found, i = [], first
        while i < last:
            hit = self.inv.at[i]
            if hit is not None:
                found.append(hit)
                i = max(hit.last, i + 1)
            else:
                i += 1
        return found

    def _distanced(self, hit: Hit) -> bool:
        """ "Russian-backed", "pro-Kremlin": not the party that acts."""
        inv = self.inv
        hyphened = hit.last < len(inv.atoms) and "-" in inv.between(hit.last)
        if hyphened and inv.atoms[hit.last].key in DISTANCING - OWNING:
            return True
        return (
            hit.first > 0
            and "-" in inv.between(hit.first)
            and inv.atoms[hit.first - 1].key in ATTITUDES
        )

    def _role(self, start: int, core: int) -> tuple[Role | None, str]:
        """The rightmost role of the core, unless only names follow it; and its noun."""
        inv = self.inv
        for end in range(core, start, -1):
            words = inv.keys[max(start, end - 4) : end]
            if inv.at[end - 1] is not None and len(words) < 2:
                continue
            role = inv.knowledge.role(words)
            if role is not None and not (inv.at[end - 1] is not None and role.noun == words[-1]):
                return role, role.noun.split(" of ")[0].split()[-1]
            if not inv.atoms[end - 1].cap and inv.at[end - 1] is None and end == core:
                head = inv.atoms[end - 1].key
                following = self._earlier_role(start, end - 1)
                return following, singulars(head)[-1]
        return None, ""

    def _earlier_role(self, start: int, end: int) -> Role | None:
        """An unknown noun behind a known one ("army positions") keeps the known one's role."""
        for i in range(end, max(start, end - 2), -1):
            words = self.inv.keys[max(start, i - 3) : i]
            if words and self.inv.at[i - 1] is None:
                role = self.inv.knowledge.role(words)
                if role is not None:
                    return role
        return None

    def _plural(self, core: int) -> bool:
        if core == 0:
            return False
        last = self.inv.atoms[core - 1].key
        return (last.endswith("s") and not last.endswith("ss")) or last in (
            "people", "police", "men", "women", "troops", "children", "gunmen", "policemen",
        )  # fmt: skip

    def _after(self, core: int, last: int) -> tuple[tuple[str, Hit], ...]:
        found: list[tuple[str, Hit]] = []
        preposition, i = "", core
        while i < last:
            hit = self.inv.at[i]
            if hit is not None:
                if not self._distanced(hit):
                    found.append((preposition, hit))
                i = max(hit.last, i + 1)
                continue
            if self.inv.atoms[i].key in PREPOSITIONS:
                preposition = self.inv.atoms[i].key
            elif self.inv.atoms[i].key in PARTICIPLES:
                preposition = "with"
            i += 1
        return tuple(found)

    def _unknown_name(self, start: int, core: int) -> tuple[int, int] | None:
        """The longest run of capitalised words in the core that no table knows, without titles."""
        best: tuple[int, int] | None = None
        i = start
        while i < core:
            j = self._name_end(i, core)
            if j == i:
                i += 1
                continue
            a = self._behind_titles(i, j)
            lone = j - i == 1 and j < core and self._starts_sentence(i)
            if (
                a < j
                and not lone
                and not self._only_nouns(a, j)
                and (best is None or j - a > best[1] - best[0])
            ):
                best = (a, j)
            i = j
        return best

    def _starts_sentence(self, i: int) -> bool:
        return i == 0 or self.inv.sentence_of[i] != self.inv.sentence_of[i - 1]

    def _name_end(self, i: int, core: int) -> int:
        inv, j = self.inv, i
        while j < core and inv.at[j] is None and (j == i or inv.adjoining(j)):
            atom = inv.atoms[j]
            hyphened = j > i and "-" in inv.between(j) and atom.key not in DISTANCING
            if not (atom.cap or hyphened or (j > i and atom.key in NAME_LINKS)):
                break
            j += 1
        while j > i and inv.atoms[j - 1].key in NAME_LINKS and not inv.atoms[j - 1].cap:
            j -= 1
        return j

    def _behind_titles(self, i: int, j: int) -> int:
        titles = [k for k in range(i, j - 1) if self.inv.atoms[k].key in ALL_TITLES]
        if titles:
            return titles[-1] + 1
        if self.inv.atoms[j - 1].key in TITLES and j - i == 1:
            return j
        while i < j and self.inv.atoms[i].key in MODIFIERS:
            i += 1
        return i

    def _only_nouns(self, i: int, j: int) -> bool:
        return all(
            self.inv.noun(self.inv.atoms[k].key) is not None or self.inv.atoms[k].key in NO_NAMES
            for k in range(i, j)
        )


# Words that may stand before the determiner: "about the", "more than", "only the".
LEADING = frozenset(
    "of by at from about nearly almost over around more than least only even also".split()
)
# Words behind a noun that are no part of it: "an official there", "rebels alone".
TRAILING = frozenset(
    "there here abroad alone alike too both also either together themselves itself".split()
)
ALL_TITLES = TITLES | PERSON_TITLES
NO_NAMES = MODIFIERS | COMMON_WORDS
NAME_LINKS = frozenset("al bin de da dos van von el ould ben del di le la ibn der".split())


def evidence_after(part: Part) -> tuple[list[Hit], str]:
    """Names behind the noun that tell its party: "of" before "in", nothing after "to"; a people of
    several states ("the Kurdish government in Erbil") only where nothing else does."""
    if not part.after:
        return [], ""
    told = [(p, hit) for p, hit in part.after if hit.name.party] or part.after
    for kind, words in (("of", BELONGING), ("in", PLACING)):
        found = [hit for preposition, hit in told if preposition in words]
        if found:
            return found, kind
    return [], ""
