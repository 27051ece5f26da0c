"""Descriptions without a name: whom "the rebels", "the ministry", "the two countries" mean."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.coder.party.antecedents import Memory, Spoken, several
from dragoman.coder.party.frame import Frame
from dragoman.coder.party.inventory import Inventory
from dragoman.coder.party.pairs import Question, answer, partner, question
from dragoman.coder.party.phrases import Part, Side, side_of
from dragoman.coder.party.vocabulary import (
    ARMED_HEADS,
    DETERMINERS,
    GROUP_HEADS,
    NUMBERS,
    ORGANISATION_HEADS,
    PERSON_HEADS,
    POSITIONS,
    POSSESSIVE_PRONOUNS,
    PREPOSITIONS,
    REBELS,
    SAME_OFFICE,
    SIDE_HEADS,
    STATE_HEADS,
    STATE_PAIRS,
    TOGETHER,
    UNKNOWN_HEADS,
)
from dragoman.knowledge import Knowledge
from dragoman.knowledge.words import singulars


class Descriptions:
    """Reads descriptions in one document, against what it has spoken of so far."""

    def __init__(
        self, inventory: Inventory, frame: Frame, memory: Memory, knowledge: Knowledge
    ) -> None:
        self._inv = inventory
        self._frame = frame
        self._memory = memory
        self._knowledge = knowledge

    def meant(self, part: Part, at: int) -> list[Side]:
        """Whom a bare description means: what was so called before, else the country at hand."""
        head = part.head
        sentence = self._inv.sentence_of[min(at, len(self._inv.atoms) - 1)]
        if part.name is not None and part.role is None and self._lone_name(part):
            return self._bearer(part, at) or self._frame.domestic(
                at, "a name without role or country", civil=True
            )
        why = f"no country is given for {head!r}" if head else "no country is given"
        return (
            self._jointly(part, at)
            or self._unidentified(part, at, sentence)
            or self._bearer(part, at)
            or self._that_group(part, at)
            or (part.head in ARMED_HEADS and self._armed_description(part, at, sentence))
            or self._frame.surer(at, self._same_head(part, at, sentence) or [])
            or self._frame.surer(at, self._other_word(part, at, sentence) or [])
            or self._armed_description(part, at, sentence)
            or self._frame.surer(at, self._state_or_body(part, at, sentence))
            or self._unnamed_states(part)
            or self._on_the_spot(part, at, why)
            or self._frame.domestic(at, why, civil=_civil(part))
        )

    def both(self, first: int, last: int) -> list[Side]:
        """Words without any noun: "the two", "the latter", "all"."""
        keys = set(self._inv.keys[first:last])
        if keys & {"both", "two", "neither", "either", "other", "latter", "former", "each"}:
            empty = Part(first, last, last, None, "", (), (), True, True, None, None)
            if "other" in keys and (one := self._one_of_them(first)) is not None:
                return self.other_than(empty, [one])
            pair = self._pair(first, empty)
            if pair and keys & {"latter", "former"}:
                return pair[-1:] if "former" not in keys else pair[:1]
            return pair
        if first >= last:
            return []
        if self._counts_known(first, last):
            sentence = self._inv.sentence_of[first]
            found = self._memory.best(first, sentence, _group, reach=4)
            if found is not None:
                return self._frame.again(found, "the group last spoken of")
        return [
            replace(s, sectors=("CVL",))
            for s in self._frame.domestic(first, "the words name nobody")
        ]

    def other_than(self, part: Part, owners: Sequence[Side]) -> list[Side]:
        """ "its neighbour", "their foes": the one that the document sets against the owners."""
        own = {s.party for s in owners if s.party}
        party = partner(self.asked(part.first, part), own)
        if party is None:
            return [Side(None, None, (), "nobody else is spoken of", "", "body")]
        side = self._known(party, part.first)
        return [replace(side, how=f"the other one spoken of: {side.name!r}", local=None)]

    def _known(self, party: str, at: int) -> Side:
        """A party as it was spoken of last before an atom, or as the document names it."""
        for phrase in self._memory.before(at):
            for side in phrase.sides:
                if side.party == party:
                    return side
        return side_of(next(h for h in self._inv.hits if h.name.party == party), "")

    def of_group(self, part: Part) -> bool:
        """ "The movement": an armed group, where one was spoken of so lately."""
        if not part.definite or part.plural or part.head not in GROUP_HEADS or part.former:
            return False
        return self._armed(part.first, self._inv.sentence_of[part.first]) is not None

    def _jointly(self, part: Part, at: int) -> list[Side]:
        if self.means_both(part):
            return self._pair(at, part)
        if (number := self._means_many(part)) and (many := self._many(at, number)):
            return many
        if self._means_other(part) and (one := self._one_of_them(at)) is not None:
            return self.other_than(part, [one])
        if part.head in ("peacekeeper", "peacekeepers") and self._named("IGO:UN"):
            how = "peacekeepers in a text that names the UN"
            return [Side("IGO:UN", None, (), how, "United Nations", "body")]
        return []

    def _unidentified(self, part: Part, at: int, sentence: int) -> list[Side]:
        """Gunmen and attackers stay open, unless a group was named and these are "the" gunmen."""
        if part.head not in UNKNOWN_HEADS or part.hits:
            return []
        if part.definite and (group := self._armed(at, sentence)) is not None:
            return group
        return [Side(None, None, ("UAF",), "nobody is named for them", "", "armed")]

    def _armed_description(self, part: Part, at: int, sentence: int) -> list[Side]:
        """ "The rebels", "the group": the armed group last spoken of, or the only one."""
        head = part.head
        if ARMED_HEADS & set(part.words) and head not in ARMED_HEADS:
            armed = self._armed(at, sentence)
            if armed is None and REBELS & set(part.words):
                armed = self._only_group() or self._nameless()
            if armed is not None:
                return armed
        rebels = head in ARMED_HEADS and (part.definite or head in REBELS)
        grouped = head in GROUP_HEADS and (part.definite or not part.plural)
        if not grouped and not rebels:
            return []
        armed = None if part.former else self._armed(at, sentence)
        if armed is None and head in REBELS and not part.former:
            armed = self._only_group()
            if armed is None and not any(p.startswith("ARM:") for p in self._frame.parties):
                armed = self._nameless()
        if armed is not None:
            return armed
        if head in ARMED_HEADS and any(p.startswith("ARM:") for p in self._frame.parties):
            return [Side(None, None, ("REB",), "no group is named for them", "", "armed")]
        return []

    def _state_or_body(self, part: Part, at: int, sentence: int) -> list[Side]:
        """ "The country", "the alliance": the one of that kind last spoken of."""
        head = part.head
        if head in STATE_HEADS and part.definite:
            found = self._memory.best(at, sentence, _state)
            if found is not None and found.subject and found.sentence == sentence:
                # "China handed the country's army lorries": China would be "its". Of 16 in the
                # corpus the country at hand was right of 15, the subject of two.
                return self._frame.domestic(at, "not the subject's own country", civil=True)
            if found is not None:
                return self._frame.again(found, "the country last spoken of")
        if head in ORGANISATION_HEADS and part.definite:
            found = self._memory.best(at, sentence, _organisation, reach=12)
            if found is not None and (head not in NATIONAL_TOO or self._called(found, head)):
                return self._frame.again(found, f"the organisation last spoken of, for {head!r}")
        return []

    def _called(self, phrase: Spoken, head: str) -> bool:
        """Whether a phrase called its body so, or the body's name does: "court"."""
        words = self._knowledge.body_words.get(str(phrase.sides[0].party), frozenset())
        return phrase.head == head or not words.isdisjoint(singulars(head))

    def _unnamed_states(self, part: Part) -> list[Side]:
        """ "Western nations", "allies", "donors": several states are not the country at hand."""
        if part.head not in STATE_HEADS | BACKERS or not part.plural:
            return []
        return [Side(None, None, ("GOV",), "the text does not name these states", "", "state")]

    def _bearer(self, part: Part, at: int) -> list[Side] | None:
        """ "The Commission", "the Tigers": the body named before that has the word in its name."""
        if (
            not part.definite
            or part.core - part.first > 2
            or not self._inv.atoms[part.core - 1].cap
        ):
            return None
        forms = set(singulars(self._inv.atoms[part.core - 1].key))
        for phrase in self._memory.before(at):
            for side in phrase.sides:
                words = self._knowledge.body_words.get(str(side.party), frozenset())
                if words & forms:
                    return [
                        replace(side, how=f"the body so named before: {side.name!r}", local=None)
                    ]
        return None

    def means_both(self, part: Part) -> bool:
        """ "The two countries", "each side", "the presidents" where two states are spoken of."""
        words = set(self._inv.keys[part.first : part.core])
        head = part.head
        if words & {"both", "either", "neither"} or ("two" in words and part.definite):
            branch = part.role.sectors[:1] if part.role is not None else ()
            named = head in SIDE_HEADS | CAMPS or not head
            return named or (branch in BRANCHES and not part.hits)
        if words & {"each", "all"}:
            return head in (
                "side",
                "sides",
                "camp",
                "camps",
                "country",
                "countries",
                "army",
                "armies",
            )
        plural = part.definite and part.plural and part.owner is None and not part.former
        return plural and bool(TOGETHER & set(singulars(head))) and part.core == part.last

    def _means_many(self, part: Part) -> int:
        """How many states "the three countries" means; 0 of other words."""
        if not part.definite or not part.plural or part.hits or part.head not in STATE_PAIRS:
            return 0
        words = self._inv.keys[part.first : part.core]
        return next((MANY[w] for w in words if w in MANY), 0)

    def _many(self, at: int, number: int) -> list[Side]:
        """The states of the last sentence that names so many."""
        by_sentence: dict[int, dict[str, Side]] = {}
        for phrase in self._memory.before(at):
            if phrase.guessed or phrase.aside:
                continue
            for side in phrase.sides:
                if side.party and ":" not in side.party:
                    by_sentence.setdefault(phrase.sentence, {}).setdefault(side.party, side)
        for _, sides in sorted(by_sentence.items(), reverse=True):
            if len(sides) == number:
                return self._as_pair(list(sides.values())[::-1], "one of those of a sentence")
        return []

    def _means_other(self, part: Part) -> bool:
        """ "The other side", "the neighbour", where one of two was spoken of."""
        if not part.definite or part.plural or part.owner is not None or part.hits:
            return False
        other = "other" in self._inv.keys[part.first : part.core]
        return part.head in NEIGHBOUR or (other and part.head in SIDE_HEADS | {""})

    def _one_of_them(self, at: int) -> Side | None:
        """Who is subject of the sentence at an atom, else who was spoken of last."""
        sentence = self._inv.sentence_of[at]
        sure = [
            p for p in self._memory.before(at) if not (p.guessed or p.aside or len(p.sides) > 1)
        ]
        known = [p for p in sure if p.sides and p.sides[0].party is not None]
        subjects = [p for p in known if p.subject and p.sentence == sentence]
        return next((p.sides[0] for p in (*subjects, *known)), None)

    def _named(self, party: str) -> bool:
        return any(h.name.party == party for h in self._inv.hits)

    def _lone_name(self, part: Part) -> bool:
        assert part.name is not None
        return part.name[1] - part.name[0] >= part.core - part.first - 1

    def _that_group(self, part: Part, at: int) -> list[Side]:
        """ "That group": the armed group named last, whoever was subject."""
        if self._inv.keys[part.first] not in POINTING or part.head not in GROUP_HEADS | ARMED_HEADS:
            return []
        for phrase in self._memory.before(at):
            if _armed_side(phrase) and not phrase.guessed:
                return self._frame.again(phrase, "the armed group named last")[:1]
        return []

    def _armed(self, at: int, sentence: int) -> list[Side] | None:
        found = self._memory.best(
            at, sentence, _armed_side, reach=30
        )  # fmt: skip
        if found is None:
            return None
        only = [s for s in found.sides if str(s.party).startswith("ARM:")][:1]
        return [replace(s, how=f"the armed group last spoken of: {s.name!r}") for s in only]

    def _only_group(self) -> list[Side] | None:
        """The one armed group that the document names anywhere, perhaps further on."""
        groups = sorted(p for p in self._frame.parties if p.startswith("ARM:"))
        if len(groups) != 1:
            return None
        hit = next(h for h in self._inv.hits if h.name.party == groups[0])
        return [side_of(hit, "the only armed group that the text names")]

    def _nameless(self) -> list[Side]:
        """Rebels of a text that names no group: never the state that they fight."""
        how = "rebels of whom the text gives no name"
        return [Side("ARM:rebels", None, ("REB",), how, "rebels", "armed")]

    def _same_head(self, part: Part, at: int, sentence: int) -> list[Side] | None:
        """The same noun was used before of somebody: "the ministry", "the envoy", "the union"."""
        if not part.definite or not part.head:
            return None
        return self._so_called(part, at, sentence, set(singulars(part.head)), reach=30)

    def _other_word(self, part: Part, at: int, sentence: int) -> list[Side] | None:
        """Another word for it was used shortly before: "the envoy" after "the ambassador"."""
        if not part.definite or not part.head:
            return None
        found = {w for s in singulars(part.head) for w in SAME_OFFICE.get(s, ())}
        return self._so_called(part, at, sentence, found, reach=3) if found else None

    def _so_called(
        self, part: Part, at: int, sentence: int, wanted: set[str], *, reach: int
    ) -> list[Side] | None:
        """Whom an earlier phrase with one of the wanted nouns meant."""
        own = set(singulars(part.head))
        extra = set(self._inv.keys[part.first : part.last]) - own - SMALL_WORDS
        found = self._memory.best(
            at, sentence,
            lambda p: float(
                extra <= p.words
                and not wanted.isdisjoint(singulars(p.head))
                and not (part.head in STATE_ONLY and _armed_side(p))
            ),
            reach=reach,
        )  # fmt: skip
        if found is None or (found.plural and not part.plural and len(found.sides) > 1):
            return None
        sides = self._frame.again(found, f"so called before ({part.head})")
        return [replace(s, local=o.local) for s, o in zip(sides, found.sides, strict=True)]

    def asked(self, at: int, part: Part) -> Question:
        """Who may be the two that the words at an atom mean."""
        noun = set(singulars(part.head)) | {part.head}
        return question(
            self._memory.before(at), self._inv.sentence_of[at], self._inv,
            self._frame.seen(max(part.core - 1, part.first)),
            states=part.head in STATE_PAIRS, people=not noun.isdisjoint(PERSON_HEADS),
            bare=not part.head, armed=part.head in CAMPS,
        )  # fmt: skip

    def _pair(self, at: int, part: Part) -> list[Side]:
        """The two parties that the document sets against each other, of the kind that the noun
        asks for, in the order of the text; or the one that both are of."""
        before = self._memory.before(at)
        meant = answer(self.asked(at, part))
        firsts = {s.party: n for n, p in enumerate(before) for s in p.sides}
        order = sorted(meant, key=lambda p: -firsts.get(p, -1))
        why = "one of the two spoken of" if len(order) > 1 else "both are of one"
        return self._as_pair([self._known(p, at) for p in order], why)

    def _as_pair(self, found: Sequence[Side], why: str) -> list[Side]:
        stand_alone = not any(str(s.party).startswith(("IGO:", "NGO:")) for s in found)
        return [
            replace(
                s,
                sectors=_as_side(s) if stand_alone else s.sectors,
                how=f"{why}: {s.name!r}",
                local=None,
                kind="pair",
            )
            for s in found
        ]

    def _counts_known(self, first: int, last: int) -> bool:
        """ "The three", "these 158", "all four": a number of people that were spoken of before."""
        opening, *numbers = self._inv.keys[first:last]
        counted = all(k in NUMBERS or k.isdigit() for k in numbers)
        return opening in TAKING_GROUPS and bool(numbers) and counted

    def _on_the_spot(self, part: Part, at: int, why: str) -> list[Side]:
        """ "Police there", "in Budapest, students marched": the country of the place of the clause,
        where that is another than the one at hand."""
        inv = self._inv
        there = part.last < len(inv.atoms) and inv.keys[part.last] == "there"
        hits = self._frame.places_before(part.last) if there else self._frame.places_of(at)
        if not hits:
            return []
        country = hits[0].name.country
        how = f"{why}; {'there' if there else 'the place of the clause'}: {hits[0].name.name!r}"
        return [Side(country, country, (), how, country, "at hand")]


POINTING = frozenset("that this those these".split())
# Nouns for several armed groups, of which a document may set two against each other.
CAMPS = frozenset("gangs militias groups movements factions cartels clans fronts bands".split())
MANY = {"three": 3, "four": 4, "five": 5, "six": 6}
NEIGHBOUR = frozenset({"neighbour", "neighbor"})
# Branches of which a state has one: "both ministers", "the two armies" may be of two states.
BRANCHES = (("GOV",), ("MIL",), ("SPY",))
BACKERS = frozenset("ally partner backer donor lender creditor sponsor mediator".split())
# A group may be called an army; "the army" of the next sentence is the state's.
STATE_ONLY = frozenset("army military government police".split())
# Sectors of words that may be of an armed group.
FIGHTING = frozenset("MIL REB PRM UAF CRM SPY UNK".split())
TAKING_GROUPS = frozenset("the these those all".split())
SIDES = ((), ("GOV",), ("MIL",), ("OPP",), ("PTY",))  # primary sectors that a side keeps
SMALL_WORDS = DETERMINERS | NUMBERS | PREPOSITIONS | POSSESSIVE_PRONOUNS
# Bodies that states have as well as organisations of states.
NATIONAL_TOO = frozenset("court council commission committee union bank".split())


def _civil(part: Part) -> bool:
    """Whether the words are of a state or its people: armed groups have no villagers."""
    role = part.role
    return (
        role is not None
        and bool(role.sectors)
        and role.sectors[0] not in FIGHTING
        and POSITIONS.isdisjoint(singulars(part.head))
    )


def _as_side(side: Side) -> tuple[str, ...]:
    """The sectors of one of two sides: a state is its government or its army, whichever of its
    people or papers was spoken of last."""
    if side.country is None or side.country != side.party or side.sectors[:1] in SIDES:
        return side.sectors
    return ("GOV",)


def _group(phrase: Spoken) -> float:
    return several(phrase) if phrase.plural else 0.0


def _armed_side(phrase: Spoken) -> float:
    return 1.0 if phrase.sides and str(phrase.sides[0].party).startswith("ARM:") else 0.0


def _state(phrase: Spoken) -> float:
    return 1.0 if phrase.kind == "state" and not phrase.plural else 0.0


def _organisation(phrase: Spoken) -> float:
    party = str(phrase.sides[0].party) if phrase.sides else ""
    return 1.0 if party.startswith(("IGO:", "NGO:")) else 0.0
