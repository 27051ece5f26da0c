"""Actions for numbers, days, weekdays, months, seasons and feasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from dragoman.coder.time import calendar as cal
from dragoman.coder.time.calendar import Stretch, one_day, plus, plus_days
from dragoman.coder.time.meaning import (
    NO_CONTEXT,
    Context,
    Fields,
    Meaning,
    Tense,
    calendar_date,
    direction_of,
    gap,
    meaning_action,
    reference_of,
    resolve_fields,
)

# -- numbers ---------------------------------------------------------------------------------


@meaning_action
def number(n: int) -> int:
    return n


@meaning_action
def value(**caught: Any) -> Any:
    return next(iter(caught.values()))


@meaning_action
def add(n: int, k: int) -> int | None:
    return n + k if 0 < k < 10 else None


@meaning_action
def scale(n: int, s: int) -> int:
    return n * s


@meaning_action
def short_year(y: int) -> int:
    return 2000 + y if y < 40 else 1900 + y


@meaning_action
def year_1900(n: int) -> int:
    return 1900 + n


@meaning_action
def year_2000(n: int) -> int:
    return 2000 + n


@meaning_action
def year_2000_flat() -> int:
    return 2000


@meaning_action
def same(x: Meaning) -> Meaning:
    return x


@meaning_action
def none(**caught: Any) -> None:
    return None


@meaning_action
def ymd(m: int, d: int, y: int) -> Meaning | None:
    return calendar_date(y, m, d) if 1 <= d <= 31 else None


@meaning_action
def md(m: int, d: int) -> Meaning | None:
    return calendar_date(None, m, d) if 1 <= d <= 31 else None


@meaning_action
def ym(y: int, m: int) -> Meaning:
    return calendar_date(y, m)


@meaning_action
def yearmonth(x: tuple[int, int]) -> Meaning:
    return calendar_date(*x)


@meaning_action
def month(m: int) -> Meaning:
    return calendar_date(None, m)


@meaning_action
def year(y: int) -> Meaning:
    return calendar_date(y)


@meaning_action
def year_led(w: str, y: int) -> Meaning:
    return replace(calendar_date(y), lead=1)


@meaning_action
def weekday(w: int) -> Meaning:
    return replace(calendar_date(weekday=w), derivation="weekday")


@meaning_action
def same_w(w: Meaning) -> Meaning:
    return w


@meaning_action
def iso(x: tuple[int, int, int]) -> Meaning:
    return calendar_date(*x)


@meaning_action
def slash(x: tuple[int, int, str | None, str]) -> Meaning | None:
    first, second, y, _ = x
    # Month first, as American usage has it, unless only the other order makes a date.
    m, d = (second, first) if first > 12 else (first, second)
    if not (1 <= m <= 12 and 1 <= d <= 31):
        return None
    if y is None:
        return replace(calendar_date(None, m, d), derivation="numeric")
    return calendar_date(short_year(int(y)) if len(y) == 2 else int(y), m, d)


@meaning_action
def weekday_day(w: Meaning, x: Meaning) -> Meaning | None:
    if x.fields is None or x.fields.day is None or w.fields is None:
        return None
    fields = replace(x.fields, weekday=w.fields.weekday)
    return Meaning(
        lambda ctx: resolve_fields(fields, ctx), x.derivation.replace("numeric", "nearest"), fields
    )


@meaning_action
def weekday_ordinal(w: Meaning, d: int) -> Meaning | None:
    if w.fields is None or not 1 <= d <= 31:
        return None
    return calendar_date(day=d, weekday=w.fields.weekday)


@meaning_action
def bare_day(d: int) -> Meaning | None:
    return calendar_date(day=d) if 1 <= d <= 31 else None


@meaning_action
def nth_day(d: int, x: Meaning) -> Meaning:
    """The 15th of a month that the words give another way."""

    def resolve(ctx: Context) -> Stretch | None:
        whole = x.resolve(ctx)
        if whole is None or whole.start is None:
            return None
        day = plus_days(whole.start, d - 1)
        return None if day is None or (whole.end and day > whole.end) else one_day(day)

    return Meaning(resolve, "relative")


@meaning_action
def nth_day_loose(d: int, x: Meaning) -> Meaning | None:
    return nth_day(d, x) if d > 4 else None


@meaning_action
def next_day_of(r: int, x: Meaning) -> Meaning | None:
    return _toward(x, 1)


@meaning_action
def last_day_of(r: int, x: Meaning) -> Meaning | None:
    return _toward(x, -1)


def _toward(x: Meaning, direction: int) -> Meaning | None:
    if x.fields is None or x.fields.year is not None or x.fields.month is None:
        return None
    fields = x.fields

    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        near = plus_days(ctx.published, direction)
        tense: Tense = "future" if direction > 0 else "past"
        turned = replace(ctx, published=near, tense=tense, anchor=None)
        found = resolve_fields(fields, turned)
        if found is None or found.start is None or near is None:
            return found
        wrong = (found.start - near).days * direction < 0
        return _nearest_side(fields, near, direction) if wrong else found

    return Meaning(resolve, "relative", None)


def _nearest_side(fields: Fields, near: date, direction: int) -> Stretch | None:
    for step in range(0, 9):
        found = resolve_fields(replace(fields, year=near.year + step * direction), NO_CONTEXT)
        if found and found.start and (found.start - near).days * direction >= 0:
            return found
    return None


# -- weekdays --------------------------------------------------------------------------------


def _weekday_number(w: Meaning) -> int:
    assert w.fields is not None
    assert w.fields.weekday is not None
    return w.fields.weekday


def _weekday_from(w: Meaning, rule: Callable[[date, int, Context], date | None]) -> Meaning:
    number_ = _weekday_number(w)

    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        day = rule(ctx.published, number_, ctx)
        return None if day is None else one_day(day)

    return Meaning(resolve, "weekday")


def _in_week(shift: int) -> Callable[[date, int, Context], date | None]:
    return lambda day, w, ctx: plus_days(day, w - day.weekday() + 7 * shift)


def _before(day: date, w: int, ctx: Context) -> date | None:
    start = plus_days(day, -1)
    return None if start is None else cal.weekday_near(start, w, -1)


def _ahead(day: date, w: int, ctx: Context) -> date | None:
    start = plus_days(day, 1)
    return None if start is None else cal.weekday_near(start, w, 1)


@meaning_action
def weekday_last(w: Meaning, r: int) -> Meaning:
    return _weekday_from(
        w,
        lambda day, n, ctx: (
            _in_week(-1)(day, n, ctx)
            if ctx.convention.week_based and r == -1
            else _before(day, n, ctx)
        ),
    )


@meaning_action
def weekday_past(w: Meaning, r: int) -> Meaning:
    return _weekday_from(w, _before)


@meaning_action
def weekday_next(w: Meaning, r: int) -> Meaning:
    return _weekday_from(
        w,
        lambda day, n, ctx: _in_week(1)(day, n, ctx) if r != 2 else _ahead(day, n, ctx),
    )


@meaning_action
def weekday_last0(w: Meaning) -> Meaning:
    return _weekday_from(w, _before)


@meaning_action
def weekday_next0(w: Meaning) -> Meaning:
    return _weekday_from(w, _ahead)


@meaning_action
def weekday_this(w: Meaning, u: str | None = None) -> Meaning | None:
    if u not in (None, "week"):
        return None

    def rule(day: date, n: int, ctx: Context) -> date | None:
        if ctx.convention.week_based:
            return _in_week(0)(day, n, ctx)
        return cal.weekday_near(day, n, -1 if ctx.tense == "past" else 1)

    return _weekday_from(w, rule)


@meaning_action
def weekday_lastweek(w: Meaning) -> Meaning:
    return _weekday_from(w, _in_week(-1))


@meaning_action
def weekday_nextweek(w: Meaning) -> Meaning:
    return _weekday_from(w, _in_week(1))


@meaning_action
def weekday_same(w: Meaning, r: int) -> Meaning:
    """That Tuesday: on or before the date spoken of, else the nearest."""
    number_ = _weekday_number(w)

    def resolve(ctx: Context) -> Stretch | None:
        day = ctx.day.end if ctx.day is not None else ctx.published
        near = None if day is None else cal.weekday_near(day, number_, -1)
        return None if near is None else one_day(near)

    return Meaning(resolve, "relative")


@meaning_action
def weekday_of(w: Meaning, x: Meaning) -> Meaning:
    number_ = _weekday_number(w)

    def resolve(ctx: Context) -> Stretch | None:
        week = x.resolve(ctx)
        if week is None or week.start is None:
            return None
        day = plus_days(week.start, number_ - week.start.weekday())
        return None if day is None else one_day(day)

    return Meaning(resolve, "relative")


@meaning_action
def weekday_shift(w: Meaning, n: int, u: str, g: int) -> Meaning:
    number_ = _weekday_number(w)

    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        moved = plus(ctx.published, n if g > 0 else -n, u)
        near = None if moved is None else cal.weekday_near(moved, number_, 1 if g > 0 else -1)
        return None if near is None else one_day(near)

    return Meaning(resolve, "relative")


@meaning_action
def week_of(x: Meaning) -> Meaning:
    return unit_around(x, "week")


@meaning_action
def weekend_of(x: Meaning) -> Meaning | None:
    def resolve(ctx: Context) -> Stretch | None:
        found = x.resolve(ctx)
        if found is None or found.start is None:
            return None
        if found.start.weekday() == 0:  # a Monday holiday makes the weekend before it longer
            return Stretch(plus_days(found.start, -2), found.start)
        return cal.unit_of(found.start, "weekend")

    return Meaning(resolve, "relative")


def unit_around(x: Meaning, unit: str) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        found = x.resolve(ctx)
        if found is None or found.start is None:
            return None
        return cal.unit_of(found.start, unit)

    return Meaning(resolve, "relative")


# -- months and seasons ----------------------------------------------------------------------


@meaning_action
def month_of(m: int, y: Meaning) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        whole = y.resolve(ctx)
        if whole is None or whole.start is None or whole.precision != "year":
            return None
        return cal.make_month(whole.start.year, m)

    return Meaning(resolve, "relative")


@meaning_action
def month_same(m: int) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        base = ctx.anchor.start if ctx.anchor is not None else ctx.published
        return None if base is None else cal.make_month(base.year, m)

    return Meaning(resolve, "relative")


def _month_toward(m: int, direction: int) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        year_ = ctx.published.year
        if direction < 0 and m >= ctx.published.month:
            year_ -= 1
        if direction > 0 and m <= ctx.published.month:
            year_ += 1
        return cal.make_month(year_, m)

    return Meaning(resolve, "relative")


@meaning_action
def month_last(m: int, r: int) -> Meaning:
    return _month_toward(m, -1)


@meaning_action
def month_next(m: int, r: int) -> Meaning:
    return _month_toward(m, 1)


@meaning_action
def month_this(m: int, r: int) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        return None if ctx.published is None else cal.make_month(ctx.published.year, m)

    return Meaning(resolve, "relative")


@meaning_action
def season_year(s: int, y: int) -> Meaning:

    def resolve(ctx: Context) -> Stretch | None:
        whole = cal.make_season(y, s)
        if whole is None or whole.end is None or not ctx.convention.stories:
            return whole
        after = plus_days(whole.end, 1)  # that scheme gives a season the month that it ends in
        return whole if after is None else Stretch(whole.start, _month_end(after))

    return Meaning(resolve, "explicit")


def _month_end(day: date) -> date | None:
    month_ = cal.make_month(day.year, day.month)
    return None if month_ is None else month_.end


def _season(s: int, direction: int | None) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        reference = reference_of(ctx)
        if reference is None:
            return None
        options = [cal.make_season(reference.year + k, s) for k in (-2, -1, 0, 1)]
        past = [o for o in options if o and o.end and o.end < reference]
        started = [o for o in options if o and o.start and o.start <= reference]
        ahead = [o for o in options if o and o.start and o.start > reference]
        now = [o for o in started if o.end and o.end >= reference]
        if direction == -1:
            return past[-1] if past else None
        if direction == 1:
            return ahead[0] if ahead else None
        if now:
            return now[0]
        if direction == 0:
            return next(
                (o for o in options if o and o.start and o.start.year == reference.year), None
            )
        return ahead[0] if direction_of(ctx) > 0 and ahead else (started[-1] if started else None)

    return Meaning(resolve, "relative")


@meaning_action
def season(s: int) -> Meaning:
    return _season(s, None)


@meaning_action
def season_last(s: int, r: int) -> Meaning:
    return _season(s, -1)


@meaning_action
def season_next(s: int, r: int) -> Meaning:
    return _season(s, 1)


@meaning_action
def season_this(s: int, r: int) -> Meaning:
    return _season(s, 0)


@meaning_action
def quarter(q: int, y: int | None = None) -> Meaning | None:
    return _numbered(cal.make_quarter, q, y) if 1 <= q <= 4 else None


@meaning_action
def half(h: int, y: int | None = None) -> Meaning | None:
    return _numbered(cal.make_half, h, y) if 1 <= h <= 2 else None


def _numbered(make: Callable[[int, int], Stretch | None], n: int, y: int | None) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if y is not None:
            return make(y, n)
        if ctx.published is None:
            return None
        found = make(ctx.published.year, n)
        if found and found.start and found.start > ctx.published and ctx.tense == "past":
            return make(ctx.published.year - 1, n)
        return found

    return Meaning(resolve, "explicit" if y is not None else "relative")


@meaning_action
def quarter_span(q: int, y: Meaning) -> Meaning | None:
    if not 1 <= q <= 4:
        return None

    def resolve(ctx: Context) -> Stretch | None:
        whole = y.resolve(ctx)
        if whole is None or whole.start is None or whole.precision != "year":
            return None
        return cal.make_quarter(whole.start.year, q)

    return Meaning(resolve, "relative")


# -- holidays --------------------------------------------------------------------------------


def _feast(h: list[int] | str, y: int) -> Stretch | None:
    if isinstance(h, str):
        return cal.movable(h, y)
    if len(h) == 2:
        return cal.make_day(y, h[0], h[1])
    return one_day(cal.nth_weekday(y, h[0], h[1], h[2])) if 1 <= y <= 9999 else None


@meaning_action
def holiday(h: list[int] | str, y: int | None = None) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if y is not None:
            return _feast(h, y)
        reference = reference_of(ctx)
        if reference is None:
            return None
        options = [f for k in (-1, 0, 1) if (f := _feast(h, reference.year + k))]
        past = [o for o in options if o.start and o.start <= reference]
        ahead = [o for o in options if o.end and o.end >= reference]
        if not past or not ahead:
            return None
        if ctx.tense == "past":
            return past[-1]
        if ctx.tense == "future":
            return ahead[0]
        return past[-1] if gap(past[-1], reference) <= gap(ahead[0], reference) else ahead[0]

    return Meaning(resolve, "holiday")


def _feast_toward(h: list[int] | str, direction: int) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        for step in (0, 1, 2):
            found = _feast(h, ctx.published.year + direction * step)
            if found and found.start and (found.start - ctx.published).days * direction > 0:
                return found
        return None

    return Meaning(resolve, "holiday")


@meaning_action
def holiday_last(h: list[int] | str, r: int) -> Meaning:
    return _feast_toward(h, -1)


@meaning_action
def holiday_next(h: list[int] | str, r: int) -> Meaning:
    return _feast_toward(h, 1)


@meaning_action
def holiday_span(h: list[int] | str, y: Meaning) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        whole = y.resolve(ctx)
        if whole is None or whole.start is None or whole.precision != "year":
            return None
        return _feast(h, whole.start.year)

    return Meaning(resolve, "holiday")


@meaning_action
def holiday_unit(r: int, h: list[int] | str) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        return _feast(h, ctx.published.year + (r > 0) - (r < 0))

    return Meaning(resolve, "holiday")
