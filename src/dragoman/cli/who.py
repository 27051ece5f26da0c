"""`dragoman who`: what the tables know under a name, on a day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.knowledge import Answer


def register(app: typer.Typer) -> None:
    app.command("who", epilog='Example: dragoman who "Blinken" --on 2023-11-01')(who)


def who(
    name: Annotated[str, typer.Argument(help="A person, a body, a country, a group, an office.")],
    on: Annotated[str | None, typer.Option("--on", help="The day, like 2023-11-01.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    table: Annotated[
        Path | None, typer.Option("--knowledge", help="A table of your own (TSV) that wins.")
    ] = None,
) -> None:
    """Say who or what a name stands for, and for which party."""
    from dragoman.cli.console import emit
    from dragoman.errors import InputError
    from dragoman.knowledge import answers, load_knowledge
    from dragoman.settings import load_settings

    day = _day(on)
    own = table or (Path(p) if (p := load_settings().text("knowledge")) else None)
    found = answers(load_knowledge(own), name, on=day)
    if not found:
        raise InputError(
            "D304",
            f"Nobody and nothing named {name!r} is in the tables. Try the full name or another "
            "spelling, or add it to a table of your own (--knowledge).",
        )
    if as_json:
        for answer in found:
            emit(json.dumps(answer.to_dict(), ensure_ascii=False))
        return
    _print(found)


def _day(on: str | None) -> str | None:
    from datetime import date

    from dragoman.errors import InputError

    if on is None:
        return None
    try:
        return date.fromisoformat(on).isoformat()
    except ValueError as error:
        raise InputError("D107", f"--on {on!r} is not a day. Write it like 2023-11-01.") from error


def _print(found: Sequence[Answer]) -> None:
    from rich.table import Table

    from dragoman.cli.console import console, safe

    table = Table(box=None, pad_edge=False)
    for column in ("name", "party", "", "sectors", "kind", "role", "from", "to"):
        table.add_column(column)
    for answer in found:
        cells = (
            answer.name, answer.party, answer.party_name, " ".join(answer.sectors), answer.kind,
            answer.role, answer.start, answer.end,
        )  # fmt: skip
        table.add_row(*(safe(cell) for cell in cells))
    console().print(table)
