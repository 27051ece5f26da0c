"""`dragoman schema`: the JSON Schema of a reading."""

from __future__ import annotations

import json

import typer


def register(app: typer.Typer) -> None:
    app.command("schema", epilog="Example: dragoman schema > reading.schema.json")(schema)


def schema() -> None:
    """Print the JSON Schema (2020-12) that every reading keeps to."""
    from dragoman.records import reading_schema

    typer.echo(json.dumps(reading_schema(), indent=2, ensure_ascii=False))
