from __future__ import annotations

import json

import pytest

from dragoman.cli.main import run


def asked(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        run(["where", *arguments])
    return int(left.value.code or 0)


def test_candidates_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("Tripoli", "--near", "LBN", "--json") == 0
    out = json.loads(capsys.readouterr().out)
    assert out["name"] == "Tripoli"
    assert out["candidates"][0]["country"] == "LBN"
    assert out["candidates"][0]["why"][-1].endswith("in LBN")


def test_a_table_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("Tripoli", "--limit", "2") == 0
    out = capsys.readouterr().out
    assert "LBY" in out
    assert len(out.strip().splitlines()) == 3


@pytest.mark.parametrize("arguments", [("Qwxzburg",), ("Tripoli", "--near", "Qwxzburg")])
def test_unknown_names_are_refused(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(*arguments) == 1
    assert "D304" in capsys.readouterr().err
