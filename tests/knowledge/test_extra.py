"""The user's own table of parties."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import ConfigError
from dragoman.knowledge import load_knowledge
from dragoman.knowledge.extra import read_extra

HEAD = "name\tparty\taliases\tkind\tcountry\tsectors\trole\tfrom\tto\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_adds_and_overrides(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        HEAD
        + "Ruritania\tRUR\tRuritanian\tcountry\t\tGOV\n"
        + "Hamas\tARM:Hamas-X\t\tarmed group\tPSE\tREB\n"
        + "Rudolf Rassendyll\tRUR\tRudolf V\tperson\t\tGOV\tking\t1894-01-01\t\n",
    )
    knowledge = load_knowledge(path)
    owner = knowledge.organisation("Hamas")
    assert owner is not None
    assert (owner.party, owner.source) == ("ARM:Hamas-X", "user")
    person = knowledge.person("Rassendyll", on="1894-06-01")
    assert person is not None
    assert person.terms[0].party == "RUR"
    assert load_knowledge().organisation("Hamas") != owner


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("who\tparty\n", "line 1"),
        (HEAD + "X\tRUR\t\tcountry\n\tRUR\n", "line 3: the name is empty"),
        (HEAD + "X\tRuritania\n", "line 2: party 'Ruritania' is no code"),
        (HEAD + "X\tRUR\t\tkingdom\n", "line 2: unknown kind 'kingdom'"),
        (HEAD + "X\tRUR\t\t\t\tGOVT\n", "line 2: sector 'GOVT'"),
        (HEAD + "X\tRUR\t\tperson\t\tGOV\tking\t1894\n", "line 2: from is '1894'"),
        ("name\tparty\nX\tRUR\ttoo much\n", "line 2: 3 cells"),
    ],
)
def test_says_which_line_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_extra(write(tmp_path, text))
    assert caught.value.code == "D303"
    assert said in caught.value.message


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="D303"):
        read_extra(tmp_path / "none.tsv")
