"""The pool: order, bounds, and a poison document that costs itself only."""

from __future__ import annotations

import pytest

from dragoman.engine.pool import Pool
from dragoman.errors import ModelError
from dragoman.reader import read_many
from dragoman.records import Article
from dragoman.settings import load_settings
from fakes import FakeCoder

pytest.importorskip("pyarrow")


def articles(*texts: str) -> list[Article]:
    return [Article(id=str(i), text=text, language="en") for i, text in enumerate(texts)]


def test_the_same_as_in_one_process_and_in_order() -> None:
    given = articles(*(f"Gunners shelled port {i}." for i in range(9)), "", "Nothing.")
    with Pool(workers=2, coder="fakes:make_fake") as pool:
        assert list(pool.read_many(given)) == list(read_many(given, coder=FakeCoder()))


def test_a_poison_document_costs_itself_only() -> None:
    given = articles("They shelled it.", "DIE now", "EAT all", "They shelled them.")
    with Pool(workers=1, coder="fakes:make_poisonous") as pool:
        readings = list(pool.read_many(given))
    assert [r.document.id for r in readings] == ["0", "1", "2", "3"]
    assert [r.error.code if r.error else None for r in readings] == [None, "D117", "D117", None]
    assert [len(r.events) for r in readings] == [1, 0, 0, 1]


def test_a_document_that_takes_too_long_is_given_up() -> None:
    settings = load_settings({"document_timeout_s": 2})
    with Pool(workers=1, coder="fakes:make_poisonous", settings=settings) as pool:
        (reading,) = pool.read_many(articles("SLEEP long"))
    assert reading.error is not None
    assert (reading.error.code, reading.document.text) == ("D116", "SLEEP long")


def test_a_coder_that_cannot_be_loaded_is_an_error() -> None:
    with (
        Pool(workers=1, coder="fakes:make_none") as pool,
        pytest.raises(ModelError, match="There is no model"),
    ):
        list(pool.read_many(articles("They shelled it.")))
