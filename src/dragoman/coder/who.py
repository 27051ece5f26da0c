"""Who: from the words of an argument to parties, and the entities of a document.

Steps, all in text order and once for a document: names (`inventory`), what frames the document
(`frame`), phrases around names and roles (`chunks`, `phrases`), each read by its own words
(`evidence`), as a pronoun (`pronouns`, `coreference`) or as a description (`descriptions`), with
its sectors (`sectors`), and remembered so that what comes later can point back (`antecedents`,
`introductions`). Then any words can be asked for. Where nothing tells the party, it stays open with
a reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from spacy.tokens import Doc

from dragoman.coder.party.antecedents import Memory, Spoken
from dragoman.coder.party.chunks import Chunker
from dragoman.coder.party.coreference import Pronoun
from dragoman.coder.party.descriptions import Descriptions
from dragoman.coder.party.evidence import Evidence, Introduced
from dragoman.coder.party.frame import Frame
from dragoman.coder.party.introductions import Introductions
from dragoman.coder.party.inventory import Inventory
from dragoman.coder.party.network import Network
from dragoman.coder.party.pairs import Question
from dragoman.coder.party.phrases import KIND_OF, Part, PhraseReader, Side, evidence_after, side_of
from dragoman.coder.party.pronouns import Pronouns
from dragoman.coder.party.sectors import Sectors
from dragoman.coder.party.vocabulary import (
    ARMED_HEADS,
    DETERMINERS,
    FEMALE,
    FIRST,
    HE,
    HE_OR_SHE,
    IT,
    MALE,
    OWN_CLASS,
    PERSON_HEADS,
    POSSESSIVE_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIONAL,
    SHE,
    TAKING_UP,
    THEY,
    WHO,
)
from dragoman.knowledge import Knowledge
from dragoman.knowledge.words import key_of, singulars
from dragoman.records import Article, Entity, EntityKind, Mention, Place, Span

ENTITY_KINDS: dict[str, EntityKind] = {
    "state": "country", "people": "people", "body": "organisation", "armed": "armed group",
    "place": "place", "person": "person",
}  # fmt: skip
BODIES = frozenset({"organisation", "ngo", "armed group"})
STATE_NAMES = frozenset({"country", "capital", "seat", "nationality"})
# Where the code of a party or of its kind is not the word before the colon.
CODES = {"IGO:UN": "UNO", "IGO:EU": "EUR", "ARM": "REB"}


class PartyResolver:
    """Mentions and entities of one document. Reads any spaCy `Doc`; a parse makes it surer."""

    def __init__(
        self, doc: Doc, article: Article, knowledge: Knowledge, places: Sequence[Place] = ()
    ) -> None:
        self._knowledge = knowledge
        self._inv = inv = Inventory(doc, article, knowledge, places)
        self._reader = reader = PhraseReader(inv)
        self._memory = memory = Memory()
        self._introduced = introduced = Introduced()
        self._asked: dict[Span, tuple[Mention, ...]] = {}
        network = Network(doc, inv)
        self._frame = frame = Frame(doc, article, inv, network, knowledge)
        self._chunker = Chunker(inv, frame, knowledge)
        self._descriptions = Descriptions(inv, frame, memory, knowledge)
        self._pronouns = Pronouns(doc, inv, frame, memory, read=self._read)
        self._sectors = Sectors(inv, frame, network, memory, introduced, self._pronouns, knowledge)
        self._evidence = Evidence(
            inv, reader, introduced, self._pronouns, self._descriptions, knowledge
        )
        self._introductions = Introductions(
            inv, reader, self._chunker, memory, introduced, self._evidence, self._descriptions,
            self._sectors, knowledge, published=article.published,
        )  # fmt: skip
        self._walk()

    def mentions(self, start: int, end: int) -> tuple[Mention, ...]:
        """The parties that the words `[start, end)` mean, one Mention each, with the same span.

        A mention whose party nothing tells has `party` None and says why in `reasons`.
        """
        span = (start, end)
        if span in self._asked:
            return self._asked[span]
        first, last = self._frame.atoms_in(start, end)
        if first >= last:
            return ()
        groups = dict(self._introduced.groups)
        sides = self._read(first, last)
        text = self._frame.text[start:end]
        found = tuple([self._mention(side, text, span) for side in sides])
        if groups == self._introduced.groups:
            self._asked[span] = found
        else:  # a group that is named for the first time may change any answer
            self._asked.clear()
        return found

    @property
    def sentences(self) -> Sequence[Span]:
        """The sentences of the document, in characters."""
        return self._inv.sentences

    def describes(self, start: int, end: int) -> bool:
        """Whether the words name or describe somebody: "the envoy", "it", not "allegations"."""
        first, last = self._frame.atoms_in(start, end)
        if first < last and self._inv.atoms[first].key in TAKING_UP:
            return True
        return any(
            p.role is not None or p.hits or p.name is not None or p.owner is not None
            or self._descriptions.means_both(p)
            for p in self._parts_in(start, end)
        )  # fmt: skip

    def names(self, start: int, end: int) -> bool:
        """Whether a known name stands in the words: "the Greek boat", not "the boat", "them"."""
        return any(p.hits or p.after for p in self._parts_in(start, end))

    def names_party(self, start: int, end: int) -> bool:
        """Whether the name of one party stands in the words: not in "Islamist fighters"."""
        return any(
            p.after or any(h.name.kind != "open people" for h in p.hits)
            for p in self._parts_in(start, end)
        )

    def asked_of_two(self, start: int, end: int) -> Question | None:
        """Who may be meant by words that mean two ("both sides"); nobody by other words."""
        first, last = self._frame.atoms_in(start, end)
        parts = self._reader.parts(first, last) if first < last else ()
        if len(parts) != 1 or not self._descriptions.means_both(parts[0]):
            return None
        return self._descriptions.asked(first, parts[0])

    def asked_of_pronoun(self, start: int, end: int) -> Pronoun | None:
        """Who may be meant by a pronoun, or by the one that owns ("its army"); nobody by other
        words."""
        first, last = self._frame.atoms_in(start, end)
        if first >= last or self._inv.atoms[first].key not in TAKING_UP - FIRST - WHO:
            return None
        parts = self._reader.parts(first, last)
        owned = len(parts) == 1 and parts[0].owner == first and not parts[0].hits
        related = owned and not RELATIONAL.isdisjoint(singulars(parts[0].head))
        if last > first + 1 and (not owned or related):
            return None
        return self._pronouns.asked(first)

    def guessed(self, start: int, end: int) -> bool:
        """Whether only the country at hand tells whom the words mean."""
        first, last = self._frame.atoms_in(start, end)
        sides = self._read(first, last) if first < last else []
        return bool(sides) and all(s.kind == "at hand" for s in sides)

    def people(self, start: int, end: int) -> bool:
        """Whether the words describe people or a body of them: "two men", not "them"."""
        return any(p.role is not None for p in self._parts_in(start, end))

    def named(self) -> list[tuple[int, str, str]]:
        """The names of the document: the character at which the last word begins, the party that
        the name stands for or else its country, its kind."""
        return [
            (self._inv.atoms[h.last - 1].start, party, h.name.kind)
            for h, party in self._inv.named()
        ]

    def names_body(self, start: int, end: int) -> bool:
        """Whether the words are in the name of an organisation: "the Red Cross" is no place."""
        first, last = self._frame.atoms_in(start, end)
        hits = {h.name.kind for h in self._inv.at[first:last] if h is not None}
        return not hits.isdisjoint(BODIES)

    def head(self, start: int, end: int) -> int:
        """The character at which the noun begins that heads the words `[start, end)`."""
        parts = self._parts_in(start, end)
        first = parts[0].core - 1 if parts else self._frame.atoms_in(start, end)[0]
        return self._inv.atoms[min(max(first, 0), len(self._inv.atoms) - 1)].start

    def _parts_in(self, start: int, end: int) -> Sequence[Part]:
        first, last = self._frame.atoms_in(start, end)
        return self._reader.parts(first, last) if first < last else ()

    def names_state(self, start: int, end: int) -> bool:
        """Whether the words are a state and nothing more: "Israel", "Kigali's", "it"."""
        first, last = self._frame.atoms_in(start, end)
        while first < last and self._inv.atoms[first].key in DETERMINERS:
            first += 1
        if first >= last:
            return False
        hit = self._inv.at[first]
        if hit is None:
            return last - first == 1 and self._inv.atoms[first].key in IT
        return hit.last >= last and hit.name.kind in STATE_NAMES

    def names_place(self, start: int, end: int) -> bool:
        """Whether the words are a town or a region and nothing more: "Zhejiang", "Yokohama's"."""
        first, last = self._frame.atoms_in(start, end)
        hit = self._inv.at[first] if first < last else None
        return hit is not None and hit.last >= last and hit.name.kind == "place"

    def entities(self) -> tuple[Entity, ...]:
        """Everybody and everything that the document names, in order of first mention."""
        grouped: dict[str, list[tuple[Spoken, Side]]] = {}
        for phrase in self._memory.spoken:
            for side in phrase.sides:
                if side.party is not None:
                    grouped.setdefault(self._entity_id(side), []).append((phrase, side))
        return tuple(self._entity(key, found) for key, found in grouped.items())

    def _mention(self, side: Side, text: str, span: Span) -> Mention:
        reasons = {"party": side.how} if side.how else {}
        entity = self._entity_id(side) if side.party is not None else None
        return Mention(
            text=text, span=span, entity=entity, party=side.party, country=side.country,
            code=_code(side), sectors=side.sectors, reasons=reasons,
        )  # fmt: skip

    def _entity_id(self, side: Side) -> str:
        if side.local is not None:
            return f"person:{key_of(self._introduced.people[side.local].name).replace(' ', '-')}"
        return str(side.party)

    def _entity(self, key: str, found: list[tuple[Spoken, Side]]) -> Entity:
        side = found[0][1]
        spans: dict[Span, str] = {}
        for spoken, _ in found:
            span = self._frame.span(spoken.first, spoken.last)
            spans[span] = self._frame.text[span[0] : span[1]]
        if side.local is not None:
            person = self._introduced.people[side.local]
            name, kind, role = person.name, "person", person.role or None
            wikidata = person.wikidata or None
        else:
            name, role, wikidata = self._knowledge.party_name(key), None, None
            kind = "armed" if key.startswith("ARM:") else "body" if ":" in key else "state"
        aliases = tuple(t for t in dict.fromkeys(spans.values()) if t != name)
        return Entity(
            id=key, name=name, aliases=aliases, party=side.party, kind=ENTITY_KINDS[kind],
            country=side.country, code=_code(side), sectors=side.sectors if role else (),
            role=role, wikidata=wikidata, resolved_by=side.how or None, mentions=tuple(spans),
        )  # fmt: skip

    def _walk(self) -> None:
        end = 0
        for i in range(len(self._inv.atoms)):
            if i >= end and self._chunker.opens(i):
                end = self._step(i)

    def _step(self, i: int) -> int:
        atom, hit = self._inv.atoms[i], self._inv.at[i]
        if hit is None and atom.key in PRONOUNS:
            following = i + 1
            if atom.key in POSSESSIVE_PRONOUNS and atom.key not in ("her",):
                end = self._chunker.end_of(i)
                if end > following:
                    self._remember(i, end)
                    return end
            self._remember(i, following)
            return following
        end = self._chunker.end_of(i)
        if end <= i:
            return i + 1
        self._introductions.note(i, end)
        self._remember(i, end)
        return end

    def _titled(self, first: int, part: Part | None) -> list[Side]:
        """What the text calls a group right behind its name is that group."""
        before = self._memory.spoken[-1] if self._memory.spoken else None
        if part is None or before is None or before.last != first:
            return []
        title = self._reader.part(before.first, first)
        group = self._evidence.entitled(title, part) if title is not None else None
        if group is None:
            return []
        self._introduced.titles[first] = group
        return [group]

    def _remember(self, first: int, last: int) -> None:
        end = self._chunker.extended(first, last)
        parts = self._reader.parts(first, last)
        part = parts[0] if parts else None
        sides = self._titled(first, part) or self._read(first, end)
        kind, plural, gender = self._features(first, last, part, sides)
        start = self._inv.atoms[first].start
        local = sides[0].local if len(sides) == 1 else None
        if local is not None and not gender:
            gender = self._introduced.people[local].gender
        if local is not None and gender and not self._introduced.people[local].gender:
            self._introduced.people[local] = replace(self._introduced.people[local], gender=gender)
        self._memory.add(
            Spoken(
                first, last, tuple(sides), part.head if part else "", kind,
                plural or len(sides) > 1, gender, self._inv.sentence_of[first],
                self._frame.paragraph(start), self._frame.is_subject(first, last),
                self._frame.quoted(start), local,
                frozenset(self._inv.keys[first:end]),
                bool(sides) and sides[0].kind == "at hand", self._frame.is_aside(first, last),
                any(self._inv.at[first:last]),
            )
        )  # fmt: skip

    def _features(
        self, first: int, last: int, part: Part | None, sides: Sequence[Side]
    ) -> tuple[str, bool, str]:
        key = self._inv.atoms[first].key
        if last == first + 1 and key in PRONOUNS and self._inv.at[first] is None:
            gender = "m" if key in HE else "f" if key in SHE else ""
            kind = "person" if key in HE_OR_SHE else sides[0].kind if sides else "body"
            return kind, key in THEY, gender
        if part is None:
            return "body", False, ""
        words = (*part.words, part.head)
        gender = "" if MALE.isdisjoint(words) else "m"
        gender = gender if FEMALE.isdisjoint(words) else "f"
        if sides and sides[0].local is not None:
            return "person", False, gender or self._introduced.people[sides[0].local].gender
        head = part.head
        if head in PERSON_HEADS or any(s in PERSON_HEADS for s in singulars(head)):
            return ("people", True, gender) if part.plural else ("person", False, gender)
        if part.role is not None:
            armed = head in ARMED_HEADS or bool(sides and str(sides[0].party).startswith("ARM:"))
            people = part.plural and part.role.sectors[:1] != ("GOV",)
            return "armed" if armed else "people" if people else "body", part.plural, gender
        if part.hits:
            hit = part.hits[-1]
            plural = hit.name.kind in ("nationality", "people") and part.plural
            return KIND_OF.get(hit.name.kind, "body"), plural, gender
        return "person" if part.name else "body", part.plural, gender

    def _read(self, first: int, last: int) -> list[Side]:
        """The parties of the atoms `[first, last)`."""
        inv = self._inv
        while first < last and inv.at[first] is None and inv.atoms[first].key in PREPOSITIONS:
            first += 1
        if last - first == 1 and inv.at[first] is None and inv.atoms[first].key in TAKING_UP:
            return self._pronouns.meant(first)
        if first in self._introduced.titles:
            return [self._introduced.titles[first]]
        parts = self._reader.parts(first, last)
        if not parts:
            return self._descriptions.both(first, last)
        return _distinct(self._combine(parts))

    def _combine(self, parts: Sequence[Part]) -> list[Side]:
        """Members of a coordination share a noun or an owner where one of them has none."""
        parts = [p for n, p in enumerate(parts) if n == 0 or not self._acronym(p)]
        if len(parts) == 2 and (group := self._evidence.entitled(parts[0], parts[1])):
            return [group]
        if len(parts) == 2 and self._relation_named(parts[0], parts[1]):
            parts = parts[1:]
        if len(parts) == 2 and self._apposition(parts[0], parts[1]):
            return self._in_apposition(parts[0], parts[1])
        found: list[Side] = []
        for number, part in enumerate(parts):
            role = part.role
            if role is None and number + 1 < len(parts) and self._adjective(part):
                role = parts[-1].role
                part = replace(part, role=role, head=parts[-1].head, plural=True)
            sides = self._evidence.given(part)
            if not sides and number and part.head not in OWN_CLASS:
                sides = found[-1:]
            if not sides and number + 1 < len(parts) and not part.definite:
                shared, _ = evidence_after(parts[-1])
                sides = [side_of(h, "shared with what follows") for h in shared[:1]]
            if not sides:
                sides = self._descriptions.meant(part, part.first)
            found += [self._with_sectors(part, side) for side in sides]
        return found

    def _with_sectors(self, part: Part, side: Side) -> Side:
        sectors = self._sectors.of(part, side)
        return side if sectors == side.sectors else replace(side, sectors=sectors)

    def _adjective(self, part: Part) -> bool:
        return (
            bool(part.hits)
            and part.hits[-1].last >= part.core
            and part.hits[-1].name.kind in ("nationality", "country", "people")
        )

    def _acronym(self, part: Part) -> bool:
        """Short for the name before it: "the National Liberation Army (ELN), a rebel group"."""
        one = part.last == part.first + 1 and self._inv.atoms[part.first].upper
        return one and "(" in self._inv.between(part.first)

    def _relation_named(self, left: Part, right: Part) -> bool:
        """ "Its rival, Barrio 18": the name says who the rival is."""
        related = not left.hits and not RELATIONAL.isdisjoint(singulars(left.head))
        apposed = self._inv.between(right.first).strip() in (",", "—", "-")
        return related and apposed and bool(right.hits)

    def _apposition(self, left: Part, right: Part) -> bool:
        between = self._inv.text[
            self._inv.atoms[left.last - 1].end : self._inv.atoms[right.first].start
        ]
        if "," not in between and "(" not in between:
            return False
        named = right.name is not None or any(h.name.kind == "person" for h in right.hits)
        named_left = left.name is not None or any(h.name.kind == "person" for h in left.hits)
        if left.hits and self._inv.atoms[right.first].key in ("a", "an"):
            return True  # "JNIM, an affiliate of al Qaeda"
        return named != named_left or right.role is not None

    def _in_apposition(self, left: Part, right: Part) -> list[Side]:
        own = (
            self._evidence.given(left)
            or self._evidence.given(right)
            or self._descriptions.meant(left, left.first)
        )
        part = left if left.role is not None else replace(right, former=left.former or right.former)
        return [self._with_sectors(part, side) for side in own[:1]]


def _code(side: Side) -> str | None:
    """The PLOVER primary code of a party."""
    if side.party is None:
        return None
    if ":" not in side.party:
        return side.party
    kind = side.party.split(":", 1)[0]
    return CODES.get(side.party) or CODES.get(kind, kind)


def _distinct(sides: list[Side]) -> list[Side]:
    """Each party once, unless its sectors differ; the open one only where nothing else is said."""
    if len(sides) == 1:
        return sides
    found: dict[tuple[str | None, str], Side] = {}
    for side in sides:
        found.setdefault((side.party, side.sectors[0] if side.sectors else ""), side)
    named = [s for s in found.values() if s.party is not None]
    return named or list(found.values())[:1]
