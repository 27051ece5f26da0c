from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dragoman
from dragoman.errors import InputError, ModelError
from dragoman.ingest.sources import articles
from dragoman.reader import read, read_many
from dragoman.records import Article, Notice, Reading
from dragoman.settings import load_settings
from fakes import FakeCoder

NEWS = "Ruritanian gunners shelled the port on Tuesday, the harbour master said in a statement."


def test_reading_a_text(coder: FakeCoder) -> None:
    reading = read(NEWS, published="2023-11-01", title="Shells", id="x1", coder=coder)
    assert [event.type for event in reading.events] == ["ASSAULT"]
    assert (reading.document.id, reading.document.title) == ("x1", "Shells")
    assert (reading.document.published, reading.document.published_from) == ("2023-11-01", "given")


def test_bytes_and_articles_are_read_as_well(coder: FakeCoder) -> None:
    assert read(NEWS.encode(), coder=coder).events
    assert read(Article(text=NEWS), coder=coder).events


@pytest.mark.parametrize("text", ["", "12", "a" * 2_000_000, b"%PDF-1.4"])
def test_what_cannot_be_read_raises(text: str | bytes, coder: FakeCoder) -> None:
    with pytest.raises(InputError):
        read(text, coder=coder)


def test_a_text_in_another_language_is_marked_and_not_coded(coder: FakeCoder) -> None:
    spanish = "Los soldados de la capital shelled el puerto y las casas del pueblo en la noche"
    reading = read(spanish, coder=coder)
    assert reading.document.language == "es"
    assert [notice.code for notice in reading.warnings] == ["D114"]
    assert reading.events == ()


def test_in_a_batch_the_others_go_on_and_the_failed_one_gives_its_line(coder: FakeCoder) -> None:
    broken = Article(text="", id="gone.txt", error=Notice(code="D105", message="gone"))
    texts = [
        NEWS,
        "",
        broken,
        b"\x00" * 99,
        "x" * 2_000_000,
        Article(text=NEWS, published="?"),
        NEWS,
    ]
    readings = list(read_many(texts, coder=coder))
    codes = [reading.error.code if reading.error else None for reading in readings]
    assert codes == [None, "D101", "D105", "D103", "D102", "D107", None]
    assert all(not r.events and not r.attributions and not r.entities for r in readings[1:6])
    assert readings[2].document.id == "gone.txt"
    assert readings[0] == readings[6]
    assert len(readings[4].to_json()) < 1_000


def test_a_fault_of_our_own_loses_one_article_and_not_the_batch() -> None:
    class Faulty(FakeCoder):
        def read(self, article: Article) -> Reading:
            if "port" in article.text:
                raise ZeroDivisionError("a bug")
            return super().read(article)

    readings = list(read_many([NEWS, NEWS.replace("port", "quay")], coder=Faulty()))
    assert [r.error and r.error.code for r in readings] == ["D901", None]


def test_a_broken_model_stops_the_batch() -> None:
    class Broken(FakeCoder):
        def read(self, article: Article) -> Reading:
            raise ModelError("D201", "no model")

    with pytest.raises(ModelError):
        list(read_many([NEWS], coder=Broken()))


def test_a_date_for_those_that_have_none(coder: FakeCoder) -> None:
    dated = Article(text=NEWS, published="2020-02-02")
    declared = Article(text=NEWS, published="2020-02-02", published_from="page")
    readings = list(read_many([NEWS, dated, declared], published="2023-11-01", coder=coder))
    assert [r.document.published for r in readings] == ["2023-11-01", "2020-02-02", "2023-11-01"]
    assert readings[2].document.published_from == "given"


def test_a_fallback_date_that_is_none_is_refused_at_once(coder: FakeCoder) -> None:
    with pytest.raises(InputError, match="D107"):
        read_many([NEWS], published="soon", coder=coder)


def test_limits_are_settings(coder: FakeCoder) -> None:
    settings = load_settings({"max_text_chars": 10}, environ={})
    with pytest.raises(InputError, match="10 are allowed"):
        read(NEWS, settings=settings, coder=coder)


@given(st.lists(st.one_of(st.text(st.characters(categories=None)), st.binary()), max_size=5))
def test_any_batch_gives_one_line_each(texts: list[str | bytes]) -> None:
    readings = list(read_many(texts, coder=FakeCoder()))
    assert len(readings) == len(texts)
    for text, reading in zip(texts, readings, strict=True):
        reading.to_json()
        if isinstance(text, str):
            assert len(reading.document.text) == len(text)


def test_the_package_offers_what_it_names() -> None:
    assert dragoman.read is read
    assert dragoman.articles is articles
    assert set(dragoman.__all__) <= set(dir(dragoman))
    with pytest.raises(AttributeError):
        dragoman.nothing  # noqa: B018
