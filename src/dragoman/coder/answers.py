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


def _parties(mentions: Sequence[Mention]) -> set[str]:
    return {m.party for m in mentions if m.party}
