"""Trains the network from a data folder: `python -m training.train --data DATA --run RUN --minutes
20`.

Every call goes on from the last checkpoint in RUN and stops after the given minutes; the order of
the data
depends only on the seed, so that a run in many steps equals a run in one. `--plan` names what is
mixed and for how long.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from dragoman.annotate.encode import Subwords
from training import data, labels
from training.batch import Batch, Collator, Piece, batches, pieces_of
from training.data import Example
from training.losses import losses, total
from training.model import Network
from training.names import add_names
from training.other_names import add_other_names
from training.other_words import add_other_words
from training.trees import add_doubtful_trees, add_trees
from training.weights import Share, label_names, minilm, mixed, share

BUDGET = 2048  # subwords a step, padding counted
# Subwords a window, drawn anew each time an example is shown; 0 for a sentence alone.
LIMITS = (0, 64, 128, 256, 382)
AVERAGE = 0.998  # decay of the running mean of the weights, which is what is shipped


@dataclass(frozen=True)
class Plan:
    """How often each set is shown, in rounds of all data, and how fast the weights move."""

    rounds: int
    shares: dict[str, float]
    encoder_rate: float
    head_rate: float
    end: float = 0.02  # share of the rates that is left at the end
    # Share of MiniLM's own weights that is mixed back into the encoder before the plan: what long
    # training has forgotten of them is worth more than it costs (Wortsman et al. 2022).
    back: float = 0.0


# What the later plans share.
LATE = {
    "gum": 1.0,
    "gmb": 0.1,
    "wikigold": 0.7,
    "crossner": 0.7,
    "re3d": 0.7,
    "meantime": 1.0,
    "polnear": 0.65,
    "plv": 1.0,
    "pairs": 0.06,
}

PLANS = {
    "public": Plan(
        4,
        {
            "ewt": 1.0,
            "gum": 1.0,
            "gmb": 0.12,
            "wikigold": 0.75,
            "crossner": 0.5,
            "re3d": 1.0,
            "meantime": 1.0,
            "polnear": 0.5,
            "plv": 1.0,
        },
        2e-4,
        1e-3,
    ),
    "joint": Plan(
        3,
        {
            "ewt": 1.0,
            "gum": 1.0,
            "gmb": 0.08,
            "wikigold": 0.5,
            "crossner": 0.5,
            "re3d": 0.5,
            "meantime": 1.0,
            "polnear": 0.25,
            "plv": 1.0,
            "corpus": 1.0,
            "pairs": 0.4,
        },
        3e-4,
        2e-3,
        end=0.4,
    ),
    "finish": Plan(
        4,
        {
            "ewt": 0.7,
            "gum": 0.6,
            "gmb": 0.05,
            "wikigold": 0.3,
            "crossner": 0.3,
            "re3d": 0.4,
            "meantime": 0.5,
            "polnear": 0.15,
            "plv": 1.0,
            "corpus": 2.0,
            "pairs": 0.3,
        },
        2e-4,
        1.5e-3,
    ),
    "grammar": Plan(
        5,
        {
            "ewt": 1.0,
            "gum": 1.0,
            "gmb": 0.05,
            "wikigold": 0.5,
            "crossner": 0.5,
            "re3d": 0.4,
        },
        3e-4,
        2e-3,
        end=0.1,
    ),
    "whole": Plan(
        8,
        {
            "ewt": 1.0,
            "gum": 1.0,
            "gmb": 0.04,
            "wikigold": 0.5,
            "crossner": 0.5,
            "re3d": 0.4,
            "meantime": 0.5,
            "polnear": 0.2,
            "plv": 1.0,
            "corpus": 1.5,
            "pairs": 0.3,
        },
        2.5e-4,
        1.5e-3,
        end=0.3,
    ),
    "last": Plan(
        5,
        {
            "ewt": 1.0,
            "gum": 1.0,
            "gmb": 0.05,
            "wikigold": 0.4,
            "crossner": 0.4,
            "re3d": 0.3,
            "meantime": 0.5,
            "polnear": 0.13,
            "plv": 1.0,
            "corpus": 2.0,
            "pairs": 0.3,
        },
        2e-4,
        1.2e-3,
    ),
    "settle": Plan(
        4,
        LATE | {"ewt": 1.0, "meantime": 0.5, "polnear": 0.4, "corpus": 1.7, "pairs": 0.1},
        1.5e-4,
        1e-3,
        back=0.4,
    ),
    "renew": Plan(
        5,
        LATE | {"ewt": 1.5, "meantime": 0.5, "corpus": 1.3, "pairs": 0.08},
        1.5e-4,
        1e-3,
        back=0.35,
    ),
    "steady": Plan(5, LATE | {"ewt": 1.3, "gmb": 0.12, "corpus": 1.5}, 1.5e-4, 1e-3, back=0.25),
    "branch": Plan(5, LATE | {"ewt": 1.5, "corpus": 1.5}, 1.5e-4, 1e-3, back=0.2),
    "level": Plan(3, LATE | {"ewt": 2.0, "corpus": 1.7}, 1.5e-4, 1e-3, back=0.2),
    "meaning": Plan(3, LATE | {"ewt": 1.4, "corpus": 1.8}, 1.5e-4, 1.2e-3, back=0.15),
    "sectors": Plan(2, LATE | {"ewt": 1.3, "corpus": 1.8}, 1.5e-4, 1.2e-3),
    "again": Plan(2, LATE | {"ewt": 1.6, "polnear": 1.0, "corpus": 1.8}, 1.5e-4, 1.2e-3, back=0.1),
    "wire": Plan(1, LATE | {"ewt": 1.6, "polnear": 1.6, "corpus": 2.0}, 1.2e-4, 1e-3, back=0.05),
}


def load_public(folder: Path, *, only_licensed: bool) -> list[Example]:
    nations = data.demonyms(folder)
    examples = data.treebank(folder, "ewt", demonyms=nations)
    examples += data.treebank(folder, "gum", demonyms=nations)
    examples += data.names(folder, nations) + data.re3d(folder, nations) + data.meantime(folder)
    if not only_licensed:
        examples += data.polnear(folder) + data.plv(folder)
    return examples


def show(
    examples: list[Example], plan: Plan, subwords: Subwords, seed: int, number: int
) -> tuple[list[Piece], np.random.Generator]:
    """The windows of one round: a share of every set, cut to lengths drawn anew. Depends on
    `(seed, number)` alone."""
    rng = np.random.default_rng([seed, number])
    by_source: dict[str, list[Example]] = defaultdict(list)
    for e in examples:
        by_source[e.source].append(e)
    out: list[Piece] = []
    for source in sorted(by_source):
        share, mine = plan.shares.get(source, 0.0), by_source[source]
        while share > 0:
            take = rng.permutation(len(mine))[: round(min(share, 1.0) * len(mine))]
            for i in take:
                limit = 382 if source in ("corpus", "plv", "pairs") else int(rng.choice(LIMITS))
                out += pieces_of(mine[i], subwords, rng, limit)
            share -= 1.0
    return out, rng


class Trainer:
    """Network, optimiser, running mean and place in the data; saved and loaded as one file."""

    def __init__(self, run: Path, plan: Plan, names: dict[str, list[str]], steps: int) -> None:
        self.run, self.plan, self.steps = run, plan, steps
        self.net = Network(labels.sizes(names))
        self.net.split = sum(x.startswith("plv ") for x in names["relation"])
        encoder = list(self.net.encoder.parameters())
        inside = {id(p) for p in encoder}
        heads = [p for p in self.net.parameters() if id(p) not in inside]
        self.optimiser = torch.optim.AdamW(
            [{"params": encoder, "lr": plan.encoder_rate}, {"params": heads, "lr": plan.head_rate}],
            weight_decay=0.01,
            betas=(0.9, 0.98),
            fused=True,
        )
        warm = max(1, steps // 12)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser,
            lambda s: min((s + 1) / warm, max(plan.end, (steps - s) / max(1, steps - warm))),
        )
        self.mean: dict[str, torch.Tensor] = {}
        self.round = self.place = self.step = 0

    def begin(self, earlier: Sequence[Share] | None) -> None:
        """From MiniLM, or from the weights of earlier plans."""
        if earlier is None:
            self.net.encoder.load_minilm(minilm())
        else:
            self.net.load_state_dict(known_weights(self.net, mixed(earlier)))
            self.net.encoder.mix_minilm(minilm(), self.plan.back)
        self.mean = {k: v.detach().clone() for k, v in self.net.state_dict().items()}

    def save(self) -> None:
        state = {
            "net": self.net.state_dict(),
            "mean": self.mean,
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "at": (self.round, self.place, self.step),
        }
        torch.save(state, self.run / "checkpoint.tmp")
        (self.run / "checkpoint.tmp").replace(self.run / "checkpoint.pt")

    def load(self) -> None:
        state = torch.load(self.run / "checkpoint.pt")
        self.net.load_state_dict(state["net"])
        self.mean = state["mean"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.round, self.place, self.step = state["at"]

    def learn(self, batch: Batch) -> dict[str, float]:
        torch.manual_seed(self.step)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            parts = losses(self.net, batch)
        loss = total(parts)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
        self.optimiser.step()
        self.schedule.step()
        self.step += 1
        decay = min(AVERAGE, self.step / (self.step + 10))
        with torch.no_grad():
            for k, v in self.net.state_dict().items():
                self.mean[k].lerp_(v, 1 - decay)
        return {k: float(v.detach()) for k, v in parts.items()}


def known_weights(net: Network, earlier: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Weights of an earlier plan, and those of `net` where it had none of that shape."""
    return {
        k: earlier[k] if k in earlier and earlier[k].shape == v.shape else v
        for k, v in net.state_dict().items()
    }


def train(
    trainer: Trainer, examples: list[Example], collator: Collator, *, minutes: float, seed: int
) -> bool:
    """Goes on for `minutes`; true when the plan is done."""
    began, seen, sums = time.monotonic(), 0, defaultdict(list)
    while trainer.round < trainer.plan.rounds:
        pieces, rng = show(examples, trainer.plan, collator.subwords, seed, trainer.round)
        for number, rows in enumerate(batches(pieces, rng, BUDGET)):
            if number < trainer.place:
                continue
            batch = collator(rows, np.random.default_rng([seed, trainer.round, number]))
            for k, v in trainer.learn(batch).items():
                sums[k].append(v)
            seen += int(batch.real.sum())
            trainer.place = number + 1
            if trainer.step % 100 == 0:
                took = time.monotonic() - began
                parts = " ".join(f"{k} {np.mean(v):.3f}" for k, v in sorted(sums.items()))
                print(
                    f"step {trainer.step}/{trainer.steps} {seen / took:.0f} words/s {parts}",
                    flush=True,
                )
                sums = defaultdict(list)
            if time.monotonic() - began > 60 * minutes:
                trainer.save()
                return False
            if trainer.step % 500 == 0:
                trainer.save()
        trainer.round, trainer.place = trainer.round + 1, 0
    trainer.save()
    return True


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--corpus", type=Path, default=Path("corpus"))
    ask.add_argument("--plover", type=Path, required=True, help="plover.json of the reference")
    ask.add_argument("--run", type=Path, required=True)
    ask.add_argument("--plan", choices=PLANS, default="public")
    ask.add_argument(
        "--start",
        type=share,
        nargs="+",
        help="run of an earlier plan or finished model, or several as RUN:PART",
    )
    ask.add_argument(
        "--parser", type=Path, help="model for trees and names of sets without; shipped"
    )
    ask.add_argument("--minutes", type=float, default=20)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--only-licensed", action="store_true")
    ask.add_argument("--threads", type=int, default=2)
    given = ask.parse_args()
    torch.set_num_threads(given.threads)
    given.run.mkdir(parents=True, exist_ok=True)
    plan = PLANS[given.plan]
    subwords = Subwords(minilm() / "vocab.txt")
    examples = load_public(given.data, only_licensed=given.only_licensed)
    kept = given.run / "labels.json"
    if given.start is not None and not kept.exists():
        kept.write_text(json.dumps(label_names(given.start[0].run), ensure_ascii=False))
    if not kept.exists():
        kept.write_text(json.dumps(labels.build(examples, given.plover), ensure_ascii=False))
    names = json.loads(kept.read_text())
    if "corpus" in plan.shares:
        from training.corpus import corpus_examples, corpus_pairs
        from training.meant import add_meant

        examples += corpus_examples(given.corpus) + corpus_pairs(given.corpus)
        add_meant(examples, given.corpus, given.run / "meant.pickle")
    # Pairs are sentences of the corpus once more: reading them too would only take long.
    unread = [e for e in examples if e.source != "pairs"]
    add_trees(unread, given.parser, given.run / "read.pickle")
    add_doubtful_trees(examples, given.parser, given.run / "doubtful.pickle")
    add_names(examples, given.parser, given.run / "names.pickle", data.countries(given.data))
    add_other_words(examples)
    add_other_names(examples, given.data)
    print({k: v for k, v in data.counts(examples).items()}, flush=True)
    collator = Collator(names, subwords)
    steps = 0
    for number in range(plan.rounds):
        pieces, rng = show(examples, plan, subwords, given.seed, number)
        steps += sum(1 for _ in batches(pieces, rng, BUDGET))
    trainer = Trainer(given.run, plan, names, steps)
    if (given.run / "checkpoint.pt").exists():
        trainer.load()
    else:
        trainer.begin(given.start)
    done = train(trainer, examples, collator, minutes=given.minutes, seed=given.seed)
    print(
        "done" if done else f"stopped at step {trainer.step} of {steps}; the same command goes on"
    )


if __name__ == "__main__":
    main()
