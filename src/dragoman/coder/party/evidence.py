"""What the words of a phrase themselves say of its party: names, owners, the name behind "of"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from dragoman.coder.party.descriptions import Descriptions
from dragoman.coder.party.inventory import Hit, Inventory
from dragoman.coder.party.phrases import Part, PhraseReader, Side, evidence_after, side_of
from dragoman.coder.party.pronouns import Pronouns
from dragoman.coder.party.vocabulary import (
    ARMED_HEADS,
    AWAY,
    BREAKAWAY,
    CRIMINAL_HEADS,
    DETERMINERS,
    GROUP_HEADS,
    JOINT_HEADS,
    OWN_CLASS,
    PERSON_HEADS,
    PRONOUNS,
    REBELS,
    REGIONAL,
    RELATIONAL,
    UNKNOWN_HEADS,
)
from dragoman.knowledge import Knowledge
from dragoman.knowledge.words import singulars


class Person(Struct, frozen=True, gc=False):
    """A person as the document introduces one."""

    name: str
    side: Side
    role: str
    gender: str
    wikidata: str


class Introduced:
    """People and groups that the document itself has introduced so far."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self.by_word: dict[str, int] = {}  # a word of the name -> number in `people`
        self.groups: dict[str, Side] = {}
        self.titles: dict[int, Side] = {}  # an atom where a title of a group begins -> the group


class Evidence:
    """Reads phrases of one document by their own words."""

    def __init__(
        self, inventory: Inventory, reader: PhraseReader, introduced: Introduced,
        pronouns: Pronouns, descriptions: Descriptions, knowledge: Knowledge,
    ) -> None:  # fmt: skip
        self._inv = inventory
        self._reader = reader
        self._introduced = introduced
        self._pronouns = pronouns
        self._descriptions = descriptions
        self._knowledge = knowledge

    def given(self, part: Part) -> list[Side]:
        """Parties that the words of the part themselves give."""
        if part.owner is not None and not part.hits:
            return self._owned(part)
        if len(part.words) == 1 and part.words[0] in PRONOUNS and not part.hits:
            return self._pronouns.meant(part.core - 1)
        local = self._local(part)
        stated = self._stated(part)
        if local is not None and (not stated or stated[0].kind in ("person", "place")):
            return [self._introduced.people[local].side]
        if local is not None:
            return [replace(stated[0], local=local)]
        if stated:
            return (
                self._left_behind(part)
                or self._fighters_of(part)
                or self._rebels_of(part, stated)
                or stated
            )
        group = self._named_group(part) or self._regional(part)
        if group is not None:
            return [group]
        return self._behind_noun(part) or self._owner_described(part) or self._of_described(part)

    def _behind_noun(self, part: Part) -> list[Side]:
        """Whom names behind the noun tell: "forces of Chad", "camps of the group in Gedo"."""
        after, kind = evidence_after(part)
        if kind == "in" and DIPLOMATS & set(singulars(part.head)):
            after = []  # an embassy is not that of the country where it stands
        if kind == "in" and self._descriptions.of_group(part):
            after = []  # "who speaks for the movement in Paris"
        if after and kind == "in" and (inner := self._of_described(part)):
            return inner  # "camps of the group in Gedo"
        if after:
            how = "the name behind the noun" if kind == "of" else "the place behind the noun"
            if (broke := self._breakaway(after)) is not None:
                return [side_of(broke, how)]
            if kind == "of":
                return [side_of(h, how) for h in self._spread(after)]
            if part.head not in OWN_CLASS:
                return [side_of(after[0], how)]
        return []

    def _owner_described(self, part: Part) -> list[Side]:
        """ "The two neighbours' guards", "the union's lawyer": those of whom the owner means."""
        inv = self._inv
        owner = next((i for i in range(part.first, part.core - 1) if inv.atoms[i].possessive), None)
        below = None if owner is None else self._reader.part(part.first, owner + 1)
        if below is None or not below.definite:
            return []
        sides = self._told_of(below, "the owner")
        if sides and part.head in RELATIONAL:
            return self._descriptions.other_than(part, sides)
        return [replace(s, kind="body") for s in sides]

    def _told_of(self, below: Part, why: str) -> list[Side]:
        """Whom an owner or the noun behind "of" means; nobody if only the country at hand tells."""
        both = self._descriptions.means_both(below)
        sides = [] if both else self.given(below)
        sides = sides or self._descriptions.meant(below, below.first)
        if not sides or sides[0].party is None or sides[0].kind == "at hand":
            return []
        return [replace(s, how=f"{why}: {s.how}", local=None) for s in sides]

    def _left_behind(self, part: Part) -> list[Side]:
        """ "Georgia's breakaway region of Abkhazia" is Abkhazia."""
        broke = self._breakaway([*part.hits, *evidence_after(part)[0]])
        if broke is None or AWAY.isdisjoint(part.words):
            return []
        return [side_of(broke, "what broke away")]

    def _breakaway(self, hits: Sequence[Hit]) -> Hit | None:
        """ "Moldova's breakaway Transnistria": what broke away, not whom it left."""
        return next((h for h in hits if h.name.party in BREAKAWAY), None)

    def _of_described(self, part: Part) -> list[Side]:
        """ "Members of the gang", "agents of his country", "a deputy of his", "on both sides"."""
        inv = self._inv
        if part.core >= part.last - 1:
            return []
        inner, preposition = part.core + 1, inv.atoms[part.core].key
        if preposition in ("on", "in", "of", "from") and inv.keys[inner] in BOTH:
            below = self._reader.part(inner, part.last)
            return self._told_of(below, "behind it") if below is not None else []
        if preposition not in ("of", "for", "from"):
            return []
        key = inv.atoms[inner].key
        if inv.at[inner] is None and key in OWNERS:
            return [
                replace(s, how=f"{key} = {s.how}", local=None) for s in self._pronouns.meant(inner)
            ]
        below = self._reader.part(inner, part.last)
        if below is None or not below.definite:
            return []
        return self._told_of(below, f"behind {inv.atoms[part.core].key!r}")

    def _spread(self, hits: list[Hit]) -> list[Hit]:
        """Names joined by "and" behind "of" all count; nested ones ("of the army of X") do not."""
        found = [hits[0]]
        for left, right in pairwise(hits):
            between = " ".join(self._inv.keys[left.last : right.first])
            if between in ("", "and", "and the", "the"):
                found.append(right)
        return found

    def _local(self, part: Part) -> int | None:
        for i in range(part.core - 1, part.first - 1, -1):
            hit = self._inv.at[i]
            atom = self._inv.atoms[i]
            if (
                atom.cap
                and (hit is None or hit.name.kind == "person")
                and atom.key in self._introduced.by_word
            ):
                return self._introduced.by_word[atom.key]
        return None

    def _stated(self, part: Part) -> list[Side]:
        """Parties named in the core, the decisive ones: a body's own name before its country's."""
        hits = [h for h in part.hits if h.name.party]
        if not hits:
            return []
        own = [
            h for h in hits if h.name.kind in ("armed group", "organisation", "ngo", "government")
        ]
        diplomat = part.head in (
            "ambassador",
            "envoy",
            "representative",
            "delegate",
            "delegation",
            "member",
            "ally",
        )
        if own and not (diplomat and hits[0].name.kind in ("country", "nationality")):
            return [side_of(h, "") for h in self._joined(own)]
        if diplomat and own and hits[-1].name.kind == "country":
            return [side_of(hits[-1], "")]
        people = [h for h in hits if h.name.kind == "person"]
        lands = [h for h in hits if h.name.kind != "person"]
        if lands:
            return [side_of(h, "") for h in self._joined(lands)]
        return [side_of(h, "") for h in people[:1]]

    def _joined(self, hits: list[Hit]) -> list[Hit]:
        """The first name, and further ones that a hyphen or "and" joins to it."""
        found = [hits[0]]
        for left, right in pairwise(hits):
            between = self._inv.text[
                self._inv.atoms[left.last - 1].end : self._inv.atoms[right.first].start
            ]
            if between.strip() in ("-", "–", "and", "/", ","):
                found.append(right)
        return found

    def entitled(self, left: Part, right: Part) -> Side | None:
        """A group by its name and what the text calls it: "the Northern Brigade, an armed group";
        taken note of for later."""
        a, b = self._title(left)
        called = set(right.words)
        if right.definite or b - a < 2 or left.hits or ARMED_WORDS.isdisjoint(called):
            return None
        if GROUP_HEADS.isdisjoint(singulars(right.head)):
            return None
        name = self._inv.text[self._inv.atoms[a].start : self._inv.atoms[b - 1].end]
        how = "an armed group as the text names it"
        side = Side(f"ARM:{name}", None, ("REB",), how, name, "armed")
        self._introduced.groups[" ".join(self._inv.keys[a:b])] = side
        return side

    def _title(self, part: Part) -> tuple[int, int]:
        """The capitalised words that end the core of a part."""
        first = part.core
        inv = self._inv
        while first > part.first and inv.atoms[first - 1].cap:
            if inv.keys[first - 1] in DETERMINERS:
                break
            first -= 1
        return first, part.core

    def _named_group(self, part: Part) -> Side | None:
        """An unknown capitalised name: by its letters, or by what the text calls it."""
        if part.name is None:
            a, b = self._title(part)
            return self._introduced.groups.get(" ".join(self._inv.keys[a:b])) if b - a > 1 else None
        a, b = part.name
        key = " ".join(self._inv.keys[a:b])
        if key in self._introduced.groups:
            return self._introduced.groups[key]
        words = set(part.words) | {part.head}
        if words & PERSON_HEADS and not words & (
            GROUP_HEADS | {"rebels", "militants", "insurgents"}
        ):
            return None
        sectors = part.role.sectors[:1] if part.role else ()
        gang = bool(words & CRIMINAL_HEADS) and sectors == ("CRM",)
        if b - a == 1 and not gang and not self._inv.atoms[a].upper:
            return None  # "Leftist rebels"
        if (
            sectors == ("REB",)
            or gang
            or (
                words & {"rebel", "militant", "insurgent", "guerrilla", "jihadist", "separatist"}
                and words & GROUP_HEADS
            )
        ):
            name = self._inv.text[self._inv.atoms[a].start : self._inv.atoms[b - 1].end]
            sector = "CRM" if gang else "REB"
            side = Side(
                f"ARM:{name}", None, (sector,), "an armed group as the text names it", name, "armed"
            )
            self._introduced.groups[key] = side
            if b - a > 1:
                self._introduced.groups[self._inv.atoms[b - 1].key] = side
            return side
        return None

    def _regional(self, part: Part) -> Side | None:
        """ "Arab leaders": the organisation of those states; "mainland police": China's."""
        if "mainland" in part.words and self._inv.counts.keys() & {"TWN", "HKG", "CHN"}:
            return Side("CHN", "CHN", (), "the mainland of a text about China", "China", "state")
        officials = part.role is not None and part.role.sectors[:1] == ("GOV",)
        if part.words == ("european",) or (part.words[:1] == ("european",) and officials):
            return Side("IGO:EU", None, (), "Europe, for its Union", "European Union", "body")
        if JOINT_HEADS.isdisjoint(singulars(part.head)) or (
            not part.plural and part.head != "bloc"
        ):
            return None
        before = " ".join(part.words)
        named = next((p for r, p in REGIONAL.items() if before.startswith(r + " ")), None)
        if named is None:
            return None
        return Side(
            named,
            None,
            (),
            "the states of a region together",
            self._knowledge.party_name(named),
            "body",
        )

    def _fighters_of(self, part: Part) -> list[Side]:
        """ "Georgian guerrillas of the White Legion" are the Legion's, not Georgia's."""
        after, kind = evidence_after(part)
        if kind != "of" or part.head not in ARMED_HEADS | REBELS | UNKNOWN_HEADS:
            return []
        groups = [h for h in after if h.name.kind == "armed group"]
        return [side_of(h, "the name behind the noun") for h in groups[:1]]

    def _rebels_of(self, part: Part, stated: list[Side]) -> list[Side]:
        """ "Congolese rebels" are a group without a name, not Congo: the one that acts there, if
        the text names just one, else a party of its own by these words."""
        if part.head not in REBELS or len(stated) != 1 or ":" in str(stated[0].party):
            return []
        if part.former or part.hits[-1].last > part.core:
            return []
        groups = sorted(
            {h.name.party for h in self._inv.hits
             if h.name.kind == "armed group" and h.name.country in ("", stated[0].country)}
        )  # fmt: skip
        if len(groups) == 1:
            hit = next(h for h in self._inv.hits if h.name.party == groups[0])
            return [side_of(hit, f"the armed group there, for {part.head!r}")]
        if groups:
            return []
        words = self._inv.text[
            self._inv.atoms[part.hits[0].first].start : self._inv.atoms[part.core - 1].end
        ]
        return [
            Side(
                f"ARM:{words}", None, ("REB",), "rebels without a name of their own", words, "armed"
            )
        ]

    def _relation_owns(self, part: Part) -> bool:
        """ "Their neighbour's navy": not they but their neighbour has it."""
        words = self._inv.atoms[part.first : part.core - 1]
        return any(a.possessive and a.key in RELATIONAL for a in words)

    def _owned(self, part: Part) -> list[Side]:
        assert part.owner is not None
        owners = self._pronouns.meant(part.owner)
        own = part.head in OPPONENTS and self._inv.keys[part.owner] in ("his", "her")
        if (part.head in RELATIONAL or self._relation_owns(part)) and owners and not own:
            return self._descriptions.other_than(part, owners)
        return [
            replace(s, how=f"{self._inv.atoms[part.owner].key} = {s.how}", local=None, kind="body")
            for s in owners
        ]


ARMED_WORDS = frozenset(
    "armed rebel militant insurgent guerrilla underground paramilitary jihadist separatist "
    "extremist clandestine militia".split()
)
# Those of one man are mostly of his own country, those of a country another one.
OPPONENTS = frozenset("rival rivals opponent opponents".split())
BOTH = frozenset("both either each all the".split())
DIPLOMATS = frozenset("embassy consulate ambassador envoy mission legation diplomat consul".split())
OWNERS = frozenset("his hers theirs ours mine its".split())
