"""`dragoman where`: what a place name may mean, and why one place wins."""

from __future__ import annotations

import json as json_format
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.console import console, emit, safe

if TYPE_CHECKING:
    from dragoman.coder.place.resolution import Ranked

SHOWN = 10


def register(app: typer.Typer) -> None:
    app.command("where", epilog="Example: dragoman where Tripoli --near LBN")(where)


def where(
    name: Annotated[str, typer.Argument(help="The name of a place.")],
    near: Annotated[
        str | None, typer.Option(help="A country (LBN) or a place that the text speaks of too.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many places.")] = SHOWN,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Show the places that a name may mean, the likeliest first, and why."""
    from dragoman.coder.where import candidates, find_near
    from dragoman.errors import InputError
    from dragoman.knowledge.places import load_gazetteer

    gazetteer = load_gazetteer()
    beside = None if near is None else find_near(near, gazetteer)
    if near is not None and beside is None:
        raise InputError(
            "D304", f"--near {near!r} is no place in the table. Give an alpha-3 code or a name."
        )
    found = candidates(name, gazetteer, near=beside)
    if not found:
        raise InputError(
            "D304",
            f"No place {name!r} in the table. Try another spelling, or the next larger place.",
        )
    if json:
        emit(json_format.dumps(_plain(name, found[:limit]), ensure_ascii=False))
    else:
        _print(found[:limit])


def _plain(name: str, found: Sequence[Ranked]) -> dict[str, object]:
    return {
        "name": name,
        "candidates": [
            {
                "name": r.candidate.name,
                "feature": r.candidate.feature,
                "admin1": r.candidate.admin1,
                "country": r.candidate.country,
                "latitude": r.candidate.latitude,
                "longitude": r.candidate.longitude,
                "population": r.candidate.population,
                "geonames_id": r.candidate.geonames_id,
                "score": r.score,
                "why": list(r.why),
            }
            for r in found
        ],
    }


def _print(found: Sequence[Ranked]) -> None:
    from rich.table import Table

    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for heading in ("Score", "Place", "Kind", "Region", "Country", "Point", "Why"):
        table.add_column(heading, overflow="fold")
    for r in found:
        place = r.candidate
        table.add_row(
            f"{r.score:.1f}",
            safe(place.name),
            place.feature,
            safe(place.admin1 or ""),
            place.country or "",
            f"{place.latitude:.2f}, {place.longitude:.2f}",
            safe("; ".join(r.why)),
        )
    console().print(table)
