"""Every name in a document, in text order: what it stands for, found in one pass over the words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise

from msgspec import Struct
from spacy.tokens import Doc

from dragoman.coder.party.vocabulary import MODIFIERS, POSSESSIVE_PRONOUNS, PREPOSITIONS
from dragoman.knowledge import Knowledge, Name, Person, Role
from dragoman.knowledge.words import Atom, atoms
from dragoman.records import Article, Place

# Small words that stand inside names and between their capitalised words.
LINKS = frozenset(
    "of the de da do dos du del della al el bin ibn von van der la le and for y".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept "
    "oct nov dec".split()
)
NOT_NAMES = MONTHS | frozenset(
    "i the a an he she it they we you his her its their our my this that these those there here "
    "but and or nor so yet if when while after before since until as at by for from in into of on "
    "over under to with without within no not all any both each every few many most much one two "
    "three four five six seven eight nine ten some such then than though although because despite "
    "during according also however meanwhile earlier later last next now only once still what "
    "which who whom whose why how where asked yes mr mrs ms dr sir lady lord madam".split()
)
SPOTTING = frozenset("in near inside outside around".split())  # what follows is mostly a place
PERSON_TITLES = frozenset("mr mrs ms miss dr sir lady lord dame prof professor".split())
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Maj|Sgt|Capt|Sen|Rep|Gov|No|vs|Jr|Sr|Prof|Rev)|\b[A-Z])\.$"
)


Matcher = Callable[[int], tuple[int, tuple[Name, ...]]]
COUNTED = ("country", "nationality", "capital", "seat", "people")


class Hit(Struct, frozen=True, gc=False):
    """A name at atoms `[first, last)`; `how` says in a few words how it was decided."""

    first: int
    last: int
    name: Name
    how: str
    person: Person | None = None
    local: int | None = None  # number of the person in the document's own list


class Inventory:
    """Atoms, sentences and names of one document."""

    def __init__(
        self, doc: Doc, article: Article, knowledge: Knowledge, places: Sequence[Place] = ()
    ) -> None:
        self.text = article.text
        self._placed = {p.span: p.country for p in places if p.country and p.precision != "country"}
        self.knowledge = knowledge
        self.on = article.published
        self.home = article.publisher_country
        self.atoms: list[Atom] = atoms(self.text)
        self.starts = [a.start for a in self.atoms]
        self.keys = [a.key for a in self.atoms]
        self._gaps = ["", *(self.text[a.end : b.start] for a, b in pairwise(self.atoms))]
        self.sentences = _sentences(doc)
        self.sentence_of = _sentence_numbers(self.starts, self.sentences)
        self.acronyms: dict[str, Hit] = {}
        self.counts: Counter[str] = Counter()
        self.hits: list[Hit] = []
        self.at: list[Hit | None] = [None] * len(self.atoms)
        self._matched: dict[int, tuple[int, tuple[Name, ...]]] = {}
        self._people: dict[str, Person | None] = {}
        self._title = atoms(article.title or "")
        self._count()
        self._likely = tuple(
            c for c, _ in sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        )
        self.at_end = 0  # where the last name ended
        for found in self._find():
            hit = self._shortened(found)
            self.at_end = hit.last
            self.hits.append(hit)
            for i in range(hit.first, hit.last):
                self.at[i] = hit

    def _shortened(self, hit: Hit) -> Hit:
        """ "The Mujahedin" after "the Mujahedin-e Khalq": a group by the first part of its name."""
        if hit.name.kind != "armed group":
            return hit
        words = self.keys[hit.first : hit.last]
        for before in reversed(self.hits):
            longer = self.keys[before.first : before.last]
            if before.name.kind != "armed group" or len(longer) <= len(words):
                continue
            if longer[: len(words)] == words:
                return Hit(hit.first, hit.last, before.name, "short for the name before it")
        return hit

    def named(self) -> list[tuple[Hit, str]]:
        """The names that stand for a party, with it; for its country where they are none."""
        return [(h, party) for h in self.hits if (party := h.name.party or h.name.country)]

    def noun(self, key: str) -> Role | None:
        """The role that one word names."""
        return self.knowledge.noun(key)

    def _match(self, i: int) -> tuple[int, tuple[Name, ...]]:
        """The longest name of the tables at atom `i`: its length in atoms, what it may mean."""
        if i not in self._matched:
            self._matched[i] = self.knowledge.match(self.atoms, i)
        return self._matched[i]

    def _person(self, words: str) -> Person | None:
        """Whom of the lists the words most likely name here."""
        if words not in self._people:
            self._people[words] = self.knowledge.person(words, on=self.on, among=self._likely)
        return self._people[words]

    def adjoining(self, i: int) -> bool:
        """Whether atom `i` follows the atom before it with no more than blank or hyphen between."""
        if i <= 0 or i >= len(self.atoms):
            return False
        between = self._gaps[i]
        if between == " ":
            return True
        before = self.atoms[i - 1]
        if before.possessive:
            between = re.sub(r"^['’ʼ`][sS]?", "", between)
        return between in (" ", "-", "–", ". ", "’", "'", "") and (
            between != ". "
            or (
                len(before.key) <= 4
                and before.cap
                and self.sentence_of[i] == self.sentence_of[i - 1]
            )
        )

    def between(self, i: int) -> str:
        """The signs between atom `i - 1` and atom `i`."""
        return self._gaps[i]

    def _count(self) -> None:
        """How often title and text name each country by a name that stands for it alone."""
        in_title: Matcher = partial(self.knowledge.match, self._title)
        for found, match, weight in ((self._title, in_title, 2), (self.atoms, self._match, 1)):
            end = 0
            for i in [i for i, a in enumerate(found) if a.cap and _nameable(a)]:
                if i < end:
                    continue
                count, owners = match(i)
                if len(owners) == 1 and owners[0].kind in COUNTED:
                    self.counts[owners[0].country] += weight
                end = i + count

    def _find(self) -> Iterable[Hit]:
        starts = self.knowledge.longest
        for i in [i for i, a in enumerate(self.atoms) if a.key in starts or a.cap]:
            hit = self._hit_at(i) if i >= self.at_end else None
            if hit is not None:
                yield hit

    def _hit_at(self, i: int) -> Hit | None:
        atom = self.atoms[i]
        if not _nameable(atom):
            return self._lower_hit(i)
        run = self._run(i)
        count, owners = self._match(i)
        if atom.key == "the" and i + 1 < len(self.atoms) and self._match(i + 1)[0] >= count:
            return None
        if run > max(count, 1):
            person = self._known_person(i, run, count)
            if person is not None:
                return person
        if owners and owners[0].kind == "open people" and run > count:
            longer = self._rare(i, run)  # "West Darfur" is more than "the West"
            if longer is not None:
                return longer
        if owners and self._of_a_state(i, count):
            return None
        if owners and not self._inside_longer_name(i, count, run, owners):
            return Hit(i, i + count, self.choose(owners), "named in the tables")
        return self._rare(i, run)

    def _lower_hit(self, i: int) -> Hit | None:
        count, owners = self._match(i)
        if not owners or (count == 1 and owners[0].kind in ("nationality", "seat")):
            return None
        return Hit(i, i + count, self.choose(owners), "named in the tables")

    def choose(self, owners: Sequence[Name]) -> Name:
        """Of several owners of one name, the one that holds on the day and fits the document."""
        held = [o for o in owners if o.holds(self.on)] or list(owners)
        best = max(held, key=lambda o: (self._support(o), -owners.index(o)))
        if best.kind == "common institution" and not self._support(best):
            # "the Democratic Party" in a country other than those in the tables.
            return Name(best.name, "common institution", "", "", best.sectors, source=best.source)
        return best

    def _support(self, owner: Name) -> int:
        """How much the document speaks of the owner's country."""
        return self.counts[owner.country] + 3 * (owner.country == self.home) if owner.country else 0

    def _run(self, i: int) -> int:
        """How many atoms from `i` on look like one capitalised name."""
        j = i + 1
        while j < len(self.atoms) and self.adjoining(j) and not self.atoms[j - 1].possessive:
            atom = self.atoms[j]
            if (
                (atom.cap and atom.key not in MONTHS)
                or "-" in self.between(j)
                or (
                    atom.key in LINKS
                    and atom.key not in ("and", "for", "the", "of")
                    and self._cap_after(j)
                )
            ):
                j += 1
            else:
                break
        return j - i

    def _cap_after(self, j: int) -> bool:
        return j + 1 < len(self.atoms) and self.atoms[j + 1].cap and self.adjoining(j + 1)

    def _known_person(self, i: int, run: int, matched: int) -> Hit | None:
        """A person of the lists whose full name begins here and is longer than any table name."""
        for count in range(min(run, 5), max(matched, 1), -1):
            words = self.text[self.atoms[i].start : self.atoms[i + count - 1].end]
            person = self._person(words)
            if person is None or not self._in_news(person):
                continue
            if " " not in person.name and not self._only_titles(i, i + count - 1):
                continue  # found by the last name alone, which others have, too
            if count > 2 and self.atoms[i].key in TITLES and " " not in person.name:
                continue  # the name behind the title tells more
            if " " in person.name or not self._match(i + count - 1)[0]:
                return self._person_hit(i, i + count, person)
        return None

    def _only_titles(self, first: int, last: int) -> bool:
        return all(self.atoms[k].key in TITLES for k in range(first, last))

    def _in_news(self, person: Person) -> bool:
        """Namesakes abound: a person counts where the text speaks of the country, or if eminent."""
        term = person.term(self.on)
        if term is None:
            return False
        if term.source in ("hand", "user"):
            return self.on is None or term.distance(self.on) <= 15 or term.party in self.counts
        if term.party in self.counts or term.party == self.home or ":" in term.party:
            return self.on is None or term.distance(self.on) <= 25
        return term.rank >= 4 and (self.on is None or term.distance(self.on) <= 3)

    def _eminent(self, i: int) -> Hit | None:
        """A surname alone of somebody in high office on the day ("Biden")."""
        word = self.text[self.atoms[i].start : self.atoms[i].end]
        if len(word) < 3 or self.noun(self.atoms[i].key) is not None:
            return None
        if self._behind_given_name(i) or self._behind_compass(i):
            return None
        person = self._person(word)
        term = person.term(self.on) if person is not None else None
        if person is None or term is None:
            return None
        placed = i > 0 and self.keys[i - 1] in SPOTTING
        if placed and self.on is not None and not term.holds(self.on):
            return None  # "villages in Masisi" are not in a former president
        listed = term.source in ("hand", "user")
        if not listed and (term.rank < 5 or self.on is None or not term.holds(self.on)):
            return None
        if self.on is not None and term.distance(self.on) > 4:
            return None
        return self._person_hit(i, i + 1, person)

    def _person_hit(self, first: int, last: int, person: Person) -> Hit | None:
        term = person.term(self.on)
        if term is None:
            return None
        country = term.party if ":" not in term.party else ""
        sectors = term.sectors
        if (
            self.on
            and term.end
            and term.distance(self.on) > 1
            and sectors
            and term.start <= self.on
        ):
            sectors = ("ELI",)
        name = Name(
            person.name, "person", term.party, country, sectors, term.start, term.end, term.source
        )
        return Hit(first, last, name, f"office in the lists: {term.office}", person)

    def _inside_longer_name(self, i: int, count: int, run: int, owners: Sequence[Name]) -> bool:
        """A one-word place or people that is part of a longer unknown name ("Jordan Peterson")."""
        if count > 1:
            return False
        if run == 1 and owners[0].kind in (
            "nationality",
            "people",
            "institution",
            "common institution",
        ):
            return self._behind_given_name(i)
        if run < 2 or self.atoms[i].possessive:
            return False
        if owners[0].name not in GIVEN_NAMES:
            return False
        following = self.atoms[i + 1]
        return self.noun(following.key) is None and following.cap

    def _behind_given_name(self, i: int) -> bool:
        """ "Ilie Moldovan": an unknown capitalised word inside the sentence stands before it."""
        if i < 2 or not self.adjoining(i) or self.at_end == i or self._starts_sentence(i - 1):
            return False
        before = self.atoms[i - 1]
        if not before.cap or before.upper or before.possessive or before.key in NOT_NAMES:
            return False
        return (
            before.key not in MODIFIERS
            and before.key not in COMMON_WORDS
            and not (self.noun(before.key))
        )

    def _of_a_state(self, i: int, count: int) -> bool:
        """ "His Security Council", "Security Council Secretary Patrushev": a state has one, too."""
        if self.keys[i : i + count] != ["security", "council"]:
            return False
        before = self.atoms[i - 1] if i else None
        behind = self.keys[i + count] if i + count < len(self.keys) else ""
        owned = before is not None and (before.possessive or before.key in POSSESSIVE_PRONOUNS)
        named = i > 0 and (hit := self.at[i - 1]) is not None and hit.name.kind == "nationality"
        return owned or named or behind == "secretary"

    def _behind_compass(self, i: int) -> bool:
        """ "Eastern Nile state": part of the name of a region."""
        before = self.text[self.atoms[i - 1].start : self.atoms[i - 1].end] if i else ""
        return before in COMPASS and self.adjoining(i)

    def _rare(self, i: int, run: int) -> Hit | None:
        """Names of the long lists: organisations, then surnames in office, then places."""
        words = self.keys[i : i + run]
        for count in range(run, 1, -1):
            found = self.knowledge.further(" ".join(words[:count]))
            if found is not None:
                return Hit(i, i + count, found, "named in the long list of organisations")
        for count in range(min(run, 4), 0, -1):
            place = self._place(i, count, run)
            if place is not None:
                return place
        return self._eminent(i) if run == 1 or self._titled(i) else None

    def _titled(self, i: int) -> bool:
        return i > 0 and self.atoms[i - 1].key in PERSON_TITLES

    def _place(self, i: int, count: int, run: int) -> Hit | None:
        words = self.text[self.atoms[i].start : self.atoms[i + count - 1].end]
        if count == 1 and (
            len(words) < 3 or (self._starts_sentence(i) and self.noun(self.atoms[i].key))
        ):
            return None
        if words in COMPASS:
            return self._compass(i, words)
        if self.atoms[i].key in COMMON_WORDS or self._in_person_name(i, count, run):
            return None
        found = self.knowledge.place(words)
        if not found:
            return self._placed_hit(i, count, words)
        likely = self.likely()
        best = next((c for c in likely if c in dict(found)), None)
        size = found[0][1]
        letters = words.isupper() and len(words) < 6
        surname = count == 1 and self.knowledge.is_surname(self.atoms[i].key)
        if letters or (surname and size < 500_000 and not self._after_preposition(i)):
            return None
        if best is None and (size < 100_000 or run > count):
            return self._placed_hit(i, count, words)
        country = best or found[0][0]
        name = Name(words, "place", country, country, ())
        how = "a place there" if best is None else "a place in a country that the text names"
        return Hit(i, i + count, name, how)

    def _placed_hit(self, i: int, count: int, words: str) -> Hit | None:
        """A name that the gazetteer knows, in the country that the document speaks for."""
        country = self._placed.get((self.atoms[i].start, self.atoms[i + count - 1].end))
        if country is None:
            return None
        name = Name(words, "place", country, country, ())
        return Hit(i, i + count, name, "a place of the gazetteer")

    def _after_preposition(self, i: int) -> bool:
        return i == 0 or self.atoms[i - 1].key in PREPOSITIONS

    def _in_person_name(self, i: int, count: int, run: int) -> bool:
        """Part of a longer unknown name, or behind a given name or a title."""
        if run > count and not self._role_or_hit(i + count):
            return True
        if i == 0 or not self.adjoining(i) or not self.atoms[i - 1].cap:
            return False
        before = self.atoms[i - 1]
        if before.key in PERSON_TITLES:
            return True
        if before.possessive or self.at_end == i or before.key in NOT_NAMES:
            return False
        return not self._common_noun(i - 1)

    def _common_noun(self, i: int) -> bool:
        role = self.noun(self.atoms[i].key)
        return (role is not None and not self._person_title(self.atoms[i].key)) or self.atoms[
            i
        ].key in COMMON_WORDS

    def _person_title(self, key: str) -> bool:
        return key in TITLES

    def _role_or_hit(self, j: int) -> bool:
        return self.noun(self.atoms[j].key) is not None or bool(self._match(j)[0])

    def _compass(self, i: int, word: str) -> Hit | None:
        """ "the North" of two Koreas, "the South" of two Sudans."""
        for pair in (("PRK", "KOR"), ("SDN", "SSD")):
            if self.counts[pair[0]] and self.counts[pair[1]] and word in ("North", "South"):
                country = pair[word == "South"]
                owner = Name(word, "country", country, country, ("GOV",))
                return Hit(i, i + 1, owner, "the one of the two that the text names")
        return None

    def _starts_sentence(self, i: int) -> bool:
        return i == 0 or self.sentence_of[i] != self.sentence_of[i - 1]

    def title_countries(self) -> list[str]:
        """Countries of the names and places in the title."""
        found, i, countries = self._title, 0, []
        while i < len(found):
            count, owners = self.knowledge.match(found, i) if _nameable(found[i]) else (0, ())
            if owners and owners[0].country:
                countries.append(owners[0].country)
            elif not count and found[i].cap and found[i].key not in COMMON_WORDS:
                place = self.knowledge.place(found[i].key)
                if place and place[0][1] >= 150_000:
                    countries.append(place[0][0])
            i += max(count, 1)
        return countries

    def likely(self) -> tuple[str, ...]:
        """Countries named without doubt in the document, the most frequent first."""
        return self._likely


COMPASS = frozenset("North South East West Northern Southern Eastern Western".split())
COMMON_WORDS = frozenset(
    "north south east west northern southern eastern western central upper lower new old grand "
    "union national federal state province region district court office order legion liberty "
    "independence freedom hope justice peace victory republic parliament church cross star mission "
    "college university hospital bank street square march friendship progress general colonel "
    "captain major president minister king prince foreign prime chief deputy senior police army "
    "navy border coast guard orange green taylor civil supreme high "
    "golden royal saint san santa".split()
)
TITLES = frozenset(
    "president minister premier chancellor king queen prince princess sheikh emir sultan general "
    "colonel captain major lieutenant sergeant corporal admiral brigadier marshal commander judge "
    "justice senator congressman governor mayor ambassador spokesman spokeswoman bishop archbishop "
    "cardinal pope father imam mullah ayatollah secretary chairman chairwoman director professor "
    "inspector superintendent constable speaker envoy leader activist journalist reporter doctor "
    "analyst researcher lawyer farmer teacher student resident councillor officer chief "
    "commissioner monk lawmaker deputy editor".split()
)
GIVEN_NAMES = frozenset(
    "Jordan Chad Georgia Karen Israel Paris Sofia Victoria Santiago Kingston Wellington Sucre "
    "Georgetown Male Lima Petra Sana Arakan Fur Chin Shan Luo Moro London Berlin Kenya India "
    "Vienna Washington Saba Rafael Unite Sydney Florence Adelaide Carolina Virginia Austin Dallas "
    "Jackson Lincoln Madison Houston Milan Malta Cyprus Ireland England Francis Lazarus Leonardo "
    "Holland French Irish English German Welsh Scott Marina Nancy Chelsea Jamaica".split()
)


def _nameable(atom: Atom) -> bool:
    return atom.cap and (atom.upper or atom.key not in NOT_NAMES)


def _sentences(doc: Doc) -> list[tuple[int, int]]:
    """Sentences as character spans: the parser's, else cut at end signs and line ends."""
    if doc.has_annotation("SENT_START") and len(doc):
        spans = [(s.start_char, s.end_char) for s in doc.sents]
        return spans
    text = doc.text
    found, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if "\n" not in match.group() and _ABBREVIATION.search(text[start : match.start() + 1]):
            continue
        found.append((start, match.start() + 1))
        start = match.end()
    found.append((start, len(text)))
    return [span for span in found if span[1] > span[0]]


def _sentence_numbers(starts: list[int], sentences: Sequence[tuple[int, int]]) -> list[int]:
    """For each atom the number of its sentence; `starts` are the characters of the atoms."""
    numbers: list[int] = []
    for number, (start, _) in enumerate(sentences[1:]):
        numbers += [number] * (bisect_left(starts, start) - len(numbers))
    return numbers + [max(len(sentences) - 1, 0)] * (len(starts) - len(numbers))
