"""Where a publisher sits and what kind it is: by its name, then by its address on the web."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from dragoman.knowledge.lookup import Knowledge
from dragoman.knowledge.store import table_rows
from dragoman.knowledge.words import key_of
from dragoman.records import PublisherKind

# Endings of countries that everybody uses for their sound ("news.tv"). Below `com` or `gov` they
# are the country's own again.
_SOLD = frozenset(
    "ac ag ai am bz cc cf co fm ga gg gq io la ly me ml nu pw sc sh st tk to tv ws".split()
)
_OWN = frozenset("co com edu net org".split())
_GOVERNMENT = frozenset("go gob gouv gov govt gub mil".split())
# Countries whose ending is not their alpha-2 code.
_ENDINGS = {"uk": "GBR", "su": "RUS", "gov": "USA", "mil": "USA"}


@dataclass(frozen=True, slots=True)
class Home:
    """Country (alpha-3) and kind of a publisher; `reason` says why one of them is missing."""

    country: str | None = None
    kind: PublisherKind | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Tables:
    """Publishers by the key of their names and by their domains."""

    names: Mapping[str, tuple[Home, ...]]
    domains: Mapping[str, Home]


def home_of(publisher: str | None, url: str | None, *, knowledge: Knowledge) -> Home:
    """What the tables say of a publisher, else what the ending of its address says.

    A name that several publishers bear counts only where the address tells them apart.
    """
    if not publisher and not url:
        return Home(reason="neither publisher nor address is given")
    hosts = [host for given in (publisher, url) if (host := _host(given))]
    named = _named(publisher or "", knowledge)
    listed = next((home for host in hosts if (home := _by_domain(host))), None)
    if len(named) > 1:
        named = [home for home in named if home == listed]
        shared = f"several publishers are called {publisher!r}"
    else:
        shared = (
            f"no table has the publisher {publisher!r}" if publisher else "no publisher is given"
        )
    for home in (*named, listed, *map(_by_ending, hosts)):
        if home is not None:
            return _explained(home)
    return Home(reason=f"{shared}, and {_silence(hosts)}")


def _explained(home: Home) -> Home:
    if home.kind is None:
        return Home(home.country, None, "the tables do not say what kind of publisher this is")
    return home


def _silence(hosts: Sequence[str]) -> str:
    if not hosts:
        return "no address is given"
    return f"its address ends in .{hosts[-1].rpartition('.')[2]}, which says no country"


def _named(publisher: str, knowledge: Knowledge) -> list[Home]:
    key = _key(publisher)
    if not key:
        return []
    found = _tables().names.get(key)
    if found:
        return list(found)
    owner = knowledge.organisation(publisher)
    news = owner is not None and owner.country and "JRN" in owner.sectors
    return [Home(owner.country)] if owner is not None and news else []


def _key(name: str) -> str:
    return key_of(name).removeprefix("the ")


def _host(given: str | None) -> str | None:
    """The host of an address, or of a publisher that is named by its domain."""
    text = (given or "").strip().lower()
    if "://" not in text:
        text = f"//{text}" if "." in text and " " not in text else ""
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:  # brackets that hold no address
        return None
    return host.rstrip(".") if "." in host and not host[-1].isdigit() else None


def _by_domain(host: str) -> Home | None:
    """The publisher of the longest domain that the host lies in."""
    labels = host.split(".")
    domains = _tables().domains
    return next(
        (domains[d] for i in range(len(labels) - 1) if (d := ".".join(labels[i:])) in domains), None
    )


def _by_ending(host: str) -> Home | None:
    *_, second, last = host.split(".")
    country = _endings().get(last)
    if country is None or (last in _SOLD and second not in _OWN | _GOVERNMENT):
        return None
    official = second in _GOVERNMENT or last in _GOVERNMENT
    return Home(country, "state" if official else None)


@lru_cache(maxsize=1)
def _endings() -> dict[str, str]:
    rows = (row.split("\t") for row in table_rows("countries.tsv")[1:])
    return {iso2.lower(): iso3 for iso3, _, iso2, *_ in rows if iso2} | _ENDINGS


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    names: defaultdict[str, list[Home]] = defaultdict(list)
    domains: dict[str, Home] = {}
    for row in table_rows("publishers.tsv")[1:]:
        country, kind, known_as, at, _ = row.split("\t")
        home = Home(country, cast("PublisherKind", kind) if kind else None)
        for name in known_as.split(";"):
            names[_key(name)].append(home)
        domains.update(dict.fromkeys(at.split(), home))
    return _Tables({key: tuple(found) for key, found in names.items()}, domains)
