"""Linking and the table of statuses: plain code, no model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dragoman.coder.whose_word import (
    Claim,
    Said,
    Vouching,
    quote_kind,
    quote_spans,
    refuses_to_act,
    says_nothing,
    silent,
    status_of,
    voices,
    vouchings,
    without_commas,
)
from dragoman.records import Mention, Words


def party(code: str, at: int = 0, *, size: int = 3, sector: str | None = None) -> Mention:
    sectors = (sector,) if sector else ()
    return Mention(text=code, span=(at, at + size), party=code, sectors=sectors)


def said(code: str | None, stance: str, cue: int, content: tuple[int, int]) -> Said:
    sources = () if code is None else (party(code, cue - 4),)
    return Said(
        sources=sources,
        stance=stance,
        cue=Words(text="said", span=(cue, cue + 4)),
        content=(content,),
        quote="indirect",
        score=1.0,
    )  # type: ignore[arg-type]


def claim(
    at: int, actor: str, *, sources: tuple[Mention, ...] = (), deniers: tuple[Mention, ...] = ()
) -> Claim:
    return Claim(
        type="ASSAULT",
        trigger=(at, at + 5),
        actors=frozenset({actor}),
        recipients=frozenset(),
        sources=sources,
        deniers=deniers,
    )


SURE = {"reported": 0.02, "attributed": 0.9, "alleged": 0.05, "contested": 0.02, "denied": 0.01}
ALLEGED = {**SURE, "attributed": 0.1, "alleged": 0.85}
PLAIN = {**SURE, "attributed": 0.02, "reported": 0.95}


@pytest.mark.parametrize(
    ("asserted", "denied", "hidden", "chances", "status"),
    [
        ((), (), False, PLAIN, "reported"),
        (("COD",), (), False, SURE, "attributed"),
        (("COD",), (), False, ALLEGED, "alleged"),
        ((), (), True, SURE, "alleged"),
        (("COD",), ("RWA",), False, SURE, "contested"),
        ((), ("RWA",), True, SURE, "contested"),
        ((), ("RWA",), False, {**SURE, "denied": 0.9, "contested": 0.1}, "denied"),
        ((), ("RWA",), False, {**SURE, "denied": 0.1, "contested": 0.9}, "contested"),
        (("COD",), (), False, {**PLAIN, "reported": 0.88}, "reported"),
    ],
)
def test_table(
    asserted: tuple[str, ...],
    denied: tuple[str, ...],
    hidden: bool,
    chances: dict[str, float],
    status: str,
) -> None:
    v = Vouching(
        asserted_by=tuple(map(party, asserted)), denied_by=tuple(map(party, denied)), hidden=hidden
    )
    assert status_of(v, chances)[0] == status


def test_a_denial_without_an_event_points_back() -> None:
    events = [claim(40, "RWA", sources=(party("COD"),)), claim(10, "COD")]
    found = vouchings(events, [said("RWA", "denies", 100, (110, 120))])
    assert [m.party for m in found[0].denied_by] == ["RWA"]
    assert found[1].denied_by == ()


@pytest.mark.parametrize(
    ("content", "refuses"),
    [
        ("to leave", True),
        ("pressure from the West to arm Kyiv", True),
        ("the latest demands", True),
        ("the allegations", False),
        ("that it had made any such request", False),
        ("", False),
    ],
)
def test_what_is_turned_down_may_be_no_claim(content: str, refuses: bool) -> None:
    assert refuses_to_act(content) == refuses


def test_a_refusal_to_act_does_not_point_back() -> None:
    claims = [claim(10, "RUS", sources=(party("USA"),))]
    denial = said("RUS", "denies", 80, (90, 120))
    assert vouchings(claims, [denial])[0].denied_by
    assert not vouchings(claims, [replace(denial, refusal=True)])[0].denied_by


def test_of_those_who_deny_together_whoever_did_it_is_pointed_back_at() -> None:
    denial = said("RWA", "denies", 100, (110, 120))
    both = replace(denial, sources=(*denial.sources, party("UGA", 90)))
    (found,) = vouchings([claim(40, "RWA", sources=(party("COD"),))], [both])
    assert [m.party for m in found.denied_by] == ["RWA"]


def test_nobody_denies_the_accusers_own_words() -> None:
    events = [claim(40, "RWA", sources=(party("RWA"),))]
    assert vouchings(events, [said("RWA", "denies", 100, (110, 120))])[0].denied_by == ()


@pytest.mark.parametrize(
    ("doer", "vouching", "denying", "denied"),
    [
        ("MIL", "MED", "MIL", ["LKA"]),  # the army answers for its soldiers to a hospital
        ("MIL", "MED", "GOV", []),  # a ministry may speak of something else
        ("MIL", "MIL", "MIL", []),
    ],
)
def test_voices_of_one_state_are_told_apart_by_their_sectors(
    doer: str, vouching: str, denying: str, denied: list[str]
) -> None:
    event = replace(
        claim(40, "LKA", sources=(party("LKA", sector=vouching),)),
        doers=voices([party("LKA", sector=doer)]),
    )
    denial = replace(
        said("LKA", "denies", 100, (110, 120)), sources=(party("LKA", sector=denying),)
    )
    assert [m.party for m in vouchings([event], [denial])[0].denied_by] == denied


@pytest.mark.parametrize(
    ("vouching", "denying", "left"),
    [
        (["COD", "RWA"], ["RWA"], ["COD"]),  # who did it and denies it
        (["COD", "RWA"], [], ["COD", "RWA"]),
        (["RWA"], ["RWA"], ["RWA"]),  # a state and its people speak with two voices
        (["COD", "USA"], ["USA"], ["COD", "USA"]),
    ],
)
def test_of_several_sources_who_denies_his_act_is_none(
    vouching: list[str], denying: list[str], left: list[str]
) -> None:
    event = claim(
        40, "RWA", sources=tuple(map(party, vouching)), deniers=tuple(map(party, denying))
    )
    (found,) = vouchings([event], [])
    assert [m.party for m in found.asserted_by] == left


def test_of_a_source_within_another_the_inner_one_speaks() -> None:
    report, daily = party("PSE", 10, size=28), party("ISR", 22, size=16)
    (found,) = vouchings([claim(40, "RWA", sources=(report, daily))], [])
    assert [m.party for m in found.asserted_by] == ["ISR"]


@pytest.mark.parametrize(("denying", "denied_by"), [([], ["RWA"]), (["USA"], ["USA"])])
def test_nobody_vouches_for_what_is_surely_only_denied(
    denying: list[str], denied_by: list[str]
) -> None:
    event = claim(40, "RWA", sources=(party("RWA"),), deniers=tuple(map(party, denying)))
    (found,) = vouchings([replace(event, denied=0.9)], [])
    assert found.asserted_by == ()
    assert [m.party for m in found.denied_by] == denied_by


@pytest.mark.parametrize(
    ("actor", "vouching", "denying", "left"),
    [
        ("RWA", ["COD"], ["RWA", "COD"], ["RWA"]),  # the accuser does not deny
        ("RWA", ["COD"], ["USA"], ["USA"]),
        ("RWA", ["COD"], ["USA", "RWA"], ["RWA"]),  # the other has no part in it
        ("COD", ["COD"], ["COD"], ["COD"]),  # a state and its people speak with two voices
        ("RWA", [], ["RWA"], ["RWA"]),
        ("RWA", ["COD"], ["COD"], ["COD"]),  # the only one who is said to deny
    ],
)
def test_who_vouches_for_it_does_not_deny_it(
    actor: str, vouching: list[str], denying: list[str], left: list[str]
) -> None:
    event = claim(
        40, actor, sources=tuple(map(party, vouching)), deniers=tuple(map(party, denying))
    )
    (found,) = vouchings([event], [])
    assert [m.party for m in found.denied_by] == left
    assert [m.party for m in found.asserted_by] == vouching


@pytest.mark.parametrize(
    ("kind", "speaker", "denied"),
    [
        ("REJECT", "AFG", []),  # "he says that he rejects it": that is the refusal itself
        ("REJECT", "IRN", ["IRN"]),
        ("ASSAULT", "AFG", ["AFG"]),
    ],
)
def test_a_refusal_is_not_denied_by_who_refuses(kind: str, speaker: str, denied: list[str]) -> None:
    event = replace(claim(40, "AFG"), type=kind)
    (found,) = vouchings([event], [said(speaker, "denies", 10, (30, 60))])
    assert [m.party for m in found.denied_by] == denied


@pytest.mark.parametrize(("denier", "asserted"), [("RWA", []), ("USA", ["RWA"])])
def test_who_denies_it_is_not_taken_for_who_says_it(denier: str, asserted: list[str]) -> None:
    event = replace(claim(40, "RWA", deniers=(party(denier),)), reported=0.1)
    (found,) = vouchings([event], [said("RWA", "asserts", 10, (30, 60))])
    assert [m.party for m in found.asserted_by] == asserted


@pytest.mark.parametrize(
    ("reported", "hedged", "asserted"),
    [(0.2, False, ["COD"]), (0.95, False, []), (0.95, True, ["COD"])],
)
def test_who_says_it_vouches_unless_the_document_does(
    reported: float, hedged: bool, asserted: list[str]
) -> None:
    event = replace(claim(40, "RWA"), reported=reported, hedged=hedged)
    found = vouchings([event], [said("COD", "asserts", 10, (30, 60))])
    assert [m.party for m in found[0].asserted_by] == asserted


def test_what_only_a_denial_tells_is_denied() -> None:
    (found,) = vouchings([claim(40, "RWA")], [said("RWA", "denies", 10, (30, 60))])
    assert status_of(found, {**SURE, "contested": 0.9})[0] == "denied"
    assert status_of(found, PLAIN) == ("contested", True)  # the text itself says that it was so


@pytest.mark.parametrize(
    ("behind", "quiet"),
    [
        (" declined to comment.", True),
        (", asked on Monday, refused to be drawn.", True),
        (" could neither confirm nor deny the report.", True),
        (" had no comment.", True),
        (" denied it; the army declined to comment.", False),
        (" called the report a lie.", False),
    ],
)
def test_who_says_nothing_denies_nothing(behind: str, quiet: bool) -> None:
    assert silent(f"The ministry{behind}", (0, 12)) is quiet


@pytest.mark.parametrize(
    ("words", "nothing"),
    [
        ("refused to be drawn", True),
        ("declined to comment", True),
        ("refused to supply shells", False),
        ("declined the offer", False),
    ],
)
def test_a_refusal_to_speak(words: str, nothing: bool) -> None:
    text = f"Rome {words}."
    assert says_nothing(text, (5, 5 + len(words.split()[0]))) is nothing


def test_a_hedge_is_never_the_documents_own_word() -> None:
    assert status_of(Vouching(hedged=True), PLAIN) == ("alleged", False)
    accused = Vouching(asserted_by=(party("COD"),), hedged=True)
    assert status_of(accused, PLAIN) == ("alleged", False)


def test_who_takes_it_back_no_longer_vouches() -> None:
    daily = party("BEL", 6, sector="JRN")
    told = claim(40, "FRA", sources=(daily,), deniers=(party("FRA", 90),))
    back = replace(
        said("BEL", "denies", 10, (30, 60)),
        sources=(daily,),
        cue=Words(text="withdrew", span=(10, 18)),
    )
    (found,) = vouchings([told], [back])
    assert not found.asserted_by
    assert [m.party for m in found.denied_by] == ["FRA"]
    assert status_of(found, {**SURE, "contested": 0.9})[0] == "denied"


def test_a_report_is_retracted_later() -> None:
    daily = party("BEL", 6, sector="JRN")
    first = replace(said("BEL", "asserts", 10, (20, 60)), sources=(daily,))
    back = replace(
        said("BEL", "denies", 100, (110, 120)),
        sources=(replace(daily, span=(90, 99)),),
        cue=Words(text="retracted", span=(100, 109)),
    )
    (found,) = vouchings([claim(40, "FRA", sources=(daily,))], [first, back])
    assert not found.asserted_by
    assert [m.party for m in found.denied_by] == ["BEL"]


def test_who_charges_another_has_not_denied_it() -> None:
    mine = claim(60, "ISR", sources=(party("PSE", 40),), deniers=(party("PSE", 5),))
    (found,) = vouchings([mine], [said("PSE", "asserts", 44, (50, 80))])
    assert not found.denied_by


def test_who_says_that_nothing_happened_vouches_for_it() -> None:
    none = replace(claim(40, "ISR", deniers=(party("COD", 6),)), negated=True)
    (found,) = vouchings([none], [said("COD", "denies", 10, (20, 60))])
    assert [m.party for m in found.asserted_by] == ["COD"]
    assert not found.denied_by


def test_who_only_stands_near_does_not_vouch() -> None:
    near = claim(40, "RUS", sources=(party("UKR", 6), party("THA", 200), party("RUS", 220)))
    (found,) = vouchings([near], [said("UKR", "asserts", 10, (20, 60))])
    assert [m.party for m in found.asserted_by] == ["UKR", "RUS"]


def test_a_denial_that_takes_up_one_charge_leaves_the_others() -> None:
    denier = party("IND", 80)
    charges = [
        replace(claim(at, "IND", sources=(party("CAN", 2),), deniers=(denier,)), lemma=lemma)
        for at, lemma in ((20, "hack"), (40, "threaten"))
    ]
    denial = replace(
        said("IND", "denies", 90, (95, 120)),
        source=(80, 83),
        words=frozenset({"the", "hacking", "charge"}),
    )
    found = vouchings(charges, [denial])
    assert [[m.party for m in v.denied_by] for v in found] == [["IND"], []]


def test_who_is_charged_denies_the_deed_not_the_charge() -> None:
    denier = party("RWA", 80)
    charge = replace(
        claim(10, "COD", sources=(party("UGA", 2),), deniers=(denier,)),
        type="ACCUSE",
        recipients=frozenset({"RWA"}),
    )
    deed = claim(40, "RWA", sources=(party("COD", 2),), deniers=(denier,))
    found = vouchings([charge, deed], [])
    assert [[m.party for m in v.denied_by] for v in found] == [[], ["RWA"]]
    alone = vouchings([charge], [])
    assert [m.party for m in alone[0].denied_by] == ["RWA"]


def test_who_denies_his_own_act_leaves_what_was_done_to_him() -> None:
    denier = party("UKR", 80)
    promised = replace(claim(10, "HUN", deniers=(denier,)), recipients=frozenset({"UKR"}))
    closing = claim(40, "UKR", sources=(party("HUN", 2),), deniers=(denier,))
    found = vouchings([promised, closing], [])
    assert [[m.party for m in v.denied_by] for v in found] == [[], ["UKR"]]


PARTIES = st.sampled_from(["COD", "RWA", "USA", "RUS"])
EVENTS = st.lists(
    st.builds(
        lambda at, actor, who: claim(at, actor, sources=tuple(map(party, who))),
        st.integers(0, 400), PARTIES, st.lists(PARTIES, max_size=2),
    ),
    max_size=5,
)  # fmt: skip
SAID = st.builds(
    lambda who, stance, cue, start, size: said(who, stance, cue, (start, start + size)),
    st.none() | PARTIES,
    st.sampled_from(["asserts", "denies", "doubts", "asks"]),
    st.integers(10, 450),
    st.integers(0, 400),
    st.integers(1, 80),
)


@given(EVENTS, st.lists(SAID, max_size=5), PARTIES, st.integers(450, 600))
def test_a_further_denial_takes_nothing_away(
    events: list[Claim], before: list[Said], who: str, cue: int
) -> None:
    """It never removes an event or an assertion; it only adds deniers, and moves the status by the
    table.
    """
    first = vouchings(events, before)
    after = vouchings(events, [*before, said(who, "denies", cue, (cue + 5, cue + 30))])
    assert len(first) == len(after)
    for a, b in zip(first, after, strict=True):
        assert a.asserted_by == b.asserted_by
        assert {m.party for m in a.denied_by} <= {m.party for m in b.denied_by}
        if a.denied_by == b.denied_by:
            assert status_of(a, SURE) == status_of(b, SURE)
        else:
            assert status_of(b, SURE)[0] in ("contested", "denied")


def test_quotes() -> None:
    text = 'He said "we will go" and left.'
    assert [text[s:e] for s, e in quote_spans(text)] == ['"we will go"']
    assert quote_kind([(8, 20)], quote_spans(text)) == "direct"
    assert quote_kind([(0, 20)], quote_spans(text)) == "mixed"
    assert quote_kind([(0, 7)], quote_spans(text)) == "indirect"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("David Plouffe, the architect of 2008,", "David Plouffe, the architect of 2008"),
        (", Sen. Claire McCaskill (D-Mo.)", "Sen. Claire McCaskill (D-Mo.)"),
        ("the film “13th”", "the film “13th”"),
        ("—", "—"),
    ],
)
def test_words_of_a_source_keep_their_brackets(words: str, kept: str) -> None:
    start, end = without_commas((0, len(words)), words)
    assert words[start:end] == kept
