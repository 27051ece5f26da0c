"""A `Doc` with layers made by hand: what the annotator would write, without a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import spacy
from spacy.tokens import Doc

from dragoman.annotate.component import write
from dragoman.annotate.layers import Layers, RawArgument, RawEvent
from dragoman.annotate.words import words_of_doc

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
