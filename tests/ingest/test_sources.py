from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.ingest.page import article_of, declared_charset, looks_like_html
from dragoman.ingest.sources import articles
from dragoman.settings import load_settings

SETTINGS = load_settings({"max_text_chars": 2_000, "max_fetch_bytes": 5_000}, environ={})
PARAGRAPH = (
    "The foreign ministers of Ruritania and Grand Fenwick met in Strelsau on Wednesday and agreed "
    "to resume talks about the border, officials said. The talks had been broken off last year."
)
PAGE = f"""<!DOCTYPE html><html><head><title>Talks held</title>
<meta property="article:published_time" content="2023-11-01T10:00:00Z">
<meta property="og:site_name" content="The Courier"></head>
<body><nav>Home Sport</nav><article><h1>Talks held</h1><p>{PARAGRAPH}</p></article></body></html>"""


def opened(tmp_path: Path, name: str, content: bytes | str) -> list[object]:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(articles([path], settings=SETTINGS))


def test_a_text_file(tmp_path: Path) -> None:
    (article,) = opened(tmp_path, "a.txt", PARAGRAPH)
    assert (article.text, article.error) == (PARAGRAPH, None)


@pytest.mark.parametrize("name", ["page.html", "page", "page.txt"])
def test_a_page(tmp_path: Path, name: str) -> None:
    (article,) = opened(tmp_path, name, PAGE)
    assert article.text == PARAGRAPH
    assert (article.title, article.publisher) == ("Talks held", "The Courier")
    assert (article.published, article.published_from) == ("2023-11-01", "page")


def test_lines_come_in_order_and_a_bad_one_stops_nothing(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 7, "text": "One.", "published": "2023-11-01", "extra": [1]}),
        "not json",
        "",
        json.dumps({"title": "no text"}),
        json.dumps(["a", "list"]),
        json.dumps({"text": "x", "publisher_kind": "odd"}),
        '{"text": "lone \\ud800 surrogate"}',
        "[" * 5_000,
        json.dumps({"text": "y" * 40_000}),
        json.dumps({"id": "last", "text": "Last.", "publisher": "P"}),
    ]
    found = opened(tmp_path, "a.jsonl", "\n".join(lines))
    assert [a.error.code if a.error else None for a in found] == [
        None, "D104", "D104", "D104", "D104", None, "D104", "D102", None,
    ]  # fmt: skip
    assert (found[0].id, found[0].published_from) == ("7", "given")
    assert "line 2" in found[1].error.message
    assert (found[-1].id, found[-1].publisher) == ("last", "P")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b'{"text": "One."}\n{"text": "Two."}\n')

    monkeypatch.setattr("sys.stdin", Stdin)
    assert [article.text for article in articles(["-"])] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"%PDF-1.7", "D103"),
        ("a.bin", bytes(range(256)) * 5, "D103"),
        ("a.txt", "x" * 50_000, "D102"),
        ("a.txt", "x" * 3_000, "D102"),
        ("a.txt", "", "D101"),
        ("a.html", PAGE + " " * 5_000, "D102"),
        ("a.html", "<html></html>", "D101"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (article,) = opened(tmp_path, name, content)
    assert article.error.code == code
    assert name in article.error.message


def test_standard_input_is_named_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b"")

    monkeypatch.setattr("sys.stdin", Stdin)
    (article,) = articles(["-"])
    assert article.error is not None
    assert article.error.message.startswith("standard input: The text is empty.")


def test_a_folder_gives_its_articles_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a", "b/d.text", ".hidden", "photo.png", "table.csv"):
        (tmp_path / name).write_text(name)
    assert [a.text for a in articles([tmp_path], settings=SETTINGS)] == ["a", "b/d.text", "c.txt"]


def test_missing_files_and_failing_addresses(tmp_path: Path) -> None:
    names = [str(tmp_path / "none.txt"), "http://127.0.0.1:9/", "x\x00y"]
    found = list(articles(names, settings=SETTINGS))
    assert [a.error.code for a in found] == ["D105", "D106", "D105"]
    assert [a.id for a in found] == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" <!doctype html><p>", True),
        ("<?xml version='1.0'?>\n<html>", True),
        ("<!-- a --><HTML lang=en>", True),
        ("The <html> tag", False),
        ("", False),
    ],
)
def test_pages_are_told_from_text(text: str, expected: bool) -> None:
    assert looks_like_html(text) is expected


def test_declared_charsets() -> None:
    assert declared_charset(b'<meta charset="windows-1251">') == "windows-1251"
    assert declared_charset(b"<p>none</p>") is None


@pytest.mark.parametrize("depth", ["<div>" * 50_000, "<p><b>" * 50_000])
def test_endless_nesting_is_refused_at_once(depth: str) -> None:
    with pytest.raises(InputError, match="D103"):
        article_of(f"<html><body>{depth}text")


def test_absurd_tags_and_broken_characters_are_left_out() -> None:
    absurd = "<img " + " ".join(f"a{i}=1" for i in range(50_000)) + ">"
    page = PAGE.replace("<p>", f"{absurd}<p>\ud800\x00")
    assert article_of(page).text.lstrip("\ufffd ") == PARAGRAPH


def test_page_dates_do_not_depend_on_today() -> None:
    late = PAGE.replace("2023-11-01", "2150-11-01")
    assert article_of(late).published == "2150-11-01"
