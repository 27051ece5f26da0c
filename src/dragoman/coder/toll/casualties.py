"""Counted people: how many were killed, hurt or taken in, as the words and the tree tell it.

Steps:

1. find the words that say so: verbs ("wounding"), adjectives and nouns ("nine dead") and turns of
speech ("took the lives of", "beaten to death")
2. find whom they say it of: the object, the passive subject, or the words beside
3. count these ("two of its members", "a farmer", "three soldiers and a policeman")
4. give each count to the event that it belongs to: the nearest one in the tree
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct
from spacy.attrs import IS_SPACE, LOWER, ORTH, SENT_START
from spacy.strings import get_string_id
from spacy.tokens import Doc, Token

from dragoman.coder.roles import before, is_passive, patients, steps_between, subjects
from dragoman.coder.toll.casualty_words import (
    ABDUCTING,
    ARRESTING,
    BEATING,
    CUSTODY,
    DEED_NOUNS,
    DYING,
    HURTING,
    KILLING,
    LEADING,
    LIMBS,
    LOSING,
    MAIMED,
    NOUNS,
    PICKING,
    SEVERAL_ONLY,
    TAKING,
    TREATING,
    Kind,
)
from dragoman.coder.toll.headcount import NEAR_TOKENS, headcount, is_number, next_word, phrase_head
from dragoman.coder.toll.turns import turn
from dragoman.coder.what import Found
from dragoman.records import Span

# Which events a kind of count belongs to, the likelier type first.
BELONGS: dict[Kind, tuple[str, ...]] = {
    "dead": ("ASSAULT", "PROTEST"),
    "injured": ("ASSAULT", "PROTEST"),
    "arrested": ("COERCE", "ASSAULT"),
    "abducted": ("ASSAULT",),
}


ROUNDING = frozenset("at least most about some around nearly almost more than up to over".split())
FEWEST_HELD = 3  # held by fighters; fewer are named, not counted
# What it costs, in steps of the tree, to give a count to an event.
WORD_COST = 0.1
CLAUSE_COST = 3.0
SENTENCE_COST = 9.0
# The farthest event: a sentence on; and for those taken in no sentence back, as whoever is taken in
# is told of at once. Of tolls told further off most belong to something else.
FARTHEST = 15.5
FARTHEST_HELD = 11.0
LEARNED_GAIN = 4.0
DEED_STEPS = 2  # "planted the bomb that killed": two words of one deed

BLOODLESS = frozenset({"abduct", "destroy"})  # modes of an assault on things or of the living

# Words that may say so: the others are passed over without a look at the tree.
TELLING = frozenset({"lives", "life", "death", "hospital"}).union(
    KILLING, DYING, HURTING, BEATING, ARRESTING, TAKING, ABDUCTING, LEADING, PICKING, CUSTODY,
    DEED_NOUNS,
    LOSING, MAIMED, TREATING,
    *(words for words, _ in NOUNS),
)  # fmt: skip
JOINTS = frozenset(map(get_string_id, (";", "—")))
TELLING_KEYS = frozenset(map(get_string_id, TELLING))  # as a `Doc` gives words fastest


class Count(Struct, frozen=True):
    """People who were killed, hurt or taken in: how many, by which words, said by which token."""

    kind: Kind
    low: int
    high: int
    span: Span
    verb: int


def find_counts(doc: Doc) -> list[Count]:
    """Every count of the text in its order; none where the words give no number."""
    if not doc.has_annotation("DEP"):
        return []
    found: dict[tuple[Kind, int], Count] = {}
    for i in [i for i, key in enumerate(doc.to_array(LOWER).tolist()) if key in TELLING_KEYS]:
        token = doc[i]
        for kind, patient, several in _said(token):
            counted = headcount(doc, patient)
            if counted is None or counted[1] == 0 or (several and counted[1] < 2):
                continue
            low, high, span = counted
            found.setdefault((kind, span[0]), Count(kind, low, high, span, token.i))
    return sorted(found.values(), key=lambda c: (c.span, c.kind))


def assigned(doc: Doc, counts: Sequence[Count], events: Sequence[Found]) -> list[dict[Kind, Count]]:
    """For each event the counts that belong to it, at most one of a kind."""
    offers: list[dict[Kind, tuple[float, Count]]] = [{} for _ in events]
    marks = _Marks(doc) if counts and events else None
    for count in counts:
        priced = [(cost, i) for i, e in enumerate(events)
                  if marks and (cost := _cost(doc, marks, count, e)) is not None]  # fmt: skip
        if not priced:
            continue
        best = min(priced)
        for cost, i in priced:
            held = offers[i].get(count.kind)
            shared = (cost, i) == best or _one_deed(doc, events[best[1]], events[i])
            if shared and (held is None or cost < held[0]):
                offers[i][count.kind] = (cost, count)
    return [{kind: count for kind, (_, count) in offer.items()} for offer in offers]


# ---- who is said to be dead, hurt, taken in


def _said(token: Token) -> Iterator[tuple[Kind, Token, bool]]:
    """The kind, the counted word and whether one person alone does not count."""
    word = token.lower_
    if _denied(token):
        return
    told = turn(token)
    if told is not None:
        kind, counted = told
        yield from ((kind, p, False) for p in counted)
        return
    beside = _noun_count(token)
    if beside is not None:
        yield beside
        return
    kind_of = _verb_kind(token)
    if kind_of is not None and token.pos_ == "NOUN" and (number := _numbered(token)) is not None:
        yield kind_of, number, False  # "killed six people and wounded 12", as a tree may read it
        return
    if kind_of is None or token.pos_ in ("NOUN", "PROPN"):
        yield from _behind_of(token)
        return
    if token.dep_ == "amod" and token.head.i > token.i:
        return  # "two captured marines" tells no capture
    undergoing = subjects(token) or before(token) if word in DYING else patients(token)
    several = word in SEVERAL_ONLY or (word in LEADING and not is_passive(token))
    yield from ((kind_of, p, several) for p in undergoing)


def _numbered(token: Token) -> Token | None:
    """The phrase of a number behind a word, "about" and "at least" between them."""
    after = token.i + 1
    while after < token.sent.end and token.doc[after].lower_ in ROUNDING:
        after += 1
    inside = after < token.sent.end and is_number(token.doc[after])
    return phrase_head(token.doc[after]) if inside else None


def _verb_kind(token: Token) -> Kind | None:
    word = token.lower_
    if word in KILLING:
        shot_at = any(c.lower_ in LIMBS for c in token.subtree if abs(c.i - token.i) <= NEAR_TOKENS)
        return "injured" if word.startswith("sho") and shot_at else "dead"
    if word in DYING:
        return "dead"
    if word in HURTING or word in BEATING:
        return "dead" if _to_death(token) else "injured"
    if word in LEADING and next_word(token) in ("away", "off"):
        return "arrested"
    if word in PICKING and next_word(token) == "up":
        return "arrested"
    if word in ABDUCTING:
        return "abducted"
    return "arrested" if word in ARRESTING | TAKING else None


def _to_death(token: Token) -> bool:
    after = token.doc[token.i : min(token.i + 2 * NEAR_TOKENS, token.sent.end)]
    return " to death" in after.text.lower()


def _noun_count(token: Token) -> tuple[Kind, Token, bool] | None:
    """ "Nine dead", "150 wounded", "29 arrests": the number right before the word."""
    kind = next((k for words, k in NOUNS if token.lower_ in words), None)
    if kind is None or token.i == token.sent.start:
        return None
    number = token.doc[token.i - 1]
    if not is_number(number) or number.lower_ in ("a", "an", "no"):
        return None
    if token.i + 1 < token.sent.end and token.doc[token.i + 1].pos_ in ("NOUN", "PROPN"):
        return None  # "two wounded soldiers" are counted by the soldiers
    return kind, number, False


def _behind_of(token: Token) -> Iterator[tuple[Kind, Token, bool]]:
    """ "The killing of two farmers", "a toll of 30", "the arrest of nine"."""
    kind = DEED_NOUNS.get(token.lower_)
    after = token.i + 2
    doc = token.doc
    if kind is None or token.pos_ == "VERB" or after >= token.sent.end:
        return
    if doc[token.i + 1].lower_ in ("of", "at"):
        several = token.lower_ in ("toll", "beating", "detention", "seizure", "abduction")
        yield kind, phrase_head(doc[after]), several


def _denied(token: Token) -> bool:
    return any(c.lower_ in ("not", "n't", "never") and c.i < token.i for c in token.children)


# ---- which event they belong to


class _Marks:
    """The tokens of a document that begin a sentence, break a line, or join clauses."""

    def __init__(self, doc: Doc) -> None:
        words, starts, blank = doc.to_array([ORTH, SENT_START, IS_SPACE]).T.tolist()
        self.sentences = [i for i, start in enumerate(starts) if start == 1]
        self.breaks = [i for i, space in enumerate(blank) if space and "\n" in doc[i].text]
        self.joints = [i for i, word in enumerate(words) if word in JOINTS]


def _between(marks: list[int], low: int, high: int) -> int:
    """How many of the tokens `marks` are in [low, high)."""
    return bisect_left(marks, high) - bisect_left(marks, low)


def _cost(doc: Doc, marks: _Marks, count: Count, event: Found) -> float | None:
    """How far a count stands from an event; None where it cannot belong to it."""
    types = BELONGS[count.kind]
    if event.type not in types or not fits(count.kind, event):
        return None
    verb, anchor = count.verb, event.anchor
    held = count.kind == "abducted" or (count.kind == "arrested" and event.type == "ASSAULT")
    low, high = sorted((verb, anchor))
    together = not _between(marks.sentences, low + 1, high + 1)
    if (held or event.type == "PROTEST") and not together:
        return None
    if held and (count.high < FEWEST_HELD or (count.kind == "arrested" and verb != anchor)):
        return None
    cost = CLAUSE_COST * types.index(event.type)
    if together:
        cost += steps_between(doc[verb], doc[anchor]) + WORD_COST * (high - low)
        cost += 2 * CLAUSE_COST * _between(marks.joints, low, high)
    else:
        if _between(marks.breaks, low, high):
            if anchor > verb:
                return None  # a new paragraph tells its own dead
            cost += CLAUSE_COST
        skipped = _between(marks.sentences, low, high)
        cost += SENTENCE_COST * skipped + (0.0 if anchor < verb else SENTENCE_COST / 3)
    if _learned(count, event):
        cost -= LEARNED_GAIN
    return cost if cost <= (FARTHEST_HELD if count.kind == "arrested" else FARTHEST) else None


def fits(kind: Kind, event: Found) -> bool:
    """Whether the mode of an event leaves room for such people: a closure arrests nobody, and a
    house that is burned is no toll."""
    chief = event.modes[0] if event.modes else ""
    if (kind, event.type) == ("arrested", "COERCE"):
        return "arrest" in event.modes or not chief
    if event.type == "PROTEST":
        return chief in ("riot", "")
    return kind not in ("dead", "injured") or chief not in BLOODLESS


def _learned(count: Count, event: Found) -> bool:
    """Whether the annotator gave the event a figure in these words, of whatever kind."""
    spans = [s for label in LABELS for s in event.arguments.get(label, ())]
    return any(a < count.span[1] and count.span[0] < b for a, b in spans)


LABELS = ("DEAD", "INJURED", "ARRESTED", "SIZE")


def _one_deed(doc: Doc, one: Found, other: Found) -> bool:
    """Whether two triggers of a type hang on each other: "shells fired at a camp killed nine"."""
    a, b = doc[one.anchor], doc[other.anchor]
    return one.type == other.type and a.sent == b.sent and steps_between(a, b) <= DEED_STEPS
