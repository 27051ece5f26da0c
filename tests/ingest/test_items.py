"""Folders, tables, feeds and archives to items; what is hostile is bounded or refused."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from dragoman.engine.item import Item
from dragoman.errors import InputError
from dragoman.ingest import items as module
from dragoman.ingest.columns import mapping_of
from dragoman.ingest.fetch import Page
from dragoman.ingest.items import items
from dragoman.settings import load_settings

STORY = "Ruritanian gunners shelled the port on Tuesday, the harbour master said in a statement. "
OTHER = {"title": "h", "text": "b", "published": "d"}
PAGE = (
    "<!DOCTYPE html><html><head><title>Shells</title></head><body><article>"
    + f"<p>{STORY * 3}</p>" * 4
    + "</article></body></html>"
)


def read(*names: Path | str, **options: object) -> list[Item]:
    return list(items(names, **options))  # type: ignore[arg-type]


def codes(found: list[Item]) -> list[str | None]:
    return [item.article.error.code if item.article.error else None for item in found]


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.txt", "b/d.txt", ".hidden", "photo.png", "a.yaml"):
        (tmp_path / name).write_text(STORY + name)
    found = read(tmp_path)
    assert [i.article.text.split()[-1] for i in found] == ["a.txt", "b/d.txt", "c.txt"]
    assert [i.origin for i in found] == [str(tmp_path / n) for n in ("a.txt", "b/d.txt", "c.txt")]


@pytest.mark.parametrize(
    ("name", "text", "columns"),
    [
        ("a.csv", 'Headline,Body,Date\nShells,"They, too",2023-11-01\n', {}),
        ("a.tsv", "Headline\tBody\tDate\nShells\tThey, too\t2023-11-01T10:00:00\n", {}),
        ("a.csv", 'h,b,d\nShells,"They, too",20231101\n', OTHER),
        ("a.jsonl", json.dumps({"h": "Shells", "b": "They, too", "d": "2023-11-01"}) + "\n",
         OTHER),
    ],
)  # fmt: skip
def test_tables_with_the_usual_or_given_columns(
    name: str, text: str, columns: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text)
    (found,) = read(tmp_path / name, columns=columns)
    article = found.article
    assert (article.title, article.text, article.published) == ("Shells", "They, too", "2023-11-01")
    assert article.published_from == "given"
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    (packed,) = read(tmp_path / f"{name}.gz", columns=columns)
    assert packed.article == article


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    rows = [{"id": 7, "content": STORY, "date": "2023-11-01"}, {"id": 8, "content": None}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    first, second = read(tmp_path / "a.parquet")
    assert (first.article.id, first.article.text) == ("7", STORY)
    assert second.article.text == ""
    (tmp_path / "b.parquet").write_text("no")
    assert codes(read(tmp_path / "b.parquet")) == ["D105"]


def test_columns_that_are_not_there_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("when,what\n1,2\n")
    (found,) = read(tmp_path / "a.csv")
    assert found.article.error is not None
    assert "Columns: when, what. Name it with --column text=COLUMN" in found.article.error.message
    with pytest.raises(InputError, match="Closest: text"):
        mapping_of(["txt=what"])


def test_a_zipped_folder_and_a_bomb_in_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("news/b.txt", STORY)
        archive.writestr("news/a.html", PAGE)
        archive.writestr("bomb.txt", b"0" * 50_000_000)
        archive.writestr("inner.zip", b"PK")
        archive.writestr("__MACOSX/x", b"x")
    found = read(tmp_path / "a.zip")
    assert [i.origin.split("!")[1] for i in found] == [
        *("bomb.txt", "inner.zip", "news/a.html", "news/b.txt"),
    ]
    assert codes(found) == ["D102", "D105", None, None]
    (tmp_path / "b.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:500])
    assert codes(read(tmp_path / "b.zip")) == ["D105"]


def test_a_gzip_bomb_and_damage(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a" * 9_000_000))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(STORY.encode())[:-12])
    (tmp_path / "c.txt.gz").write_bytes(b"not packed")
    small = load_settings({"max_text_chars": 1_000, "max_fetch_bytes": 100_000})
    assert codes(read(*sorted(tmp_path.iterdir()), settings=small)) == ["D102", "D105", "D105"]


def warc(*pages: tuple[str, int, bytes]) -> bytes:
    out = io.BytesIO()
    for url, status, body in pages:
        http = b"HTTP/1.1 %d X\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" % status + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Record-ID: <urn:uuid:0e1b0b1c-0000-4000-8000-000000000000>\r\n"
            "WARC-Date: 2023-11-02T00:00:00Z\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        out.write(head.encode() + http + b"\r\n\r\n")
    return out.getvalue()


def test_a_web_archive(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    raw = warc(
        ("https://a.example/1", 200, PAGE.encode()),
        ("https://a.example/2", 404, b"gone"),
        ("https://a.example/3", 200, b"<!DOCTYPE html><html><body></body></html>"),
    )
    (tmp_path / "a.warc").write_bytes(raw)
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(raw))
    for name in ("a.warc", "b.warc.gz"):
        first, second = read(tmp_path / name)
        assert first.article.url == first.origin == "https://a.example/1"
        assert first.article.text.startswith("Ruritanian gunners")
        assert (first.article.published, first.article.published_from) == ("2023-11-02", "archive")
        assert codes([second]) == ["D101"]


RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Courier</title>
<item><title>Shells</title><link>https://a.example/1</link>
<pubDate>Wed, 01 Nov 2023 10:00:00 GMT</pubDate><description>Teaser.</description></item>
<item><title>Whole</title><link>https://a.example/2</link>
<description>&lt;p&gt;{STORY * 15}&lt;/p&gt;</description></item>
</channel></rss>"""
OPML = '<opml version="2.0"><body><outline xmlUrl="https://a.example/feed"/></body></opml>'


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {"https://a.example/1": PAGE, "https://a.example/feed": RSS}

    def fetch(url: str, *, settings: object) -> Page:
        if url not in pages:
            raise InputError("D106", f"{url}: The server answered 404.")
        return Page(url=url, body=pages[url].encode(), content_type="text/html", charset="utf-8")

    monkeypatch.setattr(module, "fetch", fetch)


@pytest.mark.usefixtures("web")
def test_feeds_and_lists_of_feeds(tmp_path: Path) -> None:
    pytest.importorskip("feedparser")
    (tmp_path / "feed.xml").write_text(RSS)
    (tmp_path / "list.opml").write_text(OPML)
    for name in (str(tmp_path / "feed.xml"), str(tmp_path / "list.opml"), "https://a.example/feed"):
        first, second = read(name)
        assert (first.origin, first.article.published) == ("https://a.example/1", "2023-11-01")
        assert first.article.published_from == "feed"
        assert first.article.text.startswith("Ruritanian gunners")
        assert second.article.publisher == "The Courier"
        assert second.article.text.startswith("Ruritanian gunners")
    assert codes(read("https://a.example/none")) == ["D106"]


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>',
        "<opml>" + "<outline>" * 5_000 + "</opml>",
        "<opml><body>",
        "<rss><channel>",
        "<other/>",
        '<!DOCTYPE opml [<!ENTITY a "a">]><opml>&a;</opml>',
    ],
)
def test_hostile_xml_is_refused(text: str, tmp_path: Path) -> None:
    pytest.importorskip("feedparser")
    for name, raw in (("a.xml", text.encode()), ("b.xml", text.encode("utf-16"))):
        (tmp_path / name).write_bytes(raw)
        assert codes(read(tmp_path / name)) == ["D103"]


def test_what_is_missing_is_an_item_too(tmp_path: Path) -> None:
    (found,) = read(tmp_path / "none.txt")
    assert (found.origin, codes([found])) == (str(tmp_path / "none.txt"), ["D105"])
