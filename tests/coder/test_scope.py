"""What is political: by type, sectors and parties. No model."""

from __future__ import annotations

import pytest
import spacy
from msgspec.structs import replace
from spacy.tokens import Doc

from dragoman.coder.same import Filled
from dragoman.coder.scope import LONG_TEXT, in_play, in_public_affairs, in_scope
from dragoman.records import Mention
from hand_layers import filled, found_at

Party = tuple[str | None, str]


def event(kind: str, actor: Party | None, recipient: Party | None) -> Filled:
    return filled(found_at(kind), _side(actor), _side(recipient))


def _side(party: Party | None) -> tuple[Mention, ...]:
    if party is None:
        return ()
    code, sector = party
    return (Mention(text="x", span=(0, 1), party=code, sectors=(sector,) if sector else ()),)


@pytest.mark.parametrize(
    ("kind", "actor", "recipient", "kept"),
    [
        ("REJECT", ("ARG", "BUS"), ("ARG", "BUS"), False),  # a board rejects a bid
        ("REJECT", ("CAN", "BUS"), ("USA", "BUS"), False),  # and one from abroad
        ("ACCUSE", ("OMN", "CVL"), None, False),
        ("ACCUSE", ("OMN", "CVL"), ("OMN", "GOV"), True),
        ("COERCE", ("IRL", "COP"), ("IRL", "CVL"), True),
        ("REJECT", ("MEX", "LAB"), ("MEX", "BUS"), True),  # unions are public
        ("PROTEST", ("ZAF", "CVL"), ("ZAF", "BUS"), True),
        ("ASSAULT", ("IND", "CVL"), ("IND", "CVL"), True),
        ("ACCUSE", ("ARM:M23", ""), None, True),
        ("ACCUSE", (None, "UAF"), None, True),
        ("COERCE", None, None, True),  # nobody is named: nothing tells that it is private
    ],
)
def test_scope(kind: str, actor: Party | None, recipient: Party | None, kept: bool) -> None:
    assert in_scope(event(kind, actor, recipient)) is kept


@pytest.mark.parametrize(
    ("scores", "sentences", "kept"),
    [
        ([0.4], LONG_TEXT, False),  # one word among many that could be an act
        ([0.4, 0.95], LONG_TEXT, True),  # one sure event vouches for the others
        ([0.4], LONG_TEXT - 1, True),
        ([], LONG_TEXT, False),
    ],
)
def test_public_affairs(scores: list[float], sentences: int, kept: bool) -> None:
    events = [filled(replace(found_at("ACCUSE"), score=score)) for score in scores]
    assert in_public_affairs(events, sentences) is kept


@pytest.mark.parametrize(
    ("kind", "sentence", "play"),
    [
        ("ASSAULT", "Dynamo bombarded the goal all evening", True),
        ("ASSAULT", "cement shares came under heavy fire", True),
        ("ASSAULT", "police charged football fans", False),
        ("ASSAULT", "a bomb went off at a football stadium", False),
        ("COERCE", "the minister banned football", False),
        ("SANCTION", "they crushed their neighbours 4-0", True),
        ("CONSULT", "they met and won 2-1", True),
        ("ASSAULT", "soldiers killed 10-15 people", False),
        ("SANCTION", "the council expelled him in a 4-3 vote", False),
    ],
)
def test_matches_and_markets(kind: str, sentence: str, play: bool) -> None:
    words = Doc(spacy.blank("en").vocab, sentence.split(), pos=["NOUN"] * len(sentence.split()))
    assert in_play(event(kind, ("UKR", "CVL"), None), words[:]) is play
