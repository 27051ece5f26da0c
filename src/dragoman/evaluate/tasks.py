"""The tasks of `dragoman evaluate`: read a public file, predict, score, keep the predictions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dragoman.errors import InputError
from dragoman.evaluate import (
    attribution,
    dates,
    entities,
    factuality,
    gold,
    places,
    relations,
    roles,
    syntax,
)
from dragoman.evaluate.files import Row, check_length, json_rows, write_json_rows
from dragoman.evaluate.report import Metrics, Report

Rows = Sequence[Row]


@dataclass(frozen=True, kw_only=True)
class Task:
    """`score` needs no model; `run` does. `write` and `parse` hold predictions in a public form."""

    name: str
    help: str
    read: Callable[[Path], list[Row]]
    run: Callable[[Rows], list[Row]]
    score: Callable[[Rows, Rows, str], Report]
    write: Callable[[Path, Rows], None] = write_json_rows
    parse: Callable[[Path], list[Row]] = json_rows


def _report(
    name: str, metrics_of: Callable[[Rows, Rows], Metrics], *, in_step: bool = True
) -> Callable[[Rows, Rows, str], Report]:
    """A scorer that gives a report from one that gives metrics.

    `in_step`: there is one prediction for each item.
    """

    def score(items: Rows, predictions: Rows, file: str) -> Report:
        if in_step:
            check_length(len(items), len(predictions))
        metrics = metrics_of(items, predictions)
        return Report(task=name, file=file, n=len(items), metrics=metrics)

    return score


def _score_places(items: Rows, predictions: Rows) -> Metrics:
    return places.score(items, predictions, same_country=places.known_countries())


def _score_gold(items: Rows, predictions: Rows, file: str) -> Report:
    return gold.score(items, predictions, file=file)


def find_task(name: str, *, labels: str = "plover") -> Task:
    """The task of that name. `labels` is for `relations`: PLOVER 2.0 or the benchmark's habits."""
    tasks = {task.name: task for task in _tasks(labels)}
    if name not in tasks:
        raise InputError("D401", f"There is no task {name!r}. Tasks: {', '.join(tasks)}.")
    if labels not in relations.LABEL_SETS:
        known = ", ".join(relations.LABEL_SETS)
        raise InputError("D401", f"There are no labels {labels!r}. Choose one of {known}.")
    return tasks[name]


def _tasks(labels: str = "plover") -> tuple[Task, ...]:
    return (
        Task(
            name="relations",
            help="what one party does to another in a sentence",
            read=relations.read,
            run=partial(relations.run, labels=labels),
            score=_report("relations", relations.score),
        ),
        Task(
            name="gold",
            help="events of whole articles against gold files",
            read=gold.read,
            run=gold.run,
            score=_score_gold,
        ),
        Task(
            name="attribution",
            help="who says what, by which words",
            read=attribution.read,
            run=attribution.run,
            score=_report("attribution", attribution.score),
        ),
        Task(
            name="factuality",
            help="how certain a sentence is of each predicate",
            read=factuality.read,
            run=factuality.run,
            score=_report("factuality", factuality.score, in_step=False),
        ),
        Task(
            name="syntax",
            help="tags, lemmas and dependencies",
            read=syntax.read,
            run=syntax.run,
            score=_report("syntax", syntax.score),
            write=syntax.write,
            parse=syntax.read,
        ),
        Task(
            name="roles",
            help="PropBank arguments of given predicates",
            read=roles.read,
            run=roles.run,
            score=_report("roles", roles.score),
        ),
        Task(
            name="entities",
            help="people, organisations and places by exact span",
            read=entities.read,
            run=entities.run,
            score=_report("entities", entities.score),
            write=entities.write,
            parse=entities.read,
        ),
        Task(
            name="places",
            help="toponyms, their country and point",
            read=places.read,
            run=places.run,
            score=_report("places", _score_places),
        ),
        Task(
            name="dates",
            help="words of time and the days they mean",
            read=dates.read,
            run=dates.run,
            score=_report("dates", dates.score),
        ),
    )


TASK_NAMES = tuple(task.name for task in _tasks())


def evaluate(
    task: Task,
    files: Sequence[Path],
    *,
    limit: int | None = None,
    predictions_from: Path | None = None,
) -> tuple[Report, list[Row]]:
    """Score one task on the items of all files, by running the model or from a file of predictions.

    Raises `InputError` D105 or D401 for files that cannot be read or are in another form.
    """
    items = [item for file in files for item in task.read(file)][:limit]
    predictions = task.parse(predictions_from) if predictions_from else task.run(items)
    return task.score(items, predictions, " ".join(map(str, files))), predictions
