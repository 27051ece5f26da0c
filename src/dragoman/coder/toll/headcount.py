"""How many people a noun phrase means: "two of its members", "a farmer", "three soldiers and a
policeman".
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from dragoman.coder.toll.casualty_words import (
    AGES,
    COLLECTIVE,
    DEED_NOUNS,
    GROUPS,
    HURTING,
    MONTHS,
    ROUND,
    SINGLE_PRONOUNS,
    THINGS,
)
from dragoman.coder.toll.numbers import figure
from dragoman.knowledge.words import singulars
from dragoman.records import Span

INNER = frozenset({"det", "compound", "amod", "nummod", "flat", "case", "advmod", "fixed", "punct"})
NEAR_TOKENS = 6
MATE_TOKENS = 12  # to who is joined by "and", behind an apposition
PARTS = frozenset("tens dozens scores hundreds thousands millions".split())  # "tens of thousands"
DIGITS = re.compile(r"\d[\d,.]*")


def next_word(token: Token) -> str:
    return token.nbor().lower_ if token.i + 1 < token.sent.end else ""


def nominal(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "NUM", "PRON", "ADJ")


def phrase_head(token: Token) -> Token:
    """The noun of the phrase that begins with `token`."""
    while (
        token.dep_.split(":")[0] in INNER
        and token.head.i > token.i
        and token.head.i - token.i <= NEAR_TOKENS
    ):
        token = token.head
    return token


def headcount(doc: Doc, top: Token) -> tuple[int, int, Span] | None:
    """The number of people that a noun phrase means, with those joined to it, and its words."""
    own = own_count(doc, top)
    if own is None and not is_thing(top):
        return None
    low, high, (start, end) = own or (0, 0, (top.idx, top.idx))
    for more in _mates(doc, top, start if own is None else end):
        low, high = low + more[0], high + more[1]
        start, end = (start, more[2][1]) if high > more[1] else more[2]
    return (low, high, (start, end)) if high else None


def _mates(doc: Doc, top: Token, behind: int) -> list[tuple[int, int, Span]]:
    """The counts of those joined to a noun phrase, each word in one of them only."""
    out: list[tuple[int, int, Span]] = []
    for mate in top.children:
        joined = mate.dep_ == "conj" and top.i < mate.i <= top.i + MATE_TOKENS
        if joined and mate.pos_ in ("NOUN", "PROPN", "NUM", "ADJ"):
            if mate.lower_ in HURTING or next_word(mate) in HURTING:
                continue  # "five people were killed and 12 others wounded"
            more = own_count(doc, mate)
            if more is not None and more[2][0] > behind:
                # A tree may join both the number and its noun.
                out = [m for m in out if m[2][1] <= more[2][0]]
                out.append(more)
    return out


def own_count(doc: Doc, top: Token, *, things: bool = False) -> tuple[int, int, Span] | None:
    person = of_age(top)
    if person is not None:
        return own_count(doc, person)
    counted = _of_which(top) if is_number(top) else top
    if is_thing(counted) and not things:
        return None
    left = _left(top)
    words = doc[left : top.i + 1]
    span = (words.start_char, words.end_char)
    if top.lower_ in SINGLE_PRONOUNS:
        return 1, 1, span
    numeral = top.pos_ == "NUM" or is_number(top)
    before = doc[left : top.i + 1 if numeral else top.i]
    spoken = [t.lower_ for t in before]
    if "no" in spoken or _dated(doc, left):
        return None
    counting = any(w not in ("a", "an") and _is_number(w) for w in spoken)
    if counting and AGES.isdisjoint(spoken):
        whole = number_around(before) if numeral else before
        number = figure(whole.text)
        end = max(span[1], whole.end_char)
        return None if number is None else (*number, (span[0], end))
    if top.lower_ in GROUPS and not numeral:
        below = next((c for c in top.children if c.dep_ == "nmod" and c.i > top.i), None)
        return own_count(doc, below) if below is not None and below.i - top.i < 6 else None
    return (1, 1, span) if _single(top) else None


def _left(top: Token) -> int:
    """The first token of the phrase, without what stands before a preposition or a comma."""
    left = top.i
    inside = {t.i for c in top.children if c.i < top.i for t in c.subtree}
    first = top.sent.start
    while left - 1 >= first:
        token = top.doc[left - 1]
        if token.i not in inside and not (is_number(token) or token.text == "-" or _link(token)):
            break
        hyphen = token.text == "-" and not top.doc[left - 2].whitespace_
        if (token.is_punct and not hyphen) or (token.pos_ in OUTSIDE and not _approximate(token)):
            break
        if _year(token) and is_number(top.doc[left]):
            break  # "in July 2008 five people"
        left -= 1
    return left


def _year(token: Token) -> bool:
    return token.text.isdigit() and 1900 <= int(token.text) <= 2100


def _dated(doc: Doc, left: int) -> bool:
    """Whether a phrase begins with a day of the month: "on October 22 parents sat down"."""
    return left > 0 and doc[left].text.isdigit() and doc[left - 1].lower_ in MONTHS


def of_age(number: Token) -> Token | None:
    """The person whose age a number gives: "a [mason] of 28", "a [girl] of two"."""
    if number.i - 2 < number.sent.start or not is_number(number):
        return None
    of, noun = number.nbor(-1), number.nbor(-2)
    if of.lower_ != "of" or noun.lower_ in GROUPS or noun.lower_ in DEED_NOUNS:
        return None
    following = number.i + 1 < number.sent.end and number.nbor(1).pos_ in ("NOUN", "PROPN", "ADJ")
    return noun if noun.pos_ == "NOUN" and _single(noun) and not following else None


def _of_which(number: Token) -> Token:
    """What a number counts: "two of the intruding [aircraft]"."""
    below = (c for c in number.children if c.dep_ == "nmod" and 0 < c.i - number.i <= NEAR_TOKENS)
    return next(below, number)


OUTSIDE = ("ADP", "SCONJ", "CCONJ", "VERB")


def _approximate(token: Token) -> bool:
    """ "At least", "up to", "more than", "a hundred and five"."""
    following = next_word(token)
    bound = following in ("least", "most") or token.lower_ in ("than", "to", "between")
    return bound or _link(token) or (token.lower_ in ("about", "around", "over", "under", "up"))


def _link(token: Token) -> bool:
    """ "A hundred [and] five", "tens [of] thousands"."""
    if token.lower_ not in ("and", "or", "of"):
        return False
    if not token.sent.start < token.i < token.sent.end - 1:
        return False
    before, after = token.nbor(-1), token.nbor(1)
    # "46 of 1,100" are two numbers.
    whole = token.lower_ != "of" or before.lower_ in PARTS
    return whole and is_number(before) and is_number(after)


def is_thing(top: Token) -> bool:
    return among(top, THINGS)


def among(noun: Token, nouns: frozenset[str]) -> bool:
    """Whether a noun, in the plural too, is one of `nouns`."""
    return bool({noun.lemma_.lower(), *singulars(noun.lower_)} & nouns)


def is_number(token: Token) -> bool:
    """Whether a token is a number or a round word; clock times and "47-year" are none."""
    return _is_number(token.lower_)


def _is_number(word: str) -> bool:
    if not (word.isalpha() or DIGITS.fullmatch(word)):
        return False
    return word in ROUND or (figure(word) is not None and word not in ("a", "an", "no", "none"))


def number_around(words: SpacySpan) -> SpacySpan:
    """The words with those beside them that belong to the same number: "[tens] of thousands"."""
    doc, start, end = words.doc, words.start, words.end
    low, high = words.sent.start, words.sent.end
    while start > low and _of_number(doc[start - 1]):
        start -= 1
    while end < high and (_of_number(doc[end]) or (_link(doc[end]) and is_number(doc[end - 1]))):
        end += 1
    return doc[start:end]


def _of_number(token: Token) -> bool:
    """A number word in words, or the hyphen of one ("thirty[-]nine")."""
    if token.text == "-":
        inside = token.sent.start < token.i < token.sent.end - 1 and not token.whitespace_
        return inside and is_number(token.nbor(-1)) and is_number(token.nbor(1))
    return token.is_alpha and is_number(token)


def _single(top: Token) -> bool:
    """Whether a phrase without a number is one person: "a farmer", "the officer", a name."""
    if top.lower_ in COLLECTIVE or top.lemma_.lower() in COLLECTIVE:
        return False
    if top.pos_ == "PROPN":
        return top.ent_type_ not in ("LOC", "ORG", "NORP")
    if any(c.lower_ in ("a", "an") for c in top.children):
        return top.pos_ == "NOUN"
    plural = "Plur" in top.morph.get("Number", []) or top.lower_ in (
        "men",
        "women",
        "people",
        "police",
    )
    ends = top.lower_.endswith("s") and not top.lower_.endswith("ss")
    return top.pos_ == "NOUN" and not plural and not ends
