"""The gold scorer, one rule a row."""

import json

import pytest

from dragoman.errors import InputError
from dragoman.evaluate import gold

FACT = {
    "type": "ASSAULT",
    "mode": "firearms",
    "actors": ["TGO"],
    "recipients": ["GHA"],
    "auxiliary": [],
    "status": "attributed",
    "asserted_by": ["TGO"],
    "denied_by": [],
    "date": ["2019-05-13", "2019-05-13"],
    "place": "TGO",
    "dead": None,
    "injured": None,
    "required": True,
    "words": "fired on a trawler",
}


def mentions(*parties):
    return [{"party": party, "sectors": ["GOV"]} for party in parties]


EVENT = {
    "type": "ASSAULT",
    "parent": None,
    "mode": "firearms",
    "actors": mentions("TGO"),
    "recipients": mentions("GHA"),
    "auxiliary": [],
    "status": "attributed",
    "asserted_by": mentions("TGO"),
    "denied_by": [],
    "date": {"start": "2019-05-13", "end": "2019-05-13"},
    "place": {"country": "TGO"},
    "trigger": {"text": "fired"},
    "confidence": 0.9,
}


def scored(facts, events):
    item = {"id": "a", "text": "", "facts": facts}
    prediction = {"document": {"id": "a"}, "events": events}
    return gold.score([item], [prediction])


def counts(facts, events):
    """Facts asked for, events counted, matches."""
    report = scored(facts, events)
    types = [row for row in report.rows if row["coded"] is not None]
    wanted, given, right = (
        sum(row[name] for row in types) for name in ("facts", "coded", "matched")
    )
    return wanted, given, right


@pytest.mark.parametrize(
    ("fact", "event", "expected"),
    [
        ({}, {}, (1, 1, 1)),
        ({}, {"type": "COERCE"}, (1, 1, 0)),
        ({}, {"type": "SHOOTING", "parent": "ASSAULT"}, (1, 1, 1)),
        ({}, {"actors": mentions("BEN")}, (1, 1, 0)),
        ({}, {"actors": mentions("BEN", "TGO")}, (1, 1, 1)),
        ({}, {"recipients": mentions("BEN")}, (1, 1, 0)),
        ({}, {"recipients": []}, (1, 1, 0)),
        ({"recipients": []}, {}, (1, 1, 1)),
        ({}, {"actors": []}, (1, 0, 0)),
        ({}, {"actors": [{"party": None}]}, (1, 0, 0)),
        ({"required": False}, {}, (0, 0, 0)),
        ({"required": False, "actors": []}, {}, (0, 0, 0)),
        ({"required": False, "actors": []}, {"actors": []}, (0, 0, 0)),
        ({"required": False, "actors": []}, {"recipients": mentions("BEN")}, (0, 1, 0)),
        ({"actors": ["ARM:Wagner"]}, {"actors": mentions("RUS")}, (1, 1, 1)),
        ({"actors": ["RUS"]}, {"actors": mentions("ARM:Wagner")}, (1, 1, 0)),
    ],
)
def test_what_matches(fact, event, expected):
    assert counts([FACT | fact], [EVENT | event]) == expected


@pytest.mark.parametrize("type_", ["AGREE", "CONSULT", "COOPERATE"])
@pytest.mark.parametrize(
    ("fact", "event", "right"),
    [
        ((["COD", "RWA"], ["AGO"]), (["RWA"], ["COD"]), 1),
        ((["COD", "RWA"], ["AGO"]), (["AGO", "COD"], []), 1),
        ((["COD", "RWA"], []), (["COD"], []), 0),
        ((["COD", "RWA"], []), (["COD"], ["UGA"]), 0),
        ((["COD"], []), (["COD"], ["UGA"]), 1),
        (([], ["COD"]), (["UGA"], ["COD"]), 1),
    ],
)
def test_two_sides_count_as_one_set(type_, fact, event, right):
    facts = [FACT | {"type": type_, "actors": fact[0], "recipients": fact[1]}]
    events = [
        EVENT | {"type": type_, "actors": mentions(*event[0]), "recipients": mentions(*event[1])}
    ]
    assert counts(facts, events)[2] == right


def test_required_facts_come_before_optional_ones():
    optional = FACT | {"required": False}
    wrong_mode = FACT | {"mode": "beat", "status": "reported"}
    report = scored([optional, wrong_mode], [EVENT])
    assert report.metrics["event_f1"] == 1.0
    assert report.metrics["mode"] == 0.0


def test_each_fact_once():
    assert counts([FACT], [EVENT, EVENT]) == (1, 2, 1)
    assert counts([FACT | {"required": False}], [EVENT, EVENT]) == (0, 1, 0)


def test_best_total_agreement():
    """Greedy by order would give the first event to the first fact and get both modes wrong."""
    facts = [FACT, FACT | {"mode": "beat", "recipients": []}]
    events = [EVENT | {"mode": "beat"}, EVENT]
    assert scored(facts, events).metrics["mode"] == 1.0


@pytest.mark.parametrize(
    ("event", "metric", "value"),
    [
        ({}, "mode", 1.0),
        ({"mode": None}, "mode", 0.0),
        ({"actors": mentions("TGO", "BEN")}, "actors", 0.0),
        ({"recipients": mentions("GHA", "BEN")}, "recipients", 0.0),
        ({"status": "alleged"}, "status", 0.0),
        ({}, "auxiliary_f1", None),
        ({"auxiliary": ["future"]}, "auxiliary_f1", 0.0),
        ({"asserted_by": mentions("TGO", "BEN")}, "asserted_by_f1", 0.6667),
        ({"asserted_by": []}, "asserted_by_f1", 0.0),
        ({}, "denied_by_f1", None),
        ({"date": None}, "date_f1", 0.0),
        ({"date": {"start": "2019-05-13", "end": "2019-05-14"}}, "date_f1", 0.0),
        ({"date": {"start": None, "end": None}}, "date_f1", 0.0),
        ({"place": {"country": "GHA"}}, "place_f1", 0.0),
        ({}, "place_f1", 1.0),
    ],
)
def test_fields_over_matched_pairs(event, metric, value):
    assert scored([FACT], [EVENT | event]).metrics[metric] == value


def test_recipients_of_symmetric_types_are_right_whichever_side_they_stand():
    facts = [FACT | {"type": "CONSULT", "actors": ["COD", "RWA"], "recipients": ["AGO"]}]
    events = [
        EVENT | {"type": "CONSULT", "actors": mentions("AGO", "COD"), "recipients": mentions("RWA")}
    ]
    metrics = scored(facts, events).metrics
    assert (metrics["actors"], metrics["recipients"]) == (1.0, 1.0)


def test_contested_facts_found_and_called_so():
    contested = FACT | {"status": "contested", "denied_by": ["GHA"]}
    assert scored([contested], [EVENT]).metrics["contested_found"] == 0.0
    assert scored([contested], [EVENT | {"status": "contested"}]).metrics["contested_found"] == 1.0


def test_calibration():
    assert gold.calibration_error([(0.9, True)] * 9 + [(0.9, False)]) == 0.0
    assert gold.calibration_error([(1.0, False), (0.0, False)]) == 0.5
    assert gold.calibration_error([]) is None


def test_documents_are_joined_by_id_and_a_missing_one_has_no_events():
    items = [{"id": name, "text": "", "facts": [FACT]} for name in ("a", "b")]
    report = gold.score(items, [{"document": {"id": "b"}, "events": [EVENT]}])
    assert report.metrics["event_recall"] == 0.5
    assert [line.split(":")[0] for line in report.errors] == ["a"]


def test_finer_fields_where_the_file_gives_them():
    finer = FACT | {
        "contexts": ["military"],
        "dead": 3,
        "arrested": [2, 4],
        "actor_mentions": [{"words": "the marines", "parties": ["TGO"], "sectors": [["MIL"]]}],
        "recipient_mentions": [{"words": "Ghana", "parties": ["GHA"], "sectors": [["GOV"]]}],
    }
    figures = {"dead": {"low": 3, "high": 3}, "arrested": {"low": 2, "high": 3}}
    event = EVENT | {"contexts": ["military", "economic"], "magnitude": figures}
    metrics = scored([finer], [event]).metrics
    assert metrics["contexts_f1"] == 0.6667
    assert metrics["toll_f1"] == 0.5
    assert metrics["sector"] == 0.5
    assert metrics["description"] == 1.0


def test_slices():
    text = "Marines came ashore. They fired on a trawler."
    fact = FACT | {
        "auxiliary": ["historical"],
        "trigger": [26, 31],
        "embedded": True,
        "actor_mentions": [
            {"words": "They", "span": [21, 25], "parties": ["TGO"], "sectors": [["MIL"]]}
        ],
    }
    far = fact | {
        "actor_mentions": [
            {"words": "Marines", "span": [0, 7], "parties": ["TGO"], "sectors": [["MIL"]]}
        ]
    }
    report = gold.score(
        [{"id": "a", "text": text, "facts": [fact, far]}],
        [{"document": {"id": "a"}, "events": [EVENT]}],
    )
    recalls = {row["type"]: row["recall"] for row in report.rows if row["coded"] is None}
    assert recalls == {
        "actor described": 1.0,
        "actor elsewhere": 0.0,
        "auxiliary historical": 0.5,
        "in another's words": 0.5,
        "status attributed": 0.5,
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("it", True),
        ("The two countries", True),
        ("His ministry", True),
        ("the Togolese marines", False),
        ("Kyiv", False),
        ("They", True),
    ],
)
def test_descriptions(words, expected):
    assert gold._is_description(words) is expected


def test_errors_are_listed():
    report = scored([FACT, FACT | {"type": "AID"}], [EVENT | {"status": "denied"}])
    assert any("missed AID" in line for line in report.errors)
    assert any(
        "status of ASSAULT" in line and "should be attributed" in line for line in report.errors
    )


def test_reads_files_folders_and_lines(tmp_path):
    item = {"id": "a", "text": "x", "facts": []}
    (tmp_path / "a.gold.json").write_text(json.dumps(item), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps(item) + "\n", encoding="utf-8")
    for path in (tmp_path / "a.gold.json", tmp_path, tmp_path / "b.jsonl"):
        assert gold.read(path) == [item]


@pytest.mark.parametrize("content", ["{", "[]", '{"id": "a"}'])
def test_bad_gold_file(tmp_path, content):
    path = tmp_path / "a.gold.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="D401"):
        gold.read(path)


def test_missing_gold_file(tmp_path):
    with pytest.raises(InputError, match="D105"):
        gold.read(tmp_path / "a.gold.json")
    with pytest.raises(InputError, match="D401"):
        gold.read(tmp_path)
