"""A pool of local processes: one worker, one coder, one thread.

A document is bounded in time and memory, and one that brings its worker down costs itself only:
the worker is started anew, the document is tried once more in case it was not to blame, and then
fails with a reason. Workers are processes of their own and not forks, so that no script needs a
guard, and they end by themselves when whoever started them is gone.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from dragoman.engine.batch import (
    article_schema,
    articles_batch,
    code_batch,
    from_batch,
    reading_schema,
    readings_of,
    to_batch,
)
from dragoman.engine.worker import FAILED, packed, receive, send, unpacked
from dragoman.errors import ConfigError, DragomanError, ModelError
from dragoman.extras import need
from dragoman.reader import ReadsArticles, failed
from dragoman.records import Article, Reading
from dragoman.settings import ONE_THREAD, Settings, load_settings

if TYPE_CHECKING:
    import pyarrow as pa

LOAD_CODER = "dragoman.engine.worker:load_coder"
BATCH_ROWS = 64
AHEAD = 4  # rows a worker that are handed out before the oldest is back, so that none waits
_TRIES = 2


class Pool:
    """Workers that code batches. Use it in a `with`, so that they end with it.

    `coder` names a function `module:function` from `Settings` to a coder, for coders of your own.
    Raises `ModelError` or `ConfigError` at the first batch where no coder can be loaded.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        settings: Settings | None = None,
        coder: str = LOAD_CODER,
    ) -> None:
        need("pyarrow")
        self.workers = max(1, workers or os.cpu_count() or 1)
        self._settings = settings or load_settings()
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all = [_Worker(self._settings, coder) for _ in range(self.workers)]
        for worker in self._all:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(self.workers, thread_name_prefix="dragoman-pool")

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers. Rows that are still being coded are given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.close()

    def code_batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """As `engine.batch.code_batch`, the rows spread over the workers."""
        return next(self.batches([batch]))

    def batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Coded batches in the order of the given ones. Further ones are taken in meanwhile."""
        pending: deque[list[Future[pa.RecordBatch]]] = deque()
        waiting = 0
        for batch in batches:
            rows = [self._threads.submit(self._row, batch.slice(i, 1)) for i in range(len(batch))]
            pending.append(rows)
            waiting += len(rows)
            while len(pending) > 1 and waiting > AHEAD * self.workers:
                waiting -= len(pending[0])
                yield _together(pending.popleft())
        while pending:
            yield _together(pending.popleft())

    def read_many(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Readings in the order of the articles, as `dragoman.read_many` gives them."""
        for batch in self.batches(map(articles_batch, chunks(articles, BATCH_ROWS))):
            yield from readings_of(batch)

    def _row(self, row: pa.RecordBatch) -> pa.RecordBatch:
        worker = self._idle.get()
        try:
            return worker.code(row)
        finally:
            self._idle.put(worker)


def chunks(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    """Lists of at most `size` articles, in order."""
    chunk: list[Article] = []
    for article in articles:
        chunk.append(article)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _together(rows: list[Future[pa.RecordBatch]]) -> pa.RecordBatch:
    import pyarrow

    table = pyarrow.Table.from_batches([row.result() for row in rows], schema=reading_schema())
    batches = table.combine_chunks().to_batches()
    return batches[0] if batches else pyarrow.RecordBatch.from_pylist([], schema=reading_schema())


class _Worker:
    """One process with a coder, started when it is first needed and again after it has died."""

    def __init__(self, settings: Settings, coder: str) -> None:
        self._settings = settings
        self._coder = coder
        self._timeout_s = settings.whole("document_timeout_s")
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def code(self, row: pa.RecordBatch) -> pa.RecordBatch:
        """The reading of a batch of one row; never raises for what the document does."""
        frame = packed(row.cast(article_schema()) if row.schema != article_schema() else row)
        for _ in range(_TRIES):
            answer, late = self._ask(frame)
            if answer is not None:
                return unpacked(answer)
            if late:
                message = (
                    f"Reading this took more than {self._timeout_s} s. "
                    "Split the text, or set document_timeout_s for more."
                )
                return _lost(row, "D116", message)
        message = "Reading this ended its process, perhaps for want of memory."
        return _lost(row, "D117", message)

    def _ask(self, frame: bytes) -> tuple[bytes | None, bool]:
        """The answer, or None, and whether that is because it took too long."""
        process = self._running()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._timeout_s, stop)
        timer.start()
        try:
            send(_pipe(process.stdin), frame)
            answer = receive(_pipe(process.stdout))
        except OSError:
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            self._end()
            return None, late.is_set()
        _raise_failure(answer)
        return answer, False

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise ConfigError("D301", "The pool is closed; open another one.")
        if self._process is None or self._process.poll() is not None:
            self._process = self._start()
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {**os.environ, **ONE_THREAD}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        process = subprocess.Popen(
            [sys.executable, "-m", "dragoman.engine.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        order = {
            "settings": dict(self._settings.values),
            "coder": self._coder,
            "memory_mb": self._settings.whole("document_memory_mb"),
        }
        try:
            send(_pipe(process.stdin), msgspec.json.encode(order))
            answer = receive(_pipe(process.stdout))
        except OSError:
            answer = None
        if answer is None:
            code = process.wait()
            raise ModelError("D201", f"A worker ended with code {code} before it could read.")
        _raise_failure(answer)
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()

    def close(self) -> None:
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
            process.wait()
            self._end()


def _pipe(stream: object) -> BinaryIO:
    return stream  # type: ignore[return-value]


def _raise_failure(answer: bytes) -> None:
    """Raise what the worker says is wrong with model, settings or tables."""
    if answer.startswith(FAILED):
        code, message = msgspec.json.decode(answer[1:], type=tuple[str, str])
        kind: type[DragomanError] = ModelError if code.startswith("D2") else ConfigError
        raise kind(code, message)


def _lost(row: pa.RecordBatch, code: str, message: str) -> pa.RecordBatch:
    return to_batch(failed(article, code=code, message=message) for article in from_batch(row))


class InProcess:
    """The pool's shape with a coder in this process, unbounded: for tests and tiny inputs."""

    workers = 1

    def __init__(self, coder: ReadsArticles, *, settings: Settings | None = None) -> None:
        self._coder = coder
        self._settings = settings

    def batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield code_batch(batch, settings=self._settings, coder=self._coder)

    def close(self) -> None:
        """Nothing to end."""
