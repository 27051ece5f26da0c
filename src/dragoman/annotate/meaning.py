"""Which name in a document a word that names nobody ("the ministry", "two men") takes its party
from: one score for every pair of a word and a name.

A product of two projections, a weight of the name's own, its kind and how far away it stands; see
`training/model.py` for the form.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

# Kinds of names (`knowledge`); what is none of these is the last.
KINDS = (
    *("country", "nationality", "capital", "seat", "people", "place", "institution", "person"),
    *("organisation", "ngo", "armed group", "other"),
)
OFFSETS = 20  # classes of signed distances in words
_FURTHEST = OFFSETS // 2 - 1


def offset_class(offset: Ints) -> Ints:
    """Signed distance in words to one of 20 classes: 0, 1, 2, 3-4, 5-8 ... over 128, either way."""
    size = np.maximum(np.abs(offset), 1)
    steps = np.where(offset == 0, 0, 1 + np.ceil(np.log2(size)).clip(max=_FURTHEST - 1))
    result: Ints = np.where(offset < 0, steps + _FURTHEST + 1, steps).astype(np.int64)
    return result
