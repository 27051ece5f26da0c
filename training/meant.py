"""What the corpus says of words that name nobody: which party they mean, and which names of their
document stand for it.
"""

from __future__ import annotations

import hashlib
import pickle
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import dragoman
from dragoman.coder.where import PlaceFinder
from dragoman.coder.who import PartyResolver
from dragoman.knowledge import load_knowledge
from dragoman.knowledge.places import load_gazetteer
from dragoman.records import Article
from training.corpus import mentions, rows
from training.data import Example, Named, tokenise

Found = tuple[list[Named], list[tuple[int, str]]]


def add_meant(examples: Sequence[Example], folder: Path, kept: Path) -> None:
    """Gives the examples of the corpus in `folder` their names and whom their other words mean.
    What was read once is kept in `kept`."""
    known: dict[str, Found] = pickle.loads(kept.read_bytes()) if kept.exists() else {}
    before = len(known)
    mine = {_key(e.words): e for e in examples if e.source == "corpus"}
    left = [r for r in rows(folder) if _key(tokenise(r["text"])[0]) not in known]
    for key, found in _read(left):
        known[key] = found
    for key, e in mine.items():
        e.named, e.meant = known[key]
    if len(known) > before:
        kept.write_bytes(pickle.dumps(known))


def _key(words: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _read(left: Sequence[dict[str, Any]]) -> Iterator[tuple[str, Found]]:
    if not left:
        return
    nlp, knowledge, gazetteer = dragoman.load(), load_knowledge(), load_gazetteer()
    for row in left:
        text = row["text"]
        article = Article(
            id=row["id"], text=text, title=row.get("title"), published=row.get("published"),
            publisher_country=row.get("home"),
        )  # fmt: skip
        doc = nlp(text)
        who = PartyResolver(doc, article, knowledge, PlaceFinder(text, article, gazetteer).places())
        words, starts, _, _ = tokenise(text)
        yield _key(words), found_in(row, who, starts)


def found_in(row: dict[str, Any], who: PartyResolver, starts: Sequence[int]) -> Found:
    """starts: characters at which the words begin."""
    named = [
        Named(bisect_right(starts, last) - 1, party, kind) for last, party, kind in who.named()
    ]
    meant: dict[tuple[int, str], None] = {}
    for start, end, parties, _ in mentions(row):
        if len(parties) != 1 or parties[0] is None:
            continue
        first, last = (bisect_right(starts, at) - 1 for at in (start, end - 1))
        if not any(first <= n.at <= last and n.party == parties[0] for n in named):
            meant[bisect_right(starts, who.head(start, end)) - 1, parties[0]] = None
    return named, list(meant)
