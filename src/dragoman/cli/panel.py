"""`dragoman panel`: the table that a regression needs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.cli.asking import DEFAULT_DB, Db, asks
from dragoman.cli.console import complain, emit, safe

EPILOG = """Example: dragoman panel --unit dyad --by month --type ASSAULT --out dyads.csv

Example: dragoman panel --unit place --by week --incidents --out places.parquet"""


def register(app: typer.Typer) -> None:
    app.command("panel", epilog=EPILOG)(panel)


@asks
def panel(
    filters: dict[str, Any],
    db: Db = DEFAULT_DB,
    unit: Annotated[str, typer.Option(help="dyad, party or place (country).")] = "dyad",
    by: Annotated[str, typer.Option(help="day, week (its Monday), month or year.")] = "month",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A .csv, .parquet or .jsonl; else CSV is printed."),
    ] = None,
    copies: Annotated[
        bool, typer.Option("--copies", help="Count near-duplicates one by one.")
    ] = False,
    unreal: Annotated[
        bool, typer.Option("--unreal", help="Count also what is to come, supposed or negated.")
    ] = False,
    incidents: Annotated[
        bool, typer.Option("--incidents", help="Count reports of the same happening as one.")
    ] = False,
) -> None:
    """Count events and average their scores by unit and period, zeros filled in."""
    import dragoman
    from dragoman.export.cells import csv_line
    from dragoman.export.writing import write_table

    if incidents and copies:
        complain("--copies changes nothing beside --incidents.")
    asked = {**filters, "happened": None if unreal else True}
    if not incidents:
        asked["copies"] = copies
    with dragoman.open(db) as record:
        table = record.panel(unit=unit, by=by, by_incident=incidents, **asked)
    if out is None:
        emit(csv_line(table.columns))
        for row in table:
            emit(csv_line(row.values()))
    else:
        write_table(out, table.columns, table.rows, to_arrow=table.to_arrow)
        complain(f"Wrote {len(table):,} rows to {safe(str(out))}")
    if table.undated:
        kind = "incidents" if incidents else "events"
        complain(f"{table.undated:,} {kind} without a day are counted nowhere.")
