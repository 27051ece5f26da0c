"""One sentence, one phenomenon, one row: the words found, the days they mean."""

from __future__ import annotations

import pytest

from dragoman.coder.when import (
    NEWS,
    TEI,
    TIMEX,
    Attacher,
    attach_date,
    find_dates,
    historical,
    parse_day,
    resolve_words,
    to_come,
)
from dragoman.errors import InputError
from dragoman.records import Date, Span

WEDNESDAY = "2023-11-01"

# text, published, (words, start, end) of every date in it
ROWS: list[tuple[str, str, list[tuple[str, str | None, str | None]]]] = [
    ("They met on 7 May 2021.", WEDNESDAY, [("7 May 2021", "2021-05-07", "2021-05-07")]),
    ("They met on May 7th, 2021.", WEDNESDAY, [("May 7th, 2021", "2021-05-07", "2021-05-07")]),
    ("It was signed on 2021-05-07.", WEDNESDAY, [("2021-05-07", "2021-05-07", "2021-05-07")]),
    (
        "It is due on November 8 and 9.",
        WEDNESDAY,
        [("November 8 and 9", "2023-11-08", "2023-11-09")],
    ),
    ("It ran from 3 to 5 May.", WEDNESDAY, [("from 3 to 5 May", "2023-05-03", "2023-05-05")]),
    (
        "It ran from May to July 2020.",
        WEDNESDAY,
        [("from May to July 2020", "2020-05-01", "2020-07-31")],
    ),
    ("He said on Wednesday.", WEDNESDAY, [("Wednesday", "2023-11-01", "2023-11-01")]),
    ("He said on Thursday.", WEDNESDAY, [("Thursday", "2023-10-26", "2023-10-26")]),
    ("He will speak on Thursday.", WEDNESDAY, [("Thursday", "2023-11-02", "2023-11-02")]),
    ("He is to speak on Monday.", WEDNESDAY, [("Monday", "2023-11-06", "2023-11-06")]),
    ("Troops left next Friday's venue.", WEDNESDAY, [("next Friday", "2023-11-10", "2023-11-10")]),
    ("They clashed last week.", WEDNESDAY, [("last week", "2023-10-23", "2023-10-29")]),
    ("They will meet next week.", WEDNESDAY, [("next week", "2023-11-06", "2023-11-12")]),
    ("It fell last month.", WEDNESDAY, [("last month", "2023-10-01", "2023-10-31")]),
    ("They fought this week.", WEDNESDAY, [("this week", "2023-10-30", "2023-11-01")]),
    (
        "It was sold earlier this year.",
        WEDNESDAY,
        [("earlier this year", "2023-01-01", "2023-11-01")],
    ),
    ("Shells fell overnight.", WEDNESDAY, [("overnight", "2023-10-31", "2023-11-01")]),
    (
        "They will meet in the coming days.",
        WEDNESDAY,
        [("the coming days", "2023-11-02", "2023-11-08")],
    ),
    ("It has grown since 2014.", WEDNESDAY, [("since 2014", "2014-01-01", "2023-11-01")]),
    ("It was built two years ago.", WEDNESDAY, [("two years ago", "2021-01-01", "2021-12-31")]),
    ("It was shut three days ago.", WEDNESDAY, [("three days ago", "2023-10-29", "2023-10-29")]),
    ("He left yesterday morning.", WEDNESDAY, [("yesterday morning", "2023-10-31", "2023-10-31")]),
    ("It was raided in August.", WEDNESDAY, [("August", "2023-08-01", "2023-08-31")]),
    ("Polls will open in March.", WEDNESDAY, [("March", "2024-03-01", "2024-03-31")]),
    ("It was written in the 1990s.", WEDNESDAY, [("the 1990s", "1990-01-01", "1999-12-31")]),
    (
        "It dates from the 19th century.",
        WEDNESDAY,
        [("the 19th century", "1800-01-01", "1899-12-31")],
    ),
    (
        "It grew in the third quarter of 2022.",
        WEDNESDAY,
        [("the third quarter of 2022", "2022-07-01", "2022-09-30")],
    ),
    (
        "They met in the summer of 2010.",
        WEDNESDAY,
        [("the summer of 2010", "2010-06-01", "2010-08-31")],
    ),
    (
        "It was bombed on Christmas Day 2016.",
        WEDNESDAY,
        [("Christmas Day 2016", "2016-12-25", "2016-12-25")],
    ),
    ("It was bombed on Easter Sunday.", WEDNESDAY, [("Easter Sunday", "2023-04-09", "2023-04-09")]),
    ("He fought in World War II.", WEDNESDAY, [("World War II", "1939-09-01", "1945-09-02")]),
    (
        "They met on 7 May. A day earlier a shell had fallen.",
        WEDNESDAY,
        [("7 May", "2023-05-07", "2023-05-07"), ("A day earlier", "2023-05-06", "2023-05-06")],
    ),
    (
        "On Monday they met. The same day two men died.",
        WEDNESDAY,
        [("Monday", "2023-10-30", "2023-10-30"), ("The same day", "2023-10-30", "2023-10-30")],
    ),
    (
        "He returned on Monday, two days after the raid.",
        WEDNESDAY,
        [("Monday", "2023-10-30", "2023-10-30"), ("two days after", "2023-10-28", "2023-10-28")],
    ),
    (
        "Some reached the border at the weekend.",
        WEDNESDAY,
        [("at the weekend", "2023-10-28", "2023-10-29")],
    ),
    # bad values, and words that are no dates
    ("It was due on 31 February 2023.", WEDNESDAY, [("31 February 2023", None, None)]),
    ("The year 9999 will come.", WEDNESDAY, [("The year 9999", "9999-01-01", "9999-12-31")]),
    ("It has 9999 parts, in 9999 boxes.", WEDNESDAY, []),
    ("It has grown since 32 May 2020.", WEDNESDAY, [("May 2020", "2020-05-01", "2020-05-31")]),
    ("Theresa May said no. May was firm.", WEDNESDAY, []),
    ("Crowds march on the palace.", WEDNESDAY, []),
    ("They may meet the press.", WEDNESDAY, []),
    ("The march drew 2,000 people and 1990 soldiers.", WEDNESDAY, []),
    ("He sat down; the sun was out.", WEDNESDAY, []),
    ("Prayers are held every Friday and on Sundays.", WEDNESDAY, []),
    ("Call 555-2014 or see p. 1984.", WEDNESDAY, []),
    ("The score was 3-2 on 7/8.", WEDNESDAY, []),
]


@pytest.mark.parametrize(("text", "published", "expected"), ROWS, ids=[r[0][:40] for r in ROWS])
def test_dates_of_news(
    text: str, published: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    found = find_dates(text, published)
    assert [(d.text, d.start, d.end) for d in found] == expected
    assert all(text[d.span[0] : d.span[1]] == d.text for d in found)


def test_no_words_of_time_no_date() -> None:
    assert find_dates("Rebels seized the town, officials said.", WEDNESDAY) == ()


def test_without_publication_date_only_whole_dates_are_resolved() -> None:
    found = find_dates("They met on Monday and on 7 May 2021.", None)
    assert [(d.text, d.start) for d in found] == [("Monday", None), ("7 May 2021", "2021-05-07")]
    assert found[0].derivation == "no publication date"


@pytest.mark.parametrize("published", ["yesterday", "2023-13-01", ""])
def test_a_publication_date_that_is_none_is_refused(published: str) -> None:
    with pytest.raises(InputError, match="D107"):
        find_dates("They met on Monday.", published)


def test_a_time_of_day_may_follow_the_publication_day() -> None:
    assert parse_day("2023-11-01T10:00:00Z") == parse_day("2023-11-01")


@pytest.mark.parametrize(
    ("words", "tense", "start"),
    [
        ("on Friday", "past", "2023-10-27"),
        ("on Friday", "future", "2023-11-03"),
        ("for ten days", None, "2023-10-22"),
    ],
)
def test_words_that_somebody_points_to(words: str, tense: str | None, start: str) -> None:
    text = f"Police guarded the bridge {words}."
    at = text.index(words)
    found = resolve_words(text, (at, at + len(words)), WEDNESDAY, tense=tense)  # type: ignore[arg-type]
    assert found is not None
    assert (found.text, found.span, found.start) == (words, (at, at + len(words)), start)


def test_words_without_a_date_resolve_to_nothing() -> None:
    assert resolve_words("They met in Goma.", (9, 16), WEDNESDAY) is None


def test_historical_is_more_than_a_year_before() -> None:
    old, new = (find_dates(f"It began in {y}.", WEDNESDAY)[0] for y in (2021, 2023))
    assert historical(old, WEDNESDAY)
    assert not historical(new, WEDNESDAY)
    assert not historical(None, WEDNESDAY)


@pytest.mark.parametrize(
    ("day", "coming"), [("2 November 2023", True), ("1 November 2023", False), ("May 2023", False)]
)
def test_to_come_is_after_the_day_of_publication(day: str, coming: bool) -> None:
    (found,) = find_dates(f"They meet on {day}.", WEDNESDAY)
    assert to_come(found, WEDNESDAY) is coming
    assert not to_come(found, None)


@pytest.mark.parametrize(
    ("text", "convention", "words", "start", "end"),
    [
        ("I'll be back before 2018.", TIMEX, "before 2018", None, "2017-12-31"),
        ("from 2014 to 2018", TIMEX, "from 2014 to 2018", "2014-01-01", "2017-12-31"),
        ("see you in two weeks", TIMEX, "in two weeks", "2023-11-15", "2023-11-15"),
        ("She has sung since 2005.", TEI, "2005", "2005-01-01", "2005-12-31"),
        ("It fell at the end of 1990.", TEI, "1990", "1990-01-01", "1990-12-31"),
        ("It fell at the end of 1990.", NEWS, "the end of 1990", "1990-10-01", "1990-12-31"),
    ],
)
def test_conventions_of_public_files(
    text: str, convention: object, words: str, start: str | None, end: str | None
) -> None:
    found = find_dates(text, WEDNESDAY, convention=convention)  # type: ignore[arg-type]
    assert [(d.text, d.start, d.end) for d in found] == [(words, start, end)]


def span_of(text: str, words: str) -> Span:
    at = text.index(words)
    return (at, at + len(words))


@pytest.mark.parametrize(
    ("text", "trigger", "others", "date"),
    [
        (
            "Rebels attacked Goma on Monday, and ministers met on Tuesday.",
            "attacked",
            ["met"],
            "Monday",
        ),
        (
            "Rebels attacked Goma on Monday, and ministers met on Tuesday.",
            "met",
            ["attacked"],
            "Tuesday",
        ),
        (
            "On Monday rebels attacked Goma and seized the airport.",
            "seized",
            ["attacked"],
            "Monday",
        ),
        ("GOMA, Oct 31 - Rebels attacked a camp.", "attacked", [], None),
        ("They met on Monday. Rebels attacked.", "attacked", [], None),
        (
            "He condemned the raid that killed nine last week.",
            "condemned",
            ["raid", "killed"],
            None,
        ),
    ],
)
def test_a_date_belongs_to_the_event_in_its_clause(
    text: str, trigger: str, others: list[str], date: str | None
) -> None:
    dates = find_dates(text, WEDNESDAY)
    found = attach_date(
        text, span_of(text, trigger), dates, others=[span_of(text, o) for o in others]
    )
    assert (found and found.text) == date


def test_an_attack_told_on_keeps_its_day() -> None:
    text = "Gunmen shot a driver on Monday. They burned his bus."
    attacher = Attacher(text, find_dates(text, WEDNESDAY))
    first = attacher.attach(span_of(text, "shot"), kind="ASSAULT")
    second = attacher.attach(span_of(text, "burned"), kind="ASSAULT")
    assert isinstance(first, Date)
    assert isinstance(second, Date)
    assert second.start == first.start
    assert second.derivation == "same occasion, weekday"
