"""The ledger: each claim of a reading, with its words and its events."""

from __future__ import annotations

import msgspec
import pytest

from dragoman.ledger import ledger, short, speaker
from dragoman.records import Attribution, Mention, Reading, Words
from dragoman.wording import Wording

NAMES = {"RUR": "Ruritania", "IGO:UN": "United Nations", "GFK": "Grand Fenwick"}


def wording(reading: Reading) -> Wording:
    return Wording(reading, NAMES.get)


def with_attributions(reading: Reading, *attributions: Attribution) -> Reading:
    return msgspec.structs.replace(reading, attributions=attributions)


def attribution(reading: Reading, quote: str, **more: object) -> Attribution:
    at = reading.document.text.index(quote)
    given = {
        "id": "a9",
        "source": None,
        "stance": "asserts",
        "cue": None,
        "content": ((at, at + len(quote)),),
        **more,
    }
    return Attribution(**given)  # type: ignore[arg-type]


def test_a_claim_for_each_attribution_in_order(reading: Reading) -> None:
    claims = list(ledger(reading))
    assert [(c.attribution, c.stance, c.cue) for c in claims] == [
        ("a1", "asserts", "said"),
        ("a2", "denies", "rejected"),
    ]
    assert [c.source and c.source.party for c in claims] == ["IGO:UN", "RUR"]
    assert {c.document for c in claims} == {"hentzau"}


def test_its_words_are_the_words_of_its_spans(reading: Reading) -> None:
    for claim in ledger(reading):
        text = reading.document.text
        assert claim.words == " ... ".join(text[s:e] for s, e in claim.spans)
    assert [c.words for c in ledger(reading)][1] == "the report"


def test_content_in_two_pieces_shows_the_gap(reading: Reading) -> None:
    text = reading.document.text
    spans = tuple((text.index(q), text.index(q) + len(q)) for q in ("two dockers", "were killed"))
    (claim,) = ledger(with_attributions(reading, attribution(reading, "It", content=spans)))
    assert claim.words == "two dockers ... were killed"


def test_events_come_with_their_status_in_the_whole_document(reading: Reading) -> None:
    assert [(c.events, c.statuses) for c in ledger(reading)] == [
        (("e1",), ("contested",)),
        (("e1",), ("contested",)),
    ]


def test_an_event_that_is_not_in_the_reading_is_left_out(reading: Reading) -> None:
    (claim,) = ledger(with_attributions(reading, attribution(reading, "It", events=("gone", "e3"))))
    assert (claim.events, claim.statuses) == (("e3",), ("reported",))


def test_a_hidden_source_and_no_cue(reading: Reading) -> None:
    (claim,) = ledger(
        with_attributions(reading, attribution(reading, "It", source=None, parent="a1"))
    )
    assert claim.source is None
    assert claim.cue == ""
    assert claim.within == "a1"
    assert speaker(wording(reading), claim) == "unnamed"


def test_a_reading_without_attributions_has_no_claims(reading: Reading) -> None:
    assert list(ledger(with_attributions(reading))) == []


@pytest.mark.parametrize(
    ("text", "party", "shown"),
    [
        ("the UN", "IGO:UN", "the UN (the United Nations)"),
        ("Ruritania", "RUR", "Ruritania"),
        ("a ministry in Ruritania", "RUR", "a ministry in Ruritania"),
        ("it", "RUR", "it (Ruritania)"),
        ("the harbour master", None, "the harbour master"),
    ],
)
def test_the_speaker_has_a_party_where_the_words_do_not_name_it(
    reading: Reading, text: str, party: str | None, shown: str
) -> None:
    source = Mention(text=text, span=(0, 1), party=party)
    said = attribution(reading, "It", source=source, cue=Words(text="said", span=(0, 4)))
    assert speaker(wording(reading), said) == shown


def test_an_event_in_a_few_words(reading: Reading) -> None:
    shown = [short(event, wording(reading)) for event in reading.events]
    assert shown == [
        "ASSAULT Ruritania, contested",
        "REJECT Ruritania -> the United Nations, reported",
        "CONSULT Ruritania, Grand Fenwick, reported",
    ]
    nobody = msgspec.structs.replace(reading.events[0], actors=())
    assert short(nobody, wording(reading)) == "ASSAULT ?, contested"
