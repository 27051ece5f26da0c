"""What holds for any text."""

from __future__ import annotations

from datetime import date
from functools import reduce
from itertools import pairwise
from operator import or_
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coder.time import grammar as time_grammar
from dragoman.coder.time.grammar import Choice, Scanned, load_grammar, load_table
from dragoman.coder.when import CONVENTIONS, find_dates

WORDS = sorted({w for words in load_table("en")["words"].values() for w in words})
PIECES = st.sampled_from([*WORDS, "on", "of", "from", "to", "31", "2014", "1990s", "3rd", ",", "."])
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map(" ".join))
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.one_of(st.none(), DAYS), st.sampled_from(sorted(CONVENTIONS)))
def test_any_text_gives_words_that_stand_in_it_and_days_in_order(
    text: str, published: str | None, convention: str
) -> None:
    found = find_dates(text, published, convention=CONVENTIONS[convention])
    assert found == find_dates(text, published, convention=CONVENTIONS[convention])
    spans = [d.span for d in found]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for d in found:
        assert text[d.span[0] : d.span[1]] == d.text
        if d.start is not None and d.end is not None:
            assert d.start <= d.end


def test_every_word_of_the_rules_is_known() -> None:
    """A category that no rule and no scanner fills would be a slip in the table."""
    table = load_table("en")
    scanned = {
        *("INT", "INT2", "INT3", "YEAR", "DECADE", "DAY", "ORDDAY", "SLASH", "ISO", "CLOCK"),
        *("STAMP", "YM", "WEEKNO"),
    }
    grammar = load_grammar()
    used = {
        category
        for alternatives in grammar._rules.values()
        for alternative in alternatives
        for element in alternative.elements
        for category in element.categories
    }
    assert used <= scanned | set(table["words"])


def _first_word_only(choice: Choice, scanned: Scanned, i: int) -> int:
    names = (scanned.lowers[i], *scanned.categories[i])
    return reduce(or_, [choice.first.get(name, (0, 0))[0] for name in names])


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(sorted(CONVENTIONS)))
def test_looking_at_the_second_word_only_saves_time(text: str, convention: str) -> None:
    found = find_dates(text, "2024-05-15", convention=CONVENTIONS[convention])
    with (
        patch.object(Choice, "open", _first_word_only),
        patch.object(time_grammar, "_may_start", lambda *_: True),
    ):
        assert find_dates(text, "2024-05-15", convention=CONVENTIONS[convention]) == found
