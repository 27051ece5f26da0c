"""`dragoman evaluate` and `dragoman gate` on predictions and readings that need no model."""

import json

import pytest
from typer.testing import CliRunner

from dragoman.cli.main import build_app
from dragoman.errors import InputError

APP = build_app(["evaluate", "gate"])


def run(*arguments):
    return CliRunner().invoke(APP, list(map(str, arguments)))


@pytest.fixture
def files(tmp_path):
    fact = {"type": "AID", "actors": ["TGO"], "recipients": ["GHA"], "words": "gave", "mode": None}
    gold = {"id": "a", "text": "x", "facts": [fact]}
    (tmp_path / "a.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    event = {"type": "AID", "actors": [{"party": "TGO"}], "recipients": [{"party": "GHA"}]}
    reading = {"document": {"id": "a"}, "events": [event, event]}
    (tmp_path / "given.jsonl").write_text(json.dumps(reading) + "\n", encoding="utf-8")
    return tmp_path / "a.gold.json", tmp_path / "given.jsonl"


def test_json(files):
    result = run("evaluate", "gold", files[0], "--predictions-from", files[1], "--json")
    report = json.loads(result.stdout)
    assert set(report) == {"task", "file", "n", "metrics"}
    assert report["metrics"]["event_precision"] == 0.5


def test_table_and_errors(files):
    result = run("evaluate", "gold", files[0], "--predictions-from", files[1], "--errors")
    assert "event_f1" in result.stdout
    assert "0.6667" in result.stdout
    assert "not in the gold AID TGO > GHA" in result.stdout


def test_predictions_are_written(files, tmp_path):
    out = tmp_path / "out.jsonl"
    run("evaluate", "gold", files[0], "--predictions-from", files[1], "--predictions", out)
    assert json.loads(out.read_text(encoding="utf-8"))["document"]["id"] == "a"


@pytest.mark.parametrize("arguments", [("speed", "x"), ("gold", "none.gold.json")])
def test_errors_have_codes(arguments):
    assert isinstance(run("evaluate", *arguments).exception, InputError)


def test_gate_names_what_it_leaves_out_and_exits_0(tmp_path):
    path = tmp_path / "gate.json"
    check = {"task": "syntax", "file": "a.conllu", "sha256": "", "floors": {"upos": 1}}
    path.write_text(json.dumps({"tolerance": 0, "checks": [check]}), encoding="utf-8")
    result = run("gate", "--floors", path)
    assert result.exit_code == 0
    assert "left out (give --data): syntax a.conllu" in result.stderr
