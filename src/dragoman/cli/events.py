"""`dragoman events`: which events the record holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from dragoman.cli.asking import DEFAULT_DB, Db, asks
from dragoman.cli.console import complain, console, emit, safe

if TYPE_CHECKING:
    from dragoman.flat import Table
    from dragoman.record.query import Found

T = TypeVar("T")

EPILOG = """Example: dragoman events --party PRK --since 2023-11-01 --status contested

Example: dragoman events --incidents --place SDN

Example: dragoman events --type ASSAULT --place SDN --csv > assaults.csv"""
SHOWN = 50


def register(app: typer.Typer) -> None:
    app.command("events", epilog=EPILOG)(events)


@asks
def events(
    filters: dict[str, Any],
    db: Db = DEFAULT_DB,
    limit: Annotated[
        int | None, typer.Option(min=1, help=f"At most so many; tables show {SHOWN}.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One event a line, as JSON.")] = False,
    csv: Annotated[
        bool, typer.Option("--csv", help="A table with a header, comma separated.")
    ] = False,
    incidents: Annotated[
        bool, typer.Option("--incidents", help="Reports of the same happening as one.")
    ] = False,
) -> None:
    """List events of the record, in the order of their days."""
    import dragoman
    from dragoman.cli.incident_table import incident_table, json_line

    with dragoman.open(db) as record:
        if json and incidents:
            for incident in record.find_incidents(limit=limit, **filters):
                emit(json_line(incident))
        elif json:
            for line in record.events(limit=limit, **filters).to_json():
                emit(line)
        elif csv:
            _emit_csv((record.incidents if incidents else record.events)(limit=limit, **filters))
        elif incidents:
            found = list(record.find_incidents(limit=limit or SHOWN, **filters))
            _print(found, incident_table, lambda: record.count_incidents(**filters))
        else:
            events = list(record.find(limit=limit or SHOWN, **filters))
            _print(events, _table, lambda: record.count(**filters))


def _emit_csv(found: Table) -> None:
    from dragoman.export.cells import csv_line

    emit(csv_line(found.columns))
    for row in found:
        emit(csv_line(row.values()))


def _print(found: list[T], table: Callable[[list[T]], Any], count: Callable[[], int]) -> None:
    if not found:
        complain("No events found. Ask for less, or look at: dragoman ingest --failed")
        return
    console().print(table(found))
    total = count()
    if total > len(found):
        complain(f"{len(found):,} of {total:,}; more with --limit.")


def _table(found: list[Found]) -> Any:
    from rich.table import Table

    from dragoman.wording import Wording, kind, when, where

    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for heading in ("Id", "What", "Who → whom", "When", "Where", "On whose word"):
        table.add_column(heading, overflow="fold")
    for one in found:
        wording, event = Wording(one.reading), one.event
        recipients = wording.side(event.recipients)
        who = wording.side(event.actors) or "?"
        word = wording.whose_word(event)
        cells = (
            event.id[:8],
            " ".join((kind(event), *(f"({name})" for name in event.auxiliary))),
            f"{who} → {recipients}" if recipients else who,
            when(event.date),
            where(event.place),
            f"{event.status} · {word}" if word else event.status,
        )
        table.add_row(*(safe(cell) for cell in cells))
    return table
