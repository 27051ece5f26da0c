"""The weights of finished runs, alone or mixed: what several trainings agree on errs less than any
of them (Wortsman et al. 2022, "Model soups").
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from training.model import branched


class Share(NamedTuple):
    """A run's folder and how much of its weights goes into a mixture."""

    run: Path
    part: float


def share(text: str) -> Share:
    """`RUN` or `RUN:PART`, PART in (0, 1]."""
    run, _, part = text.rpartition(":") if ":" in text else (text, "", "1")
    return Share(Path(run), float(part))


def mixed(shares: Sequence[Share]) -> dict[str, Tensor]:
    """The running means of the runs' weights, mixed. The parts make 1; the first run says which
    weights there are, and keeps its own where another has none of that shape.
    """
    if abs(sum(s.part for s in shares) - 1.0) > 1e-6:
        sys.exit(f"The parts of a mixture make 1; given: {', '.join(map(str, shares))}")
    states = [torch.load(s.run / "checkpoint.pt", map_location="cpu")["mean"] for s in shares]
    found = [branched(x, "encoder.") for x in states]
    out: dict[str, Tensor] = {}
    for name, weight in found[0].items():
        same = [x[name] if name in x and x[name].shape == weight.shape else weight for x in found]
        if not weight.is_floating_point():
            out[name] = weight
            continue
        out[name] = torch.stack([s.part * w for s, w in zip(shares, same, strict=True)]).sum(0)
    return out
