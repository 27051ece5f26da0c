"""To whom a refusal goes whose words name nobody: to whoever last charged, asked or threatened
those who refuse.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.coder.same import Filled
from dragoman.records import Mention

CALLS = frozenset({"ACCUSE", "REQUEST", "THREATEN"})  # what is answered with a refusal
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


def _parties(mentions: Sequence[Mention]) -> set[str]:
    return {m.party for m in mentions if m.party}
