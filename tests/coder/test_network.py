"""What the network says beside the rules: whom bare words mean, and of which sector they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from dragoman.annotate.layers import Chances, Layers
from dragoman.annotate.meaning import KINDS, OFFSETS, Meaning
from dragoman.annotate.words import words_of_doc
from dragoman.coder.who import PartyResolver
from dragoman.knowledge import load_knowledge
from dragoman.records import Article, Mention

KNOWLEDGE = load_knowledge()
NLP = spacy.blank("en")
TEXT = (
    "Kazakhstan, Kazakh papers say, is calm. Kazakh deputies met. "
    "The Uzbek minister spoke. The ministry suspended two officers."
)
SECTORS = ("GOV", "MIL", "COP")


def annotated(text: str, points_at: str, sector: str, *, surely: float = 6.0) -> Doc:
    """A document in which every word points at the name `points_at` and looks like `sector`."""
    for extension in ("dragoman_layers", "dragoman_tokens"):
        if not Doc.has_extension(extension):
            Doc.set_extension(extension, default=None)
    doc = NLP(text)
    cut = words_of_doc(doc)
    n = len(cut.words)
    weight = np.array([[0.0, surely if w == points_at else 0.0] for w in cut.words], np.float32)
    meaning = Meaning(
        np.zeros((n, 1), np.float32), weight, np.zeros(len(KINDS), np.float32),
        np.zeros(OFFSETS, np.float32),
    )  # fmt: skip
    row = [0.9 if s == sector else 0.05 for s in SECTORS]
    sectors = Chances(SECTORS, np.array([row] * n, np.float32))
    plain = Layers(cut.words, cut.starts, cut.ends, [], [], [], [], [], [], [], [], [], [])
    doc._.dragoman_layers = replace(plain, meaning=meaning, sectors=sectors)
    return doc


def mention(doc: Doc, words: str, *, home: str | None = None) -> Mention:
    article = Article(text=doc.text, published="2024-02-20", publisher_country=home)
    start = doc.text.index(words)
    (found,) = PartyResolver(doc, article, KNOWLEDGE).mentions(start, start + len(words))
    return found


@pytest.mark.parametrize(
    ("points_at", "party"), [("Uzbek", "UZB"), ("Kazakhstan", "KAZ"), ("papers", "KAZ")]
)
def test_bare_words_mean_whom_the_network_points_at(points_at: str, party: str) -> None:
    found = mention(annotated(TEXT, points_at, "COP"), "two officers")
    assert found.party == party
    assert found.text == "two officers"


@pytest.mark.parametrize(("surely", "party"), [(6.0, "KAZ"), (1.0, "UZB")])
def test_a_far_surer_network_overrules_what_points_back(surely: float, party: str) -> None:
    text = "Kazakhstan wrote. The Uzbek ministry spoke. It suspended officers. The ministry fell."
    doc = annotated(text, "Kazakhstan", "GOV", surely=surely)
    assert mention(doc, "It").party == mention(doc, "The ministry").party == party


def test_without_a_network_they_mean_the_country_named_most() -> None:
    assert mention(NLP(TEXT), "two officers").party == "KAZ"


def test_words_that_name_a_country_are_left_alone() -> None:
    doc = annotated(TEXT, "Kazakhstan", "GOV")
    assert mention(doc, "The Uzbek minister").party == "UZB"


@pytest.mark.parametrize(("sector", "want"), [("MIL", "MIL"), ("COP", "COP")])
def test_a_sure_network_tells_the_sector(sector: str, want: str) -> None:
    found = mention(annotated(TEXT, "Uzbek", sector), "two officers")
    assert found.sectors[:1] == (want,)


def test_a_network_that_is_unsure_leaves_the_sector_to_the_words() -> None:
    doc = annotated(TEXT, "Uzbek", "GOV")
    layers = doc._.dragoman_layers
    table = np.full_like(layers.sectors.table, 1 / 3)
    doc._.dragoman_layers = replace(layers, sectors=Chances(SECTORS, table))
    assert mention(doc, "two officers").sectors == mention(NLP(TEXT), "two officers").sectors
