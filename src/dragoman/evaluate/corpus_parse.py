"""One article of the corpus from its YAML mapping: every field read, placed and checked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, TypeVar, get_args

from dragoman.codebook import Codebook
from dragoman.codebook.book import AUXILIARY
from dragoman.evaluate.corpus_records import (
    FORMS,
    REGIONS,
    CorpusArticle,
    CorpusDate,
    CorpusEvent,
    CorpusFigure,
    CorpusMention,
    CorpusPlace,
    CorpusSays,
    CorpusWords,
    Party,
    Problem,
)
from dragoman.evaluate.quotes import Pages, QuoteError, find_nearest, find_only, occurrences
from dragoman.records import Span, Stance, Status

ARTICLE_KEYS = (
    *("id", "published", "form", "region", "home", "contexts", "title", "note", "text"),
    *("events", "says"),
)
FIGURES = ("dead", "injured", "arrested", "size")
EVENT_KEYS = (
    *("id", "type", "trigger", "actors", "recipients", "date", "place", *FIGURES, "status"),
    *("by", "denied", "aux", "in", "optional", "contexts", "factuality"),
)
SAYS_KEYS = ("id", "source", "cue", "stance", "content", "events", "in")
STATUSES: tuple[str, ...] = get_args(Status)
STANCES: tuple[str, ...] = get_args(Stance)

# How sure the text is that it happened, -3 to +3, where the annotator gives no number of her own.
STATUS_FACTUALITY: Mapping[str, float] = {
    "reported": 3.0,
    "attributed": 2.5,
    "alleged": 1.0,
    "contested": 0.5,
    "denied": -2.0,
}
FUTURE_FACTUALITY = 1.0
HYPOTHETICAL_FACTUALITY = 0.0

_ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_PREFIXED = re.compile(r"^(IGO|NGO|ARM):\S.*$")
_T = TypeVar("_T")


def default_factuality(status: str, aux: Collection[str]) -> float:
    """Hypothetical, then future, then by status; a negation turns the sign."""
    if "hypothetical" in aux:
        return HYPOTHETICAL_FACTUALITY
    value = STATUS_FACTUALITY.get(status, 3.0)
    if "future" in aux:
        value = min(value, FUTURE_FACTUALITY)
    return -value if "negation" in aux else value


def parse_article(
    raw: Any, *, file: str, codebook: Codebook
) -> tuple[CorpusArticle | None, list[Problem]]:
    """The article, or None where a problem is an error; and all its problems."""
    if not isinstance(raw, dict):
        message = "is not a mapping; start with 'id: ...'"
        return None, [Problem(file=file, id="-", field="article", message=message)]
    parser = _Parser(raw, file, codebook)
    article = parser.article()
    broken = any(p.level == "error" for p in parser.problems)
    return (None if broken else article), parser.problems


class _Parser:
    """Reads one mapping. A field that cannot be read is reported and taken as empty."""

    def __init__(self, raw: dict[str, Any], file: str, codebook: Codebook) -> None:
        self.raw = raw
        self.file = file
        self.book = codebook
        self.id = str(raw.get("id", "-"))
        self.text = self._text()
        self.pages = Pages.of(self.text)
        self.problems: list[Problem] = []

    def _text(self) -> str:
        text = self.raw.get("text", "")
        return text.rstrip("\n") if isinstance(text, str) else ""

    # -- problems

    def wrong(self, field: str, message: str) -> None:
        self.problems.append(Problem(file=self.file, id=self.id, field=field, message=message))

    def note(self, field: str, message: str) -> None:
        self.problems.append(
            Problem(file=self.file, id=self.id, field=field, message=message, level="note")
        )

    def attempt(self, field: str, step: Callable[[], _T]) -> _T | None:
        """What the step gives, or None after its complaint is noted."""
        try:
            return step()
        except (QuoteError, ValueError) as error:
            self.wrong(field, str(error))
            return None

    def known(self, field: str, value: str, allowed: Collection[str]) -> bool:
        if value in allowed:
            return True
        close = difflib.get_close_matches(value, list(allowed), 1)
        hint = f" Closest: {close[0]}." if close else ""
        self.wrong(field, f"{value!r} is not one of {', '.join(allowed)}.{hint}")
        return False

    def keys(self, field: str, raw: Mapping[str, Any], allowed: Sequence[str]) -> None:
        for key in raw:
            self.known(field, str(key), allowed)

    def string(self, raw: Mapping[str, Any], key: str, field: str) -> str:
        value = raw.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.wrong(field, f"{key} must be words on one line, not a list; is a quote sign missing?")
        return ""

    def names(self, raw: Mapping[str, Any], key: str, field: str) -> list[str]:
        return [p.strip() for p in self.string(raw, key, field).split(",") if p.strip()]

    # -- article

    def article(self) -> CorpusArticle:
        self.keys("article", self.raw, ARTICLE_KEYS)
        form = self.string(self.raw, "form", "form")
        self.known("form", form, FORMS)
        region = self.string(self.raw, "region", "region")
        if region or form != "sentence":
            self.known("region", region, REGIONS)
        home = self.string(self.raw, "home", "home")
        if home:
            self.attempt("home", lambda: self._country(home))
        if not _ID.match(self.id):
            self.wrong("id", f"{self.id!r} must be lower-case words and hyphens")
        if not self.text:
            self.wrong("text", "is missing")
        published = self.string(self.raw, "published", "published")
        self.attempt("published", lambda: _day(published))
        contexts = self._contexts(self.raw, "contexts")
        events = self._events(contexts)
        return CorpusArticle(
            id=self.id,
            published=published,
            form=form,
            region=region or None,
            home=home or None,
            contexts=contexts,
            title=self.string(self.raw, "title", "title") or None,
            note=self.string(self.raw, "note", "note") or None,
            text=self.text,
            events=tuple(events),
            says=tuple(self._all_says(events)),
            file=self.file,
        )

    def _rows(self, key: str) -> list[dict[str, Any]]:
        rows = self.raw.get(key) or []
        if rows == "[]":
            rows = []
        if not isinstance(rows, list):
            self.wrong(key, "must be a list, each entry starting with '- '")
            return []
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                self.wrong(f"{key}[{number}]", "must be a mapping 'field: value'")
        return [row for row in rows if isinstance(row, dict)]

    def _contexts(self, raw: Mapping[str, Any], field: str) -> tuple[str, ...]:
        names = self.names(raw, "contexts", field)
        return tuple(n for n in names if self.known(field, n, self.book.contexts))

    # -- events

    def _events(self, contexts: tuple[str, ...]) -> list[CorpusEvent]:
        events: list[CorpusEvent] = []
        rows = self._rows("events")
        ids = [str(row.get("id", "")) for row in rows]
        for number, row in enumerate(rows, start=1):
            field = f"events[{row.get('id', number)}]"
            if not ids[number - 1] or ids.count(ids[number - 1]) > 1:
                self.wrong(field, "needs an id of its own, as in 'id: e1'")
            event = self._event(row, field, contexts)
            if event is None:
                continue
            if event.parent is not None and event.parent not in ids:
                self.wrong(f"{field}.in", f"there is no event {event.parent!r}")
            events.append(event)
        self._cycles(events)
        return events

    def _cycles(self, events: Sequence[CorpusEvent]) -> None:
        parents = {e.id: e.parent for e in events}
        for event in events:
            seen, above = {event.id}, event.parent
            while above is not None and above not in seen:
                seen.add(above)
                above = parents.get(above)
            if above is not None:
                self.wrong(f"events[{event.id}].in", "stands in itself")
                return

    def _event(
        self, row: Mapping[str, Any], field: str, contexts: tuple[str, ...]
    ) -> CorpusEvent | None:
        self.keys(field, row, EVENT_KEYS)
        type_, modes = self._type(row, field)
        trigger = self.attempt(f"{field}.trigger", lambda: self._trigger(row, f"{field}.trigger"))
        anchor = trigger.span if trigger else None
        status = self.string(row, "status", f"{field}.status") or "reported"
        self.known(f"{field}.status", status, STATUSES)
        by, denied = (self._parties(row, key, f"{field}.{key}") for key in ("by", "denied"))
        aux = [
            a
            for a in self.names(row, "aux", f"{field}.aux")
            if self.known(f"{field}.aux", a, AUXILIARY)
        ]
        self._status(f"{field}.status", status, by, denied, aux)
        figures = {key: self._figure(row, key, f"{field}.{key}", anchor) for key in FIGURES}
        optional = self.string(row, "optional", f"{field}.optional")
        if optional not in ("", "yes", "no"):
            self.wrong(f"{field}.optional", f"{optional!r} is neither yes nor no")
        event_contexts = self._contexts(row, f"{field}.contexts") if "contexts" in row else contexts
        factuality = self._factuality(row, f"{field}.factuality", status, aux)
        actors = self._mentions(row, "actors", f"{field}.actors", anchor)
        recipients = self._mentions(row, "recipients", f"{field}.recipients", anchor)
        when = self.attempt(f"{field}.date", lambda: self._date(row, f"{field}.date", anchor))
        place = self.attempt(f"{field}.place", lambda: self._place(row, field, anchor))
        if trigger is None or type_ is None:
            return None
        return CorpusEvent(
            id=self.string(row, "id", field),
            type=type_,
            modes=modes,
            contexts=event_contexts,
            trigger=trigger,
            actors=actors,
            recipients=recipients,
            date=when,
            place=place,
            **figures,
            aux=tuple(aux),
            status=status,
            by=by,
            denied=denied,
            # Without an actor a fact can be matched by anything: it is never asked for.
            optional=optional == "yes" or not any(p for m in actors for p, _ in m.parties),
            parent=self.string(row, "in", f"{field}.in") or None,
            factuality=factuality,
        )

    def _type(self, row: Mapping[str, Any], field: str) -> tuple[str | None, tuple[str, ...]]:
        words = self.string(row, "type", f"{field}.type").replace(",", " ").split()
        if not words:
            self.wrong(f"{field}.type", "is missing; write the type, then its modes")
            return None, ()
        if not self.known(f"{field}.type", words[0], self.book.types):
            return None, ()
        allowed = self.book.types[words[0]].modes
        if len(words) > 1 and not allowed:
            self.wrong(f"{field}.type", f"{words[0]} has no modes; leave {words[1]!r} out")
            return words[0], ()
        for mode in words[1:]:
            self.known(f"{field}.type", mode, allowed)
        return words[0], tuple(words[1:])

    def _trigger(self, row: Mapping[str, Any], field: str) -> CorpusWords:
        words = self.string(row, "trigger", field)
        if not words:
            raise QuoteError("is missing; quote the word that names the event")
        span = find_only(self.pages, words)
        if re.search(r"\.\.\.|…", words) and not occurrences(self.text, words):
            raise QuoteError("must be contiguous words, without '...'")
        return self._words(span)

    def _status(
        self,
        field: str,
        status: str,
        by: Sequence[str],
        denied: Sequence[str],
        aux: Sequence[str],
    ) -> None:
        """The table 'On whose word' of the guidelines."""
        if status in ("contested", "denied") and not denied:
            self.wrong(field, f"{status} needs 'denied: PARTY'")
        if status in ("reported", "attributed", "alleged") and denied:
            self.wrong(field, f"{status} cannot have 'denied'; somebody denies it: contested")
        if status == "attributed" and not by:
            self.wrong(field, "attributed needs 'by: PARTY'; nobody named: reported or alleged")
        if status == "denied" and by:
            self.wrong(field, "denied means that nobody vouches; with 'by' it is contested")
        if status == "reported" and by:
            self.wrong(field, "reported is the text's own voice; with 'by' it is attributed")
        if denied and "negation" in aux:
            self.note(field, "a denial leaves aux empty: the event is the positive one")

    def _factuality(
        self, row: Mapping[str, Any], field: str, status: str, aux: Sequence[str]
    ) -> float:
        given = self.string(row, "factuality", field)
        if not given:
            return default_factuality(status, aux)
        value = self.attempt(field, lambda: float(given))
        if value is not None and not -3 <= value <= 3:
            self.wrong(field, f"{given} is not between -3 and 3")
        return value or 0.0

    # -- words and what they mean

    def _words(self, span: Span) -> CorpusWords:
        return CorpusWords(words=self.text[span[0] : span[1]], span=span)

    def _split(self, value: str) -> tuple[str, str]:
        words, equals, meaning = value.rpartition(" = ")
        if not equals or not words.strip() or not meaning.strip():
            raise ValueError(f"{value!r} must be 'words = meaning'")
        return words.strip(), meaning.strip()

    def _mentions(
        self, row: Mapping[str, Any], key: str, field: str, anchor: Span | None
    ) -> tuple[CorpusMention, ...]:
        parts = [p.strip() for p in self.string(row, key, field).split(";")]
        found = [self.attempt(field, partial(self._mention, p, field, anchor)) for p in parts if p]
        return tuple(m for m in found if m is not None)

    def _mention(self, value: str, field: str, anchor: Span | None) -> CorpusMention:
        words, meaning = self._split(value)
        parties = tuple(self._party(part, field) for part in meaning.split(" + "))
        span = self._near(words, anchor)
        return CorpusMention(words=self.text[span[0] : span[1]], span=span, parties=parties)

    def _near(self, words: str, anchor: Span | None) -> Span:
        """Without an anchor (its own problem is already reported) the first occurrence."""
        if anchor is None:
            return occurrences(self.text, words)[0]
        return find_nearest(self.pages, words, anchor)

    def _party(self, value: str, field: str) -> Party:
        tokens = value.split()
        sectors: list[str] = []
        while tokens and tokens[-1] in self.book.sectors:
            sectors.insert(0, tokens.pop())
        if sectors and not tokens:
            self.note(field, f"{value!r} has no party; write one if the text tells it")
            return "", tuple(sectors)
        party = self._party_code(" ".join(tokens), field)
        if sectors and party.startswith(("IGO:", "NGO:")):
            self.note(field, f"{party} takes no sector")
        return party, tuple(sectors)

    def _party_only(self, value: str, field: str) -> str:
        party = self._party(value, field)[0]
        if not party:
            raise ValueError(f"{value!r} is no party")
        return party

    def _party_code(self, code: str, field: str) -> str:
        if code in self.book.countries or code in self.book.parties:
            return code
        if not _PREFIXED.match(code):
            raise ValueError(
                f"{code!r} is no party. Write an ISO alpha-3 code (PSE, TWN, XKX too), IGO:, NGO: "
                "or ARM: with a name, then the sectors"
            )
        same = [p for p in self.book.parties if p.casefold() == code.casefold()]
        if same:
            raise ValueError(f"{code!r} is written {same[0]!r}")
        if re.search(r" [A-Z]{3}$", code):
            self.note(field, f"{code!r} ends in what looks like a sector that is not one")
        if code.startswith("IGO:"):
            self.note(field, f"{code!r} is not in the table; is it an organisation of states?")
        return code

    def _parties(self, row: Mapping[str, Any], key: str, field: str) -> tuple[str, ...]:
        found = [
            self.attempt(field, partial(self._party_only, n, field))
            for n in self.names(row, key, field)
        ]
        return tuple(dict.fromkeys(p for p in found if p is not None))

    def _country(self, code: str) -> str:
        if code not in self.book.countries:
            raise ValueError(f"{code!r} is no ISO alpha-3 country code")
        return code

    def _date(self, row: Mapping[str, Any], field: str, anchor: Span | None) -> CorpusDate | None:
        value = self.string(row, "date", field)
        if not value:
            return None
        words, meaning = self._split(value)
        start, _, end = meaning.partition("..")
        end = end or start
        if _day(start) > _day(end):
            raise ValueError(f"{meaning!r} ends before it starts")
        span = self._near(words, anchor)
        return CorpusDate(words=self.text[span[0] : span[1]], span=span, start=start, end=end)

    def _place(self, row: Mapping[str, Any], field: str, anchor: Span | None) -> CorpusPlace | None:
        value = self.string(row, "place", f"{field}.place")
        if not value:
            return None
        words, meaning = self._split(value)
        span = self._near(words, anchor)
        country = self._country(meaning)
        return CorpusPlace(words=self.text[span[0] : span[1]], span=span, country=country)

    def _figure(
        self, row: Mapping[str, Any], key: str, field: str, anchor: Span | None
    ) -> CorpusFigure | None:
        value = self.string(row, key, field)
        parts = [part.strip() for part in value.split(";") if part.strip()]
        found = [self.attempt(field, partial(self._number, p, anchor)) for p in parts]
        figures = [f for f in found if f is not None]
        return replace(figures[0], others=tuple(figures[1:])) if figures else None

    def _number(self, value: str, anchor: Span | None) -> CorpusFigure:
        rest, at, source = value.partition(" @ ")
        words, meaning = self._split(rest)
        match = re.fullmatch(r"(\d+)(?:\.\.(\d+))?", meaning.replace(",", ""))
        if match is None:
            raise ValueError(f"{meaning!r} must be a number, or two as in '12..20'")
        low, high = int(match.group(1)), int(match.group(2) or match.group(1))
        if low > high:
            raise ValueError(f"{meaning!r} ends below its start")
        span = self._near(words, anchor)
        said = self._words(self._near(source.strip(), span)) if at else None
        return CorpusFigure(
            words=self.text[span[0] : span[1]], span=span, low=low, high=high, source=said
        )

    # -- says

    def _all_says(self, events: Sequence[CorpusEvent]) -> list[CorpusSays]:
        rows = self._rows("says")
        ids = {e.id for e in events} | {str(r.get("id", "")) for r in self._rows("events")}
        return [
            self._says(row, f"says[{number}]", number, len(rows), ids)
            for number, row in enumerate(rows, start=1)
        ]

    def _says(
        self, row: Mapping[str, Any], field: str, number: int, count: int, ids: Collection[str]
    ) -> CorpusSays:
        self.keys(field, row, SAYS_KEYS)
        cue_words = self.string(row, "cue", f"{field}.cue")
        cue = None
        if cue_words:
            cue = self.attempt(
                f"{field}.cue", lambda: self._words(find_only(self.pages, cue_words))
            )
        anchor = cue.span if cue else None
        stance = self.string(row, "stance", f"{field}.stance") or "asserts"
        self.known(f"{field}.stance", stance, STANCES)
        linked = self.names(row, "events", f"{field}.events")
        for name in linked:
            if name not in ids:
                self.wrong(f"{field}.events", f"there is no event {name!r}")
        return CorpusSays(
            sources=self._sources(row, f"{field}.source", anchor),
            cue=cue,
            content=self._content(row, f"{field}.content", anchor),
            stance=stance,
            parent=self._parent(row, f"{field}.in", number, count),
            events=tuple(linked),
        )

    def _sources(
        self, row: Mapping[str, Any], field: str, anchor: Span | None
    ) -> tuple[CorpusMention, ...]:
        """As mentions, but a speaker may be words alone ("certain foreign outlets")."""
        value = self.string(row, "source", field)
        if not value or " = " in value:
            return self._mentions(row, "source", field, anchor)
        span = self.attempt(field, lambda: self._near(value, anchor))
        if span is None:
            return ()
        self.note(field, "no party is given; write '= PARTY' if the text tells it")
        words = self.text[span[0] : span[1]]
        return (CorpusMention(words=words, span=span, parties=()),)

    def _content(self, row: Mapping[str, Any], field: str, anchor: Span | None) -> tuple[Span, ...]:
        raw = row.get("content", "")
        values = [str(v) for v in raw] if isinstance(raw, list) else [str(raw).strip()]
        if values == [""]:
            self.wrong(field, "is missing; quote what is said, '...' for what lies between")
            return ()
        if len(values) == 1 and ";" in values[0] and not self._present(values[0]):
            values = [v.strip() for v in values[0].split(";")]
        found = [self.attempt(field, partial(self._near, v, anchor)) for v in values]
        return tuple(s for s in found if s is not None)

    def _present(self, quote: str) -> bool:
        try:
            return bool(occurrences(self.text, quote))
        except QuoteError:
            return False

    def _parent(self, row: Mapping[str, Any], field: str, number: int, count: int) -> int | None:
        value = self.string(row, "in", field)
        if not value:
            return None
        if not value.isdigit() or not 1 <= int(value) <= count or int(value) == number:
            self.wrong(field, f"{value!r} must be the number of another attribution, 1 to {count}")
            return None
        return int(value) - 1


def _day(value: str) -> date:
    if not _DAY.match(value):
        raise ValueError(f"{value!r} is no day; write it as 2024-02-19")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"{value!r} is no day of the calendar") from error
