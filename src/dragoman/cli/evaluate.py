"""`dragoman evaluate`: score a task on a public file, or a file of predictions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.console import complain

if TYPE_CHECKING:
    from dragoman.evaluate.report import Report


def register(app: typer.Typer) -> None:
    app.command("evaluate", epilog="Example: dragoman evaluate gold a.gold.json b.gold.json")(
        evaluate
    )


def evaluate(
    task: Annotated[
        str,
        typer.Argument(
            help="relations, gold, attribution, factuality, syntax, roles, entities, places, dates."
        ),
    ],
    files: Annotated[
        list[Path], typer.Argument(help="Files in the form of the task, plain or gzipped.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object: task, file, n, metrics.")
    ] = False,
    predictions: Annotated[
        Path | None, typer.Option(help="Write what was predicted, in the file's order.")
    ] = None,
    predictions_from: Annotated[
        Path | None, typer.Option(help="Score this file of predictions; no model is run.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first N items.")] = None,
    labels: Annotated[
        str, typer.Option(help="For relations: plover, or plv for that benchmark's habits.")
    ] = "plover",
    errors: Annotated[
        bool, typer.Option("--errors", help="For gold: list what was missed, added and wrong.")
    ] = False,
) -> None:
    """Score what Dragoman reads against files that others annotated."""
    from dragoman.evaluate import tasks

    chosen = tasks.find_task(task, labels=labels)
    report, predicted = tasks.evaluate(
        chosen, files, limit=limit, predictions_from=predictions_from
    )
    if predictions is not None:
        chosen.write(predictions, predicted)
        complain(f"Wrote {len(predicted)} predictions to {predictions}.")
    print_report(report, as_json=as_json, errors=errors)


def print_report(report: Report, *, as_json: bool, errors: bool) -> None:
    """One JSON object, or a table that a person reads, then the finer table and the errors."""
    if as_json:
        typer.echo(json.dumps(report.to_dict(), ensure_ascii=False))
        return
    typer.echo(f"{report.task}: {report.file} ({report.n} items)")
    for name, value in report.metrics.items():
        typer.echo(f"  {name:<24}{_number(value):>10}")
    if report.rows:
        names = list(report.rows[0])
        typer.echo(f"\n  {names[0]:<22}" + "".join(f"{name:>11}" for name in names[1:]))
        for row in report.rows:
            cells = "".join(f"{_number(row[name]):>11}" for name in names[1:])
            typer.echo(f"  {row[names[0]]:<22}{cells}")
    if errors:
        typer.echo()
        for line in report.errors:
            typer.echo(line)


def _number(value: object) -> str:
    """Counts as they are, shares with four decimals, a dash for nothing to count."""
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) else str(value)
