"""The pages for users of other event data show what the exports write, row by row."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from dragoman.codebook import load_codebook
from dragoman.export.cells import text
from dragoman.export.coded import choice
from dragoman.export.formats import FORMATS
from dragoman.records import Event, Mention, Reading
from dragoman.wording import kind

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    "gdelt": ("gdelt", "gdelt-mentions"),
    "icews": ("icews",),
    "polecat": ("polecat", "ngec"),
    "petrarch": ("petrarch", "phoenix"),
    "acled": ("acled", "ucdp"),
}


def page(name: str) -> str:
    return (DOCS / f"coming-from-{name}.md").read_text(encoding="utf-8")


def example(reading: Reading) -> Reading:
    """The reading made by hand, with CAMEO codes and countries, and its gunners as an army's."""

    def coded(event: Event) -> Event:
        code = load_codebook().cameo(event.type, event.mode, auxiliary=event.auxiliary)
        return msgspec.structs.replace(
            event,
            cameo=event.cameo or code,
            actors=tuple(map(placed, event.actors)),
            recipients=tuple(map(placed, event.recipients)),
        )

    def placed(mention: Mention) -> Mention:
        country = mention.party if mention.party in ("RUR", "GFK") else None
        sectors = ("MIL",) if "gunners" in mention.text else ()
        return msgspec.structs.replace(mention, country=country, sectors=sectors)

    return msgspec.structs.replace(reading, events=tuple(map(coded, reading.events)))


def table(form: str, columns: list[str], reading: Reading) -> list[str]:
    """Lines of a table: our event, then what the form's columns hold."""
    chosen = choice(facts=FORMATS[form].facts, needs_day=FORMATS[form].needs_day, include=["all"])
    lines = [
        [kind(coded.event), *(text(row[name]) for name in columns)]
        for coded in chosen.choose([(reading, reading.events)])
        for row in FORMATS[form].rows(coded)
    ]
    return [f"| {' | '.join(cells)} |" for cells in lines]


@pytest.mark.parametrize(("name", "form"), [(n, form) for n in PAGES for form in PAGES[n]])
def test_the_same_article_row_by_row(name: str, form: str, reading: Reading) -> None:
    part = page(name).split(f"## The article as `{form}`\n")[1].split("\n## ")[0]
    heading, _, *rows = [line for line in part.splitlines() if line.startswith("|")]
    columns = re.findall(r"`([^`]+)`", heading)
    assert rows == table(form, columns, example(reading))


def test_every_page_is_listed_and_shows_the_article() -> None:
    index = (DOCS / "coming-from.md").read_text(encoding="utf-8")
    for name in PAGES:
        assert f"(coming-from-{name}.md)" in index
        for form in PAGES[name]:
            assert f"dragoman export {form}" in page(name)
