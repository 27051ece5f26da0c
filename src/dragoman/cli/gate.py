"""`dragoman gate`: the floors that scores must keep, for those who work on Dragoman itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.console import complain


def register(app: typer.Typer) -> None:
    app.command("gate", hidden=True, epilog="Example: dragoman gate --data data")(gate)


def gate(
    data: Annotated[
        Path | None, typer.Option(help="The data folder; without it only the corpus is scored.")
    ] = None,
    floors: Annotated[Path, typer.Option(help="The gate file.")] = Path("tests/gate.json"),
    corpus: Annotated[Path, typer.Option(help="The folder of the corpus.")] = Path("corpus"),
    update: Annotated[
        bool, typer.Option("--update", help="Raise floors to what was measured.")
    ] = False,
    lower: Annotated[
        str | None,
        typer.Option(
            help="With --update: let floors fall, for this reason (told in the changelog)"
        ),
    ] = None,
    changelog: Annotated[Path, typer.Option(help="Where lowered floors are told.")] = Path(
        "CHANGELOG.md"
    ),
) -> None:
    """Measure every check of the gate file and fail where a score is below its floor."""
    from dragoman.evaluate import gate as gates

    before = gates.read_gate(floors)
    outcomes, left_out = gates.measure(before, data=data, corpus=corpus)
    for outcome in outcomes:
        scores = ", ".join(f"{n} {outcome.metrics.get(n)}" for n in sorted(outcome.check.floors))
        typer.echo(f"{'FAIL' if outcome.failures else 'pass'}  {outcome.check.name}: {scores}")
        for line in (*outcome.failures, *outcome.notes):
            complain(line)
    for name in left_out:
        complain(f"left out (give --data): {name}")
    if update:
        after, fallen = gates.update(before, outcomes, lower=lower)
        if fallen and lower:
            text = changelog.read_text(encoding="utf-8")
            text = gates.add_to_changelog(text, fallen, lower)
            changelog.write_text(text, encoding="utf-8")
        gates.write_gate(floors, after)
        complain(f"Wrote {floors}; {len(fallen)} floors lowered.")
        return
    if any(outcome.failures for outcome in outcomes):
        raise typer.Exit(1)
