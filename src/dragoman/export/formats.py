"""All forms by name, and the one function that writes them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from dragoman import flat
from dragoman.errors import InputError
from dragoman.export import (
    acled,
    gdelt,
    graphml,
    icews,
    ngec,
    parquet,
    petrarch,
    phoenix,
    plover,
    polecat,
    ucdp,
    web_annotations,
)
from dragoman.export.cells import csv_line, tab_line
from dragoman.export.coded import Coded, Selected, choice
from dragoman.export.writing import whole_file
from dragoman.geojson import feature
from dragoman.records import Reading

Rows = Callable[[Coded], Iterator[dict[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Format:
    """One form. `facts`: it cannot say that something is contested or only foreseen, so that such
    events are left out. `needs_day`: it cannot say that no day is known."""

    about: str
    rows: Rows
    columns: tuple[str, ...] = ()
    kind: str = "csv"  # csv, tab, jsonl, or a kind with a writer of its own
    header: bool = True
    facts: bool = True
    needs_day: bool = True


@dataclass(frozen=True)
class Done:
    """What was written: rows, and events that were left out by reason."""

    rows: int
    left_out: dict[str, int] = field(default_factory=dict)


def _flat(coded: Coded) -> Iterator[dict[str, Any]]:
    yield flat.row(coded.reading, coded.event)


def _features(coded: Coded) -> Iterator[dict[str, Any]]:
    place = coded.event.place
    if place is not None and place.latitude is not None:
        yield feature(coded.reading, coded.event, place)


def _own(about: str, **options: Any) -> Format:
    """A form of our own, which says on whose word an event stands, so that nothing is left out."""
    options = {"rows": _flat, "facts": False, "needs_day": False, **options}
    return Format(about=about, **options)


def _theirs(
    name: str, rows: Rows, columns: tuple[str, ...], *, about: str = "", **options: Any
) -> Format:
    """A table of others, in all of their columns."""
    said = f"{name}, {len(columns)} columns{about}"
    return Format(about=said, rows=rows, columns=columns, **options)


_TAB: dict[str, Any] = {"kind": "tab"}
_BARE: dict[str, Any] = {"kind": "tab", "header": False}

FORMATS: dict[str, Format] = {
    "parquet": _own("Parquet by month, codebook in the metadata", kind="parquet"),
    "csv": _own("all fields, comma separated", columns=tuple(flat.COLUMNS)),
    "jsonl": _own("whole readings, one a line", kind="readings"),
    "plover": Format(about="PLOVER JSON Lines", rows=plover.rows, kind="jsonl"),
    "gdelt": _theirs("GDELT 2.0 events", gdelt.event_rows, gdelt.EVENT_COLUMNS, **_BARE),
    "gdelt-mentions": _theirs(
        "GDELT 2.0 mentions", gdelt.mention_rows, gdelt.MENTION_COLUMNS, **_BARE
    ),
    "icews": _theirs("ICEWS coded events", icews.rows, icews.COLUMNS, **_TAB),
    "polecat": _theirs("POLECAT weekly file", polecat.rows, polecat.COLUMNS, **_TAB),
    "ngec": _theirs("NGEC flat table", ngec.rows, ngec.COLUMNS, needs_day=False),
    "phoenix": _theirs("Phoenix daily file", phoenix.rows, phoenix.COLUMNS, **_BARE),
    "petrarch": _theirs("PETRARCH event file", petrarch.rows, petrarch.COLUMNS, **_BARE),
    "acled": _theirs("ACLED-shaped", acled.rows, acled.COLUMNS, about=": violence and protest"),
    "ucdp": _theirs("UCDP GED-shaped", ucdp.rows, ucdp.COLUMNS, about=": assaults with dead"),
    "geojson": _own("points on a map (RFC 7946)", rows=_features, kind="geojson"),
    "graphml": Format(about="network of parties", rows=_flat, kind="graphml", needs_day=False),
    "annotations": _own(
        "W3C Web Annotations: the words as selectors", rows=web_annotations.rows, kind="jsonl"
    ),
}


def format_of(name: str) -> Format:
    """Raises `InputError` D306 for a form that is not known."""
    if name not in FORMATS:
        close = difflib.get_close_matches(name, FORMATS, 1)
        hint = f" Closest: {close[0]}." if close else ""
        raise InputError("D306", f"Unknown format {name!r}. Known: {', '.join(FORMATS)}.{hint}")
    return FORMATS[name]


def write_export(
    name: str, out: Path, selected: Selected, *, include: Collection[str] = ()
) -> Done:
    """Write the events in the form of that name; `out` is put in place when it is whole.

    `include` names what a form that states facts would leave out. Raises `InputError` D109, D306.
    """
    form = format_of(name)
    chosen = choice(facts=form.facts, needs_day=form.needs_day, include=include)
    if form.kind == "parquet":
        return Done(parquet.write(out, chosen.choose(selected)), chosen.left_out)
    with whole_file(out) as file:
        if form.kind == "readings":
            rows = _lines(file.write, (r.to_json() for r, _ in selected))
        elif form.kind == "graphml":
            rows = graphml.write(file, chosen.choose(selected))
        elif form.kind == "geojson":
            found = (row for coded in chosen.choose(selected) for row in form.rows(coded))
            file.write('{"type":"FeatureCollection","features":[\n')
            rows = _joined(file.write, map(_json, found))
            file.write("]}\n")
        else:
            rows = _lines(file.write, _table(form, chosen.choose(selected)))
    header = bool(form.columns) and form.header
    return Done(rows - header, chosen.left_out)


def _table(form: Format, chosen: Iterable[Coded]) -> Iterator[str]:
    line = {"csv": csv_line, "tab": tab_line}.get(form.kind)
    if line is not None and form.header:
        yield line(form.columns)
    for coded in chosen:
        for row in form.rows(coded):
            yield line(row[name] for name in form.columns) if line else _json(row)


def _lines(put: Callable[[str], Any], lines: Iterable[str]) -> int:
    count = 0
    for count, line in enumerate(lines, 1):  # noqa: B007 - the number of the last is the answer
        put(line + "\n")
    return count


def _joined(put: Callable[[str], Any], parts: Iterable[str]) -> int:
    count = 0
    for count, part in enumerate(parts, 1):
        put((",\n" if count > 1 else "") + part)
    return count


def _json(row: object) -> str:
    return msgspec.json.encode(row).decode("utf-8")


def selected_of(readings: Iterable[Reading]) -> Selected:
    """Readings without a database, all their events, for `write_export`."""
    return ((reading, reading.events) for reading in readings)
