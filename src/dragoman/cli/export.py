"""`dragoman export`: the record in the forms that other people's scripts read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.cli.asking import DEFAULT_DB, Db, asks
from dragoman.cli.console import complain, emit, safe

EPILOG = """Example: dragoman export gdelt events.export.CSV --since 2023-01-01

Example: dragoman export parquet out/ --db dragoman.db"""


def register(app: typer.Typer) -> None:
    app.command("export", epilog=EPILOG)(export)


@asks
def export(
    filters: dict[str, Any],
    format: Annotated[
        str | None, typer.Argument(metavar="FORMAT", help="One that --list lists.")
    ] = None,
    out: Annotated[
        Path | None, typer.Argument(metavar="OUT", help="The file, or folder for parquet.")
    ] = None,
    db: Db = DEFAULT_DB,
    include: Annotated[
        list[str] | None,
        typer.Option(
            help="In formats that state facts, also contested, denied, future, hypothetical, "
            "negation, undated (with the day of publication), or all."
        ),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the formats.")] = False,
) -> None:
    """Write events into a file of one of many formats."""
    import dragoman
    from dragoman.export.formats import FORMATS, write_export

    if list_ or format is None or out is None:
        for name, one in FORMATS.items():
            emit(f"{name:<15}{one.about}")
        if not list_:
            complain("Name a format and a file, as in: dragoman export csv events.csv")
            raise typer.Exit(2)
        return
    with dragoman.open(db) as record:
        done = write_export(format, out, record.selected(**filters), include=include or ())
    complain(f"Wrote {done.rows:,} rows to {safe(str(out))}")
    for reason, count in done.left_out.items():
        complain(f"{count:,} events left out because they are {reason}; --include {reason}")
