"""The annotator as a spaCy component, found by spaCy's entry points under `dragoman_annotator`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc


class AnnotatorComponent:
    """Writes the annotator's layers on a `Doc`."""

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("dragoman_annotator")
def make_annotator(nlp: Language, name: str) -> AnnotatorComponent:
    """Factory that spaCy calls by the name `dragoman_annotator`."""
    return AnnotatorComponent()
