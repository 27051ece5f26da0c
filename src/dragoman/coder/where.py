"""Where: recognises names of places, resolves them, and says where an event happened.

1. Mentions: runs of capitalised words that the gazetteer knows, the longest first, kept where the
   words around speak for a place (a preposition, a container: "Mosul, Iraq") and not for a person
   or an organisation. Where the Doc has entities, they decide instead.
2. Resolution: each name means one place in a document; the candidates are ranked by size and by
   what the rest of the document, the dateline and the publisher's home speak for.
3. `attach_place` picks the place where the event of a trigger happened, which is not any place in
   the sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from typing import Any

from dragoman.coder.clauses import Clauses, dateline_end
from dragoman.knowledge.places import (
    COUNTRY_FEATURES,
    WIDE_FEATURES,
    Candidate,
    Gazetteer,
    distance_km,
    fold,
    rank,
)
from dragoman.records import Article, Place, PlacePrecision, Span

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[’']s\b|[^\W\d_]+(?:[’'][^\W\d_]{2,})?|\d+|\S")
_INITIALS = re.compile(r"(?:[A-Z]\.)+")
_CONNECTORS = frozenset(
    "of the and al el as ad de la le les du da do dos das di del della der den upon on sur en au aux "
    "es ez ash at ibn bin y i e van von sous - – ’ ' . , &".split()
)
_LOCATIVE = frozenset(
    "in at near inside outside around across throughout within off along between beneath above "
    "downtown central northern southern eastern western northeastern northwestern southeastern "
    "southwestern north-eastern north-western upstate mainland neighboring neighbouring nearby "
    "toward towards into via rural greater occupied".split()
)
_MOVING = frozenset("to from of through over against leave leaving left reach reached visit visiting".split())
_TITLES = frozenset(
    "mr mrs ms dr sir lord lady sen gov rep lt col gen maj capt sgt judge justice pope prince princess "
    "king queen saint rev father sister brother bishop cardinal archbishop president senator general "
    "colonel captain major sergeant officer coach professor prof attorney detective inspector chef "
    "author actor actress singer striker midfielder goalkeeper defender".split()
)
# What may follow a place's name in capitals without taking it into a longer name.
_FOLLOWERS = frozenset(
    "police state city county province governorate oblast region district gov governor president prime "
    "minister mayor sheriff sheriff's sen rep sens reps senator foreign interior defense defence deputy "
    "vice attorney department fire chief supreme court secretary king queen prince ambassador army "
    "sunday monday tuesday wednesday thursday friday saturday legislature ap afp reuters cnn "
    "airport international officials and islands island area valley".split()
)
# What may follow that does take it: an organisation, an event, a product.
_TAKERS = frozenset(
    "university times post journal herald tribune news daily gazette star bank united city rovers fc "
    "airlines airways club institute college school museum hospital hotel church cathedral mosque "
    "association society foundation corporation corp inc ltd company group party front council "
    "commission committee conference accord accords agreement treaty convention protocol declaration "
    "war spring cup games open marathon festival exchange street avenue road boulevard drive lane "
    "square park bridge stadium arena theatre theater hall tower palace house town village valley "
    "beach hill hills forest shrine prison camp gate mall".split()
)
_REGION_WORDS = frozenset(
    "province state region governorate oblast territory county district prefecture department "
    "krai emirate canton division".split()
)
_TOWN_WORDS = frozenset("city town village suburb municipality port settlement kibbutz hamlet".split())
_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central new old upper lower greater "
    "great saint st san santa los las el al fort port mount lake cape inner outer former".split()
)

CONTAINED = 6.0  # "Mosul, Iraq": the container all but decides
COUNTRY_SUPPORT = 2.2  # all other places of the document lie in that country
REGION_SUPPORT = 1.6
NEARBY_SUPPORT = 0.8  # another place of the document within NEARBY_KM
NEARBY_KM = 150.0
HOME_SUPPORT = 1.0  # the publisher's country
TYPE_SUPPORT = 3.0  # "Kaduna state" is the region
OPEN_MARGIN = 0.15  # candidates nearer than that in different countries leave the name open
ACCEPT_MIN = 1.5  # tuned on local and world news; re-measure recognition after any change


@dataclass(frozen=True)
class Token:
    text: str
    lower: str
    start: int
    end: int
    opens: bool  # first of a sentence, as far as signs tell


@dataclass(frozen=True)
class Toponym:
    """A name of a place in the text with what it may mean, the likeliest first."""

    start: int
    end: int
    text: str
    ranked: tuple[tuple[float, Candidate], ...]
    place: Place

    @property
    def candidate(self) -> Candidate | None:
        return self.ranked[0][1] if self.ranked else None

    @property
    def reason(self) -> str | None:
        """Why the place is left open, or None."""
        if self.place.name is not None:
            return None
        if not self.ranked:
            return "not in the gazetteer"
        gap = self.ranked[0][0] - self.ranked[1][0]
        first, second = self.ranked[0][1], self.ranked[1][1]
        return f"two candidates within {gap:.2f}: {label(first)}, {label(second)}"


@dataclass
class _Mention:
    first: int  # tokens
    last: int
    text: str
    found: tuple[Candidate, ...]
    container: Candidate | None = None
    prefers: str | None = None  # "region" or "town"
    sure: bool = False
    scores: dict[int, float] = field(default_factory=dict)


class PlaceFinder:
    """The places of one document. Made once a document; the work is done on the first call."""

    def __init__(
        self, doc: Any, article: Article, gazetteer: Gazetteer, *, home: str | None = None
    ) -> None:
        self._doc = doc
        self._text: str = doc if isinstance(doc, str) else doc.text
        self._gazetteer = gazetteer
        self._home = home or article.publisher_country
        self._toponyms: tuple[Toponym, ...] | None = None

    def toponyms(self) -> tuple[Toponym, ...]:
        """All names of places in text order, also those left open."""
        if self._toponyms is None:
            self._toponyms = self._find()
        return self._toponyms

    def places(self) -> tuple[Place, ...]:
        """A `Place` for each name of a place, in text order; `name` is None where it is open."""
        return tuple(t.place for t in self.toponyms())

    def resolve(self, start: int, end: int) -> Place | None:
        """The place that the words [start, end) name, or that stands within them."""
        inside = [t for t in self.toponyms() if t.start < end and start < t.end]
        if not inside:
            return None
        return max(inside, key=lambda t: (min(t.end, end) - max(t.start, start), -t.start)).place

    def reason(self, start: int, end: int) -> str | None:
        """Why `resolve` leaves the words open; None where it does not."""
        for toponym in self.toponyms():
            if toponym.start < end and start < toponym.end and toponym.reason:
                return toponym.reason
        return None

    def _find(self) -> tuple[Toponym, ...]:
        tokens = tokenise(self._text)
        entities = _entities(self._doc)
        mentions = _Recogniser(tokens, self._text, self._gazetteer, entities).mentions()
        _Resolver(mentions, self._home).resolve()
        return tuple(_toponym(m, tokens) for m in mentions)


def tokenise(text: str) -> list[Token]:
    tokens: list[Token] = []
    opens = True
    last_end = 0
    for match in _TOKEN.finditer(text):
        word = match[0]
        if "\n" in text[last_end : match.start()]:
            opens = True
        tokens.append(Token(word, word.lower(), match.start(), match.end(), opens))
        last_end = match.end()
        if word in ".!?:" or (opens and word in "\"“”'‘’([—-"):
            opens = True
        else:
            opens = False
    return tokens


@dataclass(frozen=True)
class Entities:
    """Character spans of entities by kind; `known` is false where the Doc has none set."""

    known: bool
    places: tuple[Span, ...] = ()
    others: tuple[Span, ...] = ()


def _entities(doc: Any) -> Entities:
    if isinstance(doc, str) or not doc.has_annotation("ENT_IOB"):
        return Entities(False)
    places = tuple((e.start_char, e.end_char) for e in doc.ents if e.label_ in ("LOC", "GPE", "FAC"))
    others = tuple((e.start_char, e.end_char) for e in doc.ents if e.label_ in ("PER", "PERSON", "ORG"))
    return Entities(True, places, others)


class _Recogniser:
    def __init__(
        self, tokens: list[Token], text: str, gazetteer: Gazetteer, entities: Entities
    ) -> None:
        self.tokens = tokens
        self.text = text
        self.gazetteer = gazetteer
        self.entities = entities
        self.words = load_words()
        self.lowers = frozenset(t.text for t in tokens if t.text.islower())
        self.people = self._surnames()
        self.accepted: set[str] = set()

    def mentions(self) -> list[_Mention]:
        raw = self._raw()
        self._contain(raw)
        kept = [m for m in raw if self._accept(m)]
        return kept

    def _raw(self) -> list[_Mention]:
        out: list[_Mention] = []
        i = 0
        while i < len(self.tokens):
            if self.tokens[i].lower == "the":  # an article belongs to no name
                i += 1
                continue
            match = self._longest(i) if self._may_start(i) else None
            if match is None:
                i += 1
            else:
                out.append(match)
                i = match.last + 1
        return out

    def _may_start(self, i: int) -> bool:
        token = self.tokens[i]
        if token.text[0].isupper():
            return True
        return token.lower == "al" and i + 2 < len(self.tokens)

    def _longest(self, i: int) -> _Mention | None:
        ends = []
        j = i
        while j < len(self.tokens) and j - i < 6:
            token = self.tokens[j]
            if token.text[0].isupper():
                ends.append(j)
            elif j > i and token.lower not in _CONNECTORS:
                break
            elif j > i and token.text == "." and (token.start > self.tokens[j - 1].end or len(self.tokens[j - 1].text) > 4):
                break
            elif j > i and token.text == "," and not self.text.startswith(("D.C.", "DC"), self.tokens[min(j + 1, len(self.tokens) - 1)].start):
                break
            j += 1
        for end in reversed(ends):
            start = self.tokens[i].start
            stop = self.tokens[end].end
            # "Ill." and "Calif." end in a full stop that is theirs
            words = self.text[start:stop]
            found = lookup(self.gazetteer, words)
            if found and (self._spelt_right(words, found) or self._abbreviates(i, end, found)):
                return _Mention(i, end, words, found)
        return None

    def _spelt_right(self, words: str, found: tuple[Candidate, ...]) -> bool:
        """Capitals where names have them: "US" is not "us", "Of" is no town here."""
        if len(words) <= 3 and words.upper() in ("US", "UK", "UAE", "DRC", "USA", "CAR", "DC"):
            return words.isupper()
        if _INITIALS.fullmatch(words):
            return any(c.feature in COUNTRY_FEATURES or c.feature == "ADM1" for c in found)
        if len(words) <= 2:
            return words.isupper() and any(c.feature in COUNTRY_FEATURES for c in found)
        return True

    def _abbreviates(self, i: int, end: int, found: tuple[Candidate, ...]) -> bool:
        """ "Mo." and "Ky" after a town and a comma are states."""
        return (
            i == end
            and i > 1
            and self.tokens[i - 1].text == ","
            and any(c.feature == "ADM1" for c in found)
        )

    def _contain(self, raw: list[_Mention]) -> None:
        """Marks "Mosul, Iraq" and "Nineveh province"."""
        for one, two in zip(raw, raw[1:], strict=False):
            between = self.text[self.tokens[one.last].end : self.tokens[two.first].start]
            if between not in (", ", " , ", " (", ",", " in "):
                continue
            container = next((c for c in by_rank(two.found) if any(_inside(x, c) for x in one.found)), None)
            if container is not None and (between != " in " or container.feature in COUNTRY_FEATURES):
                one.container = container
                if between != " in ":
                    two.sure = True
                    two.scores[container.row] = CONTAINED
        for mention in raw:
            following = self._next(mention)
            before = self._before(mention, 2)
            if following is not None and following.lower in _REGION_WORDS:
                mention.prefers = "region"
            elif following is not None and following.text in _TOWN_WORDS:
                mention.prefers = "town"
            elif len(before) == 2 and before[1].lower == "of":
                if before[0].lower in _REGION_WORDS:
                    mention.prefers = "region"
                elif before[0].lower in _TOWN_WORDS:
                    mention.prefers = "town"

    def _accept(self, mention: _Mention) -> bool:
        span = (self.tokens[mention.first].start, self.tokens[mention.last].end)
        if self.entities.known:
            if _meets(span, self.entities.places):
                return True
            if _meets(span, self.entities.others):
                return False
            return self._score(mention) >= ACCEPT_MIN + 0.5
        return self._score(mention) >= ACCEPT_MIN

    def _score(self, mention: _Mention) -> float:
        """How much speaks for a place: what it is, the words around, and what it may be instead."""
        score = max(_weight(c) for c in mention.found)
        token = self.tokens[mention.first]
        single = mention.first == mention.last
        folded = fold(mention.text)
        strong = score >= 2.5
        if not single:
            score += 0.8
        if mention.container is not None:
            score += 3.0
        if mention.sure:
            score += 2.0
        if mention.prefers is not None:
            score += 2.0
        before = self._before(mention, 1)
        while before and before[0].lower == "the":
            at = self.tokens.index(before[0], max(0, mention.first - 3))
            before = self.tokens[max(0, at - 1) : at]
        if before:
            score += self._left(before[0], mention)
        elif token.text.isupper() and len(token.text) > 3:  # a dateline
            score += 2.5
        score += self._right(mention, strong=strong)
        if single:
            score += self._alone(folded, token, strong=strong)
        return score

    def _left(self, before: Token, mention: _Mention) -> float:
        adjacent = self.tokens[mention.first].start - before.end <= 1
        if before.lower in _LOCATIVE:
            return 1.7
        if before.lower in _MOVING:
            return 0.7
        if before.lower.rstrip(".") in _TITLES and adjacent and before.text[0].isupper():
            return -4.0
        if before.text == ".":
            previous = self._before(mention, 2)
            if len(previous) == 2 and previous[0].lower in _TITLES and not self.tokens[mention.first].opens:
                return -4.0
        if before.text[0].isupper() and adjacent and before.text.isalpha() and not before.opens:
            return -2.5
        if before.text[0].isupper() and before.opens and adjacent and before.lower in self.words.first:
            return -3.0
        return 0.0

    def _right(self, mention: _Mention, *, strong: bool) -> float:
        following = self._next(mention)
        if following is None:
            return 0.0
        gap = following.start - self.tokens[mention.last].end
        if following.text in ("'s", "’s"):
            return 0.2
        if following.text == "-" and gap == 0:
            return 0.3 if strong else -0.5
        if gap > 1 or not following.text[0].isupper():
            return 0.0
        if following.lower in _TAKERS and not following.lower in _FOLLOWERS:
            return -2.0 if strong else -3.5
        if following.lower in _FOLLOWERS:
            return 0.2
        return -0.8 if strong else -3.0

    def _alone(self, folded: str, token: Token, *, strong: bool) -> float:
        score = 0.0
        if folded in self.words.word:
            score -= 3.0 if token.opens else 1.8
        if token.lower in self.lowers and not strong:
            score -= 2.5
        if folded in self.words.first:
            score -= 1.0
        if folded in self.words.last:
            score -= 0.8
        if token.text in self.people and not strong:
            score -= 3.5
        shouted = token.text.isupper() and "." not in token.text and 1 < len(token.text) <= 5
        if shouted and not strong:
            score -= 1.5
        return score

    def _surnames(self) -> frozenset[str]:
        """Words that follow a first name, a title or any one other capitalised word in the text."""
        out = set()
        for one, two in zip(self.tokens, self.tokens[1:], strict=False):
            if not (one.text[0].isupper() and two.text[0].isupper()) or two.start - one.end > 1:
                continue
            known = fold(one.text)
            named = known in self.words.first or one.lower in _TITLES
            if not named and one.text.isalpha() and not one.opens and len(one.text) > 2:
                named = (
                    known not in _DIRECTIONS
                    and one.lower not in _FOLLOWERS
                    and one.text[1:].islower()
                    and not self.gazetteer.lookup(one.text)
                )
            if named and one.text.isalpha() and len(two.text) > 2:
                out.add(two.text)
                if one.lower not in _TITLES:
                    out.add(one.text)
        return frozenset(out)

    def _before(self, mention: _Mention, count: int) -> list[Token]:
        return self.tokens[max(0, mention.first - count) : mention.first]

    def _next(self, mention: _Mention) -> Token | None:
        return self.tokens[mention.last + 1] if mention.last + 1 < len(self.tokens) else None


def _weight(candidate: Candidate) -> float:
    """How readily such a name is a place where nothing around says so."""
    feature = candidate.feature
    if feature in COUNTRY_FEATURES:
        weight = 3.0
    elif feature == "PPLC":
        weight = 2.6
    elif feature == "ADM1":
        weight = 1.4 + 0.2 * min(6.0, rank(candidate) - 2.0) if candidate.population else 1.4
    elif feature == "PPL":
        weight = 0.62 * (rank(candidate) - 2.0) if candidate.main else 0.45 * (rank(candidate) - 1.8)
    elif feature == "ADM2":
        weight = 0.6 if " " not in candidate.name else 1.6
    else:
        weight = 2.3
    return min(weight, 3.0)


@lru_cache(maxsize=50_000)
def lookup(gazetteer: Gazetteer, words: str) -> tuple[Candidate, ...]:
    """Look-up remembered across documents: names recur."""
    return gazetteer.lookup(words)


def by_rank(found: Iterable[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda c: (-rank(c), c.row))


def _inside(inner: Candidate, outer: Candidate) -> bool:
    if outer.row == inner.row:
        return False
    if outer.feature in COUNTRY_FEATURES:
        return inner.country == outer.country and inner.feature not in COUNTRY_FEATURES
    if outer.feature == "ADM1":
        return (
            inner.country == outer.country
            and inner.admin1 == outer.admin1
            and inner.feature != "ADM1"
        )
    return False


class _Resolver:
    """Ranks the candidates of all mentions together; one name means one place in a document."""

    def __init__(self, mentions: list[_Mention], home: str | None) -> None:
        self.mentions = mentions
        self.home = home

    def resolve(self) -> None:
        groups: dict[str, list[_Mention]] = defaultdict(list)
        for mention in self.mentions:
            groups[fold(mention.text)].append(mention)
        best = {
            name: by_rank(members[0].found)[0] for name, members in groups.items()
        }
        for _ in range(2):
            countries, regions = self._support(groups, best)
            for name in groups:
                members = groups[name]
                shared = self._shared(members)
                scores = {
                    c.row: rank(c)
                    + shared.get(c.row, 0.0)
                    + self._context(c, name, best, countries, regions, len(members))
                    for c in members[0].found
                }
                for mention in members:
                    mention.scores = {
                        c.row: scores[c.row] + self._own(mention, c) for c in mention.found
                    }
                best[name] = max(members[0].found, key=lambda c: (scores[c.row], -c.row))

    def _shared(self, members: Sequence[_Mention]) -> dict[int, float]:
        """A container said once holds for the whole document."""
        out: dict[int, float] = {}
        for mention in members:
            if mention.container is not None:
                for candidate in mention.found:
                    if _inside(candidate, mention.container):
                        out[candidate.row] = CONTAINED
            for row, value in mention.scores.items():
                if mention.sure and value == CONTAINED:
                    out[row] = CONTAINED
        return out

    def _own(self, mention: _Mention, candidate: Candidate) -> float:
        if mention.prefers == "region" and candidate.feature in ("ADM1", "ADM2", "RGN"):
            return TYPE_SUPPORT
        if mention.prefers == "town" and candidate.feature in ("PPL", "PPLC"):
            return TYPE_SUPPORT
        return 0.0

    def _support(
        self, groups: dict[str, list[_Mention]], best: dict[str, Candidate]
    ) -> tuple[Counter[str], Counter[tuple[str, str]]]:
        countries: Counter[str] = Counter()
        regions: Counter[tuple[str, str]] = Counter()
        for name, members in groups.items():
            place = best[name]
            if place.country is None:
                continue
            weight = 1 + min(2, len(members) - 1) / 2
            countries[place.country] += weight  # type: ignore[assignment]
            if place.admin1:
                regions[place.country, place.admin1] += weight  # type: ignore[assignment]
        return countries, regions

    def _context(
        self,
        candidate: Candidate,
        name: str,
        best: dict[str, Candidate],
        countries: Counter[str],
        regions: Counter[tuple[str, str]],
        count: int,
    ) -> float:
        if candidate.country is None or candidate.feature in COUNTRY_FEATURES:
            return 0.0
        own = 1 + min(2, count - 1) / 2
        mine = own if best[name].country == candidate.country else 0.0
        total = sum(countries.values()) - own
        score = 0.0
        if total > 0:
            score += COUNTRY_SUPPORT * (countries[candidate.country] - mine) / total
            if candidate.admin1:
                key = (candidate.country, candidate.admin1)
                same = own if (best[name].country, best[name].admin1) == key else 0.0
                score += REGION_SUPPORT * min(1.0, 2 * (regions[key] - same) / total)
        if self._near(candidate, name, best):
            score += NEARBY_SUPPORT
        if self.home == candidate.country:
            score += HOME_SUPPORT
        return score

    def _near(self, candidate: Candidate, name: str, best: dict[str, Candidate]) -> bool:
        if candidate.feature in WIDE_FEATURES:
            return False
        checked = 0
        for other, place in best.items():
            if other == name or place.feature in WIDE_FEATURES or place.feature in COUNTRY_FEATURES:
                continue
            checked += 1
            if checked > 12:  # enough neighbours; keeps long documents linear
                return False
            if abs(place.latitude - candidate.latitude) < 2 and (
                distance_km(place.point, candidate.point) < NEARBY_KM
            ):
                return True
        return False


def _toponym(mention: _Mention, tokens: list[Token]) -> Toponym:
    start, end = tokens[mention.first].start, tokens[mention.last].end
    ranked = tuple(
        sorted(
            ((round(mention.scores.get(c.row, rank(c)), 6), c) for c in mention.found),
            key=lambda pair: (-pair[0], pair[1].row),
        )
    )
    return Toponym(start, end, mention.text, ranked, make_place(mention.text, (start, end), ranked))


def make_place(
    text: str, span: Span, ranked: Sequence[tuple[float, Candidate]]
) -> Place:
    """The record of the best candidate; open where another country's is as likely."""
    if not ranked:
        return Place(text=text, span=span)
    best = ranked[0][1]
    for score, other in ranked[1:]:
        if ranked[0][0] - score >= OPEN_MARGIN:
            break
        if other.country != best.country:
            return Place(text=text, span=span)
    return place_of(best, text, span)


def place_of(candidate: Candidate, text: str, span: Span) -> Place:
    """The record of one candidate. Only a point gives coordinates."""
    precision = precision_of(candidate)
    point = precision == "point"
    return Place(
        text=text,
        span=span,
        name=candidate.name,
        admin1=candidate.admin1,
        country=candidate.country,
        latitude=candidate.latitude if point else None,
        longitude=candidate.longitude if point else None,
        geonames_id=candidate.geonames_id,
        feature=candidate.feature,
        precision=precision,
    )


def precision_of(candidate: Candidate) -> PlacePrecision:
    if candidate.feature in COUNTRY_FEATURES:
        return "country"
    return "region" if candidate.feature in WIDE_FEATURES else "point"


def label(candidate: Candidate) -> str:
    """A readable name: Tripoli (LBN)."""
    inside = ", ".join(n for n in (candidate.admin1, candidate.country) if n and n != candidate.name)
    return f"{candidate.name} ({inside})" if inside else candidate.name


def _meets(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


@dataclass(frozen=True)
class Words:
    """Names of small places that are words, first names or surnames too."""

    word: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]


@lru_cache(maxsize=4)
def load_words(language: str = "en") -> Words:
    path = resources.files("dragoman.coder") / "tables" / f"not_places_{language}.tsv"
    kinds: dict[str, set[str]] = {"word": set(), "first": set(), "last": set()}
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _, word = line.partition("\t")
        kinds[kind].add(word)
    return Words(*(frozenset(kinds[k]) for k in ("word", "first", "last")))


# -- where an event happened -------------------------------------------------------------------

# Speech happens wherever the speaker is, and an agreement binds wherever its parties are.
PLACELESS_TYPES = frozenset(
    {"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"}
)
PLACELESS_MODES = frozenset({"deport", "discontinue", "expel", "misinformation", "phone", "resign"})
# What happens on a spot, so that a sentence without a place goes on where the last one was.
LOCAL_TYPES = frozenset({"ASSAULT", "PROTEST", "MOBILIZE"})
# What passes between parties: only a plain "in ..." locates it.
STRICT_TYPES = frozenset({"AID", "COOPERATE", "SANCTION"})
_STANDING = frozenset(
    "in at near outside inside around across on along off through into throughout within over "
    "above beneath between behind beside opposite".split()
)
_GOING = frozenset("to from toward towards for".split())
_GOING_TYPES = frozenset({"CONSULT", "RETREAT", "MOBILIZE", "AID"})
# Words for spots: a phrase "in the ..." that ends in one of them says where.
SPOTS = frozenset(
    "capital city town village suburb district province region county neighbourhood neighborhood "
    "airport port harbour harbor border frontier crossing checkpoint square prison jail hospital "
    "clinic school university college campus parliament palace embassy consulate station bridge "
    "road highway street avenue market mall mosque church cathedral temple shrine monastery camp "
    "base barracks garrison headquarters office offices building courthouse court stadium hotel "
    "factory plant mine refinery dam pipeline valley river lake coast island strait sea mountains "
    "hills forest desert peninsula enclave territory gate gates outskirts centre center stadium "
    "compound farm plaza park beach theatre hall museum studio house villa residence flat chamber "
    "lobby gymnasium warehouse depot terminal yard dock docks pier wharf quay field fields garden "
    "north south east west northeast northwest southeast southwest countryside quarter ward slum "
    "settlement outpost cave tunnel trench front zone area zones corridor pass gorge".split()
)
_NOT_SPOT = frozenset(
    "which that who whom what this these those all any case return response order addition protest "
    "connection behalf favour favor monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december i he she it they "
    "and or but said says was were is are has have had to of by with for from as than".split()
)
SPOT_TOKENS = 6
_BETWEEN = frozenset(
    "the a an its his her their central northern southern eastern western northeastern "
    "northwestern southeastern southwestern north-eastern north-western south-eastern "
    "south-western downtown rural occupied rebel-held neighbouring neighboring nearby town city "
    "village port capital province region state district suburb of island border".split()
)

STANDING_COST = 0.0  # tuned on the corpus, as are the next five
OF_COST = 0.5
GOING_COST = 0.0
GOING_AWRY_COST = 5.0
BARE_COST = 9.0
STRICKEN_COST = 0.6
PLACE_MAX = 5.5
STRICT_MAX = 1.5
SCENE_TOKENS = 80  # how far the scene of the last located event reaches


def attach_place(
    doc: Any,
    trigger: Span,
    places: Sequence[Place],
    *,
    kind: str | None = None,
    modes: Sequence[str] = (),
    others: Sequence[Span] = (),
) -> Place | None:
    """The place among `places` (of `PlaceFinder`) where the event of `trigger` happened.

    `kind` and `modes` are its PLOVER type and modes: speech and expulsions have no place. `others`
    are the triggers of the other events. None where the text does not locate it.
    """
    return Locator(doc, places).attach(trigger, kind=kind, modes=modes, others=others)[0]


def story_country(
    places: Sequence[Place], dateline: Place | None, home: str | None
) -> str | None:
    """Where the story happens if nothing says otherwise: dateline, else home, else most names."""
    if dateline is not None and dateline.country:
        return dateline.country
    if home:
        return home
    counts = Counter(p.country for p in places if p.country)
    return min(counts, key=lambda c: (-counts[c], c)) if counts else None


class Locator:
    """Locates the events of one document; made once a document, asked in text order."""

    def __init__(
        self,
        doc: Any,
        places: Sequence[Place],
        *,
        home: str | None = None,
        language: str = "en",
    ) -> None:
        text: str = doc if isinstance(doc, str) else doc.text
        self.clauses = Clauses(text, language=language)
        dateline = dateline_end(text)
        self.dateline = next((p for p in places if p.span[1] <= dateline and p.country), None)
        self.country = story_country(places, self.dateline, home)
        known = [p for p in places if p.span[0] >= dateline and p.country]
        self.places = sorted(
            [*known, *self._local(text, known, dateline)], key=lambda p: p.span
        )
        self.last: tuple[int, Place] | None = None  # token of the last located event

    def attach(
        self,
        trigger: Span,
        *,
        kind: str | None = None,
        modes: Sequence[str] = (),
        others: Sequence[Span] = (),
    ) -> tuple[Place | None, str]:
        """The place and how it was decided, or None and why not."""
        if kind in PLACELESS_TYPES or (modes and modes[0] in PLACELESS_MODES):
            return None, "events of this kind have no place"
        own = self.clauses.at(trigger[0])
        found = self._in_sentence(trigger, kind, others)
        if found is not None:
            self.last = (own, found)
            return found, "named in the sentence"
        if kind in LOCAL_TYPES:
            if self.last is not None and 0 <= own - self.last[0] <= SCENE_TOKENS:
                return self.last[1], "same scene as the event before"
            if self.dateline is not None:
                return self.dateline, "scene of the dateline"
        return None, "the text names no place for it"

    def _in_sentence(
        self, trigger: Span, kind: str | None, others: Sequence[Span]
    ) -> Place | None:
        best: tuple[float, Place] | None = None
        limit = STRICT_MAX if kind in STRICT_TYPES else PLACE_MAX
        for place in self.places:
            if not self.clauses.same_sentence(place.span, trigger):
                continue
            cost = self.clauses.cost(trigger, place.span, others)
            if self._stricken(place, trigger) and kind not in STRICT_TYPES:
                cost += STRICKEN_COST
            else:
                cost += self._role(place, kind)
            if cost > limit:
                continue
            if best is None or cost < best[0]:
                best = (cost, place)
        return None if best is None else best[1]

    def _stricken(self, place: Place, trigger: Span) -> bool:
        """Whether the place stands right behind the trigger: "stormed the Embassy"."""
        start, end = self.clauses.at(trigger[1] - 1) + 1, self.clauses.at(place.span[0])
        between = self.clauses.tokens[start:end]
        return start <= end and len(between) <= 3 and all(t.lower in _BETWEEN for t in between)

    def _local(self, text: str, known: Sequence[Place], dateline: int) -> list[Place]:
        """Spots that only their words tell: "at the courthouse", "in Calaba Town".

        They lie in the country of the story, and are no more exact than that.
        """
        if self.country is None:
            return []
        taken = {self.clauses.at(p.span[0]) for p in known}
        tokens = self.clauses.tokens
        out = []
        for i, token in enumerate(tokens[:-1]):
            if token.lower not in _STANDING or token.start < dateline:
                continue
            end = self._spot(i + 1, taken)
            if end is not None:
                span = (tokens[i + 1].start, tokens[end].end)
                out.append(
                    Place(
                        text=text[span[0] : span[1]],
                        span=span,
                        country=self.country,
                        precision="country",
                    )
                )
        return out

    def _spot(self, i: int, taken: set[int]) -> int | None:
        """The last token of a phrase that names a spot and starts at `i`; None for other words."""
        tokens = self.clauses.tokens
        last = None
        for j in range(i, min(len(tokens), i + SPOT_TOKENS)):
            token = tokens[j]
            if j in taken or token.line != tokens[i].line or not token.text[0].isalnum():
                break
            if token.lower in SPOTS:
                last = j
                break
            if token.text[0].isdigit() or token.lower in _STANDING or token.lower in _NOT_SPOT:
                break
        if last is None and i not in taken and tokens[i].text[0].isupper():
            if tokens[i].lower in _NOT_SPOT or "MONTH" in self.clauses.kinds(i):
                return None
            last = i
            while last + 1 < len(tokens) and last + 1 not in taken and (
                tokens[last + 1].text[0].isupper()
                and tokens[last + 1].start - tokens[last].end <= 1
            ):
                last += 1
        return last

    def _role(self, place: Place, kind: str | None) -> float:
        """What the words before the name make of it: a spot, a goal, or a party."""
        tokens = self.clauses.tokens
        i = self.clauses.at(place.span[0]) - 1
        steps = 0
        while i >= 0 and steps < 5 and tokens[i].lower in _BETWEEN and tokens[i].lower != "of":
            i -= 1
            steps += 1
        word = tokens[i].lower if i >= 0 else ""
        if word == "of":
            inner = tokens[i - 1].lower if i > 0 else ""
            if inner in _BETWEEN and i > 1:
                j = i - 1
                while j >= 0 and i - j < 5 and tokens[j].lower in _BETWEEN:
                    j -= 1
                word = tokens[j].lower if j >= 0 and tokens[j].lower in _STANDING else word
        if word in _STANDING:
            return STANDING_COST
        if word == "of":
            return OF_COST
        if word in _GOING:
            return GOING_COST if kind in _GOING_TYPES else GOING_AWRY_COST
        return BARE_COST


# -- one name, for people who ask ----------------------------------------------------------------


@dataclass(frozen=True)
class Ranked:
    """One place that a name may mean, its score and what the score is made of."""

    score: float
    candidate: Candidate
    why: tuple[str, ...]


def candidates(
    name: str, gazetteer: Gazetteer, *, near: Candidate | None = None
) -> tuple[Ranked, ...]:
    """What a name may mean, the likeliest first. `near` is a country or place that speaks for it."""
    out = []
    for candidate in gazetteer.lookup(name):
        score = rank(candidate)
        why = [f"{score:.1f} {_size(candidate)}"]
        if near is not None and near.row != candidate.row:
            for gain, reason in _gains(candidate, near):
                score += gain
                why.append(f"+{gain:.1f} {reason}")
        out.append(Ranked(round(score, 3), candidate, tuple(why)))
    return tuple(sorted(out, key=lambda r: (-r.score, r.candidate.row)))


def _size(candidate: Candidate) -> str:
    alias = "" if candidate.main else ", by another name"
    if candidate.population:
        return f"population {candidate.population:,}{alias}"
    return f"what it is{alias}"


def _gains(candidate: Candidate, near: Candidate) -> Iterable[tuple[float, str]]:
    if near.country is not None and near.country == candidate.country:
        yield COUNTRY_SUPPORT, f"in {near.country}"
        if near.admin1 and near.admin1 == candidate.admin1:
            yield REGION_SUPPORT, f"in {near.admin1}"
    wide = near.feature in WIDE_FEATURES or near.feature in COUNTRY_FEATURES
    if not wide and candidate.feature not in WIDE_FEATURES:
        km = distance_km(near.point, candidate.point)
        if km < NEARBY_KM:
            yield NEARBY_SUPPORT, f"{km:.0f} km from {near.name}"


def find_near(words: str, gazetteer: Gazetteer) -> Candidate | None:
    """The place meant by `--near`: an alpha-3 code or a name."""
    if len(words) == 3 and words.isupper():
        for country in gazetteer.countries():
            if country.country == words:
                return country
    found = by_rank(gazetteer.lookup(words))
    return found[0] if found else None
