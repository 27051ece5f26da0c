"""To whom refusals, protests, charges and praise go that name nobody. No model."""

from __future__ import annotations

import pytest

from dragoman.coder.answers import (
    REASON,
    TAKES_UP,
    answered,
    as_asked,
    by_the_asked,
    taken_up,
)
from dragoman.coder.same import Filled
from dragoman.records import Mention
from hand_layers import filled, found_at

CHARGE = ("ACCUSE", ["KOR", "USA"], ["PRK"])
ATTACK = ("ASSAULT", ["RUS"], ["PRK"])
OWN = ("REQUEST", ["PRK"], ["JPN"])


def event(kind: str, actors: list[str], recipients: list[str], *, aimed: bool = False) -> Filled:
    found = found_at(kind, arguments={"RECIPIENT": ((0, 1),)} if aimed else {})
    return filled(found, parties(actors), parties(recipients))


def parties(codes: list[str]) -> list[Mention]:
    return [Mention(text="x", span=(0, 1), party=code) for code in codes]


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


@pytest.mark.parametrize(
    ("before", "modes"),
    [
        ([("REQUEST", ["KOR"], ["PRK"])], ("change",)),
        ([("REQUEST", ["KOR"], ["PRK"]), CHARGE], ("yield",)),  # the charge is what it answers
        ([("REQUEST", ["JPN"], ["PRK"])], ("yield",)),
        ([], ("yield",)),
    ],
)
def test_a_refusal_is_of_the_kind_of_the_request(
    before: list[tuple[str, list[str], list[str]]], modes: tuple[str, ...]
) -> None:
    calls = [
        filled(found_at(kind, modes=("change",)), parties(actors), parties(recipients))
        for kind, actors, recipients in before
    ]
    refusal = filled(found_at("REJECT", modes=("yield",)), parties(["PRK"]), parties(["KOR"]))
    assert as_asked(refusal, calls).found.modes == modes


@pytest.mark.parametrize(
    ("kind", "noun", "act", "recipients"),
    [
        ("PROTEST", "verdict", ("SANCTION", "convicted", "IGO:ICC"), ["IGO:ICC"]),
        ("PROTEST", "shelling", ("ASSAULT", "shelled", "SDN"), ["SDN"]),
        ("PROTEST", "bombing", ("ASSAULT", "struck", "SDN"), ["SDN"]),
        ("PROTEST", "tax", ("SANCTION", "convicted", "IGO:ICC"), []),
        ("PROTEST", "verdict", ("ACCUSE", "blamed", "SDN"), []),
        ("PROTEST", "verdict", ("SANCTION", "convicted", "CAF"), []),  # those who protest
        ("ACCUSE", "killings", ("ASSAULT", "shot", "SDN"), ["SDN"]),
        ("ACCUSE", "charge", ("ACCUSE", "accused", "SDN"), []),  # not of its own kind
        ("REJECT", "charge", ("ACCUSE", "accused", "SDN"), ["SDN"]),
        ("REJECT", "offer", ("AGREE", "offered", "SDN"), ["SDN"]),
        ("SUPPORT", "move", ("RETREAT", "freed", "SDN"), ["SDN"]),
    ],
)
def test_an_act_that_is_spoken_of_is_of_who_did_it(
    kind: str, noun: str, act: tuple[str, str, str], recipients: list[str]
) -> None:
    done, trigger, actor = act
    before = filled(found_at(done, text=trigger), parties([actor]))
    given = taken_up(event(kind, ["CAF"], []), noun, [before])
    assert [m.party for m in given.recipients] == recipients
    assert given.reasons.get("recipients") == (TAKES_UP if recipients else None)


@pytest.mark.parametrize(
    ("words", "before", "sides"),
    [
        ("They", [("THREATEN", ["PRK"], ["JPN"])], (["JPN"], ["PRK"])),
        ("They", [("REQUEST", ["KOR"], ["JPN"])], (["PRK"], ["PRK"])),  # of somebody else
        ("They", [("REQUEST", ["PRK"], ["PRK"])], (["PRK"], ["PRK"])),
        ("Pyongyang", [("THREATEN", ["PRK"], ["JPN"])], (["PRK"], ["PRK"])),  # named
        ("They", [], (["PRK"], ["PRK"])),
    ],
)
def test_who_refuses_was_asked(
    words: str,
    before: list[tuple[str, list[str], list[str]]],
    sides: tuple[list[str], list[str]],
) -> None:
    who = Mention(text=words, span=(0, len(words)), party="PRK")
    refusal = filled(found_at("REJECT"), [who], parties(["PRK"]))
    given = by_the_asked(refusal, [event(*call) for call in before])
    assert ([m.party for m in given.actors], [m.party for m in given.recipients]) == sides
