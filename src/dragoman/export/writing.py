"""Files are written beside their name and put in place when they are whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

import msgspec

from dragoman.errors import InputError
from dragoman.export.cells import csv_line


@contextmanager
def whole_file(out: Path) -> Iterator[TextIO]:
    """A text file that is there when all of it is written, and not before.

    Raises `InputError` D109.
    """
    part = out.with_name(out.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        os.replace(part, out)
    except OSError as error:
        raise InputError("D109", f"{out} cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            part.unlink()


def write_table(
    out: Path,
    columns: Iterable[str],
    rows: Iterable[dict[str, Any]],
    *,
    to_arrow: Callable[[], Any],
) -> None:
    """A table as CSV, JSON Lines or Parquet, by the ending of the name. Raises `InputError`."""
    kind = out.suffix.lower()
    if kind == ".parquet":
        import pyarrow.parquet as pq

        try:
            pq.write_table(to_arrow(), out)
        except OSError as error:
            raise InputError("D109", f"{out} cannot be written: {error}.") from error
        return
    if kind not in (".csv", ".jsonl"):
        raise InputError("D306", f"{out.name!r}: end the name in .csv, .jsonl or .parquet.")
    with whole_file(out) as file:
        if kind == ".csv":
            file.write(csv_line(columns) + "\n")
        for row in rows:
            line = csv_line(row.values()) if kind == ".csv" else _json(row)
            file.write(line + "\n")


def _json(row: dict[str, Any]) -> str:
    return msgspec.json.encode(row).decode("utf-8")
