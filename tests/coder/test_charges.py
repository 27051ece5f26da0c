"""Whom an act struck that its words leave open, by who charges another with it. No model."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dragoman.coder.charges import REASON, by_the_charged, struck, struck_abroad
from dragoman.coder.same import Filled
from dragoman.records import Mention, Place
from hand_layers import filled, found_at

PLANE, CREW, GREEK_BOAT, CLINIC = "the plane", "two men", "the Greek boat", "a clinic"
LITHUANIA = ("LTU", "GOV")


def mention(party: str | None, sector: str = "GOV", text: str = "x") -> Mention:
    return Mention(text=text, span=(0, len(text)), party=party, sectors=(sector,))


def event(
    words: str, recipient: str | None = "BLR", *, kind: str = "ASSAULT", doer: str = "BLR"
) -> Filled:
    return filled(found_at(kind), [mention(doer)], [mention(recipient, text=words)])


def asked(one: Filled, accusers: list[tuple[str, str]]) -> Filled:
    words = one.recipients[0].text if one.recipients else ""
    return struck(
        one,
        [mention(party, sector) for party, sector in accusers],
        named=lambda _: words == GREEK_BOAT,
        people=lambda _: words == CREW,
        stands=lambda _: words == CLINIC,
    )


@pytest.mark.parametrize(
    ("words", "accusers", "recipient"),
    [
        (PLANE, [LITHUANIA], "LTU"),  # "Lithuania accused Belarus of hijacking the plane"
        ("them", [("LTU", "CVL")], "LTU"),  # "fishermen said that soldiers beat them"
        (PLANE, [("BLR", "OPP"), LITHUANIA], "LTU"),
        (CREW, [LITHUANIA], "LTU"),
        (CREW, [("LTU", "CVL")], "BLR"),  # a witness speaks of others
        (PLANE, [("LTU", "JRN")], "BLR"),
        (PLANE, [("IGO:UN", "")], "BLR"),
        (PLANE, [("NGO:ICRC", "")], "BLR"),
        (PLANE, [LITHUANIA, ("LVA", "GOV")], "BLR"),  # whose side, is not said
        (GREEK_BOAT, [LITHUANIA], "BLR"),
        (PLANE, [("BLR", "OPP")], "BLR"),
        (PLANE, [], "BLR"),
    ],
)
def test_who_charges_speaks_of_his_own_side(
    words: str, accusers: list[tuple[str, str]], recipient: str
) -> None:
    given = asked(event(words), accusers)
    assert [m.party for m in given.recipients] == [recipient]
    assert given.reasons.get("recipients") == (REASON if recipient != "BLR" else None)


@pytest.mark.parametrize(
    ("words", "country", "name", "at", "recipient"),
    [
        (CLINIC, "BLR", "Gomel", 20, "BLR"),  # "Lithuania accused Belarus of bombing a clinic in"
        (CLINIC, "LTU", "Vilnius", 20, "LTU"),
        (CLINIC, "BLR", None, 20, "LTU"),  # "near the border"
        (CLINIC, "BLR", "Gomel", 0, "LTU"),  # where the charge was made
        (PLANE, "BLR", "Gomel", 20, "LTU"),
    ],
)
def test_what_stands_at_home_is_of_the_country(
    words: str, country: str, name: str | None, at: int, recipient: str
) -> None:
    place = Place(text="x", span=(at, at + 1), name=name, country=country)
    given = asked(replace(event(words), place=place), [LITHUANIA])
    assert [m.party for m in given.recipients] == [recipient]


@pytest.mark.parametrize(
    "other",
    [
        event(PLANE, "POL"),  # somebody else than the doer
        event(PLANE, None),
        event(PLANE, kind="CONSULT"),
        filled(found_at("ASSAULT"), [mention("BLR")], []),
    ],
)
def test_nothing_else_is_changed(other: Filled) -> None:
    assert asked(other, [LITHUANIA]) == other


@pytest.mark.parametrize(
    ("accuser", "charged", "guess", "recipient"),
    [
        ("GRC", "TUR", True, "GRC"),  # "Greece accused Turkey of ramming a boat", in Nicosia
        ("GRC", "TUR", False, "CYP"),
        ("GRC", "SYR", True, "CYP"),  # another one's charge
        ("TUR", "TUR", True, "CYP"),
        ("IGO:UN", "TUR", True, "CYP"),
    ],
)
def test_who_charges_speaks_of_his_own_side_abroad(
    accuser: str, charged: str, guess: bool, recipient: str
) -> None:
    rammed = event("a boat", "CYP", doer="TUR")
    charge = filled(found_at("ACCUSE"), [mention(accuser)], [mention(charged)])
    given = struck_abroad(rammed, [charge], guessed=lambda _: guess)
    assert [m.party for m in given.recipients] == [recipient]


def test_who_harbours_a_group_does_not_harbour_the_accuser() -> None:
    harbouring = event("the group", "ARM:PKK", kind="AID", doer="TUR")
    charge = filled(found_at("ACCUSE"), [mention("GRC")], [mention("TUR")])
    assert struck_abroad(harbouring, [charge], guessed=lambda _: True) == harbouring


@pytest.mark.parametrize(
    ("kind", "doers", "charge", "left"),
    [
        # "Haiti accused the Dominican navy of sinking two boats"
        ("ASSAULT", ["HTI", "DOM"], (["HTI"], ["DOM"]), ["DOM"]),
        ("ASSAULT", ["HTI", "DOM"], (["CUB"], ["DOM"]), ["HTI", "DOM"]),
        ("ASSAULT", ["HTI", "DOM"], (["HTI"], ["CUB"]), ["HTI", "DOM"]),
        ("ASSAULT", ["DOM"], (["DOM"], ["DOM"]), ["DOM"]),
        ("CONSULT", ["HTI", "DOM"], (["HTI"], ["DOM"]), ["HTI", "DOM"]),  # who meets, meets both
    ],
)
def test_who_charges_another_did_not_do_it(
    kind: str, doers: list[str], charge: tuple[list[str], list[str]], left: list[str]
) -> None:
    one = filled(found_at(kind), [mention(p) for p in doers], [])
    accusers, accused = ([mention(p) for p in side] for side in charge)
    given = by_the_charged(one, [filled(found_at("ACCUSE"), accusers, accused)])
    assert [m.party for m in given.actors] == left
