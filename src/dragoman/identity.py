"""Which coder said it: name, version, model and codebook, as every reading carries them.

Cheap on purpose: a document that is refused is told so before the model is loaded.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from dragoman import __version__
from dragoman.records import Coder

NAME = "dragoman"
CODEBOOK = "PLOVER 2.0"
MODEL_CARD = "model/model.json"  # written beside the weights when they are exported


@lru_cache(maxsize=1)
def identity() -> Coder:
    """The coder as it is installed. `model` is the first 12 digits of the weights' SHA-256."""
    try:
        card = json.loads(files("dragoman").joinpath(MODEL_CARD).read_text(encoding="utf-8"))
        model = str(card["sha256"])[:12]
    except (OSError, KeyError, ValueError):
        model = "none"
    return Coder(name=NAME, version=__version__, model=model, codebook=CODEBOOK)
