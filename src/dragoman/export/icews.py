"""ICEWS coded events: tab separated with a header, 20 columns, one row a pair of parties."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.export.coded import Coded, book, country_name, number, sector
from dragoman.flat import pairs
from dragoman.records import Mention

COLUMNS: tuple[str, ...] = (
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text"),
    *("CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID"),
    *("Sentence Number", "Publisher", "City", "District", "Province", "Country"),
    *("Latitude", "Longitude"),
)
_LABELS = {
    "GOV": "Government",
    "MIL": "Military",
    "REB": "Rebel",
    "OPP": "Opposition",
    "COP": "Police",
    "JUD": "Judicial",
    "LEG": "Legislative",
    "PTY": "Parties",
    "CVL": "General Population / Civilian / Social",
    "MED": "Media",
    "BUS": "Business",
    "EDU": "Education",
    "REL": "Religious",
    "REF": "Displaced",
    "SPY": "Intelligence",
    "IGO": "International Government Organization",
    "NGO": "Nongovernmental Organization",
}


def rows(coded: Coded) -> Iterator[dict[str, object]]:
    """One row a pair of parties."""
    event, document, place = coded.event, coded.reading.document, coded.event.place
    point = place is not None and place.precision == "point"
    for at, (actor, recipient) in enumerate(pairs(event)):
        yield {
            "Event ID": number(event.id, str(at)),
            "Event Date": coded.day,
            **_side("Source", coded, actor),
            "Event Text": coded.cameo.label,
            "CAMEO Code": coded.cameo.code,
            "Intensity": coded.cameo.goldstein,
            **_side("Target", coded, recipient),
            "Story ID": number(document.id),
            "Sentence Number": event.sentence.index + 1,
            "Publisher": document.publisher,
            "City": place.name if place and point else None,
            "District": None,
            "Province": _province(coded),
            "Country": country_name(place.country) if place else None,
            "Latitude": place.latitude if place else None,
            "Longitude": place.longitude if place else None,
        }


def _province(coded: Coded) -> str | None:
    place = coded.event.place
    if place is None:
        return None
    return place.admin1 or (place.name if place.precision == "region" else None)


def _side(side: str, coded: Coded, mention: Mention | None) -> dict[str, object]:
    sectors = (mention.sectors or tuple(s for s in [sector(mention)] if s)) if mention else ()
    labels = [_LABELS.get(s) or book().sectors.get(s, s).partition(":")[0] for s in sectors]
    return {
        f"{side} Name": coded.name(mention),
        f"{side} Sectors": ",".join(labels),
        f"{side} Country": country_name(mention.country) if mention else "",
    }
