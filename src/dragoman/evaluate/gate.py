"""The gate: floors that measured scores must keep, with what they were measured on.

A gate file holds checks. Each names a task and a file below the data folder, or a part of the
corpus, the SHA-256 of what it was measured on, and floors (ceilings for metrics where less is
better). Floors rise by `update`; they fall only by an update that gives its reason, which goes into
the changelog.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dragoman.errors import InputError
from dragoman.evaluate.corpus import Corpus, Split, corpus_files, load_corpus
from dragoman.evaluate.corpus_convert import to_gold
from dragoman.evaluate.files import Row
from dragoman.evaluate.report import Metrics
from dragoman.evaluate.tasks import find_task

LESS_IS_BETTER = frozenset({"mean_absolute_error", "calibration_error", "median_km"})
CORPUS = "corpus:"  # `corpus:dev` names a part of the corpus instead of a file


@dataclass(frozen=True, kw_only=True)
class Check:
    """One task on one file. `limit` items are scored; null: all."""

    task: str
    file: str
    sha256: str
    limit: int | None = None
    labels: str = "plover"
    floors: Mapping[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.task} {self.file}"

    @property
    def on_corpus(self) -> bool:
        return self.file.startswith(CORPUS)


@dataclass(frozen=True, kw_only=True)
class Gate:
    """`tolerance` is how far below its floor a score may fall and still pass: noise, not loss."""

    tolerance: float
    checks: tuple[Check, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one check gave: its scores, what failed, and what people should know."""

    check: Check
    sha256: str
    metrics: Metrics
    failures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_gate(path: Path) -> Gate:
    """Raises `InputError` D105 or D401."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        checks = tuple(Check(**check) for check in raw["checks"])
        return Gate(tolerance=float(raw["tolerance"]), checks=checks)
    except FileNotFoundError as error:
        raise InputError("D105", f"There is no gate file {path}.") from error
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            "D401", f"{path} is no gate file ({error}). See docs/evaluate.md for the form."
        ) from error


def write_gate(path: Path, gate: Gate) -> None:
    checks: list[dict[str, Any]] = []
    for check in gate.checks:
        row: dict[str, Any] = {"task": check.task, "file": check.file, "sha256": check.sha256}
        if check.limit is not None:
            row["limit"] = check.limit
        if check.labels != "plover":
            row["labels"] = check.labels
        checks.append(row | {"floors": dict(sorted(check.floors.items()))})
    plain = {"tolerance": gate.tolerance, "checks": checks}
    path.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


# -- measuring


def measure(
    gate: Gate,
    *,
    data: Path | None,
    corpus: Path,
    score: Callable[[Check, Sequence[Row]], Metrics] | None = None,
) -> tuple[list[Outcome], list[str]]:
    """Outcomes of all checks that can be run, and the names of those left out for want of data."""
    outcomes, left_out = [], []
    corpora: list[Corpus] = []
    for check in gate.checks:
        if check.on_corpus:
            corpora = corpora or [load_corpus(corpus_files(corpus))]
            items, digest = _corpus_items(corpora[0], check)
        elif data is None:
            left_out.append(check.name)
            continue
        else:
            items, digest = _file_items(data / check.file, check)
        metrics = (score or _score)(check, items[: check.limit])
        outcomes.append(judge(check, metrics, digest, gate.tolerance))
    return outcomes, left_out


def _corpus_items(corpus: Corpus, check: Check) -> tuple[list[Row], str]:
    name = check.file.removeprefix(CORPUS)
    splits: tuple[Split, ...] = ("train", "dev", "test")
    split = next((s for s in splits if s == name), None)
    if split is None or check.task != "gold":
        raise InputError(
            "D401", f"The check {check.name!r} must be gold on corpus:train, dev or test."
        )
    items = [to_gold(article) for article in corpus.of_split(split)]
    plain = json.dumps(items, ensure_ascii=False, sort_keys=True)
    return items, hashlib.sha256(plain.encode("utf-8")).hexdigest()


def _file_items(path: Path, check: Check) -> tuple[list[Row], str]:
    items = find_task(check.task, labels=check.labels).read(path)
    if path.is_dir():
        plain = json.dumps(items, ensure_ascii=False, sort_keys=True).encode("utf-8")
        return items, hashlib.sha256(plain).hexdigest()
    return items, hashlib.sha256(path.read_bytes()).hexdigest()


def _score(check: Check, items: Sequence[Row]) -> Metrics:
    task = find_task(check.task, labels=check.labels)
    return task.score(items, task.run(items), check.file).metrics


def judge(check: Check, metrics: Metrics, digest: str, tolerance: float) -> Outcome:
    """Compare scores with floors. Other data fail the check; a grown corpus is only noted."""
    failures: list[str] = []
    notes: list[str] = []
    if check.sha256 and digest != check.sha256:
        message = f"{check.name}: not the data that the floors were measured on"
        (notes if check.on_corpus else failures).append(f"{message} (sha256 {digest[:12]})")
    for name, floor in sorted(check.floors.items()):
        value = metrics.get(name)
        if value is None:
            failures.append(f"{check.name}: {name} has no value, the floor is {floor}")
        elif worse(name, value, floor, tolerance):
            word = "above its ceiling" if name in LESS_IS_BETTER else "below its floor"
            failures.append(f"{check.name}: {name} is {value}, {word} {floor}")
    return Outcome(
        check=check,
        sha256=digest,
        metrics=metrics,
        failures=tuple(failures),
        notes=tuple(notes),
    )


def worse(name: str, value: float, floor: float, tolerance: float = 0.0) -> bool:
    """Whether a value is on the wrong side of its floor by more than the tolerance."""
    loss = value - floor if name in LESS_IS_BETTER else floor - value
    return loss > tolerance + 1e-9


# -- raising and lowering floors


def update(
    gate: Gate, outcomes: Sequence[Outcome], *, lower: str | None = None
) -> tuple[Gate, list[str]]:
    """The gate with floors at what was measured, and each floor that fell, for the changelog.

    A floor falls only where `lower` gives a reason; without one it stays where it is.
    """
    by_name = {outcome.check.name: outcome for outcome in outcomes}
    checks, fallen = [], []
    for check in gate.checks:
        outcome = by_name.get(check.name)
        if outcome is None:
            checks.append(check)
            continue
        floors = {}
        for name, floor in check.floors.items():
            value = outcome.metrics.get(name)
            falls = value is not None and worse(name, value, floor)
            if value is None or (falls and not lower):
                floors[name] = floor
                continue
            if falls:
                fallen.append(f"{check.name} {name} {floor} to {value}")
            floors[name] = float(value)
        checks.append(replace(check, floors=floors, sha256=outcome.sha256))
    return replace(gate, checks=tuple(checks)), fallen


def add_to_changelog(text: str, fallen: Sequence[str], reason: str) -> str:
    """The changelog with one line on lowered floors under its first heading of the second level."""
    head, mark, rest = text.partition("\n## ")
    if not mark:
        raise InputError(
            "D401", "The changelog has no '## ' heading to put the lowered floors under."
        )
    title, _, body = rest.partition("\n")
    line = f"- Lower floors. {reason.rstrip('.')}: {'; '.join(fallen)}."
    return f"{head}{mark}{title}\n\n{line}\n{body}"
