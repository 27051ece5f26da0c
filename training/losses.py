"""One loss a task, each over what the batch annotates."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from training.batch import Batch, MeantRows
from training.data import IGNORE
from training.model import Network

WEIGHTS = {
    "start": 0.3,
    "upos": 1.0,
    "feats": 0.6,
    "lemma": 0.6,
    "head": 2.0,
    "dep": 1.5,
    "entity": 3.0,
    "predicate": 0.3,
    "role": 2.2,
    "cue": 1.0,
    "said": 2.0,
    "attribution": 1.3,
    "factuality": 0.9,
    "event": 2.0,
    "argument": 2.0,
    "stance": 0.2,
    "sector": 0.7,
    "status": 0.4,
    "auxiliary": 0.5,
    "mode": 0.6,
    "meaning": 1.0,
    "context": 0.1,
    "relation": 0.5,
}


def losses(net: Network, batch: Batch) -> dict[str, Tensor]:
    """Unweighted losses by task, for the tasks that the batch has."""
    states = net.encoder(batch.ids, batch.cases, batch.mask)
    out: dict[str, Tensor] = {}
    if bool((batch.syntax["upos"] != IGNORE).any()):
        x = net.words(states, "syntax", batch.first, batch.last)
        _syntax(net, batch, x, out)
    elif bool((batch.syntax["start"] != IGNORE).any()):
        x = net.words(states, "syntax", batch.first, batch.last)
        out["start"] = _flag(
            net.syntax["sentence"](x).squeeze(-1).float(), batch.syntax["start"], 1.0
        )
    x = net.words(states, "sense", batch.first, batch.last)
    _sense(net, batch, x, out)
    return out


def total(parts: dict[str, Tensor]) -> Tensor:
    return torch.stack([WEIGHTS[k] * v for k, v in parts.items()]).sum()


def _cross(logits: Tensor, gold: Tensor) -> Tensor:
    flat = logits.float().reshape(-1, logits.shape[-1])
    return F.cross_entropy(flat, gold.reshape(-1), ignore_index=IGNORE)


def _flag(logits: Tensor, gold: Tensor, rare: float) -> Tensor:
    """Yes/no loss over known places; scaled so that rare yeses weigh about as much as all else."""
    known = gold != IGNORE
    each = F.binary_cross_entropy_with_logits(logits[known], gold[known].float(), reduction="sum")
    words = known.any(-1) if known.dim() == 3 else known
    return each / (rare * (gold == 1).sum() + 0.05 * words.sum() + 1.0)


def _syntax(net: Network, batch: Batch, x: Tensor, out: dict[str, Tensor]) -> None:
    for task, head in (("upos", "upos"), ("feats", "feats"), ("lemma", "lemma")):
        out[task] = _cross(net.syntax[head](x), batch.syntax[task])
    out["start"] = _flag(net.syntax["sentence"](x).squeeze(-1).float(), batch.syntax["start"], 1.0)
    dependent, head, label_dependent, label_head = net.arcs.project(x)
    root = net.arcs.root.to(head.dtype).expand(head.shape[0], 1, -1)
    scores = (dependent @ torch.cat([root, head], 1).transpose(1, 2)).float()
    same = batch.sentence[:, :, None] == batch.sentence[:, None, :]
    same = torch.cat([batch.real[:, :, None], same & batch.real[:, None, :]], 2)
    gold = batch.syntax["head"]
    known = gold != IGNORE
    if not bool(known.any()):
        return
    out["head"] = F.cross_entropy(scores.masked_fill(~same, -1e4)[known], gold[known])
    label_root = net.arcs.label_root.to(label_head.dtype).expand(label_head.shape[0], 1, -1)
    heads = torch.cat([label_root, label_head], 1)
    row = torch.arange(gold.shape[0])[:, None].expand_as(gold)[known]
    h, d = heads[row, gold[known]], label_dependent[known]
    labels = net.arcs.joint(h * d) + net.arcs.from_dependent(d) + net.arcs.from_head(h)
    out["dep"] = _cross(labels, batch.syntax["dep"][known])


def _sense(net: Network, batch: Batch, x: Tensor, out: dict[str, Tensor]) -> None:
    if bool((batch.syntax["entity"] != IGNORE).any()):
        out["entity"] = _cross(net.sense["entity"](x), batch.syntax["entity"])
    for task in ("predicate", "cue"):
        if bool((batch.flags[task] != IGNORE).any()):
            out[task] = _flag(net.sense[task](x).squeeze(-1).float(), batch.flags[task], 1.0)
    if bool((batch.flags["event"] != IGNORE).any()):
        out["event"] = _flag(net.sense["event"](x).float(), batch.flags["event"], 1.0)
    _of_words(net, batch, x, out)
    for task, pairs in (
        ("role", net.role),
        ("attribution", net.attribution),
        ("argument", net.argument),
    ):
        if task in batch.pairs:
            gold = batch.pairs[task].gold
            scores = pairs(x, batch.pairs[task]).float()
            each = F.cross_entropy(
                scores.reshape(-1, scores.shape[-1]),
                gold.reshape(-1),
                ignore_index=IGNORE,
                reduction="sum",
            )
            out[task] = each / ((gold > 0).sum() + len(gold))
    for task, (rows, places, gold) in batch.anchors.items():
        guess = net.sense[task](x[rows, places]).float()
        if task in ("stance", "status", "sector"):
            out[task] = F.cross_entropy(guess, gold)
        else:
            known = gold >= 0
            out[task] = F.binary_cross_entropy_with_logits(
                guess[known], gold[known], reduction="sum"
            ) / len(rows)
    if batch.meant is not None:
        out["meaning"] = meaning_loss(net.meaning(x, batch.meant), batch.meant)
    if batch.context is not None:
        rows, gold = batch.context
        real = batch.real[rows].unsqueeze(-1)
        mean = (x[rows] * real).sum(1) / real.sum(1)
        guess = net.context(mean).float()
        out["context"] = F.binary_cross_entropy_with_logits(guess, gold, reduction="sum") / len(
            rows
        )
    if batch.relation is not None:
        rows, a, b, gold = batch.relation
        guess = net.relation(torch.cat([x[rows, a], x[rows, b]], -1)).float()
        out["relation"] = _relation(guess, gold, net.split)


def _of_words(net: Network, batch: Batch, x: Tensor, out: dict[str, Tensor]) -> None:
    """What words are in themselves: parts of attributions, certain."""
    said = batch.flags["said"]
    if bool((known := said != IGNORE).any()):
        guess = net.sense["said"](x).float()
        out["said"] = F.binary_cross_entropy_with_logits(guess[known], said[known].float())
    fact = batch.flags["factuality"]
    if bool((known := ~torch.isnan(fact)).any()):
        guess = net.sense["factuality"](x).squeeze(-1).float()
        out["factuality"] = F.smooth_l1_loss(guess[known], fact[known], beta=0.5)


def meaning_loss(scores: Tensor, seen: MeantRows) -> Tensor:
    """Cross entropy over the names of a window: all that stand for the party count together."""
    every = scores.masked_fill(~seen.real, -1e4).logsumexp(1)
    right = scores.masked_fill(~seen.right, -1e4).logsumexp(1)
    return (every - right).mean()


def _relation(guess: Tensor, gold: Tensor, split: int) -> Tensor:
    """Cross entropy within the label space of each example: benchmark labels `[:split]`, PLOVER
    labels `[split:]`."""
    parts = []
    for low, high in ((0, split), (split, guess.shape[1])):
        mine = (gold >= low) & (gold < high)
        if bool(mine.any()):
            parts.append(F.cross_entropy(guess[mine, low:high], gold[mine] - low, reduction="sum"))
    return torch.stack(parts).sum() / len(gold)
