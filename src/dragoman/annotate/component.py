"""The annotator as a spaCy component, found by spaCy's entry points under `dragoman_annotator`.

It writes sentences, tags, morphology, lemmas, dependencies and entities where spaCy users look for
them, and everything else (roles, attributions, event triggers, factuality) into
`doc._.dragoman_layers`, whose positions count the words of the document without its white space;
`doc._.dragoman_tokens` gives the `Doc` token of each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS
from spacy.language import Language
from spacy.parts_of_speech import IDS as POS_IDS
from spacy.tokens import Doc

from dragoman.annotate.annotator import Annotator
from dragoman.annotate.words import words_of_doc

if TYPE_CHECKING:
    from thinc.types import Ints2d

    from dragoman.annotate.layers import Layers

IOB = {"I": 1, "O": 2, "B": 3}


class AnnotatorComponent:
    """Writes the annotator's layers on a `Doc`."""

    def __init__(self, annotator: Annotator) -> None:
        self.annotator = annotator

    def __call__(self, doc: Doc) -> Doc:
        cut = words_of_doc(doc)
        layers = self.annotator.annotate_cut(cut)
        tokens = (
            [t.i for t in doc if not t.is_space]
            if len(cut.words) != len(doc)
            else list(range(len(doc)))
        )
        write(doc, layers, tokens)
        doc._.dragoman_layers = layers
        doc._.dragoman_tokens = tokens
        return doc


def write(doc: Doc, layers: Layers, tokens: list[int]) -> None:
    """Tags, morphology, lemmas, dependencies and entities of `layers` onto `doc`; white space hangs
    on the word before it.
    """
    strings, morphology = doc.vocab.strings, doc.vocab.morphology
    table = np.zeros((len(doc), 7), dtype="uint64")
    table[:, 0] = POS_IDS["SPACE"]
    table[:, 4] = np.uint64(2**64 - 1)  # -1: the token before
    table[:, 5] = IOB["O"]
    first = tokens[0] if tokens else 0
    for i in range(min(first, len(doc))):
        table[i, 4] = first - i
    keys: dict[str, int] = {}

    def key(text: str) -> int:
        if text not in keys:
            keys[text] = strings.add(text)
        return keys[text]

    feats: dict[str, int] = {}
    for i, at in enumerate(tokens):
        morph = layers.feats[i]
        if morph not in feats:
            feats[morph] = morphology.add("" if morph == "_" else morph)
        table[at, :5] = (
            POS_IDS[layers.upos[i]],
            feats[morph],
            key(layers.lemmas[i]),
            key("ROOT" if layers.deps[i] == "root" else layers.deps[i]),
            (tokens[layers.heads[i]] - at) % 2**64,
        )
    for start, end, label in layers.ents:
        first, last = tokens[start], tokens[end - 1]
        table[first : last + 1, 5] = IOB["I"]  # white space within a name belongs to it
        table[first, 5] = IOB["B"]
        table[first : last + 1, 6] = key(label)
    doc.from_array([POS, MORPH, LEMMA, DEP, HEAD, ENT_IOB, ENT_TYPE], cast("Ints2d", table))


@Language.factory(
    "dragoman_annotator",
    assigns=[
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.dep",
        "token.head",
        "doc.sents",
        "doc.ents",
        "doc._.dragoman_layers",
    ],
)
def make_annotator(nlp: Language, name: str) -> AnnotatorComponent:
    """Factory that spaCy calls by the name `dragoman_annotator`.

    Raises `ModelError` D201 without a whole model.
    """
    for extension in ("dragoman_layers", "dragoman_tokens"):
        if not Doc.has_extension(extension):
            Doc.set_extension(extension, default=None)
    return AnnotatorComponent(Annotator.load())


def load() -> Language:
    """A spaCy pipeline of the English tokeniser and the annotator."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("dragoman_annotator")
    return nlp
