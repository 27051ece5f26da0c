from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from dragoman import reader
from dragoman.cli.main import run
from dragoman.records import Article, Reading
from fakes import TEXT, FakeCoder, hand_made_reading

FILLER = "Nothing was said by anybody in the town hall, where the council sat on Tuesday."


class SpeakingCoder(FakeCoder):
    """Knows who says what in one article, and nothing of all others."""

    def read(self, article: Article) -> Reading:
        if article.text.strip() != TEXT:
            return super().read(article)
        made = hand_made_reading()
        named = msgspec.structs.replace(made.document, id=article.id or "", title=article.title)
        direct = msgspec.structs.replace(made.attributions[1], quote="direct")
        return msgspec.structs.replace(
            made, document=named, attributions=(made.attributions[0], direct)
        )


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_shared_coder", lambda values: SpeakingCoder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    lines = [{"id": "one", "text": TEXT}, {"id": "two", "text": FILLER}]
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (tmp_path / "deep" / "c.jsonl").write_text(json.dumps({"id": "three", "text": TEXT}))
    (tmp_path / ".hidden.jsonl").write_text(json.dumps({"id": "four", "text": TEXT}))
    return tmp_path


def dragoman(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        run(["claims", *arguments])
    return int(left.value.code or 0)


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_table_says_who_how_and_what(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dragoman(str(folder / "b.jsonl")) == 0
    out, err = capsys.readouterr()
    shown = " ".join(out.split())
    assert "who how what" in shown
    assert "the UN (the United Nations)" in shown
    assert "asserts (said)" in shown
    assert "“the report”" in shown  # only what is quoted has quotation marks
    assert "“Ruritanian" not in shown
    assert "[ASSAULT Ruritania, contested]" in shown
    assert "No claims found." in shown
    assert "\x1b[" not in out
    assert err == ""


def test_json_is_one_claim_a_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dragoman(str(folder / "b.jsonl"), "--json") == 0
    claims = lines(capsys.readouterr().out)
    assert [(c["document"], c["stance"], c["words"]) for c in claims] == [
        ("one", "asserts", "Ruritanian gunners shelled the port of Hentzau on Tuesday"),
        ("one", "denies", "the report"),
    ]
    assert claims[1]["events"] == ["e1"]
    assert claims[1]["statuses"] == ["contested"]


def test_one_stance_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dragoman(str(folder / "b.jsonl"), "--stance", "denies", "--json") == 0
    assert [c["stance"] for c in lines(capsys.readouterr().out)] == ["denies"]
    assert dragoman(str(folder / "b.jsonl"), "--stance", "doubts") == 0
    assert capsys.readouterr().out.count("No claims found.") == 2


def test_a_folder_is_read_in_the_order_of_names(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dragoman(str(folder), "--stance", "denies", "--json") == 0
    assert [c["document"] for c in lines(capsys.readouterr().out)] == ["one", "three"]


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dragoman("missing.txt", str(folder / "b.jsonl"), "--json") == 1
    out, err = capsys.readouterr()
    assert len(lines(out)) == 2
    assert "[D105]" in err


def test_a_stance_that_there_is_not(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dragoman(str(folder), "--stance", "believes") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "'believes' is none of asserts, denies" in " ".join(err.split())
