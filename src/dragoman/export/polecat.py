"""POLECAT weekly files: tab separated with a header, 40 columns, one row an event.

Cells that hold several parties are joined by `;`, as POLECAT does.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.export.coded import Coded, country_name, cow, sector
from dragoman.records import Mention

COLUMNS: tuple[str, ...] = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors"),
    *("Actor Title", "Actor Name Raw", "Wikipedia Actor ID"),
    *("Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector"),
    *("Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID"),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude"),
    *("GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date"),
    *("Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)
_NOBODY = "None"


def rows(coded: Coded) -> Iterator[dict[str, object]]:
    """One row an event."""
    event, document, place = coded.event, coded.reading.document, coded.place
    yield {
        "Event ID": event.id,
        "Event Date": coded.day,
        "Event Type": event.parent or event.type,
        "Event Mode": event.mode,
        "Intensity": event.score,
        "Quad Code": (event.quad or "").upper(),
        "Contexts": event.contexts,
        **_side("Actor", coded, event.actors),
        **_side("Recipient", coded, event.recipients),
        "Placename": place.name or place.text,
        "City": place.name if place.precision == "point" else None,
        "District": None,
        "Province": place.admin1,
        "Country": country_name(place.country),
        "Latitude": place.latitude,
        "Longitude": place.longitude,
        "GeoNames ID": place.geonames_id,
        "Raw Placename": place.text,
        "Feature Type": place.feature,
        "Source": document.publisher,
        "Publication Date": document.published,
        "Story People": _named(coded, "person"),
        "Story Organizations": _named(coded, "organisation"),
        "Story Locations": _named(coded, "place"),
        "Language": document.language,
        "Version": f"dragoman-{coded.reading.coder.version}",
    }


def _side(side: str, coded: Coded, mentions: tuple[Mention, ...]) -> dict[str, object]:
    entities = [coded.entity(mention) for mention in mentions]
    sectors = [s for m in mentions for s in (m.sectors or (sector(m),)) if s]
    return {
        f"{side} Name": [coded.name(mention) for mention in mentions] or _NOBODY,
        f"{side} Country": [m.country or "" for m in mentions],
        f"{side} COW": [cow(m.country) for m in mentions],
        f"Primary {side} Sector": [sector(m) for m in mentions],
        f"{side} Sectors": list(dict.fromkeys(sectors)),
        f"{side} Title": [e.role or "" if e else "" for e in entities],
        f"{side} Name Raw": [m.text for m in mentions],
        f"Wikipedia {side} ID": [e.wikidata or "" if e else "" for e in entities],
    }


def _named(coded: Coded, kind: str) -> list[str]:
    return [e.name for e in coded.reading.entities if e.kind == kind]
