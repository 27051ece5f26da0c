"""Scores of one window to layers. Scores are rounded before they order anything, so that the last
bit of a sum decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dragoman.annotate.layers import Chances, RawArgument, RawAttribution, RawEvent, TokenSpan
from dragoman.annotate.lemma import Edit
from dragoman.annotate.meaning import Meaning
from dragoman.annotate.pairs import SCALE, TASKS, Ints, Pairs, Seen, rounded
from dragoman.annotate.path import best_paths
from dragoman.annotate.tree import best_trees

Floats = npt.NDArray[np.float32]
Tree = tuple[Ints, Ints]  # each word's head in the window and the number of its label

# Thresholds on probabilities, set on development data; measure again after any training.
PREDICATE_MIN = 0.5
CUE_MIN = 0.35
TRIGGER_MIN = 0.2  # the coder asks for more, except in what somebody is charged with
SENTENCE_MIN = 0.5
# Taught by sets that differ in what is a name, the network names too much, above all as
# organisations; set on the dev parts of UNER and GUM.
ENTITY_BIAS = {"O": 1.0, "B-ORG": -0.3}
# Added to the scores of these labels: training shows each event mostly words outside, so that
# plain scores leave too much out.
ARGUMENT_BIAS = {
    **{"ACTOR": 1.0, "RECIPIENT": 0.9, "SOURCE": 2.0, "DENIER": 2.0},
    **dict.fromkeys(("DEAD", "INJURED", "ARRESTED", "SIZE"), 3.0),
}
# Where an event has no words with these labels, or none that will do, its likeliest ones are kept
# as candidates, if they lie at most this far behind the best label.
CANDIDATE_MAX = {"ACTOR": 4.0, "RECIPIENT": 5.0}
CANDIDATES = 6  # of one label
# Types that name a recipient in at least three of five facts of the corpus's train part; the
# others are left without one unless the scores say so plainly.
AIMED_TYPES = frozenset(
    {"REQUEST", "ASSAULT", "ACCUSE", "COERCE", "REJECT", "SUPPORT", "AGREE", "CONCEDE"}
    | {"SANCTION", "THREATEN", "AID"}
)
# How much a word's being part of any attribution counts beside what a cue says of it: for the cue
# itself, a share; for its source and content, a factor of scores of at most SAID_MAX.
SAID_CUE, SAID_PART, SAID_MAX = 0.5, 0.6, 7.0
CONTENT_BEGIN_COST = 1.0  # contents are few and long
ROLE_BIAS = -0.4  # added to "outside"
ROLE_BEGIN_COST = 0.7  # the network would rather begin anew than go on
# A predicate has one argument of each of these at most (PropBank; more of one is C-ARG).
CORE = tuple(f"B-ARG{k}" for k in range(5))
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

    tokens: (W, all label scores) float32; arcs: (W, 256 + 256 + 128 + 128); pairs: (W, 3 * 3 *
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
    contexts: dict[str, float]
    meaning: Meaning
    sectors: Chances


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
        self._edits = [Edit.of(script) for script in heads.labels["lemma"]]
        bias = [ENTITY_BIAS.get(name, 0.0) for name in heads.labels["entity"]]
        self._entity_bias = np.array(bias, np.float32)
        roles = heads.labels["role"]
        self._core = [roles.index(name) for name in CORE if name in roles]
        self._pairs = {task: Pairs(task, heads.weights) for task in TASKS}

    def column(self, scores: Scores, task: str) -> Floats:
        low, high = self.heads.columns[task]
        return scores.tokens[:, low:high]

    def best(self, scores: Scores, task: str) -> list[int]:
        """The place of each word's best label in the task's list."""
        found: list[int] = np.rint(self.column(scores, task) * SCALE).argmax(1).tolist()
        return found

    def named(self, scores: Scores, task: str) -> list[str]:
        """Each word's best label."""
        names = self.heads.labels[task]
        return [names[i] for i in self.best(scores, task)]

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
        tree = self._tree(scores, sentences)
        anchors = self._anchors(scores, predicates, senses=senses)
        every = np.unique(np.concatenate(list(anchors.values()))).astype(np.int64)
        seen = Seen.of(every, *tree, len(self.heads.labels["dep"]))
        names = self.heads.labels["dep"]
        edits = [self._edits[i] for i in self.best(scores, "lemma")]
        factuality = np.round(self.column(scores, "factuality")[:, 0].clip(-3, 3), 2).tolist()
        return Decoded(
            sent_starts,
            self.named(scores, "upos"),
            self.named(scores, "feats"),
            [edit.apply(word) for word, edit in zip(words, edits, strict=True)],
            tree[0].tolist(),
            [names[i] for i in tree[1].tolist()],
            self._entities(scores),
            self._roles(scores, seen, anchors["role"], sentences),
            self._attributions(scores, seen, anchors["attribution"]),
            self._events(scores, seen, anchors["argument"], factuality),
            factuality,
            self._contexts(scores) if senses else {},
            Meaning.of(scores.sense, self.heads.weights),
            Chances(tuple(self.heads.labels["sector"]), softmax(self.column(scores, "sector"))),
        )

    def _entities(self, scores: Scores) -> list[tuple[int, int, str]]:
        table = rounded(self.column(scores, "entity") + self._entity_bias)
        return spans(best_paths(table[None])[0].tolist(), self.heads.labels["entity"])

    def _contexts(self, scores: Scores) -> dict[str, float]:
        """What the window is about: a small network over the mean of its words."""
        w = self.heads.weights
        mean = scores.sense.mean(0, dtype=np.float32)
        hidden = np.maximum(w["context.1.weight"] @ mean + w["context.1.bias"], 0)
        chances = np.round(sigmoid(w["context.4.weight"] @ hidden + w["context.4.bias"]), DIGITS)
        return dict(zip(self.heads.labels["context"], chances.tolist(), strict=True))

    def _tree(self, scores: Scores, sentences: list[TokenSpan]) -> Tree:
        w = self.heads.weights
        rank, label_rank = w["arcs.root"].shape[0], w["arcs.label_root"].shape[0]
        dependent, head, label_dependent, label_head = np.split(
            scores.arcs, [rank, 2 * rank, 2 * rank + label_rank], axis=1
        )
        sizes = [end - start for start, end in sentences]
        arcs = np.full((len(scores.arcs), 1 + max(sizes)), -np.inf, np.float32)
        rooted = np.insert(head, [start for start, _ in sentences], w["arcs.root"], axis=0)
        for k, (start, end) in enumerate(sentences):
            arcs[start:end, : end - start + 1] = (
                dependent[start:end] @ rooted[start + k : end + k + 1].T
            )
        local = np.array(best_trees(rounded(arcs), sentences))
        is_root = local < 0
        starts = np.repeat([start for start, _ in sentences], sizes)
        heads = np.where(is_root, np.arange(len(local)), starts + local)
        head_rows = label_head[heads]
        head_rows[is_root] = w["arcs.label_root"]
        labels = (
            (head_rows * label_dependent) @ w["arcs.joint.weight"].T
            + label_dependent @ w["arcs.from_dependent.weight"].T
            + head_rows @ w["arcs.from_head.weight"].T
            + w["arcs.joint.bias"]
        )
        names = self.heads.labels["dep"]
        root = names.index("root")
        labels[:, root] = -np.inf
        found = np.rint(labels * SCALE).argmax(1)
        found[is_root] = root
        return heads, found

    def _anchors(
        self, scores: Scores, predicates: list[int] | None, *, senses: bool
    ) -> dict[str, list[int]]:
        """The words from which each task looks at the others: predicates, cues, triggers."""
        found: dict[str, list[int]] = {task: [] for task in TASKS}
        if predicates is None:
            flags = sigmoid(self.column(scores, "predicate")[:, 0]) >= PREDICATE_MIN
            predicates = np.flatnonzero(flags).tolist()
        found["role"] = predicates
        if senses:
            cues = self._cues(scores) >= CUE_MIN
            triggers = (sigmoid(self.column(scores, "event")) >= TRIGGER_MIN).any(1)
            found["attribution"] = np.flatnonzero(cues).tolist()
            found["argument"] = np.flatnonzero(triggers).tolist()
        return found

    def _roles(
        self, scores: Scores, seen: Seen, predicates: list[int], sentences: list[TokenSpan]
    ) -> list[tuple[int, list[tuple[int, int, str]]]]:
        owners = [(at, span) for span in sentences for at in predicates if span[0] <= at < span[1]]
        if not owners:
            return []
        names = self.heads.labels["role"]
        mine = seen.only([at for at, _ in owners])
        table = self._pairs["role"].by_sentence(scores.pairs, mine, [span for _, span in owners])
        table[:, :, 0] += ROLE_BIAS
        paths = best_paths(table, begin_cost=ROLE_BEGIN_COST, once=self._core).tolist()
        return [
            (at, [(start + a, start + b, name) for a, b, name in spans(path, names)])
            for (at, (start, _)), path in zip(owners, paths, strict=True)
        ]

    def _cues(self, scores: Scores) -> Floats:
        """Probability of each word to stand for a cue: as such and as part of one."""
        part = self.heads.labels["said"].index("CUE")
        said = self.column(scores, "said")[:, part]
        return sigmoid(self.column(scores, "cue")[:, 0] * (1 - SAID_CUE) + said * SAID_CUE)

    def _said(self, scores: Scores) -> Floats:
        """(words, labels of attributions): what is added to the scores of every cue's words for
        being part of an attribution, whichever it is."""
        said = self.column(scores, "said").clip(-SAID_MAX, SAID_MAX) * SAID_PART
        # The labels are O and each part's B- and I-, in the order of the parts.
        return np.insert(np.repeat(said, 2, axis=1), 0, 0.0, axis=1)

    def _attributions(self, scores: Scores, seen: Seen, anchors: list[int]) -> list[RawAttribution]:
        if not anchors:
            return []
        sure = self._cues(scores)
        names = self.heads.labels["attribution"]
        raw = self._pairs["attribution"].of_window(scores.pairs, seen.only(anchors))
        table = best_paths(rounded(raw + self._said(scores)), begin_cost=CONTENT_BEGIN_COST)
        stances = softmax(self.column(scores, "stance")[anchors])
        out = []
        for at, row, stance in zip(anchors, table.tolist(), stances.tolist(), strict=True):
            parts: dict[str, list[TokenSpan]] = {"SOURCE": [], "CUE": [], "CONTENT": []}
            for a, b, name in spans(row, names):
                parts[name].append((a, b))
            named = dict(zip(self.heads.labels["stance"], stance, strict=True))
            cue = tuple(parts["CUE"]) or ((at, at + 1),)
            out.append(
                RawAttribution(
                    at, tuple(parts["SOURCE"]), cue, tuple(parts["CONTENT"]), named, float(sure[at])
                )
            )
        return out

    def _events(
        self, scores: Scores, seen: Seen, anchors: list[int], factuality: list[float]
    ) -> list[RawEvent]:
        if not anchors:
            return []
        sure = sigmoid(self.column(scores, "event"))
        found: list[list[int]] = np.argwhere(sure >= TRIGGER_MIN).tolist()
        names = self.heads.labels["argument"]
        table = self._pairs["argument"].of_window(scores.pairs, seen.only(anchors))
        table += np.array([ARGUMENT_BIAS.get(name[2:], 0.0) for name in names], np.float32)
        filled = _arguments(table, names)
        modes = sigmoid(self.column(scores, "mode")[anchors])
        place = {at: k for k, at in enumerate(anchors)}
        simple = {t: self._chances(scores, t, anchors) for t in ("auxiliary", "status")}
        out = []
        for at, kind in found:
            k = place[at]
            name = self.heads.types[kind]
            mine = {m: float(modes[k, i]) for i, m in self.heads.modes[name]}
            out.append(
                RawEvent(
                    at, name, float(sure[at, kind]), mine, simple["auxiliary"][k],
                    simple["status"][k], factuality[at], filled[k],
                    _candidates(table[k], names, filled[k], aimed=name in AIMED_TYPES),
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
    """The likeliest first words of an actor without words, and of recipients beside those that
    have words, who may turn out to be the actor himself; row: (words, labels)."""
    out: list[RawArgument] = []
    present = {a.label for a in arguments}
    for label, most in CANDIDATE_MAX.items():
        if label == "RECIPIENT" and not aimed:
            continue
        if label == "ACTOR" and label in present:
            continue
        behind = np.round(row.max(1) - row[:, names.index(f"B-{label}")], DIGITS)
        taken = {i for a in arguments if a.label == label for i in range(a.start, a.end)}
        ranked = np.argsort(behind, kind="stable")[: CANDIDATES + len(taken)].tolist()
        order = [i for i in ranked if i not in taken][:CANDIDATES]
        out += [
            RawArgument(i, i + 1, label, round(float(-behind[i]), DIGITS))
            for i in order
            if behind[i] <= most
        ]
    return tuple(out)


def _arguments(table: Floats, names: list[str]) -> list[tuple[RawArgument, ...]]:
    """The arguments of each anchor; table: (anchors, words, labels)."""
    labels = table.argmax(2)
    rows = [spans(row, names) for row in labels.tolist()]
    # An argument is as sure as its first word.
    first = [(k, a) for k, row in enumerate(rows) for a, _, _ in row]
    chance = iter(softmax(table[tuple(zip(*first, strict=True))]).max(1).tolist() if first else ())
    return [
        tuple(RawArgument(a, b, name, round(next(chance), DIGITS)) for a, b, name in row)
        for row in rows
    ]


def spans(row: Sequence[int], names: list[str]) -> list[tuple[int, int, str]]:
    """Labelled spans of a BIO row; an I- that continues nothing begins a span."""
    out: list[tuple[int, int, str]] = []
    for i, place in enumerate(row):
        if not place:
            continue
        mark, label = names[place].split("-", 1)
        if mark == "I" and out and out[-1][1] == i and out[-1][2] == label:
            out[-1] = (out[-1][0], i + 1, label)
        else:
            out.append((i, i + 1, label))
    return out
