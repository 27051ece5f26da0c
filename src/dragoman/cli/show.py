"""`dragoman show`: one event of the record with all its evidence."""

from __future__ import annotations

from typing import Annotated

import typer

from dragoman.cli.asking import DEFAULT_DB, Db
from dragoman.cli.console import console, emit, safe


def register(app: typer.Typer) -> None:
    app.command("show", epilog="Example: dragoman show 3f2a9c11", no_args_is_help=True)(show)


def show(
    id: Annotated[str, typer.Argument(help="Id of an event, or how it starts; or of an article.")],
    db: Db = DEFAULT_DB,
    json: Annotated[bool, typer.Option("--json", help="The whole reading, as JSON.")] = False,
) -> None:
    """Print one event with the words, people and reasons that it rests on."""
    import dragoman
    from dragoman.cli.table import explanation, heading, print_events
    from dragoman.errors import InputError
    from dragoman.wording import Wording

    with dragoman.open(db) as record:
        try:
            found = record.event(id)
        except InputError:
            reading = record.reading(id)
            event = None
        else:
            reading, event = found.reading, found.event
        copies = record.copies(reading.document.id)
    if json:
        emit(reading.to_json())
        return
    out = console()
    out.print(heading(reading))
    if event is None:
        print_events(out, Wording(reading))
    else:
        out.print(explanation(Wording(reading), event, reading.events.index(event) + 1))
    if copies:
        out.print(safe(f"Near-duplicates of the article: {', '.join(copies)}"))
