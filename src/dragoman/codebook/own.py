"""Event types of the user's own, from a YAML file: no code, no training.

A type narrows a PLOVER type (its `parent`, perhaps one mode of it): an event of the parent becomes
one of the user's type where its trigger is one of the cue words and, if `near` is given, one of
those words stands in the sentence. Examples in the file keep it honest: they are tried on load.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from dragoman.errors import ConfigError

EXAMPLES_MIN = 12
FILE_KEYS = ("codebook", "types")
TYPE_KEYS = ("name", "definition", "parent", "mode", "score", "cues", "near", "examples")
EXAMPLE_KEYS = ("text", "fits")

_NAME = re.compile(r"^[A-Z][A-Z0-9_-]*$")
_MARKED = re.compile(r"\[([^\[\]]+)\]")
_VOWELS = "aeiou"


@dataclass(frozen=True)
class OwnType:
    """One type of the user's. `score` null: that of the parent or its mode."""

    name: str
    definition: str
    parent: str
    mode: str | None
    score: float | None
    cues: tuple[str, ...]
    near: tuple[str, ...]
    examples: tuple[tuple[str, bool], ...]

    def fits(self, trigger: str, sentence: str) -> bool:
        """Whether the trigger is a cue, and a `near` word is in the sentence where any is asked."""
        if not self._cue_forms.fullmatch(" ".join(trigger.split())):
            return False
        return not self.near or self._near_forms.search(sentence) is not None

    @cached_property
    def _cue_forms(self) -> re.Pattern[str]:
        return _any_form(self.cues)

    @cached_property
    def _near_forms(self) -> re.Pattern[str]:
        return _any_form(self.near)


def forms(word: str) -> tuple[str, ...]:
    """A word or phrase with the regular endings of its first word; irregular ones are listed apart.

    >>> forms("board")
    ('board', 'boards', 'boarded', 'boarding')
    """
    first, blank, rest = word.partition(" ")
    if first.endswith("e"):
        stems = [first, first + "s", first + "d", first[:-1] + "ing"]
    elif first.endswith("y") and first[-2:-1] not in _VOWELS:
        stems = [first, first[:-1] + "ies", first[:-1] + "ied", first + "ing"]
    elif first.endswith(("s", "x", "z", "ch", "sh")):
        stems = [first, first + "es", first + "ed", first + "ing"]
    else:
        stems = [first, first + "s", first + "ed", first + "ing"]
        if len(first) > 2 and first[-1] not in _VOWELS + "wy" and first[-2] in _VOWELS:
            stems += [first + first[-1] + "ed", first + first[-1] + "ing"]
    return tuple(stem + blank + rest for stem in stems)


def _any_form(words: Sequence[str]) -> re.Pattern[str]:
    every = sorted({form for word in words for form in forms(word)}, key=len, reverse=True)
    body = "|".join(re.escape(form) for form in every)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


def read_own_types(
    path: Path, known: Mapping[str, Sequence[str]]
) -> tuple[str, tuple[OwnType, ...]]:
    """Name of the codebook and its types. `known` gives the modes of each PLOVER type.

    Raises `ConfigError` D302 that lists everything that is wrong with the file.
    """
    raw = _load(path)
    problems = _unknown_keys("the file", raw, FILE_KEYS)
    name = str(raw.get("codebook", "")).strip()
    if not name:
        problems.append("the file needs 'codebook: NAME'")
    rows = raw.get("types")
    if not isinstance(rows, list) or not rows:
        problems.append("'types' must be a list of at least one type")
        rows = []
    types = [_own_type(row, number, known, problems) for number, row in enumerate(rows, start=1)]
    names = [t.name for t in types if t is not None]
    problems += [
        f"type {n} is given twice" for n in sorted({n for n in names if names.count(n) > 1})
    ]
    if problems:
        listed = "; ".join(problems)
        raise ConfigError(
            "D302", f"The codebook {path} cannot be used: {listed}. See docs/codebook.md."
        )
    return name, tuple(t for t in types if t is not None)


def _load(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise ConfigError("D302", f"The codebook {path} cannot be read: {reason}.") from error
    if not isinstance(raw, dict):
        raise ConfigError(
            "D302", f"The codebook {path} is not a YAML mapping. Start it with 'codebook: NAME'."
        )
    return raw


def _unknown_keys(place: str, raw: Mapping[str, Any], allowed: Sequence[str]) -> list[str]:
    problems = []
    for key in raw:
        if key not in allowed:
            close = difflib.get_close_matches(str(key), allowed, 1)
            hint = f", perhaps {close[0]!r}" if close else ""
            problems.append(
                f"{place} has the unknown key {key!r} (allowed: {', '.join(allowed)}{hint})"
            )
    return problems


def _own_type(
    row: Any, number: int, known: Mapping[str, Sequence[str]], problems: list[str]
) -> OwnType | None:
    place = f"type {number}"
    if not isinstance(row, dict):
        problems.append(f"{place} is not a mapping")
        return None
    name = str(row.get("name", ""))
    place = f"type {name or number}"
    before = len(problems)
    problems += _unknown_keys(place, row, TYPE_KEYS)
    problems += _wrong_names(place, name, row, known)
    for key in ("cues", "near"):
        if not _is_words(row.get(key, [])):
            problems.append(f"{place}: {key} must be a list of words")
    if not row.get("cues"):
        problems.append(f"{place} needs 'cues: [word, ...]'")
    score = row.get("score")
    if score is not None and not (isinstance(score, int | float) and -10 <= score <= 10):
        problems.append(f"{place}: score {score!r} is not a number from -10 to 10")
    if len(problems) > before:
        return None
    own = OwnType(
        name=name,
        definition=str(row["definition"]).strip(),
        parent=str(row["parent"]),
        mode=row.get("mode"),
        score=None if score is None else float(score),
        cues=tuple(row["cues"]),
        near=tuple(row.get("near", [])),
        examples=_examples(place, row.get("examples"), problems),
    )
    problems += _failed_examples(place, own)
    return own


def _wrong_names(
    place: str, name: str, row: Mapping[str, Any], known: Mapping[str, Sequence[str]]
) -> list[str]:
    problems = []
    if not _NAME.match(name):
        problems.append(f"{place}: name {name!r} must be capitals, digits, - and _")
    elif name in known:
        problems.append(f"{place}: {name} is a PLOVER type; choose another name")
    parent, mode = str(row.get("parent")), row.get("mode")
    if parent not in known:
        problems.append(f"{place}: parent {parent!r} is not one of {', '.join(known)}")
    elif mode is not None and mode not in known[parent]:
        modes = ", ".join(known[parent]) or "none"
        problems.append(f"{place}: {mode!r} is no mode of {parent} (its modes: {modes})")
    if not str(row.get("definition") or "").strip():
        problems.append(f"{place} needs a definition in a sentence")
    return problems


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)


def _examples(place: str, rows: Any, problems: list[str]) -> tuple[tuple[str, bool], ...]:
    rows = rows if isinstance(rows, list) else []
    examples = []
    for number, row in enumerate(rows, start=1):
        marked = isinstance(row, dict) and _MARKED.search(str(row.get("text", "")))
        if not marked or not isinstance(row.get("fits", True), bool):
            problems.append(
                f"{place}: example {number} needs 'text' with its [trigger] in brackets"
            )
            continue
        problems += _unknown_keys(f"{place}, example {number}", row, EXAMPLE_KEYS)
        examples.append((str(row["text"]), row.get("fits", True)))
    if len(rows) < EXAMPLES_MIN:
        problems.append(f"{place} has {len(rows)} examples, at least {EXAMPLES_MIN} are needed")
    return tuple(examples)


def _failed_examples(place: str, own: OwnType) -> list[str]:
    problems = []
    for number, (text, fits) in enumerate(own.examples, start=1):
        trigger, sentence = marked(text)
        if own.fits(trigger, sentence) == fits:
            continue
        if fits:
            advice = "no cue (or no 'near' word) matches; add the word or take the example out"
        else:
            advice = "it matches but should not; narrow it by 'near' words or drop the cue"
        problems.append(f"{place}: example {number} ({text!r}): {advice}")
    return problems


def marked(text: str) -> tuple[str, str]:
    """Trigger and plain sentence of an example with its [trigger] in brackets."""
    found = _MARKED.search(text)
    if found is None:
        raise ValueError(f"{text!r} has no [trigger] in brackets")
    return found.group(1), text[: found.start()] + found.group(1) + text[found.end() :]
