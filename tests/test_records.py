from __future__ import annotations

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dragoman
from dragoman.reader import read_many
from dragoman.records import Reading, reading_schema
from fakes import FakeCoder

VALID = jsonschema.Draft202012Validator(reading_schema())


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(reading_schema())


def test_a_reading_keeps_to_the_schema(reading: Reading) -> None:
    VALID.validate(reading.to_dict())


@given(st.lists(st.text(), max_size=3))
def test_failed_readings_keep_to_the_schema_as_well(texts: list[str]) -> None:
    for reading in read_many([*texts, ""], coder=FakeCoder()):
        VALID.validate(reading.to_dict())


def test_the_schema_refuses_what_is_not_a_reading(reading: Reading) -> None:
    for broken in ({}, {**reading.to_dict(), "more": 1}, {**reading.to_dict(), "events": None}):
        assert not VALID.is_valid(broken)


def test_json_and_back(reading: Reading) -> None:
    line = reading.to_json()
    assert "\n" not in line
    assert msgspec.json.decode(line, type=Reading) == reading
    assert msgspec.json.decode(line, type=Reading).to_json() == line


def test_fields_come_in_the_published_order(reading: Reading) -> None:
    assert list(reading.to_dict()) == [
        "document", "events", "attributions", "entities", "warnings", "error", "coder",
    ]  # fmt: skip


def test_quotes_are_those_with_quoted_words(reading: Reading) -> None:
    direct = msgspec.structs.replace(reading.attributions[0], quote="direct")
    changed = msgspec.structs.replace(reading, attributions=(direct, *reading.attributions))
    assert changed.quotes == (direct,)


def test_readings_are_frozen(reading: Reading) -> None:
    with pytest.raises(AttributeError):
        reading.error = None  # type: ignore[misc]
    assert isinstance(reading, dragoman.Reading)
