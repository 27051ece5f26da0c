"""Tables of articles: CSV, TSV and Parquet, a row an article."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from dragoman.engine.item import Item
from dragoman.errors import InputError
from dragoman.extras import need
from dragoman.ingest.columns import article_from, choose
from dragoman.ingest.meter import Meter
from dragoman.records import Article, Notice
from dragoman.settings import Settings

SEPARATED = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
PARQUET = (".parquet", ".pq")
_ROWS = 256


def separated_items(
    stream: BinaryIO, name: str, separator: str, given: Mapping[str, str], settings: Settings
) -> Iterator[Item]:
    """The rows of a CSV or TSV file. A row that cannot be read is an item with an error."""
    # One cell holds a whole article.
    csv.field_size_limit(max(131_072, 2 * settings.whole("max_text_chars")))
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    lines = csv.reader(text, delimiter=separator)
    try:
        names = next(lines, [])
        chosen = choose(names, given)
        number = 1
        for cells in lines:
            number += 1
            if cells:
                yield _item(dict(zip(names, cells, strict=False)), chosen, f"{name}, row {number}")
    except csv.Error as error:
        raise InputError("D104", f"{name}, line {lines.line_num}: {error}.") from error


def parquet_items(name: str, given: Mapping[str, str], *, meter: Meter) -> Iterator[Item]:
    """The rows of a Parquet file, a few at a time."""
    need("pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(name) as file:
            chosen = choose(file.schema_arrow.names, given)
            columns = list(dict.fromkeys(chosen.values()))
            number = 0
            size = os.path.getsize(name) / max(1, file.metadata.num_rows)
            for batch in file.iter_batches(batch_size=_ROWS, columns=columns):
                for values in batch.to_pylist():
                    number += 1
                    meter.add(size)
                    yield _item(values, chosen, f"{name}, row {number}")
    except pa.ArrowException as error:
        raise InputError("D105", f"{name} is no Parquet file that can be read: {error}") from error


def _item(values: Mapping[str, object], chosen: Mapping[str, str], origin: str) -> Item:
    try:
        return Item(origin=origin, article=article_from(values, chosen))
    except InputError as error:
        notice = Notice(code=error.code, message=f"{origin}: {error.message}")
        return Item(origin=origin, article=Article(text="", id=origin, error=notice))
