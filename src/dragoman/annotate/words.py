"""Text to words: spaCy's English tokeniser, with line breaks as starts of paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MARKS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")


@dataclass(frozen=True)
class Words:
    """Words of a text: their characters `[start, end)`, whether a space follows, whether a
    paragraph starts.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    paragraph: list[bool]


@lru_cache(maxsize=1)
def blank() -> Language:
    """spaCy's English tokeniser without any component."""
    import spacy

    return spacy.blank("en")


def words_of(text: str) -> Words:
    """The words of `text`, white space left out."""
    return words_of_doc(blank().tokenizer(text))


def words_of_doc(doc: Doc) -> Words:
    """The words of a tokenised `Doc`, white space left out.

    A line break starts a paragraph, unless the next line goes on in lower case, as lines of a fixed
    width do.
    """
    out = Words([], [], [], [])
    fresh = True
    for word, start in [(token.text, token.idx) for token in doc]:
        if word.isspace():
            fresh = fresh or "\n" in word
            continue
        out.words.append(word)
        out.starts.append(start)
        out.ends.append(start + len(word))
        out.paragraph.append(fresh and not word[0].islower())
        fresh = False
    return out


def marked_words(
    sentence: str, source: tuple[int, int], target: tuple[int, int]
) -> tuple[list[str], int, int]:
    """Words of a sentence with marks around two parties (characters), and the places of the two
    opening marks.
    """
    cut = words_of(sentence)
    before: dict[int, list[str]] = {}
    after: dict[int, list[str]] = {}
    for number, (start, end) in enumerate((source, target)):
        inside = [i for i in range(len(cut.words)) if cut.starts[i] < end and cut.ends[i] > start]
        first, last = (inside[0], inside[-1]) if inside else (0, 0)
        before.setdefault(first, []).append(MARKS[2 * number])
        after.setdefault(last, []).insert(0, MARKS[2 * number + 1])
    words: list[str] = []
    for i, word in enumerate(cut.words):
        words += [*before.get(i, []), word, *after.get(i, [])]
    return words, words.index(MARKS[0]), words.index(MARKS[2])
