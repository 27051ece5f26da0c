"""How much of the sources was read, of how much: what the time left is told by.

Measured in bytes as they lie on the disk, because how many articles there are is known at the end
only. What comes over a network or standard input has no size that is known before.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from dragoman.engine.item import Item


class Meter:
    """`total` bytes of the sources, None where it is not known, and those `read` so far."""

    def __init__(self, total: int | None = None) -> None:
        self.total = total
        self.read = 0.0

    def add(self, count: float) -> None:
        """So many bytes more were read."""
        self.read += count

    def open(self, name: str) -> BinaryIO:
        """A file to be read; what is read of it is counted. Raises `OSError`."""
        return io.BufferedReader(_CountedFile(name, self.add))

    def share(self) -> float | None:
        """How much was read, from 0 to 1."""
        return min(1.0, self.read / self.total) if self.total else None


class _CountedFile(io.FileIO):
    """A file as the system gives it, because readers of archives want to seek in it."""

    def __init__(self, name: str, add: Callable[[float], None]) -> None:
        super().__init__(name)
        self._add = add

    def readinto(self, buffer: Any, /) -> int:
        got = super().readinto(buffer) or 0
        self._add(got)
        return got

    def readall(self) -> bytes:
        got = super().readall() or b""
        self._add(len(got))
        return got


class Shares:
    """Items on their way through; for each, how much had been read when it came."""

    def __init__(self, items: Iterable[Item], meter: Meter) -> None:
        self._items = items
        self._meter = meter
        self._shares: list[float | None] = []

    def __iter__(self) -> Iterator[Item]:
        for item in self._items:
            self._shares.append(self._meter.share())
            yield item

    def after(self, count: int) -> float | None:
        """The share that the first `count` items are, from 0 to 1; None where it is not known."""
        return self._shares[count - 1] if 0 < count <= len(self._shares) else None


def bytes_of(paths: Iterable[str | os.PathLike[str]]) -> int | None:
    """The sizes of some files together; None where one has none or is not there."""
    total = 0
    for path in paths:
        if not os.path.isfile(path):
            return None
        total += os.path.getsize(path)
    return total
