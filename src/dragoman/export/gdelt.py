"""GDELT 2.0: events (61 columns) and mentions (16 columns), tab separated, without header.

One row a pair of parties. Country codes of actors are ISO alpha-3, which CAMEO shares but for a
few; those of places are FIPS 10-4. Tone is not measured, so its cells are empty.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from dragoman.export.coded import Coded, compact, country_name, fips, number, sector
from dragoman.flat import pairs
from dragoman.records import Mention, Place

_ACTOR = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code"),
    *("Religion2Code", "Type1Code", "Type2Code", "Type3Code"),
)
_GEO = (
    *("Geo_Type", "Geo_FullName", "Geo_CountryCode", "Geo_ADM1Code", "Geo_ADM2Code"),
    *("Geo_Lat", "Geo_Long", "Geo_FeatureID"),
)
EVENT_COLUMNS: tuple[str, ...] = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor1{name}" for name in _ACTOR),
    *(f"Actor2{name}" for name in _ACTOR),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass"),
    *("GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"Actor1{name}" for name in _GEO),
    *(f"Actor2{name}" for name in _GEO),
    *(f"Action{name}" for name in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
MENTION_COLUMNS: tuple[str, ...] = (
    *("GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName"),
    *("MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset"),
    *("ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone"),
    *("MentionDocTranslationInfo", "Extras"),
)
_QUADS = {
    "verbal cooperation": 1,
    "material cooperation": 2,
    "verbal conflict": 3,
    "material conflict": 4,
}
_WEB, _CITATION = 1, 2


def event_rows(coded: Coded) -> Iterator[dict[str, object]]:
    """One row a pair of parties."""
    event, document, code = coded.event, coded.reading.document, coded.cameo
    day = coded.day or ""
    for at, (actor, recipient) in enumerate(pairs(event)):
        yield {
            "GLOBALEVENTID": number(event.id, str(at)),
            "SQLDATE": compact(day),
            "MonthYear": compact(day)[:6],
            "Year": day[:4],
            "FractionDate": _fraction(day),
            **_actor("Actor1", coded, actor),
            **_actor("Actor2", coded, recipient),
            "IsRootEvent": int(_leads(coded)),
            "EventCode": code.code,
            "EventBaseCode": code.code[:3],
            "EventRootCode": code.root,
            "QuadClass": _QUADS[code.quad],
            "GoldsteinScale": code.goldstein,
            **dict.fromkeys(("NumMentions", "NumSources", "NumArticles"), 1),
            "AvgTone": None,
            **_country("Actor1", actor),
            **_country("Actor2", recipient),
            **_place("Action", event.place),
            "DATEADDED": f"{compact(document.published)}000000" if document.published else "",
            "SOURCEURL": document.url or "",
        }


def mention_rows(coded: Coded) -> Iterator[dict[str, object]]:
    """One row a pair of parties and document, with the offsets of the words."""
    event, document = coded.event, coded.reading.document
    for at, (actor, recipient) in enumerate(pairs(event)):
        yield {
            "GLOBALEVENTID": number(event.id, str(at)),
            "EventTimeDate": f"{compact(coded.day)}000000",
            "MentionTimeDate": f"{compact(document.published)}000000" if document.published else "",
            "MentionType": _WEB if document.url else _CITATION,
            "MentionSourceName": document.publisher or "",
            "MentionIdentifier": document.url or document.id,
            "SentenceID": event.sentence.index + 1,
            "Actor1CharOffset": actor.span[0] if actor else -1,
            "Actor2CharOffset": recipient.span[0] if recipient else -1,
            "ActionCharOffset": event.trigger.span[0],
            "InRawText": 1,
            "Confidence": round(100 * event.confidence),
            "MentionDocLen": len(document.text),
            "MentionDocTone": None,
            "MentionDocTranslationInfo": "",
            "Extras": "",
        }


def _fraction(day: str) -> float | str:
    if not day:
        return ""
    date = datetime.date.fromisoformat(day)
    return round(date.year + (date.month * 30 + date.day) / 365, 4)


def _leads(coded: Coded) -> bool:
    """Whether it stands in the first paragraph."""
    before = coded.reading.document.text[: coded.event.trigger.span[0]].strip()
    return "\n" not in before


def _actor(side: str, coded: Coded, mention: Mention | None) -> dict[str, object]:
    sectors = mention.sectors if mention else ()
    types = [*(sectors or ((sector(mention),) if sector(mention) else ())), "", "", ""][:3]
    party = (mention.party or "") if mention else ""
    kind, _, group = party.partition(":")
    country = (mention.country or "") if mention else ""
    values = {
        "Code": "".join(dict.fromkeys([country or kind, *types])),
        "Name": coded.name(mention).upper(),
        "CountryCode": country,
        "KnownGroupCode": group,
        **dict.fromkeys(("EthnicCode", "Religion1Code", "Religion2Code"), ""),
        "Type1Code": types[0] or (kind if group else ""),
        "Type2Code": types[1],
        "Type3Code": types[2],
    }
    return {f"{side}{name}": value for name, value in values.items()}


def _country(side: str, mention: Mention | None) -> dict[str, object]:
    """GDELT gives actors places of their own; what is known here is their country."""
    country = mention.country if mention else None
    known = fips(country)
    values: dict[str, object] = dict.fromkeys(_GEO, "")
    values["Geo_Type"] = 1 if known else 0
    if known:
        values |= {
            "Geo_FullName": country_name(country),
            "Geo_CountryCode": known,
            "Geo_ADM1Code": known,
            "Geo_FeatureID": known,
        }
    return {f"{side}{name}": value for name, value in values.items()}


def _place(side: str, place: Place | None) -> dict[str, object]:
    values: dict[str, object] = dict.fromkeys(_GEO, "")
    values["Geo_Type"] = 0
    if place is not None:
        home = place.country == "USA"
        kinds = {"country": 1, "region": 2 if home else 5, "point": 3 if home else 4}
        parts = (place.name or place.text, place.admin1, country_name(place.country))
        values |= {
            "Geo_Type": kinds.get(place.precision or "", 0),
            "Geo_FullName": ", ".join(dict.fromkeys(part for part in parts if part)),
            "Geo_CountryCode": fips(place.country),
            "Geo_Lat": place.latitude,
            "Geo_Long": place.longitude,
            "Geo_FeatureID": place.geonames_id,
        }
    return {f"{side}{name}": value for name, value in values.items()}
