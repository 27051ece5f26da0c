"""Every form is read back by a parser that knows only the form's published list of columns."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from dragoman.errors import InputError
from dragoman.export.cells import csv_line, safe_cell, tab_line
from dragoman.export.formats import FORMATS, Done, selected_of, write_export
from dragoman.records import Reading
from fakes import TEXT

# As published, and written here a second time on purpose.
GDELT = """GLOBALEVENTID SQLDATE MonthYear Year FractionDate Actor1Code Actor1Name
Actor1CountryCode Actor1KnownGroupCode Actor1EthnicCode Actor1Religion1Code Actor1Religion2Code
Actor1Type1Code Actor1Type2Code Actor1Type3Code Actor2Code Actor2Name Actor2CountryCode
Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code Actor2Religion2Code Actor2Type1Code
Actor2Type2Code Actor2Type3Code IsRootEvent EventCode EventBaseCode EventRootCode QuadClass
GoldsteinScale NumMentions NumSources NumArticles AvgTone Actor1Geo_Type Actor1Geo_FullName
Actor1Geo_CountryCode Actor1Geo_ADM1Code Actor1Geo_ADM2Code Actor1Geo_Lat Actor1Geo_Long
Actor1Geo_FeatureID Actor2Geo_Type Actor2Geo_FullName Actor2Geo_CountryCode Actor2Geo_ADM1Code
Actor2Geo_ADM2Code Actor2Geo_Lat Actor2Geo_Long Actor2Geo_FeatureID ActionGeo_Type
ActionGeo_FullName ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_ADM2Code ActionGeo_Lat
ActionGeo_Long ActionGeo_FeatureID DATEADDED SOURCEURL""".split()
MENTIONS = """GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName
MentionIdentifier SentenceID Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence
MentionDocLen MentionDocTone MentionDocTranslationInfo Extras""".split()
ICEWS = """Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|
Intensity|Target Name|Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|
District|Province|Country|Latitude|Longitude""".replace("\n", "").split("|")
POLECAT = """Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|
Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|
Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|
Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|District|
Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|
Story People|Story Organizations|Story Locations|Language|Version""".replace("\n", "").split("|")
NGEC = """id,story_id,pub_date,event_type,event_mode,anchor_quote,date_text,date,date_granularity,
date_type,location_text,killed_text,injured_text,location_name,location_country,location_admin1,lat,
lon,geonameid,actor_text,actor_code,actor_wiki,recipient_text,recipient_code,recipient_wiki"""
ACLED = """event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,
actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,
country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,
fatalities,tags,timestamp"""
UCDP = """id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,
conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,
side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,
source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,
geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,
deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"""

Written = Callable[..., tuple[Done, str]]


@pytest.fixture
def written(tmp_path: Path, reading: Reading) -> Written:
    def write(name: str, *include: str, given: Reading = reading) -> tuple[Done, str]:
        out = tmp_path / "out"
        done = write_export(name, out, selected_of([given]), include=include)
        assert list(tmp_path.iterdir()) == [out]
        return done, out.read_text(encoding="utf-8")

    return write


def tab(text: str, columns: list[str], *, header: bool = False) -> list[dict[str, str]]:
    lines = [line.split("\t") for line in text.splitlines()]
    if header:
        assert lines.pop(0) == columns
    assert {len(line) for line in lines} <= {len(columns)}
    return [dict(zip(columns, line, strict=True)) for line in lines]


def comma(text: str, columns: str) -> list[dict[str, str]]:
    rows = csv.DictReader(text.splitlines())
    assert rows.fieldnames == columns.replace("\n", "").split(",")
    return list(rows)


def test_gdelt_events(written: Written) -> None:
    assert len(GDELT) == 61
    done, text = written("gdelt", "all")
    rows = tab(text, GDELT)
    assert len(rows) == done.rows == 3
    shelling, meeting = rows[0], rows[2]
    assert shelling["SQLDATE"] == "20231031"
    assert shelling["FractionDate"] == "2023.9068"
    assert (shelling["EventCode"], shelling["EventRootCode"]) == ("194", "19")
    assert shelling["QuadClass"] == "4"
    assert shelling["GoldsteinScale"] == "-10.0"
    assert shelling["Actor1Name"] == "RURITANIA"
    assert (shelling["ActionGeo_Lat"], shelling["ActionGeo_Long"]) == ("50.5", "14.25")
    assert {meeting["Actor1Name"], meeting["Actor2Name"]} == {"RURITANIA", "GRAND FENWICK"}
    assert all(int(row["GLOBALEVENTID"]) < 2**53 for row in rows)


def test_gdelt_mentions_belong_to_events(written: Written) -> None:
    assert len(MENTIONS) == 16
    _, events = written("gdelt", "all")
    done, text = written("gdelt-mentions", "all")
    rows = tab(text, MENTIONS)
    assert [r["GLOBALEVENTID"] for r in rows] == [r["GLOBALEVENTID"] for r in tab(events, GDELT)]
    assert rows[0]["Confidence"] == "91"
    assert rows[0]["ActionCharOffset"] == str(TEXT.index("shelled"))
    assert done.rows == 3


def test_icews(written: Written) -> None:
    _, text = written("icews", "all")
    rows = tab(text, ICEWS, header=True)
    assert rows[0]["Event Date"] == "2023-10-31"
    assert rows[0]["CAMEO Code"] == "194"
    assert rows[0]["City"] == "Hentzau"
    assert rows[0]["Publisher"] == "The Strelsau Courier"


def test_polecat(written: Written) -> None:
    assert len(POLECAT) == 40
    _, text = written("polecat", "all")
    rows = tab(text, POLECAT, header=True)
    assert [row["Event Type"] for row in rows] == ["ASSAULT", "REJECT", "CONSULT"]
    assert rows[0]["Quad Code"] == "MATERIAL CONFLICT"
    assert rows[0]["Recipient Name"] == "None"
    assert rows[2]["Actor Name"] == "Ruritania;Grand Fenwick"


def test_ngec(written: Written) -> None:
    _, text = written("ngec", "all")
    rows = comma(text, NGEC)
    assert len(rows[0]) == 25
    assert [row["date_type"] for row in rows] == ["exact", "unresolved", "exact"]
    assert rows[0]["killed_text"] == "two dockers"


def test_phoenix(written: Written) -> None:
    _, text = written("phoenix", "all")
    rows = [line.split("\t") for line in text.splitlines()]
    assert {len(row) for row in rows} == {26}
    assert rows[0][1:5] == ["20231031", "2023", "10", "31"]
    assert (rows[0][13], rows[0][14], rows[0][15]) == ("194", "19", "4")


def test_petrarch(written: Written) -> None:
    _, text = written("petrarch", "all")
    row = text.splitlines()[0].split("\t")
    assert row[0] == "20231031"
    assert row[3] == "194"


def test_acled(written: Written) -> None:
    _, text = written("acled", "all")
    rows = comma(text, ACLED)
    assert len(rows[0]) == 31
    assert [row["event_type"] for row in rows] == ["Explosions/Remote violence"]
    assert rows[0]["fatalities"] == "2"
    assert rows[0]["time_precision"] == "1"


def test_ucdp(written: Written) -> None:
    _, text = written("ucdp", "all")
    (row,) = comma(text, UCDP)
    assert len(row) == 49
    assert (row["best"], row["low"], row["high"]) == ("2", "2", "2")
    assert row["source_original"] == "United Nations"
    assert row["geom_wkt"] == "POINT (14.25 50.5)"


def test_plover(written: Written) -> None:
    _, text = written("plover", "all")
    events = [json.loads(line) for line in text.splitlines()]
    assert [e["event"] for e in events] == [["ASSAULT"], ["REJECT"], ["CONSULT"]]
    assert events[0]["date"] == "2023-10-31"
    assert events[0]["size"] == {"dead": 2, "injured": None, "arrested": None}
    assert events[0]["comment"] == "contested; says: United Nations; denies: Ruritania"
    assert events[2]["mode"] == ["meeting", "future"]


def test_geojson(written: Written) -> None:
    _, text = written("geojson")
    collection = json.loads(text)
    assert collection["type"] == "FeatureCollection"
    (point,) = collection["features"]
    assert point["geometry"] == {"type": "Point", "coordinates": [14.25, 50.5]}


def test_graphml(written: Written) -> None:
    done, text = written("graphml", "all")
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    root = ElementTree.fromstring(text)
    nodes = {node.get("id") for node in root.iterfind(".//g:node", space)}
    edges = [(e.get("source"), e.get("target")) for e in root.iterfind(".//g:edge", space)]
    assert nodes == {"RUR", "GFK", "IGO:UN"}
    assert edges == [("GFK", "RUR"), ("RUR", "GFK"), ("RUR", "IGO:UN")]
    assert done.rows == 3


def test_annotations(written: Written, reading: Reading) -> None:
    _, text = written("annotations")
    for line in text.splitlines():
        annotation = json.loads(line)
        assert annotation["type"] == "Annotation"
        for target in annotation["target"]:
            quote, position = target["selector"]
            exact = reading.document.text[position["start"] : position["end"]]
            assert quote["exact"] == exact
            assert quote["prefix"] + exact + quote["suffix"] in reading.document.text


def test_csv_and_jsonl_hold_everything(written: Written, reading: Reading) -> None:
    _, text = written("csv")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["status"] for row in rows] == ["contested", "reported", "reported"]
    _, lines = written("jsonl")
    assert msgspec.json.decode(lines, type=Reading) == reading


def test_parquet(tmp_path: Path, reading: Reading) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    out = tmp_path / "out"
    for _ in range(2):
        assert write_export("parquet", out, selected_of([reading])).rows == 3
    assert sorted(p.name for p in out.iterdir()) == ["month=2023-10", "month=2023-11", "month=none"]
    table = pq.read_table(out / "month=2023-10" / "events-0.parquet", partitioning=None)
    assert table.column("type").to_pylist() == ["ASSAULT"]
    book = json.loads(table.schema.metadata[b"dragoman.codebook"])
    assert "ASSAULT" in book["types"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("do not touch")
    with pytest.raises(InputError, match="holds other things"):
        write_export("parquet", tmp_path / "mine", selected_of([reading]))


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.facts])
def test_what_is_no_fact_is_left_out_unless_asked_for(
    name: str, written: Written, reading: Reading
) -> None:
    done, _ = written(name)
    dated = FORMATS[name].needs_day
    assert done.left_out == {"contested": 1, "future": 1, **({"undated": 1} if dated else {})}
    assert written(name, "all")[0].left_out == {}
    negated = [msgspec.structs.replace(e, auxiliary=("negation",)) for e in reading.events]
    denied = [msgspec.structs.replace(e, status="denied", auxiliary=()) for e in reading.events]
    for events, reason in ((negated[1:], "negation"), (denied, "denied")):
        done, _ = written(name, given=msgspec.structs.replace(reading, events=tuple(events)))
        assert done.left_out == {reason: len(events)}


def test_unknown_names() -> None:
    with pytest.raises(InputError, match="Closest: gdelt"):
        write_export("gdlt", Path("x"), [])
    with pytest.raises(InputError, match="Unknown --include 'rumours'"):
        write_export("gdelt", Path("x"), [], include=["rumours"])


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, reading: Reading) -> None:
    with pytest.raises(InputError, match="D109"):
        write_export("csv", tmp_path / "none" / "out.csv", selected_of([reading]))
    out = tmp_path / "out.csv"
    out.write_text("old")

    def broken() -> object:
        yield reading, reading.events
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_export("csv", out, broken())  # type: ignore[arg-type]
    assert out.read_text() == "old"


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@cmd", "\t=1", "\r=1"])
def test_cells_that_a_spreadsheet_would_run_are_made_words(words: str) -> None:
    assert safe_cell(words).startswith("'")
    assert csv_line([words, -1, -0.5]).endswith(",-1,-0.5")
    assert not tab_line([words]).startswith(("=", "+", "-", "@"))


def test_a_cell_cannot_make_a_column_or_a_line() -> None:
    assert tab_line(["a\tb\nc", None, True, ["x", "y;z"]]) == "a b c\t\t1\tx;y,z"
