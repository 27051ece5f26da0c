"""The one way out: everything that Dragoman fetches from a network goes through `fetch`.

Only http and https. A host name is looked up once; every address found must be a public one, and
the connection goes to the address that was checked, so that a name cannot change its mind between
check and use. The same holds again at every redirect. Size is counted after decompression, and
one deadline covers look-up, connection, redirects and body. Proxies are not used.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url, parse_url

from dragoman.errors import InputError
from dragoman.settings import Settings, load_settings

MAX_REDIRECTS = 5
CHUNK_BYTES = 16_384
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_HEADERS = {
    "User-Agent": "dragoman (reads news articles)",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip",
}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, kw_only=True)
class Page:
    """What came back. `url` is where it came from after redirects; `charset` as the server says."""

    url: str
    body: bytes
    content_type: str
    charset: str | None


@dataclass(frozen=True, kw_only=True)
class _Limits:
    deadline: float  # of time.monotonic()
    max_bytes: int
    private_hosts: frozenset[str]

    def left_s(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise InputError("D106", "Fetching took too long. Set fetch_timeout_s for more time.")
        return left


def fetch(url: str, *, settings: Settings | None = None) -> Page:
    """Fetch one page. Raises `InputError` D106 saying why it cannot be had."""
    settings = settings or load_settings()
    timeout_s = settings.whole("fetch_timeout_s")
    hosts = settings.text("fetch_private_hosts").lower().replace(",", " ").split()
    limits = _Limits(
        deadline=time.monotonic() + timeout_s,
        max_bytes=settings.whole("max_fetch_bytes"),
        private_hosts=frozenset(hosts),
    )
    answers: queue.SimpleQueue[Page | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            answers.put(_follow(url, limits))
        except Exception as error:  # handed to the caller below, whatever it is
            answers.put(error)

    # In a thread of its own, because neither a name look-up nor a server that drips one byte a
    # second can be bounded from within.
    threading.Thread(target=work, daemon=True, name="dragoman-fetch").start()
    try:
        answer = answers.get(timeout=timeout_s + 0.5)
    except queue.Empty:
        raise InputError(
            "D106", f"{url}: no whole answer within {timeout_s} s. Set fetch_timeout_s for more."
        ) from None
    if isinstance(answer, InputError):
        raise InputError("D106", f"{url}: {answer.message}") from answer
    if isinstance(answer, (HTTPError, OSError, zlib.error)):
        raise InputError("D106", f"{url}: {_plain(answer)}") from answer
    if isinstance(answer, Exception):
        raise answer
    return answer


def _follow(url: str, limits: _Limits) -> Page:
    for _ in range(MAX_REDIRECTS + 1):
        answer = _get(url, limits)
        if isinstance(answer, Page):
            return answer
        url = answer
    raise InputError("D106", f"More than {MAX_REDIRECTS} redirects.")


def _get(url: str, limits: _Limits) -> Page | str:
    """The page at `url`, or the address that it points on to."""
    parts = _parse(url)
    with closing(_connect(parts, limits)) as connection:
        connection.request(
            "GET",
            parts.request_uri,
            headers={**_HEADERS, "Host": parts.netloc or ""},
            preload_content=False,
            decode_content=False,
        )
        response = connection.getresponse()
        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location:
            return urljoin(url, location)
        if response.status != 200:
            raise InputError("D106", f"The server answered {response.status}.")
        kind = Message()
        kind["Content-Type"] = response.headers.get("Content-Type", "application/octet-stream")
        return Page(
            url=url,
            body=_body(response, limits),
            content_type=kind.get_content_type(),
            charset=kind.get_content_charset(),
        )


def _parse(url: str) -> Url:
    if any(c.isspace() or not c.isprintable() or c == "\\" for c in url):
        raise InputError("D106", "The address holds spaces, backslashes or control characters.")
    try:
        parts = parse_url(url)
    except LocationParseError as error:
        raise InputError("D106", "This is not a web address.") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise InputError("D106", f"Only http and https are fetched, not {parts.scheme!r}.")
    if parts.auth is not None:
        raise InputError("D106", "Addresses with a user name or password are not fetched.")
    if not parts.host:
        raise InputError("D106", "The address names no host.")
    return parts


def _connect(parts: Url, limits: _Limits) -> HTTPConnection:
    """A connection to a checked address of the host; the name stands in Host and certificate."""
    host = (parts.host or "").strip("[]")
    port = parts.port or _DEFAULT_PORTS[parts.scheme or ""]
    address = _checked_address(host, port, limits)
    if parts.scheme == "http":
        return HTTPConnection(address, port, timeout=limits.left_s())
    return HTTPSConnection(
        address,
        port,
        timeout=limits.left_s(),
        ssl_context=_tls(),
        server_hostname=host,
        assert_hostname=host,
    )


def _checked_address(host: str, port: int, limits: _Limits) -> str:
    """The first address of `host`, after all of them were checked to be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError("D106", f"No host {host!r} is known.") from error
    addresses = [str(entry[4][0]) for entry in found]
    if host.lower() not in limits.private_hosts:
        for address in addresses:
            if not is_public(address):
                raise InputError(
                    "D106",
                    f"{host} is at {address}, which is not a public address. "
                    f"To fetch it all the same, name the host in fetch_private_hosts.",
                )
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet, also where it wraps an IPv4 address."""
    ip: Address = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _tls() -> ssl.SSLContext:
    import certifi

    context = ssl.create_default_context()
    # Bare machines have no list of authorities of their own.
    context.load_verify_locations(certifi.where())
    return context


def _body(response: BaseHTTPResponse, limits: _Limits) -> bytes:
    said = response.headers.get("Content-Length", "")
    if said.isdecimal() and int(said) > limits.max_bytes:
        raise _too_long(limits)
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    chunks = response.stream(CHUNK_BYTES, decode_content=False)
    body = bytearray()
    for chunk in _decoded(chunks, coding, limits):
        body += chunk
        limits.left_s()
        if len(body) > limits.max_bytes:
            raise _too_long(limits)
    return bytes(body)


def _decoded(chunks: Iterator[bytes], coding: str, limits: _Limits) -> Iterator[bytes]:
    """Unpack gzip in steps of bounded size, so that a bomb is met before it has gone off."""
    if coding in ("", "identity"):
        yield from chunks
        return
    if coding not in ("gzip", "x-gzip"):
        raise InputError("D106", f"The page is packed as {coding!r}, which was not asked for.")
    unpacker = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        while chunk:
            yield unpacker.decompress(chunk, limits.max_bytes + 1)
            chunk = unpacker.unconsumed_tail


def _too_long(limits: _Limits) -> InputError:
    return InputError(
        "D106", f"The page is longer than {limits.max_bytes:,} bytes. Set max_fetch_bytes for more."
    )


def _plain(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return f"The connection is not secure: {error}"
    return str(error) or type(error).__name__
