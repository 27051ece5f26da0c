"""Who does and who undergoes what a word says, by the tree around it."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.coder.toll.casualty_words import PARTICLES
from dragoman.coder.toll.headcount import nominal, of_age, phrase_head

SUBJECTS = ("nsubj:pass", "nsubj")
BESIDE_TOKENS = 2
RELATIVES = ("who", "whom", "which", "that")
JOINED_MOST = 3  # verbs that may share one subject
HANGING = ("advcl", "conj", "xcomp", "parataxis")  # clauses whose agent is that of another


def patients(verb: Token) -> list[Token]:
    """Whom a verb is done to: object, passive subject, the noun that it describes, else the words
    behind it or, where the tree has none of these, right before it."""
    objects = [c for c in verb.children if (c.dep_ == "obj" or _at_least(c)) and nominal(c)]
    if objects and objects[0].lower_ in RELATIVES and verb.dep_.startswith("acl"):
        return [phrase_head(verb.head)]
    return objects[:1] or _undergoing(verb) or before(verb)


def _at_least(noun: Token) -> bool:
    """ "Injured at least 30 others" tells no place."""
    if not noun.dep_.startswith("obl"):
        return False
    first = noun.left_edge
    return first.lower_ == "at" and first.nbor().lower_ in ("least", "most")


def _undergoing(verb: Token) -> list[Token]:
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


def before(verb: Token) -> list[Token]:
    """The noun right before a participle and its auxiliaries: "Nine people [were] hurt", "two men
    beaten"."""
    if verb.lower_.endswith("ing") or any(c.dep_ == "nsubj" for c in verb.children):
        return []
    i = verb.i - 1
    while i > verb.sent.start and verb.doc[i].pos_ in ("AUX", "ADV"):
        i -= 1
    noun = verb.doc[i]
    if i < verb.sent.start or noun.pos_ not in ("NOUN", "PROPN", "NUM"):
        return []
    noun = of_age(noun) or noun
    while noun.dep_ == "conj" and nominal(noun.head) and not _verb_between(noun.head, noun):
        noun = noun.head
    return [noun]


def _verb_between(one: Token, other: Token) -> bool:
    """Whether a verb stands between two words, the first one first: "five were killed and two"."""
    return one.i > other.i or any(t.pos_ == "VERB" for t in one.doc[one.i : other.i])


def is_passive(verb: Token) -> bool:
    if any(c.dep_ in ("nsubj:pass", "aux:pass", "cop") for c in verb.children):
        return True
    if verb.dep_ != "conj" or not any(c.dep_ == "aux:pass" for c in verb.head.children):
        return False
    own = {c.dep_ for c in verb.children}
    if "nsubj" in own:  # "two were killed and three injured"
        return own.isdisjoint(("aux", "obj")) and not verb.lower_.endswith("ing")
    return not _behind(verb)


def subjects(verb: Token) -> list[Token]:
    """The subject, or the one shared with the verb that this one is joined to."""
    seen = 0
    while seen < JOINED_MOST:
        own = [c for c in verb.children if c.dep_ in SUBJECTS]
        if own and own[0].lower_ in RELATIVES and verb.dep_.startswith("acl"):
            return [phrase_head(verb.head)]
        if own:
            return own[:1]
        if verb.dep_ not in ("conj", "xcomp") or verb.head is verb:
            return [phrase_head(verb.head)] if verb.dep_.startswith("acl") else []
        verb, seen = verb.head, seen + 1
    return []


def agents(verb: Token) -> list[Token]:
    """Who does it: the subject or, of a passive, "by" whom, if need be of the clause around it."""
    described = verb.dep_ == "acl" and not verb.lower_.endswith("ing")
    if described or is_passive(verb):
        obliques = (c for c in verb.children if c.dep_.startswith("obl"))
        return [c for c in obliques if any(w.lower_ == "by" for w in c.children)][:1]
    shared = verb.dep_ in HANGING and verb.head is not verb
    return subjects(verb) or (agents(verb.head) if shared else [])


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


def steps_between(one: Token, other: Token) -> int:
    """Steps between two tokens of a sentence through the tree."""
    up = [one, *one.ancestors]
    down = {t.i: n for n, t in enumerate((other, *other.ancestors))}
    return next((n + down[t.i] for n, t in enumerate(up) if t.i in down), len(up))
