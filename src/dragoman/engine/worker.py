"""What runs in each process of the pool: reads one batch of one article after another.

Frames on standard input and output: four bytes of length, big-endian, then an Arrow stream. An
empty frame says that the coder is ready; `!` and JSON with code and message that it cannot be.
"""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from dragoman.errors import ConfigError, DragomanError
from dragoman.reader import ReadsArticles
from dragoman.settings import Settings, load_settings

if TYPE_CHECKING:
    import pyarrow as pa

FAILED = b"!"
_LENGTH_BYTES = 4


def send(stream: BinaryIO, frame: bytes) -> None:
    """One frame out. Raises `OSError` where nobody is left to read it."""
    stream.write(len(frame).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(frame)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """One frame in, or None where the other side has gone."""
    head = stream.read(_LENGTH_BYTES)
    if len(head) < _LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    frame = stream.read(length)
    return frame if len(frame) == length else None


def packed(batch: pa.RecordBatch) -> bytes:
    """A batch as an Arrow stream."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    whole: bytes = sink.getvalue().to_pybytes()
    return whole


def unpacked(frame: bytes) -> pa.RecordBatch:
    """The one batch of an Arrow stream."""
    import pyarrow as pa

    with pa.ipc.open_stream(frame) as reader:
        return reader.read_next_batch()


def load_coder(settings: Settings) -> ReadsArticles:
    """The coder of these settings. Raises `ModelError` or `ConfigError`."""
    from dragoman.coder.code import Coder

    coder: ReadsArticles = Coder.load(settings)
    return coder


def main() -> None:
    """Serve batches until standard input ends. What the coder prints goes to standard error."""
    take = os.fdopen(os.dup(0), "rb")
    give = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    first = receive(take)
    if first is None:
        return
    order = msgspec.json.decode(first)
    try:
        settings = load_settings(order["settings"], environ={})
        coder = _named(order["coder"])(settings)
    except DragomanError as error:
        send(give, FAILED + msgspec.json.encode([error.code, error.message]))
        return
    # Imported before the first document is timed and its memory counted.
    importlib.import_module("dragoman.engine.batch").article_schema()
    _bound_memory(int(order["memory_mb"]))
    send(give, b"")
    while (frame := receive(take)) is not None:
        send(give, _coded(frame, settings, coder))


def _coded(frame: bytes, settings: Settings, coder: ReadsArticles) -> bytes:
    from dragoman.engine.batch import code_batch

    try:
        return packed(code_batch(unpacked(frame), settings=settings, coder=coder))
    except DragomanError as error:
        return FAILED + msgspec.json.encode([error.code, error.message])


def _named(name: str) -> Callable[[Settings], ReadsArticles]:
    module, _, function = name.partition(":")
    found: Callable[[Settings], ReadsArticles] | None = getattr(
        importlib.import_module(module), function, None
    )
    if found is None:
        raise ConfigError("D301", f"{name!r} names no function that makes a coder.")
    return found


def _bound_memory(megabytes: int) -> None:
    """Allow so much address space beyond what the loaded coder takes, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    with contextlib.suppress(OSError, ValueError):
        with open("/proc/self/statm", encoding="ascii") as statm:
            used = int(statm.read().split()[0]) * resource.getpagesize()
        limit = used + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main()
