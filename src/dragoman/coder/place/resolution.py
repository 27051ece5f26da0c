"""Resolves names of places: which candidate each one means, by the rest of the document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from msgspec import Struct

from dragoman.coder.place.toponyms import CONTAINED, Mention, Token, by_rank, inside
from dragoman.knowledge.places import (
    COUNTRY_FEATURES,
    WIDE_FEATURES,
    Candidate,
    Gazetteer,
    distance_km,
    fold,
)
from dragoman.records import Place, PlacePrecision, Span

Point = tuple[float, float]  # latitude and longitude

COUNTRY_SUPPORT = 3.0  # all other places of the document lie in that country
REGION_SUPPORT = 1.6
NEARBY_SUPPORT = 0.8  # another place of the document within NEARBY_KM
NEARBY_KM = 150.0
NEIGHBOURS = 12  # other places that are looked at; keeps long documents linear
HOME_SUPPORT = 1.0  # the publisher's country
TYPE_SUPPORT = 3.0  # "Kaduna state" is the region
NO_POINTS = WIDE_FEATURES | COUNTRY_FEATURES
OPEN_MARGIN = 0.05  # candidates nearer than that in different countries leave the name open


class Toponym(Struct, frozen=True):
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


class Resolver:
    """Ranks the candidates of all mentions together; one name means one place in a document."""

    def __init__(self, mentions: list[Mention], home: str | None) -> None:
        self.mentions = mentions
        self.home = home

    def resolve(self) -> None:
        groups: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            groups[fold(mention.text)].append(mention)
        best = {name: by_rank(members[0].found)[0] for name, members in groups.items()}
        for _ in range(2):
            countries, regions = self._support(groups, best)
            total = sum(countries.values())
            before = dict(best)
            for name, members in groups.items():
                if len(members[0].found) == 1:
                    continue  # nothing to choose
                shared = self._shared(members)
                own, points = _weight(members), self._points(name, best)
                scores = {
                    c.row: c.rank
                    + shared.get(c.row, 0.0)
                    + self._context(c, best[name], countries, regions, own, total - own, points)
                    for c in members[0].found
                }
                for mention in members:
                    mention.scores = {
                        c.row: scores[c.row] + self._own(mention, c) for c in mention.found
                    }
                best[name] = max(members[0].found, key=lambda c: (scores[c.row], -c.row))
            if best == before and not any(m.sure for m in self.mentions):
                break  # another round would give the same

    def _shared(self, members: Sequence[Mention]) -> dict[int, float]:
        """A container said once holds for the whole document."""
        out: dict[int, float] = {}
        for mention in members:
            if mention.container is not None:
                for candidate in mention.found:
                    if inside(candidate, mention.container):
                        out[candidate.row] = CONTAINED
            for row, value in mention.scores.items():
                if mention.sure and value == CONTAINED:
                    out[row] = CONTAINED
        return out

    def _own(self, mention: Mention, candidate: Candidate) -> float:
        if mention.prefers == "region" and candidate.feature in ("ADM1", "ADM2", "RGN"):
            return TYPE_SUPPORT
        if mention.prefers == "town" and candidate.feature in ("PPL", "PPLC"):
            return TYPE_SUPPORT
        return 0.0

    def _support(
        self, groups: dict[str, list[Mention]], best: dict[str, Candidate]
    ) -> tuple[Counter[str], Counter[tuple[str, str]]]:
        countries: Counter[str] = Counter()
        regions: Counter[tuple[str, str]] = Counter()
        for name, members in groups.items():
            place = best[name]
            if place.country is None:
                continue
            weight = _weight(members)
            countries[place.country] += weight  # type: ignore[assignment]
            if place.admin1:
                regions[place.country, place.admin1] += weight  # type: ignore[assignment]
        return countries, regions

    def _context(
        self,
        candidate: Candidate,
        best: Candidate,
        countries: Counter[str],
        regions: Counter[tuple[str, str]],
        own: float,
        total: float,
        points: Sequence[Point],
    ) -> float:
        """What the rest of the document says for a candidate of a name: `best` is its likeliest so
        far, `own` its weight, `total` that of all others, `points` where some of them lie."""
        if candidate.country is None:
            return 0.0
        mine = own if best.country == candidate.country else 0.0
        score = 0.0
        if total > 0:
            score += COUNTRY_SUPPORT * (countries[candidate.country] - mine) / total
            if candidate.admin1:
                key = (candidate.country, candidate.admin1)
                same = own if (best.country, best.admin1) == key else 0.0
                score += REGION_SUPPORT * min(1.0, 2 * (regions[key] - same) / total)
        if self._near(candidate, points):
            score += NEARBY_SUPPORT
        if self.home == candidate.country:
            score += HOME_SUPPORT
        return score

    def _near(self, candidate: Candidate, points: Sequence[Point]) -> bool:
        """Whether the candidate lies by one of the points."""
        if candidate.feature in WIDE_FEATURES:
            return False
        latitude = candidate.latitude
        return any(
            abs(point[0] - latitude) < 2 and distance_km(point, candidate.point) < NEARBY_KM
            for point in points
        )

    def _points(self, name: str, best: dict[str, Candidate]) -> list[Point]:
        """Where the places of the other names lie, as far as they are points."""
        exact = (
            place.point
            for other, place in best.items()
            if other != name and place.feature not in NO_POINTS
        )
        return list(islice(exact, NEIGHBOURS))


def _weight(members: Sequence[Mention]) -> float:
    """How much a name that is said so often counts for its country."""
    return 1 + min(2, len(members) - 1) / 2


def toponym(mention: Mention, tokens: list[Token]) -> Toponym:
    start, end = tokens[mention.first].start, tokens[mention.last].end
    ranked = tuple(
        sorted(
            ((round(mention.scores.get(c.row, c.rank), 6), c) for c in mention.found),
            key=lambda pair: (-pair[0], pair[1].row),
        )
    )
    return Toponym(start, end, mention.text, ranked, make_place(mention.text, (start, end), ranked))


def make_place(text: str, span: Span, ranked: Sequence[tuple[float, Candidate]]) -> Place:
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
    inside = ", ".join(
        n for n in (candidate.admin1, candidate.country) if n and n != candidate.name
    )
    return f"{candidate.name} ({inside})" if inside else candidate.name


# -- one name, for people who ask


@dataclass(frozen=True)
class Ranked:
    """One place that a name may mean, its score and what the score is made of."""

    score: float
    candidate: Candidate
    why: tuple[str, ...]


def candidates(
    name: str, gazetteer: Gazetteer, *, near: Candidate | None = None
) -> tuple[Ranked, ...]:
    """What a name may mean, the likeliest first; `near` is a country or place beside it."""
    out = []
    for candidate in gazetteer.lookup(name):
        score = candidate.rank
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
        yield COUNTRY_SUPPORT + HOME_SUPPORT, f"in {near.country}"
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
