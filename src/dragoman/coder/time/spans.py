"""Actions for what hangs on the day of writing or on a date spoken of before."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from dragoman.coder.time import calendar as cal
from dragoman.coder.time.calendar import Stretch, one_day, plus, plus_days
from dragoman.coder.time.dates import short_year, unit_around
from dragoman.coder.time.meaning import Context, Convention, Meaning, calendar_date, meaning_action

# -- spans that hang on the day of writing ----------------------------------------------------


def unit(u: str, shift: int) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        return None if ctx.published is None else unit_shifted(ctx.published, u, shift)

    return Meaning(resolve, "relative")


def unit_shifted(day: date, u: str, shift: int) -> Stretch | None:
    """The calendar unit that lies `shift` units from the one of `day`."""
    moved = plus(day, shift, u)
    if moved is None:
        return None
    if u == "fortnight":
        if shift < 0:
            return Stretch(moved, plus_days(day, -1))
        return Stretch(plus_days(day, 1), moved)
    return cal.unit_of(moved, u)


@meaning_action
def rel_last(r: int, u: str = "week") -> Meaning | None:
    """Last week; "the past week" is the seven days up to the day of writing."""
    if u == "day":
        return None  # "our last day" is none of the calendar
    if u in ("decade", "fortnight") and r == -2:
        return last_n(-2, 10, "year") if u == "decade" else last_n(-2, 1, u)
    return unit(u, -1)


@meaning_action
def rel_past(r: int, u: str) -> Meaning:
    return unit(u, -1)


@meaning_action
def rel_next(r: int, u: str = "week") -> Meaning:
    """Next week; "the following week" counts from the date spoken of."""
    if r != 3:
        return unit(u, 1)

    def resolve(ctx: Context) -> Stretch | None:
        base = ctx.anchor.end if ctx.anchor is not None and ctx.anchor.end else ctx.published
        return None if base is None else unit_shifted(base, u, 1)

    return Meaning(resolve, "relative to the date before")


@meaning_action
def rel_this(u: str = "week") -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        whole = cal.unit_of(ctx.published, u)
        if whole is None or u == "day" or not ctx.convention.until_today:
            return whole
        if u == "weekend":
            return (
                unit_shifted(ctx.published, u, -1)
                if (ctx.tense == "past" and ctx.published.weekday() < 4)
                else whole
            )
        if ctx.tense == "future":
            return replace(whole, start=ctx.published, precision="range")
        return replace(whole, end=ctx.published, precision="range")

    return Meaning(resolve, "relative")


@meaning_action
def rel_same(s: int = 0, u: str = "week") -> Meaning:
    """That year: the unit of the date spoken of."""

    def resolve(ctx: Context) -> Stretch | None:
        base = ctx.anchor.start if ctx.anchor is not None else ctx.published
        return None if base is None else cal.unit_of(base, u)

    return Meaning(resolve, "relative to the date before")


@meaning_action
def rel_the(u: str) -> Meaning | None:
    """The year: only as a part of a longer phrase ("the end of the year")."""
    return replace(unit(u, 0), opening=True)


@meaning_action
def fiscal(f: str, y: int) -> Meaning:
    y = short_year(y) if y < 100 else y
    return Meaning(lambda ctx: _fiscal(f, y), "explicit")


def _fiscal(f: str, y: int) -> Stretch | None:
    """American fiscal years end in September of their year; a school year starts in September."""
    if not 2 <= y < 9999:
        return None
    if f == "calendar":
        return cal.make_year(y)
    if f == "school":
        return Stretch(date(y, 9, 1), date(y + 1, 6, 30))
    return Stretch(date(y - 1, 10, 1), date(y, 9, 30))


@meaning_action
def fiscal_rel(f: str, l: int | None = None, n: int | None = None) -> Meaning:  # noqa: E741
    shift = -1 if l is not None else 1 if n is not None else 0

    def resolve(ctx: Context) -> Stretch | None:
        day = ctx.published
        if day is None:
            return None
        y = day.year + shift
        if f == "fiscal" and day.month >= 10:
            y += 1
        if f == "school" and day.month < 7:
            y -= 1
        return _fiscal(f, y)

    return Meaning(resolve, "relative")


@meaning_action
def year_short(y: int) -> Meaning:
    return calendar_date(short_year(y) if y < 100 else y)


@meaning_action
def to_date(u: str = "year") -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        whole = cal.unit_of(ctx.published, u)
        return None if whole is None else Stretch(whole.start, ctx.published)

    return Meaning(resolve, "relative")


@meaning_action
def to_date_word(u: str) -> Meaning:
    return to_date(u)


@meaning_action
def week_of_day(d: int) -> Meaning:
    return unit_around(calendar_date(day=d), "week")


@meaning_action
def after_next(u: str, g: int | str) -> Meaning | None:
    back = g in ("before",) or (isinstance(g, int) and g < 0)
    return unit(u, -2 if back else 2)


@meaning_action
def week_no(n: int, y: int | None = None) -> Meaning | None:
    def resolve(ctx: Context) -> Stretch | None:
        y_ = y if y is not None else ctx.published.year if ctx.published else None
        return None if y_ is None else _iso_week(y_, n)

    return Meaning(resolve, "explicit" if y is not None else "relative")


def _iso_week(y: int, n: int) -> Stretch | None:
    try:
        monday = date.fromisocalendar(y, n, 1)
    except ValueError:
        return None
    return cal.unit_of(monday, "week")


@meaning_action
def week_no_span(n: int, y: Meaning) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        whole = y.resolve(ctx)
        if whole is None or whole.start is None or whole.precision != "year":
            return None
        return _iso_week(whole.start.year, n)

    return Meaning(resolve, "relative")


@meaning_action
def nth_unit(n: int, u: str, y: Meaning | int) -> Meaning | None:
    """The second week of March, the last day of 2016. Weeks by ISO: the first has a Thursday."""

    def resolve(ctx: Context) -> Stretch | None:
        whole = y.resolve(ctx) if isinstance(y, Meaning) else cal.make_year(y)
        if whole is None or whole.start is None or whole.end is None:
            return None
        return _nth_of(whole, n, u)

    return Meaning(resolve, "explicit" if isinstance(y, int) else "relative")


def _nth_of(whole: Stretch, n: int, u: str) -> Stretch | None:
    assert whole.start is not None
    assert whole.end is not None
    if u in ("week", "weekend"):
        lead = 3 if u == "week" else 5
        first = cal.weekday_near(whole.start, lead, 1)
        last = cal.weekday_near(whole.end, lead, -1)
        if first is None or last is None:
            return None
        day = plus_days(last, 7 * (n + 1)) if n < 0 else plus_days(first, 7 * (n - 1))
    elif n < 0:
        day = whole.end
    else:
        day = plus(whole.start, n - 1, u)
    if day is None or day > whole.end:
        return None
    return cal.unit_of(day, u)


@meaning_action
def first_units(e: str, n: int, u: str, y: Meaning | int) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        whole = y.resolve(ctx) if isinstance(y, Meaning) else cal.make_year(y)
        if whole is None or whole.start is None or whole.end is None:
            return None
        if u == "week":
            edge = _nth_of(whole, 1 if e == "first" else -1, "week")
            if edge is None or edge.start is None or edge.end is None:
                return None
            if e == "first":
                return Stretch(edge.start, plus_days(edge.end, 7 * (n - 1)))
            return Stretch(plus_days(edge.start, -7 * (n - 1)), edge.end)
        if e == "first":
            end = plus(whole.start, n, u)
            return Stretch(whole.start, None if end is None else plus_days(end, -1))
        after = plus_days(whole.end, 1)
        start = None if after is None else plus(after, -n, u)
        return Stretch(start, whole.end)

    return Meaning(resolve, "relative")


# -- stretches counted in units --------------------------------------------------------------


def counted(day: date, n: int, u: str, convention: Convention) -> Stretch:
    """The `n` units before (n < 0) or after `day`; quarters and decades whole."""
    if u in ("quarter", "decade"):
        from_, to = (n, -1) if n < 0 else (1, n)
        one, other = unit_shifted(day, u, from_), unit_shifted(day, u, to)
        return Stretch(one.start if one else None, other.end if other else None)
    end = plus(day, n, u)
    if n < 0:
        last = plus_days(day, -1) if convention.half_open else day
        return Stretch(end, last)
    return Stretch(plus_days(day, 1), end)


@meaning_action
def last_n(r: int, n: int, u: str) -> Meaning:
    return Meaning(
        lambda ctx: (
            None if ctx.published is None else counted(ctx.published, -n, u, ctx.convention)
        ),
        "relative",
    )


def _workdays(n: int, direction: int) -> Meaning:
    """The next n working days, Monday to Friday, from the first to the last of them."""

    def resolve(ctx: Context) -> Stretch | None:
        day = ctx.published
        if day is None or n > 1000:
            return None
        ends: list[date] = []
        while len(ends) < n:
            moved_ = plus_days(day, direction)
            if moved_ is None:
                return None
            day = moved_
            if day.weekday() < 5:
                ends.append(day)
        return Stretch(min(ends), max(ends)) if ends else None

    return Meaning(resolve, "relative")


@meaning_action
def last_workdays(r: int, n: int) -> Meaning:
    return _workdays(n, -1)


@meaning_action
def next_workdays(r: int, n: int) -> Meaning:
    return _workdays(n, 1)


@meaning_action
def last_n_vague(r: int, n: int, u: str) -> Meaning:
    return last_n(r, n, u)


@meaning_action
def next_n(r: int, n: int, u: str) -> Meaning:
    return Meaning(
        lambda ctx: None if ctx.published is None else counted(ctx.published, n, u, ctx.convention),
        "relative",
    )


@meaning_action
def next_n_vague(r: int, n: int, u: str) -> Meaning:
    return next_n(r, n, u)


@meaning_action
def next_n_up(r: int, n: int, u: str) -> Meaning:
    return next_n(r, n, u)


@meaning_action
def next_n_within(n: int, u: str) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        end = plus(ctx.published, n, u)
        if end is not None and ctx.convention.half_open:
            end = plus_days(end, -1)
        return Stretch(ctx.published, end)

    return Meaning(resolve, "relative")


@meaning_action
def last_hours(n: int, u: str, r: int = -1) -> Meaning:
    """The past 24 hours: whole days, as far as a day can tell."""
    days = max(1, round(n / _PER_DAY[u]))
    return Meaning(
        lambda ctx: (
            None
            if ctx.published is None
            else Stretch(plus_days(ctx.published, -days), ctx.published)
        ),
        "relative",
    )


@meaning_action
def next_hours(n: int, u: str, r: int = 1) -> Meaning:
    days = max(1, round(n / _PER_DAY[u]))
    return Meaning(
        lambda ctx: (
            None
            if ctx.published is None
            else Stretch(ctx.published, plus_days(ctx.published, days))
        ),
        "relative",
    )


_PER_DAY = {"hour": 24, "minute": 1440, "second": 86400}

# How far "recent" and "coming" reach.
_REACH = {
    "day": (7, "day"),
    "week": (4, "week"),
    "month": (6, "month"),
    "year": (5, "year"),
    "decade": (3, "decade"),
}


@meaning_action
def recent(u: str) -> Meaning:
    n, unit = _REACH[u]
    return last_n(-1, n, unit)


@meaning_action
def coming(u: str) -> Meaning:
    n, unit = _REACH[u]
    return next_n(1, n, unit)


# -- points counted from others --------------------------------------------------------------


def moved(day: date, n: int, u: str, convention: Convention) -> Stretch | None:
    """`n` units from `day`: the day, or by a coarse convention the month or year it falls in."""
    there = plus(day, n, u)
    if there is None:
        return None
    if u in ("day", "week", "fortnight") or not convention.coarse:
        return one_day(there)
    return cal.unit_of(there, u)


@meaning_action
def ago(n: int, u: str, g: int) -> Meaning:
    """Two years ago, three days later. "Earlier" and "later" count from the date before."""

    def resolve(ctx: Context) -> Stretch | None:
        base = _base(ctx, u, g) if abs(g) == 2 else ctx.published
        if base is None:
            return None
        return moved(base, n if g > 0 else -n, u, ctx.convention)

    return Meaning(resolve, "relative" if abs(g) == 1 else "relative to the date before")


@meaning_action
def ago_before(n: int, u: str) -> Meaning:
    return ago(n, u, -2)


@meaning_action
def ago_after(n: int, u: str) -> Meaning:
    return ago(n, u, 2)


@meaning_action
def for_n(n: int, u: str) -> Meaning:
    """For ten days: up to the day of writing."""
    return replace(last_n(-1, n, u), derivation="duration")


@meaning_action
def ago_half(n: int, u: str, g: int) -> Meaning | None:
    months = {"year": 6, "decade": 60, "century": 600}.get(u)
    if months is None:
        return None
    size = {"year": 12, "decade": 120, "century": 1200}[u]
    return ago(n * size + months, "month", g)


@meaning_action
def ago2(n: int, u: str, k: int, v: str, g: int) -> Meaning:
    sign = 1 if g > 0 else -1

    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        first = plus(ctx.published, sign * n, u)
        return None if first is None else moved(first, sign * k, v, ctx.convention)

    return Meaning(resolve, "relative")


@meaning_action
def ago_small(n: int, u: str, g: int) -> Meaning:
    days = round(n / _PER_DAY[u])

    def resolve(ctx: Context) -> Stretch | None:
        base = _base(ctx, u, g) if abs(g) == 2 else ctx.published
        there = None if base is None else plus_days(base, days if g > 0 else -days)
        return None if there is None else one_day(there)

    return Meaning(resolve, "relative")


@meaning_action
def ago_vague(n: int, u: str, g: int) -> Meaning:
    """A few months ago: somewhere in a stretch around that."""

    def resolve(ctx: Context) -> Stretch | None:
        base = _base(ctx, u, g) if abs(g) == 2 else ctx.published
        if base is None:
            return None
        near = plus(base, 2 if g > 0 else -2, u)
        far = plus(base, 2 * n if g > 0 else -2 * n, u)
        return Stretch(near, far) if g > 0 else Stretch(far, near)

    return Meaning(resolve, "relative")


@meaning_action
def in_n(n: int, u: str) -> Meaning | None:
    """In two weeks: ahead only where the future is spoken of ("in two years it grew" is not)."""

    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        return moved(ctx.published, n, u, ctx.convention)

    return Meaning(resolve, "relative ahead")


@meaning_action
def daypart(x: int = 0) -> Meaning:
    """By noon, before dawn: of the day spoken of beside it, else of the day of writing."""

    def resolve(ctx: Context) -> Stretch | None:
        if ctx.day is not None:
            return ctx.day
        return None if ctx.published is None else one_day(ctx.published)

    return Meaning(resolve, "time of day")


@meaning_action
def hours_later(u: str, g: str) -> Meaning:
    return daypart()


@meaning_action
def clock(x: str) -> Meaning:
    """The stamp of a running report, of the day that it appears."""

    def resolve(ctx: Context) -> Stretch | None:
        return None if ctx.published is None else one_day(ctx.published)

    return Meaning(resolve, "time of day")


@meaning_action
def before_what(n: int, u: str, g: str) -> Meaning | None:
    """ "Two days after the raid": when the raid was, counted back from what is told."""

    def resolve(ctx: Context) -> Stretch | None:
        base = ctx.beside.start if ctx.beside is not None else ctx.published
        if base is None or u not in ("day", "week", "fortnight", "month", "year"):
            return None
        there = plus(base, -n if g in ("after", "since") else n, u)
        if there is None:
            return None
        return moved(base, -n if g in ("after", "since") else n, u, ctx.convention)

    return Meaning(resolve, "relative, of what follows")


@meaning_action
def before_what_hours(n: int, u: str, g: str) -> Meaning | None:
    return before_what(round(n / _PER_DAY[u]), "day", g)


@meaning_action
def ago_today(n: int, u: str) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        there = None if ctx.published is None else plus(ctx.published, -n, u)
        return None if there is None else one_day(there)

    return Meaning(resolve, "relative")


@meaning_action
def weekend() -> Meaning:
    """At the weekend: the last one, or the next where the future is spoken of."""

    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        if ctx.published.weekday() >= 5:
            return unit_shifted(ctx.published, "weekend", 0)
        return unit_shifted(ctx.published, "weekend", 0 if ctx.tense == "future" else -1)

    return Meaning(resolve, "relative")


@meaning_action
def two_days(a: int, b: int) -> Meaning | None:
    """Yesterday and today."""
    if not 0 < b - a < 3:
        return None
    return Meaning(
        lambda ctx: (
            None
            if ctx.published is None
            else Stretch(plus_days(ctx.published, a), plus_days(ctx.published, b))
        ),
        "relative",
    )


_BACK = frozenset({"before"})


@meaning_action
def shift_from(n: int, u: str, g: int | str, x: Meaning) -> Meaning | None:
    if isinstance(x, int):
        x = calendar_date(x)
    back = g in _BACK or (isinstance(g, int) and g < 0)
    if isinstance(g, int) and g in (-1, 1):
        return None

    def resolve(ctx: Context) -> Stretch | None:
        base = x.resolve(ctx)
        if base is None or base.start is None:
            return None
        there = plus(base.start, -n if back else n, u)
        return None if there is None else one_day(there)

    return Meaning(resolve, "relative to a date")


@meaning_action
def shift_from1(u: str, g: str, x: Meaning) -> Meaning | None:
    def resolve(ctx: Context) -> Stretch | None:
        base = x.resolve(ctx)
        if base is None or base.start is None or base.end is None:
            return None
        if g == "before":
            return unit_shifted(base.start, u, -1)
        return unit_shifted(base.end, u, 1)

    return Meaning(resolve, "relative to a date")


@meaning_action
def shift_open(c: str, n: int, u: str, g: int | str, x: Meaning) -> Meaning | None:
    """More than two weeks after today: open, or closed by the base for "less than"."""
    back = g == "before" or (isinstance(g, int) and g < 0)

    def resolve(ctx: Context) -> Stretch | None:
        base = x.resolve(ctx)
        if base is None or base.start is None:
            return None
        there = plus(base.start, -n if back else n, u)
        if there is None:
            return None
        if c == "less":
            return Stretch(there, base.start) if back else Stretch(base.start, plus_days(there, -1))
        return Stretch(None, plus_days(there, -1)) if back else Stretch(there, None)

    return Meaning(resolve, "relative to a date")


def _base(ctx: Context, u: str, direction: int) -> date | None:
    """The day that "earlier" and "later" count from: for days the last single day spoken of."""
    anchor = ctx.anchor
    if u in _DAYS and not ctx.convention.stories:
        anchor = ctx.day
    if anchor is None:
        return ctx.published
    return anchor.start if direction < 0 else anchor.end


_DAYS = frozenset({"day", "week", "fortnight", "weekend", "hour", "minute", "second"})


def _anchored(u: str, shift: int) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        base = _base(ctx, u, shift)
        return None if base is None else unit_shifted(base, u, shift)

    return Meaning(resolve, "relative to the date before")


@meaning_action
def anchor_before(u: str, a: str | None = None) -> Meaning:
    return _anchored(u, -1)


@meaning_action
def anchor_after(u: str, a: str | None = None) -> Meaning:
    return _anchored(u, 1)


@meaning_action
def anchor_day_after(a: str | None = None) -> Meaning:
    return _anchored("day", 1)


@meaning_action
def anchor_day_before(a: str | None = None) -> Meaning:
    return _anchored("day", -1)


# -- words that point ------------------------------------------------------------------------


@meaning_action
def deictic(d: int) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        there = None if ctx.published is None else plus_days(ctx.published, d)
        return None if there is None else one_day(there)

    return Meaning(resolve, "relative")


@meaning_action
def this_daypart() -> Meaning:
    return deictic(0)


@meaning_action
def same_day() -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        anchor = ctx.anchor if ctx.convention.stories else ctx.day
        if anchor is not None:
            return anchor
        return None if ctx.published is None else one_day(ctx.published)

    return Meaning(resolve, "relative to the date before")


@meaning_action
def overnight() -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        return Stretch(plus_days(ctx.published, -1), ctx.published)

    return Meaning(resolve, "relative")


@meaning_action
def overnight_of(x: Meaning) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        night = x.resolve(ctx)
        if night is None or night.start is None:
            return None
        return Stretch(night.start, plus_days(night.start, 1))

    return Meaning(resolve, "relative")
