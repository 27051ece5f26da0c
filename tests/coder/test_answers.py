"""To whom a refusal goes that names nobody. No model."""

from __future__ import annotations

import pytest

from dragoman.coder.answers import REASON, answered
from dragoman.coder.same import Filled
from dragoman.coder.what import Found
from dragoman.records import Magnitude, Mention, Words

CHARGE = ("ACCUSE", ["KOR", "USA"], ["PRK"])
ATTACK = ("ASSAULT", ["RUS"], ["PRK"])
OWN = ("REQUEST", ["PRK"], ["JPN"])


def event(kind: str, actors: list[str], recipients: list[str], *, aimed: bool = False) -> Filled:
    found = Found(
        type=kind,
        modes=(),
        contexts=(),
        auxiliary=(),
        status={},
        factuality=0.0,
        score=1.0,
        anchor=0,
        trigger=Words(text="hit", span=(0, 3)),
        arguments={"RECIPIENT": ((0, 1),)} if aimed else {},
    )
    return Filled(
        found=found,
        actors=tuple(Mention(text="x", span=(0, 1), party=p) for p in actors),
        recipients=tuple(Mention(text="x", span=(0, 1), party=p) for p in recipients),
        date=None,
        place=None,
        magnitude=Magnitude(),
    )


@pytest.mark.parametrize(
    ("before", "recipients"),
    [
        ([], []),
        ([CHARGE], ["KOR", "USA"]),
        ([CHARGE, ATTACK, OWN], ["KOR", "USA"]),
        ([CHARGE, ("THREATEN", ["JPN"], ["PRK"])], ["JPN"]),  # the last one
        ([("ACCUSE", ["KOR"], ["CHN"])], []),  # of somebody else
        ([("ACCUSE", [], ["PRK"])], []),
        ([("ACCUSE", ["PRK"], ["PRK"])], []),
    ],
)
def test_a_refusal_goes_to_who_called(
    before: list[tuple[str, list[str], list[str]]], recipients: list[str]
) -> None:
    given = answered(event("REJECT", ["PRK"], []), [event(*call) for call in before])
    assert [m.party for m in given.recipients] == recipients
    assert given.reasons.get("recipients") == (REASON if recipients else None)


@pytest.mark.parametrize(
    "other",
    [
        event("REJECT", ["PRK"], ["CHN"]),
        event("REJECT", ["PRK"], [], aimed=True),
        event("ASSAULT", ["PRK"], []),
    ],
)
def test_nothing_else_is_changed(other: Filled) -> None:
    assert answered(other, [event(*CHARGE)]) == other
