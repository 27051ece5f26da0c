"""Counted people: how many were killed, hurt or taken in, as the words and the tree tell it.

Steps:

1. find the words that say so: verbs ("wounding"), adjectives and nouns ("nine dead") and turns of
speech ("took the lives of", "beaten to death")
2. find whom they say it of: the object, the passive subject, or the words beside
3. count these ("two of its members", "a farmer", "three soldiers and a policeman")
4. give each count to the event that it belongs to: the nearest one in the tree
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dragoman.coder.casualty_words import (
    ABDUCTING,
    AGES,
    ARRESTING,
    BEATING,
    CARRYING,
    COLLECTIVE,
    COSTING,
    CUSTODY,
    DEED_NOUNS,
    DYING,
    HURTING,
    KILLING,
    LEADING,
    LIMBS,
    NOUNS,
    PARTICLES,
    ROUND,
    SEVERAL_ONLY,
    SINGLE_PRONOUNS,
    TAKING,
    THINGS,
    TOLD_BY,
    Kind,
)
from dragoman.coder.toll import figure
from dragoman.coder.what import Found
from dragoman.knowledge.words import singulars
from dragoman.records import Span

# Which events a kind of count belongs to, the likelier type first.
BELONGS: dict[Kind, tuple[str, ...]] = {
    "dead": ("ASSAULT", "PROTEST"),
    "injured": ("ASSAULT", "PROTEST"),
    "arrested": ("COERCE", "ASSAULT"),
    "abducted": ("ASSAULT",),
}


INNER = frozenset({"det", "compound", "amod", "nummod", "flat", "case", "advmod", "fixed", "punct"})
SUBJECTS = ("nsubj:pass", "nsubj")
NEAR_TOKENS = 6
BESIDE_TOKENS = 2
# What it costs, in steps of the tree, to give a count to an event.
WORD_COST = 0.1
CLAUSE_COST = 3.0
SENTENCE_COST = 9.0
FARTHEST = 24.0
LEARNED_GAIN = 4.0
DEED_STEPS = 2  # "planted the bomb that killed": two words of one deed

# Words that may say so: the others are passed over without a look at the tree.
TELLING = frozenset({"lives", "life", "death", "hospital"}).union(
    KILLING, DYING, HURTING, BEATING, ARRESTING, TAKING, ABDUCTING, LEADING, CUSTODY, DEED_NOUNS,
    *(words for words, _ in NOUNS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
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
    for token in doc:
        if token.lower_ not in TELLING:
            continue
        for kind, patient, several in _said(token):
            counted = _count(doc, patient)
            if counted is None or counted[1] == 0 or (several and counted[1] < 2):
                continue
            low, high, span = counted
            found.setdefault((kind, span[0]), Count(kind, low, high, span, token.i))
    return sorted(found.values(), key=lambda c: (c.span, c.kind))


def assigned(doc: Doc, counts: Sequence[Count], events: Sequence[Found]) -> list[dict[Kind, Count]]:
    """For each event the counts that belong to it, at most one of a kind."""
    offers: list[dict[Kind, tuple[float, Count]]] = [{} for _ in events]
    for count in counts:
        priced = [(cost, i) for i, e in enumerate(events)
                  if (cost := _cost(doc, count, e)) is not None]  # fmt: skip
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
    turn = _turn(token)
    if turn is not None:
        kind, patients = turn
        yield from ((kind, p, False) for p in patients)
        return
    counted = _noun_count(token)
    if counted is not None:
        yield counted
        return
    kind_of = _verb_kind(token)
    if kind_of is None or token.pos_ in ("NOUN", "PROPN"):
        yield from _behind_of(token)
        return
    if token.dep_ == "amod" and token.head.i > token.i:
        return  # "two captured marines" tells no capture
    patients = _subjects(token) if word in DYING else _patients(token)
    several = word in SEVERAL_ONLY or (word in LEADING and not _passive(token))
    yield from ((kind_of, p, several) for p in patients)


def _verb_kind(token: Token) -> Kind | None:
    word = token.lower_
    if word in KILLING:
        shot_at = any(c.lower_ in LIMBS for c in token.subtree if abs(c.i - token.i) <= NEAR_TOKENS)
        return "injured" if word.startswith("sho") and shot_at else "dead"
    if word in DYING:
        return "dead"
    if word in HURTING:
        return "injured"
    if word in BEATING:
        return "dead" if _to_death(token) else "injured"
    if word in LEADING and _next(token) in ("away", "off"):
        return "arrested"
    if word in ABDUCTING:
        return "abducted"
    return "arrested" if word in ARRESTING | TAKING else None


def _next(token: Token) -> str:
    return token.nbor().lower_ if token.i + 1 < token.sent.end else ""


def _turn(token: Token) -> tuple[Kind, list[Token]] | None:
    """Turns of speech: "claimed 30 lives", "tortured two to death", "taken into custody"."""
    doc, word = token.doc, token.lower_
    if word in ("lives", "life"):
        verb = next((t for t in reversed(doc[max(token.sent.start, token.i - 5) : token.i])
                     if t.lower_ in COSTING), None)  # fmt: skip
        if verb is None:
            return None
        if verb.lower_.startswith("los"):
            return "dead", _subjects(verb)
        of = token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "of"
        return "dead", [_top(doc[token.i + 2])] if of and token.i + 2 < len(doc) else [token]
    if word == "death" and token.i > 0 and doc[token.i - 1].lower_ == "to":
        verb = _verb_before(token)
        if verb is None or verb.lower_ in KILLING:
            return None
        return "dead", _patients(verb) or _subjects(verb)
    inside = token.i > 1 and doc[token.i - 1].lower_ in ("to", "in", "into", "at")
    if word == "hospital" and inside:
        verb = _verb_before(token)
        if verb is not None and verb.lower_ in CARRYING:
            return "injured", _patients(verb) or _subjects(verb)
    if word in CUSTODY and inside:
        verb = _verb_before(token)
        return None if verb is None else ("arrested", _patients(verb))
    return None


def _verb_before(token: Token) -> Token | None:
    near = reversed(token.doc[max(token.sent.start, token.i - NEAR_TOKENS) : token.i])
    return next((t for t in near if t.pos_ == "VERB"), None)


def _to_death(token: Token) -> bool:
    after = token.doc[token.i : min(token.i + 2 * NEAR_TOKENS, token.sent.end)]
    return " to death" in after.text.lower()


def _noun_count(token: Token) -> tuple[Kind, Token, bool] | None:
    """ "Nine dead", "150 wounded", "29 arrests": the number right before the word."""
    kind = next((k for words, k in NOUNS if token.lower_ in words), None)
    if kind is None or token.i == token.sent.start:
        return None
    before = token.doc[token.i - 1]
    if not _numeral(before) or before.lower_ in ("a", "an", "no"):
        return None
    if token.i + 1 < token.sent.end and token.doc[token.i + 1].pos_ in ("NOUN", "PROPN"):
        return None  # "two wounded soldiers" are counted by the soldiers
    return kind, before, False


def _behind_of(token: Token) -> Iterator[tuple[Kind, Token, bool]]:
    """ "The killing of two farmers", "a toll of 30", "the arrest of nine"."""
    kind = DEED_NOUNS.get(token.lower_)
    after = token.i + 2
    doc = token.doc
    if kind is None or token.pos_ == "VERB" or after >= token.sent.end:
        return
    if doc[token.i + 1].lower_ in ("of", "at"):
        several = token.lower_ in ("toll", "beating", "detention", "seizure", "abduction")
        yield kind, _top(doc[after]), several


def _denied(token: Token) -> bool:
    return any(c.lower_ in ("not", "n't", "never") and c.i < token.i for c in token.children)


def _patients(verb: Token) -> list[Token]:
    """Whom a verb is done to: object, passive subject, the noun that it describes, else the words
    behind it."""
    objects = [c for c in verb.children if c.dep_ == "obj" and _people(c)]
    if objects:
        return objects[:1]
    if _passive(verb):
        return _subjects(verb)
    reduced = verb.dep_.startswith(("acl", "amod")) and verb.dep_ != "acl:relcl"
    if reduced and verb.head.i < verb.i and not verb.lower_.endswith("ing"):
        return [_top(verb.head)]
    behind = _behind(verb)
    if behind is not None:
        return [behind]
    if verb.pos_ != "ADJ":
        return []
    if verb.dep_ in ("xcomp", "advcl", "conj") and not any(
        c.dep_ in SUBJECTS for c in verb.children
    ):
        return [c for c in verb.head.children if c.dep_ == "obj" and _people(c)][:1]
    return _subjects(verb)


def _passive(verb: Token) -> bool:
    if any(c.dep_ in ("nsubj:pass", "aux:pass", "cop") for c in verb.children):
        return True
    joined = verb.dep_ == "conj" and not any(c.dep_ == "nsubj" for c in verb.children)
    return joined and any(c.dep_ == "aux:pass" for c in verb.head.children) and not _behind(verb)


def _subjects(verb: Token) -> list[Token]:
    """The subject, or the one shared with the verb that this one is joined to."""
    seen = 0
    while seen < 3:
        own = [c for c in verb.children if c.dep_ in SUBJECTS]
        if own and own[0].lower_ in ("who", "which", "that") and verb.dep_.startswith("acl"):
            return [_top(verb.head)]
        if own:
            return own[:1]
        if verb.dep_ not in ("conj", "xcomp") or verb.head is verb:
            return [_top(verb.head)] if verb.dep_.startswith("acl") else []
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
    top = _top(doc[i])
    timed = top.dep_.startswith("obl") or top.dep_ == "nmod:unmarked"
    return top if _people(top) and doc[i].i <= top.i and not timed else None


def _people(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "NUM", "PRON", "ADJ")


def _top(token: Token) -> Token:
    """The noun of the phrase that begins with `token`."""
    while (
        token.dep_.split(":")[0] in INNER
        and token.head.i > token.i
        and token.head.i - token.i <= NEAR_TOKENS
    ):
        token = token.head
    return token


# ---- how many they are


def _count(doc: Doc, top: Token) -> tuple[int, int, Span] | None:
    """The number of people that a noun phrase means, with those joined to it, and its words."""
    own = _own_count(doc, top)
    if own is None and not _thing(top):
        return None
    low, high, (start, end) = own or (0, 0, (top.idx, top.idx))
    for mate in top.children:
        joined = mate.dep_ == "conj" and mate.i > top.i and mate.i - top.i <= NEAR_TOKENS
        if joined and mate.pos_ in ("NOUN", "PROPN", "NUM", "ADJ"):
            more = _own_count(doc, mate)
            if more is not None and more[2][0] > start:
                low, high = low + more[0], high + more[1]
                start, end = (start, more[2][1]) if high > more[1] else more[2]
    return (low, high, (start, end)) if high else None


def _own_count(doc: Doc, top: Token, *, things: bool = False) -> tuple[int, int, Span] | None:
    if _thing(top) and not things:
        return None
    left = _left(top)
    words = doc[left : top.i + 1]
    span = (words.start_char, words.end_char)
    if top.lower_ in SINGLE_PRONOUNS:
        return 1, 1, span
    numeral = top.pos_ == "NUM" or _numeral(top)
    before = doc[left : top.i + 1 if numeral else top.i]
    counting = [t for t in before if t.lower_ not in ("a", "an") and _numeral(t)]
    aged = any(t.lower_ in AGES for t in before)
    if counting and not aged:
        number = figure(before.text)
        return None if number is None else (*number, span)
    if top.lower_ in ("crowd", "group", "number", "total", "score") and not numeral:
        below = next((c for c in top.children if c.dep_ == "nmod" and c.i > top.i), None)
        return _own_count(doc, below) if below is not None and below.i - top.i < 6 else None
    return (1, 1, span) if _single(top) else None


def _left(top: Token) -> int:
    """The first token of the phrase, without what stands before a preposition or a comma."""
    left = top.i
    inside = {t.i for c in top.children if c.i < top.i for t in c.subtree}
    while left - 1 >= top.sent.start:
        token = top.doc[left - 1]
        if token.i not in inside and not (_numeral(token) or token.text == "-" or _link(token)):
            break
        hyphen = token.text == "-" and not top.doc[left - 2].whitespace_
        if (token.is_punct and not hyphen) or (token.pos_ in OUTSIDE and not _approximate(token)):
            break
        left -= 1
    return left


OUTSIDE = ("ADP", "SCONJ", "CCONJ", "VERB")


def _approximate(token: Token) -> bool:
    """ "At least", "up to", "more than", "a hundred and five"."""
    following = _next(token)
    bound = following in ("least", "most") or token.lower_ in ("than", "to", "between")
    return bound or _link(token) or (token.lower_ in ("about", "around", "over", "under", "up"))


def _link(token: Token) -> bool:
    """ "A hundred [and] five", "tens [of] thousands"."""
    inside = token.sent.start < token.i < token.sent.end - 1
    linked = token.lower_ in ("and", "or", "of")
    return inside and linked and _numeral(token.nbor(-1)) and _numeral(token.nbor(1))


def _thing(top: Token) -> bool:
    return bool({top.lemma_.lower(), *singulars(top.lower_)} & THINGS)


def _numeral(token: Token) -> bool:
    word = token.lower_
    return word in ROUND or (figure(word) is not None and word not in ("a", "an", "no", "none"))


def _single(top: Token) -> bool:
    """Whether a phrase without a number is one person: "a farmer", "the officer", a name."""
    if top.lower_ in COLLECTIVE or top.lemma_.lower() in COLLECTIVE:
        return False
    if top.pos_ == "PROPN":
        return top.ent_type_ not in ("LOC", "ORG", "NORP")
    plural = "Plur" in top.morph.get("Number", []) or top.lower_ in (
        "men",
        "women",
        "people",
        "police",
    )
    ends = top.lower_.endswith("s") and not top.lower_.endswith("ss")
    return top.pos_ == "NOUN" and not plural and not ends


# ---- which event they belong to


def _cost(doc: Doc, count: Count, event: Found) -> float | None:
    """How far a count stands from an event; None where it cannot belong to it."""
    types = BELONGS[count.kind]
    if event.type not in types:
        return None
    verb, anchor = doc[count.verb], doc[event.anchor]
    held = count.kind == "abducted" or (count.kind == "arrested" and event.type == "ASSAULT")
    if held and verb.sent != anchor.sent:
        return None
    if held and (count.high < PAIR or (count.kind == "arrested" and verb.i != anchor.i)):
        return None
    cost = CLAUSE_COST * types.index(event.type)
    between = doc[min(verb.i, anchor.i) : max(verb.i, anchor.i)]
    if verb.sent == anchor.sent:
        cost += _path(verb, anchor) + WORD_COST * len(between)
        cost += 2 * CLAUSE_COST * sum(t.text in (";", "—") for t in between)
    else:
        if any("\n" in t.text for t in between):
            cost += CLAUSE_COST
        skipped = sum(t.is_sent_start or False for t in between)
        cost += SENTENCE_COST * skipped + (0.0 if anchor.i < verb.i else SENTENCE_COST / 3)
    if _learned(count, event):
        cost -= LEARNED_GAIN
    return cost if cost <= FARTHEST else None


def _learned(count: Count, event: Found) -> bool:
    """Whether the annotator gave the event a figure in these words, of whatever kind."""
    spans = [s for label in LABELS for s in event.arguments.get(label, ())]
    return any(a < count.span[1] and count.span[0] < b for a, b in spans)


LABELS = ("DEAD", "INJURED", "ARRESTED", "SIZE")


def _path(one: Token, other: Token) -> int:
    """Steps between two tokens of a sentence through the tree."""
    up = [one, *one.ancestors]
    down = {t.i: n for n, t in enumerate((other, *other.ancestors))}
    return next((n + down[t.i] for n, t in enumerate(up) if t.i in down), len(up))


def _one_deed(doc: Doc, one: Found, other: Found) -> bool:
    """Whether two triggers of a type hang on each other: "shells fired at a camp killed nine"."""
    a, b = doc[one.anchor], doc[other.anchor]
    return one.type == other.type and a.sent == b.sent and _path(a, b) <= DEED_STEPS


# ---- the figures of one event

PAIR = 2  # so few are no size of a protest

FIGURES = (("dead", "DEAD"), ("injured", "INJURED"), ("arrested", "ARRESTED"), ("size", "SIZE"))
# Types whose people are counted by `size`: who protests, is sent, taken in, let go, turned away.
SIZED = frozenset("PROTEST MOBILIZE AID COERCE RETREAT ASSAULT SANCTION".split())


def figures(
    doc: Doc, event: Found, own: Mapping[Kind, Count], counts: Sequence[Count]
) -> dict[str, tuple[int, int, Span]]:
    """Lowest and highest number and words of each figure of an event.

    The tree decides who is dead, hurt or taken in; the annotator's own spans say the rest, where
    their words are no count of another kind or event.
    """
    out: dict[str, tuple[int, int, Span]] = {}
    for name, label in FIGURES:
        count = next((c for kind, c in own.items() if _meant(event, kind) == name), None)
        if count is not None:
            out[name] = (count.low, count.high, count.span)
            continue
        for span in event.arguments.get(label, ()):
            taken = any(c.span[0] < span[1] and span[0] < c.span[1] for c in counts)
            number = None if taken else figure(doc.text[span[0] : span[1]])
            if number is None or not _credible(doc, event, name, span, number[1]):
                continue
            out.setdefault(_meant(event, name), (*number, span))
    if event.type == "PROTEST" and "size" not in out:
        crowd = [_own_count(doc, t, things=True) for t in _subjects(doc[event.anchor])]
        sizes = [c for c in crowd if c is not None and c[1] > PAIR]
        out.update({"size": sizes[0]} if sizes else {})
    return {name: out[name] for name, _ in FIGURES if name in out}


def _credible(doc: Doc, event: Found, name: str, span: Span, high: int) -> bool:
    if high == 0:
        return False
    if name == "size":
        return event.type in SIZED and high > 1
    if name == "arrested":
        return event.type == "COERCE" or ("abduct" in event.modes and high > 1)
    words = doc.char_span(*span, alignment_mode="expand")
    return words is not None and any(t.lower_ in TOLD_BY[name] for t in words.sent)


def _meant(event: Found, name: str) -> str:
    """Who is abducted is counted by `size`: nobody took him into custody."""
    held = name == "abducted" or (name == "arrested" and event.type == "ASSAULT")
    return "size" if held else name
