"""From some words of an argument to the whole noun phrase that they stand in."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from dragoman.records import Span

# From these a phrase is looked for above: "the" stands for its noun, "Barack" for "Obama".
INNER = frozenset(
    {"det", "compound", "amod", "nummod", "flat", "case", "punct", "advmod", "fixed", "goeswith"}
)
# What belongs to a mention; clauses, coordinated and loosely added phrases do not.
PARTS = INNER | {"nmod", "appos"}


def coordinated(doc: Doc, span: Span) -> list[Span]:
    """The noun phrase around `span` and those coordinated with it: who joins in, joins in all."""
    words = doc.char_span(*span, alignment_mode="expand")
    if words is None or not len(words):
        return [span]
    top = _top(words.root)
    mates = [t for t in (top, *top.conjuncts) if t.pos_ in ("NOUN", "PROPN", "PRON")]
    if len(mates) < 2:
        return [noun_phrase(doc, span)]
    own = noun_phrase(doc, span)
    spans = [noun_phrase(doc, (t.idx, t.idx + len(t))) for t in mates if t is not top]
    return sorted({own, *(s for s in spans if s[1] <= own[0] or s[0] >= own[1])})


def noun_phrase(doc: Doc, span: Span) -> Span:
    """The characters of the noun phrase around `span`, at least `span` itself.

    The phrase of a name or noun holds its articles, adjectives, names, possessors, `of` phrases
    and appositions.
    A coordination that `span` covers stays whole.
    """
    words = doc.char_span(*span, alignment_mode="expand")
    if words is None or not len(words):
        return span
    top = _top(words.root)
    if top.pos_ not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM"):
        return span
    inside = {t.i for t in words} | _phrase(top)
    first, last = min(inside), max(inside)
    # Only what runs on without a gap belongs to it.
    left, right = top.i, top.i
    while left - 1 >= first and left - 1 in inside:
        left -= 1
    while right + 1 <= last and right + 1 in inside:
        right += 1
    left, right = _trimmed(doc, min(left, words.start), max(right, words.end - 1))
    return doc[left].idx, doc[right].idx + len(doc[right])


def _top(token: Token) -> Token:
    """The noun of the phrase that a word stands in."""
    while _part(token) in INNER and token.head is not token and _near(token, token.head):
        token = token.head
    return token


def _phrase(top: Token) -> set[int]:
    found = {top.i}
    for child in top.children:
        part = _part(child)
        if part in PARTS and not (part == "case" and child.i < top.i) and child.pos_ != "VERB":
            found |= {t.i for t in child.subtree} if part != "nmod" else _with_case(child)
    return found


def _with_case(noun: Token) -> set[int]:
    return {
        t.i
        for t in noun.subtree
        if not any(a.dep_.startswith("acl") for a in (t, *t.ancestors) if a.i > noun.i)
    }


def _trimmed(doc: Doc, left: int, right: int) -> tuple[int, int]:
    while right > left and (doc[right].is_punct or doc[right].is_space):
        right -= 1
    while left < right and (doc[left].is_punct or doc[left].is_space or doc[left].pos_ == "ADP"):
        left += 1
    return left, right


def _part(token: Token) -> str:
    return str(token.dep_).split(":")[0]


def _near(token: Token, head: Token) -> bool:
    return abs(token.i - head.i) <= 6
