"""A reading put in words: names of parties, who says and who denies, days, places, tolls.

What the terminal, the page and the exports for people show is worded here, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.records import Date, Event, Figure, Mention, Place, Reading

if TYPE_CHECKING:
    from dragoman.knowledge import Knowledge

OWN_VOICE = "the article"
# English puts an article before these names of states and organisations.
_WITH_THE = re.compile(
    r"^(?:United |Democratic |Central African Republic|Dominican Republic|Republic of|Netherlands|"
    r"Philippines|Maldives|Gambia|Bahamas|Seychelles|Comoros|Vatican|Holy See|European |African |"
    r"Arab |World |International |Organi[sz]ation |Organi[sz]ation of|Taliban)|"
    r"(?: Islands| Emirates| Union| Republic| States| Nations| League| Court| Bank)$"
)
_ARTICLE = re.compile(r"^(?:the|a|an) ", re.I)


@lru_cache(maxsize=1)
def _knowledge() -> Knowledge:
    from dragoman.knowledge import load_knowledge

    return load_knowledge()


def party_name(code: str) -> str | None:
    """The name that our tables give a party, or None where they know only its code."""
    name = _knowledge().party_name(code)
    return None if name in (code, code.partition(":")[2]) else name


@dataclass(frozen=True)
class Wording:
    """The words for one reading. `name_of` gives the name of a party by its code."""

    reading: Reading
    name_of: Callable[[str], str | None] = party_name

    def party(self, mention: Mention) -> str:
        """The name of the party that a mention stands for, else the words of the text."""
        if mention.party is None:
            return mention.text
        name = self.name_of(mention.party) or self._entity_name(mention)
        return with_the(name) if name else mention.text

    def side(self, mentions: Iterable[Mention]) -> str:
        """Names in the order of the text, each once, with the sector where that is not the
        government."""
        return ", ".join(dict.fromkeys(self._with_sector(mention) for mention in mentions))

    def whose_word(self, event: Event) -> str:
        """`says: South Korea, Japan; denies: Russia (MIL)`, or nothing where only the article does.

        With sectors, for those who contradict each other are often of one country.
        """
        says = self.side(event.asserted_by)
        denies = self.side(event.denied_by)
        if event.own_voice and (says or denies):
            says = f"{OWN_VOICE}, {says}" if says else OWN_VOICE
        parts = (("says", says), ("denies", denies))
        return "; ".join(f"{verb}: {who}" for verb, who in parts if who)

    def toll(self, event: Event) -> Iterator[tuple[str, str]]:
        """`("dead", "2, says the United Nations")` for every figure given."""
        for name in ("dead", "injured", "arrested", "size"):
            figure: Figure | None = getattr(event.magnitude, name)
            if figure is not None:
                number = f"{figure.low:,}"
                if figure.high != figure.low:
                    number += f" to {figure.high:,}"
                said_by = f", says {self._with_sector(figure.source)}" if figure.source else ""
                yield name, number + said_by

    def _with_sector(self, mention: Mention) -> str:
        name = self.party(mention)
        sector = mention.sectors[0] if mention.sectors else "GOV"
        return name if sector == "GOV" or mention.party is None else f"{name} ({sector})"

    def _entity_name(self, mention: Mention) -> str | None:
        """The name that stands for the whole party, not for one of its people."""
        party = mention.party
        whole = [e for e in self.reading.entities if e.party == party and e.kind == "country"]
        own = [e for e in self.reading.entities if e.id == mention.entity and e.kind != "person"]
        for entity in (*whole, *own):
            return entity.name
        return None


def with_the(name: str) -> str:
    """`the United States`, but `Japan`."""
    if _ARTICLE.match(name):
        return name
    return f"the {name}" if _WITH_THE.search(name) else name


def title(reading: Reading) -> str:
    """The title, else the first words of the text."""
    document = reading.document
    if document.title:
        return document.title
    first = " ".join(document.text.split()[:9])
    return f"{first} ..." if first else document.id


def kind(event: Event) -> str:
    """`ASSAULT heavy-weapons`"""
    return " ".join((event.type, *event.modes)) if event.modes else event.type


def when(date: Date | None) -> str:
    """`2023-11-08`, `2023-11-08 to 2023-11-09`, or the words where they give no day."""
    if date is None:
        return ""
    if date.start is None or date.end is None:
        return f"“{date.text}”"
    return date.start if date.start == date.end else f"{date.start} to {date.end}"


def where(place: Place | None) -> str:
    """`Goma, Nord-Kivu, COD`, or the words where they name no known place."""
    if place is None:
        return ""
    parts = dict.fromkeys(p for p in (place.name or place.text, place.admin1, place.country) if p)
    if place.precision == "country" and place.name:
        return place.name
    return ", ".join(parts)
