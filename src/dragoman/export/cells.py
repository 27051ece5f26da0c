"""Cells of text tables: values as words, safe in a spreadsheet, one line each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

# A spreadsheet runs cells that begin so; a quote before them makes them words again.
_RUNS = ("=", "+", "-", "@", "\t", "\r")
JOIN = ";"


def text(value: object) -> str:
    """A value as words: lists joined by `;`, nothing for None, yes and no as 1 and 0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return JOIN.join(text(one).replace(JOIN, ",") for one in value)
    return str(value)


def safe_cell(value: object) -> str:
    """As `text`, but no spreadsheet runs it. Numbers stay as they are."""
    written = text(value)
    if written.startswith(_RUNS) and not isinstance(value, (int, float)):
        return "'" + written
    return written


def csv_line(values: Iterable[object]) -> str:
    """One line of CSV without its end."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([safe_cell(value) for value in values])
    return line.getvalue()


def tab_line(values: Iterable[object]) -> str:
    """One line of a table separated by tabs, whose cells hold neither tab nor line end."""
    return "\t".join(" ".join(safe_cell(value).split()) for value in values)
