"""ACLED-shaped CSV: 31 columns, only what ACLED counts: assaults, protests, and what armies do.

The shape is ACLED's, the content is not: it is what articles say, and `notes` is the sentence.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from dragoman.export.coded import Coded, country_name, number, region_name, sector
from dragoman.records import Figure, Mention

COLUMNS: tuple[str, ...] = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"),
    *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2"),
    *("interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2"),
    *("admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale"),
    *("notes", "fatalities", "tags", "timestamp"),
)
_VIOLENT, _PROTEST, _STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
# Type and mode -> disorder, event and sub-event type. A type without its mode is the rule.
_KINDS: dict[tuple[str, str], tuple[str, str, str]] = {
    ("ASSAULT", ""): (_VIOLENT, "Battles", "Armed clash"),
    ("ASSAULT", "firearms"): (_VIOLENT, "Battles", "Armed clash"),
    ("ASSAULT", "explosives"): (
        *(_VIOLENT, "Explosions/Remote violence", "Remote explosive/landmine/IED"),
    ),
    ("ASSAULT", "suicide-attack"): (_VIOLENT, "Explosions/Remote violence", "Suicide bomb"),
    ("ASSAULT", "heavy-weapons"): (
        *(_VIOLENT, "Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ),
    ("ASSAULT", "aerial"): (_VIOLENT, "Explosions/Remote violence", "Air/drone strike"),
    ("ASSAULT", "drone"): (_VIOLENT, "Explosions/Remote violence", "Air/drone strike"),
    ("ASSAULT", "abduct"): (
        *(_VIOLENT, "Violence against civilians", "Abduction/forced disappearance"),
    ),
    ("ASSAULT", "sexual"): (_VIOLENT, "Violence against civilians", "Sexual violence"),
    ("ASSAULT", "beat"): (_VIOLENT, "Violence against civilians", "Attack"),
    ("ASSAULT", "torture"): (_VIOLENT, "Violence against civilians", "Attack"),
    ("PROTEST", ""): (_PROTEST, "Protests", "Peaceful protest"),
    ("PROTEST", "riot"): (_VIOLENT, "Riots", "Violent demonstration"),
    ("AGREE", ""): (_STRATEGIC, "Strategic developments", "Agreement"),
    ("COERCE", "arrest"): (_STRATEGIC, "Strategic developments", "Arrests"),
    ("RETREAT", ""): (_STRATEGIC, "Strategic developments", "Other"),
    ("MOBILIZE", ""): (_STRATEGIC, "Strategic developments", "Other"),
}
_INTERS = {
    "GOV": "State forces",
    "MIL": "State forces",
    "COP": "State forces",
    "REB": "Rebel group",
    "UAF": "Rebel group",
    "PTY": "Political militia",
    "OPP": "Protesters",
    "CVL": "Civilians",
}
_EXTERNAL = "External/Other forces"
_MOST = {"day": 1, "week": 2, "range": 2}


def rows(coded: Coded) -> Iterator[dict[str, object]]:
    """One row an event that ACLED would count; none for the others."""
    kind = _kind(coded)
    if kind is None:
        return
    event, document, place = coded.event, coded.reading.document, coded.place
    first, second = sides(coded)
    inters = (_inter(first[:1], kind), _inter(second[:1], kind))
    country = place.country
    yield {
        "event_id_cnty": f"{country or 'XXX'}{number(event.id)}",
        "event_date": coded.day,
        "year": (coded.day or "")[:4],
        "time_precision": _MOST.get(event.date.precision or "", 3) if event.date else 3,
        "disorder_type": kind[0],
        "event_type": kind[1],
        "sub_event_type": kind[2],
        "actor1": _named(coded, first[:1]),
        "assoc_actor_1": [coded.name(m) for m in first[1:]],
        "inter1": inters[0],
        "actor2": _named(coded, second[:1]),
        "assoc_actor_2": [coded.name(m) for m in second[1:]],
        "inter2": inters[1],
        "interaction": "-".join(i for i in inters if i),
        "civilian_targeting": "Civilian targeting" if inters[1] == "Civilians" else "",
        "iso": None,
        "region": region_name(country),
        "country": country_name(country),
        "admin1": place.admin1,
        "admin2": None,
        "admin3": None,
        "location": place.name or place.text,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geo_precision": {"point": 1, "region": 2}.get(place.precision or "", 3),
        "source": document.publisher,
        "source_scale": None,
        "notes": coded.sentence,
        "fatalities": _fatalities(event.magnitude.dead),
        "tags": [event.status, *event.auxiliary],
        "timestamp": _timestamp(document.published),
    }


def _kind(coded: Coded) -> tuple[str, str, str] | None:
    event = coded.event
    plover = event.parent or event.type
    found = _KINDS.get((plover, event.mode or "")) or _KINDS.get((plover, ""))
    civilians = event.recipients and sector(event.recipients[0]) == "CVL"
    if found and found[1] == "Battles" and civilians:
        return (_VIOLENT, "Violence against civilians", "Attack")
    return found


def sides(coded: Coded) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    event = coded.event
    if event.recipients or len(event.actors) < 2:
        return event.actors, event.recipients
    return event.actors[:1], event.actors[1:]


def _named(coded: Coded, mentions: tuple[Mention, ...]) -> str:
    return coded.name(mentions[0]) if mentions else ""


def _inter(mentions: tuple[Mention, ...], kind: tuple[str, str, str]) -> str:
    if not mentions:
        return ""
    mention = mentions[0]
    if (mention.party or "").startswith("ARM:"):
        return "Rebel group"
    if (mention.party or "").startswith(("IGO:", "NGO:")):
        return _EXTERNAL
    role = sector(mention)
    if role in ("CVL", "OPP") and kind[1] in ("Protests", "Riots"):
        return "Protesters" if kind[1] == "Protests" else "Rioters"
    return _INTERS.get(role, _EXTERNAL)


def _fatalities(dead: Figure | None) -> int:
    """The lower figure, as ACLED counts; nobody where no figure is given."""
    return dead.low if dead else 0


def _timestamp(published: str | None) -> int | None:
    if not published:
        return None
    day = datetime.datetime.fromisoformat(published).replace(tzinfo=datetime.UTC)
    return int(day.timestamp())
