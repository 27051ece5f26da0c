"""Where phrases begin and end, by their words alone."""

from __future__ import annotations

from dragoman.coder.party.frame import Frame
from dragoman.coder.party.inventory import NOT_NAMES, PERSON_TITLES, Inventory
from dragoman.coder.party.vocabulary import (
    AWAY,
    BODY_HEADS,
    DETERMINERS,
    GROUP_HEADS,
    MODIFIERS,
    NUMBERS,
    ORGANISATION_HEADS,
    POSSESSIVE_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIONAL,
    SIDE_HEADS,
    STATE_HEADS,
    WHO,
)
from dragoman.knowledge import Knowledge
from dragoman.knowledge.words import singulars


class Chunker:
    """Phrases around names and nouns for somebody. All positions are atoms."""

    def __init__(self, inventory: Inventory, frame: Frame, knowledge: Knowledge) -> None:
        self._inv = inventory
        self._frame = frame
        # Whether a word can head a phrase: a role, or a noun for a body or a side.
        roles = knowledge.roles.keys()
        self._heads = [k in NOUNS or not roles.isdisjoint(singulars(k)) for k in inventory.keys]

    def opens(self, i: int) -> bool:
        """Whether a phrase may begin at atom `i`."""
        atom = self._inv.atoms[i]
        return atom.cap or self._heads[i] or atom.key in OPENING or self._inv.at[i] is not None

    def end_of(self, i: int) -> int:
        """The end of the phrase that begins at atom `i`; `i` where none begins."""
        inv, j, good = self._inv, i, i
        opened = False  # a determiner, owner or adjective waits for its noun
        while j < len(inv.atoms) and (j == i or inv.adjoining(j)):
            hit, key = inv.at[j], inv.keys[j]
            if hit is not None:
                j = good = hit.last
                opened = (
                    hit.name.kind in ("nationality", "people", "open people")
                    or inv.atoms[j - 1].possessive
                )
            elif j > i and (key in ENDING or self._frame.is_verb(j)):
                break
            elif key in LEADING:
                if j > i and good > i:
                    break
                j, opened = j + 1, True
            elif self._heads[j] or self._in_name(j, first=j == i):
                j = good = j + 1
            elif key in DESCRIBING:
                j, opened = j + 1, True
            elif opened and key not in NO_ADJECTIVES and self._head_soon(j):
                j += 1
            else:
                break
        return good

    def _in_name(self, j: int, *, first: bool) -> bool:
        """Whether an atom may belong to a name: at the start of a sentence, where every word has a
        capital, the next must have one too."""
        inv = self._inv
        if not inv.atoms[j].cap or inv.keys[j] in NOT_NAMES:
            return False
        return not (first and self._frame.starts(j)) or (
            j + 1 < len(inv.atoms) and inv.atoms[j + 1].cap and inv.adjoining(j + 1)
        )

    def _head_soon(self, j: int) -> bool:
        for k in (j + 1, j + 2):
            if k >= len(self._inv.atoms) or not self._inv.adjoining(k):
                return False
            key = self._inv.atoms[k].key
            if key in PREPOSITIONS or key in DETERMINERS or key in NOT_NAMES:
                return False
            if self._heads[k]:
                return True
        return False

    def extended(self, first: int, last: int) -> int:
        """A role without a party of its own takes in the phrase behind "of", "in" or "for", and so
        does "Moldova's breakaway region"."""
        inv = self._inv
        named = any(inv.at[first:last]) and AWAY.isdisjoint(inv.keys[first:last])
        if named or last + 1 >= len(inv.atoms):
            return last
        if (
            inv.atoms[last].key in ("of", "in", "from", "at", "for")
            and inv.adjoining(last)
            and inv.adjoining(last + 1)
        ):
            end = self.end_of(last + 1)
            if any(inv.at[last + 1 : end]):
                return end
        return last

    def extended_through(self, first: int, end: int) -> int:
        """`extended` as often as it goes on: "head of the union of the dockers of Haifa"."""
        while end < len(self._inv.atoms) and end > first:
            longer = self.extended(first, end) if first < end else end
            if longer == end:
                return end
            end = longer
        return end


NOUNS = (
    GROUP_HEADS
    | ORGANISATION_HEADS
    | BODY_HEADS
    | STATE_HEADS
    | SIDE_HEADS
    | RELATIONAL
    | {h + "s" for h in GROUP_HEADS | ORGANISATION_HEADS | BODY_HEADS}
)
# What a phrase has before its noun, what ends it, and what is no adjective of it.
LEADING = DETERMINERS | POSSESSIVE_PRONOUNS | NUMBERS
DESCRIBING = MODIFIERS | PERSON_TITLES
ENDING = PREPOSITIONS | PRONOUNS
NO_ADJECTIVES = PREPOSITIONS | WHO
OPENING = PRONOUNS | LEADING | DESCRIBING  # beside names and nouns, what a phrase begins with
