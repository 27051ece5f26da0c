"""The same tests on SQLite and, where it is installed, on a PostgreSQL server of their own."""

from __future__ import annotations

import glob
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("pyarrow")

from dragoman.record.record import Record


def _server_folder() -> str | None:
    """Where the server's programs are; Debian keeps them off the path."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    initdb = found[-1] if found else shutil.which("initdb")
    return os.path.dirname(initdb) if initdb else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server on loopback that is gone after the tests."""
    pytest.importorskip("psycopg")
    programs = _server_folder()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    # Not below the folder of the tests: the server's user must be able to get there.
    folder = Path(tempfile.mkdtemp(prefix="dragoman-postgres-"))
    as_other: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        as_other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = [*as_other, f"{programs}/initdb", "-D", str(data), "-U", "dragoman", "-A", "trust"]
    try:
        subprocess.run([*run, "--locale=C", "-E", "UTF8"], check=True, capture_output=True, cwd="/")
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"PostgreSQL cannot be set up here: {error}")
    options = f"-p {port} -k '' -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*as_other, f"{programs}/pg_ctl", "-D", str(data), "-w", "-t", "120"]
    log = ["-l", str(folder / "log")]
    subprocess.run(
        [*control, *log, "-o", options, "start"], check=True, capture_output=True, cwd="/"
    )
    try:
        yield f"postgresql://dragoman@127.0.0.1:{port}"
    finally:
        subprocess.run(
            [*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd="/"
        )
        shutil.rmtree(folder, ignore_errors=True)


_made = 0


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database: a file, or one on the server."""
    if request.param == "sqlite":
        return str(tmp_path / "dragoman.db")
    server = request.getfixturevalue("postgres")
    import psycopg

    global _made
    _made += 1
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE test{_made}")  # type: ignore[call-overload]
    return f"{server}/test{_made}"


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with Record(place) as opened:
        yield opened
