"""The line of progress, and what time it says is left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("pyarrow")

from dragoman.cli.pace import Pace, duration
from dragoman.record.add import Tally


def clock(*times: float) -> Iterator[float]:
    yield from times


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (89, "89 s"), (91, "2 min"), (3600, "60 min"), (7260, "2 h 1 min"),
     (200_000, "2 days 7 h")],
)  # fmt: skip
def test_durations_are_said_in_words(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_the_time_left_follows_what_the_last_minutes_brought(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Half of the sources is known and rushes by; the rest takes a hundred seconds a tenth.
    shares = {500: 0.5, 600: 0.6, 700: 0.7}
    times = clock(0.0, 1.0, 101.0, 201.0)
    pace = Pace(shares.get, shown=True, clock=lambda: next(times))
    for inputs, coded in ((500, 0), (600, 100), (700, 200)):
        pace.show(Tally(inputs=inputs, coded=coded, known=500))
    pace.end()
    first, second, third = capsys.readouterr().err.strip("\r\n").split("\r")
    assert first.endswith("500 in: 0 coded, 500 known, 0 failed; 0.0 a second; 1 s left")
    assert "left" in second
    assert third.strip().endswith("1.0 a second; 5 min left")


def test_without_a_total_only_the_rate_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    times = clock(0.0, 10.0)
    Pace(lambda _: None, shown=True, clock=lambda: next(times)).show(Tally(inputs=20, coded=20))
    said = capsys.readouterr().err
    assert "2.0 a second" in said
    assert "left" not in said


def test_nothing_is_said_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    pace = Pace(lambda _: 0.5, shown=False)
    pace.show(Tally(inputs=1))
    pace.end()
    assert capsys.readouterr().err == ""
