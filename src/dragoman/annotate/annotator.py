"""The annotator: text in, layers out. One ONNX session on one thread, one window of one document at
a time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.annotate.decode import Decoded, Decoder, Floats, Heads, Scores
from dragoman.annotate.encode import Subwords, Window, cuts, window
from dragoman.annotate.layers import Chances, Layers, RawArgument, RawAttribution, RawEvent
from dragoman.annotate.meaning import Meaning
from dragoman.annotate.words import Words, marked_words, words_of
from dragoman.errors import ModelError

FILES = ("encoder.onnx", "heads.npz", "labels.json", "vocab.txt")
OUTPUTS = ("tokens", "arcs", "pairs", "sense")


def model_folder() -> Path:
    """Where the shipped model lies."""
    return Path(str(files("dragoman").joinpath("model")))


def digest(folder: Path) -> str:
    """SHA-256 over the model's files, in the order of `FILES`."""
    total = hashlib.sha256()
    for name in FILES:
        total.update((folder / name).read_bytes())
    return total.hexdigest()


def checked(folder: Path) -> None:
    """Raises `ModelError` D201 where a file is missing or is not the one that was made."""
    again = f"Install dragoman again, or give a folder with {', '.join(FILES)} and model.json."
    try:
        expected = json.loads((folder / "model.json").read_text(encoding="utf-8"))["sha256"]
        found = digest(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError("D201", f"No whole model in {folder}: {error}. {again}") from error
    if found != expected:
        raise ModelError(
            "D201",
            f"The model in {folder} is damaged: SHA-256 {found[:12]}, "
            f"expected {expected[:12]}. {again}",
        )


def _heads(folder: Path) -> Heads:
    card = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    with np.load(folder / "heads.npz") as kept:
        weights = {name: kept[name].astype(np.float32) for name in kept.files}
    columns = {task: (int(low), int(high)) for task, (low, high) in card["columns"].items()}
    return Heads(card["labels"], columns, weights)


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@dataclass
class _Joined:
    """Layers of the windows so far, moved to positions in the document."""

    layers: Layers
    meaning: list[Meaning] = field(default_factory=list)
    sectors: list[Chances] = field(default_factory=list)

    def whole(self) -> Layers:
        if not self.meaning:
            return self.layers
        meaning, sectors = Meaning.joined(self.meaning), Chances.joined(self.sectors)
        return replace(self.layers, meaning=meaning, sectors=sectors)

    def add(self, part: Decoded, at: int) -> None:
        x = self.layers
        self.meaning.append(part.meaning)
        self.sectors.append(part.sectors)
        words = len(part.upos)
        share = words / (len(x.upos) + words)  # windows weigh by their words
        for name, chance in part.contexts.items():
            before = x.contexts.get(name, 0.0)
            x.contexts[name] = before + share * (chance - before)
        x.sent_starts.extend(part.sent_starts)
        x.upos.extend(part.upos)
        x.feats.extend(part.feats)
        x.lemmas.extend(part.lemmas)
        x.heads.extend(h + at for h in part.heads)
        x.deps.extend(part.deps)
        x.ents.extend((s + at, e + at, label) for s, e, label in part.ents)
        x.props.extend(
            (p + at, [(s + at, e + at, label) for s, e, label in args]) for p, args in part.props
        )
        x.attributions.extend(_moved_attribution(a, at) for a in part.attributions)
        x.events.extend(_moved_event(e, at) for e in part.events)
        x.factuality.extend(part.factuality)


def _moved_attribution(a: RawAttribution, at: int) -> RawAttribution:
    source, cue, content = (
        tuple((s + at, e + at) for s, e in part) for part in (a.source, a.cue, a.content)
    )
    return RawAttribution(a.anchor + at, source, cue, content, a.stance, a.score)


def _moved_event(e: RawEvent, at: int) -> RawEvent:
    arguments, candidates = (
        tuple(RawArgument(x.start + at, x.end + at, x.label, x.score) for x in part)
        for part in (e.arguments, e.candidates)
    )
    return replace(e, anchor=e.anchor + at, arguments=arguments, candidates=candidates)


class Annotator:
    """Reads text into `Layers`. Holds no state but the model; the same text always gives the same
    layers.
    """

    def __init__(self, folder: Path) -> None:
        self._encoder = _session(folder / "encoder.onnx")
        self._decoder = Decoder(_heads(folder))
        self._subwords = Subwords(folder / "vocab.txt")

    @classmethod
    def load(cls, path: Path | None = None) -> Annotator:
        """The shipped model, or one in `path`. Raises `ModelError` D201 where it is missing or
        damaged.
        """
        folder = path or model_folder()
        checked(folder)
        return cls(folder)

    def windows(self, text: str) -> list[Window]:
        """The encoder input of a text, window by window."""
        return self._windows(words_of(text))

    def _windows(self, cut: Words) -> list[Window]:
        pieces = [self._subwords.word(w) for w in cut.words]
        ranges = cuts(pieces, cut.words, cut.paragraph)
        return [window(pieces, cut.words, cut.paragraph, start=s, end=e) for s, e in ranges]

    def encode(self, one: Window) -> Scores:
        """The encoder's one pass over a window."""
        fed = {"ids": one.ids[None], "cases": one.cases[None], "first": one.first, "last": one.last}
        return Scores(*self._encoder.run(OUTPUTS, fed))

    def scores(self, cut: Words, task: str) -> Floats:
        """(words, labels) scores of one task, as `labels.json` of the model orders its labels."""
        parts = [self._decoder.column(self.encode(one), task) for one in self._windows(cut)]
        return np.concatenate(parts)

    def annotate(self, text: str) -> Layers:
        """All layers of a text."""
        return self.annotate_cut(words_of(text))

    def annotate_cut(self, cut: Words) -> Layers:
        """All layers of a text that is cut into words already."""
        joined = _Joined(
            Layers(cut.words, cut.starts, cut.ends, [], [], [], [], [], [], [], [], [], [], [])
        )
        for one in self._windows(cut):
            part = self._decoder.decode(cut.words[one.start : one.end], self.encode(one))
            joined.add(part, one.start)
        return joined.whole()

    def annotate_words(
        self,
        sentences: Sequence[Sequence[str]],
        *,
        predicates: Sequence[Sequence[int]] | None = None,
    ) -> list[Layers]:
        """Layers of sentences whose words (and predicates) are given, one result a sentence.

        Each sentence is read by itself. `starts` and `ends` count characters of the words joined by
        spaces.
        """
        known = [None] * len(sentences) if predicates is None else predicates
        return [self._given(list(s), p) for s, p in zip(sentences, known, strict=True)]

    def _given(self, words: list[str], predicates: Sequence[int] | None) -> Layers:
        starts = np.cumsum([0, *(len(w) + 1 for w in words)])[:-1].tolist()
        ends = [s + len(w) for s, w in zip(starts, words, strict=True)]
        pieces = [self._subwords.word(w) for w in words]
        flat = [False] * len(words)
        parts = _Joined(Layers(words, starts, ends, [], [], [], [], [], [], [], [], [], [], []))
        # A sentence longer than a window is read in windows of its own.
        for low, high in cuts(pieces, words, flat):
            one = window(pieces, words, flat, start=low, end=high)
            mine = None if predicates is None else [p - low for p in predicates if low <= p < high]
            first = [i == 0 for i in range(low, high)]
            part = self._decoder.decode(
                words[low:high], self.encode(one), sent_starts=first, predicates=mine
            )
            parts.add(part, low)
        return parts.whole()

    def relation(
        self,
        sentence: str,
        source: tuple[int, int],
        target: tuple[int, int],
        *,
        labels: str = "plover",
    ) -> dict[str, float]:
        """Probabilities of what `source` does to `target` (characters of `sentence`), by type.

        `labels` is `plover` or `plv`, the habits of the Zero-Shot-PLOVER benchmark.
        """
        words, a, b = marked_words(sentence, source, target)
        pieces = [self._subwords.word(w) for w in words]
        flat = [i == 0 for i in range(len(words))]
        low, high = next(
            ((s, e) for s, e in cuts(pieces, words, flat) if s <= a < e), (0, len(words))
        )
        scores = self.encode(window(pieces, words, flat, start=low, end=high))
        return self._decoder.relation(scores, a - low, min(max(b - low, 0), high - low - 1), labels)
