"""The figures of one event: the tree around its trigger and what the annotator points at."""

from __future__ import annotations

import pytest

from dragoman.coder.toll.figures import figures
from hand_layers import found_at, hand_tree


def read(rows: str, kind: str, anchor: int, pointed: str) -> dict[str, tuple[int, int]]:
    """Figures of an event of a type and mode ("COERCE deport") whose SIZE the annotator sees."""
    doc = hand_tree(rows)
    token, (type_, *modes) = doc[anchor], kind.split()
    at = doc.text.find(pointed)
    arguments = {"SIZE": ((at, at + len(pointed)),)} if pointed else {}
    event = found_at(
        type_, at=token.idx, text=token.text, anchor=anchor, modes=tuple(modes), arguments=arguments
    )
    return {name: (low, high) for name, (low, high, _) in figures(doc, event, {}, ()).items()}


MARCHED = "Some/DET/1/advmod 800/NUM/2/nummod supporters/NOUN/3/nsubj marched/VERB/3/ROOT"
TENS = "Tens/NOUN/3/nsubj of/ADP/2/case thousands/NOUN/0/nmod rallied/VERB/3/ROOT"
WINDOWS = (
    "Some/DET/1/advmod 21/NUM/2/nummod windows/NOUN/4/nsubj:pass were/AUX/4/aux:pass "
    "broken/VERB/4/ROOT"
)
FREED = "They/PRON/1/nsubj freed/VERB/1/ROOT 18/NUM/3/nummod fishermen/NOUN/1/obj"
FREED_TWO = "They/PRON/1/nsubj freed/VERB/1/ROOT two/NUM/3/nummod women/NOUN/1/obj"
BUNDLED = "Police/NOUN/1/nsubj bundled/VERB/1/ROOT nine/NUM/1/obj away/ADV/1/advmod"
GAVE = "It/PRON/1/nsubj donated/VERB/1/ROOT thirty/NUM/3/nummod lorries/NOUN/1/obj"
KEPT = (
    "Five/NUM/1/compound thousand/NUM/2/nummod soldiers/NOUN/3/nsubj kept/VERB/3/ROOT "
    "farmers/NOUN/3/obj out/ADV/3/advmod"
)
MOVED = (
    "It/PRON/1/nsubj moved/VERB/1/ROOT a/DET/3/det brigade/NOUN/1/obj 70/NUM/5/nummod "
    "kilometres/NOUN/6/obl away/ADV/3/advmod"
)


@pytest.mark.parametrize(
    ("rows", "kind", "anchor", "pointed", "want"),
    [
        (MARCHED, "PROTEST demo", 3, "", {"size": (800, 800)}),  # the tree alone
        (MARCHED, "PROTEST vandalize", 3, "", {}),  # no crowd is counted
        (TENS, "PROTEST demo", 3, "Tens", {"size": (10000, 99999)}),  # a number is read whole
        (WINDOWS, "PROTEST riot", 4, "", {}),  # what is broken does not march
        (FREED, "RETREAT release", 1, "18", {"size": (18, 18)}),
        (FREED, "RETREAT release", 1, "", {}),  # beside protests the annotator must see it too
        (FREED, "SANCTION withdraw", 1, "18", {}),  # a mode that counts nobody
        (FREED_TWO, "RETREAT release", 1, "two", {}),  # so few are no size
        (BUNDLED, "COERCE arrest", 1, "", {"arrested": (9, 9)}),  # whatever the word
        (BUNDLED, "COERCE restrict", 1, "", {}),
        (GAVE, "AID", 1, "thirty", {}),  # things
        (KEPT, "COERCE restrict", 3, "Five thousand", {}),  # who does it to others
        (MOVED, "MOBILIZE troops", 1, "70", {}),  # a distance
    ],
)
def test_figures(
    rows: str, kind: str, anchor: int, pointed: str, want: dict[str, tuple[int, int]]
) -> None:
    assert read(rows, kind, anchor, pointed) == want
