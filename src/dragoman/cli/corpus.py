"""`dragoman corpus`: check, show and convert the annotated articles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.console import complain

if TYPE_CHECKING:
    from dragoman.evaluate.corpus_check import Count

ROOT = Path("corpus")


def register(app: typer.Typer) -> None:
    commands = typer.Typer(
        help="Check, show and convert the corpus of annotated articles.", no_args_is_help=True
    )
    commands.command("check", epilog="Example: dragoman corpus check --coverage")(check)
    app.add_typer(commands, name="corpus")


Files = Annotated[
    list[Path] | None, typer.Argument(help="YAML files or folders; without any, the whole corpus.")
]
Root = Annotated[Path, typer.Option("--corpus", help="The folder of the corpus.")]


def check(
    files: Files = None,
    corpus: Root = ROOT,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Print what the corpus holds, against its floors.")
    ] = False,
    against: Annotated[
        Path | None, typer.Option(help="Also look for near-duplicates in this data folder.")
    ] = None,
    notes: Annotated[bool, typer.Option("--notes", help="Print notes as well as errors.")] = False,
) -> None:
    """Check annotated articles: words, codes, dates, statuses, near-duplicates."""
    from dragoman.codebook import load_codebook
    from dragoman.evaluate import corpus as corpora
    from dragoman.evaluate import corpus_check

    book = load_codebook()
    loaded = corpora.load_corpus(files or corpora.corpus_files(corpus), codebook=book)
    problems = [
        *loaded.problems,
        *corpus_check.consistency(loaded.articles),
        *corpus_check.near_duplicates(loaded.articles),
    ]
    if against is not None:
        problems += corpus_check.duplicates_against(loaded.articles, against)
    errors = [p for p in problems if p.level == "error"]
    for problem in problems:
        if problem.level == "error" or notes:
            typer.echo(str(problem))
    if coverage:
        _print_coverage(corpus_check.coverage(loaded.articles, book))
    complain(
        f"{len(loaded.articles)} articles and sentences without errors, {len(errors)} errors, "
        f"{len(problems) - len(errors)} notes{'' if notes else ' (--notes prints them)'}."
    )
    if errors:
        raise typer.Exit(1)


def _print_coverage(counts: Sequence[Count]) -> None:
    group = ""
    for count in counts:
        if count.group != group:
            group = count.group
            typer.echo(f"\n{group}")
        floor = "" if count.floor is None else f"  floor {count.floor}"
        mark = "  SHORT" if count.short else ""
        typer.echo(f"  {count.name:<32}{count.count:>7}{floor}{mark}")
