"""From triggers to events: thresholds, words, arguments. No model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.annotate.decode import TRIGGER_MIN
from dragoman.annotate.layers import RawAttribution
from dragoman.coder import what
from dragoman.coder.what import (
    EVENT_MIN,
    MODE_MIN,
    confidence,
    fallback_arguments,
    find_events,
    symmetric,
    trigger_words,
)
from hand_layers import Row, hand_doc, raw_event

TEXT = "Gunners shot down\ntwo drones in a border clash."
ROWS: list[Row] = [
    ("NOUN", "_", "gunner", 1, "nsubj"),
    ("VERB", "_", "shoot", 1, "root"),
    ("ADP", "_", "down", 1, "compound:prt"),
    ("NUM", "_", "two", 4, "nummod"),
    ("NOUN", "_", "drone", 1, "obj"),
    ("ADP", "_", "in", 8, "case"),
    ("DET", "_", "a", 8, "det"),
    ("NOUN", "_", "border", 8, "compound"),
    ("NOUN", "_", "clash", 1, "obl"),
    ("PUNCT", "_", ".", 1, "punct"),
]
SHOT, DRONES, CLASH = 1, 4, 8


def test_unlikely_events_are_left_out_and_the_order_is_kept() -> None:
    unlikely = raw_event(DRONES, score=EVENT_MIN - 0.1)
    events = [raw_event(SHOT), unlikely, raw_event(CLASH, "CONSULT")]
    found = find_events(hand_doc(TEXT, ROWS, events=events))
    assert [(f.type, f.trigger.text) for f in found] == [
        ("ASSAULT", "shot down"),
        ("CONSULT", "border clash"),
    ]


def test_words_and_arguments_are_characters_of_the_text() -> None:
    event = raw_event(CLASH, arguments=[(0, 1, "ACTOR"), (3, 5, "RECIPIENT"), (4, 5, "RECIPIENT")])
    (found,) = find_events(hand_doc(TEXT, ROWS, events=[event]))
    shown = {k: [TEXT[s:e] for s, e in v] for k, v in found.arguments.items()}
    assert shown == {"ACTOR": ["Gunners"], "RECIPIENT": ["two drones", "drones"]}
    start, end = found.trigger.span
    assert TEXT[start:end] == found.trigger.text == "border clash"


def test_one_act_in_two_words_is_told_once() -> None:
    rows: list[Row] = [("VERB", "_", "hold", 0, "root"), ("NOUN", "_", "talk", 0, "obj")]
    events = [raw_event(0, "CONSULT", score=0.6), raw_event(1, "CONSULT", score=0.9)]
    found = find_events(hand_doc("held talks", rows, events=events))
    assert [f.trigger.text for f in found] == ["talks"]


@pytest.mark.parametrize(
    ("verb", "lemma", "types"),
    [("offered", "offer", ["SUPPORT"]), ("refused", "refuse", ["REJECT", "SUPPORT"])],
)
def test_a_verb_that_only_carries_its_noun_tells_no_act(
    verb: str, lemma: str, types: list[str]
) -> None:
    rows: list[Row] = [("VERB", "_", lemma, 0, "root"), ("NOUN", "_", "praise", 0, "obj")]
    kind = "AGREE" if verb == "offered" else "REJECT"
    events = [raw_event(0, kind, score=0.9), raw_event(1, "SUPPORT", score=0.6)]
    assert [f.type for f in find_events(hand_doc(f"{verb} praise", rows, events=events))] == types


def test_words_joined_by_and_are_two_acts() -> None:
    rows: list[Row] = [
        ("VERB", "_", "arm", 0, "root"),
        ("CCONJ", "_", "and", 2, "cc"),
        ("VERB", "_", "train", 0, "conj"),
    ]
    events = [raw_event(0, "AID", score=0.6), raw_event(2, "AID", score=0.9)]
    found = find_events(hand_doc("armed and trained", rows, events=events))
    assert [(f.trigger.text, f.first_joined) for f in found] == [("armed", 0), ("trained", 0)]


ACCUSED: list[Row] = [
    ("PROPN", "_", "Minsk", 1, "nsubj"),
    ("VERB", "_", "accuse", 1, "root"),
    ("PROPN", "_", "Riga", 1, "obj"),
    ("ADP", "_", "of", 4, "mark"),
    ("VERB", "_", "tip", 1, "advcl"),
    ("ADP", "_", "off", 4, "compound:prt"),
    ("NOUN", "_", "gunman", 4, "obj"),
]
LOW, LOWER = EVENT_MIN - 0.05, TRIGGER_MIN + 0.05


@pytest.mark.parametrize(
    ("cue", "content", "others", "types"),
    [
        (1, (4, 7), [("AID", LOW)], ["ACCUSE", "AID"]),
        (1, (4, 7), [("AID", LOW), ("COERCE", LOWER)], ["ACCUSE", "AID"]),  # the likeliest alone
        (1, (6, 7), [("AID", LOW)], ["ACCUSE"]),  # outside of what is charged
        (0, (4, 7), [("AID", LOW)], ["ACCUSE"]),  # the content of something else than the charge
    ],
)
def test_what_a_charge_is_about_needs_less(
    cue: int, content: tuple[int, int], others: list[tuple[str, float]], types: list[str]
) -> None:
    said = RawAttribution(cue, ((0, 1),), ((cue, cue + 1),), (content,), {"asserts": 0.9}, 0.9)
    events = [raw_event(1, "ACCUSE"), *(raw_event(4, kind, score=s) for kind, s in others)]
    text = "Minsk accused Riga of tipping off gunmen"
    doc = hand_doc(text, ACCUSED, events=events, attributions=[said])
    assert [f.type for f in find_events(doc)] == types


@pytest.mark.parametrize(
    ("first", "second", "types"),
    [(0.83, 0.46, ["COOPERATE"]), (0.97, 0.81, ["COOPERATE", "COERCE"]), (0.46, 0.83, ["COERCE"])],
)
def test_a_second_type_of_one_word_must_be_nearly_as_sure(
    first: float, second: float, types: list[str]
) -> None:
    events = [raw_event(CLASH, "COOPERATE", score=first), raw_event(CLASH, "COERCE", score=second)]
    assert [f.type for f in find_events(hand_doc(TEXT, ROWS, events=events))] == types


@pytest.mark.parametrize(("word", "at_a_distance"), [("alleged", True), ("brief", False)])
def test_a_hedge_beside_the_trigger(word: str, at_a_distance: bool) -> None:
    rows: list[Row] = [("ADJ", "_", word, 1, "amod"), ("NOUN", "_", "raid", 1, "root")]
    (found,) = find_events(hand_doc(f"{word} raid", rows, events=[raw_event(1)]))
    assert found.hedged is at_a_distance


def test_the_anchor_is_a_token_of_the_doc() -> None:
    doc = hand_doc(TEXT, ROWS, events=[raw_event(DRONES)])
    (found,) = find_events(doc)
    assert doc[found.anchor].text == "drones"
    assert found.anchor != DRONES  # the line break is a token as well


@pytest.mark.parametrize(
    ("chances", "modes"),
    [
        ({}, ()),
        ({"drone": MODE_MIN - 0.01}, ()),
        ({"drone": MODE_MIN}, ("drone",)),
        ({"drone": 0.45, "beat": 0.44}, ("drone",)),
        ({"drone": 0.5, "beat": 0.8}, ("beat", "drone")),
        ({"drone": 0.6, "beat": 0.6}, ("beat", "drone")),
    ],
)
def test_a_further_mode_needs_more_than_the_first(
    chances: dict[str, float], modes: tuple[str, ...]
) -> None:
    (found,) = find_events(hand_doc(TEXT, ROWS, events=[raw_event(SHOT, modes=chances)]))
    assert found.modes == modes


def test_contexts_by_certainty_and_auxiliaries_in_the_order_of_the_codebook() -> None:
    event = raw_event(SHOT, auxiliary={"negation": 0.9, "future": 0.6, "historical": 0.2})
    contexts = {"military": 0.5, "economic": 0.9, "legal": 0.1}
    (found,) = find_events(hand_doc(TEXT, ROWS, events=[event], contexts=contexts))
    assert found.contexts == ("economic", "military")
    assert found.auxiliary == ("future", "negation")


def test_a_noun_away_from_the_trigger_is_no_part_of_it() -> None:
    assert trigger_words(hand_doc(TEXT, ROWS), 5).text == "drones"


def test_roles_of_the_trigger_stand_in_for_an_actor() -> None:
    event = raw_event(SHOT)
    props = [(SHOT, [(0, 1, "ARG0"), (3, 5, "ARG1")]), (CLASH, [(7, 8, "ARG0")])]
    doc = hand_doc(TEXT, ROWS, events=[event], props=props)
    (found,) = find_events(doc)
    given = fallback_arguments(found, doc)
    assert [TEXT[s:e] for s, e in given["ACTOR"]] == ["Gunners"]


def test_without_roles_nothing_stands_in() -> None:
    doc = hand_doc(TEXT, ROWS, events=[raw_event(SHOT)], props=[(CLASH, [(0, 1, "ARG0")])])
    (found,) = find_events(doc)
    assert fallback_arguments(found, doc) == {}


def test_symmetric_types() -> None:
    assert symmetric("CONSULT")
    assert not symmetric("ASSAULT")


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_score_is_never_less_certain(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= confidence(low) <= confidence(high) <= 1.0


def test_confidence_runs_straight_between_the_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(what, "CALIBRATION", ((0.0, 0.0), (0.5, 0.2), (1.0, 0.8)))
    assert [confidence(x) for x in (0.0, 0.25, 0.5, 0.75, 1.0)] == [0.0, 0.1, 0.2, 0.5, 0.8]
