"""Turns of speech that tell of people killed, hurt or taken in without a word of their own for it:
"claimed 30 lives", "lost a leg", "taken into custody".
"""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.coder.roles import before, is_passive, patients, subjects
from dragoman.coder.toll.casualty_words import (
    CARRYING,
    COMRADES,
    COSTING,
    CUSTODY,
    HEALERS,
    HURT_NOUNS,
    KILLING,
    LOSING,
    MAIMED,
    TREATING,
    Kind,
)
from dragoman.coder.toll.headcount import NEAR_TOKENS, is_number, phrase_head

Told = tuple[Kind, list[Token]]


def turn(token: Token) -> Told | None:
    """What a turn of speech around a word says of whom; None where there is none."""
    word = token.lower_
    if word in ("lives", "life"):
        return _lives(token)
    if word in MAIMED:
        return _maimed(token)
    if word in LOSING:
        men = [p for p in patients(token) if p.lower_ in COMRADES]
        return ("dead", men) if men else None
    if word in TREATING and any(t.lower_ in HEALERS for s in subjects(token) for t in s.subtree):
        return "injured", [p for p in patients(token) if p.lower_ not in HURT_NOUNS]
    if word == "dead" and token.pos_ == "ADJ":
        return _dead(token)
    return _brought(token)


def _lives(token: Token) -> Told | None:
    """ "Claimed 30 lives", "took the lives of four", "lost their lives"."""
    doc = token.doc
    near = reversed(doc[max(token.sent.start, token.i - NEAR_TOKENS + 1) : token.i])
    verb = next((t for t in near if t.lower_ in COSTING), None)
    if verb is None:
        return None
    if verb.lower_ in LOSING:
        return "dead", subjects(verb) or before(verb)
    of = token.i + 2 < len(doc) and doc[token.i + 1].lower_ == "of"
    return "dead", [phrase_head(doc[token.i + 2])] if of else [token]


def _maimed(token: Token) -> Told | None:
    """ "Lost a leg", "losing an eye"."""
    verb = _verb_before(token)
    if verb is None or verb.lower_ not in LOSING:
        return None
    return "injured", subjects(verb) or before(verb)


def _dead(token: Token) -> Told | None:
    """Who "is dead", or is left so: "with two soldiers and a reporter dead"."""
    last = token.nbor(-1) if token.i > token.sent.start else token
    told_elsewhere = last.lower_ in KILLING or is_number(last)
    if told_elsewhere or (token.dep_ == "amod" and token.head.i > token.i):
        return None
    return "dead", subjects(token) if is_passive(token) else before(token)


def _brought(token: Token) -> Told | None:
    """ "Tortured two to death", "took nine to hospital", "was taken into custody"."""
    word, last = token.lower_, token.nbor(-1).lower_ if token.i else ""
    led = last in ("to", "in", "into", "at") and token.i > token.sent.start
    verb = _verb_before(token) if led else None
    if verb is None:
        return None
    if word == "death" and last == "to" and verb.lower_ not in KILLING:
        return "dead", patients(verb) or subjects(verb)
    if word == "hospital" and verb.lower_ in CARRYING:
        return "injured", patients(verb) or subjects(verb)
    return ("arrested", patients(verb)) if word in CUSTODY else None


def _verb_before(token: Token) -> Token | None:
    near = reversed(token.doc[max(token.sent.start, token.i - NEAR_TOKENS) : token.i])
    return next((t for t in near if t.pos_ == "VERB"), None)
