"""Scores of one window to layers. Scores are rounded before they order anything, so that the last
bit of a sum decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dragoman.annotate.layers import RawArgument, RawAttribution, RawEvent, TokenSpan
from dragoman.annotate.lemma import apply
from dragoman.annotate.path import best_paths
from dragoman.annotate.tree import best_tree

Floats = npt.NDArray[np.float32]

# Thresholds on probabilities, set on development data; measure again after any training.
PREDICATE_MIN = 0.5
CUE_MIN = 0.35
EVENT_MIN = 0.4
SENTENCE_MIN = 0.5
# Added to the scores of these labels: training shows each event mostly words outside, so that
# plain scores leave too much out.
ARGUMENT_BIAS = {
    **{"ACTOR": 0.5, "RECIPIENT": 0.5, "SOURCE": 1.0, "DENIER": 1.0},
    **dict.fromkeys(("DEAD", "INJURED", "ARRESTED", "SIZE"), 3.0),
}
# Where an event has no words with these labels at all, its likeliest ones are kept as candidates,
# if they lie at most this far behind the best label.
CANDIDATE_MAX = {"ACTOR": 4.0, "RECIPIENT": 5.0}
CANDIDATES = 6  # of one label
# Types that name a recipient in at least three of five facts of the corpus's train part; the
# others are left without one unless the scores say so plainly.
AIMED_TYPES = frozenset(
    {"REQUEST", "ASSAULT", "ACCUSE", "COERCE", "REJECT", "SUPPORT", "AGREE", "CONCEDE"}
    | {"SANCTION", "THREATEN", "AID"}
)
CUE_BIAS = 0.5  # cues are short: most of their words are the anchor itself
CONTENT_BEGIN_COST = 1.0  # contents are few and long
DIGITS = 3


@dataclass(frozen=True)
class Heads:
    """Weights of the heads that compare pairs of words, and the label lists; see
    `training/export.py` for how they are made.

    `columns` gives the place of each task's scores in the encoder's first output.
    """

    labels: dict[str, list[str]]
    columns: dict[str, tuple[int, int]]
    weights: dict[str, Floats]

    @cached_property
    def types(self) -> list[str]:
        return self.labels["event"]

    @cached_property
    def modes(self) -> dict[str, list[tuple[int, str]]]:
        """Places and names of the modes of each type."""
        found: dict[str, list[tuple[int, str]]] = {t: [] for t in self.types}
        for i, label in enumerate(self.labels["mode"]):
            kind, mode = label.split(" ", 1)
            found[kind].append((i, mode))
        return found


@dataclass(frozen=True)
class Scores:
    """What the encoder gives for one window. words: W.

    tokens: (W, all label scores) float32; arcs: (W, 256 + 256 + 128 + 128); pairs: (W, 3 * 2 *
    128); sense: (W, 384).
    """

    tokens: Floats
    arcs: Floats
    pairs: Floats
    sense: Floats


@dataclass
class Decoded:
    """Layers of one window, positions counted within it."""

    sent_starts: list[bool]
    upos: list[str]
    feats: list[str]
    lemmas: list[str]
    heads: list[int]
    deps: list[str]
    ents: list[tuple[int, int, str]]
    props: list[tuple[int, list[tuple[int, int, str]]]]
    attributions: list[RawAttribution]
    events: list[RawEvent]
    factuality: list[float]


def sigmoid(x: Floats) -> Floats:
    result: Floats = np.round(1.0 / (1.0 + np.exp(-x.astype(np.float64))), DIGITS).astype(
        np.float32
    )
    return result


def softmax(x: Floats) -> Floats:
    e = np.exp(x.astype(np.float64) - x.max(-1, keepdims=True))
    result: Floats = np.round(e / e.sum(-1, keepdims=True), DIGITS).astype(np.float32)
    return result


class Decoder:
    """Decodes windows with the given heads."""

    def __init__(self, heads: Heads) -> None:
        self.heads = heads

    def column(self, scores: Scores, task: str) -> Floats:
        low, high = self.heads.columns[task]
        return scores.tokens[:, low:high]

    def best(self, scores: Scores, task: str) -> list[str]:
        names = self.heads.labels[task]
        found = np.round(self.column(scores, task), DIGITS).argmax(1)
        return [names[i] for i in found.tolist()]

    def decode(
        self,
        words: list[str],
        scores: Scores,
        *,
        sent_starts: list[bool] | None = None,
        predicates: list[int] | None = None,
        senses: bool = True,
    ) -> Decoded:
        """All layers of a window; sentence starts and predicates may be given, senses left out."""
        n = len(words)
        if sent_starts is None:
            starts = sigmoid(self.column(scores, "sentence")[:, 0]) >= SENTENCE_MIN
            sent_starts = starts.tolist()
        sent_starts[0] = True
        bounds = [i for i, s in enumerate(sent_starts) if s] + [n]
        sentences = list(pairwise(bounds))
        heads, deps = self._tree(scores, sentences)
        edits = self.best(scores, "lemma")
        entities = np.round(self.column(scores, "entity"), DIGITS).argmax(1)
        factuality = np.round(self.column(scores, "factuality")[:, 0].clip(-3, 3), 2).tolist()
        return Decoded(
            sent_starts,
            self.best(scores, "upos"),
            self.best(scores, "feats"),
            [apply(w, e) for w, e in zip(words, edits, strict=True)],
            heads,
            deps,
            spans(entities, self.heads.labels["entity"]),
            self._roles(scores, sentences, predicates),
            self._attributions(scores) if senses else [],
            self._events(scores, factuality) if senses else [],
            factuality,
        )

    def _tree(self, scores: Scores, sentences: list[TokenSpan]) -> tuple[list[int], list[str]]:
        w = self.heads.weights
        rank, label_rank = w["arcs.root"].shape[0], w["arcs.label_root"].shape[0]
        dependent, head, label_dependent, label_head = np.split(
            scores.arcs, [rank, 2 * rank, 2 * rank + label_rank], axis=1
        )
        heads: list[int] = []
        head_rows = np.empty_like(label_head)
        for start, end in sentences:
            root = np.vstack([w["arcs.root"][None], head[start:end]])
            local = best_tree(np.round(dependent[start:end] @ root.T, DIGITS))
            for i, h in enumerate(local):
                heads.append(start + (i if h < 0 else h))
                head_rows[start + i] = w["arcs.label_root"] if h < 0 else label_head[start + h]
        labels = (
            (head_rows * label_dependent) @ w["arcs.joint.weight"].T
            + label_dependent @ w["arcs.from_dependent.weight"].T
            + head_rows @ w["arcs.from_head.weight"].T
            + w["arcs.joint.bias"]
        )
        names = self.heads.labels["dep"]
        is_root = np.array([h == i for i, h in enumerate(heads)])
        labels[~is_root, names.index("root")] = -1e9
        found = np.round(labels, DIGITS).argmax(1)
        return heads, [
            "root" if r else names[i] for r, i in zip(is_root, found.tolist(), strict=True)
        ]

    def pair_scores(self, scores: Scores, task: str, anchors: list[int], span: TokenSpan) -> Floats:
        """(anchors, words of the span, labels): every word's labels as seen from each anchor."""
        w = self.heads.weights
        order = ("role", "attribution", "argument").index(task)
        rank = scores.pairs.shape[1] // 6
        anchor = scores.pairs[anchors, 2 * order * rank : (2 * order + 1) * rank]
        token = scores.pairs[span[0] : span[1], (2 * order + 1) * rank : (2 * order + 2) * rank]
        joint = w[f"{task}.joint.weight"]  # (labels, rank)
        # (anchor * token) . joint == token . (anchor * joint): one matrix product for each anchor
        mixed = anchor[:, None, :] * joint[None] + w[f"{task}.from_token.weight"][None]
        seen = np.matmul(token[None], mixed.transpose(0, 2, 1))
        own = anchor @ w[f"{task}.from_anchor.weight"].T + w[f"{task}.from_anchor.bias"]
        offset = np.arange(span[0], span[1])[None] - np.array(anchors)[:, None]
        result: Floats = np.round(
            seen + own[:, None] + w[f"{task}.distance.weight"][bucket(offset)], DIGITS
        )
        return result

    def _roles(
        self, scores: Scores, sentences: list[TokenSpan], predicates: list[int] | None
    ) -> list[tuple[int, list[tuple[int, int, str]]]]:
        if predicates is None:
            flags = sigmoid(self.column(scores, "predicate")[:, 0]) >= PREDICATE_MIN
            predicates = np.flatnonzero(flags).tolist()
        names = self.heads.labels["role"]
        found: list[tuple[int, int, int, Floats]] = []
        for start, end in sentences:
            anchors = [p for p in predicates if start <= p < end]
            if anchors:
                table = self.pair_scores(scores, "role", anchors, (start, end))
                found += [(at, start, end, row) for at, row in zip(anchors, table, strict=True)]
        if not found:
            return []
        # All sentences in one pass, padded with "outside".
        longest = max(end - start for _, start, end, _ in found)
        padded = np.full((len(found), longest, len(names)), -1e4, np.float32)
        padded[:, :, 0] = 0.0
        for k, (_, start, end, row) in enumerate(found):
            padded[k, : end - start] = row
        paths = best_paths(padded)
        return [
            (at, [(start + a, start + b, name) for a, b, name in spans(path[: end - start], names)])
            for (at, start, end, _), path in zip(found, paths, strict=True)
        ]

    def _attributions(self, scores: Scores) -> list[RawAttribution]:
        sure = sigmoid(self.column(scores, "cue")[:, 0])
        anchors = np.flatnonzero(sure >= CUE_MIN).tolist()
        if not anchors:
            return []
        n = len(scores.tokens)
        names = self.heads.labels["attribution"]
        raw = self.pair_scores(scores, "attribution", anchors, (0, n))
        begin = names.index("B-CUE")
        raw[:, :, begin : begin + 2] += CUE_BIAS
        table = best_paths(raw, begin_cost=CONTENT_BEGIN_COST)
        stances = softmax(self.column(scores, "stance")[anchors])
        out = []
        for at, row, stance in zip(anchors, table, stances, strict=True):
            parts: dict[str, list[TokenSpan]] = {"SOURCE": [], "CUE": [], "CONTENT": []}
            for a, b, name in spans(row, names):
                parts[name].append((a, b))
            named = dict(zip(self.heads.labels["stance"], stance.tolist(), strict=True))
            cue = tuple(parts["CUE"]) or ((at, at + 1),)
            out.append(
                RawAttribution(
                    at, tuple(parts["SOURCE"]), cue, tuple(parts["CONTENT"]), named, float(sure[at])
                )
            )
        return out

    def _events(self, scores: Scores, factuality: list[float]) -> list[RawEvent]:
        sure = sigmoid(self.column(scores, "event"))
        found = [(int(i), int(k)) for i, k in zip(*np.nonzero(sure >= EVENT_MIN), strict=True)]
        anchors = sorted({i for i, _ in found})
        if not anchors:
            return []
        names = self.heads.labels["argument"]
        table = self.pair_scores(scores, "argument", anchors, (0, len(scores.tokens)))
        for i, label in enumerate(names):
            table[:, :, i] += ARGUMENT_BIAS.get(label[2:], 0.0)
        labels, chance = table.argmax(2), softmax(table)
        modes = sigmoid(self.column(scores, "mode")[anchors])
        place = {at: k for k, at in enumerate(anchors)}
        simple = {t: self._chances(scores, t, anchors) for t in ("auxiliary", "status", "context")}
        out = []
        for at, kind in found:
            k = place[at]
            arguments = tuple(
                RawArgument(a, b, name, round(float(chance[k, a, labels[k, a]]), DIGITS))
                for a, b, name in spans(labels[k], names)
            )
            name = self.heads.types[kind]
            mine = {m: float(modes[k, i]) for i, m in self.heads.modes[name]}
            out.append(
                RawEvent(
                    at, name, float(sure[at, kind]), mine, simple["auxiliary"][k],
                    simple["status"][k], simple["context"][k], factuality[at], arguments,
                    _candidates(table[k], names, arguments, aimed=name in AIMED_TYPES),
                )
            )  # fmt: skip
        return out

    def _chances(self, scores: Scores, task: str, anchors: list[int]) -> list[dict[str, float]]:
        raw = self.column(scores, task)[anchors]
        table = softmax(raw) if task == "status" else sigmoid(raw)
        names = self.heads.labels[task]
        return [dict(zip(names, row, strict=True)) for row in table.tolist()]

    def relation(self, scores: Scores, source: int, target: int, space: str) -> dict[str, float]:
        """Probabilities of what the source does to the target, over one label space (`plv` or
        `plover`).
        """
        w = self.heads.weights
        x = np.concatenate([scores.sense[source], scores.sense[target]])
        hidden = np.tanh(x @ w["relation.0.weight"].T + w["relation.0.bias"])
        logits = hidden @ w["relation.3.weight"].T + w["relation.3.bias"]
        mine = [
            i
            for i, name in enumerate(self.heads.labels["relation"])
            if name.startswith(space + " ")
        ]
        chance = softmax(logits[mine])
        return {
            self.heads.labels["relation"][i].split(" ", 1)[1]: float(c)
            for i, c in zip(mine, chance, strict=True)
        }


def _candidates(
    row: Floats, names: list[str], arguments: tuple[RawArgument, ...], *, aimed: bool
) -> tuple[RawArgument, ...]:
    """The likeliest first words of an actor or recipient that has no words; row: (words, labels)."""
    out: list[RawArgument] = []
    present = {a.label for a in arguments}
    for label, most in CANDIDATE_MAX.items():
        if label in present or (label == "RECIPIENT" and not aimed):
            continue
        behind = np.round(row.max(1) - row[:, names.index(f"B-{label}")], DIGITS)
        order = np.argsort(behind, kind="stable")[:CANDIDATES].tolist()
        out += [
            RawArgument(i, i + 1, label, round(float(-behind[i]), DIGITS))
            for i in order
            if behind[i] <= most
        ]
    return tuple(out)


def bucket(offset: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Signed distance in words to one of 16 classes: 0, 1, 2, 3-4, 5-8, 9-16, 17-32, over 32,
    either way.
    """
    steps = np.searchsorted(np.array([1, 2, 3, 5, 9, 17, 33]), np.abs(offset), side="right")
    result: npt.NDArray[np.int64] = np.where(offset < 0, steps + 8, steps)
    return result


def spans(row: npt.NDArray[np.int64], names: list[str]) -> list[tuple[int, int, str]]:
    """Labelled spans of a BIO row; an I- that continues nothing begins a span."""
    out: list[tuple[int, int, str]] = []
    for i in np.flatnonzero(row).tolist():
        mark, label = names[row[i]].split("-", 1)
        if mark == "I" and out and out[-1][1] == i and out[-1][2] == label:
            out[-1] = (out[-1][0], i + 1, label)
        else:
            out.append((i, i + 1, label))
    return out
