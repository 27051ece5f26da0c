"""Counts of killed, hurt and arrested people from small trees."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from dragoman.coder.toll.casualties import assigned, find_counts
from dragoman.coder.what import Found
from hand_layers import found_at, hand_tree

WOUNDING = (
    "Soldiers/NOUN/1/nsubj shot/VERB/1/ROOT at/ADP/4/case a/DET/4/det crowd/NOUN/1/obl "
    ",/PUNCT/6/punct wounding/VERB/1/advcl eleven/NUM/6/obj"
)
LIVES = (
    "It/PRON/1/nsubj struck/VERB/1/ROOT ,/PUNCT/3/punct taking/VERB/1/advcl the/DET/5/det "
    "lives/NOUN/3/obj of/ADP/8/case four/NUM/8/nummod citizens/NOUN/5/nmod and/CCONJ/10/cc "
    "wounding/VERB/3/conj fourteen/NUM/10/obj"
)
ARREST = "Police/NOUN/1/nsubj arrested/VERB/1/ROOT 29/NUM/1/obj"
ROWS = (
    (  # "were" is said once
        "Three/NUM/1/nummod soldiers/NOUN/3/nsubj:pass were/AUX/3/aux:pass killed/VERB/3/ROOT "
        "and/CCONJ/7/cc two/NUM/6/nummod others/NOUN/7/nsubj injured/VERB/3/conj",
        [("dead", 3, 3), ("injured", 2, 2)],
    ),
    (  # the tree joins the wounded to the dead
        "Five/NUM/1/nummod people/NOUN/3/nsubj:pass were/AUX/3/aux:pass killed/VERB/3/ROOT "
        "and/CCONJ/6/cc 12/NUM/6/nummod others/NOUN/1/conj wounded/ADJ/6/orphan",
        [("dead", 5, 5), ("injured", 12, 12)],
    ),
    (  # the tree takes the wounding for a noun
        "It/PRON/1/nsubj killed/VERB/1/ROOT six/NUM/3/nummod people/NOUN/1/obj and/CCONJ/5/cc "
        "wounded/NOUN/3/conj at/ADP/7/case least/ADJ/8/nmod 12/NUM/5/nummod",
        [("dead", 6, 6), ("injured", 12, 12)],
    ),
    (  # "at least" is no place
        "It/PRON/1/nsubj killed/VERB/1/ROOT 14/NUM/1/obj and/CCONJ/4/cc injured/VERB/1/conj "
        "at/ADP/6/case least/ADJ/7/nmod 30/NUM/8/nummod others/NOUN/4/obl",
        [("dead", 14, 14), ("injured", 30, 30)],
    ),
    (  # who acts is not struck
        "Two/NUM/1/nummod men/NOUN/3/nsubj:pass were/AUX/3/aux:pass ambushed/VERB/3/ROOT "
        "and/CCONJ/7/cc two/NUM/6/nummod others/NOUN/7/nsubj injured/VERB/3/conj "
        "a/DET/9/det policeman/NOUN/7/obj",
        [("injured", 1, 1)],
    ),
    (WOUNDING, [("injured", 11, 11)]),
    (LIVES, [("dead", 4, 4), ("injured", 14, 14)]),
    (
        "Troops/NOUN/1/nsubj shot/VERB/1/ROOT dead/ADJ/1/xcomp a/DET/4/det farmer/NOUN/1/obj",
        [("dead", 1, 1)],
    ),
    (
        "Two/NUM/1/nummod Iranians/PROPN/6/nsubj:pass and/CCONJ/4/cc one/NUM/4/nummod "
        "Afghan/PROPN/1/conj were/AUX/6/aux:pass killed/VERB/6/ROOT",
        [("dead", 3, 3)],
    ),
    (
        "They/PRON/1/nsubj tortured/VERB/1/ROOT two/NUM/1/obj of/ADP/5/case its/PRON/5/nmod:poss "
        "members/NOUN/2/nmod to/ADP/7/case death/NOUN/1/obl",
        [("dead", 2, 2)],
    ),
    (
        "Hospitals/NOUN/1/nsubj admitted/VERB/1/ROOT 150/NUM/3/nummod wounded/ADJ/1/obj",
        [("injured", 150, 150)],
    ),
    (
        "At/ADP/1/case least/ADJ/2/nmod 43/NUM/3/nummod people/NOUN/4/nsubj lost/VERB/4/ROOT "
        "their/PRON/6/nmod:poss lives/NOUN/4/obj",
        [("dead", 43, 43)],
    ),
    ("Police/NOUN/1/nsubj arrested/VERB/1/ROOT 29/NUM/1/obj", [("arrested", 29, 29)]),
    (
        "Two/NUM/2/nsubj:pass were/AUX/2/aux:pass taken/VERB/2/ROOT away/ADV/2/advmod",
        [("arrested", 2, 2)],
    ),
    ("Police/NOUN/1/nsubj seized/VERB/1/ROOT 140/NUM/3/nummod kg/NOUN/1/obj", []),
    (  # behind an apposition others are joined to him
        "They/PRON/1/nsubj killed/VERB/1/ROOT Juan/PROPN/1/obj Zzyx/PROPN/2/flat ,/PUNCT/6/punct "
        "a/DET/6/det separatist/NOUN/2/appos ,/PUNCT/10/punct and/CCONJ/10/cc four/NUM/10/nummod "
        "others/NOUN/2/conj",
        [("dead", 5, 5)],
    ),
    (  # of two numbers that "of" parts the second counts
        "They/PRON/2/nsubj have/AUX/2/aux jailed/VERB/2/ROOT 46/NUM/2/obj of/ADP/6/case "
        "1,100/NUM/6/nummod people/NOUN/3/nmod",
        [("arrested", 46, 46)],
    ),
    (
        "He/PRON/1/nsubj shot/VERB/1/ROOT a/DET/3/det man/NOUN/1/obj in/ADP/6/case the/DET/6/det "
        "stomach/NOUN/1/obl",
        [("injured", 1, 1)],
    ),
    ("Three/NUM/2/nsubj:pass were/AUX/2/aux:pass kicked/VERB/2/ROOT", [("injured", 3, 3)]),
    (
        "Police/NOUN/1/nsubj picked/VERB/1/ROOT up/ADP/1/compound:prt nine/NUM/1/obj",
        [("arrested", 9, 9)],
    ),
    (  # a family of four is four
        "They/PRON/1/nsubj killed/VERB/1/ROOT a/DET/3/det family/NOUN/1/obj of/ADP/5/case "
        "four/NUM/3/nmod",
        [("dead", 4, 4)],
    ),
    (  # who is left dead stands before the word
        "It/PRON/1/nsubj ended/VERB/1/ROOT with/ADP/4/case two/NUM/4/nummod soldiers/NOUN/1/obl "
        "and/CCONJ/7/cc a/DET/7/det reporter/NOUN/4/conj dead/ADJ/1/advcl",
        [("dead", 3, 3)],
    ),
    (  # an army loses men
        "They/PRON/1/nsubj lost/VERB/1/ROOT one/NUM/3/nummod man/NOUN/1/obj",
        [("dead", 1, 1)],
    ),
    ("They/PRON/1/nsubj lost/VERB/1/ROOT two/NUM/3/nummod elections/NOUN/1/obj", []),
    (  # a limb that is lost hurts its owner
        "A/DET/1/det monk/NOUN/2/nsubj lost/VERB/2/ROOT a/DET/4/det leg/NOUN/2/obj",
        [("injured", 1, 1)],
    ),
    (  # whom doctors treat is hurt
        "The/DET/1/det hospital/NOUN/2/nsubj treated/VERB/2/ROOT 46/NUM/4/nummod people/NOUN/2/obj",
        [("injured", 46, 46)],
    ),
    (  # the bodies of the dead
        "showing/VERB/0/ROOT the/DET/2/det bodies/NOUN/0/obj of/ADP/5/case two/NUM/5/nummod "
        "children/NOUN/2/nmod",
        [("dead", 2, 2)],
    ),
    (  # a year before the number is no part of it
        "In/ADP/2/case 2008/NUM/3/nummod five/NUM/3/nummod people/NOUN/5/nsubj:pass "
        "were/AUX/5/aux:pass killed/VERB/5/ROOT",
        [("dead", 5, 5)],
    ),
    (  # an age counts nobody
        "A/DET/1/det mason/NOUN/4/nsubj of/ADP/3/case 28/NUM/1/nmod died/VERB/4/ROOT",
        [("dead", 1, 1)],
    ),
    (  # a tree that takes the noun for the sentence
        "Nine/NUM/1/nummod people/NOUN/1/ROOT were/AUX/1/cop hurt/ADJ/1/amod",
        [("injured", 9, 9)],
    ),
    (  # a tree that joins both the number and its noun
        "a/DET/1/det porter/NOUN/5/nsubj and/CCONJ/4/cc two/NUM/1/conj patients/NOUN/1/conj "
        "died/VERB/5/ROOT",
        [("dead", 3, 3)],
    ),
    (  # whom a relative clause is about
        "a/DET/1/det passenger/NOUN/1/ROOT whom/PRON/4/obj they/PRON/4/nsubj "
        "stabbed/VERB/1/acl:relcl to/ADP/6/case death/NOUN/4/obl",
        [("dead", 1, 1)],
    ),
    (  # things that are shot down
        "Two/NUM/4/nsubj:pass of/ADP/2/case aircraft/NOUN/0/nmod were/AUX/4/aux:pass "
        "shot/VERB/4/ROOT down/ADP/4/compound:prt",
        [],
    ),
    (
        "No/DET/1/det soldier/NOUN/3/nsubj:pass was/AUX/3/aux:pass killed/VERB/3/ROOT",
        [],
    ),
    ("Nobody/PRON/2/nsubj:pass was/AUX/2/aux:pass arrested/VERB/2/ROOT", []),
    ("Police/NOUN/1/nsubj beat/VERB/1/ROOT a/DET/3/det courier/NOUN/1/obj", []),
    ("They/PRON/1/nsubj arrested/VERB/1/ROOT the/DET/3/det demonstrators/NOUN/1/obj", []),
)


@pytest.mark.parametrize(("rows", "want"), ROWS)
def test_counts(rows: str, want: list[tuple[str, int, int]]) -> None:
    assert [(c.kind, c.low, c.high) for c in find_counts(hand_tree(rows))] == want


def event(doc: Doc, anchor: int, kind: str, *modes: str) -> Found:
    token = doc[anchor]
    return found_at(kind, at=token.idx, text=token.text, anchor=anchor, modes=modes)


def test_a_count_goes_to_the_event_that_it_belongs_to() -> None:
    doc = hand_tree(LIVES)
    events = [event(doc, 1, "ASSAULT"), event(doc, 1, "ACCUSE")]
    own, other = assigned(doc, find_counts(doc), events)
    assert {k: c.low for k, c in own.items()} == {"dead": 4, "injured": 14}
    assert other == {}


@pytest.mark.parametrize(
    ("rows", "kind", "mode", "belongs"),
    [
        (ARREST, "COERCE", "arrest", True),
        (ARREST, "COERCE", "restrict", False),
        (ARREST, "COERCE", "seize", False),
        (WOUNDING, "ASSAULT", "firearms", True),
        (WOUNDING, "ASSAULT", "destroy", False),
        (WOUNDING, "PROTEST", "riot", True),
        (WOUNDING, "PROTEST", "demo", False),
    ],
)
def test_the_mode_decides_who_may_be_counted(
    rows: str, kind: str, mode: str, *, belongs: bool
) -> None:
    doc = hand_tree(rows)
    assert bool(assigned(doc, find_counts(doc), [event(doc, 1, kind, mode)])[0]) == belongs


def test_without_a_parse_nothing_is_counted() -> None:
    assert find_counts(spacy.blank("en")("Soldiers killed nine.")) == []
