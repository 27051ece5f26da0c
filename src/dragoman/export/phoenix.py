"""Phoenix daily files: tab separated, no header, 26 columns, one row a pair of parties."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.export.coded import Coded, compact, sector
from dragoman.flat import pairs
from dragoman.records import Mention

_ACTOR = ("Full", "Entity", "Role", "Attribute")
COLUMNS: tuple[str, ...] = (
    *("EventID", "Date", "Year", "Month", "Day"),
    *(f"SourceActor{name}" for name in _ACTOR),
    *(f"TargetActor{name}" for name in _ACTOR),
    *("EventCode", "EventRootCode", "QuadClass", "GoldsteinScore", "Issues", "Lat", "Lon"),
    *("LocationName", "StateName", "CountryCode", "SentenceID", "URLs", "NewsSources"),
)
_QUAD_OF_ROOT = {
    **dict.fromkeys(("01", "02"), 0),
    **dict.fromkeys(("03", "04", "05"), 1),
    **dict.fromkeys(("06", "07", "08"), 2),
    **dict.fromkeys(("09", "10", "11", "12", "13", "16"), 3),
    **dict.fromkeys(("14", "15", "17", "18", "19", "20"), 4),
}
_ROLES = frozenset("GOV MIL REB OPP PTY COP JUD SPY MED EDU BUS CRM CVL".split())


def rows(coded: Coded) -> Iterator[dict[str, object]]:
    """One row a pair of parties."""
    event, document, place, code = coded.event, coded.reading.document, coded.place, coded.cameo
    day = coded.day or ""
    for at, (actor, recipient) in enumerate(pairs(event)):
        yield {
            "EventID": f"{event.id}-{at}_{coded.reading.coder.version}",
            "Date": compact(day),
            "Year": day[:4],
            "Month": day[5:7],
            "Day": day[8:],
            **_side("SourceActor", actor),
            **_side("TargetActor", recipient),
            "EventCode": code.code,
            "EventRootCode": code.root,
            "QuadClass": _QUAD_OF_ROOT[code.root],
            "GoldsteinScore": code.goldstein,
            "Issues": event.contexts,
            "Lat": place.latitude,
            "Lon": place.longitude,
            "LocationName": place.name or place.text,
            "StateName": place.admin1,
            "CountryCode": place.country,
            "SentenceID": f"{document.id}_{event.sentence.index + 1}",
            "URLs": document.url,
            "NewsSources": document.publisher,
        }


def source_code(mention: Mention | None) -> str:
    """A code as PETRARCH writes it: `USAGOV`, `IGOUN`."""
    if mention is None:
        return "---"
    entity = mention.country or (mention.party or "").partition(":")[0]
    return (entity + sector(mention)) or "---"


def _side(side: str, mention: Mention | None) -> dict[str, object]:
    role = sector(mention)
    entity = ""
    if mention is not None:
        entity = mention.country or (mention.party or "").partition(":")[0]
    return {
        f"{side}Full": "" if mention is None else entity + role,
        f"{side}Entity": entity,
        f"{side}Role": role if role in _ROLES else "",
        f"{side}Attribute": [s for s in mention.sectors[1:]] if mention else [],
    }
