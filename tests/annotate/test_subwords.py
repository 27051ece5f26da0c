"""Words to subwords, on a vocabulary of a few lines: an id is the number of its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.annotate.encode import MAX_PIECES, UNK, Subwords

NAMES = [
    "[PAD]",
    "[unused1]",
    "shell",
    "##ed",
    "##e",
    "sh",
    "##ell",
    "cafe",
    "u",
    ".",
    "s",
    "中",
    "-",
]
ID = {name: i for i, name in enumerate(NAMES)}


@pytest.fixture(scope="module")
def subwords(tmp_path_factory: pytest.TempPathFactory) -> Subwords:
    path = tmp_path_factory.mktemp("tiny") / "vocab.txt"
    path.write_text("\n".join(NAMES) + "\n", encoding="utf-8")
    return Subwords(path)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("shell", ["shell"]),
        ("shelled", ["shell", "##ed"]),
        ("SHELLED", ["shell", "##ed"]),
        ("shelle", ["shell", "##e"]),
        ("café", ["cafe"]),
        ("Cafe\u0301", ["cafe"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("shell-shell", ["shell", "-", "shell"]),
        ("中中", ["中", "中"]),
        ("she\u200bll", ["shell"]),
        ("[unused1]", ["[unused1]"]),
    ],
)
def test_longest_pieces_first(subwords: Subwords, word: str, pieces: list[str]) -> None:
    assert subwords.word(word) == tuple(ID[p] for p in pieces)


@pytest.mark.parametrize("word", ["port", "shellx", "\u200b", "", "s" * 101])
def test_what_the_vocabulary_cannot_write_is_unknown(subwords: Subwords, word: str) -> None:
    assert subwords.word(word) == (UNK,)


def test_a_part_that_is_unknown_leaves_the_others(subwords: Subwords) -> None:
    assert subwords.word("shell-port") == (ID["shell"], ID["-"], UNK)


def test_a_word_is_cut_off_after_so_many_pieces(subwords: Subwords) -> None:
    assert subwords.word("." * 40) == (ID["."],) * MAX_PIECES


@given(word=st.text(max_size=40))
def test_every_word_has_some_pieces_and_not_too_many(subwords: Subwords, word: str) -> None:
    ids = subwords.word(word)
    assert 1 <= len(ids) <= MAX_PIECES
    assert all(i == UNK or i < len(NAMES) for i in ids)
