"""`ingest`, `events`, `show`, `panel` and `export`, one after the other, on one record."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("pyarrow")

import dragoman as library
from dragoman.cli.main import run
from dragoman.records import Reading
from reports import READINGS

NEWS = "Ruritanian gunners shelled the port on Tuesday, the harbour master said in a statement."


def dragoman(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        run(list(arguments))
    return int(left.value.code or 0)


@pytest.fixture
def db(tmp_path: Path, reading: Reading) -> str:
    place = str(tmp_path / "dragoman.db")
    with library.open(place) as record:
        record.put([reading])
    return place


@pytest.fixture
def _fake_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.engine.pool import InProcess
    from dragoman.record import record
    from fakes import FakeCoder

    class Pool(InProcess):
        def __init__(self, **options: object) -> None:
            super().__init__(FakeCoder())

        def __enter__(self) -> Pool:
            return self

        def __exit__(self, *error: object) -> None:
            pass

    monkeypatch.setattr(record, "Pool", Pool)


@pytest.mark.usefixtures("_fake_pool")
def test_ingest_counts_what_became_of_every_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("body,when\n" + f'"{NEWS}",2023-11-01\n' * 2)
    (tmp_path / "b.txt").write_text(" ")
    given = ["ingest", str(tmp_path / "a.csv"), str(tmp_path / "b.txt"), "--db"]
    given += [str(tmp_path / "r.db"), "--column", "text=body", "--column", "published=when"]
    assert dragoman(*given, "--dry-run") == 0
    out, err = capsys.readouterr()
    assert re.findall(r"(\d+) (\w+)", out) == [("2", "would"), ("0", "already"), ("1", "cannot")]
    assert "[D101]" in err
    for expected in (["3", "1", "1", "1"], ["3", "0", "2", "1"]):
        assert dragoman(*given) == 1
        out, err = capsys.readouterr()
        assert re.findall(r"^ *(\d+)", out, re.M) == expected
        assert "dragoman ingest --failed" in err
    assert dragoman("ingest", "--failed", "--db", str(tmp_path / "r.db")) == 0
    assert capsys.readouterr().out.split("\t")[1] == "D101"
    assert dragoman("ingest", "--db", str(tmp_path / "r.db")) == 2


def test_events_as_table_json_and_csv(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert dragoman("events", "--db", db) == 0
    table = capsys.readouterr().out
    assert "ASSAULT" in table
    assert "contested" in table
    assert dragoman("events", "--db", db, "--party", "GFK", "--json") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["type"] == "CONSULT"
    assert dragoman("events", "--db", db, "--type", "ASSAULT", "--type", "REJECT", "--csv") == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [row["type"] for row in rows] == ["ASSAULT", "REJECT"]
    assert dragoman("events", "--db", db, "--type", "ASSALT") == 1
    assert "Closest: ASSAULT" in capsys.readouterr().err


def test_show(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert dragoman("show", "e1", "--db", db) == 0
    assert "shelled" in capsys.readouterr().out
    assert dragoman("show", "hentzau", "--db", db, "--json") == 0
    assert json.loads(capsys.readouterr().out)["document"]["id"] == "hentzau"
    assert dragoman("show", "nothing", "--db", db) == 1
    assert "[D605]" in capsys.readouterr().err


def test_show_names_who_else_reports_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = str(tmp_path / "dragoman.db")
    with library.open(db) as record:
        record.put(READINGS)
        id = record.incident_of(record.event("e-a")).id
    assert dragoman("show", "e-a", "--db", db) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert f"Incident {id}: contested · says: the United Nations; denies: RUR" in shown
    assert "dead: 2 to 5. Its other reports:" in shown
    assert "e-b 2023-11-02 Herald (RUR, independent) 2023-10-31 Ruritania denied" in shown
    assert "e-c 2023-11-03 Herald" in shown
    assert "Courier (RUR, state)" not in shown
    assert dragoman("show", "e-d", "--db", db) == 0
    assert "no other report of it" in capsys.readouterr().out
    assert dragoman("show", id, "--db", db) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "dead: 2 to 5. Its reports:" in shown
    assert all(f" {name} 2023-11-0" in shown for name in ("e-a", "e-b", "e-c"))
    assert dragoman("show", id, "--db", db, "--json") == 0
    assert json.loads(capsys.readouterr().out)["events"] == ["e-a", "e-b", "e-c"]


def test_panel_of_incidents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = str(tmp_path / "dragoman.db")
    with library.open(db) as record:
        record.put(READINGS)
    page = (Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")
    given = ["panel", "--db", db, "--unit", "place", "--by", "month"]
    for options in ([], ["--incidents"]):
        assert dragoman(*given, *options) == 0
        said = [f"dragoman {' '.join(['panel', *given[3:], *options])}"]
        said += capsys.readouterr().out.splitlines()
        assert "    $ " + "\n    ".join(said) + "\n" in page
    assert dragoman(*given, "--incidents", "--copies") == 0
    assert "--copies changes nothing" in capsys.readouterr().err


def test_panel(db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dragoman("panel", "--db", db, "--unit", "party", "--unreal") == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 5
    assert "1 events without a day" in err
    for name in ("p.csv", "p.parquet", "p.jsonl"):
        assert dragoman("panel", "--db", db, "--unit", "place", "--out", str(tmp_path / name)) == 0
        assert (tmp_path / name).exists()
    assert dragoman("panel", "--db", db, "--out", "p.xls") == 1
    assert "[D306]" in capsys.readouterr().err


def test_export(db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "e.csv"
    assert dragoman("export", "csv", str(out), "--db", db, "--status", "contested") == 0
    assert len(out.read_text().splitlines()) == 2
    assert dragoman("export", "gdelt", str(out), "--db", db) == 0
    err = capsys.readouterr().err
    assert "1 events left out because they are contested" in err
    assert dragoman("export", "--list") == 0
    assert "gdelt-mentions" in capsys.readouterr().out
    assert dragoman("export", "csv") == 2


@pytest.mark.parametrize("command", ["ingest", "events", "show", "panel", "export"])
def test_help_shows_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert dragoman(command, "--help") == 0
    assert "Example: dragoman" in capsys.readouterr().out
