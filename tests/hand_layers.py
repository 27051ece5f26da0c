"""Documents and events made by hand: what the annotator would write, without a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import spacy
from spacy.tokens import Doc

from dragoman.annotate.component import write
from dragoman.annotate.layers import Layers, RawArgument, RawEvent
from dragoman.annotate.words import words_of_doc
from dragoman.coder.same import Filled
from dragoman.coder.what import Found
from dragoman.records import Magnitude, Mention, Words

Row = tuple[str, str, str, int, str]  # UPOS, FEATS, lemma, head (word, a root its own), relation


def hand_layers(doc: Doc, rows: Sequence[Row]) -> Layers:
    """Layers of a tokenised `doc`; one row for each of its words, white space left out."""
    cut = words_of_doc(doc)
    assert len(rows) == len(cut.words), cut.words
    upos, feats, lemmas, heads, deps = (list(column) for column in zip(*rows, strict=True))
    starts = [False] * len(rows)
    starts[0] = True
    return Layers(
        cut.words, cut.starts, cut.ends, starts, upos, feats, lemmas, heads, deps,
        [], [], [], [], [0.0] * len(rows),
    )  # fmt: skip


def hand_doc(text: str, rows: Sequence[Row], **layers: object) -> Doc:
    """A `Doc` that carries `rows` and further `layers` (`ents`, `events`, `props`, ...)."""
    for extension in ("dragoman_layers", "dragoman_tokens"):
        if not Doc.has_extension(extension):
            Doc.set_extension(extension, default=None)
    doc = spacy.blank("en")(text)
    made = replace(hand_layers(doc, rows), **layers)  # type: ignore[arg-type]
    tokens = [t.i for t in doc if not t.is_space]
    write(doc, made, tokens)
    doc._.dragoman_layers = made
    doc._.dragoman_tokens = tokens
    return doc


def raw_event(
    anchor: int,
    kind: str = "ASSAULT",
    *,
    score: float = 0.9,
    modes: dict[str, float] | None = None,
    auxiliary: dict[str, float] | None = None,
    arguments: Sequence[tuple[int, int, str]] = (),
) -> RawEvent:
    given = tuple(RawArgument(start, end, label, 0.9) for start, end, label in arguments)
    status = {"reported": 0.9}
    return RawEvent(anchor, kind, score, modes or {}, auxiliary or {}, status, 2.0, given)


def hand_tree(rows: str) -> Doc:
    """A parsed `Doc` from `word/UPOS/head/dep` items; heads count from 0."""
    words, tags, heads, deps = zip(*(row.split("/") for row in rows.split()), strict=True)
    vocab = spacy.blank("en").vocab
    return Doc(
        vocab, words=list(words), pos=list(tags), heads=[int(h) for h in heads], deps=list(deps)
    )


def found_at(kind: str, *, at: int = 0, text: str = "hit", anchor: int = 0, **more: Any) -> Found:
    """An event with its trigger at a character and an anchor in tokens; `more` are its fields."""
    plain: dict[str, Any] = {
        "modes": (), "contexts": (), "auxiliary": (), "status": {}, "factuality": 0.0,
        "score": 1.0, "arguments": {},
    }  # fmt: skip
    trigger = Words(text=text, span=(at, at + len(text)))
    return Found(type=kind, anchor=anchor, trigger=trigger, **plain | more)


def filled(
    found: Found, actors: Sequence[Mention] = (), recipients: Sequence[Mention] = (), **more: Any
) -> Filled:
    """An event with its parties; `more` are its date, place and magnitude, nothing if not given."""
    plain: dict[str, Any] = {"date": None, "place": None, "magnitude": Magnitude()}
    return Filled(found=found, actors=tuple(actors), recipients=tuple(recipients), **plain | more)
