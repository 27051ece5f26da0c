"""The annotator as a spaCy component, found by spaCy's entry points under `dragoman_annotator`.

It writes sentences, tags, morphology, lemmas, dependencies and entities where spaCy users look for
them, and everything else (roles, attributions, event triggers, factuality) into
`doc._.dragoman_layers`, whose positions count the words of the document without its white space;
`doc._.dragoman_tokens` gives the `Doc` token of each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IS_SPACE, LEMMA, MORPH, POS
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
        tokens = np.flatnonzero(doc.to_array(IS_SPACE) == 0).tolist()
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
    first = min(tokens[0] if tokens else 0, len(doc))
    table[:first, 4] = np.arange(first, 0, -1)
    at = np.array(tokens, dtype=np.int64)
    table[at, 0] = [POS_IDS[tag] for tag in layers.upos]
    table[at, 1] = _keys(layers.feats, lambda feats: morphology.add("" if feats == "_" else feats))
    table[at, 2] = _keys(layers.lemmas, strings.add)
    table[at, 3] = _keys(layers.deps, lambda dep: strings.add("ROOT" if dep == "root" else dep))
    table[at, 4] = (at[np.array(layers.heads, dtype=np.int64)] - at).astype("uint64")
    for start, end, label in layers.ents:
        first, last = tokens[start], tokens[end - 1]
        table[first : last + 1, 5] = IOB["I"]  # white space within a name belongs to it
        table[first, 5] = IOB["B"]
        table[first : last + 1, 6] = strings.add(label)
    doc.from_array([POS, MORPH, LEMMA, DEP, HEAD, ENT_IOB, ENT_TYPE], cast("Ints2d", table))


def _keys(values: Sequence[str], key: Callable[[str], int]) -> NDArray[np.uint64]:
    """The number under which the vocabulary keeps each value, asked once for each."""
    keys = {value: key(value) for value in set(values)}
    return np.array([keys[value] for value in values], dtype="uint64")


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
