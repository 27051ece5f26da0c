"""`dragoman bench`: how fast Dragoman reads on this machine, and where the time goes."""

from __future__ import annotations

import dataclasses
import json as json_format
import os
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.console import complain, console, emit

if TYPE_CHECKING:
    from dragoman.evaluate.speed import Speed
    from dragoman.records import Article

ROUNDS = 20


def register(app: typer.Typer) -> None:
    app.command("bench", epilog="Example: dragoman bench --json")(bench)


def bench(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Articles to read; without any, one of our own."),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often they are read.")] = ROUNDS,
    workers: Annotated[
        int, typer.Option(min=0, help="Workers of the second run; 0 for one a core.")
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measure words and articles a second, on one worker and on all cores."""
    articles = _articles(sources or [])
    complain(f"Reading {len(articles)} article(s) {rounds} times ...")
    from dragoman.evaluate.speed import measure

    speed = measure(articles, rounds=rounds, workers=workers or os.cpu_count() or 1)
    if json:
        emit(json_format.dumps(dataclasses.asdict(speed)))
    else:
        _print(speed)


def _articles(sources: Sequence[str]) -> list[Article]:
    """Prepared articles. Raises `InputError` for the first that cannot be read."""
    from dragoman.errors import InputError
    from dragoman.ingest.sources import articles
    from dragoman.intake import prepare
    from dragoman.records import Article
    from dragoman.settings import load_settings

    settings = load_settings()
    if not sources:
        sample = files("dragoman.cli").joinpath("sample.txt").read_text(encoding="utf-8")
        return [prepare(Article(text=sample, published="2024-05-15"), settings)]
    found = list(articles(sources, settings=settings))
    for article in found:
        if article.error is not None:
            raise InputError(article.error.code, article.error.message)
    return [prepare(article, settings) for article in found]


def _print(speed: Speed) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for name in ("workers", "words/s", "articles/s"):
        table.add_column(name, justify="right")
    for rate in (speed.one_worker, speed.all_cores):
        table.add_row(str(rate.workers), f"{rate.words_per_s:,.0f}", f"{rate.articles_per_s:,.1f}")
    total = sum(speed.seconds.values()) or 1.0
    steps = ", ".join(f"{step} {took / total:.0%}" for step, took in speed.seconds.items())
    out = console()
    out.print(table)
    out.print(f"Time on one worker: {steps}.")
    out.print(f"The annotator runs at {speed.share_of_encoder:.0%} of the bare encoder's speed.")
    out.print(
        f"On top of the annotator's time the coder takes {speed.code_share:.0%}, of which dates "
        f"and places {speed.when_where_share:.0%}."
    )
