"""Reads words of time in a text by a grammar that is a table: scanner, chart and rules.

A `Grammar` is loaded once from `tables/time_<language>.toml`. `parse` gives the longest phrases,
each with the `Meaning` that the actions made of it; nothing here knows the calendar.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from importlib import resources
from typing import Any, NamedTuple

from msgspec import Struct

from dragoman.errors import ConfigError

_TOKEN = re.compile(r"\d+(?:st|nd|rd|th|ST|ND|RD|TH|s|S)(?![A-Za-z])|\d+|[’']s\b|[^\W\d_]+|[^\w\s]")
_TOKEN_OR_BREAK = re.compile(rf"\n|{_TOKEN.pattern}")
_WORD_OR_YEAR = re.compile(r"[^\W_]")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:T[\d:.]+Z?)?(?![\d])")
_COMPACT = re.compile(r"(?<!\d)(19|20)(\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_SLASH = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![\d/])")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})(?![\d/-])|(\d{1,2})[-/](\d{4})(?![\d/-])")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(?![\d:])")
MAX_PHRASE_TOKENS = 8  # how far from its first word a phrase must have a word that carries it
CORE = (
    "MONTH", "WEEKDAY", "DEICTIC", "UNIT", "SMALL", "DAYPART", "HOLIDAY", "PERIOD", "SEASON",
    "YEAR", "DECADE", "DECADENAME", "ISO", "SLASH", "YM", "QUARTER", "HALF", "ERA", "FISCAL",
    "INT2", "INT3", "SCALE", "ORDDAY", "ORD", "STAMP", "CLOCK",
)  # fmt: skip
_CORE = frozenset(CORE)

Value = Any


class Token(Struct, frozen=True, gc=False):
    """A word, number or sign."""

    text: str
    lower: str
    start: int
    end: int
    line: int = 0


@dataclass(frozen=True)
class Element:
    """One place in a pattern: any of these words, categories or one nonterminal.

    With `ahead` nothing is read: what follows must be a sign or the end ("$"), or for "$$" a
    small word of the table's `closers`, or for "!MONTH" anything but that category.
    """

    words: frozenset[str]
    categories: tuple[str, ...]
    rule: str | None
    capture: str | None
    optional: bool
    ahead: str = ""


@dataclass(frozen=True)
class Alternative:
    elements: tuple[Element, ...]
    action: str


class Match(Struct, frozen=True, gc=False):
    """A phrase: tokens [start, end) and what the action made of it."""

    start: int
    end: int
    value: Value


@dataclass
class Scanned:
    """The tokens of one text, and for each what the table says: category -> (value, end)."""

    text: str
    tokens: list[Token]
    categories: list[Mapping[str, tuple[Value, int]]]
    lowers: list[str]
    wide: list[bool]  # whether some category of the token takes in those behind it
    carriers: list[int]  # the tokens of which one must be in a phrase
    memo: dict[tuple[str, int], tuple[int, Value] | None] = field(default_factory=dict)


class Grammar:
    """Words and rules of one language. Immutable after loading, safe to share."""

    def __init__(
        self, table: Mapping[str, Any], actions: Callable[[str], Callable[..., Value]]
    ) -> None:
        self._words = _index(table["words"], frozenset(table["abbreviations"]))
        self._rules = {
            name: tuple(_alternative(pattern, action) for pattern, action in rows)
            for name, rows in table["rules"].items()
        }
        self._actions = {a.action: actions(a.action) for rows in self._rules.values() for a in rows}
        self.guard = frozenset(table["guard"]["words"])
        self.guard_before = frozenset(table["guard"]["before"])
        self.recurring = frozenset(table["guard"]["recurring"])
        self.possessive = frozenset(table["guard"]["possessive"])
        self.plural_days = frozenset(table["guard"]["plural_days"])
        self.counted = frozenset(table["guard"]["counted"])
        self.be = frozenset(table["tense"]["be"])
        self.closers = frozenset(table["closers"])
        self.future = frozenset(table["tense"]["future"])
        self.breaks = frozenset(table["clause"]["breaks"])
        self.small_breaks = frozenset(table["clause"]["small_breaks"])
        self.past = frozenset(table["tense"]["past"])
        self.suffix: tuple[str, ...] = tuple(table["tense"]["suffix"])
        self._starts = _starts(self._rules)
        self._choices = {name: _choice(rows, self._starts) for name, rows in self._rules.items()}

    def scan(self, text: str, tokens: list[Token] | None = None) -> Scanned:
        """Looks each word of a text up; `tokens` are those of `tokens_of`. Linear in the text."""
        tokens = tokens_of(text) if tokens is None else tokens
        lowers = [t.lower for t in tokens]
        categories: list[Mapping[str, tuple[Value, int]]] = [_NOTHING] * len(tokens)
        wide = [False] * len(tokens)
        carriers: list[int] = []
        for i, lower in enumerate(lowers):
            digit = lower[0].isdecimal()
            if not digit and lower not in self._words:
                if lower in _CORE_WORDS:
                    carriers.append(i)
                continue
            found = self._look_up(lowers, i)
            if digit:
                found = {**found, **_numeric(text, tokens, i)}
            categories[i] = found
            wide[i] = any([end > i + 1 for _, end in found.values()])
            if not _CORE.isdisjoint(found) or lower in _CORE_WORDS:
                carriers.append(i)
        return Scanned(text, tokens, categories, lowers, wide, carriers)

    def parse(self, scanned: Scanned, top: Sequence[str]) -> list[Match]:
        """The longest phrases from left to right, without overlaps."""
        out: list[Match] = []
        start = self._start_of_any(tuple(top))
        end = 0
        for i in _near_carriers(scanned):
            if i < end or not _may_start(scanned, i, start):
                continue
            best: tuple[int, Value] | None = None
            for name in top:
                found = self.match(scanned, name, i)
                if found is not None and (best is None or found[0] > best[0]):
                    best = found
            if best is not None:
                out.append(Match(i, best[0], best[1]))
                end = best[0]
        return out

    @lru_cache(maxsize=16)  # noqa: B019  a grammar lives as long as the process
    def _start_of_any(self, top: tuple[str, ...]) -> Start:
        return reduce(Start.joined, [self._starts[name] for name in top])

    def match(self, scanned: Scanned, name: str, i: int) -> tuple[int, Value] | None:
        """The longest phrase of that kind at token `i`: (end, value), or None."""
        key = (name, i)
        if key in scanned.memo:
            return scanned.memo[key]
        scanned.memo[key] = None  # a rule that calls itself at the same place finds nothing there
        best: tuple[int, Value] | None = None
        choice = self._choices[name]
        left = choice.open(scanned, i)
        while left:
            lowest = left & -left
            left ^= lowest
            alternative = choice.alternatives[lowest.bit_length() - 1]
            found = self._match_from(scanned, alternative, 0, i, {})
            if found is not None and found[0] > i and (best is None or found[0] > best[0]):
                best = found
        scanned.memo[key] = best
        return best

    def _match_from(
        self, scanned: Scanned, alternative: Alternative, k: int, i: int, caught: dict[str, Value]
    ) -> tuple[int, Value] | None:
        """Reads the elements from the `k`-th on at token `i`; only what may be missing is tried
        both ways.
        """
        elements = alternative.elements[k:] if k else alternative.elements
        for number, element in enumerate(elements, k + 1):
            if element.ahead:
                if not self._closes(scanned, i, element.ahead):
                    return None
                continue
            if i >= len(scanned.lowers):
                step = None
            elif element.rule is not None:
                step = self.match(scanned, element.rule, i)
            else:
                step = _read(scanned, element, i)
            if step is None:
                if not element.optional:
                    return None
                continue
            more = caught if element.capture is None else {**caught, element.capture: step[1]}
            if not element.optional:
                i, caught = step[0], more
                continue
            found = self._match_from(scanned, alternative, number, step[0], more)
            if found is not None:
                return found
        value = self._actions[alternative.action](**caught)
        return None if value is None else (i, value)

    def _closes(self, scanned: Scanned, i: int, ahead: str) -> bool:
        if i >= len(scanned.tokens):
            return True
        if ahead[0] == "!":
            return ahead[1:] not in scanned.categories[i]
        token = scanned.tokens[i]
        return not token.text[0].isalnum() or (ahead == "$$" and token.lower in self.closers)

    def kinds(self, tokens: Sequence[Token], i: int) -> frozenset[str]:
        """The categories that the table gives a token, numbers aside."""
        return frozenset(self._look_up([t.lower for t in tokens[i : i + MAX_PHRASE_TOKENS]], 0))

    def _look_up(self, lowers: list[str], i: int) -> Mapping[str, tuple[Value, int]]:
        entry = self._words.get(lowers[i])
        if entry is None:
            return _NOTHING
        out = {category: (value, i + 1) for category, value in entry.alone.items()}
        if i + 1 < len(lowers):
            for words, category, value in entry.longer.get(lowers[i + 1], ()):
                end = i + len(words)
                if lowers[i:end] == words:
                    out[category] = (value, end)
        return out


def _read(scanned: Scanned, element: Element, i: int) -> tuple[int, Value] | None:
    """The end and value of a category or word of the element at token `i`."""
    categories = scanned.categories[i]
    if categories:
        for name in element.categories:
            hit = categories.get(name)
            if hit is not None:
                return hit[1], hit[0]
    lower = scanned.lowers[i]
    return (i + 1, lower) if lower in element.words else None


def tokens_of(text: str) -> list[Token]:
    """Words, numbers and signs with the number of the line that they stand in."""
    tokens: list[Token] = []
    line = 0
    for match in _TOKEN_OR_BREAK.finditer(text):
        word = match[0]
        if word == "\n":
            line += 1
        else:
            tokens.append(Token(word, word.lower(), *match.span(), line))
    return tokens


_NOTHING: Mapping[str, tuple[Value, int]] = {}


@dataclass(frozen=True)
class Entry:
    """What a word means alone, by category, and the longer phrases that it begins: by their second
    word, the shortest first, each with its category and value.
    """

    alone: dict[str, Value]
    longer: dict[str, list[tuple[list[str], str, Value]]]


def _index(
    words: Mapping[str, Mapping[str, Value]], abbreviations: frozenset[str]
) -> dict[str, Entry]:
    rows: list[tuple[tuple[str, ...], str, Value]] = []
    for category, entries in words.items():
        for phrase, value in entries.items():
            parts = tuple(m[0] for m in _TOKEN.finditer(phrase))
            spellings = {parts, tuple(p.replace("'", "’") for p in parts)}
            if phrase in abbreviations:
                spellings.add((*parts, "."))
            rows += [(spelling, category, value) for spelling in sorted(spellings)]
    index: dict[str, Entry] = {}
    # What is said later counts: the longer phrase, and of equal ones the first of the table.
    for spelling, category, value in sorted(reversed(rows), key=lambda row: len(row[0])):
        entry = index.setdefault(spelling[0], Entry({}, {}))
        if len(spelling) == 1:
            entry.alone[category] = value
        else:
            entry.longer.setdefault(spelling[1], []).append((list(spelling), category, value))
    return index


def _alternative(pattern: str, action: str) -> Alternative:
    return Alternative(tuple(_element(part) for part in pattern.split()), action)


def _element(source: str) -> Element:
    if source in ("$", "$$") or source[0] == "!":
        return Element(frozenset(), (), None, None, False, ahead=source)
    body, _, capture = source.partition("=") if not source.startswith("=") else (source, "", "")
    optional = len(body) > 1 and body.endswith("?")
    if optional:
        body = body[:-1]
    if capture.endswith("?"):
        optional, capture = True, capture[:-1]
    if body.startswith("@"):
        return Element(frozenset(), (), body[1:], capture or None, optional)
    words, categories = [], []
    for part in body.split("|"):
        if part.endswith("?") and len(part) > 1:
            optional, part = True, part[:-1]
        if part.isupper() or (part[:-1].isupper() and part[-1:].isdigit()):
            categories.append(part)
        else:
            words.append(part)
    return Element(frozenset(words), tuple(categories), None, capture or None, optional)


class Start(NamedTuple):
    """What a pattern can start with: words and categories of its first token, which of them can be
    all of it (`lone`), and the words and categories of its second token.
    """

    words: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    lone_words: frozenset[str] = frozenset()
    lone_kinds: frozenset[str] = frozenset()
    next_words: frozenset[str] = frozenset()
    next_kinds: frozenset[str] = frozenset()

    def joined(self, other: Start) -> Start:
        """What either of two patterns can start with."""
        return Start(*(one | two for one, two in zip(self, other, strict=True)))


def _may_start(scanned: Scanned, i: int, start: Start) -> bool:
    """Whether the words at token `i` do not rule the pattern out."""
    kinds = scanned.categories[i]
    if scanned.lowers[i] not in start.words and start.kinds.isdisjoint(kinds):
        return False
    i += 1
    if scanned.wide[i - 1]:  # what comes next need not be at `i`
        return True
    if scanned.lowers[i - 1] in start.lone_words or not start.lone_kinds.isdisjoint(kinds):
        return True
    if i >= len(scanned.lowers):
        return False
    return scanned.lowers[i] in start.next_words or not start.next_kinds.isdisjoint(
        scanned.categories[i]
    )


@dataclass(frozen=True)
class Choice:
    """The alternatives of a rule, and by word and category: which of them start with it and which
    of these it can be all of (`first`), and which can have it second. Bit `n` stands for the
    `n`-th. See `Start`.
    """

    alternatives: tuple[Alternative, ...]
    first: dict[str, tuple[int, int]]
    second: dict[str, int]

    def open(self, scanned: Scanned, i: int) -> int:
        """The bits of the alternatives that the words at token `i` do not rule out."""
        starting = rest = 0
        for name in (scanned.lowers[i], *scanned.categories[i]):
            bits = self.first.get(name)
            if bits is not None:
                starting |= bits[0]
                rest |= bits[1]
        if not starting or scanned.wide[i]:  # what comes next need not be at the next token
            return starting
        i += 1
        if i < len(scanned.lowers):
            for name in (scanned.lowers[i], *scanned.categories[i]):
                rest |= self.second.get(name, 0)
        return starting & rest


def _choice(alternatives: tuple[Alternative, ...], starts: Mapping[str, Start]) -> Choice:
    # Words are lower case and categories upper case, so that one table serves both.
    first: dict[str, int] = {}
    lone: dict[str, int] = {}
    second: dict[str, int] = {}
    for number, alternative in enumerate(alternatives):
        own = _start_of(alternative, starts)
        for table, words, kinds in (
            (first, own.words, own.kinds),
            (lone, own.lone_words, own.lone_kinds),
            (second, own.next_words, own.next_kinds),
        ):
            for name in words | kinds:
                table[name] = table.get(name, 0) | 1 << number
    both = {name: (first.get(name, 0), lone.get(name, 0)) for name in first | lone}
    return Choice(alternatives, both, second)


def _starts(rules: Mapping[str, tuple[Alternative, ...]]) -> dict[str, Start]:
    """What each nonterminal can start with (least fixed point)."""
    starts = {name: Start() for name in rules}
    changed = True
    while changed:
        changed = False
        for name, alternatives in rules.items():
            new = starts[name]
            for alternative in alternatives:
                new = new.joined(_start_of(alternative, starts))
            if new != starts[name]:
                starts[name] = new
                changed = True
    return starts


def _start_of(alternative: Alternative, starts: Mapping[str, Start]) -> Start:
    """What one alternative can start with. What a pattern looks ahead to does not narrow the
    second token, so more may seem to start here than does.
    """
    out = lone = Start()
    fresh = True  # whether the element can be the first that reads a token
    for element in alternative.elements:
        if element.ahead:
            fresh = False
            continue
        own = _start_of_element(element, starts)
        if lone.words or lone.kinds:  # it can be the one to read the second
            out = out.joined(Start(next_words=own.words, next_kinds=own.kinds))
        if not element.optional:
            lone = Start()
        if fresh:
            out = out.joined(own)
            lone = lone.joined(Start(own.lone_words, own.lone_kinds))
        fresh = fresh and element.optional
    return out._replace(lone_words=lone.words, lone_kinds=lone.kinds)


def _start_of_element(element: Element, starts: Mapping[str, Start]) -> Start:
    if element.rule is None:
        words, kinds = element.words, frozenset(element.categories)
        return Start(words, kinds, words, kinds)
    if element.rule not in starts:
        raise ConfigError("D303", f"A rule names @{element.rule}, which there is not.")
    return starts[element.rule]


def _near_carriers(scanned: Scanned) -> Iterator[int]:
    """The tokens at which a phrase may start: those that have one that carries it not far ahead."""
    start = 0
    for carrier in scanned.carriers:
        yield from range(max(start, carrier - MAX_PHRASE_TOKENS), carrier + 1)
        start = carrier + 1


_CORE_WORDS = frozenset({"overnight", "eoy", "eom", "week", "year", "cy"})


def _numeric(text: str, tokens: list[Token], i: int) -> dict[str, tuple[Value, int]]:
    """What a number can be: a count, a day, a year, a decade, a whole numeric date."""
    token = tokens[i]
    digits = token.lower.rstrip("stndrh")
    suffix = token.lower[len(digits) :]
    if len(digits) > 9 or (i > 0 and tokens[i - 1].text in "$€£"):
        return {}
    number = int(digits)
    if suffix in ("st", "nd", "rd", "th"):
        return {"ORDDAY": (number, i + 1)} if 1 <= number <= 31 else {}
    if suffix == "s":
        return {"DECADE": (number, i + 1)} if _round(digits) else {}
    if suffix:
        return {}
    out = _counts(tokens, i, digits)
    following = tokens[i + 1].text if i + 1 < len(tokens) else ""
    if following.lower() in ("'s", "’s", "s") and _round(digits):
        out["DECADE"] = (number, i + 2)
    out.update(_numeric_dates(text, tokens, i))
    return out


def _round(digits: str) -> bool:
    """Whether a decade can be called that: 90s, 1990s."""
    return digits[-1] == "0" and (len(digits) == 2 or 1000 <= int(digits) <= 2100)


def _counts(tokens: list[Token], i: int, digits: str) -> dict[str, tuple[Value, int]]:
    """A bare number by its length; the hour of a time of day is no day and no year."""
    number = int(digits)
    hit = (number, i + 1)
    out: dict[str, tuple[Value, int]] = {"INT": hit}
    colon = i + 2 < len(tokens) and tokens[i + 1].text == ":" and tokens[i + 2].text[0].isdigit()
    if len(digits) <= 2 and not colon:
        if len(digits) == 2:
            out["INT2"] = hit
        if 1 <= number <= 31:
            out["DAY"] = hit
    if len(digits) == 3 and number >= 200:
        out["INT3"] = hit
    if 1 <= number <= 53:
        out["WEEKNO"] = hit
    if len(digits) == 4 and number >= 1000 and not _inside_number(tokens, i):
        out["YEAR"] = hit
    return out


def _inside_number(tokens: list[Token], i: int) -> bool:
    """Whether the digits are a part of 1,500 or of 2.2014."""
    before = tokens[i - 1] if i else None
    if before is not None and before.end == tokens[i].start and before.text in ".,€#:":
        return True
    if i + 2 >= len(tokens):
        return False
    sign, more = tokens[i + 1], tokens[i + 2]
    touching = sign.start == tokens[i].end and more.start == sign.end
    return touching and sign.text == "," and len(more.text) == 3 and more.text.isdigit()


def _numeric_dates(text: str, tokens: list[Token], i: int) -> dict[str, tuple[Value, int]]:
    start = tokens[i].start
    if start > 0 and (text[start - 1].isdigit() or text[start - 1] in "$€£/"):
        return {}
    out: dict[str, tuple[Value, int]] = {}
    iso = _ISO.match(text, start)
    if iso:
        out["ISO"] = ((int(iso[1]), int(iso[2]), int(iso[3])), _token_at(tokens, i, iso.end()))
        return out
    compact = _COMPACT.match(text, start)
    if compact:
        value = (int(compact[1] + compact[2]), int(compact[3]), int(compact[4]))
        out["ISO"] = (value, _token_at(tokens, i, compact.end()))
        return out
    ym = _YEAR_MONTH.match(text, start)
    if ym:
        year, month = (int(ym[1]), int(ym[2])) if ym[1] else (int(ym[4]), int(ym[3]))
        if 1 <= month <= 12 and 1000 <= year <= 2999:
            out["YM"] = ((year, month), _token_at(tokens, i, ym.end()))
    clock = _CLOCK.match(text, start)
    if clock:
        end = _token_at(tokens, i, clock.end())
        out["CLOCK"] = (clock[0], end)
        if start == 0 or text[start - 1] == "\n":
            out["STAMP"] = (clock[0], end)
    slash = _SLASH.match(text, start)
    if slash:
        value3 = (int(slash[1]), int(slash[3]), slash[4], slash[2])
        out["SLASH"] = (value3, _token_at(tokens, i, slash.end()))
    return out


def _token_at(tokens: list[Token], i: int, end: int) -> int:
    while i < len(tokens) and tokens[i].start < end:
        i += 1
    return i


def load_table(language: str) -> dict[str, Any]:
    """The table of a language. Raises `ConfigError` D303 where there is none."""
    path = resources.files("dragoman.coder") / "tables" / f"time_{language}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(
            "D303",
            f"There is no table of time words for {language!r}; add tables/time_{language}.toml.",
        ) from error


@lru_cache(maxsize=8)
def load_grammar(language: str = "en") -> Grammar:
    """The grammar of a language, loaded once a process."""
    from dragoman.coder.time import dates, ranges, spans  # noqa: F401  they register their actions
    from dragoman.coder.time.meaning import action

    return Grammar(load_table(language), action)
