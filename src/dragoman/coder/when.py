"""When: finds the words of time in a text, resolves them, and attaches them to what they date.

1. The grammar of `time/grammar.py` reads the text and finds phrases (`tables/time_en.toml`).
2. Each phrase is resolved in text order against the publication date, the tense of its clause and
   the date spoken of before it ("a day earlier").
3. `attach_date` says which of them dates a given trigger.

The publication date itself is never an answer: without words there is no date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec import structs

from dragoman.coder.clauses import Clauses, dateline
from dragoman.coder.time.calendar import Stretch
from dragoman.coder.time.grammar import Grammar, Match, Scanned, Token, load_grammar
from dragoman.coder.time.meaning import Context, Convention, Meaning, Tense
from dragoman.errors import InputError
from dragoman.records import Date, Span

NEWS = Convention("news", until_today=True, since=True)
# Text Encoding Initiative marks, as in the GUM corpus: prepositions stand outside.
TEI = Convention(
    "tei",
    stories=True,
    article=frozenset({"LAST", "NEXT", "UNIT", "PERIOD", "SAME", "PART", "DAYPART"}),
)
# TIMEX values as in date recognisers for assistants: prepositions inside, ends open or exclusive.
TIMEX = Convention(
    "timex",
    coarse=False,
    week_based=True,
    open=True,
    lower_case=True,
    half_open=True,
    article=frozenset({"UNIT", "ORD", "ORDDAY"}),
)
TIMEX_WHOLE = structs.replace(TIMEX, name="timex-whole", whole_ends=True)
CONVENTIONS = {c.name: c for c in (NEWS, TEI, TIMEX, TIMEX_WHOLE)}

_TOP = ("tight", "plain", "spoken")
_TOP_OPEN = ("range", "date", "open", "spoken")
_TOP_NEWS = ("range", "date", "since_only", "news")
HISTORICAL_DAYS = 366  # background that is more than a year older than the article
CONTEXT_CHARS = 600  # how much of the text before some words is read to resolve them
NEAR_DAYS = 40  # a day further from publication than that is background in the next sentence
TENSE_REACH = 14  # tokens on the left in which a bare date looks for its tense


def find_dates(
    doc: Any,
    published: str | None,
    *,
    convention: Convention = NEWS,
    language: str = "en",
    clauses: Clauses | None = None,
) -> tuple[Date, ...]:
    """All words of time that name days, in text order.

    `doc` is a spaCy Doc or a string; `clauses`, where they are made already, save cutting the text
    again. A date whose day is impossible (31 February), beyond the
    calendar or dependent on a publication date that is not given has `start` and `end` None.
    Raises `InputError` D107 where `published` is not an ISO day.
    """
    day = parse_day(published)
    grammar = load_grammar(language)
    if clauses is not None:
        scanned = grammar.scan(clauses.text, clauses.tokens)
    else:
        scanned = grammar.scan(doc if isinstance(doc, str) else doc.text)
    reader = _Reader(grammar, scanned, day, convention, _people(doc))
    return reader.dates()


def resolve_words(
    text: str,
    span: Span,
    published: str | None,
    *,
    tense: Tense | None = None,
    convention: Convention = NEWS,
    language: str = "en",
) -> Date | None:
    """The date that the words `text[span[0]:span[1]]` give; None where they name no day.

    Words around the date in the span ("on", "late") do no harm; what stands before the span
    still counts as what was spoken of.
    """
    grammar = load_grammar(language)
    day = parse_day(published)
    first = max(0, span[0] - CONTEXT_CHARS)
    scanned = grammar.scan(text[first : span[1] + CONTEXT_CHARS // 4])
    local = (span[0] - first, span[1] - first)
    reader = _Reader(grammar, scanned, day, convention, (), given=tense, trusted=local)
    inside = [d for d in reader.dates() if d.span[0] < local[1] and d.span[1] > local[0]]
    if not inside:
        return None
    best = max(inside, key=lambda d: (d.span[1] - d.span[0], -d.span[0]))
    return structs.replace(best, text=text[span[0] : span[1]], span=span)


def historical(found: Date | None, published: str | None) -> bool:
    """Whether a date ends more than a year before publication."""
    day = parse_day(published)
    if found is None or found.end is None or day is None:
        return False
    return (day - date.fromisoformat(found.end)).days > HISTORICAL_DAYS


def to_come(found: Date | None, published: str | None) -> bool:
    """Whether a date begins after the day of publication."""
    day = parse_day(published)
    if found is None or found.start is None or day is None:
        return False
    return date.fromisoformat(found.start) > day


def parse_day(published: str | None) -> date | None:
    """The publication day. Raises `InputError` D107."""
    if published is None:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError as error:
        raise InputError(
            "D107", f"The publication date {published!r} is not a day. Give it as YYYY-MM-DD."
        ) from error


@dataclass
class _Spoken:
    """What was spoken of before: the last stretch, and the last single day with where it stood."""

    last: Stretch | None = None
    day: Stretch | None = None
    day_at: int = 0

    def remember(self, stretch: Stretch, at: int) -> None:
        self.last = stretch
        if stretch.is_day:
            self.day, self.day_at = stretch, at


@dataclass
class _Reader:
    """One reading of one text: keeps what was spoken of last."""

    grammar: Grammar
    scanned: Scanned
    published: date | None
    convention: Convention
    people: tuple[Span, ...]
    given: Tense | None = None
    trusted: Span | None = None

    def dates(self) -> tuple[Date, ...]:
        top = _TOP_OPEN if self.convention.open else _TOP_NEWS if self.convention.since else _TOP
        if self.trusted is not None and self.convention.since:
            top = (*top, "trusted")
        out: list[Date] = []
        spoken = _Spoken()
        for match in self.grammar.parse(self.scanned, top):
            meaning: Meaning = match.value
            if meaning.derivation == "duration" and not self._trusts(match):
                continue
            if not self._licensed(match):
                continue
            stretch = meaning.resolve(self._context(match, spoken))
            if stretch is None and not self._keep_unresolved(meaning):
                continue
            out.append(self._record(match, meaning, stretch))
            if stretch is not None and stretch.start is not None and stretch.end is not None:
                spoken.remember(stretch, match.end)
        return tuple(out)

    def _context(self, match: Match, spoken: _Spoken) -> Context:
        beside = None
        if spoken.day is not None and not self._new_sentence(spoken.day_at, match.start):
            beside = spoken.day
        day = spoken.day
        if day is not None and beside is None and self.published is not None:
            assert day.end is not None
            if not 0 <= (self.published - day.end).days <= NEAR_DAYS:
                day = None  # background or plans: the story goes on today
        return Context(
            self.published, self._tense(match), spoken.last, self.convention, day, beside
        )

    def _new_sentence(self, start: int, end: int) -> bool:
        tokens = self.scanned.tokens
        return any(tokens[i].text in _STOPS and self._ends_sentence(i) for i in range(start, end))

    def _keep_unresolved(self, meaning: Meaning) -> bool:
        if meaning.fields is not None:
            return True
        return self.published is None or meaning.derivation == "before our era"

    def _first(self, match: Match) -> int:
        """Where the phrase starts by the convention: schemes differ about "the"."""
        meaning: Meaning = match.value
        i = match.start + meaning.lead
        if i < match.end and self.scanned.tokens[i].text == ".":
            i += 1
        if self.convention.article is None or match.end - i < 2:
            return i
        if self.scanned.tokens[i].lower != "the":
            return i
        kinds = self.scanned.categories[i + 1].keys()
        return i if (not kinds.isdisjoint(self.convention.article)) else i + 1

    def _record(self, match: Match, meaning: Meaning, stretch: Stretch | None) -> Date:
        tokens = self.scanned.tokens
        start, end = tokens[self._first(match)].start, tokens[match.end - 1].end
        return Date(
            start=None if stretch is None or stretch.start is None else stretch.start.isoformat(),
            end=None if stretch is None or stretch.end is None else stretch.end.isoformat(),
            text=self.scanned.text[start:end],
            span=(start, end),
            precision=None if stretch is None else stretch.precision,
            derivation=_derivation(meaning, stretch, self.published),
        )

    def _licensed(self, match: Match) -> bool:
        """Whether an ambiguous phrase stands where a date can stand."""
        meaning: Meaning = match.value
        if meaning.opening:  # "the year" alone points nowhere in news
            return self.convention.open
        if self._trusts(match):
            return True
        if self._named_or_recurring(match) or (meaning.lead and self.convention.lower_case):
            return False
        if meaning.derivation == "numeric" and not self.convention.lower_case:
            return False
        if meaning.derivation == "relative ahead":
            return self.convention.open or self._tense(match) == "future"
        first = self.scanned.tokens[match.start]
        if match.end - match.start == 1:
            return self._word_stands_free(match, first)
        fields = meaning.fields
        if fields is not None and fields.month and fields.day is None and fields.year is None:
            return first.text[0].isupper() or self.convention.lower_case
        return True

    def _named_or_recurring(self, match: Match) -> bool:
        """Part of a person's name, or what happens every week, or somebody's eighties."""
        tokens = self.scanned.tokens
        first, end = tokens[match.start], tokens[match.end - 1].end
        if any(first.start < e and s < end for s, e in self.people):
            return True
        before = tokens[match.start - 1].lower if match.start else ""
        if before in self.grammar.recurring or first.lower in self.grammar.plural_days:
            return True
        decade = "DECADE" in self.scanned.categories[match.start]
        return decade and before in self.grammar.possessive

    def _word_stands_free(self, match: Match, first: Token) -> bool:
        kinds = self.scanned.categories[match.start]
        if "YEAR" in kinds:
            return self._year_stands_free(match)
        if first.lower in self.grammar.guard:
            return self._guarded(match)
        if "HOLIDAY" in kinds or "MONTH" in kinds:
            return first.text[0].isupper() or self.convention.lower_case
        return True

    def _trusts(self, match: Match) -> bool:
        tokens = self.scanned.tokens
        start, end = tokens[match.start].start, tokens[match.end - 1].end
        return self.trusted is not None and start < self.trusted[1] and self.trusted[0] < end

    def _guarded(self, match: Match) -> bool:
        tokens = self.scanned.tokens
        token = tokens[match.start]
        if token.text.isupper() and len(token.text) > 3 and not self.scanned.text.isupper():
            return False
        named = not _NAMES.isdisjoint(self.scanned.categories[match.start])
        if named and not token.text[0].isupper() and not self.convention.lower_case:
            return False
        if match.start == 0:
            return self.convention.lower_case
        following = tokens[match.end] if match.end < len(tokens) else None
        adjacent = following is not None and following.start - token.end == 1
        if following is not None and adjacent and following.text[0].isupper():
            return self.convention.lower_case  # "Sun Valley"
        return tokens[match.start - 1].lower in self.grammar.guard_before

    def _year_stands_free(self, match: Match) -> bool:
        """A bare four-digit number is a year unless it counts or labels something."""
        i = match.start
        tokens, text = self.scanned.tokens, self.scanned.text
        token = tokens[i]
        year = int(token.text)
        if not 1200 <= year <= 2100:
            return self.convention.lower_case and year >= 1000
        before, after = text[max(0, token.start - 1) : token.start], text[token.end : token.end + 1]
        if before in ("$", "€", "£", "#", ".", "/", "+", "-", "–") and before:
            return before in ("-", "–") and self.convention.name == "tei"
        if after in ("%", "°") and after:
            return False
        if i > 1 and tokens[i - 1].text == "." and tokens[i - 2].lower in ("p", "pp", "no", "vol"):
            return False
        if i + 1 < len(tokens) and text[token.end : tokens[i + 1].start] == " ":
            return tokens[i + 1].lower not in self.grammar.counted
        return True

    def _tense(self, match: Match) -> Tense | None:
        """The tense of the nearest word that shows one, first on the left, within the sentence."""
        if self.given is not None:
            return self.given
        tokens = self.scanned.tokens
        i = match.start - 1
        while i >= 0 and match.start - i <= TENSE_REACH:
            token = tokens[i]
            if token.text in _STOPS and self._ends_sentence(i):
                break
            shown = self._shows(i)
            if shown is not None:
                return shown
            i -= 1
        for j in range(match.end, min(len(tokens), match.end + TENSE_REACH)):
            if tokens[j].text in _STOPS:
                break
            shown = self._shows(j)
            if shown is not None:
                return shown
        return None

    def _ends_sentence(self, i: int) -> bool:
        tokens = self.scanned.tokens
        if tokens[i].text != ".":
            return True
        return (
            i + 1 < len(tokens)
            and tokens[i + 1].start > tokens[i].end
            and (
                tokens[i + 1].text[0].isupper()
                and (len(tokens[i - 1].text) > 3 or tokens[i - 1].text.islower())
            )
        )

    def _shows(self, i: int) -> Tense | None:
        token = self.scanned.tokens[i]
        lower = token.lower
        if token.text[0].isupper() and not (i == 0 or self.scanned.tokens[i - 1].text in _STOPS):
            return None  # a name, or the month of May
        if lower in self.grammar.future:
            return "future"
        if lower in self.grammar.past:
            return "past"
        if lower == "to" and i > 0 and self.scanned.tokens[i - 1].lower in self.grammar.be:
            return "future"
        if i > 0 and self.scanned.tokens[i - 1].lower in ("be", "to"):
            return None  # "to be released": the word before it tells
        if lower.endswith(self.grammar.suffix) and len(lower) > 4 and token.text.islower():
            return "past"
        return None


def _people(doc: Any) -> tuple[Span, ...]:
    """Character spans of people's names, where the Doc knows any."""
    if isinstance(doc, str) or not doc.has_annotation("ENT_IOB"):
        return ()
    return tuple((e.start_char, e.end_char) for e in doc.ents if e.label_ in ("PER", "PERSON"))


_NAMES = frozenset({"MONTH", "WEEKDAY", "HOLIDAY"})  # written with a capital
_STOPS = frozenset(".!?;\n")


def _derivation(meaning: Meaning, stretch: Stretch | None, published: date | None) -> str:
    if stretch is not None:
        return meaning.derivation
    if meaning.fields is not None and meaning.fields.year is not None:
        return "no such day"
    if published is None:
        return "no publication date"
    return "no such day" if meaning.fields is not None else meaning.derivation


# -- which date belongs to which event -----------------------------------------------------------

ATTACH_MAX = 6.0  # tuned on the corpus
FRONT_TOKENS = 5  # a date that opens the sentence holds for all of it
OCCASIONS = frozenset({"ASSAULT", "PROTEST"})
OCCASION_TOKENS = 50
_UNDATED = frozenset({"duration", "named period"})


def attach_date(
    doc: Any,
    trigger: Span,
    dates: Sequence[Date],
    *,
    kind: str | None = None,
    others: Sequence[Span] = (),
    language: str = "en",
) -> Date | None:
    """The date among `dates` (of `find_dates`) that tells when the event of `trigger` happened.

    `others` are the triggers of the other events: a date inside their clauses does not bind. None
    where no words in the sentence date the event.
    """
    return Attacher(doc, dates, language=language).attach(trigger, kind=kind, others=others)


class Attacher:
    """Attaches the dates of one document; made once a document, asked in text order."""

    def __init__(
        self,
        doc: Any,
        dates: Sequence[Date],
        *,
        clauses: Clauses | None = None,
        language: str = "en",
    ) -> None:
        text: str = doc if isinstance(doc, str) else doc.text
        self.clauses = clauses or Clauses(text, language=language)
        head = dateline(text)
        self.dates = [
            d
            for d in dates
            if d.start is not None
            and not head[0] <= d.span[0] < head[1]
            and d.derivation not in _UNDATED
        ]
        self._by_sentence: dict[int, list[Date]] = {}
        for date_ in self.dates:
            self._by_sentence.setdefault(self.clauses.sentence(date_.span[0]), []).append(date_)
        self._last: dict[str, tuple[int, Date]] = {}  # by kind: token of the event, its date

    def attach(
        self, trigger: Span, *, kind: str | None = None, others: Sequence[Span] = ()
    ) -> Date | None:
        """See `attach_date`.

        An attack or a protest told on soon after another of its kind, without words of its own, is
        of the same occasion and takes its date; `derivation` says so.
        """
        at = self.clauses.at(trigger[0])
        found = self._in_sentence(trigger, others)
        if kind in OCCASIONS:
            if found is not None:
                self._last[kind] = (at, found)
            elif kind in self._last and 0 <= at - self._last[kind][0] <= OCCASION_TOKENS:
                before = self._last[kind][1]
                return structs.replace(before, derivation=f"same occasion, {before.derivation}")
        return found

    def _in_sentence(self, trigger: Span, others: Sequence[Span]) -> Date | None:
        best: tuple[float, Date] | None = None
        for found in self._by_sentence.get(self.clauses.sentence(trigger[0]), ()):
            if _overlap(found.span, trigger):
                continue
            cost = self.clauses.cost(trigger, found.span, others)
            if cost > ATTACH_MAX:
                continue
            front = self.clauses.from_front(found.span) <= FRONT_TOKENS
            if not front and self._nearer(found, trigger, others, cost):
                continue
            if best is None or cost < best[0]:
                best = (cost, found)
        return None if best is None else best[1]

    def _nearer(self, found: Date, trigger: Span, others: Sequence[Span], cost: float) -> bool:
        """Whether the date stands nearer to another event."""
        every = (trigger, *others)
        sentence = self.clauses.sentence(found.span[0])
        return any(
            self.clauses.cost(other, found.span, every) < cost - 0.01
            for other in others
            if other != trigger and self.clauses.sentence(other[0]) == sentence
        )


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]
