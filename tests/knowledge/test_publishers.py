"""Publishers by name, by domain, by the ending of their address; why nothing is known."""

from __future__ import annotations

from typing import get_args

import pytest

from dragoman.knowledge import load_knowledge
from dragoman.knowledge.publishers import home_of
from dragoman.knowledge.store import table_rows
from dragoman.records import PublisherKind

KNOWLEDGE = load_knowledge()


@pytest.mark.parametrize(
    ("publisher", "url", "country", "kind"),
    [
        ("Xinhua", None, "CHN", "state"),
        ("xinhua news agency", None, "CHN", "state"),
        ("Rodong Sinmun", None, "PRK", "party"),
        ("The Associated Press", None, "USA", "agency"),
        ("BBC News", "https://www.bbc.co.uk/news/1", "GBR", "independent"),
        (None, "https://english.news.cn/20231101/c.html", "CHN", "state"),
        ("tass.com", None, "RUS", "state"),
        ("Reuters", "https://news.yahoo.co.jp/x", "GBR", "agency"),
        ("Daily Star", "https://www.thedailystar.net/x", "BGD", "independent"),
        ("ABC News", "https://abcnews.go.com/x", "USA", "independent"),
        ("B92", None, "SRB", "independent"),
        ("Kayhan", None, "IRN", None),
        ("A Paper", "https://paper.co.uk/x", "GBR", None),
        ("A Ministry", "https://www.mfa.gov.cn/x", "CHN", "state"),
        (None, "https://www.state.gov/x", "USA", "state"),
        (None, "https://paper.com.co/x", "COL", None),
    ],
)
def test_what_is_known(
    publisher: str | None, url: str | None, country: str, kind: str | None
) -> None:
    found = home_of(publisher, url, knowledge=KNOWLEDGE)
    assert (found.country, found.kind) == (country, kind)
    assert (found.reason is None) == (kind is not None)


@pytest.mark.parametrize(
    ("publisher", "url", "reason"),
    [
        (None, None, "neither publisher nor address is given"),
        ("Daily Star", None, "several publishers are called 'Daily Star', and no address is given"),
        ("A Paper", "https://news.tv/1", "its address ends in .tv, which says no country"),
        (None, "https://1.2.3.4/", "no publisher is given, and no address is given"),
        ("Hamas", "x", "no table has the publisher 'Hamas', and no address is given"),
        ("?", "http://[bad/", "no table has the publisher"),
    ],
)
def test_what_is_not_known_has_a_reason(
    publisher: str | None, url: str | None, reason: str
) -> None:
    found = home_of(publisher, url, knowledge=KNOWLEDGE)
    assert (found.country, found.kind) == (None, None)
    assert reason in (found.reason or "")


def test_the_table_is_sound() -> None:
    rows = [row.split("\t") for row in table_rows("publishers.tsv")[1:]]
    domains = [domain for row in rows for domain in row[3].split()]
    assert len(domains) == len(set(domains))
    assert {row[0] for row in rows} <= set(KNOWLEDGE.countries)
    assert {row[1] for row in rows} <= {"", *get_args(PublisherKind)}
