"""Examples to windows to padded tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from dragoman.annotate.encode import SEP, Subwords, shape
from dragoman.annotate.lemma import script
from dragoman.annotate.meaning import kind_class, offset_class
from dragoman.annotate.routes import routes
from dragoman.annotate.words import MARKS
from training.data import IGNORE, Example, Named
from training.other_names import renamed

HIDDEN = 0.1  # share of words shown as [MASK], so that no head leans on single words
EXCHANGED = 0.3  # share of triggers and cues shown as another word of the same meaning
MASK = 103
LONGEST = 382  # subwords of a window at most
# Share of windows with two trees whose roles are learned from the one with a reader's errors.
DOUBTFUL = 0.6
LOWERED = 0.04  # share of windows read as if written in small letters throughout


@dataclass
class Piece:
    """Words `[start, end)` of an example: what one row of a batch shows."""

    example: Example
    start: int
    end: int
    size: int  # subwords


def pieces_of(
    example: Example, subwords: Subwords, rng: np.random.Generator, limit: int
) -> list[Piece]:
    """Cuts an example into windows at sentence starts (or paragraphs, or full stops) of at most
    `limit` subwords; 0 makes every sentence a window.
    """
    lengths = [len(subwords.word(w)) for w in example.words]
    n = len(lengths)
    stops = [False] * (n + 1)
    stops[n] = True
    for i in range(1, n):
        if example.sentence is not None:
            stops[i] = example.sentence[i] != example.sentence[i - 1]
        else:
            stops[i] = example.paragraph[i] or example.words[i - 1] in (".", "!", "?")
    out: list[Piece] = []
    start = 0
    while start < n:
        size, end, good = 0, start, start
        goal = limit or LONGEST
        while end < n and size + lengths[end] <= goal:
            size += lengths[end]
            end += 1
            if stops[end]:
                good = end
                if limit == 0:
                    break
        end = good if good > start else max(end, start + 1)
        out.append(Piece(example, start, end, sum(lengths[start:end]) + 2))
        start = end
    return out


@dataclass
class PairRows:
    """What a pair head sees of its anchors: for each its row and place, and over the words from
    `starts` on, (anchors, words of the longest span) each, the gold labels and the route of each
    word: its kind, its level and the place of its subtree's top. deps: the anchors' own labels.
    """

    rows: Tensor
    places: Tensor
    starts: Tensor
    deps: Tensor
    gold: Tensor
    kinds: Tensor
    levels: Tensor
    tops: Tensor


@dataclass
class MeantRows:
    """Words that mean a party without naming it, and the names in their windows. rows, places: (n,)
    of the words; others, offsets, kinds, right, real: (n, most names of a window): the names'
    places, how many words behind the word each stands, its kind, whether it stands for the party
    that is meant, and whether there is a name at all.
    """

    rows: Tensor
    places: Tensor
    others: Tensor
    offsets: Tensor
    kinds: Tensor
    right: Tensor
    real: Tensor


@dataclass
class Anchor:
    """An anchor in a row of a batch, with the labels of the words `[start, start + len(gold))`."""

    row: int
    place: int
    start: int
    gold: np.ndarray


@dataclass
class Batch:
    """Padded tensors of one step; anchors are flat lists over the rows."""

    ids: Tensor
    cases: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    real: Tensor  # (rows, words) bool
    sentence: Tensor  # number of the sentence, -1 padding; rows without sentences are 0
    syntax: dict[str, Tensor] = field(default_factory=dict)
    flags: dict[str, Tensor] = field(default_factory=dict)
    pairs: dict[str, PairRows] = field(default_factory=dict)
    anchors: dict[str, tuple[Tensor, Tensor, Tensor]] = field(default_factory=dict)
    relation: tuple[Tensor, Tensor, Tensor, Tensor] | None = None
    meant: MeantRows | None = None
    context: tuple[Tensor, Tensor] | None = None  # rows, share of their article's events (n, C)


class Collator:
    """Turns pieces into batches with the label numbers of `labels`."""

    def __init__(self, labels: dict[str, list[str]], subwords: Subwords) -> None:
        self.labels = labels
        self.index = {
            task: {name: i for i, name in enumerate(names)} for task, names in labels.items()
        }
        self.subwords = subwords
        self.script = lru_cache(maxsize=100_000)(script)

    def __call__(self, rows: Sequence[Piece], rng: np.random.Generator) -> Batch:
        batch = self._inputs(rows, rng)
        self._syntax(batch, rows)
        self._sense(batch, rows, rng)
        batch.meant = meant_rows(rows)
        return batch

    def _inputs(self, rows: Sequence[Piece], rng: np.random.Generator) -> Batch:
        shown = [self._shown(p.example, p.start, p.end, rng) for p in rows]
        subs = [[self.subwords.word(w) for w in words] for words in shown]
        longest = max(sum(map(len, row)) for row in subs) + 2
        width = max(p.end - p.start for p in rows)
        shape_ = (len(rows), longest)
        ids = np.zeros(shape_, np.int64)
        cases = np.full(shape_, 5, np.int64)
        mask = np.zeros(shape_, bool)
        first = np.zeros((len(rows), width), np.int64)
        last = np.zeros((len(rows), width), np.int64)
        real = np.zeros((len(rows), width), bool)
        sentence = np.full((len(rows), width), -1, np.int64)
        for r, p in enumerate(rows):
            e, at = p.example, 1
            ids[r, 0] = 101
            breaks = rng.random() < 0.7  # three in ten windows are read without line breaks
            lower = rng.random() < LOWERED
            for k, i in enumerate(range(p.start, p.end)):
                sub, word = subs[r][k], shown[r][k]
                if rng.random() < HIDDEN and word not in MARKS:
                    sub = [MASK] * len(sub)
                case = shape(word.lower() if lower else word)
                case += 6 if e.paragraph[i] and breaks else 0
                ids[r, at : at + len(sub)] = sub
                cases[r, at : at + len(sub)] = case
                first[r, k], last[r, k] = at, at + len(sub) - 1
                at += len(sub)
                sentence[r, k] = e.sentence[i] if e.sentence is not None else 0
            ids[r, at] = SEP
            mask[r, : at + 1] = True
            real[r, : p.end - p.start] = True
        t = torch.from_numpy
        return Batch(t(ids), t(cases), t(mask), t(first), t(last), t(real), t(sentence))

    def _shown(self, e: Example, start: int, end: int, rng: np.random.Generator) -> list[str]:
        """The words of a window, some of them exchanged for others of the same meaning."""
        words = e.words[start:end]
        for at, others in (e.others or {}).items():
            if start <= at < end and rng.random() < EXCHANGED:
                other = others[rng.integers(len(others))]
                words[at - start] = other.capitalize() if e.words[at][0].isupper() else other
        for name, other_name in renamed(e.names or [], rng):
            for at in name.starts:
                if start <= at and at + len(other_name) <= end:
                    words[at - start : at - start + len(other_name)] = other_name
        return words

    def _syntax(self, batch: Batch, rows: Sequence[Piece]) -> None:
        size = tuple(batch.first.shape)
        out = {
            k: np.full(size, IGNORE, np.int64)
            for k in ("start", "upos", "feats", "lemma", "head", "dep", "entity")
        }
        for r, p in enumerate(rows):
            e = p.example
            for k, i in enumerate(range(p.start, p.end)):
                if e.sentence is not None and e.boundaries:
                    out["start"][r, k] = int(i == p.start or e.sentence[i] != e.sentence[i - 1])
                if e.upos is not None and e.feats is not None and e.lemma is not None:
                    out["upos"][r, k] = self.index["upos"][e.upos[i]]
                    out["feats"][r, k] = self.index["feats"].get(e.feats[i], IGNORE)
                    edit = self.script(e.words[i], e.lemma[i])
                    out["lemma"][r, k] = self.index["lemma"].get(edit, IGNORE)
                if e.head is not None and e.dep is not None and p.start <= e.head[i] < p.end:
                    out["head"][r, k] = e.head[i] - p.start + 1 if e.head[i] != i else 0
                    out["dep"][r, k] = self.index["dep"].get(e.dep[i], IGNORE)
                if e.entity is not None and e.entity[i] != "?":
                    out["entity"][r, k] = self.index["entity"][e.entity[i]]
        batch.syntax = {k: torch.from_numpy(v) for k, v in out.items()}

    def _sense(  # noqa: C901 - one a layer
        self, batch: Batch, rows: Sequence[Piece], rng: np.random.Generator
    ) -> None:
        size = tuple(batch.first.shape)
        predicate = np.full(size, IGNORE, np.int64)
        cue = np.full(size, IGNORE, np.int64)
        said = np.full((*size, len(self.labels["said"])), IGNORE, np.int64)
        fact = np.full(size, float("nan"), np.float32)
        event = np.full((*size, len(self.labels["event"])), IGNORE, np.int64)
        pairs: dict[str, list[Anchor]] = {
            "role": [],
            "attribution": [],
            "argument": [],
        }
        anchors: dict[str, list[tuple[int, int, np.ndarray]]] = {
            k: [] for k in ("stance", "status", "auxiliary", "mode", "sector")
        }
        relation: list[tuple[int, int, int, int]] = []
        context: list[tuple[int, np.ndarray]] = []
        for r, p in enumerate(rows):
            e, width = p.example, p.end - p.start
            if e.roles is not None and e.role_sentences is not None and e.sentence is not None:
                for k in range(width):
                    if e.sentence[p.start + k] in e.role_sentences:
                        predicate[r, k] = 0
                for pred, args in e.roles:
                    if p.start <= pred < p.end:
                        predicate[r, pred - p.start] = 1
                        gold = self._bio("role", args, p)
                        own = [
                            k for k in range(width) if e.sentence[p.start + k] == e.sentence[pred]
                        ]
                        low, high = own[0], own[-1] + 1
                        pairs["role"].append(Anchor(r, pred - p.start, low, gold[low:high]))
            if e.factuality is not None:
                for i, score in e.factuality.items():
                    if p.start <= i < p.end:
                        fact[r, i - p.start] = score
            if e.attributions is not None:
                cue[r, :width] = 0
                # Of the sets with attributions only this one marks all kinds of them.
                if e.source == "polnear":
                    said[r, :width] = parts_of(e, self.labels["said"])[p.start : p.end]
                for a in e.attributions:
                    self._attribution(a, p, r, cue, pairs, anchors)
            if e.events is not None:
                event[r, :width] = 0
                for x in e.events:
                    self._event(x, p, r, event, fact, pairs, anchors)
                if any(x["contexts"] for x in e.events):
                    context.append((r, self._contexts(e.events)))
            anchors["sector"] += [
                (r, at - p.start, np.array(self.index["sector"][sector]))
                for at, sector in sector_words(e)
                if p.start <= at < p.end
            ]
            if e.relation is not None:
                a, b, space, label = e.relation
                code = self.index["relation"].get(f"{space} {label}")
                if code is not None and p.start == 0 and max(a, b) < p.end:
                    relation.append((r, a, b, code))
        t = torch.from_numpy
        batch.flags = {
            "predicate": t(predicate),
            "cue": t(cue),
            "said": t(said),
            "factuality": t(fact),
            "event": t(event),
        }
        for task, items in anchors.items():
            if items:
                batch.anchors[task] = (
                    torch.tensor([i[0] for i in items]),
                    torch.tensor([i[1] for i in items]),
                    t(np.stack([i[2] for i in items])),
                )
        trees = [self._tree(p, rng) if p.example.tree else None for p in rows]
        for task, mine in pairs.items():
            if mine:
                batch.pairs[task] = self._routed(mine, trees)
        if context:
            batch.context = (
                torch.tensor([r for r, _ in context]),
                t(np.stack([shares for _, shares in context])),
            )
        if relation:
            cols = list(zip(*relation, strict=True))
            batch.relation = tuple(torch.tensor(c) for c in cols)  # type: ignore[assignment]

    def _tree(self, p: Piece, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Heads within the window and numbers of labels; what hangs on a word outside is a root."""
        assert p.example.tree is not None
        doubtful = p.example.doubtful if rng.random() < DOUBTFUL else None
        heads, deps = doubtful or p.example.tree
        local = np.array(heads[p.start : p.end]) - p.start
        own = np.arange(p.end - p.start)
        local = np.where((local < 0) | (local >= len(own)), own, local)
        return local, np.array([self.index["dep"].get(d, 0) for d in deps[p.start : p.end]])

    def _routed(
        self, found: list[Anchor], trees: list[tuple[np.ndarray, np.ndarray] | None]
    ) -> PairRows:
        shape_ = (len(found), max(len(a.gold) for a in found))
        gold = np.full(shape_, IGNORE, np.int64)
        kinds, levels, tops = (np.zeros(shape_, np.int64) for _ in range(3))
        deps = np.zeros(len(found), np.int64)
        for r, tree in enumerate(trees):
            mine = [k for k, a in enumerate(found) if a.row == r]
            if not mine:
                continue
            assert tree is not None
            seen = routes(tree[0], np.array([found[k].place for k in mine]))
            kind = seen.kinds(tree[1], len(self.labels["dep"]))
            for i, k in enumerate(mine):
                start, n = found[k].start, len(found[k].gold)
                gold[k, :n] = found[k].gold
                kinds[k, :n] = kind[i, start : start + n]
                levels[k, :n] = seen.levels[i, start : start + n]
                tops[k, :n] = seen.tops[i, start : start + n]
                deps[k] = tree[1][found[k].place]
        numbers = ([a.row for a in found], [a.place for a in found], [a.start for a in found])
        t = torch.from_numpy
        return PairRows(
            *(torch.tensor(x) for x in numbers), t(deps), t(gold), t(kinds), t(levels), t(tops)
        )

    def _attribution(self, a, p, r, cue, pairs, anchors) -> None:  # type: ignore[no-untyped-def]
        at = a["anchor"]
        if not p.start <= at < p.end:
            return
        cue[r, at - p.start] = 1
        args = [
            (s, t, name)
            for key, name in (("source", "SOURCE"), ("cue", "CUE"), ("content", "CONTENT"))
            for s, t in a[key]
        ]
        gold = self._bio("attribution", args, p)
        pairs["attribution"].append(Anchor(r, at - p.start, 0, gold))
        if a.get("stance"):
            anchors["stance"].append((r, at - p.start, np.array(self.index["stance"][a["stance"]])))

    def _event(self, x, p, r, event, fact, pairs, anchors) -> None:  # type: ignore[no-untyped-def]
        if not p.start <= x["anchor"] < p.end:
            return
        k = x["anchor"] - p.start
        kind = self.index["event"][x["type"]]
        event[r, k, kind] = IGNORE if x["optional"] and event[r, k, kind] != 1 else 1
        for i in range(*x["trigger"]):
            if p.start <= i < p.end and i != x["anchor"] and event[r, i - p.start, kind] == 0:
                event[r, i - p.start, kind] = IGNORE
        pairs["argument"].append(Anchor(r, k, 0, self._bio("argument", x["args"], p)))
        anchors["status"].append((r, k, np.array(self.index["status"][x["status"]])))
        auxiliary = np.array(
            [float(name in x["auxiliary"]) for name in self.labels["auxiliary"]], np.float32
        )
        anchors["auxiliary"].append((r, k, auxiliary))
        own = np.array([m.startswith(x["type"] + " ") for m in self.labels["mode"]])
        mode = np.array(
            [float(m.split(" ", 1)[1] in x["modes"]) for m in self.labels["mode"]], np.float32
        )
        if own.any():
            anchors["mode"].append((r, k, np.where(own, mode, -1.0).astype(np.float32)))
        if x.get("factuality") is not None:
            fact[r, k] = x["factuality"]

    def _contexts(self, events: Sequence[dict[str, object]]) -> np.ndarray:
        """For each context the share of an article's events that have it."""
        found = [[c in x["contexts"] for c in self.labels["context"]] for x in events]  # type: ignore[operator]
        return np.array(found, np.float32).mean(0)

    def _bio(self, task: str, args: list[tuple[int, int, str]], p: Piece) -> np.ndarray:
        """The labels of the window's words."""
        row = np.zeros(p.end - p.start, np.int64)
        for start, end, name in sorted(args, key=lambda a: (a[1] - a[0], a[0]), reverse=True):
            begin = self.index[task].get(f"B-{name}")
            if begin is None:
                continue
            for i in range(max(start, p.start), min(end, p.end)):
                row[i - p.start] = begin if i == start else begin + 1
        return row


def meant_rows(rows: Sequence[Piece]) -> MeantRows | None:
    """The words that mean a party which their window names; None where there is none."""
    found: list[tuple[int, int, list[Named], str]] = []
    for r, p in enumerate(rows):
        named = [n for n in p.example.named or [] if p.start <= n.at < p.end]
        parties = {n.party for n in named}
        found += [
            (r, at - p.start, [n._replace(at=n.at - p.start) for n in named], party)
            for at, party in p.example.meant or []
            if p.start <= at < p.end and party in parties
        ]
    if not found:
        return None
    shape_ = (len(found), max(len(named) for _, _, named, _ in found))
    others, kinds = np.zeros(shape_, np.int64), np.zeros(shape_, np.int64)
    right, real = np.zeros(shape_, bool), np.zeros(shape_, bool)
    for k, (_, _, named, party) in enumerate(found):
        n = len(named)
        others[k, :n] = [x.at for x in named]
        kinds[k, :n] = [kind_class(x.kind) for x in named]
        right[k, :n] = [x.party == party for x in named]
        real[k, :n] = True
    places = np.array([at for _, at, _, _ in found])
    t = torch.from_numpy
    return MeantRows(
        torch.tensor([r for r, _, _, _ in found]), t(places), t(others),
        t(offset_class(others - places[:, None])), t(kinds), t(right), t(real),
    )  # fmt: skip


def sector_words(e: Example) -> Iterator[tuple[int, str]]:
    """For each party's words the one at their top, with the sector."""
    for start, end, sector in e.sectors or []:
        assert e.tree is not None
        heads = e.tree[0]
        inside = range(start, end)
        top = next((i for i in inside if heads[i] == i or heads[i] not in inside), start)
        yield top, sector


def parts_of(e: Example, names: Sequence[str]) -> np.ndarray:
    """(words, parts) int64: whether a word is in the source, cue or content of any attribution."""
    found = np.zeros((len(e.words), len(names)), np.int64)
    for k, name in enumerate(names):
        for a in e.attributions or []:
            for start, end in a[name.lower()]:
                found[start:end, k] = 1
    return found


def batches(pieces: list[Piece], rng: np.random.Generator, budget: int) -> Iterator[list[Piece]]:
    """Groups of like length, at most `budget` subwords with padding, in random order."""
    order = sorted(range(len(pieces)), key=lambda i: (pieces[i].size + rng.integers(0, 24), i))
    groups: list[list[Piece]] = []
    row: list[Piece] = []
    for i in order:
        longest = max([pieces[i].size, *(p.size for p in row)])
        if row and longest * (len(row) + 1) > budget:
            groups.append(row)
            row = []
        row.append(pieces[i])
    if row:
        groups.append(row)
    for g in rng.permutation(len(groups)):
        yield groups[g]
