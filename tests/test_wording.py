from __future__ import annotations

import msgspec
import pytest

from dragoman.records import Date, Place, Reading
from dragoman.wording import Wording, kind, party_name, title, when, where, with_the

HERE = (0, 1)


def nameless(code: str) -> None:
    """Tables that know nobody."""


def test_who_says_and_who_denies(reading: Reading) -> None:
    wording = Wording(reading, nameless)
    shelling, rejection, _ = reading.events
    assert wording.whose_word(shelling) == "says: the United Nations; denies: Ruritania"
    assert wording.whose_word(rejection) == ""
    own = msgspec.structs.replace(shelling, own_voice=True, asserted_by=())
    assert wording.whose_word(own) == "says: the article; denies: Ruritania"


def test_tolls_name_who_gives_them(reading: Reading) -> None:
    assert list(Wording(reading, nameless).toll(reading.events[0])) == [
        ("dead", "2, says the United Nations")
    ]


def test_names_of_parties_come_from_the_table_first(reading: Reading) -> None:
    wording = Wording(reading, {"RUR": "Kingdom of Ruritania"}.get)
    assert wording.side(reading.events[0].actors) == "Kingdom of Ruritania"
    unresolved = msgspec.structs.replace(reading.events[0].actors[0], party=None)
    assert wording.party(unresolved) == "Ruritanian gunners"


def test_other_sectors_are_named(reading: Reading) -> None:
    rebels = msgspec.structs.replace(reading.events[0].actors[0], sectors=("REB", "MIL"))
    assert Wording(reading, nameless).side([rebels]) == "Ruritania (REB)"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("United States", "the United States"),
        ("Japan", "Japan"),
        ("European Union", "the European Union"),
        ("Marshall Islands", "the Marshall Islands"),
        ("the Quad", "the Quad"),
        ("Republic of the Congo", "the Republic of the Congo"),
    ],
)
def test_articles(name: str, expected: str) -> None:
    assert with_the(name) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (None, ""),
        (Date(start="2023-11-01", end="2023-11-01", text="t", span=HERE), "2023-11-01"),
        (
            Date(start="2023-11-01", end="2023-11-02", text="t", span=HERE),
            "2023-11-01 to 2023-11-02",
        ),
        (Date(start=None, end=None, text="on Monday", span=HERE), "“on Monday”"),
    ],
)
def test_days(date: Date | None, expected: str) -> None:
    assert when(date) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (None, ""),
        (Place(text="the camp", span=HERE), "the camp"),
        (Place(text="Goma", span=HERE, name="Goma", admin1="Nord-Kivu", country="COD"),
         "Goma, Nord-Kivu, COD"),
        (Place(text="Japan", span=HERE, name="Japan", country="JPN", precision="country"), "Japan"),
    ],
)  # fmt: skip
def test_places(place: Place | None, expected: str) -> None:
    assert where(place) == expected


def test_kinds_and_titles(reading: Reading) -> None:
    assert kind(reading.events[0]) == "ASSAULT heavy-weapons"
    assert title(reading) == "Shells fall on Hentzau"
    untitled = msgspec.structs.replace(reading.document, title=None)
    assert title(msgspec.structs.replace(reading, document=untitled)).endswith("...")


def test_names_come_from_our_tables() -> None:
    assert party_name("PRK") == "North Korea"
    assert party_name("IGO:UN") == "United Nations"
    assert party_name("RUR") is None
