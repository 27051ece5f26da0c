"""Incidents: the events of several articles that are reports of the same happening.

Which events belong together follows from the events alone and not from the order in which they
came: all of one subject (type and parties) are put in one order, the exact ones first, and each
joins the incident that it fits best. An event fits where it contradicts no report that is there.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.codebook.book import SYMMETRIC_TYPES
from dragoman.records import Event, Mention

UNREAL = frozenset({"future", "hypothetical", "negation"})
# An event without a day may have happened on any of so many days before it was published; and type
# and parties alone never hold reports together that are further apart.
UNDATED_DAYS = 7
# Reports a day apart are of one happening where region or town agree: clocks and deadlines differ.
NEAR_DAYS = 1
# A date longer than this says too little to tell happenings apart by.
LONG_DAYS = 31
_FIELD, _PART = "|", "+"


def subject(event: Event) -> str:
    """Type, parties of both sides, and whether it happened: what all reports must have in common.

    Where both sides share a party, sectors tell them apart. In what is always done together there
    are no sides.
    """
    both = _parties(event.actors) & _parties(event.recipients)
    actors = sorted({_name(m, both) for m in event.actors if m.party})
    recipients = sorted({_name(m, both) for m in event.recipients if m.party})
    if (event.parent or event.type) in SYMMETRIC_TYPES:
        actors, recipients = sorted({*actors, *recipients}), []
    unreal = sorted(UNREAL & set(event.auxiliary))
    sides = (_PART.join(actors), _PART.join(recipients), _PART.join(unreal))
    return _FIELD.join((event.type, *sides))


def _parties(mentions: Iterable[Mention]) -> set[str]:
    return {m.party for m in mentions if m.party}


def _name(mention: Mention, both: set[str]) -> str:
    sector = mention.sectors[0] if mention.sectors else ""
    return f"{mention.party}/{sector}" if mention.party in both else str(mention.party)


def is_nameless(subject: str) -> bool:
    """Whether no party is known on either side."""
    _, actors, recipients, _ = subject.split(_FIELD)
    return not actors and not recipients


@dataclass(frozen=True, slots=True)
class Report:
    """One event as it counts here. `first` and `last` are days as numbers, or unknown."""

    reading: str
    article: str
    event: str
    first: int | None
    last: int | None
    places: tuple[str | None, str | None, str | None]  # country, region, town


def days_of(
    start: str | None, end: str | None, published: str | None
) -> tuple[int, int] | tuple[None, None]:
    """First and last day as numbers; without a date the days before publication."""
    if (first := _number(start)) and (last := _number(end)):
        return first, max(first, last)
    if day := _number(published):
        return day - UNDATED_DAYS, day
    return None, None


def _number(day: str | None) -> int | None:
    """Days since the first of the calendar, from 1; None for what is no day."""
    try:
        return datetime.date.fromisoformat(day or "").toordinal()
    except ValueError:
        return None


class _Incident:
    """Reports that fit together, and what they have in common."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.reports: list[Report] = []
        self._places: list[str | None] = [None, None, None]
        self._first = self._latest_first = 0
        self._last = self._earliest_last = 0

    def take(self, report: Report, first: int, last: int) -> None:
        if self.reports:
            self._first, self._latest_first = (
                min(self._first, first),
                max(self._latest_first, first),
            )
            self._last, self._earliest_last = max(self._last, last), min(self._earliest_last, last)
        else:
            self._first = self._latest_first = first
            self._last = self._earliest_last = last
        self._places = [a or b for a, b in zip(self._places, report.places, strict=True)]
        self.reports.append(report)

    def fit(self, report: Report, first: int, last: int, nameless: bool) -> tuple[int, ...] | None:
        """How well a report fits, the least the best; None where it does not."""
        pairs = list(zip(self._places, report.places, strict=True))
        if any(a and b and a != b for a, b in pairs):
            return None
        agrees = any(a and a == b for a, b in pairs[1:])
        overlaps = first <= self._earliest_last and last >= self._latest_first
        near = first <= self._earliest_last + NEAR_DAYS and last >= self._latest_first - NEAR_DAYS
        apart = max(
            max(self._latest_first, first) - min(self._first, first),
            max(self._last, last) - min(self._earliest_last, last),
        )
        wide = apart > UNDATED_DAYS
        if not (overlaps or near) or ((nameless or wide or not overlaps) and not agrees):
            return None
        same_country = bool(pairs[0][0]) and pairs[0][0] == pairs[0][1]
        return (not overlaps, not agrees, not same_country, self.number)

    def id(self, subject: str) -> str:
        """Follows from the least of the reports, so that it stays when later ones come."""
        least = min((r.article, r.event) for r in self.reports)
        return hashlib.sha256("\x1f".join((subject, *least)).encode()).hexdigest()[:16]


def grouped(subject: str, reports: Iterable[Report]) -> dict[tuple[str, str], str]:
    """The incident of each report of one subject, by (reading, event)."""
    nameless = is_nameless(subject)
    found: list[_Incident] = []
    by_day: defaultdict[int, dict[int, _Incident]] = defaultdict(dict)
    for report, first, last in _ordered(reports):
        # What can join nothing is not compared: where nobody is named that may be most.
        alone = last - first >= LONG_DAYS or (nameless and not any(report.places[1:]))
        near = () if alone else range(first - NEAR_DAYS, last + NEAR_DAYS + 1)
        nearby = {i.number: i for day in near for i in by_day[day].values()}
        fits = {n: fit for n, i in nearby.items() if (fit := i.fit(report, first, last, nameless))}
        if fits:
            incident = nearby[min(fits, key=lambda n: fits[n])]
        else:
            incident = _Incident(len(found))
            found.append(incident)
        incident.take(report, first, last)
        for day in () if alone else range(first, last + 1):
            by_day[day][incident.number] = incident
    return {(r.reading, r.event): i.id(subject) for i in found for r in i.reports}


def _ordered(reports: Iterable[Report]) -> Iterator[tuple[Report, int, int]]:
    """The exact ones first, so that what is vague joins them. One without any days comes last,
    as if it had gone on for ever."""

    def key(found: tuple[Report, int, int]) -> tuple[int, int, int, str, str, str]:
        report, first, last = found
        return (last - first, report.places.count(None), first, *_key(report))

    always = (0, datetime.date.max.toordinal())
    spread = [
        (r, *(always if r.first is None or r.last is None else (r.first, r.last))) for r in reports
    ]
    yield from sorted(spread, key=key)


def _key(report: Report) -> tuple[str, str, str]:
    return report.article, report.event, report.reading
