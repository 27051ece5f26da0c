"""`code_batch`: fixed schemas, a row out for every row in."""

from __future__ import annotations

import pytest

from dragoman.engine.batch import (
    article_schema,
    articles_batch,
    code_batch,
    from_batch,
    reading_schema,
    readings_of,
)
from dragoman.errors import InputError
from dragoman.reader import read_many
from dragoman.records import Article, Notice
from fakes import FakeCoder

pa = pytest.importorskip("pyarrow")

ARTICLES = [
    Article(
        id="a", text="Gunners shelled the port.", published="2023-11-01", published_from="page"
    ),
    Article(text="  "),
    Article(id="b", text="", error=Notice(code="D105", message="no such file")),
    Article(text="Nothing happened.", warnings=(Notice(code="D111", message="guessed"),)),
]


def test_articles_survive_the_batch() -> None:
    assert from_batch(articles_batch(ARTICLES)) == ARTICLES


def test_the_batch_reads_as_the_articles_do() -> None:
    out = code_batch(articles_batch(ARTICLES), coder=FakeCoder())
    assert out.schema == reading_schema()
    assert readings_of(out) == list(read_many(ARTICLES, coder=FakeCoder()))
    assert out.column("error_code").to_pylist() == [None, "D101", "D105", None]
    assert out.column("events").to_pylist() == [1, 0, 0, 0]


def test_other_columns_are_left_alone_and_missing_ones_are_null() -> None:
    batch = pa.RecordBatch.from_pylist(
        [{"text": "They shelled it.", "score": 3, "published": None}]
    )
    (reading,) = readings_of(code_batch(batch, coder=FakeCoder()))
    assert len(reading.events) == 1
    assert set(article_schema().names) >= {"id", "text", "url"}


def test_a_batch_without_texts_says_what_it_lacks() -> None:
    with pytest.raises(InputError, match="no column 'text', only body"):
        code_batch(pa.RecordBatch.from_pylist([{"body": "x"}]))


def test_no_rows_give_no_rows() -> None:
    assert code_batch(articles_batch([]), coder=FakeCoder()).num_rows == 0
