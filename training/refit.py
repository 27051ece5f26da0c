"""Fits four heads anew on a finished mixture: `python -m training.refit --run RUN:PART RUN:PART
--data DATA --out RUN`.

A mixture's heads are means of heads, each fitted to an encoder that is not quite the mixture's. For
the heads that see the vectors of words alone (parts of attributions, certainty, sectors, whom words
mean) it costs minutes to fit them to the one encoder that is shipped: every text is read once, and
the head alone is trained. The folder that is written stands for a run of its own.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.annotate.encode import Subwords, cuts, window
from training import data, labels
from training.batch import Piece, meant_rows, parts_of, sector_words
from training.corpus import corpus_examples
from training.data import Example
from training.losses import meaning_loss
from training.meant import add_meant
from training.model import WIDTH, Deep, Meaning, Network
from training.trees import add_trees
from training.weights import label_names, minilm, mixed, share

ROUNDS = {"said": 3, "factuality": 6, "meaning": 6, "sector": 4}
DOCUMENTS = 8  # a step
RATE = 1e-3
Loss = Callable[[Tensor, Tensor], Tensor]


def vectors(net: Network, e: Example, subwords: Subwords) -> Tensor:
    """(words, 384): what the heads see of an example's words, read as the annotator reads them."""
    pieces = [subwords.word(w) for w in e.words]
    out = []
    with torch.inference_mode():
        for start, end in cuts(pieces, e.words, e.paragraph):
            one = window(pieces, e.words, e.paragraph, start=start, end=end)
            ids, cases, first, last = (
                torch.from_numpy(np.asarray(x, np.int64))[None]
                for x in (one.ids, one.cases, one.first, one.last)
            )
            out.append(net.words(net.encoder(ids, cases), "sense", first, last)[0])
    return torch.cat(out)


def sentences(e: Example) -> Iterator[tuple[Example, dict[int, float]]]:
    """The sentences of an example with their certainties, each alone, as they were judged."""
    for start, end in data.sentence_spans(e):
        known = {i - start: x for i, x in (e.factuality or {}).items() if start <= i < end}
        yield Example(e.source, e.words[start:end], [False] * (end - start)), known


def fit(x: Tensor, gold: Tensor, rounds: int, size: int, loss: Loss) -> dict[str, Tensor]:
    """A head fitted to the vectors of words; size: words a step."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Dropout(0.2), Deep(WIDTH, gold.shape[1]))
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.05)
    steps = rounds * -(-len(x) // size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: 1 - s / steps)
    for _ in range(rounds):
        for some in torch.randperm(len(x)).split(size):
            optimiser.zero_grad()
            loss(net(x[some].float()), gold[some]).backward()
            optimiser.step()
            schedule.step()
    return {k.removeprefix("1."): v.detach() for k, v in net.state_dict().items()}


def refit_said(net: Network, examples: list[Example], subwords: Subwords) -> dict[str, Tensor]:
    x = torch.cat([vectors(net, e, subwords).half() for e in examples])
    gold = torch.cat([torch.from_numpy(parts_of(e, labels.ATTRIBUTION)) for e in examples]).float()
    return fit(x, gold, ROUNDS["said"], 2048, F.binary_cross_entropy_with_logits)


def refit_factuality(
    net: Network, examples: list[Example], subwords: Subwords
) -> dict[str, Tensor]:
    x, gold = [], []
    for e in examples:
        for one, known in sentences(e):
            if known:
                x.append(vectors(net, one, subwords)[list(known)])
                gold += known.values()
    loss = partial(F.smooth_l1_loss, beta=0.3)
    return fit(torch.cat(x), torch.tensor(gold)[:, None], ROUNDS["factuality"], 256, loss)


def refit_sector(
    examples: list[Example], read: list[Tensor], names: list[str]
) -> dict[str, Tensor]:
    x, gold = [], []
    for e, mine in zip(examples, read, strict=True):
        if found := dict(sector_words(e)):
            x.append(mine[list(found)])
            gold += [names.index(s) for s in found.values()]
    y = F.one_hot(torch.tensor(gold), len(names)).float()
    return fit(torch.cat(x), y, ROUNDS["sector"], 256, F.cross_entropy)


def refit_meaning(examples: list[Example], read: list[Tensor]) -> dict[str, Tensor]:
    """Over whole documents, as it is asked: names stand in other windows too."""
    torch.manual_seed(0)
    found = []
    for e, mine in zip(examples, read, strict=True):
        seen = meant_rows([Piece(e, 0, len(e.words), 0)])
        if seen is not None:
            found.append((mine.half(), seen))
    head = Meaning()
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.3)
    steps = ROUNDS["meaning"] * -(-len(found) // DOCUMENTS)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: 1 - s / steps)
    for _ in range(ROUNDS["meaning"]):
        for some in torch.randperm(len(found)).split(DOCUMENTS):
            optimiser.zero_grad()
            for x, seen in (found[i] for i in some.tolist()):
                loss = meaning_loss(head(x[None].float(), seen), seen) * len(seen.rows)
                (loss / (8 * DOCUMENTS)).backward()
            optimiser.step()
            schedule.step()
    return {k: v.detach() for k, v in head.state_dict().items()}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--run", type=share, nargs="+", required=True)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--corpus", type=Path, default=Path("corpus"))
    ask.add_argument("--out", type=Path, required=True)
    given = ask.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    names = label_names(given.run[0].run)
    net = Network(labels.sizes(names))
    weights = mixed(given.run)
    net.load_state_dict(weights)
    net.eval()
    subwords = Subwords(minilm() / "vocab.txt")
    judged = data.treebank(given.data, "ewt") + data.meantime(given.data)
    spoken = corpus_examples(given.corpus)
    add_trees(spoken, None, given.out / "read.pickle")
    add_meant(spoken, given.corpus, given.out / "meant.pickle")
    read = [vectors(net, e, subwords) for e in spoken]
    found = {
        "sense.said": refit_said(net, data.polnear(given.data), subwords),
        "sense.factuality": refit_factuality(net, judged, subwords),
        "sense.sector": refit_sector(spoken, read, names["sector"]),
        "meaning": refit_meaning(spoken, read),
    }
    for head, state in found.items():
        for name, weight in state.items():
            weights[f"{head}.{name}"] = weight
    torch.save({"mean": weights}, given.out / "checkpoint.pt")
    (given.out / "labels.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
