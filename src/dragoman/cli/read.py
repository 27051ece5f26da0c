"""`dragoman read`: articles in, what they say out, as a table, JSON, a page or points on a map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.console import Progress, complain, console, emit, safe
from dragoman.cli.reading import read_sources

if TYPE_CHECKING:
    from dragoman.records import Reading

EPILOG = """Example: dragoman read article.txt --published 2023-11-01

Example: cat articles.jsonl | dragoman read - --json

Exit codes: 0 everything was read; 1 something could not be read; 2 the command line is wrong."""


def register(app: typer.Typer) -> None:
    app.command("read", epilog=EPILOG, no_args_is_help=True)(read)


def read(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|FOLDER|URL|-",
            help="Text, HTML or JSON Lines, folders of them, addresses; - for standard input.",
            show_default=False,
        ),
    ],
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Publication day, for articles that carry none."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title, for an article that has none.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One reading a line, as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Write a page with the words highlighted.")
    ] = None,
    geojson: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Write the places of events as GeoJSON.")
    ] = None,
    explain: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Everything about event number N.")
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Change a setting.")
    ] = None,
) -> None:
    """Read articles and print who did what to whom, when and where, and on whose word."""
    kept: list[Reading] = []
    failures = 0
    count = 0
    progress = Progress()
    for reading in read_sources(sources, published=published, title=title, changed=set_):
        progress.step()
        _notices(reading)
        failures += reading.error is not None
        if json:
            emit(reading.to_json())
        elif explain is None and reading.error is None:
            _print_table(reading, count)
        count += len(reading.events)
        if html or geojson or explain:
            kept.append(reading)
    progress.end()
    if explain is not None:
        _explain(kept, explain)
    _write_files(kept, html, geojson)
    if failures:
        raise typer.Exit(1)


def _notices(reading: Reading) -> None:
    from dragoman.wording import title

    name = title(reading)
    for notice in (*reading.warnings, *([reading.error] if reading.error else ())):
        about = "" if name in notice.message else f"{name}: "
        complain(f"[{notice.code}] {about}{notice.message}")


def _print_table(reading: Reading, before: int) -> None:
    from dragoman.cli.table import heading, print_events
    from dragoman.wording import Wording

    out = console()
    out.print(heading(reading))
    if reading.events:
        print_events(out, Wording(reading), first=before + 1)
    else:
        out.print("No events found.\n")
    if reading.events and reading.document.published is None:
        complain("No publication day is known: give --published to resolve words such as 'Monday'.")


def _explain(readings: list[Reading], number: int) -> None:
    from dragoman.cli.table import explanation
    from dragoman.wording import Wording

    left = number
    for reading in readings:
        if left <= len(reading.events):
            console().print(explanation(Wording(reading), reading.events[left - 1], number))
            return
        left -= len(reading.events)
    found = number - left
    complain(f"There is no event {number}; {found} {'was' if found == 1 else 'were'} found.")
    raise typer.Exit(2)


def _write_files(readings: list[Reading], html: Path | None, geojson: Path | None) -> None:
    if html is not None:
        from dragoman.html import page

        _write(html, page(readings))
    if geojson is not None:
        from dragoman.geojson import feature_collection

        _write(geojson, feature_collection(readings))


def _write(path: Path, text: str) -> None:
    from dragoman.errors import InputError

    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError("D109", f"{path} cannot be written: {error.strerror or error}.") from error
    complain(f"Wrote {safe(str(path))}")
