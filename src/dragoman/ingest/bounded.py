"""What may be large or hostile, in bounds: packed files and XML."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from dragoman.errors import InputError

# Documents that declare entities can grow without end or ask for other files. No feed needs them.
_ENTITIES = re.compile(rb"<!\s*(?:ENTITY|DOCTYPE[^>]*\[)", re.I)
_HEAD_BYTES = 65_536
MAX_OPEN_TAGS = 3_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")
# Elements that are never closed, or that close themselves when the next one starts.
_UNCLOSED = frozenset(
    "area base br col colgroup dd dt embed hr img input li link meta option p param path "
    "source tbody td tfoot th thead tr track wbr".split()
)
MAX_DEPTH = 100


def unpacked(stream: BinaryIO) -> BinaryIO:
    """A gzip file as the stream of what it holds; damage is an `OSError` when it is met."""
    packed = gzip.GzipFile(fileobj=stream)

    def read(size: int) -> bytes:
        try:
            return packed.read(size)
        except (EOFError, zlib.error) as error:  # every kind of damage, so that readers meet one
            raise OSError(f"the packed file is damaged: {error}") from error

    return io.BufferedReader(Raw(read))


class Raw(io.RawIOBase):
    """A stream of what a function reads, to have a buffer of our own over it.

    Looking ahead in that buffer takes nothing away from the stream below.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        got = self._read(len(view))
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


def refuse_nesting(text: str) -> None:
    """Raises `InputError` D103 where more elements are open at once than in any page for people.

    Parsers take time or memory that grows with the square of that. Closing tags count for
    elements of their own name only.
    """
    open_of: defaultdict[str, int] = defaultdict(int)
    depth = 0
    for closing, written in _TAG.findall(text):
        name = written.lower()
        if name in _UNCLOSED:
            continue
        if not closing:
            open_of[name] += 1
            depth += 1
            if depth > MAX_OPEN_TAGS:
                raise InputError(
                    "D103",
                    f"More than {MAX_OPEN_TAGS:,} tags stand open at once, "
                    "which no page for people does.",
                )
        elif open_of[name]:
            open_of[name] -= 1
            depth -= 1


def xml_root(raw: bytes) -> Element:
    """The root of a small XML document. Raises `InputError` D103."""
    refuse_entities(raw)
    refuse_nesting(raw.replace(b"\x00", b"").decode("latin-1"))
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
