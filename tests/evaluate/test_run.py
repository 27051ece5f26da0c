"""What each task asks of the model and makes of its answer, with a stand-in for the model."""

import sys
from types import ModuleType, SimpleNamespace

import pytest

import dragoman
from dragoman.evaluate import attribution, entities, factuality, gold, relations, roles, syntax
from dragoman.records import Attribution, Mention, Words


class FakeAnnotator:
    """Tags every word alike, the first word as a person and as the root."""

    @classmethod
    def load(cls, path=None):
        return cls()

    def annotate_words(self, sentences, *, predicates=None):
        given = predicates or [[] for _ in sentences]
        return [self._layers(s, p) for s, p in zip(sentences, given, strict=True)]

    def _layers(self, words, predicates):
        return SimpleNamespace(
            lemmas=[w.lower() for w in words],
            upos=["NOUN"] * len(words),
            feats=["_"] * len(words),
            heads=[0] * len(words),
            deps=["root"] + ["dep"] * (len(words) - 1),
            ents=[(0, 1, "PER"), (1, 2, "NORP")],
            props=[(p, [(0, 1, "ARG0")]) for p in predicates],
            factuality={p: 1.23456 for p in predicates},
        )


@pytest.fixture(autouse=True)
def model(monkeypatch, reading):
    module = ModuleType("dragoman.annotate.annotator")
    module.Annotator = FakeAnnotator
    monkeypatch.setitem(sys.modules, "dragoman.annotate.annotator", module)
    names = vars(dragoman)  # set there, so that the real ones are not looked for
    monkeypatch.setitem(names, "read_many", lambda articles: [reading for _ in articles])
    monkeypatch.setitem(
        names,
        "relation",
        lambda sentence, *, source, target, labels: f"{source}{target}{labels}",
    )


def test_syntax():
    item = {"comments": [], "forms": ["Stop", "it"]}
    assert syntax.run([item])[0] == {
        "comments": [], "forms": ["Stop", "it"], "lemmas": ["stop", "it"], "upos": ["NOUN", "NOUN"],
        "feats": ["_", "_"], "heads": [0, 1], "deps": ["root", "dep"],
    }  # fmt: skip


def test_roles():
    items = [
        {"tokens": ["a", "b"], "props": [{"pred": 1, "args": []}]},
        {"tokens": ["c"], "props": []},
    ]
    assert [row["props"] for row in roles.run(items)] == [
        [{"pred": 1, "args": [[0, 1, "ARG0"]]}],
        [],
    ]


def test_entities():
    assert entities.run([{"tokens": ["Ann", "Dane"]}])[0]["tags"] == ["B-PER", "O"]


def test_factuality():
    items = [{"tokens": ["go", "on"], "predicates": [{"start": 0, "end": 1, "score": 3}]}]
    assert factuality.run(items) == [{"index": 0, "gold": 3, "score": 1.2346}]


def test_relations():
    row = {"sentence": "A hit B", "source": "A", "target": "B", "gold_root": "ASSAULT"}
    (prediction,) = relations.run([row], labels="plv")
    assert prediction["type"] == "(0, 1)(6, 7)plv"


def test_readings(reading):
    item = {"id": "a", "text": "x", "facts": []}
    assert gold.run([item]) == [reading.to_dict()]


def test_attribution(monkeypatch):
    said = Attribution(
        id="1",
        source=Mention(text="He", span=(0, 2)),
        stance="asserts",
        cue=Words(text="said", span=(3, 7)),
        content=((8, 10),),
    )
    hidden = Attribution(id="2", source=None, stance="asserts", cue=None, content=((8, 10),))
    monkeypatch.setattr(
        dragoman, "read_many", lambda _: [SimpleNamespace(attributions=(said, hidden))]
    )
    (row,) = attribution.run([{"id": "a", "text": "He said so"}])
    assert row["attributions"] == [
        {"source": [[0, 2]], "cue": [[3, 7]], "content": [[8, 10]]},
        {"source": [], "cue": [], "content": [[8, 10]]},
    ]
