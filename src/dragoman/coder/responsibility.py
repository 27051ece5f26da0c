"""Whose act it was, where a later sentence tells: "gunmen attacked a convoy ... the group claimed
responsibility".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from dragoman.coder.same import Filled
from dragoman.coder.whose_word import Said, holds
from dragoman.records import Mention, Span

CLAIMING = re.compile(
    r"claim(?:s|ed|ing)?\s+(?:responsibility|the\s)"
    r"|(?:t(?:ook|akes?|aken|aking)|accept(?:s|ed|ing)?|admit(?:s|ted|ting)?)\s+responsibility"
    r"|t(?:ook|akes?|aken|aking)\s+(?:the\s+)?credit\s+for|own(?:s|ed|ing)?\s+up\s+to"
    r"|(?:said|says)\b[^.]{0,80}?\b(?:was|were|is)\s+(?:behind\s|(?:its|their)\s+(?:work|doing))",
    re.I,
)
# What somebody claims by one word: "claimed the attack", not "claimed the town".
ATTACKS = re.compile(
    r"responsibility|(?:the|that)\s+(?:\w+\s+)?(?:attack|ambush|assault|bomb|blast|explosion|kill|murder"
    r"|raid|shooting|strike|abduction|kidnapp)",
    re.I,
)
REACH_CHARS = 900  # how far back the act was told
REASON = "who claimed responsibility for it"

Named = Callable[[Span], bool]  # whether a party's name stands in some words


def owned(events: Sequence[Filled], said: Sequence[Said], text: str, named: Named) -> list[Filled]:
    """The events, each attack with whoever claimed it as actor and as one who vouches for it.

    A claim of something not told before ("claimed responsibility for a raid on Sunday") is of the
    event in its own words; one of "the attack" is of the last attack before it that names nobody
    else, and no second event.
    """
    out = list(events)
    for s in said:
        by = tuple(m for m in s.sources if m.party)
        if s.stance != "asserts" or not by or s.source is None or not _claims(s, text):
            continue
        inside = [
            e for e in out if e.found.type == "ASSAULT" and holds(s.content, e.found.trigger.span)
        ]
        again = [e for e in inside if text[: e.found.trigger.span[0]].lower().endswith("the ")]
        if inside and len(again) < len(inside):
            continue
        own = {m.party for m in by}
        act = _last(out, inside, s, own, named)
        if act is not None:
            place = out.index(act)
            out[place] = _by(act, by, s.source, own)
            out = [e for e in out if e not in again]
            if not _own(act, own):
                unknown = {m.span for m in act.actors}
                out = [_told_apart(e, unknown, by) for e in out]
    return out


def _told_apart(event: Filled, unknown: set[Span], by: tuple[Mention, ...]) -> Filled:
    """The event with those who claimed the act where it means the same words: "condemned the
    gunmen"."""

    def known(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        if not any(m.span in unknown for m in mentions):
            return mentions
        return (*(m for m in mentions if m.span not in unknown), *by)

    return replace(event, actors=known(event.actors), recipients=known(event.recipients))


def _claims(said: Said, text: str) -> bool:
    start = said.cue.span[0]
    end = text.find(".", start) if "." in text[start:] else len(text)
    return CLAIMING.match(text, start) is not None and ATTACKS.search(text, start, end) is not None


def _last(
    events: Sequence[Filled],
    inside: Sequence[Filled],
    said: Said,
    own: set[str | None],
    named: Named,
) -> Filled | None:
    """The last attack told before a claim that is nobody else's, nor on those who claim it."""
    for event in reversed(events):
        away = said.cue.span[0] - event.found.trigger.span[0]
        if event.found.type != "ASSAULT" or not 0 < away <= REACH_CHARS or event in inside:
            continue
        if own & {m.party for m in event.recipients}:
            continue
        if _own(event, own) or not any(named(m.span) for m in event.actors if m.party):
            return event
    return None


def _own(event: Filled, own: set[str | None]) -> bool:
    return bool(own & {m.party for m in event.actors})


def _by(event: Filled, by: tuple[Mention, ...], source: Span, own: set[str | None]) -> Filled:
    arguments = dict(event.found.arguments)
    arguments["SOURCE"] = tuple(dict.fromkeys((*arguments.get("SOURCE", ()), source)))
    # Who claims it does not deny it by the same words.
    arguments["DENIER"] = tuple(
        d for d in arguments.get("DENIER", ()) if d[1] <= source[0] or source[1] <= d[0]
    )
    found = replace(event.found, arguments=arguments)
    if _own(event, own):
        return replace(event, found=found)
    hit = {m.party for m in event.recipients} & own
    recipients = () if hit else event.recipients
    reasons = {k: v for k, v in event.reasons.items() if k != "actors"} | {"actors": REASON}
    return replace(event, found=found, actors=by, recipients=recipients, reasons=reasons)
