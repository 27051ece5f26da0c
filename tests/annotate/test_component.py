"""Layers on a `Doc`: spaCy's own attributes say what the annotator said."""

from __future__ import annotations

from spacy.tokens import Doc

from hand_layers import Row, hand_doc

# A blank before the first word, two after another, a line break, and two sentences.
TEXT = " Ruritania  shelled\nHentzau. Dockers fled."
ROWS: list[Row] = [
    ("PROPN", "Number=Sing", "Ruritania", 1, "nsubj"),
    ("VERB", "Tense=Past|VerbForm=Fin", "shell", 1, "root"),
    ("PROPN", "Number=Sing", "Hentzau", 1, "obj"),
    ("PUNCT", "_", ".", 1, "punct"),
    ("NOUN", "Number=Plur", "docker", 5, "nsubj"),
    ("VERB", "Tense=Past|VerbForm=Fin", "flee", 5, "root"),
    ("PUNCT", "_", ".", 5, "punct"),
]


def made() -> Doc:
    return hand_doc(TEXT, ROWS, ents=[(0, 1, "LOC"), (2, 3, "LOC")])


def words(doc: Doc) -> list[int]:
    return [t.i for t in doc if not t.is_space]


def test_text_is_kept_with_its_white_space() -> None:
    doc = made()
    assert doc.text == TEXT
    assert len(doc) > len(ROWS)
    assert [doc[i].text for i in doc._.dragoman_tokens] == doc._.dragoman_layers.words


def test_tags_morphology_lemmas() -> None:
    doc = made()
    found = [(doc[i].pos_, str(doc[i].morph) or "_", doc[i].lemma_) for i in words(doc)]
    assert found == [(pos, feats, lemma) for pos, feats, lemma, _, _ in ROWS]
    assert {t.pos_ for t in doc if t.is_space} == {"SPACE"}


def test_heads_and_relations_count_tokens_of_the_doc() -> None:
    doc = made()
    at = words(doc)
    assert [doc[i].head.i for i in at] == [at[head] for _, _, _, head, _ in ROWS]
    assert [doc[i].dep_.lower() for i in at] == [dep for *_, dep in ROWS]
    assert [t.text for t in doc[at[1]].children if not t.is_space] == ["Ruritania", "Hentzau", "."]


def test_sentences_follow_from_the_roots() -> None:
    assert [s.text.strip() for s in made().sents] == [
        "Ruritania  shelled\nHentzau.",
        "Dockers fled.",
    ]
    assert [s.root.text for s in made().sents] == ["shelled", "fled"]


def test_white_space_belongs_to_a_sentence_and_heads_nothing() -> None:
    doc = made()
    assert sum(len(s) for s in doc.sents) == len(doc)
    for token in doc:
        if token.is_space:
            assert all(child.is_space for child in token.children)


def test_entities() -> None:
    doc = made()
    assert [(e.text, e.label_) for e in doc.ents] == [("Ruritania", "LOC"), ("Hentzau", "LOC")]
    assert all(doc.text[e.start_char : e.end_char] == e.text for e in doc.ents)


def test_neighbouring_entities_stay_two() -> None:
    rows = [("PROPN", "_", w, 0, "root" if i == 0 else "flat") for i, w in enumerate("ABC")]
    doc = hand_doc("A B C", rows, ents=[(0, 1, "PER"), (1, 3, "PER")])
    assert [e.text for e in doc.ents] == ["A", "B C"]


def test_a_doc_of_one_word() -> None:
    doc = hand_doc("Halt", [("VERB", "_", "halt", 0, "root")])
    assert [(s.text, s.root.dep_) for s in doc.sents] == [("Halt", "ROOT")]
