from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import ConfigError
from dragoman.knowledge.places import (
    COUNTRY_FEATURES,
    Gazetteer,
    distance_km,
    fold,
    load_gazetteer,
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("name", "country", "feature"),
    [
        ("Goma", "COD", "PPL"),
        ("Kyiv", "UKR", "PPLC"),
        ("Kiev", "UKR", "PPLC"),
        ("Sanaa", "YEM", "PPLC"),
        ("Sana'a", "YEM", "PPLC"),
        ("U.S.", "USA", "PCLI"),
        ("UK", "GBR", "PCLI"),
        ("Georgia", "GEO", "PCLI"),
        ("Turkey", "TUR", "PCLI"),
        ("Texas", "USA", "ADM1"),
        ("Scotland", "GBR", "ADM1"),
        ("Anbar", "IRQ", "ADM1"),
        ("Donbas", "UKR", "RGN"),
        ("the Golan Heights", "SYR", "RGN"),
        ("Nagorno-Karabakh", "AZE", "RGN"),
        ("the West Bank", "PSE", "RGN"),
        ("Sahel", None, "RGN"),
        ("Red Sea", None, "SEA"),
        ("Strait of Hormuz", None, "STRT"),
        ("Litani River", "LBN", "STM"),
        ("Snake Island", "UKR", "ISL"),
        ("Bagram", "AFG", "MILB"),
        ("Torkham", "PAK", "CRSSG"),
        ("Heathrow", "GBR", "AIRP"),
    ],
)
def test_the_likeliest_place_of_a_name(
    gazetteer: Gazetteer, name: str, country: str | None, feature: str
) -> None:
    best = max(gazetteer.lookup(name), key=lambda c: c.rank)
    assert (best.country, best.feature) == (country, feature)


def test_unknown_names_give_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Qwxzburg") == ()
    assert "Qwxzburg" not in gazetteer
    assert "Goma" in gazetteer


def test_every_country_is_there_once(gazetteer: Gazetteer) -> None:
    codes = [c.country for c in gazetteer.countries()]
    assert len(codes) == len(set(codes)) > 230
    assert all(c.feature in COUNTRY_FEATURES for c in gazetteer.countries())


def test_the_table_says_where_it_comes_from(gazetteer: Gazetteer) -> None:
    assert "GeoNames (CC BY 4.0)" in gazetteer.source["PPL"]
    features = {gazetteer.place(row).feature for row in range(0, len(gazetteer), 97)}
    assert all(f in gazetteer.source or "*" in gazetteer.source for f in features)


def test_opening_and_looking_up_are_cheap() -> None:
    path = Path(__file__).parents[2] / "src" / "dragoman" / "knowledge" / "data" / "places.bin"
    assert path.stat().st_size < 25_000_000
    start = time.process_time()
    table = Gazetteer(path)
    opened = time.process_time() - start
    start = time.process_time()
    for _ in range(200):
        table.lookup("Mosul")
    assert opened < 0.5  # ten times what it takes, for busy machines
    assert (time.process_time() - start) / 200 < 0.001


@pytest.mark.parametrize("content", [b"", b"not a table", b"DGMPLC99" + b"\0" * 64])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "places.bin"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="D303"):
        Gazetteer(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="D303"):
        load_gazetteer(tmp_path / "none.bin")


@pytest.mark.parametrize(
    ("one", "other"),
    [("São Tomé", "Sao Tome"), ("St. Louis", "ST LOUIS"), ("the Hague", "Hague"), ("Łódź", "lodz")],
)
def test_spellings_that_are_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_distance() -> None:
    assert distance_km((52.52, 13.405), (48.857, 2.352)) == pytest.approx(878, abs=2)
    assert distance_km((10.0, 20.0), (10.0, 20.0)) == 0
