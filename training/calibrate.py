"""How sure a score is: `python -m training.calibrate GOLD...` reads gold files and prints, for
several thresholds,
precision, recall and F1 of events, and the points of an isotonic regression of rightness on score
for `CALIBRATION` in `coder/what.py`.

Run it on the corpus's dev part (`dragoman corpus convert OUT --split dev`), never on test.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import dragoman.annotate.decode as decode
import dragoman.coder.scope as scope
import dragoman.coder.what as what
from dragoman.evaluate import gold

LOWEST = 0.15
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


def scored(
    items: list[gold.Row], predictions: list[gold.Row], least: float
) -> tuple[int, int, int, list[tuple[float, bool]]]:
    """Right events, wrong events, missed facts at a threshold, and (score, right) of every event
    that counts."""
    right = wrong = missed = 0
    pairs: list[tuple[float, bool]] = []
    for item, reading in zip(items, predictions, strict=True):
        facts = [gold.fact_claim(f) for f in item["facts"]]
        events = [gold.event_claim(e) for e in reading["events"] if e["confidence"] >= least]
        found = gold.match(facts, events)
        right, wrong, missed = (
            right + len(found.required),
            wrong + len(found.wrong),
            missed + len(found.missed),
        )
        pairs += [(events[e].confidence or 0.0, True) for _, e in found.required]
        pairs += [(events[e].confidence or 0.0, False) for e in found.wrong]
    return right, wrong, missed, pairs


def isotonic(pairs: list[tuple[float, bool]], least: int = 25) -> list[tuple[float, float]]:
    """Pooled adjacent violators over bins of at least `least` events: (mean score, share right)."""
    ordered = sorted(pairs, key=lambda p: p[0])  # ties in the order of the text
    pools = [ordered[i : i + least] for i in range(0, len(ordered), least)]
    i = 0
    while i + 1 < len(pools):
        if rate(pools[i]) > rate(pools[i + 1]):
            pools[i : i + 2] = [pools[i] + pools[i + 1]]
            i = max(0, i - 1)
        else:
            i += 1
    return [(round(sum(s for s, _ in p) / len(p), 3), round(rate(p), 3)) for p in pools]


def rate(pool: list[tuple[float, bool]]) -> float:
    return sum(r for _, r in pool) / len(pool)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("gold", type=Path, nargs="+")
    given = ask.parse_args()
    decode.TRIGGER_MIN = what.EVENT_MIN = LOWEST
    what.CALIBRATION = ((0.0, 0.0), (1.0, 1.0))
    scope.SURE_MIN = -1.0  # what is sure is only known afterwards
    items = [row for path in given.gold for row in gold.read(path)]
    predictions = gold.run(items)
    for least in THRESHOLDS:
        right, wrong, missed, _ = scored(items, predictions, least)
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        f1 = 2 * right / max(1, 2 * right + wrong + missed)
        print(f"{least:.2f}  precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
    print(isotonic(scored(items, predictions, LOWEST)[3]))


if __name__ == "__main__":
    main()
