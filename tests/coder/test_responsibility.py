"""Whose act it was, where a later sentence tells. No model."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dragoman.coder.responsibility import owned
from dragoman.coder.same import Filled
from dragoman.coder.whose_word import Said
from dragoman.records import Mention, Words
from hand_layers import filled, found_at

TEXT = "Gunmen attacked a convoy. JNIM claimed responsibility for the ambush."


def mention(party: str | None, at: int = 0, *, text: str = "Gunmen") -> Mention:
    return Mention(text=text, span=(at, at + len(text)), party=party)


def claimed(text: str, *, source: str = "JNIM", party: str | None = "ARM:JNIM") -> Said:
    cue, who = text.index("claimed"), text.index(source)
    content = (text.index("responsibility"), text.rindex("."))
    return Said(
        sources=(mention(party, who, text=source),), stance="asserts", quote=None, score=1.0,
        cue=Words(text="claimed", span=(cue, cue + 7)), content=(content,),
        source=(who, who + len(source)),
    )  # fmt: skip


def attack(text: str, trigger: str, actor: Mention, *, kind: str = "ASSAULT") -> Filled:
    victim = mention("MLI", text.index("convoy"), text="convoy")
    return filled(found_at(kind, at=text.index(trigger), text=trigger), [actor], [victim])


def parties(event: Filled) -> list[str | None]:
    return [m.party for m in event.actors]


@pytest.mark.parametrize(
    ("event", "said", "named", "actors"),
    [
        (attack(TEXT, "attacked", mention("MLI")), claimed(TEXT), False, ["ARM:JNIM"]),
        (attack(TEXT, "attacked", mention(None)), claimed(TEXT), False, ["ARM:JNIM"]),
        (attack(TEXT, "attacked", mention("MLI")), claimed(TEXT), True, ["MLI"]),
        (attack(TEXT, "attacked", mention("MLI")), claimed(TEXT, party=None), False, ["MLI"]),
        (attack(TEXT, "attacked", mention("MLI"), kind="AID"), claimed(TEXT), False, ["MLI"]),
    ],
)
def test_who_claims_an_attack_did_it(
    event: Filled, said: Said, named: bool, actors: list[str]
) -> None:
    (given,) = owned([event], [said], TEXT, lambda _: named)
    assert parties(given) == actors
    assert ("SOURCE" in given.found.arguments) is (actors == ["ARM:JNIM"])


@pytest.mark.parametrize(
    "claim",
    [
        "owned up to that attack",
        "took credit for the ambush",
        "said the raid was its work",
        "said it was behind the bombing",
        "accepted responsibility",
    ],
)
def test_words_that_claim(claim: str) -> None:
    text = f"Gunmen attacked a convoy. JNIM {claim}."
    cue = text.index("JNIM") + 5
    who = cue - 5
    said = Said(
        sources=(mention("ARM:JNIM", who, text="JNIM"),), stance="asserts", quote=None, score=1.0,
        cue=Words(text=claim.split()[0], span=(cue, cue + len(claim.split()[0]))),
        content=((cue, len(text) - 1),), source=(who, who + 4),
    )  # fmt: skip
    (given,) = owned([attack(text, "attacked", mention(None))], [said], text, lambda _: False)
    assert parties(given) == ["ARM:JNIM"]


def test_the_attack_is_no_second_one() -> None:
    again = attack(TEXT, "ambush", mention("ARM:JNIM", 26, text="JNIM"))
    given = owned([attack(TEXT, "attacked", mention("MLI")), again], [claimed(TEXT)], TEXT,
                  lambda _: False)  # fmt: skip
    assert [parties(e) for e in given] == [["ARM:JNIM"]]


def test_a_claim_of_something_new_is_of_no_other() -> None:
    text = TEXT.replace("the ambush", "an ambush")
    events = [attack(text, "attacked", mention("MLI")),
              attack(text, "ambush", mention("ARM:JNIM", 26, text="JNIM"))]  # fmt: skip
    assert owned(events, [claimed(text)], text, lambda _: False) == events


def test_who_condemns_the_gunmen_condemns_who_claims() -> None:
    gunmen = mention("MLI")
    condemned = filled(found_at("ACCUSE", at=70, text="condemned"), [mention("NER", 60)], [gunmen])
    given = owned([attack(TEXT, "attacked", gunmen), condemned], [claimed(TEXT)], TEXT,
                  lambda _: False)  # fmt: skip
    assert [m.party for m in given[1].recipients] == ["ARM:JNIM"]


def test_who_claims_an_ambush_did_not_shoot_back_at_himself() -> None:
    text = "Gunmen attacked a convoy. Troops shot back. JNIM claimed responsibility for the ambush."
    ambush = attack(text, "attacked", mention(None))
    reply = filled(
        found_at("ASSAULT", at=text.index("shot"), text="shot"),
        [mention("MLI", 26, text="Troops")],
        [mention("ARM:JNIM")],
    )
    first, second = owned([ambush, reply], [claimed(text)], text, lambda _: False)
    assert (parties(first), parties(second)) == (["ARM:JNIM"], ["MLI"])


def test_who_claims_an_attack_does_not_deny_it_by_the_same_words() -> None:
    ambush = attack(TEXT, "attacked", mention(None))
    said = claimed(TEXT)
    assert said.source is not None
    denied = replace(ambush, found=replace(ambush.found, arguments={"DENIER": (said.source,)}))
    (given,) = owned([denied], [said], TEXT, lambda _: False)
    assert given.found.arguments == {"DENIER": (), "SOURCE": (said.source,)}
