"""Incidents, and the reports that each is made of, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from dragoman.cli.console import safe
from dragoman.wording import Wording, party_name, when, where, with_the

if TYPE_CHECKING:
    from dragoman.record.incident_query import Incident
    from dragoman.record.query import Found
    from dragoman.records import Document

TOLLS = ("dead", "injured", "arrested", "size")


def json_line(incident: Incident) -> str:
    """One incident as a line of JSON."""
    import msgspec

    return msgspec.json.encode(incident).decode("utf-8")


def incident_table(found: Iterable[Incident]) -> Table:
    """A row for each incident."""
    headings = ("Incident", "What", "Who → whom", "When", "Where", "Reports", "On whose word")
    return _table(headings, map(_incident, found))


def reports_table(found: Iterable[Found]) -> Table:
    """A row for each report: who published it when, and what it says."""
    headings = ("Id", "Published", "Publisher", "When", "Where", "On whose word")
    return _table(headings, map(_report, found))


def summary(incident: Incident) -> str:
    """`contested · says: the United Nations; denies: Ruritania · dead: 2 to 5`"""
    return " · ".join((_word(incident), *_tolls(incident)))


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for cells in rows:
        table.add_row(*(safe(cell) for cell in cells))
    return table


def _incident(one: Incident) -> tuple[str, ...]:
    sides = [_named(side) for side in (one.actors or ("?",), one.recipients) if side]
    days = [day for day in dict.fromkeys((one.date_start, one.date_end)) if day]
    return (
        one.id,
        " ".join((one.type, *(f"({name})" for name in one.auxiliary))),
        " → ".join(sides),
        " to ".join(days),
        ", ".join(part for part in dict.fromkeys((one.place, one.country)) if part),
        f"{len(one.documents)} ({one.voices} of their own)",
        _word(one),
    )


def _report(found: Found) -> tuple[str, ...]:
    event, document = found.event, found.reading.document
    word = Wording(found.reading).whose_word(event)
    return (
        event.id[:8],
        document.published or "",
        _publisher(document),
        when(event.date),
        where(event.place),
        f"{event.status} · {word}" if word else event.status,
    )


def _publisher(document: Document) -> str:
    known = ", ".join(p for p in (document.publisher_country, document.publisher_kind) if p)
    name = document.publisher or document.url or document.id
    return f"{name} ({known})" if known else name


def _word(one: Incident) -> str:
    said = (("says", one.asserted_by), ("denies", one.denied_by))
    word = "; ".join(f"{verb}: {_named(codes)}" for verb, codes in said if codes)
    return f"{one.status} · {word}" if word else one.status


def _tolls(one: Incident) -> Iterator[str]:
    for name in TOLLS:
        if toll := getattr(one, name):
            high = f" to {toll.high:,}" if toll.high != toll.low else ""
            yield f"{name}: {toll.low:,}{high}"


def _named(codes: Iterable[str]) -> str:
    names = ((party_name(code), code) for code in codes)
    return ", ".join(with_the(name) if name else code for name, code in names)
