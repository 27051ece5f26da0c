"""Sentences and clauses by signs and small words: how far two phrases stand apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from dragoman.coder.time.grammar import Token, load_grammar, tokens_of
from dragoman.records import Span

BREAK_COST = 4.0  # tuned on the corpus, as are the three below
SMALL_BREAK_COST = 0.8
TOKEN_COST = 0.06
TRIGGER_COST = 2.0  # another event's words between the two
DATELINE_CHARS = 90
HEAD_LINES, HEAD_CHARS = 4, 800  # where a dateline may stand
HEADLINE_CHARS = 160


class Clauses:
    """The words of one text with their sentences; made once a document."""

    def __init__(self, text: str, *, language: str = "en") -> None:
        grammar = load_grammar(language)
        self.breaks = grammar.breaks
        self.small_breaks = grammar.small_breaks
        self._grammar = grammar
        self.text = text
        self.tokens = tokens_of(text)
        self._starts = [t.start for t in self.tokens]
        self._sentences = sentence_numbers(self.tokens)

    def at(self, position: int) -> int:
        """The number of the token at a character."""
        return max(0, bisect_right(self._starts, position) - 1)

    def kinds(self, i: int) -> frozenset[str]:
        """What the table of time words says of a token."""
        return self._grammar.kinds(self.tokens, i)

    def sentence(self, position: int) -> int:
        """The number of the sentence at a character; -1 in a text without words."""
        return self._sentences[self.at(position)] if self.tokens else -1

    def from_front(self, span: Span) -> int:
        """How many tokens of its sentence stand before the words."""
        at = first = self.at(span[0])
        while first > 0 and self._sentences[first - 1] == self._sentences[at]:
            first -= 1
        return at - first

    def cost(self, one: Span, other: Span, triggers: Sequence[Span] = ()) -> float:
        """How far apart two phrases of a sentence are, in clauses and words; 0 is adjacent."""
        low, high = sorted((one, other))
        start, end = self.at(low[1] - 1) + 1, self.at(high[0])
        cost = TOKEN_COST * max(0, end - start)
        for token in self.tokens[start:end]:
            if token.lower in self.breaks:
                cost += BREAK_COST
            elif token.lower in self.small_breaks:
                cost += SMALL_BREAK_COST
        between = sum(low[1] <= t[0] and t[1] <= high[0] for t in triggers)
        return cost + TRIGGER_COST * between


def dateline(text: str) -> Span:
    """The dateline ("GOMA, Feb 20 - "), at the head of the text or below its headline; (0, 0) where
    there is none."""
    start = 0
    for line in text[:HEAD_CHARS].split("\n")[:HEAD_LINES]:
        end = _dateline_end(line[:DATELINE_CHARS])
        if end:
            return start, start + end
        if len(line) > HEADLINE_CHARS:
            break
        start += len(line) + 1
    return 0, 0


def _dateline_end(line: str) -> int:
    for dash in (" - ", " — ", " – ", " -- ", "— "):
        at = line.find(dash)
        if at > 0:
            words = line[:at].split()
            if words and words[0].strip(",.").isupper() and len(words) <= 9:
                return at + len(dash)
    return 0


_ENDS = frozenset('.!?"”’)')


def sentence_numbers(tokens: Sequence[Token]) -> list[int]:
    """For each token the number of its sentence, by signs and line breaks alone."""
    out = [0] * min(len(tokens), 1)
    for i, (before, token) in enumerate(pairwise(tokens), 1):
        ends = token.line != before.line or (before.text in _ENDS and _closed(tokens, i))
        out.append(out[-1] + ends)
    return out


def _closed(tokens: Sequence[Token], i: int) -> bool:
    """Whether a sentence ended before token `i`."""
    before = tokens[i - 1]
    if before.text in '"”’)' and i > 1:
        return tokens[i - 2].text in ".!?" and tokens[i].text[0].isupper()
    if before.text not in ".!?":
        return False
    word = tokens[i - 2] if i > 1 else before
    capital = tokens[i].text[0].isupper() or not tokens[i].text[0].isalnum()
    long = len(word.text) > 3 or word.text.islower() or word.text.isdigit()
    return capital and tokens[i].start > before.end and (long or before.text != ".")
