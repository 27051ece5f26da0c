"""Articles into the record: what is known already is passed over, the rest is coded and written.

Every lot is written in one transaction; what is written stays, whatever happens after. Repeating
the same input goes on where it broke off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import msgspec

from dragoman.engine.batch import articles_batch, readings_of
from dragoman.engine.item import Item
from dragoman.identity import identity
from dragoman.intake import clean, document_id
from dragoman.record.database import Database
from dragoman.record.groups import group
from dragoman.record.query import digests
from dragoman.record.regroup import regroup
from dragoman.record.write import Stored, reading_id, write
from dragoman.records import Article, Reading

if TYPE_CHECKING:
    import pyarrow as pa

LOT = 64  # articles a transaction; one waits for the disk once


class CodesBatches(Protocol):
    """What a pool is: batches of articles in, batches of readings out, in order."""

    def batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]: ...


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What became of the inputs: `inputs == coded + known + failed`, always.

    `known` were there before, or came twice. `unread` are those coded that are not in English.
    """

    inputs: int = 0
    coded: int = 0
    known: int = 0
    failed: int = 0
    unread: int = 0
    events: int = 0

    def __add__(self, other: Tally) -> Tally:
        names = self.__dataclass_fields__
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True)
class _Job:
    """One lot under way: `fresh` go to the coder, `twins` came twice, `known` are there."""

    fresh: list[tuple[Item, str, str]]
    twins: list[str]
    known: int


def add(
    database: Database,
    items: Iterable[Item | Article],
    pool: CodesBatches,
    *,
    on_progress: Callable[[Tally], None] | None = None,
) -> Tally:
    """Code and write what is not known yet. Raises `StoreError`; what was written before stays."""
    tally = Tally()
    for done in _coded(database, items, pool):
        tally += done
        if on_progress:
            on_progress(tally)
    group(database)
    regroup(database)
    return tally


def pending(database: Database, items: Iterable[Item | Article]) -> Iterator[tuple[Item, bool]]:
    """Each item and whether it is known, without coding or writing anything."""
    for lot in _lots(items):
        there = _there(database, [(id, digest) for _, id, digest in lot])
        for item, id, digest in lot:
            yield item, item.article.error is None and there.get(id) == digest


def _coded(
    database: Database, items: Iterable[Item | Article], pool: CodesBatches
) -> Iterator[Tally]:
    jobs: list[_Job] = []
    flying: dict[str, str] = {}

    def batches() -> Iterator[pa.RecordBatch]:
        for lot in _lots(items):
            job = _job(database, lot, flying)
            jobs.append(job)
            yield articles_batch([item.article for item, _, _ in job.fresh])

    failed: set[str] = set()
    for batch in pool.batches(batches()):
        job = jobs.pop(0)
        stored = [
            Stored(origin=item.origin, digest=digest, reading=reading)
            for (item, _, digest), reading in zip(job.fresh, readings_of(batch), strict=True)
        ]
        # One writer at a time, so that two who write the same articles cannot block each other.
        with database.write(alone=True) as connection:
            write(connection, stored)
        failed |= {id for (_, id, _), s in zip(job.fresh, stored, strict=True) if s.reading.error}
        yield _tally(job, stored, failed)
        for _, id, _ in job.fresh:
            flying.pop(id, None)


def _tally(job: _Job, stored: list[Stored], failed: set[str]) -> Tally:
    """A twin shares the fate of the one that came before it."""
    lost = sum(s.reading.error is not None for s in stored)
    lost_twins = sum(id in failed for id in job.twins)
    return Tally(
        inputs=len(stored) + len(job.twins) + job.known,
        coded=len(stored) - lost,
        known=job.known + len(job.twins) - lost_twins,
        failed=lost + lost_twins,
        unread=sum(any(w.code == "D114" for w in s.reading.warnings) for s in stored),
        events=sum(len(s.reading.events) for s in stored),
    )


def _job(database: Database, lot: list[tuple[Item, str, str]], flying: dict[str, str]) -> _Job:
    there = _there(database, [(id, digest) for _, id, digest in lot])
    job = _Job(fresh=[], twins=[], known=0)
    for item, id, digest in lot:
        if item.article.error is None and there.get(id) == digest:
            job = replace(job, known=job.known + 1)
        elif flying.get(id) == digest and item.article.error is None:
            job.twins.append(id)
        else:
            flying[id] = digest
            job.fresh.append((item, id, digest))
    return job


def _there(database: Database, found: list[tuple[str, str]]) -> dict[str, str]:
    coder = identity()
    return digests(database, [(reading_id(id, coder), id) for id, _ in found])


def _lots(items: Iterable[Item | Article]) -> Iterator[list[tuple[Item, str, str]]]:
    lot: list[tuple[Item, str, str]] = []
    for item in items:
        whole = item if isinstance(item, Item) else Item(origin=_origin(item), article=item)
        lot.append((whole, _id(whole.article), digest_of(whole.article)))
        if len(lot) == LOT:
            yield lot
            lot = []
    if lot:
        yield lot


def _origin(article: Article) -> str:
    return article.url or _id(article)


def _id(article: Article) -> str:
    """The id as the coder will give it, to the text that it will see."""
    return document_id(msgspec.structs.replace(article, text=clean(article.text)))


def digest_of(article: Article) -> str:
    """Tells whether an article, with all that is given of it, is the same as before."""
    fields = msgspec.structs.asdict(article)
    given = [fields[name] for name in sorted(fields) if name not in ("warnings", "error")]
    plain = "\x1f".join("" if value is None else str(value) for value in given)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def stored(readings: Iterable[Reading]) -> list[Stored]:
    """Readings that were made elsewhere, ready to be written."""
    return [
        Stored(
            origin=r.document.url or r.document.id,
            digest=digest_of(_given(r)),
            reading=r,
        )
        for r in readings
    ]


def _given(reading: Reading) -> Article:
    document = reading.document
    names = (n for n in Article.__struct_fields__ if n not in ("warnings", "error"))
    return Article(**{name: getattr(document, name) for name in names})
