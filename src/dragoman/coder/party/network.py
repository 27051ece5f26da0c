"""What the network makes of the words of a document: whom they mean where they name nobody, and of
which sector those are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

import numpy as np
from spacy.tokens import Doc

from dragoman.annotate.layers import Layers
from dragoman.annotate.meaning import kind_class
from dragoman.coder.party.inventory import Inventory

DIGITS = 3


class Network:
    """Asked for the atoms of one document; of a document without its layers it knows nothing."""

    def __init__(self, doc: Doc, inventory: Inventory) -> None:
        self._inv = inventory
        has_layers = Doc.has_extension("dragoman_layers")
        self._layers: Layers | None = doc._.dragoman_layers if has_layers else None
        named = inventory.named()
        self._parties = tuple(dict.fromkeys(party for _, party in named))
        if self._layers is None or not named:
            return
        places = {party: k for k, party in enumerate(self._parties)}
        self._party = np.array([places[party] for _, party in named])
        self._kinds = np.array([kind_class(h.name.kind) for h, _ in named])
        self._names = np.array([self._word(h.last - 1) for h, _ in named])

    def parties(self, at: int) -> Mapping[str, float]:
        """The parties that the document names, each with its probability to be meant at an atom;
        empty where nothing tells."""
        meaning = self._layers.meaning if self._layers is not None else None
        if meaning is None or not self._parties:
            return {}
        scores = meaning.scores(self._word(at), self._names, self._kinds).astype(np.float64)
        sums = np.bincount(self._party, np.exp(scores - scores.max()), len(self._parties))
        shares = np.round(sums / sums.sum(), DIGITS).tolist()
        return dict(zip(self._parties, shares, strict=True))

    def sectors(self, at: int) -> Mapping[str, float]:
        """The sectors with their probabilities at an atom; empty where nothing tells."""
        sectors = self._layers.sectors if self._layers is not None else None
        return sectors.of(self._word(at)) if sectors is not None else {}

    def _word(self, at: int) -> int:
        """The annotator's word in which an atom begins."""
        assert self._layers is not None
        return max(bisect_right(self._layers.starts, self._inv.atoms[at].start) - 1, 0)
