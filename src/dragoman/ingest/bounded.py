"""What may be large or hostile, in bounds: packed files and XML."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from dragoman.errors import InputError

# Documents that declare entities can grow without end or ask for other files. No feed needs them.
_ENTITIES = re.compile(rb"<!\s*(?:ENTITY|DOCTYPE[^>]*\[)", re.I)
_HEAD_BYTES = 65_536
MAX_DEPTH = 100


def unpacked(stream: BinaryIO) -> BinaryIO:
    """A gzip file as the stream of what it holds; damage is an `OSError` when it is met."""
    return io.BufferedReader(_Gunzip(stream))


class _Gunzip(io.RawIOBase):
    """Turns every kind of damage into an `OSError`, so that readers meet only one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._file = gzip.GzipFile(fileobj=stream)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            got = self._file.read(len(view))
        except (EOFError, zlib.error) as error:
            raise OSError(f"the packed file is damaged: {error}") from error
        view[: len(got)] = got
        return len(got)


def read_whole(stream: BinaryIO, limit: int) -> bytes:
    """All bytes. Raises `InputError` D102 where there are more than `limit`."""
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise InputError("D102", f"There are more than {limit:,} bytes. Set max_fetch_bytes.")
    return raw


def refuse_entities(raw: bytes) -> None:
    """Raises `InputError` D103 for XML that declares entities, in whatever encoding."""
    head = raw[:_HEAD_BYTES].replace(b"\x00", b"")
    if _ENTITIES.search(head):
        raise InputError(
            "D103", "This XML declares entities, which can grow without end. Remove its DOCTYPE."
        )


def xml_root(raw: bytes) -> Element:
    """The root of a small XML document. Raises `InputError` D103."""
    refuse_entities(raw)
    parser: ElementTree.XMLPullParser[Element] = ElementTree.XMLPullParser(events=("start", "end"))
    depth = 0
    root: Element | None = None
    try:
        parser.feed(raw)
        for kind, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
            root = element if root is None else root
            depth += 1 if kind == "start" else -1
            if depth > MAX_DEPTH:
                raise InputError("D103", f"The XML is nested more than {MAX_DEPTH} deep.")
        parser.close()
    except ElementTree.ParseError as error:
        raise InputError("D103", f"This is not XML: {error}.") from error
    if root is None:
        raise InputError("D103", "This is not XML: it holds no element.")
    return root
