"""Names that may stand for one another in training."""

import numpy as np
import pytest

from training.data import Example, Name, Tags
from training.other_names import _kind, _names, renamed

STATES = frozenset({"Niger", "South Sudan"})
PEOPLES = frozenset({"Nigerien", "Nigeriens"})


@pytest.mark.parametrize(
    ("name", "label", "kind"),
    [
        ("Niger", "LOC", "STATE"),
        ("Agadez", "LOC", "LOC"),
        ("Nigerien", "NORP", "PEOPLE"),
        ("Nigeriens", "NORP", "PEOPLES"),
        ("Sunni", "NORP", ""),  # no nationality
        ("ECOWAS", "ORG", "ACRONYM"),
        ("UN Mission", "ORG", ""),
        ("Red Cross", "ORG", "ORG"),
        ("Mohamed Bazoum", "PER", "PER"),
    ],
)
def test_kinds(name: str, label: str, kind: str) -> None:
    assert _kind(tuple(name.split()), label, STATES, PEOPLES) == kind


def test_names_of_an_example_come_longest_first() -> None:
    e = Example("corpus", "Bazoum met Mohamed Bazoum of Niger".split(), [])
    e.tags = Tags([], [], [(0, 1, "PER"), (2, 4, "PER"), (5, 6, "LOC")])
    assert list(_names(e, STATES, PEOPLES)) == [
        ((("Mohamed", "Bazoum"), "PER"), [2]),
        ((("Bazoum",), "PER"), [0]),
        ((("Niger",), "STATE"), [5]),
    ]


def test_a_renamed_person_keeps_the_new_family_name() -> None:
    full = Name(("Mohamed", "Bazoum"), (2,), (("Vera", "Kamtukule"),), True)
    family = Name(("Bazoum",), (0,), (("Leuven",),), True)
    seen = set()
    for seed in range(40):
        shown = {n.words: o for n, o in renamed([full, family], np.random.default_rng(seed))}
        seen.add((full.words in shown, shown.get(family.words)))
    assert seen == {(True, ("Kamtukule",)), (False, None), (False, ("Leuven",))}
