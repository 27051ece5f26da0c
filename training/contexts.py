"""Fits the head of contexts anew on a finished model: `python -m training.contexts --model
src/dragoman/model`.

Contexts are facts of whole texts, and the corpus has few of those beside words and triggers, so
that in joint training the head is never done. Here the encoder stays as it was exported, every text
of the corpus's train part is read once, and the head alone is fitted to the means of its words.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.annotate.annotator import Annotator
from training.corpus import rows
from training.export import write_card
from training.model import WIDTH

ROUNDS = 25
RATE = 3e-3
MEMBERS = 5  # heads fitted from different beginnings, joined into one
HIDDEN = 128  # of one member


def means(annotator: Annotator, found: list[dict[str, Any]]) -> np.ndarray:
    """(texts, 384) float32: the mean of each text's words, as the decoder's heads see them."""
    out = []
    for row in found:
        parts = [annotator.encode(one).sense for one in annotator.windows(row["text"])]
        out.append(np.concatenate(parts).mean(0))
    return np.stack(out)


def shares(found: list[dict[str, Any]], names: list[str]) -> np.ndarray:
    """(texts, contexts) float32: the share of a text's events that have each context."""
    per_text = [[[c in e["contexts"] for c in names] for e in row["events"]] for row in found]
    return np.stack([np.array(events, np.float32).mean(0) for events in per_text])


def fit(x: Tensor, gold: Tensor, weight: Tensor, seed: int) -> nn.Sequential:
    torch.manual_seed(seed)
    last = nn.Linear(HIDDEN, gold.shape[1])
    nn.init.constant_(last.bias, -3.0)
    net = nn.Sequential(nn.Dropout(0.2), nn.Linear(WIDTH, HIDDEN), nn.ReLU(), nn.Dropout(0.4), last)
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.05)
    for number in range(ROUNDS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - number / ROUNDS)
        for some in torch.randperm(len(x)).split(64):
            each = F.binary_cross_entropy_with_logits(net(x[some]), gold[some], reduction="none")
            loss = (each.sum(1) * weight[some]).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


def joined(nets: list[nn.Sequential], mean: Tensor, spread: Tensor) -> dict[str, np.ndarray]:
    """One head that gives the mean of all heads' scores; what it sees need not be standardised."""
    first = [net[1] for net in nets]
    last = [net[4] for net in nets]
    weight = torch.cat([f.weight for f in first]) / spread
    bias = torch.cat([f.bias for f in first]) - weight @ mean
    n = len(nets)
    parts = {
        "1.weight": weight,
        "1.bias": bias,
        "4.weight": torch.cat([f.weight for f in last], 1) / n,
        "4.bias": torch.stack([f.bias for f in last]).mean(0),
    }
    return {f"context.{k}": v.detach().numpy().astype(np.float16) for k, v in parts.items()}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--model", type=Path, required=True, help="a folder as training.export makes")
    ask.add_argument("--corpus", type=Path, default=Path("corpus"))
    given = ask.parse_args()
    torch.set_num_threads(1)
    annotator = Annotator.load(given.model)
    names = json.loads((given.model / "labels.json").read_text(encoding="utf-8"))["labels"]
    found = [r for r in rows(given.corpus) if any(e["contexts"] for e in r["events"])]
    x = torch.from_numpy(means(annotator, found))
    mean, spread = x.mean(0), x.std(0) + 1e-3
    gold = torch.from_numpy(shares(found, names["context"]))
    weight = torch.tensor([float(len(r["events"])) ** 0.5 for r in found])
    nets = [fit((x - mean) / spread, gold, weight, seed) for seed in range(MEMBERS)]
    with np.load(given.model / "heads.npz") as kept:
        heads = dict(kept)
    np.savez_compressed(given.model / "heads.npz", **heads | joined(nets, mean, spread))
    write_card(given.model)


if __name__ == "__main__":
    main()
