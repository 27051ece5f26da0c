"""Makes the shipped model of a checkpoint: `python -m training.export --run RUN --out
src/dragoman/model`.

The running mean of the weights becomes an ONNX graph whose matrices and embeddings are int8
(weights per channel where the runtime allows it, activations scaled for the window at hand, which
no other document shares), and a small file of the weights that compare words.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from dragoman.annotate.annotator import FILES, OUTPUTS, digest
from training import labels
from training.model import Network
from training.weights import PAIRS, Share, label_names, minilm, mixed, share

SYNTAX = ("sentence", "upos", "feats", "lemma")
SENSE = (
    "entity",
    "predicate",
    "cue",
    "said",
    "stance",
    "sector",
    "factuality",
    "event",
    "mode",
    "auxiliary",
    "status",
)


class Exported(nn.Module):
    """One window in, everything the decoder needs out: token scores, arc and pair projections,
    sense vectors.
    """

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(
        self, ids: Tensor, cases: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, ...]:
        net = self.net
        states = net.encoder(ids, cases)
        x = net.words(states, "syntax", first[None], last[None])[0]
        y = net.words(states, "sense", first[None], last[None])[0]
        tokens = torch.cat(
            [*(net.syntax[k](x) for k in SYNTAX), *(net.sense[k](y) for k in SENSE)], -1
        )
        arcs = torch.cat(net.arcs.project(x), -1)
        pairs = torch.cat([p for k in PAIRS for p in getattr(net, k).project(y)], -1)
        return tokens, arcs, pairs, y


def small_weights(net: Network) -> dict[str, np.ndarray]:
    """Weights of the heads that the decoder applies itself, float16."""
    state = net.state_dict()
    wanted = {
        "arcs": (
            "root",
            "label_root",
            "joint.weight",
            "joint.bias",
            "from_dependent.weight",
            "from_head.weight",
        ),
        "context": ("1.weight", "1.bias", "4.weight", "4.bias"),
        "relation": ("0.weight", "0.bias", "3.weight", "3.bias"),
        "meaning": (
            "word.weight",
            "word.bias",
            "name.weight",
            "name.bias",
            "kind.weight",
            "offset.weight",
        ),
    } | {
        k: (
            "joint.weight",
            "from_anchor.weight",
            "from_anchor.bias",
            "from_token.weight",
            "distance.weight",
            "kind.weight",
            "link.weight",
        )
        for k in PAIRS
    }
    return {
        f"{head}.{name}": state[f"{head}.{name}"].numpy().astype(np.float16)
        for head, names in wanted.items()
        for name in names
    }


def columns(sizes: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Where each task's scores stand in the first output."""
    found, at = {}, 0
    for task in (*SYNTAX, *SENSE):
        found[task] = (at, at + sizes[task])
        at += sizes[task]
    return found


def readable(subword: str) -> bool:
    """Whether an English text can hold it: Latin letters, digits, punctuation, signs of money."""
    return all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x20D0 for c in subword)


def drop_unreadable(net: Network, vocabulary: list[str]) -> list[str]:
    """Leaves out the rows of subwords in other scripts, which would only make the file larger;
    the subwords that are left, in order."""
    kept = [i for i, subword in enumerate(vocabulary) if readable(subword)]
    net.encoder.words = nn.Embedding.from_pretrained(net.encoder.words.weight[kept])
    return [vocabulary[i] for i in kept]


def export(
    shares: Sequence[Share], out: Path, *, quantised: bool = True, back: float = 0.0
) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    names = label_names(shares[0].run)
    sizes = labels.sizes(names)
    net = Network(sizes)
    net.load_state_dict(mixed(shares))
    net.encoder.mix_minilm(minilm(), back)
    vocabulary = (minilm() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    vocabulary = drop_unreadable(net, vocabulary)
    net.eval()
    out.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(1000, 2000, (1, 34))
    words = torch.arange(1, 33)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            Exported(net),
            (ids, torch.zeros_like(ids), words, words),
            str(full),
            dynamo=False,
            opset_version=17,
            input_names=["ids", "cases", "first", "last"],
            output_names=list(OUTPUTS),
            dynamic_axes={
                "ids": {1: "subwords"},
                "cases": {1: "subwords"},
                "first": {0: "words"},
                "last": {0: "words"},
            }
            | {k: {0: "words"} for k in OUTPUTS},
        )
        if quantised:
            quantize_dynamic(
                full,
                out / "encoder.onnx",
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=False,
            )
        else:
            shutil.copy(full, out / "encoder.onnx")
    np.savez_compressed(out / "heads.npz", **small_weights(net))
    card = {"columns": columns(sizes), "labels": names}
    (out / "labels.json").write_text(
        json.dumps(card, ensure_ascii=False, indent=0), encoding="utf-8"
    )
    (out / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8", newline="\n")
    write_card(out)


def write_card(model: Path) -> None:
    """Writes down the files of a finished model and their digest, which is checked on load."""
    card = {"files": list(FILES), "sha256": digest(model)}
    (model / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument(
        "--run", type=share, nargs="+", required=True, help="RUN, or several as RUN:PART, mixed"
    )
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--full", action="store_true", help="float32 instead of int8")
    ask.add_argument("--back", type=float, default=0.0, help="share of MiniLM's weights mixed in")
    given = ask.parse_args()
    export(given.run, given.out, quantised=not given.full, back=given.back)


if __name__ == "__main__":
    main()
