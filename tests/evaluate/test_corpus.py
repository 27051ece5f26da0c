"""Corpus files to records: what is read, and what is refused with which words."""

import dataclasses
from pathlib import Path

import pytest

from dragoman.codebook import load_codebook
from dragoman.errors import InputError
from dragoman.evaluate.corpus import corpus_files, load_corpus, split_of
from dragoman.evaluate.corpus_check import (
    consistency,
    coverage,
    duplicates_against,
    near_duplicates,
)
from dragoman.evaluate.corpus_convert import to_gold, to_reading, to_row
from dragoman.evaluate.corpus_parse import default_factuality
from dragoman.records import Reading

ARTICLE = """\
id: lome-port
published: 2019-05-15
form: wire
region: africa-west
home: TGO
contexts: military, economic
title: Shots at the port
text: |
  LOME - Togolese marines fired on a trawler on Monday, killing two, the port's harbour master said.
  Ghana denied that the trawler was its own. "We own no such ship," the minister said. The two
  countries will meet in Accra next week. Lome has threatened to close the border.
events:
- id: e1
  type: ASSAULT firearms
  trigger: fired
  actors: Togolese marines = TGO MIL
  recipients: a trawler = GHA BUS
  date: on Monday = 2019-05-13
  place: LOME = TGO
  dead: two = 2 @ the port's harbour master; two = 2..3
  status: attributed
  by: TGO
- id: e2
  type: CONSULT
  trigger: meet
  actors: The two ... countries = GHA GOV + TGO GOV
  date: next week = 2019-05-20..2019-05-26
  place: Accra = GHA
  aux: future
  contexts: diplomatic
- id: e3
  type: THREATEN restrict
  trigger: threatened
  actors: Lome = TGO GOV
  optional: yes
says:
- source: the port's harbour master = TGO GOV
  cue: master [said]
  content: Togolese ... killing two
  events: e1
- source: Ghana = GHA GOV
  cue: denied
  stance: denies
  content: the trawler was its own
- source: the minister = GHA GOV
  cue: the minister [said]
  content: '"We own no such ship,"'
  in: 2
"""


def load(tmp_path, text):
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    return load_corpus([path])


@pytest.fixture
def article(tmp_path):
    corpus = load(tmp_path, ARTICLE)
    assert [str(p) for p in corpus.problems] == []
    return corpus.articles[0]


def test_words_stand_where_they_are_quoted(article):
    for event in article.events:
        for words in (event.trigger, *event.actors, *event.recipients, event.date, event.place):
            if words is not None:
                assert article.text[words.span[0] : words.span[1]] == words.words
    assert article.events[1].actors[0].parties == (("GHA", ("GOV",)), ("TGO", ("GOV",)))
    assert article.events[0].dead.others[0].high == 3
    assert article.says[2].parent == 1
    assert not article.text.endswith("\n")


def test_what_the_event_leaves_out_comes_from_the_article(article):
    assert article.events[0].contexts == ("military", "economic")
    assert article.events[1].contexts == ("diplomatic",)
    assert article.events[0].status == "attributed"
    assert article.events[1].status == "reported"
    assert article.events[2].optional


def test_records_are_frozen(article):
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.id = "x"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("trigger: fired", "trigger: shelled", "is not in the text"),
        ("cue: master [said]", "cue: said", "occurs 2 times"),
        ("ASSAULT firearms", "ASSULT firearms", "Closest: ASSAULT"),
        ("ASSAULT firearms", "ASSAULT strike", "'strike' is not one of"),
        ("ASSAULT firearms", "AID firearms", "AID has no modes"),
        ("contexts: diplomatic", "contexts: diplomacy", "Closest: diplomatic"),
        ("aux: future", "aux: soon", "is not one of"),
        ("= GHA BUS", "= GHN BUS", "'GHN' is no party"),
        ("= GHA BUS", "= GHA BIZ", "is no party"),
        ("= GHA BUS", "= ARM:boko haram", "is written 'ARM:Boko Haram'"),
        ("a trawler = GHA BUS", "a trawler GHA", "must be 'words = meaning'"),
        ("= 2019-05-13", "= 2019-02-30", "no day of the calendar"),
        ("= 2019-05-13", "= May 13", "write it as 2024-02-19"),
        ("2019-05-20..2019-05-26", "2019-05-26..2019-05-20", "ends before it starts"),
        ("place: Accra = GHA", "place: Accra = Ghana", "no ISO alpha-3"),
        ("two = 2..3", "two = two", "must be a number"),
        ("two = 2..3", "two = 3..2", "ends below its start"),
        ("status: attributed", "status: contested", "contested needs 'denied"),
        ("status: attributed", "status: denied", "denied needs 'denied"),
        ("status: attributed", "status: reported", "with 'by' it is attributed"),
        ("status: attributed", "status: sure", "is not one of reported"),
        ("  by: TGO\n", "", "attributed needs 'by"),
        ("  by: TGO\n", "  by: TGO\n  denied: GHA\n", "somebody denies it: contested"),
        ("  by: TGO\n", "  by: TGO\n  in: e9\n", "no event 'e9'"),
        ("  by: TGO\n", "  by: TGO\n  in: e1\n", "stands in itself"),
        ("optional: yes", "optional: perhaps", "neither yes nor no"),
        ("stance: denies", "stance: denied", "Closest: denies"),
        ("  in: 2", "  in: 4", "number of another attribution"),
        ("  events: e1", "  events: e7", "no event 'e7'"),
        ("- id: e2", "- id: e1", "needs an id of its own"),
        ("form: wire", "form: live", "is not one of wire"),
        ("region: africa-west", "region: africa", "is not one of"),
        ("published: 2019-05-15", "published: 15 May", "is no day"),
        ("id: lome-port", "id: Lome Port", "lower-case words"),
        ("home: TGO", "homes: TGO", "Closest: home"),
        ("  trigger: meet", "  trigger: meet\n  trigger: meet", "given twice"),
        ("title: Shots", "title: Shots: fired", "cannot be read"),
    ],
)
def test_problems(tmp_path, old, new, said):
    assert old in ARTICLE
    corpus = load(tmp_path, ARTICLE.replace(old, new, 1))
    assert any(said in p.message for p in corpus.errors), [str(p) for p in corpus.problems]
    assert not corpus.articles


def test_all_problems_of_a_file_are_told_at_once(tmp_path):
    broken = (
        ARTICLE.replace("ASSAULT", "ASSULT").replace("= GHA BUS", "= XXX").replace("home", "hom")
    )
    assert len(load(tmp_path, broken).errors) == 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("= GHA BUS", "= IGO:Council of Elders", "organisation of states"),
        ("= GHA BUS", "= BUS", "has no party"),
        ("source: the minister = GHA GOV", "source: the minister", "no party is given"),
    ],
)
def test_notes_keep_no_article_out(tmp_path, old, new, said):
    corpus = load(tmp_path, ARTICLE.replace(old, new, 1))
    assert len(corpus.articles) == 1
    assert any(said in p.message for p in corpus.problems)


def test_a_fact_without_a_party_that_acts_is_optional(tmp_path):
    article = load(tmp_path, ARTICLE.replace("= TGO MIL", "= UAF")).articles[0]
    assert article.events[0].optional
    assert to_gold(article)["facts"][0]["actors"] == []


def test_many_documents_in_one_file_and_ids_once(tmp_path):
    second = ARTICLE.replace("lome-port", "lome-port-2")
    assert len(load(tmp_path, ARTICLE + "---\n" + second).articles) == 2
    twice = load(tmp_path, ARTICLE + "---\n" + ARTICLE)
    assert "already used" in twice.errors[0].message


def test_missing_path(tmp_path):
    with pytest.raises(InputError, match="D501"):
        load_corpus([tmp_path / "none.yaml"])
    with pytest.raises(InputError, match="D501"):
        corpus_files(tmp_path)


def test_split_depends_on_the_id_alone():
    splits = [split_of(f"article-{i}") for i in range(2000)]
    assert splits == [split_of(f"article-{i}") for i in range(2000)]
    assert 0.75 < splits.count("train") / 2000 < 0.85
    assert 0.07 < splits.count("dev") / 2000 < 0.13


@pytest.mark.parametrize(
    ("status", "aux", "value"),
    [
        ("reported", (), 3.0),
        ("reported", ("negation",), -3.0),
        ("reported", ("future",), 1.0),
        ("attributed", ("hypothetical",), 0.0),
        ("denied", (), -2.0),
        ("reported", ("historical",), 3.0),
    ],
)
def test_default_factuality(status, aux, value):
    assert default_factuality(status, aux) == value


def test_gold(article):
    gold = to_gold(article)
    fact = gold["facts"][0]
    assert fact["mode"] == "firearms"
    assert (fact["actors"], fact["recipients"]) == (["TGO"], ["GHA"])
    assert fact["date"] == ["2019-05-13", "2019-05-13"]
    assert (fact["place"], fact["dead"], fact["required"]) == ("TGO", 2, True)
    assert gold["facts"][1]["actors"] == ["GHA", "TGO"]


def test_row(article):
    row = to_row(article)
    event = row["events"][1]
    start, end, parties, sectors = event["actors"][0]
    assert article.text[start:end] == "The two\ncountries"
    assert (parties, sectors) == (["GHA", "TGO"], [["GOV"], ["GOV"]])
    assert row["says"][0]["events"] == [0]
    assert row["says"][2]["parent"] == 1


def test_reading(article):
    reading = to_reading(article, load_codebook())
    assert isinstance(reading, Reading)
    for event in reading.events:
        start, end = event.trigger.span
        assert article.text[start:end] == event.trigger.text
    assert reading.events[0].asserted_by[0].text == "the port's harbour master"
    assert [m.party for m in reading.events[1].actors] == ["GHA", "TGO"]


def test_consistency_notes_denials_that_nobody_speaks(tmp_path):
    text = ARTICLE.replace("status: attributed", "status: contested\n  denied: GHA")
    notes = consistency(load(tmp_path, text).articles)
    assert [n.level for n in notes] == ["note"]
    assert "stance denies" in notes[0].message


def test_near_duplicates(tmp_path):
    other = ARTICLE.replace("lome-port", "lome-quay").replace("Monday", "Tuesday")
    far = ARTICLE.replace("lome-port", "far").split("text:")[0] + "text: Nothing like it at all.\n"
    corpus = load(
        tmp_path, ARTICLE + "---\n" + other.replace("= 2019-05-13", "= 2019-05-14") + "---\n" + far
    )
    problems = near_duplicates(corpus.articles)
    assert [p.id for p in problems] == ["lome-quay"]
    assert "lome-port" in problems[0].message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"text": "%s"}\n'),
        ("a.txt", "%s"),
        ("a.tsv", "1\t%s\n"),
        ("a.gold.json", '{"text": "%s"}'),
    ],
)
def test_duplicates_against(tmp_path, article, name, content):
    data = tmp_path / "data"
    data.mkdir()
    copied = "Marines fired on a trawler on Monday, killing two, the port's harbour master said."
    (data / name).write_text(content % copied, encoding="utf-8")
    problems = duplicates_against([article], data)
    assert [p.id for p in problems] == ["lome-port"]


def test_a_set_phrase_is_no_copy(tmp_path, article):
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.txt").write_text("In Kara the port's harbour master said nothing.", encoding="utf-8")
    assert duplicates_against([article], data) == []


def test_coverage_counts_required_facts_and_marks_what_is_short(article):
    counts = {(c.group, c.name): c for c in coverage([article], load_codebook())}
    assert counts["total", "facts"].count == 2
    assert counts["total", "optional facts"].count == 1
    assert counts["mode", "ASSAULT:firearms"].count == 1
    assert counts["type", "THREATEN"].count == 0
    assert counts["type", "THREATEN"].short


def test_the_corpus_itself_has_no_errors():
    root = Path(__file__).parents[2] / "corpus"
    if not list(root.glob("*/*.yaml")):
        pytest.skip("this copy of the project holds no corpus")
    corpus = load_corpus(corpus_files(root))
    assert [str(p) for p in corpus.errors] == []
    assert near_duplicates(corpus.articles) == []
