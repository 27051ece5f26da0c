"""Parquet, partitioned by the month of the event, with the codebook in the metadata."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dragoman import flat
from dragoman.errors import InputError
from dragoman.export.coded import Coded, book
from dragoman.extras import need

UNDATED = "none"
_ROWS = 20_000


def write(out: Path, chosen: Iterable[Coded]) -> int:
    """A folder `month=2023-11/events-0.parquet`, put in place when it is whole.

    Raises `InputError` D109 where it cannot be written, or is there already and is no such folder.
    """
    need("pyarrow")
    if out.exists() and (not out.is_dir() or any(not _ours(path) for path in out.iterdir())):
        raise InputError("D109", f"{out} is there and holds other things. Name a new folder.")
    part = out.with_name(out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        count = _write(part, chosen)
        if out.exists():
            shutil.rmtree(out)
        part.rename(out)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise InputError("D109", f"{out} cannot be written: {error.strerror or error}.") from error
    return count


def _ours(path: Path) -> bool:
    return path.is_dir() and path.name.startswith("month=")


def _write(folder: Path, chosen: Iterable[Coded]) -> int:
    months: dict[str, list[flat.Row]] = {}
    parts: dict[str, int] = {}
    held = count = 0
    for coded in chosen:
        month = coded.day[:7] if coded.day else UNDATED
        months.setdefault(month, []).append(flat.row(coded.reading, coded.event))
        held, count = held + 1, count + 1
        if held >= _ROWS:
            _flush(folder, months, parts)
            held = 0
    _flush(folder, months, parts)
    return count


def _flush(folder: Path, months: dict[str, list[flat.Row]], parts: dict[str, int]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = flat.schema().with_metadata({"dragoman.codebook": codebook_json()})
    for month in sorted(months):
        number = parts.get(month, 0)
        parts[month] = number + 1
        (folder / f"month={month}").mkdir(exist_ok=True)
        table = pa.Table.from_pylist(months[month], schema=schema)
        pq.write_table(table, folder / f"month={month}" / f"events-{number}.parquet")
    months.clear()


def codebook_json() -> str:
    """Types, modes and contexts with their definitions, as JSON."""
    types: dict[str, Any] = {
        name: {
            "quad": kind.quad,
            "score": kind.score,
            "definition": kind.definition,
            "modes": {m.name: m.definition for m in kind.modes.values()},
        }
        for name, kind in book().types.items()
    }
    return json.dumps({"name": book().name, "types": types, "contexts": dict(book().contexts)})
