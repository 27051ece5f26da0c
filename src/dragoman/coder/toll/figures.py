"""The figures of one event: what the tree counted for it, what its own words count, and what the
annotator points at.

`size` counts the people who take part in a protest, and those whom a deed sets in motion or holds:
who is sent, taken in, let go, turned away. They are the subject or the object of the trigger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from dragoman.coder.roles import is_passive, patients, steps_between, subjects
from dragoman.coder.toll.casualties import BELONGS, Count, fits
from dragoman.coder.toll.casualty_words import TOLD_BY, Kind
from dragoman.coder.toll.headcount import (
    headcount,
    is_thing,
    number_around,
    of_age,
    own_count,
    phrase_head,
)
from dragoman.coder.toll.numbers import figure
from dragoman.coder.what import Found
from dragoman.records import Span

Number = tuple[int, int, Span]

ARTICLES = ("a", "an")  # no number of people by themselves
PAIR = 2  # one alone is no size

FIGURES = (("dead", "DEAD"), ("injured", "INJURED"), ("arrested", "ARRESTED"), ("size", "SIZE"))
# Whose people `size` counts: type and the modes of which one must hold (none: any).
SIZED: Mapping[str, frozenset[str]] = {
    "PROTEST": frozenset({"demo", "riot", "obstruct", "strike", "hunger"}),
    "MOBILIZE": frozenset(),
    "AID": frozenset(),
    "RETREAT": frozenset(),
    "COERCE": frozenset({"deport", "restrict"}),
    "SANCTION": frozenset({"expel"}),
    "ASSAULT": frozenset({"abduct"}),
}
# From how many on people are a size: fewer are named, not counted.
LEAST: Mapping[str, int] = {"MOBILIZE": 20, "ASSAULT": 3}
LEAST_ELSEWHERE = 5
HELD_LEAST = 2
NEAR_STEPS = 4  # in the tree, from a trigger to the number of its people
# Types whose people the tree alone may tell, and from how many on; elsewhere the annotator must
# point at a number too.
TOLD_BY_TREE: Mapping[str, int] = {"PROTEST": 20, "ASSAULT": 5}
# Types whose people also act by themselves: they march in, pull out, give up.
MOVING = frozenset({"MOBILIZE", "RETREAT"})


def figures(
    doc: Doc, event: Found, own: Mapping[Kind, Count], counts: Sequence[Count]
) -> dict[str, Number]:
    """Lowest and highest number and words of each figure of an event.

    The tree decides who is dead, hurt or taken in; the annotator's own spans say the rest, where
    their words are no count of another kind or event.
    """
    out: dict[str, Number] = {}
    for kind, count in own.items():
        out.setdefault(_meant(event, kind), (count.low, count.high, count.span))
    counted = frozenset(out)
    for name, label in FIGURES:
        if name in counted:
            continue
        for number in _pointed(doc, event.arguments.get(label, ()), counts, things=name == "size"):
            if _credible(doc, event, name, number):
                out.setdefault(_meant(event, name), number)
    if "arrested" not in out:
        held = _held(doc, event)
        out.update({"arrested": held} if held else {})
    size = _size(doc, event, known="size" in out)
    if size is not None:
        out["size"] = size
    return {name: out[name] for name, _ in FIGURES if name in out}


def _pointed(
    doc: Doc, spans: Sequence[Span], counts: Sequence[Count], *, things: bool
) -> Iterator[Number]:
    """The numbers that the annotator points at, whole ("thirty" of "thirty-nine" is none), where
    their words are no count of another kind or event; where people move in `things`, of these too.
    """
    for span in spans:
        words = doc.char_span(*span, alignment_mode="expand")
        if words is None or any(c.span[0] < span[1] and span[0] < c.span[1] for c in counts):
            continue
        whole = number_around(words)
        number = None if _part_of_word(whole) or of_age(whole.root) else figure(whole.text)
        other = (
            _of_others(whole)
            or whole.text.lower() in ARTICLES
            or (not things and is_thing(phrase_head(whole.root)))
        )
        if number is not None and number[1] > 0 and not other:
            yield (*number, (whole.start_char, whole.end_char))


def _of_others(words: SpacySpan) -> bool:
    """Whether a number is of those who were counted before ("nine, including two children")."""
    before = words.doc[max(words.start - 2, words.sent.start) : words.start].text.lower()
    return before.endswith(("including", "among them", "among whom", "of them", "of whom"))


def _part_of_word(words: SpacySpan) -> bool:
    """Whether a hyphen follows without a gap: "a 47[-year-old]", "four[-fifths]"."""
    doc, end = words.doc, words.end
    return end < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_


def _held(doc: Doc, event: Found) -> Number | None:
    """Whom an arrest is done to, whatever its word ("bundled nine into a van")."""
    if event.type != "COERCE" or "arrest" not in event.modes:
        return None
    counted = (headcount(doc, p) for p in patients(doc[event.anchor]))
    return next((c for c in counted if c is not None and c[1] >= HELD_LEAST), None)


def _size(doc: Doc, event: Found, *, known: bool) -> Number | None:
    """How many take part in an event or undergo it, as the tree around its trigger says."""
    if not _sized(event):
        return None
    least = _least(event) if known else TOLD_BY_TREE.get(event.type)
    for top in _counted(doc[event.anchor], event.type):
        number = (
            own_count(doc, top, things=True) if event.type == "PROTEST" else headcount(doc, top)
        )
        if number is not None and least is not None and number[1] >= least:
            return number
    return None


def _sized(event: Found) -> bool:
    modes = SIZED.get(event.type)
    if event.type == "PROTEST" and not event.modes:
        return True
    return modes is not None and (not modes or not modes.isdisjoint(event.modes))


def _least(event: Found) -> int:
    return LEAST.get(event.type, LEAST_ELSEWHERE)


def _counted(trigger: Token, kind: str) -> Iterator[Token]:
    """The heads of the phrases that name whom the size of an event counts, the likeliest first."""
    if kind != "PROTEST":
        yield from patients(trigger)
    if kind in MOVING or (kind == "PROTEST" and not is_passive(trigger)):
        yield from subjects(trigger)


def _credible(doc: Doc, event: Found, name: str, number: Number) -> bool:
    if name == "size":
        return _sized(event) and number[1] >= _least(event) and _near(doc, event, number[2])
    if name == "arrested":
        return "arrest" in event.modes or ("abduct" in event.modes and number[1] >= PAIR)
    kind: Kind = "dead" if name == "dead" else "injured"
    if event.type not in BELONGS[kind] or not fits(kind, event):
        return False
    words = doc.char_span(*number[2], alignment_mode="expand")
    return words is not None and any(t.lower_ in TOLD_BY[name] for t in words.sent)


def _near(doc: Doc, event: Found, span: Span) -> bool:
    """Whether a number stands in the trigger's own clause, and counts no things or those who do to
    others what the event is about."""
    words, trigger = doc.char_span(*span, alignment_mode="expand"), doc[event.anchor]
    if words is None or words.root.sent != trigger.sent:
        return False
    if steps_between(words.root, trigger) > NEAR_STEPS:
        return False
    if event.type == "PROTEST":
        return True
    counted = phrase_head(words.root)
    acts = event.type not in MOVING and not is_passive(trigger) and counted in subjects(trigger)
    return not acts and not is_thing(counted)


def _meant(event: Found, name: str) -> str:
    """Who is abducted is counted by `size`: nobody took him into custody."""
    held = name == "abducted" or (name == "arrested" and event.type == "ASSAULT")
    return "size" if held else name
