"""Events as a flat table: one row an event, the same columns for every frame and file.

Cells that hold several values are lists; `CSV` writes them joined by `;`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

import msgspec

from dragoman.codebook.book import SYMMETRIC_TYPES
from dragoman.extras import need
from dragoman.records import Event, Mention, Reading

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

# Column -> kind: text, whole number, number, yes or no, list of texts. In the order of the table.
COLUMNS: dict[str, str] = {
    "id": "text",
    "document": "text",
    "title": "text",
    "url": "text",
    "publisher": "text",
    "publisher_country": "text",
    "publisher_kind": "text",
    "published": "text",
    "type": "text",
    "parent": "text",
    "mode": "text",
    "modes": "list",
    "contexts": "list",
    "quad": "text",
    "score": "number",
    "cameo": "text",
    "actors": "list",
    "actor_parties": "list",
    "actor_sectors": "list",
    "recipients": "list",
    "recipient_parties": "list",
    "recipient_sectors": "list",
    "auxiliary": "list",
    "status": "text",
    "own_voice": "bool",
    "asserted_by": "list",
    "denied_by": "list",
    "factuality": "number",
    "date_start": "text",
    "date_end": "text",
    "date_precision": "text",
    "date_text": "text",
    "place": "text",
    "admin1": "text",
    "country": "text",
    "latitude": "number",
    "longitude": "number",
    "geonames_id": "whole",
    "place_precision": "text",
    "dead_low": "whole",
    "dead_high": "whole",
    "injured_low": "whole",
    "injured_high": "whole",
    "arrested_low": "whole",
    "arrested_high": "whole",
    "size_low": "whole",
    "size_high": "whole",
    "trigger": "text",
    "trigger_start": "whole",
    "trigger_end": "whole",
    "sentence": "text",
    "sentence_index": "whole",
    "embedded_in": "text",
    "confidence": "number",
    "coder_version": "text",
    "model": "text",
    "codebook": "text",
}

Row = dict[str, Any]


def names(mentions: Iterable[Mention]) -> list[str]:
    """Parties, else the words that name them, each once, in the order of the text."""
    return list(dict.fromkeys(mention.party or mention.text for mention in mentions))


def row(reading: Reading, event: Event) -> Row:
    """One event as a row of `COLUMNS`."""
    document, date, place = reading.document, event.date, event.place
    start, end = event.sentence.span
    values: Row = {
        **{n: getattr(document, n) for n in ("title", "url", "publisher", "published")},
        "publisher_country": document.publisher_country,
        "publisher_kind": document.publisher_kind,
        "document": document.id,
        **{n: getattr(event, n) for n in _PLAIN},
        **_side("actor", event.actors),
        **_side("recipient", event.recipients),
        "asserted_by": names(event.asserted_by),
        "denied_by": names(event.denied_by),
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "date_precision": date.precision if date else None,
        "date_text": date.text if date else None,
        "place": (place.name or place.text) if place else None,
        **{n: getattr(place, n) if place else None for n in _PLACE},
        "place_precision": place.precision if place else None,
        **_toll(event),
        "trigger": event.trigger.text,
        "trigger_start": event.trigger.span[0],
        "trigger_end": event.trigger.span[1],
        "sentence": document.text[start:end],
        "sentence_index": event.sentence.index,
        "coder_version": reading.coder.version,
        "model": reading.coder.model,
        "codebook": reading.coder.codebook,
    }
    return {name: _plain(values[name]) for name in COLUMNS}


_PLAIN = (
    *("id", "type", "parent", "mode", "modes", "contexts", "quad", "score", "cameo", "auxiliary"),
    *("status", "own_voice", "factuality", "embedded_in", "confidence"),
)
_PLACE = ("admin1", "country", "latitude", "longitude", "geonames_id")


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _side(name: str, mentions: tuple[Mention, ...]) -> Row:
    return {
        f"{name}s": list(dict.fromkeys(m.text for m in mentions)),
        f"{name}_parties": names(mentions),
        f"{name}_sectors": list(dict.fromkeys(s for m in mentions for s in m.sectors)),
    }


def _toll(event: Event) -> Row:
    found: Row = {}
    for name in ("dead", "injured", "arrested", "size"):
        figure = getattr(event.magnitude, name)
        found[f"{name}_low"] = figure.low if figure else None
        found[f"{name}_high"] = figure.high if figure else None
    return found


# Beside the types that are always done together: words for what two sides do to one another.
_MUTUAL = re.compile(
    r"clash|fight|fought|battl|skirmish|exchang|swap|ceasefire|cease-fire|truce", re.I
)


def is_mutual(event: Event) -> bool:
    """Whether its actors do it to one another, and not together to somebody unnamed."""
    if event.recipients:
        return False
    together = (event.parent or event.type) in SYMMETRIC_TYPES
    return together or _MUTUAL.search(event.trigger.text) is not None


def pairs(event: Event) -> list[tuple[Mention | None, Mention | None]]:
    """Who to whom, every pair once; None where nobody is named. Never empty.

    In an event that is done together the one named first stands first.
    """
    actors, recipients = _once(event.actors), _once(event.recipients)
    if not recipients and len(actors) > 1 and is_mutual(event):
        return list(combinations(actors, 2))
    nobody: list[Mention | None] = [None]
    return [(a, b) for a in actors or nobody for b in recipients or nobody]


def _once(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention for each party and sector, the first."""
    found: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        sector = mention.sectors[0] if mention.sectors else ""
        found.setdefault((mention.party or mention.text, sector), mention)
    return list(found.values())


def rows(readings: Iterable[Reading]) -> Iterator[Row]:
    """The rows of all events of some readings, in order."""
    return (row(reading, event) for reading in readings for event in reading.events)


def schema(columns: Mapping[str, str] = COLUMNS) -> pa.Schema:
    """The Arrow schema of a table."""
    arrow = need("pyarrow")
    kinds = {
        "text": arrow.string(),
        "whole": arrow.int64(),
        "number": arrow.float64(),
        "bool": arrow.bool_(),
        "list": arrow.list_(arrow.string()),
    }
    made: pa.Schema = arrow.schema([(name, kinds[kind]) for name, kind in columns.items()])
    return made


class Table:
    """Rows that turn into the frame of your choice. Taken up once, when first asked for."""

    def __init__(self, found: Iterable[Row], *, columns: Mapping[str, str] = COLUMNS) -> None:
        self.columns = columns
        self._found = found
        self._rows: list[Row] | None = None

    @property
    def rows(self) -> list[Row]:
        """All rows as dicts."""
        if self._rows is None:
            self._rows = list(self._found)
        return self._rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_arrow(self) -> pa.Table:
        """A `pyarrow.Table` with a fixed schema."""
        arrow = need("pyarrow")
        table: pa.Table = arrow.Table.from_pylist(self.rows, schema=schema(self.columns))
        return table

    def to_pandas(self) -> pd.DataFrame:
        """A `pandas.DataFrame`; whole numbers that may be missing are `Int64`."""
        pandas = need("pandas")
        frame: pd.DataFrame = pandas.DataFrame(self.rows, columns=list(self.columns))
        kinds = {"whole": "Int64", "number": "float64"}
        return frame.astype({n: kinds[k] for n, k in self.columns.items() if k in kinds})

    def to_polars(self) -> pl.DataFrame:
        """A `polars.DataFrame`."""
        polars = need("polars")
        frame: pl.DataFrame = polars.from_arrow(self.to_arrow())
        return frame

    def to_json(self) -> Iterator[str]:
        """One JSON object a row."""
        return (msgspec.json.encode(found).decode("utf-8") for found in self.rows)
