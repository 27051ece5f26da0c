"""The shipped tables: complete, consistent with one another, quick to load."""

import time

import pytest

from dragoman.codebook import load_codebook
from dragoman.codebook.book import QUADS, _shipped

BOOK = load_codebook()


def test_counts():
    assert len(BOOK.types) == 16
    assert sum(len(t.modes) for t in BOOK.types.values()) == 67
    assert len(BOOK.contexts) == 37
    assert len(BOOK.sectors) == 25
    assert len(BOOK.cameo_codes) == 318
    assert len(BOOK.countries) == 250


@pytest.mark.parametrize(
    ("type_", "quad"),
    [
        ("AGREE", "verbal cooperation"),
        ("RETREAT", "material cooperation"),
        ("REQUEST", "verbal conflict"),
        ("ACCUSE", "verbal conflict"),
        ("SANCTION", "material conflict"),
    ],
)
def test_quad(type_, quad):
    assert BOOK.quad(type_) == quad


@pytest.mark.parametrize(
    ("type_", "modes", "score"),
    [
        ("AID", [], 10.0),
        ("ACCUSE", [], -3.0),
        ("ASSAULT", ["beat"], -7.5),
        ("ASSAULT", ["beat", "targeted"], -9.5),
        ("PROTEST", ["vandalize"], -5.0),
        ("PROTEST", ["vandalize", "hunger"], -4.5),
    ],
)
def test_score(type_, modes, score):
    assert BOOK.score(type_, modes) == score


def test_unknown_type_is_a_key_error():
    with pytest.raises(KeyError):
        BOOK.quad("PROTST")


@pytest.mark.parametrize(
    ("type_", "mode", "contexts", "auxiliary", "code"),
    [
        ("CONSULT", "visit", (), (), "042"),
        ("CONSULT", "visit", (), ("future",), "036"),
        ("AGREE", None, ("economic",), (), "0311"),
        ("AGREE", None, ("economic", "military"), (), "030"),
        ("SANCTION", "expel", ("diplomatic",), (), "166"),
        ("ASSAULT", "drone", (), ("future",), "1952"),
        ("ASSAULT", "unheard-of", (), (), "190"),
    ],
)
def test_cameo(type_, mode, contexts, auxiliary, code):
    assert BOOK.cameo(type_, mode, contexts, auxiliary=auxiliary) == code


def test_every_type_and_mode_has_a_cameo_code_that_exists():
    for type_ in BOOK.types.values():
        for mode in (None, *type_.modes):
            for context in (None, *BOOK.contexts):
                code = BOOK.cameo(type_.name, mode, [context] if context else [])
                assert code in BOOK.cameo_codes


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("010", None),
        ("173", ("COERCE", "arrest", ())),
        ("0874", ("RETREAT", "withdraw", ("military",))),
    ],
)
def test_from_cameo(code, expected):
    found = BOOK.plover_from_cameo(code)
    assert (found and found[:2]) == (expected and expected[:2])


def test_cameo_table_names_only_known_types_modes_and_contexts():
    for code in BOOK.cameo_codes.values():
        assert code.quad in QUADS
        if code.type is not None:
            assert code.mode is None or code.mode in BOOK.types[code.type].modes
            assert set(code.contexts) <= set(BOOK.contexts)


def test_loads_in_milliseconds():
    _shipped.cache_clear()
    start = time.process_time()
    load_codebook()
    assert time.process_time() - start < 0.1
