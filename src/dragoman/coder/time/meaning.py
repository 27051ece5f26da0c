"""What phrases of the time grammar mean: each action makes a `Meaning` that waits for a context.

An action's arguments are the captures of its pattern: numbers, words or other meanings. It gives
None where the words make no sense together, and the phrase is then not one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal, TypeVar

from msgspec import Struct

from dragoman.coder.time import calendar as cal
from dragoman.coder.time.calendar import Stretch, one_day, plus

Tense = Literal["past", "present", "future"]


class Convention(Struct, frozen=True):
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


class Context(Struct, frozen=True):
    """Where and when the words stand. `anchor` is whatever stretch was spoken of last."""

    published: date | None
    tense: Tense | None
    anchor: Stretch | None
    convention: Convention
    day: Stretch | None = None  # the single day spoken of last, where it is near enough
    beside: Stretch | None = None  # the single day spoken of in the same sentence


Resolver = Callable[[Context], Stretch | None]


class Fields(Struct, frozen=True):
    """What the words say of the calendar; the rest follows from the context."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


class Meaning(Struct, frozen=True):
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


_F = TypeVar("_F", bound=Callable[..., Any])


def meaning_action(function: _F) -> _F:
    """Enters an action under its name, less the underscore that keeps it from a builtin."""
    _ACTIONS[function.__name__.rstrip("_")] = function
    return function


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
    reference = reference_of(ctx)
    if reference is None:
        return None
    if fields.month is not None:
        return _nearest_year(fields, ctx, reference)
    if fields.day is not None:
        return _nearest_month(fields, ctx, reference)
    if fields.weekday is not None:
        day = cal.weekday_near(reference, fields.weekday, direction_of(ctx))
        return None if day is None else one_day(day)
    return None


def direction_of(ctx: Context) -> int:
    """News tells what was: without a tense the past is meant."""
    return 1 if ctx.tense in ("future", "present") else -1


def reference_of(ctx: Context) -> date | None:
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
    back = gap(past[-1], reference)
    ahead_days = gap(future[0], reference)
    if ctx.tense is None and (fields.day is not None or not ctx.convention.since):
        return past[-1] if back <= ahead_days else future[0]
    if direction_of(ctx) > 0:
        return past[-1] if back < 8 and ahead_days > 300 else future[0]
    return future[0] if back > 300 and ahead_days < SOON_DAYS and fields.day else past[-1]


def gap(stretch: Stretch, day: date) -> int:
    assert stretch.start is not None
    assert stretch.end is not None
    if stretch.start <= day <= stretch.end:
        return 0
    return min(abs((stretch.start - day).days), abs((stretch.end - day).days))


def _nearest_month(fields: Fields, ctx: Context, reference: date) -> Stretch | None:
    assert fields.day is not None
    options = []
    for shift in range(-14, 15):
        moved = plus(reference.replace(day=1), shift, "month")
        found = None if moved is None else cal.make_day(moved.year, moved.month, fields.day)
        day = None if found is None else found.start
        if day is not None and fields.weekday in (None, day.weekday()):
            options.append(day)
    past = [d for d in options if d <= reference]
    future = [d for d in options if d >= reference]
    if ctx.tense is None and past and future and fields.weekday is not None:
        near_past = reference - past[-1] <= future[0] - reference
        return one_day(past[-1] if near_past else future[0])
    if direction_of(ctx) > 0 and future:
        return one_day(future[0])
    if past:
        return one_day(past[-1])
    return one_day(future[0]) if future else None


NO_CONTEXT = Context(None, None, None, Convention("none"))
