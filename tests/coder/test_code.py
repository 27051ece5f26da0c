"""The whole coder with the shipped model: the same bytes in any company, and words that slice
back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from spacy.tokens import Doc

from dragoman.annotate.annotator import Annotator
from dragoman.coder.code import Coder, _clash, _of_lower_clause, _on_own_soil, apart, by_part
from dragoman.coder.where import PlaceFinder
from dragoman.coder.who import PartyResolver
from dragoman.errors import ModelError
from dragoman.knowledge import load_knowledge
from dragoman.knowledge.places import load_gazetteer
from dragoman.reader import read, read_many
from dragoman.records import Article, Mention, Place, Reading
from hand_layers import filled, found_at, hand_tree

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXTS = (
    (EXAMPLES / "boats.txt").read_text(encoding="utf-8"),
    "Peru's army shelled a rebel camp on Monday, the defence ministry said. "
    "The rebels denied that they had been there.",
    "Bulls stormed ahead on Friday. Nothing else happened.",
    "Ёлки! 🚢 naïve café — “Ελλάς” denied it.\r\n\r\nThe Élysée rejected the charge.",
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def words(node: Any) -> Iterator[tuple[str, list[int]]]:
    """Every text with its span in a reading."""
    if isinstance(node, dict):
        if isinstance(node.get("span"), list) and isinstance(node.get("text"), str):
            yield node["text"], node["span"]
        for value in node.values():
            yield from words(value)
    elif isinstance(node, list):
        for value in node:
            yield from words(value)


def check(reading: Reading) -> None:
    plain = json.loads(reading.to_json())
    text = plain["document"]["text"]
    found = [
        (quoted, span) for part in ("events", "attributions") for quoted, span in words(plain[part])
    ]
    assert all(text[start:end] == quoted for quoted, (start, end) in found)
    assert all(
        0 <= s < e <= len(text) for entity in plain["entities"] for s, e in entity["mentions"]
    )


def test_the_same_bytes_alone_and_in_any_company(coder: Coder) -> None:
    alone = [read(t, published="2024-05-15", coder=coder).to_json() for t in TEXTS]
    together = [r.to_json() for r in read_many(TEXTS, published="2024-05-15", coder=coder)]
    backwards = [r.to_json() for r in read_many(TEXTS[::-1], published="2024-05-15", coder=coder)]
    again = [r.to_json() for r in read_many(TEXTS, published="2024-05-15", coder=Coder.load())]
    assert alone == together == backwards[::-1] == again


@given(st.text(min_size=1, max_size=60).map(lambda t: f"Russia accused {t} of lying. {t}"))
@settings(max_examples=40)
def test_words_slice_back_for_any_text(text: str) -> None:
    for reading in read_many([Article(text=text, published="2024-05-15")], coder=_shared()):
        check(reading)


def _shared(kept: list[Coder] = []) -> Coder:  # noqa: B006 - one coder for all examples
    if not kept:
        kept.append(Coder.load())
    return kept[0]


def test_words_slice_back_in_the_examples(coder: Coder) -> None:
    for reading in read_many(TEXTS, published="2024-05-15", coder=coder):
        check(reading)


def test_a_story_with_a_denial(coder: Coder) -> None:
    reading = read(TEXTS[0], published="2024-05-15", coder=coder)
    by_type = {e.type for e in reading.events}
    assert {"ACCUSE", "CONSULT"} <= by_type
    contested = [e for e in reading.events if e.status == "contested"]
    assert any({m.party for m in e.denied_by} == {"SOM"} for e in contested)


def test_a_visit_is_received_by_the_country_of_its_place(coder: Coder) -> None:
    text = "France's foreign minister will pay a visit to Morocco on Tuesday, his ministry said."
    reading = read(text, published="2024-05-15", coder=coder)
    visits = [e for e in reading.events if e.mode == "visit"]
    assert visits
    for e in visits:
        assert {m.party for m in (*e.actors, *e.recipients)} == {"FRA", "MAR"}


@pytest.mark.parametrize(
    ("text", "word", "kind", "modes", "acting", "sectors"),
    [
        ("They visited Yokohama.", "Yokohama", "CONSULT", ("visit",), False, ("GOV",)),
        ("They shelled Yokohama.", "Yokohama", "ASSAULT", (), False, ("CVL",)),
        ("Yokohama sued them.", "Yokohama", "ACCUSE", (), True, ("GOV",)),
        ("It deported forty Syrians.", "forty Syrians", "COERCE", ("deport",), False, ("REF",)),
        ("It held forty Syrians.", "forty Syrians", "COERCE", ("arrest",), False, ("CVL",)),
    ],
)
def test_an_event_tells_whom_bare_words_name(
    text: str, word: str, kind: str, modes: tuple[str, ...], acting: bool, sectors: tuple[str, ...]
) -> None:
    at = text.index(word)
    article = Article(text=text, published="2024-02-20")
    doc = spacy.blank("en")(text)
    places = PlaceFinder(doc, article, load_gazetteer()).places()
    who = PartyResolver(doc, article, load_knowledge(), places)
    named = [replace(m, sectors=("CVL",)) for m in who.mentions(at, at + len(word))]
    event = filled(found_at(kind, modes=modes), *((named, ()) if acting else ((), named)))
    told = by_part(event, who)
    assert [m.sectors for m in (*told.actors, *told.recipients)] == [sectors]


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    from dragoman.annotate.annotator import FILES, model_folder

    for name in (*FILES, "model.json"):
        (tmp_path / name).write_bytes((model_folder() / name).read_bytes())
    (tmp_path / "vocab.txt").write_text("[PAD]\n", encoding="utf-8")
    with pytest.raises(ModelError, match="damaged"):
        Annotator.load(tmp_path)


def test_who_was_named_together_before_is_meant_together(coder: Coder) -> None:
    text = (
        "Peru, Chile and Bolivia accused Ecuador of shelling a camp on Monday. "
        "Ecuador rejected the allegations."
    )
    rejected = [e for e in read(text, coder=coder).events if e.type == "REJECT"]
    assert {m.party for e in rejected for m in e.recipients} == {"PER", "CHL", "BOL"}


def test_of_those_who_clash_one_strikes_the_other() -> None:
    sides = [Mention(text=p, span=(0, 1), party=p, sectors=("MIL",)) for p in ("KEN", "SOM")]
    event = filled(found_at("ASSAULT"), sides, sides[1:])
    assert [m.party for m in apart(event).actors] == ["KEN"]
    alone = filled(found_at("ASSAULT"), sides[1:], sides[1:])
    assert apart(alone) == alone


def test_who_is_accused_is_not_who_accuses(coder: Coder) -> None:
    text = "Zambia expelled two Rwandan diplomats on Monday, accusing them of spying."
    accused = [e for e in read(text, coder=coder).events if e.type == "ACCUSE"]
    assert {m.party for e in accused for m in e.recipients} == {"RWA"}


@pytest.mark.parametrize(
    ("kind", "trigger", "parties", "each"),
    [
        ("ASSAULT", "clashed", ("KEN", "SOM"), True),
        ("ASSAULT", "fought", ("KEN", "SOM"), True),
        ("RETREAT", "exchanged", ("KEN", "SOM"), True),
        ("SUPPORT", "signed", ("KEN", "SOM"), True),
        ("SUPPORT", "praised", ("KEN", "SOM"), False),
        ("ASSAULT", "clashed", ("KEN",), False),
        ("ASSAULT", "shelled", ("KEN", "SOM"), False),
        ("AID", "exchanged", ("KEN", "SOM"), False),
    ],
)
def test_who_does_it_to_each_other(
    kind: str, trigger: str, parties: tuple[str, ...], each: bool
) -> None:
    actors = [Mention(text=p, span=(0, 1), party=p) for p in parties]
    doc = Doc(spacy.blank("en").vocab, [trigger])
    assert _clash(found_at(kind, text=trigger), actors, doc) is each


def test_a_date_of_a_lower_clause_is_not_the_triggers() -> None:
    rows = (
        "Oman/PROPN/1/nsubj threatened/VERB/1/root a/DET/3/det strike/NOUN/1/obj if/SCONJ/6/mark "
        "they/PRON/6/nsubj stay/VERB/1/advcl on/ADP/8/case Monday/PROPN/6/obl"
    )
    doc = hand_tree(rows)
    start = doc.text.index("Monday")
    assert _of_lower_clause((start, start + 6), 1, doc)
    assert not _of_lower_clause((start, start + 6), 6, doc)


@pytest.mark.parametrize(
    ("kind", "modes", "name", "states", "country"),
    [
        ("COERCE", ("restrict",), None, {"TCD"}, "TCD"),  # "Chad closed its crossing"
        ("COERCE", ("restrict",), "Goz Beida", {"TCD"}, "SDN"),
        ("COERCE", ("restrict",), None, {"TCD", "LBY"}, "SDN"),
        ("ASSAULT", (), None, {"TCD"}, "SDN"),
        ("RETREAT", ("withdraw",), None, {"TCD"}, "SDN"),
    ],
)
def test_a_spot_lies_on_the_soil_of_who_acts_there(
    kind: str, modes: tuple[str, ...], name: str | None, states: set[str], country: str
) -> None:
    place = Place(text="its crossing", span=(0, 12), country="SDN", name=name, precision="country")
    assert _on_own_soil(place, found_at(kind, modes=modes), states).country == country
