"""What goes into the record comes out of it, and every write can be repeated."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from dragoman.engine.item import Item
from dragoman.engine.pool import InProcess, Pool
from dragoman.errors import InputError
from dragoman.reader import read_many
from dragoman.record.record import Record
from dragoman.records import Article, Reading
from fakes import TEXT, FakeCoder


@pytest.fixture
def full(record: Record, reading: Reading) -> Record:
    record.put([reading])
    return record


def articles(count: int) -> list[Article]:
    return [
        Article(
            id=f"a{i:03}", text=f"On day {i} gunners shelled port number {i * i}.", language="en"
        )
        for i in range(count)
    ]


def test_a_reading_comes_back_as_it_was(full: Record, reading: Reading) -> None:
    assert full.reading("hentzau") == reading
    assert list(full.readings()) == [reading]
    assert list(full.selected()) == [(reading, reading.events)]


def test_writing_twice_changes_nothing(full: Record, reading: Reading) -> None:
    before = full.dump()
    full.put([reading])
    assert full.dump() == before


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, ["e1", "e3", "e2"]),
        ({"actor": "RUR"}, ["e1", "e3", "e2"]),
        ({"actor": "GFK"}, ["e3"]),
        ({"recipient": "IGO:UN"}, ["e2"]),
        ({"party": "IGO:UN"}, ["e2"]),
        ({"says": "IGO:UN"}, ["e1"]),
        ({"denies": ["RUR", "GFK"]}, ["e1"]),
        ({"type": "assault"}, ["e1"]),
        ({"type": ["ASSAULT", "REJECT"]}, ["e1", "e2"]),
        ({"mode": "heavy-weapons"}, ["e1"]),
        ({"quad": "verbal conflict"}, ["e2"]),
        ({"status": "contested"}, ["e1"]),
        ({"happened": True}, ["e1", "e2"]),
        ({"happened": False}, ["e3"]),
        ({"since": "2023-11-01"}, ["e3"]),
        ({"until": "2023-11-01"}, ["e1"]),
        ({"since": "2023-10-31", "until": "2023-10-31"}, ["e1"]),
        ({"dated": False}, ["e2"]),
        ({"published_since": "2023-11-02"}, []),
        ({"published_until": "2023-11-02", "type": "REJECT"}, ["e2"]),
        ({"place": "RUR"}, ["e1"]),
        ({"place": "hentzau"}, ["e1"]),
        ({"publisher": "the strelsau courier", "limit": 1}, ["e1"]),
        ({"publisher": "The Other"}, []),
        ({"confidence": 0.75}, ["e1", "e2"]),
        ({"text": "dockers Shelled"}, ["e1", "e3", "e2"]),
        ({"text": 'dockers "shelled" -(x'}, []),
        ({"text": "fall on Hentzau"}, ["e1", "e3", "e2"]),
        ({"text": "elephants"}, []),
        ({"document": "hentzau", "copies": False, "type": "CONSULT"}, ["e3"]),
        ({"sector": "MIL"}, []),
    ],
)
def test_questions(full: Record, asked: dict[str, object], ids: list[str]) -> None:
    assert [row["id"] for row in full.events(**asked)] == ids  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"actr": "PRK"}, "Unknown filter 'actr'.*Closest: actor"),
        ({"type": "ASAULT"}, "Unknown type 'ASAULT'.*Closest: ASSAULT"),
        ({"status": "contest"}, "Closest: contested"),
        ({"since": "soon"}, "is not a date"),
    ],
)
def test_wrong_questions_are_answered_with_what_is_known(
    full: Record, asked: dict[str, object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        full.events(**asked)  # type: ignore[arg-type]


def test_one_event_by_the_start_of_its_id(record: Record, reading: Reading) -> None:
    longer = [msgspec.structs.replace(e, id=f"{i}23456") for i, e in enumerate(reading.events)]
    record.put([msgspec.structs.replace(reading, events=tuple(longer))])
    assert record.event("1234").event.type == "REJECT"
    for id in ("1", "nothing", "9999"):
        with pytest.raises(InputError, match="D605"):
            record.event(id)


def test_frames(full: Record) -> None:
    frame = full.events().to_pandas()
    assert list(frame["type"]) == ["ASSAULT", "CONSULT", "REJECT"]
    assert frame["dead_low"].iloc[0] == 2
    assert full.events().to_arrow().column("actor_parties").to_pylist()[1] == ["RUR", "GFK"]
    polars = pytest.importorskip("polars")
    assert isinstance(full.events().to_polars(), polars.DataFrame)


def test_frames_without_a_record() -> None:
    texts = ["They shelled it.", "Nothing.", "They shelled them."]
    assert len(read_many(texts, coder=FakeCoder()).to_pandas()) == 2


def test_adding_is_counted_and_repeatable(record: Record) -> None:
    given: list[Article | Item] = [
        *articles(5),
        articles(1)[0],
        Article(id="empty", text=" "),
        Item(origin="somewhere", article=Article(id="es", text="El ministro dijo que " * 9)),
    ]
    pool = InProcess(FakeCoder())
    first = record.add(given, pool=pool)
    assert (first.inputs, first.coded, first.known, first.failed) == (8, 6, 1, 1)
    assert (first.unread, first.events) == (1, 5)
    dump = record.dump()
    again = record.add(given, pool=pool)
    assert (again.inputs, again.coded, again.known, again.failed) == (8, 0, 7, 1)
    assert record.dump() == dump
    assert [(f.origin, f.code) for f in record.failures()] == [("empty", "D101")]


def test_a_failure_is_forgotten_when_its_source_can_be_read(record: Record) -> None:
    pool = InProcess(FakeCoder())
    record.add([Item(origin="a.txt", article=Article(text=""))], pool=pool)
    assert len(record.failures()) == 1
    record.add([Item(origin="a.txt", article=Article(text="They shelled it."))], pool=pool)
    assert record.failures() == []


def test_a_changed_article_replaces_its_reading(record: Record) -> None:
    pool = InProcess(FakeCoder())
    record.add([Article(id="a", text="They shelled it.")], pool=pool)
    record.add([Article(id="a", text="They went home.")], pool=pool)
    assert record.counts()["articles"] == 1
    assert len(record.events()) == 0
    assert len(record.events(text="shelled")) == 0


def test_readings_of_another_coder_are_kept_but_not_asked(record: Record, reading: Reading) -> None:
    older = msgspec.structs.replace(reading.coder, version="0.0.1")
    record.put([msgspec.structs.replace(reading, coder=older)])
    record.put([reading])
    assert len(record.events()) == 3
    assert {row["coder_version"] for row in record.events()} == {reading.coder.version}
    assert sum(line.startswith("readings\t") for line in record.dump()) == 2


def test_ten_copies_are_one_voice(record: Record) -> None:
    story = " ".join(f"word{i}" for i in range(120)) + " gunners shelled the port."
    copies = [
        Article(id=f"c{i}", text=f"CITY{i} (Wire) - {story}", language="en") for i in range(9)
    ]
    words = " ".join(f"other{i}" for i in range(99))
    other = Article(id="d", text=f"{words} shelled", language="en")
    pool = InProcess(FakeCoder())
    record.add([*copies[5:], other], pool=pool)
    record.add(copies[:5], pool=pool)
    assert record.counts()["voices"] == 2
    assert len(record.events()) == 10
    assert len(record.events(copies=False)) == 2
    assert record.copies("c3") == [f"c{i}" for i in range(9) if i != 3]


def test_the_panel(full: Record) -> None:
    rows = list(full.panel(unit="party", by="month", happened=None))
    assert [(r["party"], r["period"]) for r in rows] == [
        ("GFK", "2023-10"),
        ("GFK", "2023-11"),
        ("RUR", "2023-10"),
        ("RUR", "2023-11"),
    ]
    assert [r["contested"] for r in rows] == [0, 0, 1, 0]
    assert [r["asserted"] for r in rows] == [0, 1, 0, 1]
    assert [r["score_contested"] for r in rows] == [None, None, -10.0, None]
    dyads = full.panel(unit="dyad", by="year", happened=None)
    assert [(r["actor"], r["recipient"]) for r in dyads] == [("GFK", "RUR"), ("RUR", "GFK")]
    assert len(full.panel(unit="place", by="day", since="2023-10-01", until="2023-12-31")) == 92
    assert len(full.panel(unit="place", by="week").to_pandas()) == 1
    with pytest.raises(InputError, match="Unknown unit"):
        full.panel(unit="planet")


def test_evidence_is_the_words_of_the_text(full: Record) -> None:
    lines = [line for line in full.dump() if line.startswith("evidence\t")]
    assert len(lines) > 12
    for line in lines:
        *_, start, end, quote = msgspec.json.decode(line.split("\t", 1)[1])
        assert TEXT[start:end] == quote


def test_a_pool_of_processes_fills_the_record(tmp_path: Path) -> None:
    given = [*articles(70), Article(id="poison", text="DIE now", language="en"), articles(3)[2]]
    with (
        Record(str(tmp_path / "a.db")) as record,
        Pool(workers=2, coder="fakes:make_poisonous") as pool,
    ):
        tally = record.add(given, pool=pool)
        assert (tally.inputs, tally.coded, tally.known, tally.failed) == (72, 70, 1, 1)
        assert [f.code for f in record.failures()] == ["D117"]
        assert record.counts()["events"] == 70
