"""UCDP GED-shaped CSV: 49 columns, only assaults for which the text gives dead.

The shape is UCDP's, the content is not. `source_original` is whoever the article quotes.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.export.acled import sides
from dragoman.export.coded import Coded, country_name, gleditsch_ward, number, region_name, sector
from dragoman.records import Mention

COLUMNS: tuple[str, ...] = tuple(
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,"
    "gwnoa,gwnob".split(",")
)
_STATE, _NON_STATE, _ONE_SIDED = 1, 2, 3


def rows(coded: Coded) -> Iterator[dict[str, object]]:
    """One row an assault with a death toll; none for other events."""
    event, document, place = coded.event, coded.reading.document, coded.place
    dead = event.magnitude.dead
    if (event.parent or event.type) != "ASSAULT" or dead is None:
        return
    one, other = (side[0] if side else None for side in sides(coded))
    side_a, side_b = _name(coded, one), _name(coded, other)
    kind = _violence(one, other)
    values: dict[str, object] = dict.fromkeys(COLUMNS)
    values |= {
        "id": number(event.id),
        "relid": event.id,
        "year": (coded.day or "")[:4],
        "active_year": 1,
        "code_status": "Machine",
        "type_of_violence": kind,
        "dyad_name": f"{side_a} - {side_b}",
        "side_a": side_a,
        "side_b": side_b,
        "number_of_sources": 1,
        "source_article": _source(coded),
        "source_office": document.publisher,
        "source_date": document.published,
        "source_headline": document.title,
        "source_original": _quoted(coded, dead.source),
        "where_prec": {"point": 1, "region": 4}.get(place.precision or "", 6) if event.place else 7,
        "where_coordinates": place.name or place.text,
        "where_description": place.text,
        "adm_1": place.admin1,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "country": country_name(place.country),
        "country_id": gleditsch_ward(place.country),
        "region": region_name(place.country),
        "event_clarity": 1,
        "date_prec": _precision(coded),
        "date_start": coded.day,
        "date_end": event.date.end if event.date and event.date.end else coded.day,
        **_deaths(dead.low, kind),
        "best": dead.low,
        "high": dead.high,
        "low": dead.low,
        "gwnoa": gleditsch_ward(one.party) if one else None,
        "gwnob": gleditsch_ward(other.party) if other else None,
    }
    if place.latitude is not None:
        values["geom_wkt"] = f"POINT ({place.longitude} {place.latitude})"
    yield values


def _name(coded: Coded, mention: Mention | None) -> str:
    if mention is None:
        return "Unknown"
    if mention.country and mention.party == mention.country and sector(mention) != "CVL":
        return f"Government of {country_name(mention.country) or coded.name(mention)}"
    return "Civilians" if sector(mention) == "CVL" else coded.name(mention)


def _violence(one: Mention | None, other: Mention | None) -> int:
    if other is not None and sector(other) == "CVL":
        return _ONE_SIDED
    states = [m for m in (one, other) if m is not None and m.party == m.country and m.country]
    return _STATE if states else _NON_STATE


def _deaths(dead: int, kind: int) -> dict[str, object]:
    """Whose dead they are is known only where one side are civilians."""
    civilians = dead if kind == _ONE_SIDED else 0
    return {
        "deaths_a": 0,
        "deaths_b": 0,
        "deaths_civilians": civilians,
        "deaths_unknown": dead - civilians,
    }


def _source(coded: Coded) -> str:
    document = coded.reading.document
    parts = (document.publisher, document.published, document.title, document.url)
    return ", ".join(f'"{part}"' for part in parts if part)


def _quoted(coded: Coded, teller: Mention | None) -> str:
    tellers = [teller] if teller else list(coded.event.asserted_by)
    return ";".join(dict.fromkeys(coded.name(m) for m in tellers))


def _precision(coded: Coded) -> int:
    """1 a day, 2 up to six days, 3 a week, 4 a month, 5 more."""
    date = coded.event.date
    if date is None:
        return 5
    return {"day": 1, "range": 2, "week": 3, "month": 4}.get(date.precision or "", 5)
