"""Errors with codes. Each says what came, what was allowed and what to do next.

`InputError` and its kin are raised for one document and never stop a batch: the engine turns them
into the `error` of that document's reading.
"""

from __future__ import annotations

CODES: dict[str, str] = {
    "D101": "the text is empty",
    "D102": "the text is longer than the limit",
    "D103": "the input is not text",
    "D104": "the input is not valid JSON Lines",
    "D105": "the file cannot be read",
    "D106": "the page cannot be fetched",
    "D107": "the date is not a date",
    "D108": "the text holds no sentence",
    "D109": "the file cannot be written",
    "D111": "the bytes were not UTF-8",
    "D112": "NUL or lone surrogates were replaced",
    "D113": "the text holds signs that change the direction of writing",
    "D114": "the text is not in English",
    "D115": "a span lies outside the text",
    "D116": "reading took too long",
    "D117": "reading took too much memory",
    "D201": "the model file is missing or damaged",
    "D301": "unknown setting",
    "D302": "bad codebook file",
    "D303": "bad knowledge table",
    "D304": "unknown party, place or code",
    "D305": "a library is missing",
    "D306": "unknown filter, format or column",
    "D401": "bad evaluation file",
    "D501": "bad corpus file",
    "D601": "the database cannot be opened",
    "D602": "the database is from a newer version",
    "D603": "the database cannot be written",
    "D604": "the database is locked",
    "D605": "the record holds nothing of that id",
    "D901": "an error inside Dragoman",
}


class DragomanError(Exception):
    """Base of all errors raised on purpose. `code` is one of `CODES`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"[{code}] {message}")
        self.code = code
        self.message = message


class InputError(DragomanError):
    """One document cannot be read."""


class ModelError(DragomanError):
    """The model file is missing, damaged or of another version."""


class ConfigError(DragomanError):
    """A setting, a table or a codebook given by the user is wrong."""


class StoreError(DragomanError):
    """The database cannot be opened, read or written."""
