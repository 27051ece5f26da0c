"""Words of a text as atoms, and the key under which a name is found.

An atom is a run of letters and digits, or an acronym with points ("U.N."). A possessive "'s" is no
atom of its own but a mark on the atom before it. Names and texts are cut the same way, so that
hyphens, points, apostrophes and accents make no difference to what is found.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

_ATOM = re.compile(r"(?:[^\W\d_]\.){2,}|\w+", re.UNICODE)
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "ð": "d", "þ": "th", "œ": "oe"}
)
_APOSTROPHES = "'’ʼ`"


class Atom(Struct, frozen=True, gc=False):
    """One word: `text[start:end]` as written, `key` folded, `possessive` for a following 's."""

    start: int
    end: int
    key: str
    cap: bool
    upper: bool
    possessive: bool


def fold(word: str) -> str:
    """Lower case without accents and points."""
    low = word.lower().replace(".", "")
    if low.isascii():
        return low
    low = low.translate(_PLAIN)
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, bool, bool]:
    """The key of a word, whether it begins with a capital, whether it is all capitals."""
    return fold(word), word[0].isupper(), word.isupper()


def atoms(text: str) -> list[Atom]:
    """The atoms of `text` in order; offsets are characters, end exclusive."""
    found: list[Atom] = []
    for match in _ATOM.finditer(text):
        start, end = match.span()
        word = match[0]
        plural = False
        if word[-1] in "sS":
            joined = len(word) == 1 and found and found[-1].end == start - 1
            if joined and text[start - 1] in _APOSTROPHES:
                found[-1] = replace(found[-1], possessive=True)
                continue
            after = text[end : end + 1]
            plural = bool(after) and after in _APOSTROPHES
            plural = plural and not text[end + 1 : end + 2].isalnum()
        key, cap, upper = _forms(word)
        found.append(Atom(start, end, key, cap, upper, plural))
    return found


def key_of(name: str) -> str:
    """The key of a name: its atoms, folded, joined by single blanks."""
    if name.isascii() and name.replace(" ", "").isalnum():  # plain words, as most names have
        return " ".join(name.lower().split())
    return " ".join(atom.key for atom in atoms(name))


def case_of(name: str) -> str:
    """One letter an atom: `U` must be upper case in the text, `C` capitalised, `l` either."""
    return "".join(
        "U" if a.upper and a.end - a.start > 1 else "C" if a.cap else "l" for a in atoms(name)
    )


@lru_cache(maxsize=65536)
def singulars(word: str) -> tuple[str, ...]:
    """The word itself and what it may be the plural of, nearest first."""
    if not word.endswith(("s", "men", "people")):
        return (word,)
    forms = [word]
    if word.endswith("men"):
        forms.append(word[:-3] + "man")
    if word.endswith("people") and len(word) > 6:
        forms.append(word[:-6] + "person")
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss"):
        forms.append(word[:-1])
    return tuple(forms)
