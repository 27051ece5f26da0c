"""Terms of office out of each public list, in one shape: name, office, country, dates."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pycountry


class Term(NamedTuple):
    """One person in one office; days are ISO days, possibly only a month or a year, or empty."""

    name: str
    aliases: tuple[str, ...]
    wikidata: str
    gender: str
    party: str
    office: str
    start: str
    end: str
    source: str


# Names of countries in the lists that pycountry does not know by that name.
SPECIAL = {
    "us": "USA", "united-kingdom": "GBR", "scotland": "GBR", "congo-kinshasa": "COD",
    "congo-brazzaville": "COG", "central-african-republic": "CAF", "south-korea": "KOR",
    "north-korea": "PRK", "south-sudan": "SSD", "czech": "CZE", "saudi": "SAU",
    "swiss-federal-council": "CHE", "bosnia-herzegovina": "BIH", "ivory-coast": "CIV",
    "uae": "ARE", "kosovo": "XKX", "north-macedonia": "MKD", "russia": "RUS", "syria": "SYR",
    "iran": "IRN", "venezuela": "VEN", "bolivia": "BOL", "vietnam": "VNM", "moldova": "MDA",
    "tanzania": "TZA", "taiwan": "TWN", "turkey": "TUR", "laos": "LAO", "brunei": "BRN",
    "burma": "MMR", "cabo verde": "CPV", "congo, democratic republic of the": "COD",
    "congo, republic of the": "COG", "cote d'ivoire": "CIV", "gambia, the": "GMB",
    "bahamas, the": "BHS", "korea, north": "PRK", "korea, south": "KOR", "macedonia": "MKD",
    "micronesia, federated states of": "FSM", "holy see (vatican city)": "VAT", "swaziland": "SWZ",
    "saint vincent and the grenadines": "VCT", "holy see": "VAT", "cook islands": "COK",
    "guinea-bissau": "GNB", "timor-leste": "TLS", "papua-new-guinea": "PNG",
    "bosnia and herzegovina": "BIH", "north macedonia": "MKD", "eswatini": "SWZ",
    "democratic republic of the congo": "COD", "republic of the congo": "COG",
}  # fmt: skip
UN_OFFICES = re.compile(r"United Nations|International Court|World Health|UNESCO|UNICEF|High Comm")
EU_OFFICES = re.compile(r"European (?:Commission|Parliament|Council|Central)|European Comm")


def iso3(name: str) -> str:
    """Alpha-3 code of a country as the lists write it; empty where it is none."""
    low = name.strip().lower()
    if low in SPECIAL:
        return SPECIAL[low]
    try:
        return str(pycountry.countries.lookup(low.replace("-", " ")).alpha_3)
    except LookupError:
        return ""


def hand_people(lines: Iterable[str]) -> Iterator[Term]:
    for line in lines:
        party, office, name, start, end, *more = line.split("|")
        aliases = tuple(more[0].split(";")) if more and more[0] else ()
        yield Term(name, aliases, "", "", party, office, start, end, "hand")


def us_people(extra: Path) -> Iterator[Term]:
    with (extra / "us_officials.tsv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            aliases = {f"{row['first']} {row['last']}", f"{row['nickname']} {row['last']}"}
            names = tuple(sorted(a for a in aliases if a.split()[0] and len(a.split()) > 1))
            office = {"sen": "senator", "rep": "congressman"}.get(row["office"], row["office"])
            gender = {"M": "male", "F": "female"}.get(row["gender"], "")
            yield Term(
                row["full_name"], names, "", gender, "USA", office, row["start"], row["end"], "us"
            )


def office_holders(extra: Path) -> Iterator[Term]:
    with (extra / "officeholders.tsv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            party = iso3(row["country"]) or world_party(row["position"])
            if not party or row["position"] in ("First Lady", "Lord Mayor of Dublin"):
                continue
            name = row["person"].split(", ")[0]
            yield Term(
                name, (), row["wikidata"], row["gender"], party, row["position"],
                row["start"], row["end"], "wikidata",
            )  # fmt: skip


def world_party(position: str) -> str:
    if UN_OFFICES.search(position):
        return "IGO:UN"
    return "IGO:EU" if EU_OFFICES.search(position) else ""


def leaders(extra: Path, by_cow: dict[str, str]) -> Iterator[Term]:
    """Heads of government of REIGN, to March 2021; an end of 3/2021 means still in office then."""
    with (extra / "reign_leaders.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            party = REIGN_COW.get(row["ccode"]) or by_cow.get(row["ccode"], "")
            if not party or not row["leader"].strip():
                continue
            start = f"{row['syear']}-{int(row['smonth']):02d}"
            end = f"{row['eyear']}-{int(row['emonth'] or 12):02d}" if row["eyear"] else ""
            gender = {"1": "male", "0": "female"}.get(row["gender"], "")
            end = "" if end >= "2021-03" else end
            yield Term(
                row["leader"].strip(),
                (),
                "",
                gender,
                party,
                "head of government",
                start,
                end,
                "reign",
            )


REIGN_COW = {"255": "DEU", "260": "DEU", "678": "YEM", "679": "YEM", "365": "RUS", "345": "SRB"}


def cia_people(extra: Path) -> Iterator[Term]:
    """Cabinets as of mid 2019: no dates of office, only that day."""
    with (extra / "cia_cabinets_2019.tsv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            party = iso3(row["country"])
            name = re.sub(r"\(.*?\)|,.*", "", row["person"]).strip()
            words = [w.title() if w.isupper() and len(w) > 2 else w for w in name.split()]
            if party and len(words) > 1:
                yield Term(
                    " ".join(words),
                    (),
                    "",
                    "",
                    party,
                    row["title"],
                    "2019-06",
                    "2019-08",
                    "cia2019",
                )


TITLE_WORDS = frozenset(
    "minister president ministry government foreign defense defence prime secretary general army "
    "police king prince chief governor republic national military party court royal".split()
)


def dictionary_people(extra: Path) -> Iterator[Term]:
    """People of the PETRARCH-2 dictionaries with dates: officials to about 2013."""
    with gzip.open(extra / "actors_countries.jsonl.gz", "rt", encoding="utf-8") as handle:
        for line in handle:
            entry = json.loads(line)
            for code in entry["codes"]:
                party = code["code"][:3]
                known = pycountry.countries.get(alpha_3=party)
                if code.get("start") and code["code"][3:6] == "GOV" and known:
                    name = entry["name"].title().replace("_", " ")
                    if 2 <= len(name.split()) <= 5 and not TITLE_WORDS & set(name.lower().split()):
                        start, end = code["start"], code.get("end", "")
                        yield Term(name, (), "", "", party, "official", start, end, "petrarch2")
