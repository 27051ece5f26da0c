"""`dragoman claims`: who asserts, denies, doubts or asks what, and in whose words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.console import Progress, complain, console, emit, safe
from dragoman.cli.reading import read_sources

if TYPE_CHECKING:
    from dragoman.ledger import Claim
    from dragoman.records import Reading

EPILOG = """Example: dragoman claims article.txt --published 2023-11-01

Example: dragoman claims folder/ --stance denies --json

Exit codes: 0 everything was read; 1 something could not be read; 2 the command line is wrong."""
STANCES = ("asserts", "denies", "doubts", "asks")


def register(app: typer.Typer) -> None:
    app.command("claims", epilog=EPILOG, no_args_is_help=True)(claims)


def claims(
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
    stance: Annotated[
        str | None, typer.Option(help=f"Only one of: {', '.join(STANCES)}.", show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One claim a line, as JSON.")] = False,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Change a setting.")
    ] = None,
) -> None:
    """List every claim: who says it, who denies it, and in whose words."""
    if stance is not None and stance not in STANCES:
        raise typer.BadParameter(
            f"{stance!r} is none of {', '.join(STANCES)}.", param_hint="--stance"
        )
    failures = 0
    progress = Progress()
    for reading in read_sources(sources, published=published, changed=set_):
        progress.step()
        if reading.error is not None:
            failures += 1
            complain(f"[{reading.error.code}] {reading.error.message}")
            continue
        _show(reading, stance, json=json)
    progress.end()
    if failures:
        raise typer.Exit(1)


def _show(reading: Reading, stance: str | None, *, json: bool) -> None:
    import msgspec

    from dragoman.ledger import ledger

    found = [c for c in ledger(reading) if stance in (None, c.stance)]
    if json:
        for claim in found:
            emit(msgspec.json.encode(claim).decode("utf-8"))
        return
    _table(reading, found)


def _table(reading: Reading, found: list[Claim]) -> None:
    from rich.table import Table

    from dragoman.cli.table import heading
    from dragoman.ledger import short, speaker
    from dragoman.wording import Wording

    out, wording = console(), Wording(reading)
    out.print(heading(reading))
    if not found:
        out.print("No claims found.\n")
        return
    events = {e.id: e for e in reading.events}
    table = Table(box=None, pad_edge=False, show_header=True, header_style="bold")
    for column in ("who", "how", "what"):
        table.add_column(column, overflow="fold")
    for claim in found:
        what = f"“{claim.words}”" if claim.quote == "direct" else claim.words
        for i in claim.events:
            what += f"\n  [{short(events[i], wording)}]"
        table.add_row(
            safe(speaker(wording, claim)), safe(f"{claim.stance} ({claim.cue})"), safe(what)
        )
    out.print(table)
    out.print()
