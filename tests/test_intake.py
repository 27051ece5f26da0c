from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.intake import clean, day, decode, document_id, prepare
from dragoman.language import language_of
from dragoman.records import Article
from dragoman.settings import load_settings

SETTINGS = load_settings(environ={})
NEWS = "The minister met the envoys in Geneva on Monday and said that talks would go on."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "D101"),
        (" \n\t\u00a0", "D101"),
        ("... 1914 -- 1918 !!", "D108"),
        ("a" * 1_000_001, "D102"),
    ],
)
def test_unreadable_texts_are_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        prepare(Article(text=text), SETTINGS)
    assert caught.value.code == code


def test_twenty_megabytes_are_refused_in_under_a_second() -> None:
    start = time.process_time()
    with pytest.raises(InputError, match="20,000,000"):
        prepare(Article(text="word " * 4_000_000), SETTINGS)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7 whatever",
        b"PK\x03\x04 whatever",
        b"\x1f\x8b\x08",
        b"\x89PNG\r\n",
        bytes(range(256)) * 20,
        b"\x00" * 400,
        b"\x01\x02\x03" * 100,
    ],
)
def test_bytes_that_are_no_text_are_refused(raw: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(raw)
    assert caught.value.code == "D103"


@pytest.mark.parametrize(
    ("raw", "charset", "warned"),
    [
        (NEWS.encode(), None, False),
        (b"\xef\xbb\xbf" + NEWS.encode(), None, False),
        (NEWS.encode("utf-16"), None, False),
        (NEWS.encode("utf-32"), None, False),
        (NEWS.encode("utf-16-le"), None, True),
        (NEWS.encode("utf-16-be"), None, True),
        (NEWS.encode(), "no-such-charset", False),
        (NEWS.encode(), "base64", False),
    ],
)
def test_encodings_are_found(raw: bytes, charset: str | None, warned: bool) -> None:
    text, warnings = decode(raw, charset=charset)
    assert text == NEWS
    assert bool(warnings) == warned


@pytest.mark.parametrize(("charset", "warned"), [(None, True), ("latin-1", False)])
def test_other_encodings_are_read_with_a_warning(charset: str | None, warned: bool) -> None:
    text, warnings = decode("café".encode("latin-1"), charset=charset)
    assert text == "café"
    assert [notice.code for notice in warnings] == (["D111"] if warned else [])


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        text, _ = decode(raw)
    except InputError as error:
        text = error.message
    text.encode("utf-8")


@given(st.text(st.characters(categories=None)))
def test_cleaning_replaces_one_for_one(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    cleaned.encode("utf-8")
    assert all(a == b or b == "\ufffd" for a, b in zip(text, cleaned, strict=True))
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (NEWS + "\x00", "D112"),
        (NEWS + "\ud800", "D112"),
        (NEWS + "\u202e", "D113"),
        (NEWS + "\u2067", "D113"),
        ("El ministro dijo que las conversaciones con los países de la región seguirán.", "D114"),
        ("Министр встретился с послами в Женеве и заявил о продолжении переговоров.", "D114"),
        ("外交部长周一在日内瓦会见了特使", "D114"),
        (NEWS + " The ministerâ€™s office", "D111"),
    ],
)
def test_odd_texts_are_read_with_a_warning(text: str, code: str) -> None:
    article = prepare(Article(text=text), SETTINGS)
    assert [notice.code for notice in article.warnings] == [code]
    assert len(article.text) == len(text)


def test_a_plain_article_gives_no_warning() -> None:
    article = prepare(Article(text=NEWS, published="2023-11-01T10:00:00Z"), SETTINGS)
    assert (article.warnings, article.language, article.published) == ((), "en", "2023-11-01")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-11-01", "2023-11-01"),
        ("2023-11-01T23:59:00+02:00", "2023-11-01"),
        (datetime.date(2023, 11, 1), "2023-11-01"),
        (datetime.datetime(2023, 11, 1, 5), "2023-11-01"),
        ("", None),
        (None, None),
    ],
)
def test_days(value: object, expected: str | None) -> None:
    assert day(value) == expected


@pytest.mark.parametrize("value", ["yesterday", "2023-13-01", "1 Nov 2023", 7])
def test_what_is_no_day_is_refused(value: object) -> None:
    with pytest.raises(InputError, match="D107"):
        day(value)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (NEWS, "en"),
        (
            "Le ministre a dit que les pourparlers dans la région sont finis pour une semaine",
            "fr",
        ),
        (
            "Der Minister sagte, dass die Gespräche mit den Nachbarn in der Woche enden",
            "de",
        ),
        ("Kim Jong Un", None),
        ("Президент России", "und-Cyrl"),
        ("Bakan, görüşmelerin bu hafta için iptal edildiğini ve daha sonra olarak", "tr"),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_ids_are_as_given_or_the_hash_of_address_and_text() -> None:
    assert document_id(Article(text="a", id="7")) == "7"
    one, two = Article(text="a"), Article(text="a", url="https://example.org/")
    assert document_id(one) != document_id(two)
    assert len(document_id(one)) == 64
