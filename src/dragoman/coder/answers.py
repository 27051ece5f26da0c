"""To whom an answer goes whose words name nobody: a refusal to whoever last charged, asked or
threatened those who refuse; a protest, a charge, praise or a refusal of something told before to
whoever did it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.coder.party.vocabulary import PRONOUNS
from dragoman.coder.same import Filled
from dragoman.records import Mention

CALLS = frozenset({"ACCUSE", "REQUEST", "THREATEN"})  # what is answered with a refusal
STEM = 5  # letters that a noun shares with the verb of the same act
TAKES_UP = "who did what they speak of"
RULINGS = ("SANCTION", "COERCE", "REJECT")
# Nouns by which a text comes back to an act it has told, and the types of such acts.
TAKEN_UP = {
    noun: types
    for nouns, types in (
        ("verdict sentence conviction judgment ruling trial", RULINGS[:2]),
        ("order measure measures ban", RULINGS[:2]),
        ("decision move step", (*RULINGS, "RETREAT", "CONCEDE")),
        ("arrest arrests detention detentions seizure closure", ("COERCE",)),
        ("attack attacks strike strikes raid raids killing killings shooting", ("ASSAULT",)),
        ("bombing shelling ambush assault blast abduction", ("ASSAULT",)),
        ("sanctions expulsion expulsions tariffs", ("SANCTION",)),
        ("release", ("RETREAT",)),
        ("offer proposal", ("AGREE",)),
        ("accord agreement deal", ("AGREE",)),
        ("demand demands request appeal", ("REQUEST",)),
        ("accusation accusations charge charges allegation allegations", ("ACCUSE",)),
        ("threat ultimatum", ("THREATEN",)),
    )
    for noun in nouns.split()
}
REASON = "who last charged, asked or threatened those who refuse"


def answered(event: Filled, before: Sequence[Filled]) -> Filled:
    """The event, with recipients if it is a refusal without any; `before` in text order."""
    if event.found.type != "REJECT" or event.recipients or "RECIPIENT" in event.found.arguments:
        return event
    own = _parties(event.actors)
    for call in reversed(before):
        callers = _parties(call.actors)
        called = own & _parties(call.recipients)
        if call.found.type in CALLS and called and callers and not own & callers:
            reasons = {**event.reasons, "recipients": REASON}
            return replace(event, recipients=call.actors, reasons=reasons)
    return event


def by_the_asked(event: Filled, before: Sequence[Filled]) -> Filled:
    """A refusal by those who were asked, where a pronoun was taken for those who asked them: "He
    gave the militia until Friday to quit the dam; they spurned the ultimatum"."""
    own = _parties(event.actors)
    if event.found.type != "REJECT" or not own or not _parties(event.recipients) <= own:
        return event
    if any(m.text.lower() not in PRONOUNS for m in event.actors):
        return event
    for call in reversed(before):
        callers, called = _parties(call.actors), _parties(call.recipients)
        if call.found.type in CALLS and own <= callers:
            if not called or called & callers:
                return event
            return replace(event, actors=call.recipients, recipients=call.actors)
    return event


def as_asked(event: Filled, before: Sequence[Filled]) -> Filled:
    """A refusal with the modes of the request that it turns down: the last call on those who
    refuse by those whom they refuse it."""
    if event.found.type != "REJECT":
        return event
    own, callers = _parties(event.actors), _parties(event.recipients)
    for call in reversed(before):
        calls = call.found.type in CALLS and callers & _parties(call.actors)
        if calls and own & _parties(call.recipients):
            asked = call.found.type == "REQUEST" and call.found.modes
            return replace(event, found=replace(event.found, modes=asked)) if asked else event
    return event


def taken_up(event: Filled, noun: str, before: Sequence[Filled]) -> Filled:
    """The event with whoever did the act that it speaks of as its recipients: "in protest at the
    verdict", "welcomed the move", "turned down the offer". `noun` is in lower case, `before` in
    text order; acts of those who speak are theirs to speak of, and change nothing."""
    own = {(m.party, m.sectors[:1]) for m in event.actors}
    for act in reversed(before):
        others = tuple(m for m in act.actors if m.party)
        if not others or act.found.type == event.found.type or not _so_called(act, noun):
            continue
        if own & {(m.party, m.sectors[:1]) for m in others}:
            return event
        reasons = {**event.reasons, "recipients": TAKES_UP}
        return replace(event, recipients=others, reasons=reasons)
    return event


def _so_called(act: Filled, noun: str) -> bool:
    """Whether a noun takes up an act: "the shelling" of "shelled", "the verdict" of "convicted"."""
    trigger = act.found.trigger.text.lower()
    return noun[:STEM] in trigger or act.found.type in TAKEN_UP.get(noun, ())


def _parties(mentions: Sequence[Mention]) -> set[str]:
    return {m.party for m in mentions if m.party}
