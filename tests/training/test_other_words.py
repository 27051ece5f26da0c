"""Words that may stand for one another in training."""

import pytest

from training.data import Example, Tags
from training.other_words import Slot, _frame, _pools, _slots, ending_of, inflected


@pytest.mark.parametrize(
    ("lemma", "ending", "word"),
    [
        ("bomb", "ed", "bombed"),
        ("strafe", "ing", "strafing"),
        ("free", "ing", "freeing"),
        ("ban", "en", "banned"),
        ("commandeer", "ed", "commandeered"),
        ("deny", "s", "denies"),
        ("deny", "ing", "denying"),
        ("obey", "ed", "obeyed"),
        ("box", "s", "boxes"),
        ("raid", "", "raid"),
    ],
)
def test_regular_forms(lemma: str, ending: str, word: str) -> None:
    assert inflected(lemma, ending) == word


@pytest.mark.parametrize(
    ("upos", "feats", "ending"),
    [
        ("VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin", "ed"),
        ("VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "s"),
        ("VERB", "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin", ""),
        ("VERB", "Tense=Past|VerbForm=Part|Voice=Pass", "en"),
        ("VERB", "Tense=Pres|VerbForm=Part", "ing"),
        ("NOUN", "Number=Plur", "s"),
        ("ADJ", "Degree=Pos", None),
    ],
)
def test_endings(upos: str, feats: str, ending: str | None) -> None:
    assert ending_of(upos, feats) == ending


@pytest.mark.parametrize(
    ("words", "at", "upos", "deps", "frame"),
    [
        ("police arrested forty", 1, "VERB", {"nsubj", "obj"}, "obj"),
        ("forty were arrested by police", 2, "VERB", {"nsubj:pass"}, "obj"),
        ("troops fired on them", 1, "VERB", {"nsubj", "obl"}, "on"),
        ("he said that", 1, "VERB", {"nsubj", "ccomp"}, "that"),
        ("the shelling of the town", 1, "NOUN", {"det"}, "of"),
    ],
)
def test_frames(words: str, at: int, upos: str, deps: set[str], frame: str) -> None:
    assert _frame(words.split(), at, upos, deps) == frame


def trigger(at: int, kind: str) -> dict[str, object]:
    return {"anchor": at, "trigger": (at, at + 1), "type": kind, "modes": []}


def test_a_word_with_two_meanings_is_left_alone() -> None:
    e = Example("corpus", "Rebels seized Gao".split(), [False] * 3)
    e.tree = ([1, 1, 1], ["nsubj", "root", "obj"])
    e.tags = Tags(["NOUN", "VERB", "PROPN"], ["Number=Plur", "Tense=Past|VerbForm=Fin", ""], [])
    e.events = [trigger(1, "ASSAULT")]
    assert list(_slots(e)) == [(1, Slot("ASSAULT -", "VERB", "ed", "obj", ""))]
    e.events = [trigger(1, "ASSAULT"), trigger(1, "COERCE")]
    assert list(_slots(e)) == []


def test_a_word_that_means_little_by_itself_is_no_substitute() -> None:
    slot = Slot("ASSAULT -", "VERB", "ed", "obj", "")
    e = Example("corpus", "They took tea . They took hostages . They abducted two".split(), [])
    assert _pools([e], [[(5, slot), (9, slot)]]) == {slot: {"took", "abducted"}}
    plain = Example("corpus", "He took note and took heart".split(), [])
    assert _pools([e, plain], [[(5, slot), (9, slot)], []]) == {slot: {"abducted"}}
