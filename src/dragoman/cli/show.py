"""`dragoman show`: one event of the record with all its evidence, and who else reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import DEFAULT_DB, Db
from dragoman.cli.console import console, emit, safe

if TYPE_CHECKING:
    from dragoman.record.query import Found
    from dragoman.record.record import Record


def register(app: typer.Typer) -> None:
    app.command("show", epilog="Example: dragoman show 3f2a9c11", no_args_is_help=True)(show)


def show(
    id: Annotated[
        str,
        typer.Argument(help="Id of an event, or how it starts; of an incident; or of an article."),
    ],
    db: Db = DEFAULT_DB,
    json: Annotated[
        bool, typer.Option("--json", help="The whole reading, or incident, as JSON.")
    ] = False,
) -> None:
    """Print one event with the words, people and reasons it rests on, and its other reports."""
    import dragoman
    from dragoman.errors import InputError

    with dragoman.open(db) as record:
        try:
            found = record.event(id)
        except InputError:
            if reports := record.reports(id):
                _show_incident(record, id, reports, json)
            else:
                _show_article(record, id, json)
        else:
            _show_event(record, found, json)


def _show_event(record: Record, found: Found, json: bool) -> None:
    from dragoman.cli.incident_table import reports_table, summary
    from dragoman.cli.table import explanation, heading
    from dragoman.wording import Wording

    reading, event = found.reading, found.event
    if json:
        emit(reading.to_json())
        return
    out = console()
    out.print(heading(reading))
    out.print(explanation(Wording(reading), event, reading.events.index(event) + 1))
    incident = record.incident_of(found)
    others = [one for one in record.reports(incident.id) if one != found]
    if others:
        out.print(safe(f"\nIncident {incident.id}: {summary(incident)}. Its other reports:"))
        out.print(reports_table(others))
    else:
        out.print(safe(f"\nIncident {incident.id}: no other report of it is in the record."))
    _show_copies(record, reading.document.id)


def _show_incident(record: Record, id: str, reports: list[Found], json: bool) -> None:
    from dragoman.cli.incident_table import incident_table, json_line, reports_table, summary

    incident = record.incident(id)
    if json:
        emit(json_line(incident))
        return
    out = console()
    out.print(incident_table([incident]))
    out.print(safe(f"\n{summary(incident)}. Its reports:"))
    out.print(reports_table(reports))


def _show_article(record: Record, id: str, json: bool) -> None:
    from dragoman.cli.table import heading, print_events
    from dragoman.wording import Wording

    reading = record.reading(id)
    if json:
        emit(reading.to_json())
        return
    out = console()
    out.print(heading(reading))
    print_events(out, Wording(reading))
    _show_copies(record, id)


def _show_copies(record: Record, article: str) -> None:
    if copies := record.copies(article):
        console().print(safe(f"Near-duplicates of the article: {', '.join(copies)}"))
