"""What wants to do harm is refused or bounded, with a reason."""

from __future__ import annotations

import contextlib
import gzip
import ipaddress
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.ingest import fetch as fetching
from dragoman.ingest.fetch import fetch
from dragoman.ingest.items import items
from dragoman.ingest.page import article_of
from dragoman.intake import decode
from dragoman.settings import load_settings

STORY = "Ruritanian gunners shelled the port on Tuesday, the harbour master said in a statement. "
NEAR = ("127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "198.18.0.1")  # fmt: skip


def spellings(address: str) -> Iterator[str]:
    """One IPv4 address as hosts of web addresses write it."""
    one, two, three, four = (int(part) for part in address.split("."))
    whole = int(ipaddress.IPv4Address(address))
    high, low = whole >> 16, whole & 0xFFFF
    yield address
    yield f"{address}."
    yield str(whole)
    yield hex(whole)
    yield f"0{whole:o}"
    yield f"0{one:o}.0{two:o}.0{three:o}.0{four:o}"
    yield f"0x{one:x}.0x{two:x}.0x{three:x}.0x{four:x}"
    yield f"{one}.{two}.{low}"
    yield f"{one}.{whole & 0xFFFFFF}"
    yield f"[::ffff:{address}]"
    yield f"[::ffff:{high:x}:{low:x}]"
    yield f"[64:ff9b::{high:x}:{low:x}]"
    yield f"[2002:{high:x}:{low:x}::1]"


ADDRESSES = [
    *(f"http://{host}:9/" for address in NEAR for host in spellings(address)),
    *(f"http://{host}:9/" for host in (
        "localhost", "[::]", "[::1]", "[fe80::1]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]",
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.0.2.1",
    )),
    *("file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/", "data:text/plain,x",
      "javascript:alert(1)", "//example.org/", "http://", "http://user@example.org/",
      "http://user:word@127.0.0.1/", "http://example.org@127.0.0.1/",
      "http://example.org\\@127.0.0.1/", "http://exa mple.org/", "http://example.org\t/",
      "http://example.org/\r\nHost: other", "http://example.org:99999/"),
]  # fmt: skip


def test_there_are_enough_addresses() -> None:
    assert len(set(ADDRESSES)) >= 120


@pytest.mark.parametrize("url", ADDRESSES)
def test_addresses_that_must_not_be_fetched(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*args: object) -> None:
        raise AssertionError("connected")

    monkeypatch.setattr(fetching.HTTPConnection, "connect", connect)
    with pytest.raises(InputError, match="D106"):
        fetch(url, settings=load_settings(environ={}))


def errors(path: Path, **limits: int) -> list[str | None]:
    settings = load_settings(limits, environ={})
    found = [item.article for item in items([path], settings=settings)]
    return [article.error.code if article.error else None for article in found]


@pytest.mark.parametrize("name", ["a.txt.gz", "a.csv.gz", "a.jsonl.gz", "a.xml.gz", "a.html.gz"])
def test_a_gzip_bomb(name: str, tmp_path: Path) -> None:
    head = b"text\n" if "csv" in name else b""
    (tmp_path / name).write_bytes(gzip.compress(head + b"a" * 30_000_000))
    assert set(errors(tmp_path / name, max_text_chars=10_000, max_fetch_bytes=100_000)) <= {
        "D102", "D103", "D104",
    }  # fmt: skip


def test_zip_bombs(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(20):
            archive.writestr(f"{i:02}.txt", b"0" * 5_000_000)
        archive.writestr("z.txt", STORY)
    assert errors(tmp_path / "a.zip") == ["D102"] * 20 + [None]


ENTITIES = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 20))


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE r [<!ENTITY e0 "ha">{ENTITIES}]><rss><channel>&e19;</channel></rss>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>',
        '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1/d"> %x;]><opml><body/></opml>',
        "<rss><channel>" + "<a>" * 1_000_000 + "</a>" * 1_000_000 + "</channel></rss>",
        "<opml>" + "<a>" * 1_000_000 + "</a>" * 1_000_000 + "</opml>",
        "<opml>" + "<a>" * 1_000_000,
    ],
    ids=["billion laughs", "file", "parameter", "nested feed", "nested list", "open list"],
)
def test_hostile_xml(text: str, tmp_path: Path) -> None:
    pytest.importorskip("feedparser")
    (tmp_path / "a.xml").write_text(text)
    assert errors(tmp_path / "a.xml") == ["D103"]


@pytest.mark.parametrize(
    "tags",
    ["<div>" * 1_000_000, "<div>" * 1_000_000 + "</div>" * 1_000_000, "<div></b>" * 1_000_000],
    ids=["open", "closed", "closed by others"],
)
def test_a_million_nested_tags(tags: str) -> None:
    start = time.process_time()
    with pytest.raises(InputError, match="D103"):
        article_of(f"<html><body>{tags}{STORY}")
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "declared",
    ["utf-16", "utf-32", "punycode", "idna", "unicode_escape", "base64", "zip", "rot13", "x" * 40,
     "undefined", "utf-7", "\x00"],
)  # fmt: skip
def test_encodings_that_lie(declared: str) -> None:
    """A text that says it is something else is read all the same, or refused; never for long."""
    start = time.process_time()
    plain, warnings = decode(STORY.encode(), charset=declared)
    assert (plain, warnings) == (STORY, ())
    with contextlib.suppress(InputError):
        assert decode(b"caf\xe9 " + STORY.encode() * 2_000, charset=declared)[0]
    assert time.process_time() - start < 5
