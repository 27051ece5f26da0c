"""Whom an act struck that somebody charges another with, where its words leave that open.

"Lithuania accused Belarus of hijacking the plane": words without a name take the party that the
clause offers, which is often the doer's own. Nobody charges another with what he did to himself;
who charges him speaks of what was done to his own side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from dragoman.coder.same import Filled
from dragoman.coder.scope import PRIVATE
from dragoman.coder.what import symmetric
from dragoman.records import Mention, Span

REASON = "the words name nobody; who charges them with it speaks of his own side"
PRESS = "JRN"
OBSERVERS = ("IGO:", "NGO:")  # these speak of what was done to others

Asked = Callable[[Span], bool]


def struck(
    event: Filled, accusers: Sequence[Mention], *, named: Asked, people: Asked, stands: Asked
) -> Filled:
    """The event with the accuser's side as recipient, where its words only gave the doer himself.

    `named` tells of words whether a party's name stands in them, `people` whether they describe
    people ("two men"): of these a private person may speak as a witness, of "them" and "the boat"
    only whoever they belong to. What `stands` at a place of the doer's own country ("a clinic in
    Nyala") is of that country, whoever speaks of it.
    """
    doers = _parties(event.actors)
    given = event.recipients
    if not given or symmetric(event.found.type) or not _parties(given) <= doers:
        return event
    if all(stands(m.span) for m in given) and _at_home(event, doers):
        return event
    if any(m.party is None or named(m.span) for m in given):
        return event
    witnesses = frozenset({PRESS}) | (PRIVATE if any(people(m.span) for m in given) else set())
    return _of_side(event, [m for m in accusers if _speaks(m, witnesses)])


def struck_abroad(event: Filled, charges: Sequence[Filled], *, guessed: Asked) -> Filled:
    """The event with the accuser's side as recipient, where its words only gave a third country
    that the document speaks of most: "Greece accused Turkey of ramming a boat".

    `charges` are the accusations of the same sentence, `guessed` tells of words whether only the
    country at hand tells whom they mean. Who helps an armed group, does not help the accuser.
    """
    given, doers = event.recipients, _parties(event.actors)
    if not given or symmetric(event.found.type) or doers & _parties(given):
        return event
    if event.found.type == "AID" and any(str(m.party).startswith("ARM:") for m in given):
        return event
    if not all(guessed(m.span) for m in given):
        return event
    mine = [c for c in charges if doers & _parties(c.recipients)]
    return _of_side(event, [m for c in mine for m in c.actors if _speaks(m, frozenset({PRESS}))])


def by_the_charged(event: Filled, charges: Sequence[Filled]) -> Filled:
    """The event without its accusers among those who did it, where it names whom they charge:
    "Haiti accused the Dominican navy of sinking two boats". `charges` are the accusations of the
    same sentence."""
    if symmetric(event.found.type):
        return event
    doers = _parties(event.actors)
    accusers: set[str] = set()
    for charge in charges:
        if doers & _parties(charge.recipients):
            accusers |= _parties(charge.actors) - _parties(charge.recipients)
    left = tuple(m for m in event.actors if m.party not in accusers)
    return replace(event, actors=left) if left else event


def _of_side(event: Filled, voices: Sequence[Mention]) -> Filled:
    """The event with the one party that speaks, besides those who did it, as its recipient."""
    doers = _parties(event.actors)
    side = [m for m in voices if m.party and m.party not in doers]
    if len(_parties(side)) != 1:
        return event
    reasons = {**event.reasons, "recipients": REASON}
    return replace(event, recipients=tuple(side[:1]), reasons=reasons)


def _at_home(event: Filled, doers: set[str]) -> bool:
    """Whether the words behind the act name its place, and it lies in the doer's own country."""
    place = event.place
    if place is None or place.name is None or place.country not in doers:
        return False
    return place.span[0] >= event.found.trigger.span[1]


def _speaks(mention: Mention, witnesses: frozenset[str]) -> bool:
    """Whether a voice may be that of the side that was struck."""
    sector = mention.sectors[0] if mention.sectors else ""
    return sector not in witnesses and not (mention.party or "").startswith(OBSERVERS)


def _parties(mentions: Sequence[Mention]) -> set[str]:
    return {m.party for m in mentions if m.party}
