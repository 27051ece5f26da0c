"""Slips of the pen: days that are no such weekday, numbers that are not those of the words.

What cannot be right is an error; what the guidelines decide otherwise in most texts is a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dragoman.evaluate.corpus_records import (
    CorpusArticle,
    CorpusDate,
    CorpusEvent,
    CorpusFigure,
    Problem,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
HISTORICAL_DAYS = 366
# These say that something is to come without a flag.
PROMISES = frozenset({"AGREE", "CONCEDE", "THREATEN", "REQUEST", "REJECT", "ACCUSE"})
_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = {word: number for number, word in enumerate(_SMALL)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_WORD = re.compile(r"[a-z]+")
_MONTH = "|".join(month[:3] for month in MONTHS)
_DAY_MONTH = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})[a-z]*"
    rf"|({_MONTH})[a-z]*\.? (\d{{1,2}}))\b",
    re.IGNORECASE,
)
# Words whose numbers are parts of a sum, an age, or on another scale: they are not judged.
_NOT_JUDGED = re.compile(
    r"hundred|thousand|million|billion|dozen|score|couple|half|per cent|\d\.\d\b"
    r"| and |another|year-old|\bof \d+|\bno\b"
)
_DIGITS = re.compile(r"\d+(?:[,.]\d{3})*")


def slips(articles: Sequence[CorpusArticle]) -> list[Problem]:
    """All slips, in the order of the articles."""
    return [problem for article in articles for problem in _article_slips(article)]


def _article_slips(article: CorpusArticle) -> Iterator[Problem]:
    published = date.fromisoformat(article.published)
    for event in article.events:
        field = f"events[{event.id}]"
        if event.date is not None:
            for message in _wrong_day(event.date):
                yield _problem(article, f"{field}.date", message)
            for message in _odd_day(event, event.date, published):
                yield _problem(article, f"{field}.date", message, note=True)
        for name in ("dead", "injured", "arrested", "size"):
            figure: CorpusFigure | None = getattr(event, name)
            if figure is not None and not _number_fits(figure):
                message = f"{figure.words!r} is not {figure.low}..{figure.high}"
                yield _problem(article, f"{field}.{name}", message, note=True)
    yield from _twice(article)


def _problem(article: CorpusArticle, field: str, message: str, *, note: bool = False) -> Problem:
    return Problem(
        file=article.file,
        id=article.id,
        field=field,
        message=message,
        level="note" if note else "error",
    )


def _wrong_day(when: CorpusDate) -> Iterator[str]:
    """A single day against the weekday, or the day and month, that its words name."""
    if when.start != when.end:
        return
    day = date.fromisoformat(when.start)
    named = [w for w in _WORD.findall(when.words.casefold()) if w in WEEKDAYS]
    if len(named) == 1 and WEEKDAYS[day.weekday()] != named[0]:
        yield f"{when.start} is a {WEEKDAYS[day.weekday()].title()}, the words are {when.words!r}"
    dates = _DAY_MONTH.findall(when.words)
    if len(dates) == 1:
        number = int(dates[0][0] or dates[0][3])
        month = (dates[0][1] or dates[0][2]).casefold()
        if (day.day, MONTHS[day.month - 1][:3]) != (number, month):
            yield f"{when.start} is not {when.words!r}"


def _odd_day(event: CorpusEvent, when: CorpusDate, published: date) -> Iterator[str]:
    """Old events without `historical`, events to come without `future`, and the other way round."""
    start, end = date.fromisoformat(when.start), date.fromisoformat(when.end)
    flags = set(event.aux)
    if end < published - timedelta(days=HISTORICAL_DAYS) and "historical" not in flags:
        yield "is more than a year before publication, but aux is not historical"
    if start > published and not flags & {"future", "hypothetical"} and event.type not in PROMISES:
        yield "is after publication, but aux is not future"
    if end < published and "future" in flags:
        yield "is before publication, but aux is future"


def _number_fits(figure: CorpusFigure) -> bool:
    """Whether the words hold one of the two numbers, or the one that "more than" starts from."""
    numbers = numbers_in(figure.words)
    if re.search(r"more than|over", figure.words, re.IGNORECASE):
        numbers |= {number + 1 for number in numbers}
    return not numbers or bool(numbers & {figure.low, figure.high})


def numbers_in(words: str) -> frozenset[int]:
    """Whole numbers in digits or in words up to 99; none where they cannot be judged alone."""
    plain = words.casefold()
    if _NOT_JUDGED.search(plain):
        return frozenset()
    found = {int(re.sub(r"\D", "", digits)) for digits in _DIGITS.findall(plain)}
    named = _WORD.findall(plain)
    for i, word in enumerate(named):
        value = NUMBER_WORDS.get(word)
        before = NUMBER_WORDS.get(named[i - 1], 0) if i else 0
        after = NUMBER_WORDS.get(named[i + 1], 0) if i + 1 < len(named) else 0
        if value is None or (value >= 20 and 0 < after < 10):
            continue  # no number, or the tens of one that the next word ends
        found.add(value + before if value < 10 and before >= 20 else value)
    return frozenset(found)


def _twice(article: CorpusArticle) -> Iterator[Problem]:
    """The same fact under the same trigger."""
    seen: dict[object, str] = {}
    for event in article.events:
        key = (event.type, event.modes, event.trigger.span, event.actors, event.recipients)
        if key in seen:
            message = f"says the same as {seen[key]}; one fact is annotated once"
            yield _problem(article, f"events[{event.id}]", message)
        seen.setdefault(key, event.id)
