"""Atoms and keys of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge.words import atoms, case_of, key_of, singulars


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("U.N.", "un"),
        ("Guinea-Bissau", "guinea bissau"),
        ("Côte d'Ivoire", "cote d ivoire"),
        ("Lord's Resistance Army", "lord resistance army"),
        ("N'Djamena", "n djamena"),
        ("Erdoğan", "erdogan"),
        ("Łódź", "lodz"),
    ],
)
def test_key(name: str, key: str) -> None:
    assert key_of(name) == key


def test_possessive_is_a_mark() -> None:
    first, second = atoms("Russia’s army")
    assert (first.key, first.possessive, second.key) == ("russia", True, "army")
    assert atoms("the rebels' camp")[1].possessive


@pytest.mark.parametrize(
    ("name", "case"), [("US", "U"), ("Red Cross", "CC"), ("yellow vests", "ll")]
)
def test_case(name: str, case: str) -> None:
    assert case_of(name) == case


@pytest.mark.parametrize(
    ("word", "form"), [("policemen", "policeman"), ("armies", "army"), ("drones", "drone")]
)
def test_singulars(word: str, form: str) -> None:
    assert form in singulars(word)


@given(st.text(max_size=80))
def test_atoms_slice_back(text: str) -> None:
    end = 0
    for atom in atoms(text):
        assert end <= atom.start < atom.end <= len(text)
        assert not text[atom.start : atom.end].isspace()
        end = atom.end
