"""`dragoman ingest`: whatever news comes as, into the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import DEFAULT_DB, Db
from dragoman.cli.console import complain, emit, settings_from
from dragoman.cli.pace import Pace

if TYPE_CHECKING:
    from dragoman.engine.item import Item
    from dragoman.ingest.meter import Meter
    from dragoman.record.add import Tally
    from dragoman.record.record import Record
    from dragoman.settings import Settings

EPILOG = """Example: dragoman ingest articles/ feed.xml --db dragoman.db

Example: dragoman ingest news.csv --column text=body --column published=date

Exit codes: 0 everything was read or known; 1 something failed; 2 the command line is wrong."""


def register(app: typer.Typer) -> None:
    app.command("ingest", epilog=EPILOG, no_args_is_help=True)(ingest)


def ingest(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE...",
            help="Files, folders, addresses, feeds, OPML, CSV, Parquet, WARC, zip; - for input.",
            show_default=False,
        ),
    ] = None,
    db: Db = DEFAULT_DB,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; without it, one for each core.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=COLUMN", help="Which column or field holds what."),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Publication day of articles without one.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be coded, and write nothing.")
    ] = False,
    failed: Annotated[
        bool, typer.Option("--failed", help="List what could not be read so far, and why.")
    ] = False,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Change a setting.")
    ] = None,
) -> None:
    """Code articles into a database. Safe to interrupt and to repeat: it goes on where it was."""
    import dragoman
    from dragoman.ingest.items import metered

    settings = settings_from(set_ or [])
    if not sources and not failed:
        complain("Name what to ingest, or ask for --failed.")
        raise typer.Exit(2)
    with dragoman.open(db) as record:
        if failed:
            _list_failures(record)
            return
        meter = metered(sources or [])
        given = _items(sources or [], column or [], published, settings, meter)
        if dry_run:
            _dry_run(record, given)
            return
        before = record.counts()
        tally = _run(record, given, meter, workers, settings)
        after = record.counts()
    _report(tally, before, after)
    if tally.failed:
        complain("List the reasons with: dragoman ingest --failed --db " + db)
        raise typer.Exit(1)


def _items(
    sources: list[str],
    columns: list[str],
    published: str | None,
    settings: Settings,
    meter: Meter,
) -> Iterator[Item]:
    import msgspec

    from dragoman.ingest.columns import mapping_of
    from dragoman.ingest.items import items
    from dragoman.intake import day

    fallback = day(published)
    chosen = mapping_of(columns)
    for item in items(sources, columns=chosen, settings=settings, meter=meter):
        if fallback and not item.article.published:
            changed = {"published": fallback, "published_from": "given"}
            article = msgspec.structs.replace(item.article, **changed)
            item = msgspec.structs.replace(item, article=article)
        yield item


def _run(
    record: Record, given: Iterable[Item], meter: Meter, workers: int | None, settings: Settings
) -> Tally:
    from dragoman.ingest.meter import Shares

    shares = Shares(given, meter)
    pace = Pace(shares.after)
    try:
        return record.add(shares, workers=workers, settings=settings, on_progress=pace.show)
    finally:
        pace.end()


def _report(tally: Tally, before: dict[str, int], after: dict[str, int]) -> None:
    copies = (after["articles"] - after["voices"]) - (before["articles"] - before["voices"])
    emit(f"{tally.inputs:>9,} inputs")
    emit(f"{tally.coded:>9,} coded, with {tally.events:,} events")
    if tally.unread:
        emit(f"{tally.unread:>9,} of them kept and not read, because they are not in English")
    if copies > 0:
        emit(f"{copies:>9,} of them near-duplicates of others")
    emit(f"{tally.known:>9,} already known")
    emit(f"{tally.failed:>9,} failed")


def _dry_run(record: Record, given: Iterator[Item]) -> None:
    fresh = known = failed = 0
    for item, is_known in record.pending(given):
        failed += item.article.error is not None
        known += is_known
        fresh += not is_known and item.article.error is None
        if item.article.error is not None:
            complain(f"[{item.article.error.code}] {item.article.error.message}")
    emit(f"{fresh:>9,} would be coded")
    emit(f"{known:>9,} already known")
    emit(f"{failed:>9,} cannot be opened")


def _list_failures(record: Record) -> None:
    found = record.failures()
    for failure in found:
        emit(f"{failure.origin}\t{failure.code}\t{' '.join(failure.message.split())}")
    if not found:
        complain("Nothing has failed.")
