"""Task `places`: toponyms, the country and the point that each one means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from dragoman.evaluate.assign import assign
from dragoman.evaluate.files import Row, json_rows
from dragoman.evaluate.report import Metrics, Tally, median, share
from dragoman.knowledge.places import COUNTRY_FEATURES, Gazetteer, distance_km, load_gazetteer
from dragoman.records import Place

# Kinds of annotation that name a place as a place; where a file gives no kinds, all count.
LITERAL_TYPES = frozenset(
    {"literal", "mixed", "coercion", "embedded_literal", "literal_modifier", "literal_expression"}
)
SHARED_MIN = 0.5
NEAR_KM = 161.0  # 100 miles, the field's custom


def read(path: Path) -> list[Row]:
    return json_rows(path, ("text", "toponyms"))


def is_literal(toponym: Row) -> bool:
    """Whether a place is meant as a place; "non-locational" and metonymic uses are not."""
    kind = toponym.get("type")
    if kind is None:
        return True
    return str(kind).casefold() in LITERAL_TYPES and not toponym.get("non_locational")


def run(items: Sequence[Row]) -> list[Row]:
    """Predictions `{"id", "toponyms": [{"start", "end", "lat", "lon", "geonameid", "country"}]}`.

    A country or region gives its middle here, as such files do, though a reading gives no point.
    """
    from dragoman import Article, load
    from dragoman.coder.where import PlaceFinder

    nlp, gazetteer = load(), load_gazetteer()
    predictions = []
    for number, item in enumerate(items):
        article = Article(text=item["text"], title=item.get("title"))
        finder = PlaceFinder(nlp(item["text"]), article, gazetteer)
        toponyms = [_toponym(place, gazetteer) for place in finder.places()]
        predictions.append({"id": item.get("id", number), "toponyms": toponyms})
    return predictions


def _toponym(place: Place, gazetteer: Gazetteer) -> Row:
    point = _point(place, gazetteer)
    return {
        "start": place.span[0],
        "end": place.span[1],
        "lat": None if point is None else point[0],
        "lon": None if point is None else point[1],
        "geonameid": place.geonames_id,
        "country": place.country,
    }


def _point(place: Place, gazetteer: Gazetteer) -> tuple[float, float] | None:
    """The point of a reading, else the middle of the country or region that the name is."""
    if place.latitude is not None and place.longitude is not None:
        return place.latitude, place.longitude
    for candidate in gazetteer.lookup(place.name or place.text):
        same = (candidate.geonames_id, candidate.country, candidate.feature)
        if same == (place.geonames_id, place.country, place.feature):
            return candidate.point
    return None


def score(
    items: Sequence[Row], predictions: Sequence[Row], *, same_country: Callable[[str, str], bool]
) -> Metrics:
    """Recognition; then, over what was recognised, country and distance.

    A predicted toponym that meets no literal one but another annotation counts neither way.
    `same_country(gold, given)` compares the file's country with an alpha-3 code.
    """
    found = Tally()
    countries: list[bool] = []
    distances: list[float] = []
    unplaced = 0
    for item, prediction in zip(items, predictions, strict=True):
        gold = [t for t in item["toponyms"] if is_literal(t)]
        neutral = [t for t in item["toponyms"] if not is_literal(t)]
        given = prediction["toponyms"]
        pairs = assign([[_shared(g, p) for p in given] for g in gold])
        taken = {column for _, column in pairs}
        loose = [p for i, p in enumerate(given) if i not in taken]
        found.right += len(pairs)
        found.wanted += len(gold)
        found.given += len(pairs) + sum(not _meets(p, neutral) for p in loose)
        for row, column in pairs:
            wanted, answer = gold[row], given[column]
            if wanted.get("country"):
                country = answer.get("country")
                countries.append(bool(country) and same_country(wanted["country"], country))
            if wanted.get("lat") is None:
                continue
            if answer.get("lat") is None:
                unplaced += 1
            else:
                distances.append(_distance(wanted, answer))
    resolved = len(distances) + unplaced
    near = sum(d <= NEAR_KM for d in distances)
    return {
        "toponyms": found.wanted,
        **found.metrics(),
        "country": share(sum(countries), len(countries)),
        "within_161_km": share(near, resolved),
        "median_km": median(distances),
        "resolved": resolved,
    }


def _distance(one: Row, other: Row) -> float:
    return distance_km(
        (float(one["lat"]), float(one["lon"])), (float(other["lat"]), float(other["lon"]))
    )


def _shared(gold: Row, given: Row) -> float | None:
    """Shared characters over all characters of the two; null below one half."""
    both = min(gold["end"], given["end"]) - max(gold["start"], given["start"])
    either = max(gold["end"], given["end"]) - min(gold["start"], given["start"])
    part = both / either if either else 0.0
    return part if part >= SHARED_MIN else None


def _meets(given: Row, others: Sequence[Row]) -> bool:
    return any(given["start"] < o["end"] and o["start"] < given["end"] for o in others)


def known_countries() -> Callable[[str, str], bool]:
    """Compares a country written as name, alpha-2 or alpha-3 with an alpha-3 code."""
    gazetteer = load_gazetteer()
    names: dict[str, frozenset[str | None]] = {}

    def same(gold: str, given: str) -> bool:
        if gold not in names:
            found = gazetteer.lookup(gold)
            names[gold] = frozenset(c.country for c in found if c.feature in COUNTRY_FEATURES)
        return gold == given or given in names[gold]

    return same
