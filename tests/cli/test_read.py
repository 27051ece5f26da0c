from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from dragoman import reader
from dragoman.cli.main import run
from fakes import FakeCoder

NEWS = "Ruritanian gunners shelled the port on Tuesday, the harbour master said in a statement."


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_shared_coder", lambda values: FakeCoder())


def dragoman(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        run(list(arguments))
    return int(left.value.code or 0)


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "a.txt"
    path.write_text(NEWS)
    return str(path)


def test_a_table_and_nothing_else_on_standard_output(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dragoman("read", article, "--published", "2023-11-01", "--title", "Shells") == 0
    out, err = capsys.readouterr()
    assert "ASSAULT" in out
    assert "Shells" in out
    assert "\x1b[" not in out
    assert err == ""


def test_json_is_one_reading_a_line_in_order(
    tmp_path: Path, article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "b.jsonl"
    lines.write_text(json.dumps({"id": "one", "text": NEWS}) + "\nnot json\n")
    assert dragoman("read", str(lines), article, "missing.txt", "--json") == 1
    out, err = capsys.readouterr()
    readings = [json.loads(line) for line in out.splitlines()]
    assert [r["error"] and r["error"]["code"] for r in readings] == [None, "D104", None, "D105"]
    assert readings[0]["document"]["id"] == "one"
    assert "[D104]" in err
    assert "[D105]" in err


def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stdin:
        buffer = io.BytesIO(NEWS.encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    assert dragoman("read", "-", "--json") == 0
    assert json.loads(capsys.readouterr().out)["document"]["text"] == NEWS


def test_pages_and_maps_are_written(
    tmp_path: Path, article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page, points = tmp_path / "o.html", tmp_path / "o.json"
    assert dragoman("read", article, "--html", str(page), "--geojson", str(points)) == 0
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert json.loads(points.read_text())["features"] == []
    assert "Wrote" in capsys.readouterr().err


def test_a_page_that_cannot_be_written_is_an_error(
    tmp_path: Path, article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dragoman("read", article, "--html", str(tmp_path)) == 1
    assert "[D109]" in capsys.readouterr().err


def test_one_event_explained(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert dragoman("read", article, "--explain", "1") == 0
    assert "Event 1: ASSAULT" in capsys.readouterr().out
    assert dragoman("read", article, "--explain", "2") == 2
    assert "There is no event 2; 1 was found." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--published", "soon"], 1, "[D107]"),
        (["--set", "max_text_chars=5"], 1, "[D102]"),
        (["--set", "max_text_char=5"], 1, "Closest: max_text_chars"),
        (["--set", "nothing"], 1, "[D301]"),
        (["--colour"], 2, "No such option"),
    ],
)
def test_what_is_wrong_is_said_on_standard_error(
    article: str,
    arguments: list[str],
    code: int,
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert dragoman("read", article, *arguments) == code
    out, err = capsys.readouterr()
    assert words in err
    assert "Traceback" not in err
    assert out == ""


def test_article_words_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\x1b[2J\x1b]0;owned\x07 " + NEWS)
    dragoman("read", str(path))
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err


def test_an_error_inside_is_a_sentence(
    article: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken:
        def read(self, article: object) -> None:
            raise RuntimeError("a bug")

    monkeypatch.setattr(reader, "_shared_coder", lambda values: Broken())
    assert dragoman("read", article, article) == 1
    err = capsys.readouterr().err
    assert "[D901]" in err
    assert "Traceback" not in err
