"""What a task gives back, and the few measures that several tasks share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# Metrics are rounded before they leave, so that equal predictions give equal text anywhere.
DECIMALS = 4

Metrics = dict[str, float | int | None]


@dataclass(frozen=True, kw_only=True)
class Report:
    """One task on one or more files. `n` counts the items; a null metric had nothing to count.

    `rows` is a finer table (per type, per label); `errors` are lines for people.
    """

    task: str
    file: str
    n: int
    metrics: Metrics
    rows: tuple[Mapping[str, Any], ...] = ()
    errors: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The published form: task, file, n, metrics."""
        return {"task": self.task, "file": self.file, "n": self.n, "metrics": self.metrics}


@dataclass
class Tally:
    """Counts of one kind of answer: right ones, those given too much, those missed."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    def add(
        self, given: Sequence[object], wanted: Sequence[object], *, right: int | None = None
    ) -> None:
        """Count two bags of answers. Right are those in both, each once, unless `right` is told."""
        both = sum((Counter(given) & Counter(wanted)).values())
        self.right += both if right is None else right
        self.given += len(given)
        self.wanted += len(wanted)

    @property
    def precision(self) -> float | None:
        return share(self.right, self.given)

    @property
    def recall(self) -> float | None:
        return share(self.right, self.wanted)

    @property
    def f1(self) -> float | None:
        return share(2 * self.right, self.given + self.wanted)

    def metrics(self, prefix: str = "") -> Metrics:
        return {
            f"{prefix}precision": self.precision,
            f"{prefix}recall": self.recall,
            f"{prefix}f1": self.f1,
        }


@dataclass
class Tallies:
    """A tally a name, made when first used."""

    by_name: dict[str, Tally] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Tally:
        return self.by_name.setdefault(name, Tally())


def share(part: float, whole: float) -> float | None:
    """Rounded part of a whole; null of nothing."""
    return round(part / whole, DECIMALS) if whole else None


def macro_f1(gold: Sequence[str], given: Sequence[str | None]) -> float | None:
    """Mean F1 over the labels that occur in the gold."""
    labels = sorted(set(gold))
    scores = []
    for label in labels:
        right = sum(g == label == p for g, p in zip(gold, given, strict=True))
        scores.append(2 * right / (gold.count(label) + given.count(label)))
    return share(sum(scores), len(scores))


def pearson(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's r; null where one of the two does not vary."""
    if len(first) < 2:
        return None
    mean_1, mean_2 = math.fsum(first) / len(first), math.fsum(second) / len(second)
    spread_1 = math.fsum((a - mean_1) ** 2 for a in first)
    spread_2 = math.fsum((b - mean_2) ** 2 for b in second)
    both = math.fsum((a - mean_1) * (b - mean_2) for a, b in zip(first, second, strict=True))
    return share(both, math.sqrt(spread_1 * spread_2))


def median(values: Sequence[float]) -> float | None:
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    value = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return round(value, DECIMALS)
