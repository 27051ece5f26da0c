"""Recognises names of places: capitalised words that the gazetteer knows, the longest first.

A name is kept where the words around speak for a place (a preposition, a container: "Mosul, Iraq")
and not for a person or an organisation. Where the Doc has entities, they decide instead. The words
come from `tables/where_<language>.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

from msgspec import Struct

from dragoman.knowledge.places import COUNTRY_FEATURES, Candidate, Gazetteer, fold
from dragoman.records import Span

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[’']s\b|[^\W\d_]+(?:[’'][^\W\d_]{2,})?|\d+|\S")
_TOKEN_OR_BREAK = re.compile(rf"\n|{_TOKEN.pattern}")
_INITIALS = re.compile(r"(?:[A-Z]\.)+")

ACCEPT_MIN = 1.5  # tuned on local and world news; re-measure recognition after any change
CONTAINED = 6.0  # "Mosul, Iraq": the container all but decides


@dataclass(frozen=True)
class Words:
    """The table of a language; `word`, `first` and `last` are names of small places that are
    words, first names or surnames too."""

    connectors: frozenset[str]
    locative: frozenset[str]
    moving: frozenset[str]
    titles: frozenset[str]
    followers: frozenset[str]
    takers: frozenset[str]
    region_words: frozenset[str]
    town_words: frozenset[str]
    directions: frozenset[str]
    standing: frozenset[str]
    going: frozenset[str]
    between: frozenset[str]
    spots: frozenset[str]
    not_spots: frozenset[str]
    word: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]


@lru_cache(maxsize=4)
def load_words(language: str = "en") -> Words:
    """The words of a language, loaded once a process."""
    tables = resources.files("dragoman.coder") / "tables"
    around = tomllib.loads((tables / f"where_{language}.toml").read_text(encoding="utf-8"))
    kinds: dict[str, set[str]] = {"word": set(), "first": set(), "last": set()}
    listed = (tables / f"not_places_{language}.tsv").read_text(encoding="utf-8")
    for line in listed.splitlines():
        kind, _, word = line.partition("\t")
        kinds[kind].add(word)
    return Words(
        **{name: frozenset(values) for name, values in around.items()},
        **{name: frozenset(values) for name, values in kinds.items()},
    )


class Token(Struct, frozen=True, gc=False):
    text: str
    lower: str
    start: int
    end: int
    opens: bool  # first of a sentence, as far as signs tell
    cap: bool  # begins with a capital


@dataclass
class Mention:
    first: int  # tokens
    last: int
    text: str
    found: tuple[Candidate, ...]
    container: Candidate | None = None
    prefers: str | None = None  # "region" or "town"
    sure: bool = False
    scores: dict[int, float] = field(default_factory=dict)


def tokenise(text: str) -> list[Token]:
    tokens: list[Token] = []
    opens = True
    for match in _TOKEN_OR_BREAK.finditer(text):
        word = match[0]
        if word == "\n":
            opens = True
            continue
        tokens.append(Token(word, word.lower(), *match.span(), opens, word[0].isupper()))
        opens = word in ".!?:" or (opens and word in "\"“”'‘’([—-")
    return tokens


@dataclass(frozen=True)
class Entities:
    """Character spans of entities by kind; `known` is false where the Doc has none set."""

    known: bool
    places: tuple[Span, ...] = ()
    others: tuple[Span, ...] = ()


def entities_of(doc: Any) -> Entities:
    if isinstance(doc, str) or not doc.has_annotation("ENT_IOB"):
        return Entities(False)
    places = tuple(
        (e.start_char, e.end_char) for e in doc.ents if e.label_ in ("LOC", "GPE", "FAC")
    )
    others = tuple(
        (e.start_char, e.end_char) for e in doc.ents if e.label_ in ("PER", "PERSON", "ORG")
    )
    return Entities(True, places, others)


class Recogniser:
    def __init__(
        self,
        tokens: list[Token],
        text: str,
        gazetteer: Gazetteer,
        entities: Entities,
        *,
        language: str = "en",
    ) -> None:
        self.tokens = tokens
        self.text = text
        self.gazetteer = gazetteer
        self.entities = entities
        self.words = load_words(language)
        self.lowers = frozenset([t.text for t in tokens if t.text.islower()])
        self.people = self._surnames()

    def mentions(self) -> list[Mention]:
        raw = self._raw()
        self._contain(raw)
        kept = [m for m in raw if self._accept(m)]
        return kept

    def _raw(self) -> list[Mention]:
        out: list[Mention] = []
        end = 0
        for i in [i for i, t in enumerate(self.tokens) if t.cap or t.lower == "al"]:
            token = self.tokens[i]
            if i < end or token.lower == "the":  # an article belongs to no name
                continue
            if not token.cap and i + 2 >= len(self.tokens):
                continue
            match = self._longest(i)
            if match is not None:
                out.append(match)
                end = match.last + 1
        return out

    def _longest(self, i: int) -> Mention | None:
        ends = []
        j = i
        while j < len(self.tokens) and j - i < 6:
            token = self.tokens[j]
            if token.cap:
                ends.append(j)
            elif (
                (j > i and token.lower not in self.words.connectors)
                or (
                    j > i
                    and token.text == "."
                    and (token.start > self.tokens[j - 1].end or len(self.tokens[j - 1].text) > 4)
                )
                or (
                    j > i
                    and token.text == ","
                    and not self.text.startswith(
                        ("D.C.", "DC"), self.tokens[min(j + 1, len(self.tokens) - 1)].start
                    )
                )
            ):
                break
            j += 1
        for end in reversed(ends):
            start = self.tokens[i].start
            stop = self.tokens[end].end
            # "Ill." and "Calif." end in a full stop that is theirs
            words = self.text[start:stop]
            found = lookup(self.gazetteer, words)
            if found and (self._spelt_right(words, found) or self._abbreviates(i, end, found)):
                return Mention(i, end, words, found)
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

    def _contain(self, raw: list[Mention]) -> None:
        """Marks "Mosul, Iraq" and "Nineveh province"."""
        for one, two in pairwise(raw):
            between = self.text[self.tokens[one.last].end : self.tokens[two.first].start]
            if between not in (", ", " , ", " (", ",", " in "):
                continue
            container = next(
                (c for c in by_rank(two.found) if any(inside(x, c) for x in one.found)), None
            )
            if container is not None and (
                between != " in " or container.feature in COUNTRY_FEATURES
            ):
                one.container = container
                if between != " in ":
                    two.sure = True
                    two.scores[container.row] = CONTAINED
        for mention in raw:
            following = self._next(mention)
            before = self._before(mention, 2)
            if following is not None and following.lower in self.words.region_words:
                mention.prefers = "region"
            elif following is not None and following.text in self.words.town_words:
                mention.prefers = "town"
            elif len(before) == 2 and before[1].lower == "of":
                if before[0].lower in self.words.region_words:
                    mention.prefers = "region"
                elif before[0].lower in self.words.town_words:
                    mention.prefers = "town"

    def _accept(self, mention: Mention) -> bool:
        span = (self.tokens[mention.first].start, self.tokens[mention.last].end)
        if self.entities.known:
            if _meets(span, self.entities.places):
                return True
            if _meets(span, self.entities.others):
                return False
            return self._score(mention) >= ACCEPT_MIN + 0.5
        return self._score(mention) >= ACCEPT_MIN

    def _score(self, mention: Mention) -> float:
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

    def _left(self, before: Token, mention: Mention) -> float:
        adjacent = self.tokens[mention.first].start - before.end <= 1
        if before.lower in self.words.locative:
            return 1.7
        if before.lower in self.words.moving:
            return 0.7
        if before.lower.rstrip(".") in self.words.titles and adjacent and before.cap:
            return -4.0
        if before.text == ".":
            previous = self._before(mention, 2)
            if (
                len(previous) == 2
                and previous[0].lower in self.words.titles
                and not self.tokens[mention.first].opens
            ):
                return -4.0
        if before.cap and adjacent and before.text.isalpha() and not before.opens:
            return -2.5
        if before.cap and before.opens and adjacent and before.lower in self.words.first:
            return -3.0
        return 0.0

    def _right(self, mention: Mention, *, strong: bool) -> float:
        following = self._next(mention)
        if following is None:
            return 0.0
        gap = following.start - self.tokens[mention.last].end
        if following.text in ("'s", "’s"):
            return 0.2
        if following.text == "-" and gap == 0:
            return 0.3 if strong else -0.5
        if gap > 1 or not following.cap:
            return 0.0
        if following.lower in self.words.takers and following.lower not in self.words.followers:
            return -2.0 if strong else -3.5
        if following.lower in self.words.followers:
            return 0.2
        if not strong:
            return -3.0
        surname = fold(following.text)  # "Paris Hilton", but not "Texas Rangers"
        return -2.0 if surname in self.words.last or surname in self.gazetteer else -0.8

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
        for one, two in pairwise(self.tokens):
            if not (one.cap and two.cap) or two.start - one.end > 1:
                continue
            known = fold(one.text)
            named = known in self.words.first or one.lower in self.words.titles
            if not named and one.text.isalpha() and not one.opens and len(one.text) > 2:
                named = (
                    known not in self.words.directions
                    and one.lower not in self.words.followers
                    and one.text[1:].islower()
                    and not lookup(self.gazetteer, one.text)
                )
            if named and one.text.isalpha() and len(two.text) > 2:
                out.add(two.text)
                if one.lower not in self.words.titles:
                    out.add(one.text)
        return frozenset(out)

    def _before(self, mention: Mention, count: int) -> list[Token]:
        return self.tokens[max(0, mention.first - count) : mention.first]

    def _next(self, mention: Mention) -> Token | None:
        return self.tokens[mention.last + 1] if mention.last + 1 < len(self.tokens) else None


def _weight(candidate: Candidate) -> float:
    """How readily such a name is a place where nothing around says so."""
    feature = candidate.feature
    if feature in COUNTRY_FEATURES:
        weight = 3.0
    elif feature == "PPLC":
        weight = 2.6
    elif feature == "ADM1":
        weight = 1.4 + 0.2 * min(6.0, candidate.rank - 2.0) if candidate.population else 1.4
    elif feature == "PPL":
        weight = 0.62 * (candidate.rank - 2.0) if candidate.main else 0.45 * (candidate.rank - 1.8)
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
    return sorted(found, key=lambda c: (-c.rank, c.row))


def inside(inner: Candidate, outer: Candidate) -> bool:
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


def _meets(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
