"""To whom a refusal goes whose words name nobody: to whoever last charged, asked or threatened
those who refuse.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.coder.party.vocabulary import PRONOUNS
from dragoman.coder.same import Filled
from dragoman.records import Mention

CALLS = frozenset({"ACCUSE", "REQUEST", "THREATEN"})  # what is answered with a refusal
STEM = 5  # letters that a noun shares with the verb of the same act
PROTESTED = "who did what they protest against"
RULINGS = ("SANCTION", "COERCE", "REJECT")
TAKEN_UP = {
    **dict.fromkeys(("verdict", "sentence", "conviction", "judgment", "ruling"), RULINGS[:2]),
    **dict.fromkeys(("decision", "order", "measure", "move", "ban"), RULINGS),
    **dict.fromkeys(("attack", "strike", "raid", "killing", "killings", "bombing"), ("ASSAULT",)),
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


def protested(event: Filled, against: str, before: Sequence[Filled]) -> Filled:
    """A protest against an act ("in protest at the verdict") as one against who did it; `against`
    is the noun, in lower case, `before` in text order."""
    for act in reversed(before):
        others = tuple(m for m in act.actors if m.party)
        if not others or act.found.type == "PROTEST" or not _so_called(act, against):
            continue
        if {(m.party, m.sectors[:1]) for m in others} & {
            (m.party, m.sectors[:1]) for m in event.actors
        }:
            return event
        reasons = {**event.reasons, "recipients": PROTESTED}
        return replace(event, recipients=others, reasons=reasons)
    return event


def _so_called(act: Filled, noun: str) -> bool:
    """Whether a noun takes up an act: "the shelling" of "shelled", "the verdict" of "convicted"."""
    trigger = act.found.trigger.text.lower()
    return noun[:STEM] in trigger or act.found.type in TAKEN_UP.get(noun, ())


def _parties(mentions: Sequence[Mention]) -> set[str]:
    return {m.party for m in mentions if m.party}
