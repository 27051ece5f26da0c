"""Folders: which files in them are read, and in what order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

LINES = (".jsonl", ".ndjson", ".jsonlines")
PAGES = (".html", ".htm", ".xhtml")
PLAIN = (".txt", ".text", *PAGES, *LINES)


def expanded(name: str, taken: Callable[[str], bool]) -> Iterator[str]:
    """The name itself, or for a folder the files in it and in the folders in it, by their names.

    Hidden files, and those of which `taken` says that they hold something else, are passed over.
    """
    if not os.path.isdir(name):
        yield name
        return
    for entry in sorted(os.scandir(name), key=lambda e: e.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from expanded(entry.path, taken)
        elif entry.is_file() and taken(entry.name.lower()):
            yield entry.path


def has_ending(file: str, endings: tuple[str, ...]) -> bool:
    """Whether a file ends as one of these; files without any ending are taken as text."""
    return file.endswith(endings) or "." not in file
