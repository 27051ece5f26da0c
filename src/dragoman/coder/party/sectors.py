"""The PLOVER sectors of a party: from the noun that describes it, else from its name."""

from __future__ import annotations

from msgspec.structs import replace

from dragoman.coder.party.antecedents import Memory
from dragoman.coder.party.evidence import Introduced
from dragoman.coder.party.frame import Frame
from dragoman.coder.party.inventory import TITLES, Hit, Inventory
from dragoman.coder.party.network import Network
from dragoman.coder.party.phrases import Part, Side
from dragoman.coder.party.pronouns import Pronouns
from dragoman.coder.party.vocabulary import (
    BREAKAWAY,
    CRIMINAL_HEADS,
    FLEEING,
    FLIGHT,
    GROUP_ORGANS,
    NUMBERS,
    POSITIONS,
    RANKS,
    REFUGE,
    SHARED,
    STATE_PAIRS,
)
from dragoman.knowledge import Knowledge, Role
from dragoman.knowledge.words import key_of, singulars


class Sectors:
    """Sectors of the parties of one document."""

    def __init__(
        self, inventory: Inventory, frame: Frame, network: Network, memory: Memory,
        introduced: Introduced, pronouns: Pronouns, knowledge: Knowledge,
    ) -> None:  # fmt: skip
        self._inv = inventory
        self._frame = frame
        self._network = network
        self._memory = memory
        self._introduced = introduced
        self._pronouns = pronouns
        self._knowledge = knowledge

    def of(self, part: Part, side: Side) -> tuple[str, ...]:
        """PLOVER sectors, the primary one first: from the noun, else from the name."""
        party = side.party or ""
        if party.startswith(("IGO:", "NGO:")):
            return ()
        if party in BREAKAWAY:
            return self._of_breakaway(part, side)
        if party.startswith("ARM:"):
            return self._of_group(part, side)
        return self._weighed(part, self._of_state(part, side))

    def _weighed(self, part: Part, told: tuple[str, ...]) -> tuple[str, ...]:
        """The sectors that the words tell, unless the network is surer of another one."""
        chances = self._network.sectors(max(part.core - 1, part.first))
        named = any(h.name.sectors for h in part.hits)  # the tables tell it of the name itself
        if not chances or not told or (named and part.role is None):
            return told
        best = max(chances, key=lambda s: (chances[s] + (TOLD if s == told[0] else 0.0), s))
        return told if best == told[0] else (best,)

    def _of_breakaway(self, part: Part, side: Side) -> tuple[str, ...]:
        """The sector of the organ, then PRE; who fights for such a body is its army."""
        known = tuple(s for s in side.sectors if s not in ("REB", "PRM", "PRE"))
        own = replace(side, sectors=known)
        if part.role is None:
            found = known or self._of_noun(part) or self._of_name(part) or ("GOV",)
        else:
            found = self._of_state(part, own)
        found = tuple("MIL" if s in ("REB", "PRM") else s for s in found)
        return tuple(dict.fromkeys((*found, "PRE")))

    def _of_group(self, part: Part, side: Side) -> tuple[str, ...]:
        """An armed group's own court, police or broadcaster keeps its sector; its deputies oppose;
        gangs are criminals."""
        heads = set(singulars(part.head))
        shared = heads & (POSITIONS | SHARED.keys()) and not part.plural
        if part.role is not None and not shared:
            sector = part.role.sectors[0]
            if sector in GROUP_ORGANS and not heads & (SHARED.keys() | TITLES):
                return (sector,)
            if sector == "LEG":
                return ("OPP",)
        called = set(key_of(side.party or "").split())
        return ("CRM",) if called & CRIMINAL_HEADS or "CRM" in side.sectors else ("REB",)

    def _of_noun(self, part: Part) -> tuple[str, ...]:
        """The sector of the longest noun of the table for heads that the head ends or begins."""
        words, head = part.words, part.head
        for at in range(len(words) - 1, -1, -1):
            if head in singulars(words[at]):
                break
        else:
            return ()
        behind = self._inv.keys[part.core : min(part.core + 2, part.last)]
        after = (*words, *behind)[at + 1 : at + 3]
        forms = singulars(words[at])
        found = [" ".join((head, *after))] if len(after) == 2 else []
        found += [" ".join((*words[at - n : at], f)) for n in (2, 1) if n <= at for f in forms]
        # In "police boat" it is the police that tell.
        if part.role is None or set(forms) & set(part.role.noun.split()):
            found += forms
        heads = self._knowledge.heads
        return next((heads[f] for f in found if f in heads), ())

    def _of_state(self, part: Part, side: Side) -> tuple[str, ...]:
        role = part.role
        if part.owner is not None and not LIKE_OWNER.isdisjoint(singulars(part.head)):
            owners = self._pronouns.meant(part.owner)
            told = (owners[0].sectors if owners else ()) or side.sectors
            if told:
                return told
        if role is None or (side.kind == "body" and part.name is not None and side.sectors):
            return self._of_plain(part, side)
        heads = set(singulars(part.head))
        if side.kind == "pair" and heads & FACING and side.sectors:
            return side.sectors  # parties to a quarrel, not of politicians
        sectors = self._of_noun(part) or role.sectors
        if sectors == ("REB",) and "fighter" in heads and side.party is not None:
            sectors = ("MIL",)  # those of a state, men or machines
        if heads & POSITIONS and _one_position(role.noun):
            sectors = self._of_position(part, side, heads, sectors)
        if sectors[0] == "CVL" and FLEEING & heads and self._fled(part):
            sectors = ("REF",)
        if part.former and sectors[0] in ("GOV", "LEG", "MIL") and not part.plural:
            sectors = ("ELI", *sectors)
        sectors = _opposing(part, sectors)
        own = [h for h in part.hits if "institution" in h.name.kind]
        if own and own[-1].name.sectors and sectors[0] in ("GOV", "OPP"):
            return tuple(
                dict.fromkeys((*own[-1].name.sectors, *(s for s in sectors if s == "OPP")))
            )
        told = side.sectors[:1] if side.local is not None else ()
        if (sectors == ("GOV",) and told not in ((), ("ELI",), ("CVL",))) or (
            heads & RANKS and told == ("GOV",)
        ):
            return side.sectors
        return tuple(dict.fromkeys(sectors))

    def _of_position(
        self, part: Part, side: Side, heads: set[str], sectors: tuple[str, ...]
    ) -> tuple[str, ...]:
        """A position that any body has: the sector of its body, else of whom the text spoke last;
        `sectors` are those of the noun."""
        body = self._of_body(part, side)
        if body is not None:
            return (body, *(s for s in sectors if s != body and s == "ELI"))
        if part.head in ("man", "men") and not (part.definite or part.hits or part.after):
            return sectors  # "two men" are nobody's
        if not heads & SHARED.keys() or side.party is None:
            return sectors
        told = self._told_last(part, side, heads) or sectors
        # Officers who stand alone are policemen.
        return ("COP",) if "officer" in heads and told == ("MIL",) and not part.hits else told

    def _fled(self, part: Part) -> bool:
        """Whether the words in or right behind the phrase speak of flight."""
        near = self._inv.atoms[part.first : min(part.last + 4, len(self._inv.atoms))]
        return any(a.key in FLIGHT for a in near)

    def _of_plain(self, part: Part, side: Side) -> tuple[str, ...]:
        """No known noun: the name's own sector, else what the words look like."""
        if part.owner is not None and not part.hits:
            return side.sectors or ("GOV",)
        hit = part.hits[-1] if part.hits else None
        if hit is not None and "institution" in hit.name.kind and hit.name.sectors:
            return hit.name.sectors
        if hit is not None and hit.last == part.core and hit.name.kind in ("nationality", "people"):
            return self._of_adjective(hit, part)
        if hit is not None and hit.name.kind == "place":
            return (
                ("GOV",)
                if self._frame.is_subject(hit.first, hit.last) and not part.head
                else ("CVL",)
            )
        if side.sectors and not (side.country and part.head in STATE_PAIRS):
            return side.sectors
        told = self._of_noun(part) or self._of_name(part)
        if told:
            return told
        if hit is not None and hit.name.kind == "nationality" and part.head and not part.plural:
            return ("GOV",)
        return ("CVL",) if part.plural or side.kind in ("people", "at hand") else ("GOV",)

    def _of_name(self, part: Part) -> tuple[str, ...]:
        """ "Folake Adeyinka of Harmattan Securities", "The Chronicle": a noun inside a name."""
        for i in range(part.first, part.last):
            atom = self._inv.atoms[i]
            role = self._inv.noun(atom.key) if atom.cap and self._inv.at[i] is None else None
            if role is not None and role.sectors[0] not in ("CVL", "MIL"):
                return role.sectors
        return ()

    def _of_adjective(self, hit: Hit, part: Part) -> tuple[str, ...]:
        """ "Georgian", asked alone, of "Georgian troops": the noun that follows tells."""
        inv = self._inv
        plural = inv.atoms[hit.last - 1].key.endswith(
            ("ns", "is", "ts", "rs", "ks", "es", "men", "cs", "gs")
        )
        if plural:
            definite = part.definite or (
                part.first == hit.first > 0 and inv.atoms[hit.first - 1].key == "the"
            )
            if definite and hit.name.kind == "nationality":
                return ("GOV",)
            sentence = inv.sentence_of[hit.first]
            near = range(max(hit.first - 25, 0), min(hit.last + 25, len(inv.atoms)))
            fled = any(inv.atoms[i].key in REFUGE and inv.sentence_of[i] == sentence for i in near)
            return ("REF",) if fled else ("CVL",)
        follows = hit.last < len(inv.atoms) and inv.adjoining(hit.last) and hit.last == part.last
        nouns = follows and inv.at[hit.last] is None
        words = inv.keys[hit.last : hit.last + 3] if nouns else []
        for count in range(len(words), 0, -1):
            role = self._knowledge.role(words[:count])
            if role is not None:
                return role.sectors
        # "A Yemeni", "eleven Japanese": people, not the state.
        counted = hit.first > part.first and inv.keys[hit.first - 1] in NUMBERS | {"a", "an"}
        people = counted or (hit.name.kind == "people" and not nouns)
        return ("CVL",) if people else ("GOV",)

    def _of_body(self, part: Part, side: Side) -> str | None:
        """The sector of the body whose position this is: "union chairman"."""
        inv = self._inv
        for i in [*range(part.core - 1, part.first - 1, -1), *range(part.core, part.last)]:
            hit = inv.at[i]
            if hit is not None:
                if "institution" in hit.name.kind and hit.name.sectors:
                    sector: str = hit.name.sectors[0]
                    return sector
                continue
            if inv.atoms[i].key in singulars(part.head) or part.head in singulars(inv.atoms[i].key):
                continue
            if inv.atoms[i].key in self._knowledge.services:
                return self._knowledge.services[inv.atoms[i].key][0]
            group = self._introduced.groups.get(inv.atoms[i].key) if inv.atoms[i].cap else None
            if group is not None and group.sectors[:1] not in ((), ("REB",), ("CRM",)):
                return group.sectors[0]
            role: Role | None = self._inv.noun(inv.atoms[i].key)
            if (
                role is not None
                and role.sectors[0] not in ("GOV", "CVL", "ELI")
                and not set(singulars(inv.atoms[i].key)) & POSITIONS - {"guard"}
            ):
                return role.sectors[0]
        hers = part.owner is not None and HIRED.isdisjoint(singulars(part.head))
        own = side.sectors[0] if hers and side.sectors else "GOV"
        return own if own not in ("GOV", "CVL") else None

    def _told_last(self, part: Part, side: Side, heads: set[str]) -> tuple[str, ...] | None:
        wanted = next(SHARED[h] for h in sorted(heads & SHARED.keys()))
        for phrase in self._memory.before(part.first)[:25]:
            for said in phrase.sides:
                if said.party == side.party and said.sectors and said.sectors[0] in wanted:
                    return said.sectors
        return None


# How much surer the network must be than of the sector that the rules tell; set on the dev part.
TOLD = 0.6
LIKE_OWNER = frozenset("deputy colleague peer comrade".split())  # of the trade of whose they are
HIRED = frozenset({"lawyer"})  # "his lawyer" is of no body
OPPOSITION = "opposition"
SECONDING = frozenset("vice deputy chief secretary".split())
# Nouns that set two sides against each other and say nothing of what they are.
FACING = frozenset("party camp side man team group".split())


def _opposing(part: Part, sectors: tuple[str, ...]) -> tuple[str, ...]:
    """With what "opposition" adds; a party of it that has a name is a party first."""
    if sectors == ("OPP",) and part.name is not None and part.role and part.role.noun == OPPOSITION:
        return ("PTY", "OPP")
    if OPPOSITION not in part.words or "OPP" in sectors:
        return sectors
    return (*sectors, "OPP") if sectors[0] in ("PTY", "LEG", "MIL") else ("OPP", *sectors)


def _one_position(noun: str) -> bool:
    """Whether a role is a position that any body has: "chairman", "vice president"."""
    first, *more = noun.split()
    return not more or (first in SECONDING and POSITIONS.issuperset(more))
