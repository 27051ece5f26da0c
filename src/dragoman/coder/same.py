"""One fact, one event: later mentions of what was told before are merged into the first."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from dragoman.coder.what import Found, symmetric
from dragoman.records import Date, Figure, Magnitude, Mention, Place


class Filled(Struct, frozen=True, kw_only=True):
    """An event with its parties, date, place and toll."""

    found: Found
    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    date: Date | None
    place: Place | None
    magnitude: Magnitude
    reasons: dict[str, str] = field(default_factory=dict)


def merged(events: Sequence[Filled]) -> list[Filled]:
    """Events without second mentions, in the order of their triggers.

    Two mentions are of one fact if type, auxiliary and parties with their sectors agree, there is
    an actor, and modes, dates and places do not contradict. In a symmetric type the two sides
    count as one. What one clause joins ("armed and sheltered the rebels") is no second mention.
    """
    out: list[Filled] = []
    for event in events:
        place = next((i for i, e in enumerate(out) if _same(e, event)), None)
        if place is None:
            out.append(event)
        else:
            out[place] = _joined(out[place], event)
    return out


def _same(a: Filled, b: Filled) -> bool:
    if a.found.anchor != b.found.anchor and a.found.first_joined == b.found.first_joined >= 0:
        return False
    if a.found.type != b.found.type or set(a.found.auxiliary) != set(b.found.auxiliary):
        return False
    if not a.actors or not b.actors:
        return False
    if a.found.modes and b.found.modes and not set(a.found.modes) & set(b.found.modes):
        return False
    if a.found.type == "CONSULT" and ("visit" in a.found.modes) != ("visit" in b.found.modes):
        return False  # a visit and the talks that it is for
    if not _parties_agree(a, b):
        return False
    if a.date and b.date and (a.date.start, a.date.end) != (b.date.start, b.date.end):
        return False
    return not (a.place and b.place and a.place.name != b.place.name)


def _parties_agree(a: Filled, b: Filled) -> bool:
    if symmetric(a.found.type):
        return _keys((*a.actors, *a.recipients)) == _keys((*b.actors, *b.recipients))
    return _keys(a.actors) == _keys(b.actors) and _keys(a.recipients) == _keys(b.recipients)


def _keys(mentions: Sequence[Mention]) -> frozenset[tuple[str | None, str]]:
    return frozenset((m.party, m.sectors[0] if m.sectors else "") for m in mentions)


def _joined(first: Filled, later: Filled) -> Filled:
    """The first mention with what only the later one tells."""
    arguments = {k: v for k, v in first.found.arguments.items()}
    for label in ("SOURCE", "DENIER"):
        more = (*arguments.get(label, ()), *later.found.arguments.get(label, ()))
        if more:
            arguments[label] = tuple(dict.fromkeys(more))
    status = first.found.status
    if later.found.status.get("contested", 0.0) + later.found.status.get("denied", 0.0) > 0.5:
        status = later.found.status
    return replace(
        first,
        found=replace(
            first.found,
            arguments=arguments,
            status=status,
            modes=first.found.modes or later.found.modes,
        ),
        date=first.date or later.date,
        place=first.place or later.place,
        magnitude=Magnitude(
            dead=_surer(first.magnitude.dead, later.magnitude.dead),
            injured=_surer(first.magnitude.injured, later.magnitude.injured),
            arrested=_surer(first.magnitude.arrested, later.magnitude.arrested),
            size=_surer(first.magnitude.size, later.magnitude.size),
        ),
    )


def _surer(first: Figure | None, later: Figure | None) -> Figure | None:
    """The first figure, unless the later one is more exact: "dozens", "at least 55"."""
    if first is None or later is None:
        return first or later
    return later if later.high - later.low < first.high - first.low else first
