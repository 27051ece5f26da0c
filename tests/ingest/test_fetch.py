from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dragoman.errors import InputError
from dragoman.ingest import fetch as fetching
from dragoman.ingest.fetch import fetch, is_public
from dragoman.settings import Settings, load_settings

PAGE = b"<html><body><p>Talks were held.</p></body></html>"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        port = self.server.server_address[1]
        redirects = {
            "/moved": "/page",
            "/loop": "/loop",
            "/to-localhost": f"http://localhost:{port}/page",
            "/to-metadata": "http://169.254.169.254/latest",
            "/to-file": "file:///etc/passwd",
        }
        if self.path in redirects:
            self.answer(302, b"", {"Location": redirects[self.path]})
        elif self.path == "/page":
            self.answer(200, PAGE, {"Content-Type": "text/html; charset=utf-8"})
        elif self.path == "/gzip":
            self.answer(200, gzip.compress(PAGE), {"Content-Encoding": "gzip"})
        elif self.path == "/bomb":
            self.answer(200, gzip.compress(bytes(50_000_000)), {"Content-Encoding": "gzip"})
        elif self.path == "/brotli":
            self.answer(200, b"xx", {"Content-Encoding": "br"})
        elif self.path == "/long":
            self.answer(200, b"x" * 3000, {})
        elif self.path == "/drip":
            self.drip()
        else:
            self.answer(404, b"", {})

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.2)
        except OSError:
            pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_address[1]}"
    httpd.shutdown()
    httpd.server_close()


def allowing(hosts: str = "127.0.0.1", **more: int) -> Settings:
    return load_settings({"fetch_private_hosts": hosts, **more}, environ={})


@pytest.mark.parametrize("path", ["/page", "/moved", "/gzip"])
def test_a_page_comes_whole(server: str, path: str) -> None:
    assert fetch(server + path, settings=allowing()).body == PAGE


def test_charset_and_final_address_are_kept(server: str) -> None:
    page = fetch(server + "/moved", settings=allowing())
    assert (page.charset, page.content_type) == ("utf-8", "text/html")
    assert page.url == server + "/page"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/none", "answered 404"),
        ("/loop", "redirects"),
        ("/bomb", "longer than"),
        ("/brotli", "packed as 'br'"),
        ("/to-localhost", "not a public address"),
        ("/to-metadata", "not a public address"),
        ("/to-file", "Only http and https"),
    ],
)
def test_refusals_say_why(server: str, path: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        fetch(server + path, settings=allowing())
    assert caught.value.code == "D106"


def test_size_is_bounded(server: str) -> None:
    with pytest.raises(InputError, match="longer than 1,000 bytes"):
        fetch(server + "/long", settings=allowing(max_fetch_bytes=1000))


def test_a_dripping_server_meets_the_deadline(server: str) -> None:
    start = time.monotonic()
    with pytest.raises(InputError, match="D106"):
        fetch(server + "/drip", settings=allowing(fetch_timeout_s=1))
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",  # 127.0.0.1 as one number
        "0x7f000001",
        "0177.0.0.1",  # octal
        "127.1",
        "0.0.0.0",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[fe80::1]",
        "[fd00::1]",
        "[2002:7f00:1::]",  # 6to4 around 127.0.0.1
        "[64:ff9b::7f00:1]",  # NAT64 around 127.0.0.1
    ],
)
def test_addresses_that_are_not_public_are_refused(host: str) -> None:
    with pytest.raises(InputError, match=r"not a public address|No host"):
        fetch(f"http://{host}:9/", settings=load_settings(environ={}))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "//example.org/",
        "http://",
        "http://user@example.org/",
        "http://example.org@127.0.0.1/",
        "http://example.org\\@127.0.0.1/",
        "http://exa mple.org/",
        "http://example.org/\r\nHost: other",
        "http://example.org:99999/",
        "gopher://127.0.0.1/",
    ],
)
def test_other_addresses_are_refused_before_any_look_up(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_look_up(*args: object, **options: object) -> None:
        raise AssertionError("looked up a host")

    monkeypatch.setattr(socket, "getaddrinfo", no_look_up)
    with pytest.raises(InputError, match="D106"):
        fetch(url, settings=load_settings(environ={}))


def test_a_name_is_looked_up_once_and_the_checked_address_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that is public when checked and private when connected gets nowhere."""
    asked: list[str] = []
    answers = {"rebinding.example": ["8.8.8.8", "127.0.0.1"]}

    def look_up(host: str, port: int, *args: object, **options: object) -> list[object]:
        asked.append(host)
        address = answers[host].pop(0) if host in answers else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected: list[str] = []

    class Connection(fetching.HTTPConnection):
        def connect(self) -> None:
            connected.append(self.host)
            raise OSError("stopped here")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(fetching, "HTTPConnection", Connection)
    with pytest.raises(InputError, match="stopped here"):
        fetch("http://rebinding.example/", settings=load_settings(environ={}))
    assert asked == ["rebinding.example"]
    assert connected == ["8.8.8.8"]


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def look_up(host: str, port: int, *args: object, **options: object) -> list[object]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("8.8.8.8", "10.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(InputError, match=r"10\.0\.0\.1"):
        fetch("http://both.example/", settings=load_settings(environ={}))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)
