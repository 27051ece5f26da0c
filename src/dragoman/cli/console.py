"""Where words go: data to standard output, messages and progress to standard error.

Words from an article reach the terminal only through `safe`, so that none can move the cursor.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from dragoman.settings import Settings

PIPE_WIDTH = 100  # columns of a table that goes into a file or a pipe
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """The text without signs that steer a terminal or turn the direction of writing."""
    return _UNSAFE.sub("\ufffd", text)


def complain(message: str) -> None:
    """One message on standard error."""
    print(safe(message), file=sys.stderr)


def emit(line: str) -> None:
    """One line of data on standard output, in UTF-8 whatever the machine's own encoding is."""
    typer.echo(f"{line}\n".encode(), nl=False)


class Progress:
    """How many articles were read so far, on standard error where that is a terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty() and not sys.stdout.isatty()
        self._count = 0

    def step(self) -> None:
        self._count += 1
        if self._shown:
            print(f"\r{self._count:,} read", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown and self._count:
            print(file=sys.stderr)


@lru_cache(maxsize=1)
def console() -> Console:
    """Tables on standard output. Colour only on a terminal, and none where NO_COLOR is set."""
    from rich.console import Console

    given = sys.stdout.isatty() or "COLUMNS" in os.environ
    width = None if given else PIPE_WIDTH
    return Console(width=width, highlight=False, emoji=False, markup=False)


def settings_from(pairs: Sequence[str]) -> Settings:
    """Settings in force with `--set name=value` on top. Raises `ConfigError` D301."""
    from dragoman.errors import ConfigError
    from dragoman.settings import load_settings

    given: dict[str, int | str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise ConfigError("D301", f"--set {pair!r} is not of the form name=value.")
        given[name] = value
    return load_settings(given)
