"""Connections: SQLite in a file or PostgreSQL by URL, brought to the schema of this version.

SQLite runs with a write-ahead log and full synchronisation, so that what is acknowledged stays.
A transaction that writes takes the write lock at its start and waits for it, so that it can never
find out half-way that it must not go on.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc

from dragoman.errors import StoreError
from dragoman.extras import need

HEAD = "0002"  # the last step in migrations/versions
BUSY_TIMEOUT_S = 60
# Anything that only one process may do at a time: upgrading, and looking for near-duplicates.
_LOCK_KEY = 0x64726167
_WAITS_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
_MIGRATIONS = Path(__file__).parent / "migrations"

_MEANINGS: tuple[tuple[str, str, str], ...] = (
    (r"database is locked|lock timeout|deadlock", "D604", "another program holds it"),
    (r"readonly|read-only|permission denied for", "D603", "it may only be read"),
    (r"disk is full|No space left|could not extend", "D603", "the disk is full"),
    (r"disk I/O error", "D603", "the disk reports an error"),
    (r"not a database|malformed", "D601", "this is not a database of Dragoman, or it is damaged"),
    (r"unable to open", "D601", "there is no such folder, or it may not be written to"),
)


class Database:
    """One database. `read` and `write` give connections inside a transaction.

    Raises `StoreError` D601 where it cannot be opened, D602 where a newer version made it.
    """

    def __init__(self, place: str, *, busy_timeout_s: int = BUSY_TIMEOUT_S) -> None:
        self.url = _url(place)
        self.name = self.url.render_as_string(hide_password=True)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if not self.sqlite:
            need("psycopg")
        self._engine = sa.create_engine(self.url, connect_args=self._arguments(busy_timeout_s))
        self._writing = self._engine.execution_options(dragoman_writes=True)
        if self.sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
        self._upgrade()

    def _arguments(self, busy_timeout_s: int) -> dict[str, Any]:
        return {"timeout": busy_timeout_s} if self.sqlite else {"connect_timeout": 10}

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the database."""
        with self._stated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self, *, alone: bool = False) -> Iterator[sa.Connection]:
        """A connection whose work is kept as a whole, or not at all.

        On SQLite there is one writer at a time; `alone` asks for the same on PostgreSQL.
        """
        with self._stated(), self._writing.begin() as connection:
            if alone and not self.sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK_KEY)))
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _stated(self) -> Iterator[None]:
        try:
            yield
        except exc.DBAPIError as error:
            raise _plain(self.name, error, error.orig) from error
        except sqlite3.Error as error:  # while the connection was made
            raise _plain(self.name, error, error) from error

    def _upgrade(self) -> None:
        """Bring the schema to `HEAD`, all in one transaction: a step that fails leaves nothing."""
        with self.read() as connection:
            if _revision(connection) == HEAD:
                return
        with self.write(alone=True) as connection:
            found = _revision(connection)  # another process may have been faster
            if found == HEAD:
                return
            if found is not None and found not in _known():
                raise StoreError(
                    "D602",
                    f"{self.name} was made by a newer Dragoman (schema {found}; this one knows "
                    f"up to {HEAD}). Install the newer version; nothing was changed.",
                )
            if found is None and _holds_others(connection):
                raise StoreError(
                    "D601",
                    f"{self.name} holds tables of another program. Name a database of its own.",
                )
            _run_steps(connection)


def _url(place: str) -> sa.URL:
    if "://" not in place:
        return sa.URL.create("sqlite", database=place)
    try:
        url = sa.make_url(place)
    except exc.ArgumentError as error:
        raise StoreError("D601", f"{place!r} is no address of a database.") from error
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(
            "D601",
            f"{url.drivername!r} is not supported. Give a file (dragoman.db) or postgresql://...",
        )
    return url


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are ours, see below
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=FULL")
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """The change of mode does not wait for others who make the same file, so it is tried again."""
    for wait_s in _WAITS_S:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(wait_s)
    cursor.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("dragoman_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _known() -> set[str]:
    return {path.name[1:5] for path in (_MIGRATIONS / "versions").glob("v*.py")}


def _holds_others(connection: sa.Connection) -> bool:
    return bool(set(sa.inspect(connection).get_table_names()) & {"articles", "events"})


def _run_steps(connection: sa.Connection) -> None:
    need("alembic")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _plain(name: str, error: Exception, cause: BaseException | None) -> StoreError:
    said = str(cause or error).strip()
    said = said.splitlines()[0] if said else type(error).__name__
    for pattern, code, meaning in _MEANINGS:
        if re.search(pattern, said, re.I):
            return StoreError(code, f"{name}: {meaning} ({said}).")
    if isinstance(error, exc.OperationalError | sqlite3.OperationalError):
        return StoreError("D601", f"{name} cannot be opened: {said}.")
    return StoreError("D603", f"{name} cannot be written: {said}.")
