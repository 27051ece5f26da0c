"""Measures places on the corpus: `measure_corpus_where.py CORPUS [--errors N]`, test articles left
out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from dragoman.coder.where import Locator, PlaceFinder
from dragoman.knowledge.places import load_gazetteer
from dragoman.records import Article
from training.measure_corpus_when import articles


def measure(
    folder: Path, *, test: bool = False, errors: int = 0, nlp: Any = None, home: bool = True
) -> float:
    gazetteer = load_gazetteer()
    given = wanted = right = 0
    resolved: Counter[str] = Counter()
    shown: list[str] = []
    for article in articles(folder, test=test):
        doc = article.text if nlp is None else nlp(article.text)
        finder = PlaceFinder(
            doc,
            Article(text=article.text, title=article.title, publisher_country=article.home),
            gazetteer,
        )
        locator = Locator(doc, finder.places(), home=article.home if home else None)
        triggers = [e.trigger.span for e in article.events]
        for event in sorted(article.events, key=lambda e: e.trigger.span):
            others = [t for t in triggers if t != event.trigger.span]
            place, why = locator.attach(
                event.trigger.span, kind=event.type, modes=event.modes, others=others
            )
            country = place.country if place else None
            gold = event.place.country if event.place else None
            given += country is not None
            wanted += gold is not None
            right += country is not None and country == gold
            if event.place:
                own = locator.place_of(event.place.span, article.text)
                resolved[
                    "right"
                    if own and own.country == gold
                    else "wrong"
                    if own and own.country
                    else "none"
                ] += 1
            if country != gold:
                at, to = event.trigger.span
                shown.append(
                    f"{event.type} {event.modes} {event.trigger.words!r} "
                    f"gold {event.place and event.place.words} {gold}"
                    f" got {place and place.text} {country} ({why}) | "
                    f"{article.text[max(0, at - 90) : to + 90]!r}"
                )
    p, r = right / max(1, given), right / max(1, wanted)
    f = 2 * p * r / max(1e-9, p + r)
    print(
        f"places P {p:.3f} R {r:.3f} F {f:.3f} given {given} wanted {wanted}; "
        f"gold words resolve {dict(resolved)}"
    )
    for line in shown[:errors]:
        print("  ", line)
    return f


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--test", action="store_true")
    options = parser.parse_args()
    measure(options.corpus, test=options.test, errors=options.errors)
