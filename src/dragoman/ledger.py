"""The ledger of a reading: each proposition, who asserts, denies, doubts or asks, and in whose
words.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.records import Attribution, Event, Mention, Reading, Record, Span, Stance
from dragoman.wording import Wording


class Claim(Record, frozen=True, kw_only=True):
    """One line of the ledger. `source` is null where the text hides it ("reportedly"); spans are
    characters of the text.
    """

    document: str
    stance: Stance
    source: Mention | None
    cue: str
    words: str
    spans: tuple[Span, ...]
    quote: str | None
    within: str | None
    attribution: str
    events: tuple[str, ...]
    statuses: tuple[str, ...]


def ledger(reading: Reading) -> Iterator[Claim]:
    """The claims of one reading in the order of the text."""
    text = reading.document.text
    events = {e.id: e for e in reading.events}
    for a in reading.attributions:
        inside = [events[i] for i in a.events if i in events]
        yield Claim(
            document=reading.document.id,
            stance=a.stance,
            source=a.source,
            cue=a.cue.text if a.cue else "",
            words=" ... ".join(text[s:e] for s, e in a.content),
            spans=a.content,
            quote=a.quote,
            within=a.parent,
            attribution=a.id,
            events=tuple(e.id for e in inside),
            statuses=tuple(e.status for e in inside),
        )


def speaker(wording: Wording, attribution: Attribution | Claim) -> str:
    """Who speaks, as the text names it and with the party behind it."""
    source = attribution.source
    if source is None:
        return "unnamed"
    party = wording.party(source)
    return source.text if party in source.text else f"{source.text} ({party})"


def short(event: Event, wording: Wording) -> str:
    """An event in a few words: "ASSAULT Rwanda -> Congo, contested"."""
    sides = wording.side(event.actors) or "?"
    if event.recipients:
        sides += f" -> {wording.side(event.recipients)}"
    return f"{event.type} {sides}, {event.status}"
