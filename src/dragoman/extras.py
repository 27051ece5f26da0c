"""Libraries that the core does without: imported when first used, and named when missing."""

from __future__ import annotations

import importlib
from typing import Any

from dragoman.errors import ConfigError

# Library -> the extra of this package that brings it.
EXTRAS: dict[str, str] = {
    "alembic": "record",
    "fastwarc": "record",
    "feedparser": "record",
    "pandas": "frames",
    "polars": "frames",
    "psycopg": "postgres",
    "pyarrow": "record",
    "sqlalchemy": "record",
}


def need(library: str) -> Any:
    """The module of that name. Raises `ConfigError` D305 that says what to install."""
    try:
        return importlib.import_module(library)
    except ModuleNotFoundError as error:
        extra = EXTRAS[library.partition(".")[0]]
        raise ConfigError(
            "D305",
            f"This needs the library {library!r}, which is not installed. "
            f"Run: pip install 'dragoman[{extra}]'",
        ) from error
