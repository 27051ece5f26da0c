"""Look-ups over the tables of knowledge."""

from __future__ import annotations

import time

import pytest

from dragoman.knowledge import answers, load_knowledge

KNOWLEDGE = load_knowledge()
DAY = "2023-11-01"


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("South Korea", "KOR"),
        ("Kyiv", "UKR"),
        ("Kiev", "UKR"),
        ("the Kremlin".removeprefix("the "), "RUS"),
        ("Dutch", "NLD"),
        ("Blue House", "KOR"),
        ("Elysee", "FRA"),
        ("Élysée", "FRA"),
        ("Zaire", "COD"),
        ("Rhodesia", "ZWE"),
        ("Soviet Union", "RUS"),
        ("U.S.", "USA"),
        ("Filipinos", "PHL"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("Zhongnanhai", "CHN"),
        ("Rabat", "MAR"),
        ("XKX", "XKX"),
    ],
)
def test_country(name: str, iso3: str) -> None:
    country = KNOWLEDGE.country(name)
    assert country is not None
    assert country.iso3 == iso3


def test_country_unknown() -> None:
    assert KNOWLEDGE.country("Ruritania") is None


def test_country_has_codes_and_neighbours() -> None:
    ukraine = KNOWLEDGE.countries["UKR"]
    assert (ukraine.iso2, ukraine.cow) == ("UA", "369")
    assert "POL" in ukraine.neighbours


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("Unicef", "IGO:UN"),
        ("IAEA", "IGO:IAEA"),
        ("European Commission", "IGO:EU"),
        ("Hezbollah", "ARM:Hezbollah"),
        ("Rapid Support Forces", "ARM:RSF"),
        ("Doctors Without Borders", "NGO:MSF"),
        ("Arakan Army", "ARM:Arakan Army"),
        ("Knesset", "ISR"),
        ("Tatmadaw", "MMR"),
        ("Xinhua", "CHN"),
    ],
)
def test_organisation(name: str, party: str) -> None:
    found = KNOWLEDGE.organisation(name, on=DAY)
    assert found is not None
    assert found.party == party


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("PRK", "North Korea"),
        ("IGO:EU", "European Union"),
        ("ARM:RSF", "Rapid Support Forces"),
        ("ARM:Nobody", "Nobody"),
    ],
)
def test_party_name(code: str, name: str) -> None:
    assert KNOWLEDGE.party_name(code) == name


@pytest.mark.parametrize(
    ("name", "on", "party", "office"),
    [
        ("Blinken", "2023-11-01", "USA", "secretary of state"),
        ("Choe Son Hui", "2023-11-01", "PRK", "foreign"),
        ("Donald Tusk", "2012-01-01", "POL", "prime"),
        ("Donald Tusk", "2016-01-01", "IGO:EU", "council"),
        ("Donald Tusk", "2024-06-27", "POL", "prime"),
        ("Peskov", "2024-06-27", "RUS", "spokesman"),
        ("Mark Rutte", "2020-01-01", "NLD", "prime"),
        ("Mark Rutte", "2025-01-01", "IGO:NATO", "secretary"),
        ("Hemedti", "2023-05-01", "ARM:RSF", "commander"),
        ("Merkel", "2015-01-01", "DEU", "chancellor"),
        ("Ban Ki-moon", "2010-01-01", "IGO:UN", "secretary"),
    ],
)
def test_person_at_a_date(name: str, on: str, party: str, office: str) -> None:
    person = KNOWLEDGE.person(name, on=on)
    assert person is not None
    term = person.term(on)
    assert term is not None
    assert term.party == party
    assert office in term.office.lower()


def test_those_in_office_in_armenia_are_no_rebels() -> None:
    person = KNOWLEDGE.person("Nikol Pashinyan", on="2021-11-27")
    assert person is not None
    assert {term.sectors for term in person.terms if term.party == "ARM"} == {("GOV",)}


def test_a_common_surname_is_nobody() -> None:
    assert KNOWLEDGE.person("Smith", on=DAY) is None


def test_a_given_name_is_nobody() -> None:
    assert KNOWLEDGE.person("Antony", on=DAY) is None


@pytest.mark.parametrize(
    ("title", "country", "on", "name"),
    [
        ("foreign minister", "KOR", "2023-11-01", "Park Jin"),
        ("prime minister", "GBR", "2001-06-01", "Tony Blair"),
        ("foreign minister", "FRA", "2024-06-01", "Stephane Sejourne"),
    ],
)
def test_office(title: str, country: str, on: str, name: str) -> None:
    person = KNOWLEDGE.office(title, country, on)
    assert person is not None
    assert person.name == name


def test_taliban_are_the_government_since_august_2021() -> None:
    assert answers(KNOWLEDGE, "Taliban", on="2021-08-01")[0].party == "ARM:Taliban"
    assert answers(KNOWLEDGE, "Taliban", on="2021-09-01")[0].party == "AFG"


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("riot policemen", "COP"),
        ("villagers", "CVL"),
        ("foreign minister", "GOV"),
        ("dockers", "LAB"),
    ],
)
def test_role(words: str, sector: str) -> None:
    role = KNOWLEDGE.role(words.split())
    assert role is not None
    assert role.sectors[0] == sector


def test_nouns_that_tell_a_sector_and_name_nobody() -> None:
    assert KNOWLEDGE.role(["boat"]) is None
    assert KNOWLEDGE.heads["patrol boat"] == ("MIL",)
    assert KNOWLEDGE.services["consular"] == ("GOV",)


def test_place() -> None:
    assert KNOWLEDGE.place("Florida")[0][0] == "USA"
    assert KNOWLEDGE.place("Kharkiv")[0][0] == "UKR"
    assert KNOWLEDGE.place("Nowhere at all") == ()


def test_loads_quickly() -> None:
    load_knowledge.cache_clear()
    began = time.process_time()
    load_knowledge()
    # 20 ms on one core of 2023; the bound leaves room for a busy machine.
    assert time.process_time() - began < 0.5


def test_every_row_has_a_source() -> None:
    owners = {owner for found in KNOWLEDGE.names.values() for _, owner in found}
    assert {owner.source for owner in owners} <= {"hand", "mledoze", "petrarch2"}
    assert "" not in {owner.source for owner in owners}
