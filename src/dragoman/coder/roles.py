"""Who does and who undergoes what a word says, by the tree around it."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.coder.casualty_words import PARTICLES
from dragoman.coder.headcount import nominal, phrase_head

SUBJECTS = ("nsubj:pass", "nsubj")
BESIDE_TOKENS = 2
JOINED_MOST = 3  # verbs that may share one subject


def patients(verb: Token) -> list[Token]:
    """Whom a verb is done to: object, passive subject, the noun that it describes, else the words
    behind it."""
    objects = [c for c in verb.children if c.dep_ == "obj" and nominal(c)]
    if objects:
        return objects[:1]
    if is_passive(verb):
        return subjects(verb)
    reduced = verb.dep_.startswith(("acl", "amod")) and verb.dep_ != "acl:relcl"
    if reduced and verb.head.i < verb.i and not verb.lower_.endswith("ing"):
        return [phrase_head(verb.head)]
    behind = _behind(verb)
    if behind is not None:
        return [behind]
    if verb.pos_ != "ADJ":
        return []
    if verb.dep_ in ("xcomp", "advcl", "conj") and not any(
        c.dep_ in SUBJECTS for c in verb.children
    ):
        return [c for c in verb.head.children if c.dep_ == "obj" and nominal(c)][:1]
    return subjects(verb)


def is_passive(verb: Token) -> bool:
    if any(c.dep_ in ("nsubj:pass", "aux:pass", "cop") for c in verb.children):
        return True
    joined = verb.dep_ == "conj" and not any(c.dep_ == "nsubj" for c in verb.children)
    return joined and any(c.dep_ == "aux:pass" for c in verb.head.children) and not _behind(verb)


def subjects(verb: Token) -> list[Token]:
    """The subject, or the one shared with the verb that this one is joined to."""
    seen = 0
    while seen < JOINED_MOST:
        own = [c for c in verb.children if c.dep_ in SUBJECTS]
        if own and own[0].lower_ in ("who", "which", "that") and verb.dep_.startswith("acl"):
            return [phrase_head(verb.head)]
        if own:
            return own[:1]
        if verb.dep_ not in ("conj", "xcomp") or verb.head is verb:
            return [phrase_head(verb.head)] if verb.dep_.startswith("acl") else []
        verb, seen = verb.head, seen + 1
    return []


def _behind(verb: Token) -> Token | None:
    """The noun phrase that begins right behind a verb and its particle."""
    i = verb.i + 1
    doc, end = verb.doc, verb.sent.end
    while i < end and i <= verb.i + BESIDE_TOKENS and doc[i].lower_ in PARTICLES:
        i += 1
    if i >= end or doc[i].pos_ not in ("NUM", "DET", "NOUN", "PROPN", "ADJ", "PRON"):
        return None
    top = phrase_head(doc[i])
    timed = top.dep_.startswith("obl") or top.dep_ == "nmod:unmarked"
    return top if nominal(top) and doc[i].i <= top.i and not timed else None
