"""Whom a pronoun takes up, of phrases made by hand. No model."""

from __future__ import annotations

import pytest

from dragoman.coder.party.antecedents import Spoken, identity
from dragoman.coder.party.coreference import FEATURES, WEIGHTS, Pronoun, answer, antecedents
from dragoman.coder.party.phrases import Side


def spoken(
    party: str, at: int, *, kind: str = "state", sentence: int = 0, subject: bool = False,
    plural: bool = False, gender: str = "",
) -> Spoken:  # fmt: skip
    side = Side(party, party, (), "", party, kind)
    return Spoken(at, at + 1, (side,), "", kind, plural, gender, sentence, 0, subject, False)


def pronoun(
    key: str, before: list[Spoken], *, barred: str = "", seen: str = "", sentence: int = 1
) -> Pronoun:
    nearest = tuple(sorted(before, key=lambda p: -p.first))
    shut = frozenset(identity(p) for p in before if p.sides[0].party == barred)
    shares = {seen: 0.9} if seen else {}
    return Pronoun(key, sentence, 0, True, True, nearest, shut, shares)


MAN = spoken("IRN", 1, kind="person", gender="m")
WOMAN = spoken("IRQ", 3, kind="person", gender="f")
SUBJECT = spoken("TUR", 0, subject=True)
OBJECT = spoken("SYR", 5)
CROWD = spoken("LBN", 4, kind="people", plural=True)


@pytest.mark.parametrize(
    ("asked", "party"),
    [
        (pronoun("he", [MAN, WOMAN]), "IRN"),
        (pronoun("she", [MAN, WOMAN]), "IRQ"),
        (pronoun("it", [SUBJECT, OBJECT]), "TUR"),
        (pronoun("it", [SUBJECT, OBJECT], barred="TUR"), "SYR"),  # "Turkey told it"
        (pronoun("it", [SUBJECT, OBJECT], seen="SYR"), "SYR"),
        (pronoun("it", [MAN, OBJECT]), "SYR"),
        (pronoun("they", [SUBJECT, CROWD, MAN]), "LBN"),
    ],
)
def test_takes_up(asked: Pronoun, party: str) -> None:
    found = answer(asked)
    assert found is not None
    assert found.sides[0].party == party


def test_he_is_a_person_of_his_country() -> None:
    found = answer(pronoun("he", [MAN, spoken("IRN", 2, subject=True)]))
    assert found == MAN


@pytest.mark.parametrize(
    "asked", [pronoun("it", []), pronoun("it", [MAN]), pronoun("it", [OBJECT], sentence=9)]
)
def test_nobody(asked: Pronoun) -> None:
    assert answer(asked) is None


def test_every_feature_has_a_weight() -> None:
    (one,) = antecedents(pronoun("they", [CROWD]))
    assert {len(one.features), *map(len, WEIGHTS.values())} == {len(FEATURES)}
