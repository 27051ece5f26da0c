"""Where: finds the places that a text names, and says where an event happened.

1. `toponyms.py` recognises the names, `resolution.py` says which place each one means.
2. `attach_place` picks the place where the event of a trigger happened, which is not any place in
   the sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dragoman.coder.clauses import Clauses, dateline
from dragoman.coder.place.resolution import Resolver, Toponym, candidates, find_near, toponym
from dragoman.coder.place.toponyms import Recogniser, entities_of, load_words, tokenise
from dragoman.knowledge.places import Gazetteer
from dragoman.knowledge.words import singulars
from dragoman.records import Article, Place, Span

__all__ = ["Locator", "PlaceFinder", "attach_place", "candidates", "find_near"]

# Speech happens wherever the speaker is, and an agreement binds wherever its parties are.
PLACELESS_TYPES = frozenset(
    {"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"}
)
PLACELESS_MODES = frozenset({"deport", "discontinue", "expel", "misinformation", "phone", "resign"})
# What happens on a spot, so that a sentence without a place goes on where the last one was.
LOCAL_TYPES = frozenset({"ASSAULT", "PROTEST", "MOBILIZE"})
# What passes between parties: only a plain "in ..." locates it.
STRICT_TYPES = frozenset({"AID", "COOPERATE", "SANCTION"})
_GOING_TYPES = frozenset({"CONSULT", "RETREAT", "MOBILIZE", "AID"})
SPOT_TOKENS = 6

STANDING_COST = 0.0  # tuned on the corpus, as are the next five
OF_COST = 0.5
GOING_COST = 0.0
GOING_AWRY_COST = 5.0
BARE_COST = 9.0
STRICKEN_COST = 0.6
PLACE_MAX = 5.5
STRICT_MAX = 1.5
HOME_PLACES = 3  # names of places that a paper owes its own country
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


def story_country(places: Sequence[Place], dateline: Place | None, home: str | None) -> str | None:
    """Where the story happens if nothing says otherwise: the dateline, else the country whose
    places are named most, the paper's own counting `HOME_PLACES` more.

    A paper tells of its own country without naming it, but an agency's country is not where all of
    its stories happen.
    """
    if dateline is not None and dateline.country:
        return dateline.country
    counts = Counter(p.country for p in places if p.country)
    if home:
        counts[home] += HOME_PLACES
    return min(counts, key=lambda c: (-counts[c], c)) if counts else None


class PlaceFinder:
    """The places of one document. Made once a document; the work is done on the first call."""

    def __init__(
        self,
        doc: Any,
        article: Article,
        gazetteer: Gazetteer,
        *,
        home: str | None = None,
        tagged: bool = False,
    ) -> None:
        """`tagged` lets the entities of `doc` overrule the rules that recognise names.

        Off, because the rules alone are better than with the shipped tagger: on TR-News F1 0.847
        against 0.800, on LGL (100 articles) 0.732 against 0.661. Measure again after any training.
        """
        self._tagged = tagged
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
        reasons = (t.reason for t in self.toponyms() if t.start < end and start < t.end)
        return next((r for r in reasons if r), None)

    def _find(self) -> tuple[Toponym, ...]:
        tokens = tokenise(self._text)
        entities = entities_of(self._doc if self._tagged else self._text)
        mentions = Recogniser(tokens, self._text, self._gazetteer, entities).mentions()
        Resolver(mentions, self._home).resolve()
        return tuple(toponym(m, tokens) for m in mentions)


class Locator:
    """Locates the events of one document; made once a document, asked in text order."""

    def __init__(
        self,
        doc: Any,
        places: Sequence[Place],
        *,
        home: str | None = None,
        clauses: Clauses | None = None,
        people: Sequence[Span] = (),
        language: str = "en",
    ) -> None:
        """`people` are the names of people in the text, which are no places."""
        text: str = doc if isinstance(doc, str) else doc.text
        self.clauses = clauses or Clauses(text, language=language)
        self.words = load_words(language)
        head = dateline(text)
        inside = [p for p in places if head[0] <= p.span[0] and p.span[1] <= head[1]]
        self.dateline = next((p for p in inside if p.country), None)
        self.country = story_country(places, self.dateline, home)
        known = [p for p in places if p not in inside and p.country]
        named = [*known, *self._local(text, known, head)]
        self.places = sorted((p for p in named if not _among(p, people)), key=lambda p: p.span)
        self._by_sentence: dict[int, list[Place]] = {}
        for place in self.places:
            self._by_sentence.setdefault(self.clauses.sentence(place.span[0]), []).append(place)
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

    def place_of(self, span: Span, text: str) -> Place | None:
        """The place that somebody says some words name: a known one in them, else a spot.

        A spot lies in the country of the story. None where that country is not known.
        """
        inside = [p for p in self.places if p.span[0] < span[1] and span[0] < p.span[1] and p.name]
        if inside:
            return max(inside, key=lambda p: (p.span[1] - p.span[0], -p.span[0]))
        if self.country is None:
            return None
        words = text[span[0] : span[1]]
        return Place(text=words, span=span, country=self.country, precision="country")

    def _in_sentence(self, trigger: Span, kind: str | None, others: Sequence[Span]) -> Place | None:
        best: tuple[float, Place] | None = None
        limit = STRICT_MAX if kind in STRICT_TYPES else PLACE_MAX
        for place in self._by_sentence.get(self.clauses.sentence(trigger[0]), ()):
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
        return (
            start <= end
            and len(between) <= 3
            and all(t.lower in self.words.between for t in between)
        )

    def _local(self, text: str, known: Sequence[Place], head: Span) -> list[Place]:
        """Spots that only their words tell: "at the courthouse", "in Calaba Town".

        They lie in the country of the story, and are no more exact than that.
        """
        if self.country is None:
            return []
        taken = {self.clauses.at(p.span[0]) for p in known}
        tokens = self.clauses.tokens
        out = []
        for i in [i for i, t in enumerate(tokens[:-1]) if t.lower in self.words.standing]:
            outside = not head[0] <= tokens[i].start < head[1]
            end = self._spot(i + 1, taken) if outside else None
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

    def is_spot(self, noun: str) -> bool:
        """Whether a noun is of what stands somewhere: "clinic", "villages", not "boat"."""
        return not self.words.spots.isdisjoint(singulars(noun.lower()))

    def _spot(self, i: int, taken: set[int]) -> int | None:
        """The last token of a phrase that names a spot and starts at `i`; None for other words."""
        tokens = self.clauses.tokens
        last = None
        for j in range(i, min(len(tokens), i + SPOT_TOKENS)):
            token = tokens[j]
            if j in taken or token.line != tokens[i].line or not token.text[0].isalnum():
                break
            if token.lower in self.words.spots:
                last = j
                break
            if (
                token.text[0].isdigit()
                or token.lower in self.words.standing
                or token.lower in self.words.not_spots
            ):
                break
        if last is None and i not in taken and tokens[i].text[0].isupper():
            if tokens[i].lower in self.words.not_spots or "MONTH" in self.clauses.kinds(i):
                return None
            last = i
            while (
                last + 1 < len(tokens)
                and last + 1 not in taken
                and (
                    tokens[last + 1].text[0].isupper()
                    and tokens[last + 1].start - tokens[last].end <= 1
                )
            ):
                last += 1
        return last

    def _role(self, place: Place, kind: str | None) -> float:
        """What the words before the name make of it: a spot, a goal, or a party."""
        tokens = self.clauses.tokens
        i = self.clauses.at(place.span[0]) - 1
        steps = 0
        while (
            i >= 0
            and steps < 5
            and tokens[i].lower in self.words.between
            and tokens[i].lower != "of"
        ):
            i -= 1
            steps += 1
        word = tokens[i].lower if i >= 0 else ""
        if word == "of":
            inner = tokens[i - 1].lower if i > 0 else ""
            if inner in self.words.between and i > 1:
                j = i - 1
                while j >= 0 and i - j < 5 and tokens[j].lower in self.words.between:
                    j -= 1
                word = (
                    tokens[j].lower if j >= 0 and tokens[j].lower in self.words.standing else word
                )
        if word in self.words.standing:
            return STANDING_COST
        if word == "of":
            return OF_COST
        if word in self.words.going:
            return GOING_COST if kind in _GOING_TYPES else GOING_AWRY_COST
        return BARE_COST


def _among(place: Place, spans: Sequence[Span]) -> bool:
    return any(start < place.span[1] and place.span[0] < end for start, end in spans)
