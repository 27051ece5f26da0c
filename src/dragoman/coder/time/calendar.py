"""Stretches of calendar days, and the sums that words of time ask for."""

from __future__ import annotations

import calendar as _calendar
from datetime import date, timedelta

from msgspec import Struct

from dragoman.records import DatePrecision

# The larger unit comes later. A weekend lies inside its week.
UNITS = ("day", "weekend", "week", "fortnight", "month", "quarter", "year", "decade", "century")
_PRECISION: dict[str, DatePrecision] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}
MOVABLE_FROM_EASTER = {
    "shrove tuesday": -47,
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "easter saturday": -1,
    "easter": 0,
    "easter monday": 1,
    "ascension day": 39,
    "pentecost": 49,
    "whit monday": 50,
}


class Stretch(Struct, frozen=True):
    """Days from `start` to `end`, both inclusive; None where it is open on that side."""

    start: date | None
    end: date | None
    precision: DatePrecision = "range"

    @property
    def is_day(self) -> bool:
        return self.start is not None and self.start == self.end


def one_day(day: date) -> Stretch:
    return Stretch(day, day, "day")


def make_day(year: int, month: int, day: int) -> Stretch | None:
    """That day, or None where the calendar has no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    try:
        return one_day(date(year, month, day))
    except ValueError:
        return None


def make_month(year: int, month: int) -> Stretch | None:
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    return Stretch(date(year, month, 1), date(year, month, month_days(year, month)), "month")


def make_year(year: int) -> Stretch | None:
    return years(year, year, "year")


def years(first: int, last: int, precision: DatePrecision = "range") -> Stretch | None:
    if not (1 <= first <= last <= 9999):
        return None
    return Stretch(date(first, 1, 1), date(last, 12, 31), precision)


def make_quarter(year: int, number: int) -> Stretch | None:
    if not (1 <= number <= 4 and 1 <= year <= 9999):
        return None
    month = 3 * number
    return Stretch(date(year, month - 2, 1), date(year, month, month_days(year, month)), "quarter")


def make_half(year: int, number: int) -> Stretch | None:
    first, last = make_quarter(year, 2 * number - 1), make_quarter(year, 2 * number)
    if first is None or last is None:
        return None
    return Stretch(first.start, last.end)


def make_season(year: int, number: int) -> Stretch | None:
    """Northern seasons by whole months; a winter begins in the December of its year."""
    if not 1 <= year < 9999:
        return None
    first = 3 * number
    last_year, last = (year + 1, 2) if number == 4 else (year, first + 2)
    return Stretch(date(year, first, 1), date(last_year, last, month_days(last_year, last)))


def month_days(year: int, month: int) -> int:
    return _calendar.monthrange(year, month)[1]


def plus_days(day: date, days: int) -> date | None:
    """`day` moved by `days`; None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def plus(day: date, count: int, unit: str) -> date | None:
    """`day` moved by `count` units; the day of the month is cut to what the month has."""
    if unit in ("day", "week", "fortnight", "weekend"):
        if abs(count) > 4_000_000:
            return None
        return plus_days(day, count * {"day": 1, "fortnight": 14}.get(unit, 7))
    months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, month_days(year, month + 1)))


def unit_of(day: date, unit: str) -> Stretch | None:
    """The calendar unit that `day` lies in: weeks from Monday, weekends Saturday and Sunday."""
    if unit == "day":
        return one_day(day)
    if unit in ("week", "fortnight", "weekend"):
        monday = plus_days(day, -day.weekday())
        if monday is None:
            return None
        if unit == "weekend":
            return Stretch(plus_days(monday, 5), plus_days(monday, 6))
        return Stretch(monday, plus_days(monday, 6), "week")
    if unit == "month":
        return make_month(day.year, day.month)
    if unit == "quarter":
        return make_quarter(day.year, (day.month + 2) // 3)
    if unit == "year":
        return make_year(day.year)
    size = 10 if unit == "decade" else 100
    first = day.year - day.year % size
    return years(max(first, 1), first + size - 1)


def weekday_near(day: date, weekday: int, direction: int) -> date | None:
    """The nearest such weekday: -1 that day or before, +1 that day or after."""
    ahead = (weekday - day.weekday()) % 7
    return plus_days(day, ahead if direction > 0 or ahead == 0 else ahead - 7)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month; the last one for -1."""
    if nth < 0:
        last = date(year, month, month_days(year, month))
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def easter(year: int, *, orthodox: bool = False) -> date:
    """Easter Sunday in the Gregorian calendar."""
    if orthodox:
        a, b, c = year % 4, year % 7, year % 19
        d = (19 * c + 15) % 30
        e = (2 * a + 4 * b - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    w = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * w) // 451
    month, day = divmod(h + w - 7 * m + 114, 31)
    return date(year, month, day + 1)


def movable(name: str, year: int) -> Stretch | None:
    """A feast that moves with Easter or with the weekdays; None where its day is not known."""
    if not 326 <= year <= 9000:
        return None
    if name in MOVABLE_FROM_EASTER:
        return one_day(easter(year) + timedelta(days=MOVABLE_FROM_EASTER[name]))
    if name == "orthodox easter":
        return one_day(easter(year, orthodox=True))
    if name == "lent":
        return Stretch(easter(year) - timedelta(days=46), easter(year))
    if name == "holy week":
        return Stretch(easter(year) - timedelta(days=7), easter(year) - timedelta(days=1))
    thanksgiving = nth_weekday(year, 11, 3, 4)
    if name == "black friday":
        return one_day(thanksgiving + timedelta(days=1))
    if name == "cyber monday":
        return one_day(thanksgiving + timedelta(days=4))
    if name == "election day":
        return one_day(nth_weekday(year, 11, 0, 1) + timedelta(days=1))
    return _islamic(name, year)


# Month and day of the Islamic calendar, and how many days the feast lasts.
_ISLAMIC = {
    "ashura": (1, 10, 1),
    "ramadan": (9, 1, 30),
    "eid al-fitr": (10, 1, 3),
    "eid al-adha": (12, 10, 4),
}


def _islamic(name: str, year: int) -> Stretch | None:
    """By the tabular calendar, which may be a day off what the moon's sighting gave."""
    if name not in _ISLAMIC:
        return None
    month, day, length = _ISLAMIC[name]
    for hijri in (int((year - 622) * 33 / 32) + shift for shift in (-1, 0, 1, 2)):
        number = (
            day + (59 * (month - 1) + 1) // 2 + (hijri - 1) * 354 + (3 + 11 * hijri) // 30 + 227014
        )
        start = date.fromordinal(number)
        if start.year == year:
            return Stretch(start, start + timedelta(days=length - 1))
    return None


def part_of(whole: Stretch, part: str) -> Stretch | None:
    """The early, middle or late part, the start, the end or a half of a stretch."""
    if whole.start is None or whole.end is None:
        return None
    length = (whole.end - whole.start).days + 1
    if length == 1:
        return whole
    if whole.precision == "month":
        first, last = _MONTH_PARTS[part]
        return Stretch(
            whole.start + timedelta(days=first - 1),
            min(whole.end, whole.start + timedelta(days=last - 1)),
        )
    if length > 3_000 and part in ("early", "late", "mid"):
        return _part_of_years(whole, part)
    low, high = _FRACTIONS[part]
    start = _fraction(whole, low)
    end = whole.end if high == 1 else _fraction(whole, high) - timedelta(days=1)
    return Stretch(start, max(start, end))


_MONTH_PARTS = {
    "early": (1, 10), "start": (1, 10), "half1": (1, 15), "mid": (11, 20), "late": (21, 31),
    "end": (21, 31), "half2": (16, 31), "rest": (16, 31),
}  # fmt: skip
_FRACTIONS = {
    "early": (0.0, 1 / 3), "start": (0.0, 1 / 4), "half1": (0.0, 0.5), "mid": (1 / 3, 2 / 3),
    "late": (2 / 3, 1.0), "end": (3 / 4, 1.0), "half2": (0.5, 1.0), "rest": (0.5, 1.0),
}  # fmt: skip


def _part_of_years(whole: Stretch, part: str) -> Stretch | None:
    """Of a decade the halves, of a century the quarters; the middle is what lies between."""
    assert whole.start is not None
    assert whole.end is not None
    first, size = whole.start.year, whole.end.year - whole.start.year + 1
    edge = size // 2 if size <= 10 else size // 4
    if part == "early":
        return years(first, first + edge - 1)
    if part == "late":
        return years(first + size - edge, first + size - 1)
    return years(first + size * 3 // 10, first + size * 7 // 10 - 1)


def _fraction(whole: Stretch, share: float) -> date:
    """Month-true for a year, day-true for shorter stretches."""
    assert whole.start is not None
    assert whole.end is not None
    days = (whole.end - whole.start).days + 1
    if days > 80:
        months = round(share * days / 30.44)
        moved = plus(whole.start, months, "month")
        return moved if moved is not None and moved <= whole.end else whole.end
    return whole.start + timedelta(days=round(share * days))


def smaller(stretch: Stretch) -> DatePrecision:
    """The precision that a stretch of these days deserves."""
    if stretch.is_day:
        return "day"
    return stretch.precision


def precision_of(unit: str) -> DatePrecision:
    return _PRECISION.get(unit, "range")
