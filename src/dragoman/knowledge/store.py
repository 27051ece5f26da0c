"""Tables sorted by key, looked up by bisection without being parsed."""

from __future__ import annotations

import gzip
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

    def __init__(self, data: bytes) -> None:
        self._data = data

    def get(self, key: str) -> str | None:
        """What stands after the key, or None. About 20 steps for a table of a million bytes."""
        data, wanted = self._data, key.encode("utf-8")
        low, high = 0, len(data)
        while low < high:
            middle = (low + high) // 2
            start = data.rfind(b"\n", low, middle) + 1 or low
            end = data.find(b"\n", start)
            tab = data.find(b"\t", start, end)
            found = data[start:tab]
            if found == wanted:
                return data[tab + 1 : end].decode("utf-8")
            if found < wanted:
                low = end + 1
            else:
                high = start
        return None
