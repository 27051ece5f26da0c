"""What: from the annotator's triggers to event types, modes, contexts and the words of each
argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field
from spacy.tokens import Doc, Token

from dragoman.annotate.layers import Layers, RawArgument, RawEvent
from dragoman.codebook.book import AUXILIARY, SYMMETRIC_TYPES
from dragoman.records import Auxiliary, Span, Words

# Probabilities from which something is said; set on the corpus's dev part, measure again after any
# training.
EVENT_MIN = 0.4
MODE_MIN = 0.3
FURTHER_MODE_MIN = 0.5
CONTEXT_MIN = 0.22
CONTEXTS_MOST = 3  # an article has at most so many
AUXILIARY_MIN = 0.5
TWICE_TOKENS = 10
# One word may name two acts ("jailed" is a verdict and an arrest), but the second type must then be
# nearly as sure as the first.
SECOND_TYPE_SHARE = 2 / 3
# Words that PLOVER's and the contract's `alleged` stand on.
HEDGES = frozenset(
    {"alleged", "allegedly", "purported", "purportedly", "reported", "reportedly", "supposed"}
    | {"supposedly", "suspected", "apparent", "apparently", "claimed", "ostensible", "so-called"}
)
# The scores are raw sigmoids; this maps them to how often such an event was right, see
# `training/calibrate.py`.
CALIBRATION: tuple[tuple[float, float], ...] = (
    *((0.0, 0.28), (0.31, 0.32), (0.55, 0.38), (0.75, 0.44), (0.87, 0.48), (0.925, 0.54)),
    *((0.98, 0.64), (0.993, 0.69), (0.998, 0.735), (1.0, 0.82)),
)


class Found(Struct, frozen=True, kw_only=True):
    """An event as its own words give it: spans are characters of the text, `anchor` a token of the
    `Doc`.
    """

    type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    auxiliary: tuple[Auxiliary, ...]
    status: dict[str, float]
    factuality: float
    score: float
    anchor: int
    trigger: Words
    arguments: dict[str, tuple[Span, ...]]
    candidates: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    hedged: bool = False  # a word beside the trigger keeps it at a distance ("purported")
    first_joined: int = -1  # of the words that the trigger is joined to by "and", the first


# Verbs that say little beside a noun that tells an event.
LIGHT = frozenset(
    "offer give issue make express voice extend deliver send hold have take pay launch stage mount "
    "carry conduct lodge file draw level bring raise face impose announce begin".split()
)


def find_events(doc: Doc) -> list[Found]:
    """The events of a text in the order of their triggers, each type at most once a trigger."""
    layers: Layers = doc._.dragoman_layers
    tokens: list[int] = doc._.dragoman_tokens
    charged = _charged(layers)
    likely = _types_that_hold([e for e in layers.events if e.score >= EVENT_MIN or e in charged])
    contexts = _over(layers.contexts, CONTEXT_MIN)[:CONTEXTS_MOST]
    return [
        _found(e, layers, tokens, doc, contexts)
        for e in likely
        if not any(_told_twice(e, o, tokens, doc) for o in likely if o.type == e.type)
        and not any(_light(e, o, tokens, doc) for o in likely if o.type != e.type)
    ]


def _charged(layers: Layers) -> list[RawEvent]:
    """What accusations charge somebody with: the likeliest type of each word in their contents,
    however unlikely: there an act is to be expected.
    """
    cues = [e.anchor for e in layers.events if e.type == "ACCUSE" and e.score >= EVENT_MIN]
    contents = [
        span
        for a in layers.attributions
        if any(start <= cue < end for start, end in a.cue for cue in cues)
        for span in a.content
    ]
    surest: dict[int, RawEvent] = {}
    for e in layers.events:
        if any(start <= e.anchor < end for start, end in contents):
            surest[e.anchor] = max(e, surest.get(e.anchor, e), key=lambda event: event.score)
    return list(surest.values())


def _types_that_hold(events: Sequence[RawEvent]) -> list[RawEvent]:
    """Of several types of one trigger the surest, and those that are nearly as sure."""
    surest: dict[int, float] = {}
    for e in events:
        surest[e.anchor] = max(e.score, surest.get(e.anchor, 0.0))
    return [e for e in events if e.score >= SECOND_TYPE_SHARE * surest[e.anchor]]


def _told_twice(e: RawEvent, other: RawEvent, tokens: Sequence[int], doc: Doc) -> bool:
    """Whether a surer trigger governs this one, or hangs on it: "embark on a visit", "held
    talks"; both are of one type. But "armed and trained" are two acts."""
    if (e.score, -e.anchor) >= (other.score, -other.anchor):
        return False
    one, two = doc[tokens[e.anchor]], doc[tokens[other.anchor]]
    if first_joined(one).i == first_joined(two).i:
        return False
    return abs(one.i - two.i) <= TWICE_TOKENS and (one.head.i == two.i or two.head.i == one.i)


def _light(e: RawEvent, other: RawEvent, tokens: Sequence[int], doc: Doc) -> bool:
    """Whether a verb only carries the noun that says what is done: "offered congratulations"."""
    verb, noun = doc[tokens[e.anchor]], doc[tokens[other.anchor]]
    return noun.dep_ == "obj" and noun.head.i == verb.i and verb.lemma_.lower() in LIGHT


def _found(
    e: RawEvent, layers: Layers, tokens: list[int], doc: Doc, contexts: tuple[str, ...]
) -> Found:
    arguments = _spans(e.arguments, layers)
    if "ACTOR" in arguments:
        arguments["ACTOR"] = _nearest(doc, tokens[e.anchor], arguments["ACTOR"])
    return Found(
        type=e.type,
        modes=_modes(e),
        contexts=contexts,
        auxiliary=tuple(name for name in AUXILIARY if e.auxiliary.get(name, 0.0) >= AUXILIARY_MIN),
        status=e.status,
        factuality=e.factuality,
        score=e.score,
        anchor=tokens[e.anchor],
        trigger=trigger_words(doc, tokens[e.anchor]),
        arguments=arguments,
        candidates=_spans(e.candidates, layers),
        hedged=hedged(doc, tokens[e.anchor]),
        first_joined=first_joined(doc[tokens[e.anchor]]).i,
    )


def _nearest(doc: Doc, anchor: int, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans of the trigger's own sentence; those of others only where it has none."""
    sentence = doc[anchor].sent
    own = tuple(s for s in spans if sentence.start_char <= s[0] < sentence.end_char)
    return own or spans


def hedged(doc: Doc, anchor: int) -> bool:
    """Whether an adjective or adverb of the trigger leaves it to others to vouch for it."""
    return any(child.lower_ in HEDGES for child in doc[anchor].children)


def first_joined(token: Token) -> Token:
    """The first of the words that a word is joined to by "and" or a comma; alone, the word."""
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token


def _spans(arguments: Sequence[RawArgument], layers: Layers) -> dict[str, tuple[Span, ...]]:
    out: dict[str, tuple[Span, ...]] = {}
    for a in arguments:
        span = (layers.starts[a.start], layers.ends[a.end - 1])
        out[a.label] = (*out.get(a.label, ()), span)
    return out


def _modes(e: RawEvent) -> tuple[str, ...]:
    ranked = _over(e.modes, 0.0)
    return tuple(
        m for i, m in enumerate(ranked) if e.modes[m] >= (FURTHER_MODE_MIN if i else MODE_MIN)
    )


def _over(chances: dict[str, float], least: float) -> tuple[str, ...]:
    """Names whose probability is at least `least`, most certain first, ties by name."""
    return tuple(
        sorted((n for n, p in chances.items() if p >= least), key=lambda n: (-chances[n], n))
    )


def trigger_words(doc: Doc, anchor: int) -> Words:
    """The trigger with its particle ("turned down") and, for a noun, the words it is compounded
    with.
    """
    token = doc[anchor]
    first = last = anchor
    for child in token.children:
        if child.dep_.startswith("compound:prt") and child.i == last + 1:
            last = child.i
        elif child.dep_ == "compound" and child.i == first - 1:
            first = child.i
    if first == last:
        return Words(text=token.text, span=(token.idx, token.idx + len(token)))
    span = doc[first : last + 1]
    return Words(text=span.text, span=(span.start_char, span.end_char))


def confidence(score: float) -> float:
    """How often an event of this score is right, 0 to 1.

    Straight lines between the points of `CALIBRATION`.
    """
    for (x0, y0), (x1, y1) in pairwise(CALIBRATION):
        if score <= x1:
            return round(y0 + (y1 - y0) * (score - x0) / (x1 - x0), 3)
    return 1.0


def symmetric(kind: str) -> bool:
    return kind in SYMMETRIC_TYPES


def fallback_arguments(found: Found, doc: Doc) -> dict[str, tuple[Span, ...]]:
    """The actor that the trigger's own roles give (PropBank ARG0), for events whose actor was not
    found.
    """
    layers: Layers = doc._.dragoman_layers
    tokens: Sequence[int] = doc._.dragoman_tokens
    for predicate, args in layers.props:
        if tokens[predicate] == found.anchor:
            spans: dict[str, list[Span]] = {}
            for start, end, label in args:
                spans.setdefault(label, []).append((layers.starts[start], layers.ends[end - 1]))
            return {"ACTOR": tuple(spans.get("ARG0", ()))}
    return {}
