"""Dragoman: who did what to whom, when and where, and on whose word.

>>> import dragoman
>>> reading = dragoman.read("Ruritania denied shelling the port.", published="2023-11-01")
>>> reading.events

Importing the package is cheap; the model is loaded when the first text is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from dragoman.annotate.component import load
    from dragoman.coder.relation import relation
    from dragoman.ingest.sources import articles
    from dragoman.reader import read, read_many
    from dragoman.record.opening import open as open
    from dragoman.records import Article, Reading, reading_schema

_HOMES = {
    "Article": "dragoman.records",
    "Reading": "dragoman.records",
    "articles": "dragoman.ingest.sources",
    "load": "dragoman.annotate.component",
    "open": "dragoman.record.opening",
    "read": "dragoman.reader",
    "read_many": "dragoman.reader",
    "reading_schema": "dragoman.records",
    "relation": "dragoman.coder.relation",
}

# Not `open`: `from dragoman import *` must not take the built-in one away.
__all__ = [
    "Article",
    "Reading",
    "__version__",
    "articles",
    "load",
    "read",
    "read_many",
    "reading_schema",
    "relation",
]


def __getattr__(name: str) -> object:
    """Import a public name from its home when it is first used."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
