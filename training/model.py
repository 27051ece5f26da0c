"""The network: a six-layer BERT encoder with a casing embedding, and heads that share its one pass
(torch, training only).
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.annotate.encode import CASES
from dragoman.annotate.meaning import KINDS, OFFSETS
from dragoman.annotate.routes import LEVELS
from training.batch import MeantRows, PairRows

WIDTH, LAYERS, HEADS = 384, 6, 12
TRUNK = 4  # layers that grammar and meaning share; the others stand twice, once for each
DEEP = frozenset({"entity", "cue", "said", "factuality", "event", "status", "sector"})


class Layer(nn.Module):
    """One post-norm transformer block (Devlin et al. 2019)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        qkv = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        drop = self.dropout if self.training else 0.0
        if mask is None and not self.training:
            scores = qkv[0] @ qkv[1].transpose(-1, -2) * (1.0 / math.sqrt(WIDTH // HEADS))
            context = torch.softmax(scores, -1) @ qkv[2]
        else:
            context = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], mask)
        context = context.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + F.dropout(self.out(context), drop))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), drop))


class Encoder(nn.Module):
    """Words to vectors: a trunk, and on it one branch for grammar and one for meaning, which ask
    different things of the last layers. Both begin as MiniLM's own last layers.
    """

    def __init__(
        self, vocabulary: int = 30522, positions: int = 512, dropout: float = 0.15
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(positions, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.cases = nn.Embedding(CASES, WIDTH)
        nn.init.normal_(self.cases.weight, std=0.02)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.sense = nn.ModuleList(Layer(dropout) for _ in range(LAYERS - TRUNK))
        self.dropout = dropout

    def forward(
        self, ids: Tensor, cases: Tensor, mask: Tensor | None = None
    ) -> dict[str, list[Tensor]]:
        """ids, cases: (batch, subwords) int64 -> by branch each of its six layers' output,
        (batch, subwords, 384)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(places)[None] + self.kind + self.cases(cases)
        x = F.dropout(self.norm(x), self.dropout if self.training else 0.0)
        attend = None if mask is None else mask[:, None, None, :]
        trunk: list[Tensor] = []
        for layer in self.layers[:TRUNK]:
            x = layer(x, attend)
            trunk.append(x)
        out = {}
        for name, branch in (("syntax", self.layers[TRUNK:]), ("sense", self.sense)):
            x, out[name] = trunk[-1], trunk.copy()
            for layer in branch:
                x = layer(x, attend)
                out[name].append(x)
        return out

    def load_minilm(self, folder: Path) -> None:
        """Weights of MiniLM-L6 (Wang et al. 2020) from `model.safetensors`."""
        from safetensors.torch import load_file

        w = {
            k.removeprefix("bert."): v.float()
            for k, v in load_file(folder / "model.safetensors").items()
        }
        new: dict[str, Tensor] = {
            "words.weight": w["embeddings.word_embeddings.weight"],
            "positions.weight": w["embeddings.position_embeddings.weight"],
            "kind": w["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": w["embeddings.LayerNorm.weight"],
            "norm.bias": w["embeddings.LayerNorm.bias"],
            "cases.weight": self.cases.weight.data,
        }
        for i in range(LAYERS):
            old = f"encoder.layer.{i}."
            at = f"layers.{i}."
            for part in ("weight", "bias"):
                new[f"{at}qkv.{part}"] = torch.cat(
                    [w[f"{old}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                )
                new[f"{at}out.{part}"] = w[f"{old}attention.output.dense.{part}"]
                new[f"{at}norm1.{part}"] = w[f"{old}attention.output.LayerNorm.{part}"]
                new[f"{at}up.{part}"] = w[f"{old}intermediate.dense.{part}"]
                new[f"{at}down.{part}"] = w[f"{old}output.dense.{part}"]
                new[f"{at}norm2.{part}"] = w[f"{old}output.LayerNorm.{part}"]
        self.load_state_dict(branched(new))

    def mix_minilm(self, folder: Path, share: float) -> None:
        """Mixes a share of MiniLM's own weights back into those at hand (Wortsman et al. 2022)."""
        if not share:
            return
        early = Encoder()
        early.load_minilm(folder)
        own = early.state_dict()
        with torch.no_grad():
            for name, weight in self.state_dict().items():
                if name != "cases.weight":
                    weight.lerp_(own[name], share)


def branched(weights: dict[str, Tensor], at: str = "") -> dict[str, Tensor]:
    """Weights of an encoder, or with `at` its prefix of a network, that had no branches: both
    begin as its last layers."""
    if any(name.startswith(f"{at}sense.") for name in weights):
        return weights
    twins = {
        name.replace(f"{at}layers.{TRUNK + i}.", f"{at}sense.{i}."): weight.clone()
        for i in range(LAYERS - TRUNK)
        for name, weight in weights.items()
        if name.startswith(f"{at}layers.{TRUNK + i}.")
    }
    return weights | twins


class Pairs(nn.Module):
    """Labels of every word as seen from an anchor word: `score[a, t, l]`.

    A factored biaffine form, (A a * z) U + V a + W z + distance bias, where z = relu(T t + P top +
    kind + link) sees a word together with the top of the subtree it is in, with its route to the
    anchor (`dragoman.annotate.routes`) and with the anchor's own label; it serves roles,
    attributions and events alike.
    """

    DISTANCES = 16

    def __init__(self, labels: int, deps: int, rank: int = 128, dropout: float = 0.2) -> None:
        super().__init__()
        self.anchor = nn.Linear(WIDTH, rank)
        self.token = nn.Linear(WIDTH, rank)
        self.top = nn.Linear(WIDTH, rank, bias=False)
        self.kind = nn.Embedding(LEVELS * 2 * deps, rank)
        self.link = nn.Embedding(LEVELS * deps, rank)
        for route in (self.kind, self.link):
            nn.init.normal_(route.weight, std=0.1)
        self.joint = nn.Linear(rank, labels, bias=False)
        self.from_anchor = nn.Linear(rank, labels)
        self.from_token = nn.Linear(rank, labels, bias=False)
        self.distance = nn.Embedding(self.DISTANCES, labels)
        nn.init.zeros_(self.distance.weight)
        self.deps, self.dropout = deps, dropout

    def project(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(..., 384) -> three of (..., rank): as anchor, as word, as top of a subtree."""
        return F.gelu(self.anchor(x)), self.token(x), self.top(x)

    def forward(self, x: Tensor, seen: PairRows) -> Tensor:
        """x: (batch, words, 384) -> (anchors, words of the longest span, labels)."""
        drop = self.dropout if self.training else 0.0
        anchor, token, top = self.project(x)
        a = F.dropout(anchor, drop)[seen.rows, seen.places]
        row = seen.rows[:, None]
        at = seen.starts[:, None] + torch.arange(seen.gold.shape[1], device=x.device)
        route = self.kind(seen.kinds) + self.link(seen.levels * self.deps + seen.deps[:, None])
        route = route.to(token.dtype)
        if self.training:  # now and then without the tree, which can be wrong
            route = route * (torch.rand(len(a), 1, 1, device=x.device) > 0.1)
        z = token[row, at.clamp(max=x.shape[1] - 1)] + top[row, seen.tops] + route
        z = F.dropout(F.relu(z), drop)
        return (
            self.joint(a[:, None] * z)
            + self.from_anchor(a)[:, None]
            + self.from_token(z)
            + self.distance(bucket(at - seen.places[:, None]))
        )


def bucket(offset: Tensor) -> Tensor:
    """Signed distance in words to one of 16 classes: 0, 1, 2, 3-4, 5-8, 9-16, 17-32, over 32,
    either way.
    """
    size = offset.abs().clamp(min=1).float()
    steps = torch.where(offset == 0, 0.0, 1 + torch.ceil(torch.log2(size)).clamp(max=6)).long()
    return torch.where(offset < 0, steps + 8, steps)


class Meaning(nn.Module):
    """How likely a word that names nobody ("the ministry", "two men") means what a name stands for:
    `a . n / sqrt(rank) + w . x + kind + distance`, a and n projections of the word and the name.
    """

    RANK = 64

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Linear(WIDTH, self.RANK)
        self.name = nn.Linear(WIDTH, self.RANK + 1)  # the last number is a weight of its own
        self.kind = nn.Embedding(len(KINDS), 1)
        self.offset = nn.Embedding(OFFSETS, 1)
        for given in (self.kind, self.offset):
            nn.init.zeros_(given.weight)

    def forward(self, x: Tensor, seen: MeantRows) -> Tensor:
        """x: (batch, words, 384) -> (n, names) scores."""
        drop = 0.2 if self.training else 0.0
        x = F.dropout(x, drop)
        word = self.word(x)[seen.rows, seen.places].float()
        name = self.name(x)[seen.rows[:, None], seen.others].float()
        scores = (name[..., :-1] @ word.unsqueeze(-1)).squeeze(-1) / math.sqrt(self.RANK)
        scores = scores + name[..., -1]
        given: Tensor = (self.kind(seen.kinds) + self.offset(seen.offsets)).squeeze(-1)
        return scores + given


class Arcs(nn.Module):
    """Deep biaffine attention (Dozat and Manning 2017): heads and labels of dependencies."""

    def __init__(self, labels: int, rank: int = 256, label_rank: int = 128) -> None:
        super().__init__()
        self.dependent = nn.Linear(WIDTH, rank)
        self.head = nn.Linear(WIDTH, rank)
        self.weight = nn.Linear(rank, rank)
        self.root = nn.Parameter(torch.zeros(rank))
        self.label_dependent = nn.Linear(WIDTH, label_rank)
        self.label_head = nn.Linear(WIDTH, label_rank)
        self.label_root = nn.Parameter(torch.zeros(label_rank))
        self.joint = nn.Linear(label_rank, labels)
        self.from_dependent = nn.Linear(label_rank, labels, bias=False)
        self.from_head = nn.Linear(label_rank, labels, bias=False)

    def project(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        drop = 0.25 if self.training else 0.0
        return (
            self.weight(F.dropout(F.leaky_relu(self.dependent(x), 0.1), drop)),
            F.dropout(F.leaky_relu(self.head(x), 0.1), drop),
            F.dropout(F.leaky_relu(self.label_dependent(x), 0.1), drop),
            F.dropout(F.leaky_relu(self.label_head(x), 0.1), drop),
        )


class Deep(nn.Linear):
    """A linear layer and, added to it, a small network of one hidden layer, nothing at first."""

    HIDDEN = 192

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs)
        self.hidden = nn.Linear(inputs, self.HIDDEN)
        self.extra = nn.Linear(self.HIDDEN, outputs, bias=False)
        nn.init.zeros_(self.extra.weight)

    def forward(self, input: Tensor) -> Tensor:
        hidden = F.dropout(F.gelu(self.hidden(input)), 0.1 if self.training else 0.0)
        plain: Tensor = super().forward(input)
        return plain + self.extra(hidden)


class Network(nn.Module):
    """Encoder and all heads. `sizes` gives how many labels each task has, from `labels.json`."""

    def __init__(self, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.mix = nn.ParameterDict(
            {k: nn.Parameter(torch.zeros(LAYERS)) for k in ("syntax", "sense")}
        )
        self.syntax = nn.ModuleDict(
            {k: nn.Linear(WIDTH, sizes[k]) for k in ("sentence", "upos", "feats", "lemma")}
        )
        self.sense = nn.ModuleDict(
            {
                k: (Deep if k in DEEP else nn.Linear)(WIDTH, sizes[k])
                for k in (
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
            }
        )
        self.arcs = Arcs(sizes["dep"])
        self.role = Pairs(sizes["role"], sizes["dep"])
        self.attribution = Pairs(sizes["attribution"], sizes["dep"])
        self.argument = Pairs(sizes["argument"], sizes["dep"])
        self.meaning = Meaning()
        # What the words are about, from their mean.
        self.context = nn.Sequential(
            nn.Dropout(0.1),
            nn.Linear(WIDTH, 128),
            nn.ReLU(),
            nn.Dropout(0.4),
            nn.Linear(128, sizes["context"]),
        )
        nn.init.constant_(self.context[4].bias, -3.0)  # most texts have few of them
        self.relation = nn.Sequential(
            nn.Linear(2 * WIDTH, WIDTH),
            nn.Tanh(),
            nn.Dropout(0.2),
            nn.Linear(WIDTH, sizes["relation"]),
        )

    def words(
        self, states: dict[str, list[Tensor]], which: str, first: Tensor, last: Tensor
    ) -> Tensor:
        """(batch, words, 384): the mean of each word's first and last subword, over a learned mix
        of the layers of one branch.
        """
        weights = torch.softmax(self.mix[which] * 4.0 + torch.linspace(-3.0, 0.0, LAYERS), 0)
        mixed = sum(weights[i] * states[which][i] for i in range(LAYERS))
        assert isinstance(mixed, Tensor)
        row = torch.arange(first.shape[0], device=first.device)[:, None]
        return 0.5 * (mixed[row, first] + mixed[row, last])
