"""`dragoman.open`: from a place to a record."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dragoman.extras import need

if TYPE_CHECKING:
    from dragoman.record.record import Record

DEFAULT = "dragoman.db"


def open(place: str | os.PathLike[str] = DEFAULT) -> Record:
    """The record in a file (`dragoman.db`, made on first use) or at `postgresql://...`.

    Raises `StoreError` where it cannot be opened, `ConfigError` D305 where a library is missing.
    """
    need("sqlalchemy")
    from dragoman.record.record import Record

    return Record(os.fspath(place))
