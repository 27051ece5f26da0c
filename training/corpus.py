"""The project's own corpus as training examples: its train part, by articles and by pairs of
parties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.evaluate.corpus import load_corpus
from dragoman.evaluate.corpus_convert import to_rows
from training.data import Example, cover, cue_anchor, relation_words, tokenise

PARTICLES = frozenset(
    "up down out off on over back away in aside apart with for into to from at against of about "
    "upon by dead it them him not go".split()
)
SENTENCE = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“A-Z])|\n")
# How the benchmark names our types; SANCTION and the verdicts are called otherwise there, see the
# guide to PLOVER.
BENCHMARK = {"CONCEDE": "YIELD", "RETREAT": "YIELD", "REQUEST": "DEMAND"}


def rows(folder: Path, *, splits: tuple[str, ...] = ("train",)) -> list[dict[str, Any]]:
    """Rows of the given splits; files with errors are left out, counted by the caller's check."""
    found = load_corpus([folder / "articles", folder / "sentences"])
    wrong = {p.id for p in found.errors}
    return [
        r for r in to_rows([a for a in found.articles if a.id not in wrong]) if r["split"] in splits
    ]


def trigger_anchor(words: list[str], start: int, end: int) -> int:
    """The word that stands for a trigger: a particle verb's verb, else the last word before an
    `of`.
    """
    for i in range(start + 1, end):
        if words[i].lower() in PARTICLES:
            return i - 1
    return end - 1


def corpus_examples(folder: Path, *, splits: tuple[str, ...] = ("train",)) -> list[Example]:
    return [example(r) for r in rows(folder, splits=splits)]


def example(row: dict[str, Any]) -> Example:
    words, starts, ends, paragraph = tokenise(row["text"])

    def at(span: list[int]) -> tuple[int, int] | None:
        return cover(starts, ends, span[0], span[1])

    e = Example("corpus", words, paragraph)
    e.events, e.attributions, e.factuality = [], [], {}
    e.sectors = _sectors(row, at)
    for number, x in enumerate(row["events"]):
        place = at(x["trigger"])
        if place is None:
            continue
        e.events.append(
            {
                "anchor": trigger_anchor(words, *place),
                "trigger": place,
                "type": x["type"],
                "modes": x["modes"],
                "auxiliary": x["aux"],
                "status": x["status"],
                "contexts": x["contexts"],
                "optional": x["optional"],
                "factuality": None if x["factuality"] is None else float(x["factuality"]),
                "args": _arguments(x, number, row["says"], at),
            }
        )
    for says in row["says"]:
        if says["cue"] is None or (cue := at(says["cue"])) is None:
            continue
        sources = [s for m in says["sources"] if (s := at(m[:2]))]
        content = [s for c in says["content"] if (s := at(c))]
        e.attributions.append(
            {
                "anchor": cue_anchor(words, [cue]),
                "source": sources,
                "cue": [cue],
                "content": content,
                "stance": says["stance"],
            }
        )
    return e


def mentions(row: dict[str, Any]) -> Iterator[list[Any]]:
    """The mentions of parties of a row, as often as facts and attributions have them."""
    for x in row["events"]:
        yield from x["actors"]
        yield from x["recipients"]
    for says in row["says"]:
        yield from says["sources"]


def _sectors(row: dict[str, Any], at: Any) -> list[tuple[int, int, str]]:
    """Words that mean one party, and the first of its sectors, where it has any."""
    found = {}
    for start, end, parties, sectors in mentions(row):
        if len(parties) == 1 and sectors[0] and (place := at([start, end])) is not None:
            found[place] = sectors[0][0]
    return [(*place, sector) for place, sector in found.items()]


def _arguments(
    x: dict[str, Any], number: int, says: list[dict[str, Any]], at: Any
) -> list[tuple[int, int, str]]:
    spans = [(m[:2], "ACTOR") for m in x["actors"]] + [
        (m[:2], "RECIPIENT") for m in x["recipients"]
    ]
    for key, name in (
        ("date", "DATE"),
        ("place", "PLACE"),
        ("dead", "DEAD"),
        ("injured", "INJURED"),
        ("arrested", "ARRESTED"),
        ("size", "SIZE"),
    ):
        if x[key] is not None:
            spans.append((x[key]["span"], name))
    for s in says:
        name = {"asserts": "SOURCE", "denies": "DENIER"}.get(s["stance"])
        if name and number in s["events"]:
            spans += [(m[:2], name) for m in s["sources"]]
    # Where one mention has two roles, the one named first here counts.
    order = {n: i for i, n in enumerate(("SOURCE", "DENIER", "RECIPIENT", "ACTOR"))}
    found = [(*c, name) for span, name in spans if (c := at(span))]
    return sorted(found, key=lambda f: order.get(f[2], -1))


def corpus_pairs(folder: Path, *, splits: tuple[str, ...] = ("train",)) -> list[Example]:
    """Every fact with a party on either side, as a sentence with its two parties marked."""
    out = []
    for row in rows(folder, splits=splits):
        for x in row["events"]:
            sides = x["actors"][:1] + x["recipients"][:1] if x["recipients"] else x["actors"][:2]
            if len(sides) == 2 and sides[0][:2] != sides[1][:2] and not x["optional"]:
                out += _pair(row["text"], x, sides)
    return out


def _pair(text: str, x: dict[str, Any], sides: list[list[Any]]) -> list[Example]:
    spans = [x["trigger"], sides[0][:2], sides[1][:2]]
    low, high = min(s[0] for s in spans), max(s[1] for s in spans)
    breaks = [0, *(m.end() for m in SENTENCE.finditer(text)), len(text)]
    start = max(b for b in breaks if b <= low)
    end = min(b for b in breaks if b >= high)
    if end - start > 500:
        return []
    words, a, b = relation_words(
        text[start:end],
        (sides[0][0] - start, sides[0][1] - start),
        (sides[1][0] - start, sides[1][1] - start),
    )
    labels = [("plover", x["type"])]
    if not x["aux"] and x["type"] not in ("SANCTION", "COERCE", "AGREE"):
        labels.append(("plv", BENCHMARK.get(x["type"], x["type"])))
    out = []
    for space, label in labels:
        e = Example("pairs", words, [False] * len(words))
        e.relation = (a, b, space, label)
        out.append(e)
    return out
