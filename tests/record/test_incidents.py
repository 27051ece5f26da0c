"""Reports of the same happening become one incident, in whatever order they come."""

from __future__ import annotations

import datetime
import random
from collections import Counter

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.record.database import Database
from dragoman.record.incident_query import mean_score
from dragoman.record.incidents import Report, days_of, grouped, subject
from dragoman.record.panel import KINDS
from dragoman.record.record import Record
from reports import ONE_DAY, READINGS, TOWN, dated, event, mention, reading

SUBJECT = "ASSAULT|RUR|GFK|"
DAY = datetime.date(2023, 11, 1)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, SUBJECT),
        ({"actors": (mention("RUR"), mention("ABC"), mention("RUR"))}, "ASSAULT|ABC+RUR|GFK|"),
        ({"actors": (mention(None),)}, "ASSAULT||GFK|"),
        ({"recipients": (mention("RUR", "CVL"),)}, "ASSAULT|RUR/|RUR/CVL|"),
        ({"auxiliary": ("historical", "future")}, "ASSAULT|RUR|GFK|future"),
        ({"type": "CONSULT"}, "CONSULT|GFK+RUR||"),
        ({"type": "own", "parent": "AGREE"}, "own|GFK+RUR||"),
    ],
)
def test_what_reports_must_have_in_common(fields: dict[str, object], expected: str) -> None:
    assert subject(event(**fields)) == expected


def report(
    name: str, days: int | tuple[int, int] | None, *places: str | None, published: int | None = None
) -> Report:
    """A report on days counted from `DAY`; places are country, region, town."""
    start, end = (days, days) if isinstance(days, int) else days or (None, None)
    first, last = days_of(_iso(start), _iso(end), _iso(published))
    country, region, town = (*places, None, None, None)[:3]
    return Report(name, name, "e", first, last, (country, region, town))


def _iso(day: int | None) -> str | None:
    return None if day is None else (DAY + datetime.timedelta(days=day)).isoformat()


HENTZAU = ("RUR", "North", "Hentzau")


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        pytest.param([report("a", 0), report("b", 0)], ["ab"], id="same day"),
        pytest.param([report("a", 0), report("b", 1)], ["a", "b"], id="a day apart"),
        pytest.param(
            [report("a", 0, *HENTZAU), report("b", 1, *HENTZAU)],
            ["ab"],
            id="a day apart, same town",
        ),
        pytest.param(
            [report("a", 0, *HENTZAU), report("b", 2, *HENTZAU)], ["a", "b"], id="two days apart"
        ),
        pytest.param(
            [report(n, i, *HENTZAU) for i, n in enumerate("abcd")], ["ab", "cd"], id="no chains"
        ),
        pytest.param(
            [report("a", 0, *HENTZAU), report("b", 0, "RUR", "North"), report("c", 0, "RUR")],
            ["abc"],
            id="places that do not contradict",
        ),
        pytest.param(
            [report("a", 0, "RUR", "North"), report("b", 0, "RUR", "South"), report("c", 0)],
            ["ac", "b"],
            id="regions that contradict",
        ),
        pytest.param([report("a", 0, "RUR"), report("b", 0, "GFK")], ["a", "b"], id="countries"),
        pytest.param(
            [report("a", 0), report("b", None, published=3)], ["ab"], id="undated, published soon"
        ),
        pytest.param(
            [report("a", 0), report("b", None, published=9)], ["a", "b"], id="undated, late"
        ),
        pytest.param([report("a", None), report("b", None)], ["a", "b"], id="no day at all"),
        pytest.param([report("a", 3), report("b", (-1, 28))], ["a", "b"], id="vague, no place"),
        pytest.param(
            [report("a", 3, *HENTZAU), report("b", (-1, 28), *HENTZAU)], ["ab"], id="vague, placed"
        ),
        pytest.param(
            [report("a", 3, *HENTZAU), report("b", (0, 364), *HENTZAU)], ["a", "b"], id="a year"
        ),
    ],
)
def test_which_reports_belong_together(reports: list[Report], expected: list[str]) -> None:
    assert _names(SUBJECT, reports) == expected


def test_where_nobody_is_named_the_place_must_agree() -> None:
    there = [report("a", 0, *HENTZAU), report("b", 0, *HENTZAU), report("c", 0)]
    assert _names("ASSAULT|||", there) == ["ab", "c"]


def _names(subject: str, reports: list[Report]) -> list[str]:
    found: dict[str, list[str]] = {}
    for (name, _), incident in grouped(subject, reports).items():
        found.setdefault(incident, []).append(name)
    return sorted("".join(sorted(names)) for names in found.values())


_DAYS = st.one_of(
    st.none(),
    st.integers(0, 9),
    st.tuples(st.integers(0, 9), st.integers(0, 40)).map(lambda d: (d[0], d[0] + d[1])),
)
_PLACES = st.lists(st.one_of(st.none(), st.sampled_from("xy")), min_size=3, max_size=3)


@given(
    st.lists(st.tuples(_DAYS, _PLACES, st.one_of(st.none(), st.integers(0, 9))), max_size=12),
    st.randoms(use_true_random=False),
)
def test_the_order_makes_no_difference_and_nothing_contradicts(
    given: list[tuple[int | tuple[int, int] | None, list[str | None], int | None]],
    chance: random.Random,
) -> None:
    reports = [report(f"{i:02}", d, *p, published=q) for i, (d, p, q) in enumerate(given)]
    found = grouped(SUBJECT, reports)
    shuffled = list(reports)
    chance.shuffle(shuffled)
    assert grouped(SUBJECT, shuffled) == found
    assert set(found) == {(r.reading, "e") for r in reports}
    for one in reports:
        for other in reports:
            if found[one.reading, "e"] == found[other.reading, "e"]:
                pairs = zip(one.places, other.places, strict=True)
                assert all(a is None or b is None or a == b for a, b in pairs)


def test_an_incident_is_what_all_reports_say_together(record: Record) -> None:
    record.put(READINGS)
    first, *others = record.find_incidents(recipient="GFK")
    assert first.documents == ("a", "b", "c")
    assert (first.status, first.voices) == ("contested", 3)
    assert (first.asserted_by, first.denied_by) == (("IGO:UN",), ("RUR",))
    assert [(p.name, p.country, p.kind) for p in first.reported_by] == [("Courier", "RUR", "state")]
    assert (first.first_report, first.last_report) == ("2023-11-01", "2023-11-03")
    assert (first.date_start, first.place) == (ONE_DAY, "Hentzau")
    assert first.dead is not None
    assert (first.dead.low, first.dead.high) == (2, 5)
    assert [f.document for f in first.dead.figures] == ["a", "b"]
    assert [other.documents for other in others] == [("d",)]
    assert record.count_incidents() == 3
    assert [row["id"] for row in record.events(incident=first.id)] == ["e-a", "e-b", "e-c"]
    # Asked for by one of its reports, it comes whole.
    (asked,) = record.find_incidents(publisher_kind="independent", status="denied")
    assert asked == first
    # By its id, and by one of its reports.
    assert record.incident(first.id) == record.incident_of(record.event("e-c")) == first
    assert [f.event.id for f in record.reports(first.id)] == ["e-a", "e-b", "e-c"]
    assert record.reports("nothing") == []
    with pytest.raises(InputError, match=r"D605.*'nothing'"):
        record.incident("nothing")


def test_incidents_as_rows(record: Record) -> None:
    record.put(READINGS)
    rows = list(record.incidents(recipient="GFK"))
    assert [(r["dead_low"], r["dead_high"]) for r in rows] == [(2, 5), (None, None)]
    assert rows[0]["reported_by"] == ["Courier"]
    frame = record.incidents().to_pandas()
    assert sorted(frame["voices"]) == [1, 1, 3]
    assert record.incidents().to_arrow().num_rows == 3


UNDATED = [*READINGS, reading("f", "Herald", "2023-12-01", recipients=(mention("BBB"),))]


def test_a_panel_of_incidents(record: Record) -> None:
    record.put(UNDATED)
    reports = record.panel(unit="dyad", by="month")
    assert [(r["asserted"], r["denied"]) for r in reports] == [(1, 1), (1, 0)]
    assert reports.undated == 2
    table = record.panel(unit="dyad", by="month", by_incident=True)
    assert [(r["actor"], r["recipient"], r["period"]) for r in table] == [
        ("RUR", "GFK", "2023-10"),
        ("RUR", "GFK", "2023-11"),
    ]
    assert [(r["contested"], r["asserted"], r["denied"]) for r in table] == [(1, 0, 0), (0, 1, 0)]
    assert [r["score_contested"] for r in table] == [-8.0, None]
    assert table.undated == 1


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        ({}, {"2023-10-31": 1, "2023-11-08": 1}),
        ({"publisher": "Herald"}, {"2023-10-31": 1}),  # whole, though one report is asked for
        ({"status": "denied"}, {"2023-10-31": 1}),
        ({"since": "2023-11-01"}, {"2023-11-08": 1}),
        ({"until": "2023-11-01"}, {"2023-10-31": 1}),
        ({"since": "2023-10-31", "until": "2023-10-31"}, {"2023-10-31": 1}),
        ({"place": "Geneva"}, {}),
    ],
)
def test_a_panel_of_incidents_can_be_narrowed_down(
    record: Record, asked: dict[str, object], counted: dict[str, int]
) -> None:
    record.put(UNDATED)
    rows = record.panel(unit="place", by="day", by_incident=True, **asked)  # type: ignore[arg-type]
    total = {r["period"]: sum(r[kind] for kind in set(KINDS.values())) for r in rows}
    assert {day: count for day, count in total.items() if count} == counted


def test_a_panel_counts_the_incidents_that_are_listed(record: Record) -> None:
    record.put(UNDATED)
    listed = Counter(
        (party, incident.date_start[:7], KINDS[incident.status])
        for incident in record.find_incidents()
        for party in {*incident.actors, *incident.recipients}
        if incident.date_start
    )
    counted = Counter(
        {
            (row["party"], row["period"], kind): row[kind]
            for row in record.panel(unit="party", by_incident=True)
            for kind in set(KINDS.values())
        }
    )
    assert +counted == listed


def test_near_duplicates_count_once_in_the_mean() -> None:
    assert mean_score([("a", -10.0), ("a", -10.0), ("b", -4.0), ("c", None)]) == -7.0
    assert mean_score([("a", None)]) is None


@pytest.mark.parametrize("seed", range(3))
def test_incidents_do_not_depend_on_the_order_of_delivery(
    seed: int, place: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Record(str(tmp_path_factory.mktemp("once") / "once.db")) as once:
        once.put(READINGS)
        expected = once.dump()
    shuffled = READINGS * 2
    random.Random(seed).shuffle(shuffled)
    with Record(place) as record:
        for start in range(0, len(shuffled), 3):
            record.put(shuffled[start : start + 3])
        assert record.dump() == expected


def test_an_article_that_changes_leaves_its_incident(record: Record) -> None:
    record.put(READINGS)
    record.put([reading("a", "Courier", "2023-11-01", date=dated("2022-01-01"), place=TOWN)])
    found = [i.documents for i in record.find_incidents(recipient="GFK")]
    assert found == [("a",), ("b", "c"), ("d",)]
    older = msgspec.structs.replace(READINGS[1].coder, version="0.0.1")
    record.put([msgspec.structs.replace(READINGS[1], coder=older)])
    assert [i.documents for i in record.find_incidents(status="denied")] == [("b", "c")]


BACK = """DROP TABLE stale; DROP INDEX events_subject; DROP INDEX events_incident;
ALTER TABLE events DROP COLUMN subject; ALTER TABLE events DROP COLUMN incident;
UPDATE alembic_version SET version_num = '0001'"""


def test_a_record_from_before_there_were_incidents(place: str) -> None:
    with Record(place) as record:
        record.put(READINGS)
        expected = record.dump()
    database = Database(place)
    with database.write() as connection:
        for statement in (*BACK.split(";"), "ALTER TABLE articles DROP COLUMN publisher_reason"):
            connection.execute(sa.text(statement))
    database.close()
    with Record(place) as record:
        assert len(record.incidents()) == 3
        assert record.dump() == expected
