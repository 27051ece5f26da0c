"""Actions for decades, centuries, parts of stretches, ranges and open ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from dragoman.coder.time import calendar as cal
from dragoman.coder.time.calendar import Stretch, one_day, plus_days
from dragoman.coder.time.dates import nth_day
from dragoman.coder.time.meaning import (
    Context,
    Fields,
    Meaning,
    calendar_date,
    meaning_action,
    resolve_fields,
)
from dragoman.coder.time.spans import deictic, unit

# -- decades, centuries, years ---------------------------------------------------------------


@meaning_action
def decade(y: int) -> Meaning | None:
    if y >= 100:
        size = 100 if y % 100 == 0 and y < 2000 else 10
        return Meaning(lambda ctx: cal.years(y, y + size - 1), "explicit")
    first = 1900 + y if y >= 30 else 2000 + y
    return Meaning(lambda ctx: cal.years(first, first + 9), "explicit")


@meaning_action
def decades(a: int, b: int) -> Meaning | None:
    first, last = decade(a), decade(b)
    return None if first is None or last is None else between(first, last)


@meaning_action
def decade_name(n: int) -> Meaning | None:
    return decade(n)


@meaning_action
def century(c: int, e: int = 1) -> Meaning | None:
    return centuries(c, c) if e > 0 else Meaning(lambda ctx: None, "before our era")


@meaning_action
def centuries(c: int, k: int) -> Meaning | None:
    if not 1 <= c <= k <= 30:
        return None
    return Meaning(lambda ctx: cal.years(max(1, 100 * c - 100), 100 * k - 1), "explicit")


@meaning_action
def year_era(n: int, e: int = 1) -> Meaning | None:
    if e < 0:
        return Meaning(lambda ctx: None, "before our era")
    return calendar_date(n) if n <= 2100 else None


@meaning_action
def period(p: list[str]) -> Meaning:
    first, last = (date.fromisoformat(d) for d in p)
    if first == last:
        return Meaning(lambda ctx: one_day(first), "named period")
    return Meaning(lambda ctx: Stretch(first, last), "named period")


@meaning_action
def part(p: str, x: Meaning) -> Meaning | None:
    def resolve(ctx: Context) -> Stretch | None:
        # A part of "this year" is a part of the whole year, whatever has passed of it.
        whole = x.resolve(replace(ctx, convention=replace(ctx.convention, until_today=False)))
        if whole is None or whole.start is None or whole.end is None:
            return None
        if whole.is_day:
            return whole
        if ctx.convention.half_open:
            return _half_or_third(whole, p, x, ctx)
        if p == "end" and ctx.convention.coarse and whole.precision == "year":
            return one_day(whole.end) if ctx.convention.name == "tei" else cal.part_of(whole, p)
        return _until_now(cal.part_of(whole, p), whole, p, x, ctx)

    return Meaning(resolve, x.derivation, edge=(p, x))


def _half_or_third(whole: Stretch, p: str, x: Meaning, ctx: Context) -> Stretch | None:
    """By the recognisers' custom: halves of what hangs on today, thirds of a year with a name."""
    assert whole.start is not None
    assert whole.end is not None
    relative = x.derivation.startswith("relative")
    if whole.precision == "year" and not relative:
        first = {"early": 1, "start": 1, "mid": 5, "late": 9, "end": 9}.get(p)
        if first is not None:
            start = whole.start.replace(month=first)
            closing = cal.make_month(start.year, first + 3)
            return None if closing is None else Stretch(start, closing.end)
    if not relative or whole.precision not in ("week", "month", "year"):
        return cal.part_of(whole, p)
    days = {"week": 3, "month": 15}.get(whole.precision)
    middle = whole.start.replace(month=7) if days is None else plus_days(whole.start, days)
    if middle is None or p in ("mid", "rest", "half1", "half2"):
        return Stretch(ctx.published, whole.end) if p == "rest" else cal.part_of(whole, p)
    inside = ctx.published is not None and whole.start <= ctx.published <= whole.end
    if p in ("early", "start"):
        last = middle
        if inside and ctx.published is not None and p == "early":
            last = min(middle, ctx.published)
        return Stretch(whole.start, plus_days(last, -1))
    if inside and ctx.published is not None and p == "late":
        middle = max(middle, ctx.published)
    return Stretch(middle, whole.end)


def _boundary(x: Meaning, ctx: Context) -> Meaning:
    """At the edge of a range "the end of 2008" is its last day, and the middle a day."""
    if x.edge is None or not ctx.convention.half_open or x.edge[0] not in ("start", "mid", "end"):
        return x
    p, inner = x.edge

    def resolve(context: Context) -> Stretch | None:
        whole = inner.resolve(context)
        if whole is None or whole.start is None or whole.end is None:
            return None
        if p == "start":
            return one_day(whole.start)
        if p == "mid":
            middle = plus_days(whole.start, ((whole.end - whole.start).days + 1) // 2)
            return None if middle is None else one_day(middle)
        after = plus_days(whole.end, 1)
        return None if after is None else one_day(after)

    return Meaning(resolve, x.derivation)


def _until_now(
    found: Stretch | None, whole: Stretch, p: str, x: Meaning, ctx: Context
) -> Stretch | None:
    """Earlier this year: from its first day to today; later this year: from today to its last."""
    day = ctx.published
    if day is None or not x.derivation.startswith("relative"):
        return found
    if whole.start is None or whole.end is None or not whole.start <= day <= whole.end:
        return found
    if p == "early" and (ctx.convention.until_today or ctx.convention.half_open):
        last = plus_days(day, -1) if ctx.convention.half_open else day
        return Stretch(whole.start, last)
    if p == "late" and (ctx.convention.until_today or ctx.convention.half_open):
        return Stretch(day, whole.end)
    return found


@meaning_action
def eo_unit(u: str) -> Meaning | None:
    return part("end", unit(u, 0))


@meaning_action
def unit_end(y: Meaning) -> Meaning | None:
    return part("end", y)


@meaning_action
def year_end() -> Meaning | None:
    return part("end", unit("year", 0))


@meaning_action
def year_end_half() -> Meaning | None:
    return part("half2", unit("year", 0))


@meaning_action
def month_end_half() -> Meaning | None:
    return part("half2", unit("month", 0))


# -- ranges ----------------------------------------------------------------------------------


def between(a: Meaning, b: Meaning, *, inclusive: bool = False) -> Meaning:
    """From the start of `a` to the end of `b`."""

    def resolve(ctx: Context) -> Stretch | None:
        first, last = _boundary(a, ctx).resolve(ctx), _boundary(b, ctx).resolve(ctx)
        if first is None or last is None or first.start is None:
            return None
        if last.start is not None and last.start < first.start:
            first, last = _in_order(a, b, first, last, ctx)
        if first is None or last is None:
            return None
        whole = inclusive or ctx.convention.whole_ends or not ctx.convention.half_open
        end = last.end if whole or last.start is None else plus_days(last.start, -1)
        if first.start is None or end is None or end < first.start:
            return None
        return one_day(end) if first.start == end else Stretch(first.start, end)

    explicit = b.derivation == "explicit"
    return Meaning(resolve, "explicit" if explicit else b.derivation)


def _in_order(
    a: Meaning, b: Meaning, first: Stretch, last: Stretch, ctx: Context
) -> tuple[Stretch | None, Stretch | None]:
    """From Friday to Monday: the end is the next one after the start."""
    if b.fields is None or b.fields.year is not None or first.end is None:
        return None, None
    if b.fields.month is None and b.fields.weekday is not None and b.fields.day is None:
        day = cal.weekday_near(first.end, b.fields.weekday, 1)
        return first, None if day is None else one_day(day)
    if b.fields.month is not None:
        for year_ in (first.end.year, first.end.year + 1):
            found = resolve_fields(replace(b.fields, year=year_), ctx)
            if found is not None and found.start is not None and found.start >= first.end:
                return first, found
    return None, None


def _with_year(a: Meaning, b: Meaning) -> Meaning:
    """The year, and for a bare day the month, that only the end of a range gives."""
    if a.fields is None or b.fields is None:
        return a
    fields = a.fields
    if fields.year is None and b.fields.year is not None and fields.month is not None:
        wraps = b.fields.month is not None and fields.month > b.fields.month
        fields = replace(fields, year=b.fields.year - wraps)
    if fields.day is not None and fields.month is None and fields.weekday is None:
        fields = replace(fields, month=b.fields.month, year=b.fields.year)
    if fields == a.fields:
        return a
    return Meaning(lambda ctx: resolve_fields(fields, ctx), b.derivation, fields)


def _end_like(a: Meaning, b: Meaning) -> Meaning:
    """The end of a range that says less than its start: "from May 5 to 7"."""
    if a.fields is None or b.fields is None:
        return b
    fields = b.fields
    if fields.month is None and fields.day is not None and fields.weekday is None:
        fields = replace(fields, month=a.fields.month, year=a.fields.year)
    elif fields.year is None and a.fields.year is not None and fields.month is not None:
        later = a.fields.month is not None and fields.month < a.fields.month
        fields = replace(fields, year=a.fields.year + later)
    if fields == b.fields:
        return b
    return Meaning(lambda ctx: resolve_fields(fields, ctx), a.derivation, fields)


@meaning_action
def range_(a: Meaning, b: Meaning) -> Meaning | None:
    if a.opening or b.opening:
        return None
    return between(_with_year(a, b), _end_like(a, b))


@meaning_action
def range_months(a: int, b: Meaning) -> Meaning:
    first = calendar_date(None, a)
    return between(_with_year(first, b), b)


@meaning_action
def range_months_of(a: int, b: int, y: int) -> Meaning:
    return between(calendar_date(y, a), calendar_date(y, b))


@meaning_action
def range_and(a: Meaning, b: Meaning) -> Meaning | None:
    """November 8 and November 9: one stretch where the two touch."""
    if a.fields is None or b.fields is None:
        return None
    if a.fields.weekday is not None and a.fields.day is None:
        together = _end_like(_with_year(a, b), b)
    else:
        together = _end_like(a, b)
    joined = between(_with_year(a, b), together, inclusive=True)

    def resolve(ctx: Context) -> Stretch | None:
        return None if ctx.convention.open else joined.resolve(ctx)

    return Meaning(resolve, joined.derivation, None)


@meaning_action
def range_days(a: int, b: Meaning) -> Meaning | None:
    if b.fields is None or b.fields.day is None or not 1 <= a <= 31:
        return None
    first = replace(b.fields, day=a, weekday=None)
    if b.fields.month is None:
        return None
    if a > b.fields.day:
        return None
    return between(Meaning(lambda ctx: _same_year(first, b, ctx), b.derivation, first), b)


def _same_year(first: Fields, b: Meaning, ctx: Context) -> Stretch | None:
    last = b.resolve(ctx)
    if last is None or last.start is None or first.month is None or first.day is None:
        return None
    return cal.make_day(last.start.year, first.month, first.day)


@meaning_action
def range_days_of(a: int, b: int, x: Meaning) -> Meaning:
    return between(nth_day(a, x), nth_day(b, x))


@meaning_action
def days_range(a: Meaning, b: int) -> Meaning | None:
    if a.fields is None or a.fields.day is None or not a.fields.day < b <= 31:
        return None
    last = replace(a.fields, day=b, weekday=None)

    def resolve_last(ctx: Context) -> Stretch | None:
        first = a.resolve(ctx)
        if first is None or first.start is None or last.day is None:
            return None
        return cal.make_day(first.start.year, first.start.month, last.day)

    return between(a, Meaning(resolve_last, a.derivation, None))


@meaning_action
def days_range_year(a: Meaning, b: int, y: int) -> Meaning | None:
    if a.fields is None or a.fields.month is None or a.fields.day is None or not b <= 31:
        return None
    first = calendar_date(y, a.fields.month, a.fields.day)
    return between(first, calendar_date(y, a.fields.month, b))


@meaning_action
def range_now(n: int, b: Meaning) -> Meaning:
    return between(deictic(n), b)


@meaning_action
def year_pair(a: int, b: int) -> Meaning | None:
    last = a - a % 100 + b
    return between(calendar_date(a), calendar_date(last)) if a < last <= a + 60 else None


# -- open on one side ------------------------------------------------------------------------


def opened(x: Meaning, make: Callable[[Stretch, Context], Stretch | None]) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        found = _boundary(x, ctx).resolve(ctx)
        return None if found is None else make(found, ctx)

    return Meaning(resolve, f"open, {x.derivation}", None)


@meaning_action
def since(x: Meaning, u: str | None = None) -> Meaning | None:
    """Since 2014: to the day of writing, or open where the convention leaves it so."""

    def make(found: Stretch, ctx: Context) -> Stretch | None:
        if ctx.convention.open:
            return Stretch(found.start, None)
        if found.start is None or ctx.published is None or ctx.published < found.start:
            return found
        return Stretch(found.start, ctx.published)

    return opened(x, make)


@meaning_action
def starting(x: Meaning) -> Meaning | None:
    return opened(x, lambda found, ctx: Stretch(found.start, None))


@meaning_action
def before(x: Meaning) -> Meaning | None:
    return opened(
        x,
        lambda found, ctx: (
            None if found.start is None else Stretch(None, plus_days(found.start, -1))
        ),
    )


@meaning_action
def before_incl(x: Meaning) -> Meaning | None:
    return opened(x, lambda found, ctx: Stretch(None, found.end))


@meaning_action
def after(x: Meaning) -> Meaning | None:
    return opened(
        x,
        lambda found, ctx: None if found.end is None else Stretch(plus_days(found.end, 1), None),
    )


@meaning_action
def years_of_old(a: int, b: int) -> Meaning | None:
    return between(calendar_date(a), calendar_date(b)) if a < b else None


@meaning_action
def by(x: Meaning) -> Meaning | None:
    """By Friday, of what is to come: from today until then; of what was, that day."""

    def make(found: Stretch, ctx: Context) -> Stretch | None:
        day = ctx.published
        if ctx.tense in ("future", "present") and day and found.end and found.end > day:
            return Stretch(day, found.end)
        return found

    return opened(x, make)
