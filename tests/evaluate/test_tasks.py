"""Scorers on answers worked out by hand, and predictions that go out and come back."""

import gzip
import json

import pytest

from dragoman.errors import InputError
from dragoman.evaluate import (
    attribution,
    dates,
    entities,
    factuality,
    places,
    relations,
    roles,
    syntax,
    tasks,
)
from dragoman.evaluate.report import macro_f1, median, pearson

# -- relations


def relation_rows(*roots, quads=None):
    return [
        {"gold_root": root, "gold_quad": quads[i] if quads else ""} for i, root in enumerate(roots)
    ]


@pytest.mark.parametrize(
    ("gold", "given", "accuracy", "quads", "conflict"),
    [
        (["AID", "ASSAULT"], ["AID", "ASSAULT"], 1.0, 1.0, 1.0),
        (["YIELD", "YIELD"], ["CONCEDE", "RETREAT"], 1.0, 1.0, 1.0),
        (["YIELD"], ["AID"], 0.0, 1.0, 1.0),
        (["DEMAND", "FIGHT"], ["REQUEST", "ASSAULT"], 1.0, 1.0, 1.0),
        (["REQUEST"], ["ACCUSE"], 0.0, 1.0, 1.0),
        (["SANCTION", "ACCUSE"], ["ACCUSE", "SANCTION"], 0.0, 0.0, 1.0),
        (["AID"], [None], 0.0, 0.0, 0.0),
        (["AID", "AID", "AGREE"], ["AID", "AGREE", "AGREE"], 0.6667, 0.6667, 1.0),
    ],
)
def test_relations(gold, given, accuracy, quads, conflict):
    metrics = relations.score(relation_rows(*gold), [{"type": g} for g in given])
    assert metrics["root_accuracy"] == accuracy
    assert metrics["quad_macro_f1"] == quads
    assert metrics["conflict_macro_f1"] == conflict


def test_relations_take_the_quads_of_the_file():
    rows = relation_rows("AID", quads=["4"])
    assert relations.score(rows, [{"type": "ASSAULT"}])["quad_macro_f1"] == 1.0


@pytest.mark.parametrize(
    ("row", "span"),
    [
        ({"source_start": "3", "source_end": "7"}, (3, 7)),
        ({"source_start": "", "source_end": ""}, (4, 9)),
        ({"source_start": "", "source_end": "", "source": "Benin"}, (0, 16)),
    ],
)
def test_relation_offsets(row, span):
    item = {"sentence": "The Ghana envoys", "source": "Ghana"} | row
    assert relations._span(item, "source") == span


# -- attribution

TEXT = "Kigali denied it, the UN said."


def said(source, cue, content):
    return {
        name: [[TEXT.index(words), TEXT.index(words) + len(words)]] if words else []
        for name, words in (("source", source), ("cue", cue), ("content", content))
    }


@pytest.mark.parametrize(
    ("given", "whole", "content"),
    [
        (said("the UN", "said", "Kigali denied it"), 1.0, 1.0),
        (said("UN", "said", "Kigali denied it,"), 1.0, 0.8571),
        (said("Kigali", "said", "Kigali denied it"), 0.0, 1.0),
        (said("the UN", "denied", "Kigali denied it"), 0.0, 1.0),
        (said("the UN", "said", "Kigali"), 0.0, 0.5),
        (said("", "said", "Kigali denied it"), 0.0, 1.0),
    ],
)
def test_attribution(given, whole, content):
    item = {"text": TEXT, "attributions": [said("the UN", "said", "Kigali denied it")]}
    metrics = attribution.score([item], [{"attributions": [given]}])
    assert metrics["whole_f1"] == whole
    assert metrics["content_f1"] == content


def test_an_unnamed_source_is_not_asked_for():
    item = {"text": TEXT, "attributions": [said("", "said", "Kigali denied it")]}
    prediction = {"attributions": [said("the UN", "said", "Kigali denied it")]}
    metrics = attribution.score([item], [prediction])
    assert (metrics["whole_f1"], metrics["source_f1"]) == (1.0, 0.0)


def test_whole_attributions_match_one_to_one():
    one = said("the UN", "said", "Kigali denied it")
    metrics = attribution.score(
        [{"text": TEXT, "attributions": [one]}], [{"attributions": [one, one]}]
    )
    assert (metrics["whole_precision"], metrics["whole_recall"]) == (0.5, 1.0)


# -- factuality


def test_factuality():
    items = [
        {"predicates": [{"score": 3.0}, {"score": -3.0}]},
        {"predicates": [{"score": 0.0}]},
    ]
    metrics = factuality.score(items, [{"score": 2.0}, {"score": -2.0}, {"score": 0.0}])
    assert metrics == {"predicates": 3, "mean_absolute_error": 0.6667, "pearson": 1.0}
    with pytest.raises(InputError, match="D401"):
        factuality.score(items, [{"score": 2.0}])


# -- syntax

CONLLU = """\
# sent_id = 1
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\tdo\tAUX\t_\tMood=Imp\t3\taux:pass\t_\t_
2\tn't\tnot\tPART\t_\t_\t3\tadvmod\t_\t_
3\tshoot\tshoot\tVERB\t_\t_\t0\troot\t_\t_
3.1\tyou\tyou\tPRON\t_\t_\t_\t_\t3:nsubj\t_

# sent_id = 2
1\tStop\tstop\tVERB\t_\t_\t0\troot\t_\t_

"""


def test_syntax(tmp_path):
    path = tmp_path / "a.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    items = syntax.read(path)
    assert [len(i["forms"]) for i in items] == [3, 1]
    given = json.loads(json.dumps(items))
    given[0]["deps"] = ["aux", "obj", "root"]
    given[0]["heads"] = [3, 1, 0]
    given[0]["upos"] = ["VERB", "PART", "VERB"]
    given[1]["lemmas"] = ["STOP"]
    metrics = syntax.score(items, given)
    assert metrics == {
        "words": 4, "upos": 0.75, "uas": 0.75, "las": 0.75, "lemmas": 1.0, "feats": 1.0,
    }  # fmt: skip


def test_syntax_goes_out_and_comes_back(tmp_path):
    path, out = tmp_path / "a.conllu", tmp_path / "b.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    items = syntax.read(path)
    syntax.write(out, items)
    assert syntax.read(out) == items


# -- roles


def test_roles():
    items = [
        {
            "tokens": ["a"] * 6,
            "props": [
                {"pred": 1, "args": [[0, 1, "ARG0"], [1, 2, "V"]]},
                {"pred": 4, "args": [[5, 6, "ARG1"]]},
            ],
        }
    ]
    given = [
        {"props": [{"pred": 1, "args": [[0, 1, "ARG0"]]}, {"pred": 4, "args": [[4, 6, "ARG1"]]}]}
    ]
    metrics = roles.score(items, given)
    assert metrics["arguments"] == 2
    assert (metrics["precision"], metrics["recall"], metrics["f1"]) == (0.5, 0.5, 0.5)
    assert metrics["f1_ARG0"] == 1.0


# -- entities


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        (["B-PER", "I-PER", "O"], [(0, 2, "PER")]),
        (["B-PER", "B-PER"], [(0, 1, "PER"), (1, 2, "PER")]),
        (["I-LOC", "I-ORG"], [(0, 1, "LOC"), (1, 2, "ORG")]),
        (["B-GPE", "I-GPE", "B-FAC"], [(0, 2, "LOC"), (2, 3, "LOC")]),
        (["B-TIM", "I-TIM", "O"], []),
        (["O", "B-ORG"], [(1, 2, "ORG")]),
    ],
)
def test_entities_of(tags, found):
    assert entities.entities_of(tags) == found


def test_entities_out_and_back(tmp_path):
    path, out = tmp_path / "a.bio.gz", tmp_path / "b.bio"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("# 1\nMr\tB-PER\nX\tI-PER\n\n1\tin\tO\t-\t-\n2\tRome\tB-GPE\t-\tann\n")
    items = entities.read(path)
    assert [i["tokens"] for i in items] == [["Mr", "X"], ["in", "Rome"]]
    given = [
        {"tokens": i["tokens"], "tags": entities.tags_of(entities.entities_of(i["tags"]), 2)}
        for i in items
    ]
    entities.write(out, given)
    assert entities.read(out) == given
    assert entities.score(items, given)["f1"] == 1.0


# -- places


def toponym(start, end, **more):
    return {"start": start, "end": end, "lat": 0.0, "lon": 0.0, "country": "TGO"} | more


@pytest.mark.parametrize(
    ("gold", "given", "expected"),
    [
        ([toponym(0, 4)], [toponym(0, 4)], (1.0, 1.0, 1.0)),
        ([toponym(0, 4)], [toponym(0, 8)], (1.0, 1.0, 1.0)),
        ([toponym(0, 4)], [toponym(0, 9)], (0.0, None, None)),
        ([toponym(0, 4)], [toponym(0, 4, lat=2.0, country="GHA")], (1.0, 0.0, 0.0)),
        ([toponym(0, 4)], [toponym(0, 4, lat=None, country=None)], (1.0, 0.0, 0.0)),
        ([toponym(0, 4, lat=None, country=None)], [toponym(0, 4)], (1.0, None, None)),
        ([toponym(0, 4, type="Metonymic")], [toponym(0, 4)], (None, None, None)),
        ([toponym(0, 4, type="Literal")], [toponym(0, 4)], (1.0, 1.0, 1.0)),
        ([], [toponym(0, 4)], (0.0, None, None)),
    ],
)
def test_places(gold, given, expected):
    metrics = places.score(
        [{"toponyms": gold}], [{"toponyms": given}], same_country=lambda one, other: one == other
    )
    assert (metrics["f1"], metrics["country"], metrics["within_161_km"]) == expected


# -- dates


@pytest.mark.parametrize(
    ("attrs", "days"),
    [
        ({"when": "2014"}, ("2014-01-01", "2014-12-31")),
        ({"when": "2012-02"}, ("2012-02-01", "2012-02-29")),
        ({"when": "2012-02-30"}, None),
        ({"when": "2012-03-04T10:00:00"}, ("2012-03-04", "2012-03-04")),
        ({"when": "--05-03"}, None),
        ({"when": "-0500"}, None),
        ({"from": "1600", "to": "1699-12-31"}, ("1600-01-01", "1699-12-31")),
        ({"notBefore": "2001", "notAfter": "2003"}, ("2001-01-01", "2003-12-31")),
        ({"notBefore": "2001"}, None),
        ({"from": "2003", "to": "2001"}, None),
    ],
)
def test_tei_days(attrs, days):
    assert dates.tei_days(attrs) == days


def recogniser(**value):
    return {
        "input": "x" * 20,
        "reference": "2016-11-07T00:00:00",
        "results": [{"start": 2, "end": 6, "type": "daterange", "values": [value]}],
    }


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ({"value": "2019-01-04"}, [["2019-01-04", "2019-01-04"]]),
        ({"start": "1990-01-01", "end": "2000-01-01"}, [["1990-01-01", "1999-12-31"]]),
        ({"start": "1990-01-01"}, []),
        ({"start": "1990-01-01", "end": "1990-01-01"}, []),
    ],
)
def test_recogniser_values(tmp_path, value, days):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(recogniser(**value)), encoding="utf-8")
    assert dates.read(path)[0]["dates"][0]["values"] == days


def when(start, end, *days):
    return {"start": start, "end": end, "values": [list(d) for d in days]}


DAY = ("2019-01-04", "2019-01-04")
OTHER = ("2019-01-05", "2019-01-05")


@pytest.mark.parametrize(
    ("gold", "given", "span_f1", "value"),
    [
        ([when(0, 4, DAY)], [(0, 4, DAY)], 1.0, 1.0),
        ([when(0, 4, DAY)], [(1, 4, DAY)], 0.0, 1.0),
        ([when(0, 4, DAY)], [(0, 4, OTHER)], 1.0, 0.0),
        ([when(0, 4, DAY, OTHER)], [(0, 4, OTHER)], 1.0, 1.0),
        ([when(0, 4)], [(0, 4, DAY)], 1.0, None),
        ([when(0, 4, DAY)], [(0, 4, None)], 1.0, 0.0),
        ([when(0, 4, DAY)], [(0, 4, DAY), (6, 9, DAY)], 1.0, 1.0),
        ([when(0, 4, DAY)], [(0, 4, DAY), (16, 19, DAY)], 0.6667, 1.0),
    ],
)
def test_dates(gold, given, span_f1, value):
    item = {"dates": gold, "neutral": [{"start": 6, "end": 9}]}
    answers = [{"start": s, "end": e, "value": d and list(d)} for s, e, d in given]
    metrics = dates.score([item], [{"dates": answers}])
    assert (metrics["span_f1"], metrics["value"]) == (span_f1, value)


# -- measures, registry


def test_measures():
    assert macro_f1(["a", "b"], ["a", None]) == 0.5
    assert macro_f1([], []) is None
    assert pearson([1, 1], [1, 2]) is None
    assert pearson([1], [1]) is None
    assert (median([3, 1]), median([]), median([1, 5, 2])) == (2.0, None, 2)


def test_every_task_of_the_contract_is_there():
    assert tasks.TASK_NAMES == (
        "relations", "gold", "attribution", "factuality", "syntax", "roles", "entities", "places",
        "dates",
    )  # fmt: skip


@pytest.mark.parametrize(("name", "labels"), [("speed", "plover"), ("relations", "acled")])
def test_unknown_task_or_labels(name, labels):
    with pytest.raises(InputError, match="D401"):
        tasks.find_task(name, labels=labels)


def test_scores_a_file_of_predictions_without_a_model(tmp_path):
    gold, given = tmp_path / "gold.tsv", tmp_path / "given.jsonl"
    gold.write_text("sentence\tsource\ttarget\tgold_root\nx\ty\tz\tAID\n", encoding="utf-8")
    given.write_text('{"index": 0, "gold": "AID", "type": "AID"}\n', encoding="utf-8")
    report, predictions = tasks.evaluate(
        tasks.find_task("relations"), [gold], predictions_from=given
    )
    assert report.to_dict() == {
        "task": "relations",
        "file": str(gold),
        "n": 1,
        "metrics": {
            "root_macro_f1": 1.0, "root_accuracy": 1.0, "quad_macro_f1": 1.0,
            "conflict_macro_f1": 1.0,
        },
    }  # fmt: skip
    assert len(predictions) == 1


def test_predictions_of_another_file_are_refused(tmp_path):
    gold, given = tmp_path / "gold.tsv", tmp_path / "given.jsonl"
    gold.write_text("sentence\tsource\ttarget\tgold_root\nx\ty\tz\tAID\n", encoding="utf-8")
    given.write_text('{"type": "AID"}\n{"type": "AID"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="asks for 1 predictions, 2 are given"):
        tasks.evaluate(tasks.find_task("relations"), [gold], predictions_from=given)


@pytest.mark.parametrize(
    ("task", "content", "said"),
    [
        ("relations", "a\tb\n", "lacks the columns"),
        ("relations", "sentence\tsource\ttarget\tgold_root\nx\n", "line 2 has 1 cells"),
        ("attribution", "{\n", "is not JSON"),
        ("attribution", '{"id": 1}\n', "lacks text, attributions"),
        ("dates", '{"text": "x"}\n', "has neither"),
        ("syntax", "1\tx\n", "needs 10 columns"),
        ("entities", "x\n", "at least two columns"),
        ("roles", b"\xff\xfe\n", "is not UTF-8"),
    ],
)
def test_bad_files(tmp_path, task, content, said):
    path = tmp_path / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError, match="D401") as caught:
        tasks.find_task(task).read(path)
    assert said in str(caught.value)


def test_missing_file(tmp_path):
    with pytest.raises(InputError, match="D105"):
        tasks.find_task("roles").read(tmp_path / "none.jsonl")
