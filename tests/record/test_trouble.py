"""Full, read-only, locked, foreign or newer databases: a clear error, nothing corrupt, go on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from dragoman.errors import StoreError
from dragoman.record import database as module
from dragoman.record.database import Database
from dragoman.record.record import Record
from dragoman.record.schema import METADATA
from dragoman.records import Reading


def test_the_migrations_lead_to_the_schema(place: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    database = Database(place)
    with database.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), METADATA)
    database.close()
    assert [change for change in found if "articles_search" not in str(change)] == []


def test_a_newer_database_is_left_alone(place: str, reading: Reading) -> None:
    with Record(place) as record:
        record.put([reading])
    database = Database(place)
    with database.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StoreError, match=r"D602.*schema 9999"):
        Record(place)


def test_an_upgrade_that_is_cut_off_leaves_nothing(
    place: str, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = module._run_steps

    def broken(connection: sa.Connection) -> None:
        run(connection)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_run_steps", broken)
    with pytest.raises(KeyboardInterrupt):
        Database(place)
    monkeypatch.setattr(module, "_run_steps", run)
    with Record(place) as record:
        record.put([reading])
        assert record.reading("hentzau") == reading


@pytest.fixture
def file(tmp_path: Path, reading: Reading) -> Path:
    with Record(str(tmp_path / "a.db")) as record:
        record.put([reading])
    return tmp_path / "a.db"


def test_a_locked_database_says_so_and_goes_on(file: Path, reading: Reading) -> None:
    record = Record(str(file), busy_timeout_s=0)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="D604"):
        record.put([reading])
    assert len(record.events()) == 3  # reading goes on all the while
    other.execute("ROLLBACK")
    other.close()
    record.put([reading])
    record.close()


def test_a_full_disk_loses_nothing(file: Path, reading: Reading) -> None:
    record = Record(str(file))
    before = record.dump()
    pages = {"n": 0}

    def cramped(connection: sqlite3.Connection, *_: object) -> None:
        pages["n"] = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages['n']}")

    record.close()
    sa.event.listen(record._database._engine, "connect", cramped)
    many = [_renamed(reading, f"d{i}") for i in range(200)]
    with pytest.raises(StoreError, match=r"D603.*the disk is full"):
        record.put(many)
    assert record.dump() == before
    record.close()
    sa.event.remove(record._database._engine, "connect", cramped)
    record.put(many)
    assert record.counts()["articles"] == 201
    record.close()


def test_a_read_only_disk_can_still_be_asked(file: Path, reading: Reading) -> None:
    def closed(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    with Record(str(file)) as record:
        record.close()
        sa.event.listen(record._database._engine, "connect", closed)
        with pytest.raises(StoreError, match=r"D603.*only be read"):
            record.put([_renamed(reading, "other")])
        assert len(record.events()) == 3


def _renamed(reading: Reading, id: str) -> Reading:
    import msgspec

    document = msgspec.structs.replace(reading.document, id=id)
    return msgspec.structs.replace(reading, document=document)


def _text(path: Path) -> None:
    path.write_text("This is no database, but a text that is long enough to look at." * 20)


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE events (x)")
    connection.close()


@pytest.mark.parametrize(
    ("make", "words"),
    [(_text, "not a database"), (_foreign, "tables of another program")],
)
def test_what_is_no_record(make: Callable[[Path], None], words: str, tmp_path: Path) -> None:
    make(tmp_path / "a.db")
    with pytest.raises(StoreError, match=f"D601.*{words}"):
        Record(str(tmp_path / "a.db"))


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("/nowhere/at/all/a.db", "D601.*no such folder"),
        ("mysql://localhost/x", "D601.*not supported"),
        ("postgresql://u:secret@127.0.0.1:1/x", "D601"),
    ],
)
def test_places_that_are_none(place: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as error:
        Record(place)
    assert "secret" not in str(error.value)
