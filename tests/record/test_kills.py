"""Killed at named points of an ingest into a server; for SQLite the soak does it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

import soak_record

ARTICLES = 70


@pytest.mark.parametrize("place", ["postgres"], indirect=True)
def test_kills_cost_nothing(place: str, tmp_path: Path) -> None:
    expected = soak_record.undisturbed(str(tmp_path / "quiet.db"), ARTICLES)
    for point in ("events half written", "at the commit", "committed", "incidents written"):
        process = soak_record.ingest(place, ARTICLES, point, 1)
        process.communicate()
        assert process.returncode == -signal.SIGKILL, point
    process = soak_record.ingest(place, ARTICLES)
    said, _ = process.communicate()
    assert (process.returncode, int(said.split()[-1])) == (0, ARTICLES)
    assert soak_record.dump_of(place) == expected
