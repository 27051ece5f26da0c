"""Reads the public formats that tasks are scored on, plain or gzipped."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from dragoman.errors import InputError

Row = dict[str, Any]


def lines_of(path: Path) -> Iterator[str]:
    """Lines without their ends. Raises `InputError` D105 or D401."""
    if not path.is_file():
        raise InputError("D105", f"There is no file {path}. Name an evaluation file.")
    try:
        with _open(path) as file:
            for line in file:
                yield line.rstrip("\r\n")
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise bad(path, 0, f"is not UTF-8 text ({error})") from error


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def bad(path: Path, line: int, reason: str) -> InputError:
    """The error for a file that is not in the form its task needs."""
    where = f"{path} line {line}" if line else str(path)
    return InputError("D401", f"{where} {reason}. See docs/evaluate.md for the form.")


def json_rows(path: Path, needed: Sequence[str] = ()) -> list[Row]:
    """Objects of a JSON Lines file, each with the needed keys."""
    rows = []
    for number, line in enumerate(lines_of(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise bad(path, number, f"is not JSON ({error.msg})") from error
        missing = [key for key in needed if not isinstance(row, dict) or key not in row]
        if missing:
            raise bad(path, number, f"lacks {', '.join(missing)}")
        rows.append(row)
    return rows


def table_rows(path: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    """Rows of a tab-separated file with a header line."""
    lines = lines_of(path)
    header = next(lines, "").split("\t")
    missing = [name for name in needed if name not in header]
    if missing:
        raise bad(path, 1, f"lacks the columns {', '.join(missing)}")
    rows = []
    for number, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != len(header):
            raise bad(path, number, f"has {len(cells)} cells instead of {len(header)}")
        rows.append(dict(zip(header, cells, strict=True)))
    return rows


def blocks(path: Path) -> Iterator[list[str]]:
    """Groups of lines between blank lines: the sentences of CoNLL-U and BIO files."""
    block: list[str] = []
    for line in lines_of(path):
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def write_json_rows(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def check_length(wanted: int, given: int) -> None:
    """Raises `InputError` D401 where predictions are not those of the file."""
    if wanted != given:
        raise InputError(
            "D401",
            f"The file asks for {wanted} predictions, {given} are given. "
            "Score the predictions of the same file, made with the same --limit.",
        )
