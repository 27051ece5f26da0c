from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from dragoman.html import fragment, page
from dragoman.identity import identity
from dragoman.intake import clean, document
from dragoman.records import Article, Event, Mention, Notice, Reading, Sentence, Words

HOSTILE = "<script>alert(1)</script> \"quoted\" & 'single' <img src=x onerror=y> </style> ]]>"
VOID = {"meta", "br"}
TAGS = {
    "html",
    "head",
    "body",
    "meta",
    "title",
    "style",
    "article",
    "header",
    "h2",
    "h3",
    "p",
    "div",
}
TAGS |= {"a", "span", "ol", "li", "dl", "dt", "dd", "q"}


class Strict(HTMLParser):
    """Collects the article's text, and fails on tags that are not ours or do not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.within = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        names = {name for name, _ in attrs}
        allowed = {
            "class",
            "id",
            "href",
            "title",
            "rel",
            "dir",
            "value",
            "lang",
            "charset",
            "data-n",
        }
        assert names <= allowed | {"content", "http-equiv", "name"}
        assert all(not (v or "").lower().startswith("javascript") for n, v in attrs if n == "href")
        if tag not in VOID:
            self.open.append(tag)
            if ("class", "dg-text") in attrs:
                self.within = len(self.open)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if len(self.open) < self.within:
            self.within = 0

    def handle_data(self, data: str) -> None:
        if self.within:
            self.text.append(data)


def parsed(html: str) -> str:
    parser = Strict()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return "".join(parser.text)


def made(
    text: str, spans: list[tuple[int, int]], words: str = "x", url: str | None = None
) -> Reading:
    events = tuple(
        Event(
            id=words,
            type=words,
            actors=(Mention(text=text[a:b], span=(a, b), party=words),),
            trigger=Words(text=text[a:b], span=(a, b)),
            sentence=Sentence(index=0, span=(0, len(text))),
        )
        for a, b in spans
    )
    article = Article(text=text, title=words, publisher=words, author=words, url=url)
    notice = Notice(code="D101", message=words)
    return Reading(
        document=document(article),
        events=events,
        warnings=(notice,),
        error=notice,
        coder=identity(),
    )


def test_the_page_shows_the_text_and_its_events(reading: Reading) -> None:
    html = page([reading])
    assert parsed(html) == reading.document.text
    assert "says: the United Nations; denies: Ruritania" in html
    assert 'href="#d1-e1"' in html
    assert 'id="d1-t1" data-n="1"' in html


def test_each_quotation_is_of_the_text_and_a_figure_shows_its_words(reading: Reading) -> None:
    html = page([reading])
    assert "<q>It</q>, <q>Grand Fenwick&#x27;s envoy</q>" in html
    assert "2, says the United Nations <q>two dockers</q>" in html
    for quoted in re.findall("<q>(.*?)</q>", html):
        assert unescape(quoted) in reading.document.text


def test_a_legend_says_what_the_marks_mean(reading: Reading) -> None:
    shown = set(re.findall(r'class="dg-(\w+)"', page([reading]).split('"dg-legend"')[1]))
    assert {"trigger", "actor", "recipient", "when", "source", "cue"} <= shown
    assert 'class="dg-legend"' not in page([made("Nothing happened.", [])])


def test_nothing_is_fetched_and_nothing_runs(reading: Reading) -> None:
    html = page([reading, reading])
    for sign in ("<script", "src=", "@import", "url(", "<link", "http://", "https://"):
        assert sign not in html


def test_a_notebook_shows_the_fragment(reading: Reading) -> None:
    assert reading._repr_html_() == fragment(reading)
    assert "<html" not in fragment(reading)


def test_hostile_words_stay_words() -> None:
    url = 'javascript:alert("1")'
    html = page([made(HOSTILE, [(0, 8), (4, 20), (0, len(HOSTILE))], HOSTILE, url)])
    assert parsed(html) == HOSTILE
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], str]:
    signs = st.text(st.one_of(st.characters(categories=None), st.sampled_from("<>&\"'/=\n")))
    text = clean(draw(signs))
    edges = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = [(min(a, b), max(a, b)) for a, b in draw(st.lists(edges, max_size=5))]
    return text, spans, clean(draw(signs))


@given(marked_texts())
def test_any_text_is_escaped_and_whole(case: tuple[str, list[tuple[int, int]], str]) -> None:
    text, spans, words = case
    shown = parsed(page([made(text, spans, words)]))
    assert len(shown) == len(text)
    assert all(a == b or b in "\ufffd" for a, b in zip(text, shown, strict=True))


def test_every_link_inside_a_page_leads_somewhere() -> None:
    html = page([made("They met and met.", [(5, 8), (5, 8), (5, 12), (13, 16)])] * 2)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_a_page_of_nothing_is_a_page() -> None:
    empty = msgspec.structs.replace(made("No events here.", []), error=None, warnings=())
    assert "No events found." in page([empty])
    assert parsed(page([])) == ""
