"""What the phrases of the time grammar mean: each action makes a `Meaning` that waits for a context.

An action's arguments are the captures of its pattern: numbers, words or other meanings. It gives
None where the words make no sense together, and the phrase is then not one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from dragoman.coder import calendar as cal
from dragoman.coder.calendar import Stretch, one_day, plus, plus_days

Tense = Literal["past", "present", "future"]


@dataclass(frozen=True)
class Convention:
    """What an annotation scheme means by the same words.

    `until_today`: "this week" of the past, "since May" end on the day of writing. `coarse`: "two
    years ago" is the year, not the day. `week_based`: "last Monday" is the one of last week.
    `open`: "since", "before" and the like belong to the phrase and leave one side open.
    `lower_case`: names of months and days may be written small, numeric dates need no year.
    `half_open`: the end of a range is the first day after it. `stories`: a text that tells of
    another time keeps to that time ("in June 1832 ... on 5 July"). `whole_ends`: the end of a
    range is meant whole all the same. `article`: the categories before which "the" belongs to the
    phrase; None for all.
    """

    name: str
    until_today: bool = False
    since: bool = False
    coarse: bool = True
    week_based: bool = False
    open: bool = False
    lower_case: bool = False
    half_open: bool = False
    stories: bool = False
    whole_ends: bool = False
    article: frozenset[str] | None = None


@dataclass(frozen=True)
class Context:
    """Where and when the words stand. `anchor` is whatever stretch was spoken of last."""

    published: date | None
    tense: Tense | None
    anchor: Stretch | None
    convention: Convention
    day: Stretch | None = None  # the single day spoken of last, where it is near enough
    beside: Stretch | None = None  # the single day spoken of in the same sentence


Resolver = Callable[[Context], Stretch | None]


@dataclass(frozen=True)
class Fields:
    """What the words say of the calendar; the rest follows from the context."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


@dataclass(frozen=True)
class Meaning:
    """`derivation` in a few words; `fields` where the phrase is a calendar date.

    `opening` marks a phrase that only makes sense in a longer one ("the year"); `edge` is the part
    and the whole of "the end of 2008"; `lead` counts the words before the date proper.
    """

    resolve: Resolver
    derivation: str
    fields: Fields | None = None
    opening: bool = False
    edge: tuple[str, Meaning] | None = None
    lead: int = 0


def action(name: str) -> Callable[..., Any]:
    """The action of that name in the tables. Raises KeyError for one that there is not."""
    return _ACTIONS[name]


_ACTIONS: dict[str, Callable[..., Any]] = {}


def _action(function: Callable[..., Any]) -> Callable[..., Any]:
    _ACTIONS[function.__name__.rstrip("_")] = function
    return function


# -- numbers ---------------------------------------------------------------------------------


@_action
def number(n: int) -> int:
    return n


@_action
def value(**caught: Any) -> Any:
    return next(iter(caught.values()))


@_action
def add(n: int, k: int) -> int | None:
    return n + k if 0 < k < 10 else None


@_action
def scale(n: int, s: int) -> int:
    return n * s


@_action
def short_year(y: int) -> int:
    return 2000 + y if y < 40 else 1900 + y


@_action
def year_1900(n: int) -> int:
    return 1900 + n


@_action
def year_2000(n: int) -> int:
    return 2000 + n


@_action
def year_2000_flat() -> int:
    return 2000


@_action
def same(x: Meaning) -> Meaning:
    return x


@_action
def none(**caught: Any) -> None:
    return None


# -- calendar dates --------------------------------------------------------------------------


def calendar_date(
    year: int | None = None,
    month: int | None = None,
    day: int | None = None,
    weekday: int | None = None,
) -> Meaning:
    fields = Fields(year, month, day, weekday)
    whole = year is not None
    return Meaning(
        lambda ctx: resolve_fields(fields, ctx), "explicit" if whole else "nearest", fields
    )


def resolve_fields(fields: Fields, ctx: Context) -> Stretch | None:
    """The days that the fields mean in that context; None for impossible or undecided ones."""
    if fields.year is not None:
        if fields.month is None:
            return cal.make_year(fields.year)
        if fields.day is None:
            return cal.make_month(fields.year, fields.month)
        return cal.make_day(fields.year, fields.month, fields.day)
    reference = _reference(ctx)
    if reference is None:
        return None
    if fields.month is not None:
        return _nearest_year(fields, ctx, reference)
    if fields.day is not None:
        return _nearest_month(fields, ctx, reference)
    if fields.weekday is not None:
        day = cal.weekday_near(reference, fields.weekday, _direction(ctx))
        return None if day is None else one_day(day)
    return None


def _direction(ctx: Context) -> int:
    """News tells what was: without a tense the past is meant."""
    return 1 if ctx.tense in ("future", "present") else -1


def _reference(ctx: Context) -> date | None:
    """The day that words without a year hang on: that of the story told, else of writing."""
    anchor = ctx.anchor if ctx.convention.stories else None
    if anchor is not None and anchor.start is not None and anchor.end is not None:
        told_long_ago = ctx.published is None or abs((ctx.published - anchor.end).days) > FAR_DAYS
        if told_long_ago and (anchor.end - anchor.start).days < 370:
            return anchor.end
    return ctx.published


FAR_DAYS = 400  # a story told more than a year away from publication has its own calendar
SOON_DAYS = 60  # how near the other side must be to win against a date most of a year away


def _nearest_year(fields: Fields, ctx: Context, reference: date) -> Stretch | None:
    assert fields.month is not None
    options: list[Stretch] = []
    for year in range(reference.year - 8, reference.year + 9):
        found = (
            cal.make_month(year, fields.month)
            if fields.day is None
            else cal.make_day(year, fields.month, fields.day)
        )
        if found is not None:
            options.append(found)
    if fields.weekday is not None and not ctx.convention.lower_case:
        fitting = [s for s in options if s.start and s.start.weekday() == fields.weekday]
        near = [s for s in fitting if s.start and abs((s.start - reference).days) < FAR_DAYS]
        options = near or options
    if not options:
        return None
    if ctx.published is not None and reference != ctx.published:  # a story: its year, then on
        ahead = [s for s in options if s.start and s.start.year >= reference.year]
        return ahead[0] if ahead else options[-1]
    past = [s for s in options if s.start and s.start <= reference]
    future = [s for s in options if s.end and s.end >= reference]
    if not past or not future:
        return past[-1] if past else future[0]
    back = _gap(past[-1], reference)
    ahead_days = _gap(future[0], reference)
    if ctx.tense is None and (fields.day is not None or not ctx.convention.since):
        return past[-1] if back <= ahead_days else future[0]
    if _direction(ctx) > 0:
        return past[-1] if back < 8 and ahead_days > 300 else future[0]
    return future[0] if back > 300 and ahead_days < SOON_DAYS and fields.day else past[-1]


def _gap(stretch: Stretch, day: date) -> int:
    assert stretch.start is not None and stretch.end is not None
    if stretch.start <= day <= stretch.end:
        return 0
    return min(abs((stretch.start - day).days), abs((stretch.end - day).days))


def _nearest_month(fields: Fields, ctx: Context, reference: date) -> Stretch | None:
    assert fields.day is not None
    options = []
    for shift in range(-14, 15):
        moved = plus(reference.replace(day=1), shift, "month")
        found = None if moved is None else cal.make_day(moved.year, moved.month, fields.day)
        if found is not None and found.start is not None:
            if fields.weekday is None or found.start.weekday() == fields.weekday:
                options.append(found.start)
    past = [d for d in options if d <= reference]
    future = [d for d in options if d >= reference]
    if ctx.tense is None and past and future and fields.weekday is not None:
        near_past = reference - past[-1] <= future[0] - reference
        return one_day(past[-1] if near_past else future[0])
    if _direction(ctx) > 0 and future:
        return one_day(future[0])
    if past:
        return one_day(past[-1])
    return one_day(future[0]) if future else None


@_action
def ymd(m: int, d: int, y: int) -> Meaning | None:
    return calendar_date(y, m, d) if 1 <= d <= 31 else None


@_action
def md(m: int, d: int) -> Meaning | None:
    return calendar_date(None, m, d) if 1 <= d <= 31 else None


@_action
def ym(y: int, m: int) -> Meaning:
    return calendar_date(y, m)


@_action
def yearmonth(x: tuple[int, int]) -> Meaning:
    return calendar_date(*x)


@_action
def month(m: int) -> Meaning:
    return calendar_date(None, m)


@_action
def year(y: int) -> Meaning:
    return calendar_date(y)


@_action
def year_led(w: str, y: int) -> Meaning:
    return replace(calendar_date(y), lead=1)


@_action
def years_of_old(a: int, b: int) -> Meaning | None:
    return _between(calendar_date(a), calendar_date(b)) if a < b else None


@_action
def weekday(w: int) -> Meaning:
    return replace(calendar_date(weekday=w), derivation="weekday")


@_action
def same_w(w: Meaning) -> Meaning:
    return w


@_action
def iso(x: tuple[int, int, int]) -> Meaning:
    return calendar_date(*x)


@_action
def slash(x: tuple[int, int, str | None, str]) -> Meaning | None:
    first, second, y, sign = x
    # Month first, as American usage has it, unless only the other order makes a date.
    m, d = (second, first) if first > 12 else (first, second)
    if not (1 <= m <= 12 and 1 <= d <= 31):
        return None
    if y is None:
        return replace(calendar_date(None, m, d), derivation="numeric")
    return calendar_date(short_year(int(y)) if len(y) == 2 else int(y), m, d)


@_action
def weekday_day(w: Meaning, x: Meaning) -> Meaning | None:
    if x.fields is None or x.fields.day is None or w.fields is None:
        return None
    fields = replace(x.fields, weekday=w.fields.weekday)
    return Meaning(lambda ctx: resolve_fields(fields, ctx), x.derivation.replace("numeric", "nearest"), fields)


@_action
def weekday_ordinal(w: Meaning, d: int) -> Meaning | None:
    if w.fields is None or not 1 <= d <= 31:
        return None
    return calendar_date(day=d, weekday=w.fields.weekday)


@_action
def bare_day(d: int) -> Meaning | None:
    return calendar_date(day=d) if 1 <= d <= 31 else None


@_action
def nth_day(d: int, x: Meaning) -> Meaning:
    """The 15th of a month that the words give another way."""

    def resolve(ctx: Context) -> Stretch | None:
        whole = x.resolve(ctx)
        if whole is None or whole.start is None:
            return None
        day = plus_days(whole.start, d - 1)
        return None if day is None or (whole.end and day > whole.end) else one_day(day)

    return Meaning(resolve, "relative")


@_action
def nth_day_loose(d: int, x: Meaning) -> Meaning | None:
    return nth_day(d, x) if d > 4 else None  # type: ignore[no-any-return]


@_action
def next_day_of(r: int, x: Meaning) -> Meaning | None:
    return _toward(x, 1)


@_action
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
        found = resolve_fields(
            replace(fields, year=near.year + step * direction), _NO_CONTEXT
        )
        if found and found.start and (found.start - near).days * direction >= 0:
            return found
    return None


# -- weekdays --------------------------------------------------------------------------------


def _weekday_number(w: Meaning) -> int:
    assert w.fields is not None and w.fields.weekday is not None
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


@_action
def weekday_last(w: Meaning, r: int) -> Meaning:
    return _weekday_from(
        w,
        lambda day, n, ctx: (
            _in_week(-1)(day, n, ctx)
            if ctx.convention.week_based and r == -1
            else _before(day, n, ctx)
        ),
    )


@_action
def weekday_past(w: Meaning, r: int) -> Meaning:
    return _weekday_from(w, _before)


@_action
def weekday_next(w: Meaning, r: int) -> Meaning:
    return _weekday_from(
        w,
        lambda day, n, ctx: (
            _in_week(1)(day, n, ctx) if r != 2 else _ahead(day, n, ctx)
        ),
    )


@_action
def weekday_last0(w: Meaning) -> Meaning:
    return _weekday_from(w, _before)


@_action
def weekday_next0(w: Meaning) -> Meaning:
    return _weekday_from(w, _ahead)


@_action
def weekday_this(w: Meaning, u: str | None = None) -> Meaning | None:
    if u not in (None, "week"):
        return None

    def rule(day: date, n: int, ctx: Context) -> date | None:
        if ctx.convention.week_based:
            return _in_week(0)(day, n, ctx)
        return cal.weekday_near(day, n, -1 if ctx.tense == "past" else 1)

    return _weekday_from(w, rule)


@_action
def weekday_lastweek(w: Meaning) -> Meaning:
    return _weekday_from(w, _in_week(-1))


@_action
def weekday_nextweek(w: Meaning) -> Meaning:
    return _weekday_from(w, _in_week(1))


@_action
def weekday_same(w: Meaning, r: int) -> Meaning:
    """That Tuesday: on or before the date spoken of, else the nearest."""
    number_ = _weekday_number(w)

    def resolve(ctx: Context) -> Stretch | None:
        day = ctx.day.end if ctx.day is not None else ctx.published
        near = None if day is None else cal.weekday_near(day, number_, -1)
        return None if near is None else one_day(near)

    return Meaning(resolve, "relative")


@_action
def weekday_of(w: Meaning, x: Meaning) -> Meaning:
    number_ = _weekday_number(w)

    def resolve(ctx: Context) -> Stretch | None:
        week = x.resolve(ctx)
        if week is None or week.start is None:
            return None
        day = plus_days(week.start, number_ - week.start.weekday())
        return None if day is None else one_day(day)

    return Meaning(resolve, "relative")


@_action
def weekday_shift(w: Meaning, n: int, u: str, g: int) -> Meaning:
    number_ = _weekday_number(w)

    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        moved = plus(ctx.published, n if g > 0 else -n, u)
        near = None if moved is None else cal.weekday_near(moved, number_, 1 if g > 0 else -1)
        return None if near is None else one_day(near)

    return Meaning(resolve, "relative")


@_action
def week_of(x: Meaning) -> Meaning:
    return _unit_around(x, "week")


@_action
def weekend_of(x: Meaning) -> Meaning | None:
    def resolve(ctx: Context) -> Stretch | None:
        found = x.resolve(ctx)
        if found is None or found.start is None:
            return None
        if found.start.weekday() == 0:  # a Monday holiday makes the weekend before it longer
            return Stretch(plus_days(found.start, -2), found.start)
        return cal.unit_of(found.start, "weekend")

    return Meaning(resolve, "relative")


def _unit_around(x: Meaning, unit: str) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        found = x.resolve(ctx)
        if found is None or found.start is None:
            return None
        return cal.unit_of(found.start, unit)

    return Meaning(resolve, "relative")


# -- months and seasons ----------------------------------------------------------------------


@_action
def month_of(m: int, y: Meaning) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        whole = y.resolve(ctx)
        if whole is None or whole.start is None or whole.precision != "year":
            return None
        return cal.make_month(whole.start.year, m)

    return Meaning(resolve, "relative")


@_action
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


@_action
def month_last(m: int, r: int) -> Meaning:
    return _month_toward(m, -1)


@_action
def month_next(m: int, r: int) -> Meaning:
    return _month_toward(m, 1)


@_action
def month_this(m: int, r: int) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        return None if ctx.published is None else cal.make_month(ctx.published.year, m)

    return Meaning(resolve, "relative")


@_action
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
        reference = _reference(ctx)
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
            return next((o for o in options if o and o.start and o.start.year == reference.year), None)
        return ahead[0] if _direction(ctx) > 0 and ahead else (started[-1] if started else None)

    return Meaning(resolve, "relative")


@_action
def season(s: int) -> Meaning:
    return _season(s, None)


@_action
def season_last(s: int, r: int) -> Meaning:
    return _season(s, -1)


@_action
def season_next(s: int, r: int) -> Meaning:
    return _season(s, 1)


@_action
def season_this(s: int, r: int) -> Meaning:
    return _season(s, 0)


@_action
def quarter(q: int, y: int | None = None) -> Meaning | None:
    return _numbered(cal.make_quarter, q, y) if 1 <= q <= 4 else None


@_action
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


@_action
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


@_action
def holiday(h: list[int] | str, y: int | None = None) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if y is not None:
            return _feast(h, y)
        reference = _reference(ctx)
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
        return past[-1] if _gap(past[-1], reference) <= _gap(ahead[0], reference) else ahead[0]

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


@_action
def holiday_last(h: list[int] | str, r: int) -> Meaning:
    return _feast_toward(h, -1)


@_action
def holiday_next(h: list[int] | str, r: int) -> Meaning:
    return _feast_toward(h, 1)


@_action
def holiday_span(h: list[int] | str, y: Meaning) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        whole = y.resolve(ctx)
        if whole is None or whole.start is None or whole.precision != "year":
            return None
        return _feast(h, whole.start.year)

    return Meaning(resolve, "holiday")


@_action
def holiday_unit(r: int, h: list[int] | str) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        return _feast(h, ctx.published.year + (r > 0) - (r < 0))

    return Meaning(resolve, "holiday")


# -- spans that hang on the day of writing ----------------------------------------------------


def _unit(u: str, shift: int) -> Meaning:
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


@_action
def rel_last(r: int, u: str = "week") -> Meaning | None:
    """Last week; "the past week" is the seven days up to the day of writing."""
    if u == "day":
        return None  # "our last day" is none of the calendar
    if u in ("decade", "fortnight") and r == -2:
        return last_n(-2, 10, "year") if u == "decade" else last_n(-2, 1, u)  # type: ignore[no-any-return]
    return _unit(u, -1)


@_action
def rel_past(r: int, u: str) -> Meaning:
    return _unit(u, -1)


@_action
def rel_next(r: int, u: str = "week") -> Meaning:
    """Next week; "the following week" counts from the date spoken of."""
    if r != 3:
        return _unit(u, 1)

    def resolve(ctx: Context) -> Stretch | None:
        base = ctx.anchor.end if ctx.anchor is not None and ctx.anchor.end else ctx.published
        return None if base is None else unit_shifted(base, u, 1)

    return Meaning(resolve, "relative to the date before")


@_action
def rel_this(u: str = "week") -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        whole = cal.unit_of(ctx.published, u)
        if whole is None or u == "day" or not ctx.convention.until_today:
            return whole
        if u == "weekend":
            return unit_shifted(ctx.published, u, -1) if (
                ctx.tense == "past" and ctx.published.weekday() < 4
            ) else whole
        if ctx.tense == "future":
            return replace(whole, start=ctx.published, precision="range")
        return replace(whole, end=ctx.published, precision="range")

    return Meaning(resolve, "relative")


@_action
def rel_same(s: int = 0, u: str = "week") -> Meaning:
    """That year: the unit of the date spoken of."""

    def resolve(ctx: Context) -> Stretch | None:
        base = ctx.anchor.start if ctx.anchor is not None else ctx.published
        return None if base is None else cal.unit_of(base, u)

    return Meaning(resolve, "relative to the date before")


@_action
def rel_the(u: str) -> Meaning | None:
    """The year: only as a part of a longer phrase ("the end of the year")."""
    return replace(_unit(u, 0), opening=True)


@_action
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


@_action
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


@_action
def year_short(y: int) -> Meaning:
    return calendar_date(short_year(y) if y < 100 else y)


@_action
def to_date(u: str = "year") -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        whole = cal.unit_of(ctx.published, u)
        return None if whole is None else Stretch(whole.start, ctx.published)

    return Meaning(resolve, "relative")


@_action
def to_date_word(u: str) -> Meaning:
    return to_date(u)  # type: ignore[no-any-return]


@_action
def week_of_day(d: int) -> Meaning:
    return _unit_around(calendar_date(day=d), "week")


@_action
def after_next(u: str, g: int | str) -> Meaning | None:
    back = g in ("before",) or (isinstance(g, int) and g < 0)
    return _unit(u, -2 if back else 2)


@_action
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


@_action
def week_no_span(n: int, y: Meaning) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        whole = y.resolve(ctx)
        if whole is None or whole.start is None or whole.precision != "year":
            return None
        return _iso_week(whole.start.year, n)

    return Meaning(resolve, "relative")


@_action
def nth_unit(n: int, u: str, y: Meaning | int) -> Meaning | None:
    """The second week of March, the last day of 2016. Weeks by ISO: the first has a Thursday."""

    def resolve(ctx: Context) -> Stretch | None:
        whole = y.resolve(ctx) if isinstance(y, Meaning) else cal.make_year(y)
        if whole is None or whole.start is None or whole.end is None:
            return None
        return _nth_of(whole, n, u)

    return Meaning(resolve, "explicit" if isinstance(y, int) else "relative")


def _nth_of(whole: Stretch, n: int, u: str) -> Stretch | None:
    assert whole.start is not None and whole.end is not None
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


@_action
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
        first, last = (n, -1) if n < 0 else (1, n)
        one, other = unit_shifted(day, u, first), unit_shifted(day, u, last)
        return Stretch(one.start if one else None, other.end if other else None)
    end = plus(day, n, u)
    if n < 0:
        last = plus_days(day, -1) if convention.half_open else day
        return Stretch(end, last)
    return Stretch(plus_days(day, 1), end)


@_action
def last_n(r: int, n: int, u: str) -> Meaning:
    return Meaning(
        lambda ctx: None if ctx.published is None else counted(ctx.published, -n, u, ctx.convention),
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


@_action
def last_workdays(r: int, n: int) -> Meaning:
    return _workdays(n, -1)


@_action
def next_workdays(r: int, n: int) -> Meaning:
    return _workdays(n, 1)


@_action
def last_n_vague(r: int, n: int, u: str) -> Meaning:
    return last_n(r, n, u)  # type: ignore[no-any-return]


@_action
def next_n(r: int, n: int, u: str) -> Meaning:
    return Meaning(
        lambda ctx: None if ctx.published is None else counted(ctx.published, n, u, ctx.convention),
        "relative",
    )


@_action
def next_n_vague(r: int, n: int, u: str) -> Meaning:
    return next_n(r, n, u)  # type: ignore[no-any-return]


@_action
def next_n_up(r: int, n: int, u: str) -> Meaning:
    return next_n(r, n, u)  # type: ignore[no-any-return]


@_action
def next_n_within(n: int, u: str) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        end = plus(ctx.published, n, u)
        if end is not None and ctx.convention.half_open:
            end = plus_days(end, -1)
        return Stretch(ctx.published, end)

    return Meaning(resolve, "relative")


@_action
def last_hours(n: int, u: str, r: int = -1) -> Meaning:
    """The past 24 hours: whole days, as far as a day can tell."""
    days = max(1, round(n / _PER_DAY[u]))
    return Meaning(
        lambda ctx: None if ctx.published is None else Stretch(plus_days(ctx.published, -days), ctx.published),
        "relative",
    )


@_action
def next_hours(n: int, u: str, r: int = 1) -> Meaning:
    days = max(1, round(n / _PER_DAY[u]))
    return Meaning(
        lambda ctx: None if ctx.published is None else Stretch(ctx.published, plus_days(ctx.published, days)),
        "relative",
    )


_PER_DAY = {"hour": 24, "minute": 1440, "second": 86400}

# How far "recent" and "coming" reach.
_REACH = {"day": (7, "day"), "week": (4, "week"), "month": (6, "month"), "year": (5, "year"), "decade": (3, "decade")}


@_action
def recent(u: str) -> Meaning:
    n, unit = _REACH[u]
    return last_n(-1, n, unit)  # type: ignore[no-any-return]


@_action
def coming(u: str) -> Meaning:
    n, unit = _REACH[u]
    return next_n(1, n, unit)  # type: ignore[no-any-return]


# -- points counted from others --------------------------------------------------------------


def moved(day: date, n: int, u: str, convention: Convention) -> Stretch | None:
    """`n` units from `day`: the day, or by a coarse convention the month or year it falls in."""
    there = plus(day, n, u)
    if there is None:
        return None
    if u in ("day", "week", "fortnight") or not convention.coarse:
        return one_day(there)
    return cal.unit_of(there, u)


@_action
def ago(n: int, u: str, g: int) -> Meaning:
    """Two years ago, three days later. "Earlier" and "later" count from the date before."""

    def resolve(ctx: Context) -> Stretch | None:
        base = _base(ctx, u, g) if abs(g) == 2 else ctx.published
        if base is None:
            return None
        return moved(base, n if g > 0 else -n, u, ctx.convention)

    return Meaning(resolve, "relative" if abs(g) == 1 else "relative to the date before")


@_action
def ago_before(n: int, u: str) -> Meaning:
    return ago(n, u, -2)  # type: ignore[no-any-return]


@_action
def ago_after(n: int, u: str) -> Meaning:
    return ago(n, u, 2)  # type: ignore[no-any-return]


@_action
def for_n(n: int, u: str) -> Meaning:
    """For ten days: up to the day of writing."""
    return replace(last_n(-1, n, u), derivation="duration")


@_action
def ago_half(n: int, u: str, g: int) -> Meaning | None:
    months = {"year": 6, "decade": 60, "century": 600}.get(u)
    if months is None:
        return None
    size = {"year": 12, "decade": 120, "century": 1200}[u]
    return ago(n * size + months, "month", g)  # type: ignore[no-any-return]


@_action
def ago2(n: int, u: str, k: int, v: str, g: int) -> Meaning:
    sign = 1 if g > 0 else -1

    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        first = plus(ctx.published, sign * n, u)
        return None if first is None else moved(first, sign * k, v, ctx.convention)

    return Meaning(resolve, "relative")


@_action
def ago_small(n: int, u: str, g: int) -> Meaning:
    days = round(n / _PER_DAY[u])

    def resolve(ctx: Context) -> Stretch | None:
        base = _base(ctx, u, g) if abs(g) == 2 else ctx.published
        there = None if base is None else plus_days(base, days if g > 0 else -days)
        return None if there is None else one_day(there)

    return Meaning(resolve, "relative")


@_action
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


@_action
def in_n(n: int, u: str) -> Meaning | None:
    """In two weeks: ahead only where the future is spoken of ("in two years it grew" is not)."""

    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        return moved(ctx.published, n, u, ctx.convention)

    return Meaning(resolve, "relative ahead")


@_action
def daypart(x: int = 0) -> Meaning:
    """By noon, before dawn: of the day spoken of beside it, else of the day of writing."""

    def resolve(ctx: Context) -> Stretch | None:
        if ctx.day is not None:
            return ctx.day
        return None if ctx.published is None else one_day(ctx.published)

    return Meaning(resolve, "time of day")


@_action
def hours_later(u: str, g: str) -> Meaning:
    return daypart()  # type: ignore[no-any-return]


@_action
def clock(x: str) -> Meaning:
    """The stamp of a running report, of the day that it appears."""

    def resolve(ctx: Context) -> Stretch | None:
        return None if ctx.published is None else one_day(ctx.published)

    return Meaning(resolve, "time of day")


@_action
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


@_action
def before_what_hours(n: int, u: str, g: str) -> Meaning | None:
    return before_what(round(n / _PER_DAY[u]), "day", g)  # type: ignore[no-any-return]


@_action
def ago_today(n: int, u: str) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        there = None if ctx.published is None else plus(ctx.published, -n, u)
        return None if there is None else one_day(there)

    return Meaning(resolve, "relative")


@_action
def weekend() -> Meaning:
    """At the weekend: the last one, or the next where the future is spoken of."""

    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        if ctx.published.weekday() >= 5:
            return unit_shifted(ctx.published, "weekend", 0)
        return unit_shifted(ctx.published, "weekend", 0 if ctx.tense == "future" else -1)

    return Meaning(resolve, "relative")


@_action
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


@_action
def by(x: Meaning) -> Meaning | None:
    """By Friday, of what is to come: from today until then; of what was, that day."""

    def make(found: Stretch, ctx: Context) -> Stretch | None:
        day = ctx.published
        if ctx.tense in ("future", "present") and day and found.end and found.end > day:
            return Stretch(day, found.end)
        return found

    return _open(x, make)


_BACK = frozenset({"before"})


@_action
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


@_action
def shift_from1(u: str, g: str, x: Meaning) -> Meaning | None:
    def resolve(ctx: Context) -> Stretch | None:
        base = x.resolve(ctx)
        if base is None or base.start is None or base.end is None:
            return None
        if g == "before":
            return unit_shifted(base.start, u, -1)
        return unit_shifted(base.end, u, 1)

    return Meaning(resolve, "relative to a date")


@_action
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


@_action
def anchor_before(u: str, a: str | None = None) -> Meaning:
    return _anchored(u, -1)


@_action
def anchor_after(u: str, a: str | None = None) -> Meaning:
    return _anchored(u, 1)


@_action
def anchor_day_after(a: str | None = None) -> Meaning:
    return _anchored("day", 1)


@_action
def anchor_day_before(a: str | None = None) -> Meaning:
    return _anchored("day", -1)


# -- words that point ------------------------------------------------------------------------


@_action
def deictic(d: int) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        there = None if ctx.published is None else plus_days(ctx.published, d)
        return None if there is None else one_day(there)

    return Meaning(resolve, "relative")


@_action
def this_daypart() -> Meaning:
    return deictic(0)  # type: ignore[no-any-return]


@_action
def same_day() -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        anchor = ctx.anchor if ctx.convention.stories else ctx.day
        if anchor is not None:
            return anchor
        return None if ctx.published is None else one_day(ctx.published)

    return Meaning(resolve, "relative to the date before")


@_action
def overnight() -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        if ctx.published is None:
            return None
        return Stretch(plus_days(ctx.published, -1), ctx.published)

    return Meaning(resolve, "relative")


@_action
def overnight_of(x: Meaning) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        night = x.resolve(ctx)
        if night is None or night.start is None:
            return None
        return Stretch(night.start, plus_days(night.start, 1))

    return Meaning(resolve, "relative")


# -- decades, centuries, years ---------------------------------------------------------------


@_action
def decade(y: int) -> Meaning | None:
    if y >= 100:
        size = 100 if y % 100 == 0 and y < 2000 else 10
        return Meaning(lambda ctx: cal.years(y, y + size - 1), "explicit")
    first = 1900 + y if y >= 30 else 2000 + y
    return Meaning(lambda ctx: cal.years(first, first + 9), "explicit")


@_action
def decades(a: int, b: int) -> Meaning | None:
    first, last = decade(a), decade(b)
    return None if first is None or last is None else _between(first, last)


@_action
def decade_name(n: int) -> Meaning:
    return decade(n)  # type: ignore[no-any-return]


@_action
def century(c: int, e: int = 1) -> Meaning | None:
    return centuries(c, c) if e > 0 else Meaning(lambda ctx: None, "before our era")  # type: ignore[no-any-return]


@_action
def centuries(c: int, k: int) -> Meaning | None:
    if not 1 <= c <= k <= 30:
        return None
    return Meaning(lambda ctx: cal.years(max(1, 100 * c - 100), 100 * k - 1), "explicit")


@_action
def year_era(n: int, e: int = 1) -> Meaning | None:
    if e < 0:
        return Meaning(lambda ctx: None, "before our era")
    return calendar_date(n) if n <= 2100 else None


@_action
def period(p: list[str]) -> Meaning:
    first, last = (date.fromisoformat(d) for d in p)
    if first == last:
        return Meaning(lambda ctx: one_day(first), "named period")
    return Meaning(lambda ctx: Stretch(first, last), "named period")


@_action
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
    assert whole.start is not None and whole.end is not None
    relative = x.derivation.startswith("relative")
    if whole.precision == "year" and not relative:
        first = {"early": 1, "start": 1, "mid": 5, "late": 9, "end": 9}.get(p)
        if first is not None:
            start = whole.start.replace(month=first)
            return Stretch(start, cal.make_month(start.year, first + 3).end)  # type: ignore[union-attr]
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


@_action
def eo_unit(u: str) -> Meaning:
    return part("end", _unit(u, 0))  # type: ignore[no-any-return]


@_action
def unit_end(y: Meaning) -> Meaning:
    return part("end", y)  # type: ignore[no-any-return]


@_action
def year_end() -> Meaning:
    return part("end", _unit("year", 0))  # type: ignore[no-any-return]


@_action
def year_end_half() -> Meaning:
    return part("half2", _unit("year", 0))  # type: ignore[no-any-return]


@_action
def month_end_half() -> Meaning:
    return part("half2", _unit("month", 0))  # type: ignore[no-any-return]


# -- ranges ----------------------------------------------------------------------------------


def _between(a: Meaning, b: Meaning, *, inclusive: bool = False) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        last = _boundary(b, ctx).resolve(ctx)
        first = _boundary(a, ctx).resolve(ctx)
        if first is None or last is None or first.start is None:
            return None
        if last.start is not None and last.start < first.start:
            first, last = _in_order(a, b, first, last, ctx)
            if first is None or last is None or first.start is None:
                return None
        end = last.end
        if ctx.convention.half_open and not ctx.convention.whole_ends and not inclusive and last.start:
            end = plus_days(last.start, -1)
        if end is None or end < first.start:
            return None
        if first.start == end:
            return one_day(end)
        if first.precision == "year" and last.precision == "year":
            return Stretch(first.start, end)
        return Stretch(first.start, end)

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


@_action
def range_(a: Meaning, b: Meaning) -> Meaning | None:
    if a.opening or b.opening:
        return None
    return _between(_with_year(a, b), _end_like(a, b))


@_action
def range_months(a: int, b: Meaning) -> Meaning:
    first = calendar_date(None, a)
    return _between(_with_year(first, b), b)


@_action
def range_months_of(a: int, b: int, y: int) -> Meaning:
    return _between(calendar_date(y, a), calendar_date(y, b))


@_action
def range_and(a: Meaning, b: Meaning) -> Meaning | None:
    """November 8 and November 9: one stretch where the two touch."""
    if a.fields is None or b.fields is None:
        return None
    if a.fields.weekday is not None and a.fields.day is None:
        together = _end_like(_with_year(a, b), b)
    else:
        together = _end_like(a, b)
    joined = _between(_with_year(a, b), together, inclusive=True)

    def resolve(ctx: Context) -> Stretch | None:
        return None if ctx.convention.open else joined.resolve(ctx)

    return Meaning(resolve, joined.derivation, None)


@_action
def range_days(a: int, b: Meaning) -> Meaning | None:
    if b.fields is None or b.fields.day is None or not 1 <= a <= 31:
        return None
    first = replace(b.fields, day=a, weekday=None)
    if b.fields.month is None:
        return None
    if a > b.fields.day:
        return None
    return _between(
        Meaning(lambda ctx: _same_year(first, b, ctx), b.derivation, first), b
    )


def _same_year(first: Fields, b: Meaning, ctx: Context) -> Stretch | None:
    last = b.resolve(ctx)
    if last is None or last.start is None or first.month is None or first.day is None:
        return None
    return cal.make_day(last.start.year, first.month, first.day)


@_action
def range_days_of(a: int, b: int, x: Meaning) -> Meaning:
    return _between(nth_day(a, x), nth_day(b, x))


@_action
def days_range(a: Meaning, b: int) -> Meaning | None:
    if a.fields is None or a.fields.day is None or not a.fields.day < b <= 31:
        return None
    last = replace(a.fields, day=b, weekday=None)

    def resolve_last(ctx: Context) -> Stretch | None:
        first = a.resolve(ctx)
        if first is None or first.start is None or last.day is None:
            return None
        return cal.make_day(first.start.year, first.start.month, last.day)

    return _between(a, Meaning(resolve_last, a.derivation, None))


@_action
def days_range_year(a: Meaning, b: int, y: int) -> Meaning | None:
    if a.fields is None or a.fields.month is None or a.fields.day is None or not b <= 31:
        return None
    first = calendar_date(y, a.fields.month, a.fields.day)
    return _between(first, calendar_date(y, a.fields.month, b))


@_action
def range_now(n: int, b: Meaning) -> Meaning:
    return _between(deictic(n), b)


@_action
def year_pair(a: int, b: int) -> Meaning | None:
    last = a - a % 100 + b
    return _between(calendar_date(a), calendar_date(last)) if a < last <= a + 60 else None


# -- open on one side ------------------------------------------------------------------------


def _open(x: Meaning, make: Callable[[Stretch, Context], Stretch | None]) -> Meaning:
    def resolve(ctx: Context) -> Stretch | None:
        found = _boundary(x, ctx).resolve(ctx)
        return None if found is None else make(found, ctx)

    return Meaning(resolve, f"open, {x.derivation}", None)


@_action
def since(x: Meaning, u: str | None = None) -> Meaning | None:
    """Since 2014: to the day of writing, or open where the convention leaves it so."""

    def make(found: Stretch, ctx: Context) -> Stretch | None:
        if ctx.convention.open:
            return Stretch(found.start, None)
        if found.start is None or ctx.published is None or ctx.published < found.start:
            return found
        return Stretch(found.start, ctx.published)

    return _open(x, make)


@_action
def starting(x: Meaning) -> Meaning | None:
    return _open(x, lambda found, ctx: Stretch(found.start, None))


@_action
def before(x: Meaning) -> Meaning | None:
    return _open(
        x,
        lambda found, ctx: (
            None if found.start is None else Stretch(None, plus_days(found.start, -1))
        ),
    )


@_action
def before_incl(x: Meaning) -> Meaning | None:
    return _open(x, lambda found, ctx: Stretch(None, found.end))


@_action
def after(x: Meaning) -> Meaning | None:
    return _open(
        x,
        lambda found, ctx: None if found.end is None else Stretch(plus_days(found.end, 1), None),
    )


_NO_CONTEXT = Context(None, None, None, Convention("none"))
