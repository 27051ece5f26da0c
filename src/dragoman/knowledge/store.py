"""Tables sorted by key, looked up without being parsed."""

from __future__ import annotations

import gzip
from bisect import bisect_right
from importlib.resources import files


def table_bytes(name: str) -> bytes:
    """The bytes of a table of this package; those of `*.gz` unpacked."""
    data = (files("dragoman.knowledge") / "tables" / name).read_bytes()
    return gzip.decompress(data) if name.endswith(".gz") else data


def table_rows(name: str) -> list[str]:
    """The lines of a table of this package, without its end."""
    return table_bytes(name).decode("utf-8").splitlines()


class SortedTable:
    """Lines `key<TAB>rest`, sorted by the bytes of the key, each key once."""

    PAGE_BYTES = 2048

    def __init__(self, data: bytes) -> None:
        self._data = b"\n" + data
        # The first line of every page or so: where it starts, and its key.
        self._pages: list[int] = []
        self._keys: list[bytes] = []
        start = 0
        while 0 <= start < len(self._data) - 1:
            self._pages.append(start)
            self._keys.append(self._data[start + 1 : self._data.find(b"\t", start)])
            start = self._data.find(b"\n", start + self.PAGE_BYTES)

    def get(self, key: str) -> str | None:
        """What stands after the key, or None: a bisection to the page, then a search in it."""
        wanted = key.encode("utf-8")
        page = bisect_right(self._keys, wanted) - 1
        if page < 0:
            return None
        end = self._pages[page + 1] if page + 1 < len(self._pages) else len(self._data)
        mark = b"\n" + wanted + b"\t"
        at = self._data.find(mark, self._pages[page], end)
        if at < 0:
            return None
        start = at + len(mark)
        return self._data[start : self._data.find(b"\n", start)].decode("utf-8")
