"""Pronouns: whom "he", "it", "they", "who" take up, and who says "we"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from msgspec.structs import replace
from spacy.tokens import Doc

from dragoman.coder.party.antecedents import Memory, Spoken, identity
from dragoman.coder.party.coreference import Pronoun, answer
from dragoman.coder.party.frame import SPEAKER_LINE, Frame
from dragoman.coder.party.inventory import Inventory
from dragoman.coder.party.phrases import Side
from dragoman.coder.party.vocabulary import (
    FIRST,
    SPEECH,
    WHO,
)
from dragoman.coder.roles import agents
from dragoman.records import Span


class Pronouns:
    """Reads pronouns in one document; `read` gives the parties of other words, for the names of
    speakers."""

    def __init__(
        self, doc: Doc, inventory: Inventory, frame: Frame, memory: Memory,
        *, read: Callable[[int, int], Sequence[Side]],
    ) -> None:  # fmt: skip
        self._inv = inventory
        self._frame = frame
        self._memory = memory
        self._read = read
        self._actors = _own_agents(doc)

    def meant(self, at: int) -> list[Side]:
        """The parties that the pronoun at an atom takes up."""
        key = self._inv.atoms[at].key
        if key in FIRST:
            return self._first_person(at)
        if key in WHO:
            before = self._memory.before(at)
            return self._frame.again(before[0], "the words before it") if before else []
        asked = self.asked(at)
        found = answer(asked)
        if found is None:
            return [Side(None, None, (), f"nobody before {key!r} fits it", "", "body")]
        words = self._inv.text[slice(*self._frame.span(found.first, found.last))]
        told = [replace(s, how=f"{key!r} = {words!r}") for s in found.sides]
        return self._frame.surer(at, told)

    def asked(self, at: int) -> Pronoun:
        """Who may be meant by the pronoun at an atom."""
        start = self._inv.atoms[at].start
        before = self._memory.before(at)
        # Who does something to "them" is somebody else.
        actors = self._actors.get(start, ())
        return Pronoun(
            self._inv.atoms[at].key,
            self._inv.sentence_of[at],
            self._frame.paragraph(start),
            self._frame.starts(at),
            self._frame.is_subject(at, at + 1),
            tuple(before),
            frozenset(identity(p) for p in before if self._covers(p, actors)),
            self._frame.seen(at),
        )

    def _covers(self, phrase: Spoken, chars: Sequence[int]) -> bool:
        start, end = self._frame.span(phrase.first, phrase.last)
        return any(start <= char < end for char in chars)

    def _first_person(self, at: int) -> list[Side]:
        """ "We", "I": whoever speaks the words."""
        char = self._inv.atoms[at].start
        speaker = self._speaker(char)
        if speaker is not None:
            return [replace(s, how=f"the speaker of the quoted words: {s.how}") for s in speaker]
        if self._frame.issuer is not None:
            return [
                replace(
                    self._frame.issuer, how=f"the issuer of the text: {self._frame.issuer.name!r}"
                )
            ]
        sector = "GOV" if self._frame.official else "JRN"
        found = self._frame.domestic(at, "first person outside of a quotation")
        return [replace(s, sectors=(sector,)) for s in found]

    def _speaker(self, char: int) -> tuple[Side, ...] | None:
        text = self._frame.text
        line_start = text.rfind("\n", 0, char) + 1
        head = SPEAKER_LINE.match(text[line_start : line_start + 80])
        if head is not None:
            first, last = self._frame.atoms_in(line_start, line_start + head.end(1))
            sides = tuple(self._read(first, last)) if first < last else ()
            if sides and sides[0].party:
                return sides
        return self._near_speech(self._frame.quotation(char))

    def _near_speech(self, quote: Span) -> tuple[Side, ...] | None:
        """The phrase beside the verb of speech that stands nearest to the quotation."""
        inv = self._inv
        after = bisect_left(inv.starts, quote[1])
        before = bisect_left(inv.starts, quote[0])
        paragraph = self._frame.paragraph(quote[0])
        order = [
            *range(after, min(after + 14, len(inv.atoms))),
            *range(before - 1, max(before - 26, -1), -1),
        ]
        for i in order:
            if (
                inv.atoms[i].key in SPEECH
                and self._frame.paragraph(inv.atoms[i].start) == paragraph
                and not self._frame.quoted(inv.atoms[i].start)
            ):
                beside = [
                    p
                    for p in self._memory.spoken
                    if ((p.last <= i and i - p.last < 12) or 0 < p.first - i <= 2)
                    and not p.quoted
                    and p.sides
                    and p.sides[0].party
                ]
                if beside:
                    best = min(
                        beside,
                        key=lambda p: (
                            abs(p.first - i)
                            if p.first > i
                            else i - p.last + (0 if p.subject else 1)
                        ),
                    )
                    return best.sides
        return None


UNDERGOING = frozenset("him her it them".split())


def _own_agents(doc: Doc) -> dict[int, tuple[int, ...]]:
    """For each pronoun that a verb is done to, where those stand who do it; by
    characters, of a parsed document."""
    if not doc.has_annotation("DEP"):
        return {}
    return {
        token.idx: tuple(t.idx for t in agents(token.head))
        for token in doc
        if token.lower_ in UNDERGOING and token.dep_.split(":")[0] in ("obj", "iobj", "obl")
    }
