"""Loads the corpus: YAML files in which people quote words, to records with offsets.

The form is that of `corpus/GUIDELINES.md`. Loading finds every problem of a file, not only the
first; an article with an error is left out of what is returned, and its problems are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from dragoman.codebook import Codebook, load_codebook
from dragoman.errors import InputError
from dragoman.records import Span

Split = Literal["train", "dev", "test"]
# A party code and its sectors, the primary one first; the code is empty where nothing tells it.
Party = tuple[str, tuple[str, ...]]

FORMS = (
    *("wire", "communique", "local", "blog", "analysis", "state-agency", "transcript"),
    *("correction", "sentence"),
)
REGIONS = (
    *("africa-west", "africa-central", "africa-east", "africa-north", "africa-south"),
    *("middle-east", "caucasus", "asia-central", "asia-south", "asia-southeast", "asia-east"),
    *("europe-west", "europe-east", "europe-north", "europe-south", "balkans"),
    *("north-america", "central-america", "caribbean", "south-america", "pacific", "global"),
)


@dataclass(frozen=True, kw_only=True)
class CorpusWords:
    """Words quoted from the text; `text[span[0]:span[1]]` may be longer where `...` was written."""

    words: str
    span: Span


@dataclass(frozen=True, kw_only=True)
class CorpusMention(CorpusWords):
    """One mention and the parties that it means, each with its sectors, the primary one first."""

    parties: tuple[Party, ...]


@dataclass(frozen=True, kw_only=True)
class CorpusDate(CorpusWords):
    """ISO days, both inclusive."""

    start: str
    end: str


@dataclass(frozen=True, kw_only=True)
class CorpusPlace(CorpusWords):
    country: str


@dataclass(frozen=True, kw_only=True)
class CorpusFigure(CorpusWords):
    """A number of people; `source` is null in the document's own voice.

    `others` are further figures for the same, by other sources.
    """

    low: int
    high: int
    source: CorpusWords | None
    others: tuple[CorpusFigure, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CorpusEvent:
    id: str
    type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    trigger: CorpusWords
    actors: tuple[CorpusMention, ...]
    recipients: tuple[CorpusMention, ...]
    date: CorpusDate | None
    place: CorpusPlace | None
    dead: CorpusFigure | None
    injured: CorpusFigure | None
    arrested: CorpusFigure | None
    size: CorpusFigure | None
    aux: tuple[str, ...]
    status: str
    by: tuple[str, ...]
    denied: tuple[str, ...]
    optional: bool
    parent: str | None
    factuality: float


@dataclass(frozen=True, kw_only=True)
class CorpusSays:
    """One attribution. `parent` is the index, from 0, of the one that it stands in.

    `sources` is empty where the text hides the speaker; it holds several in joint statements.
    """

    sources: tuple[CorpusMention, ...]
    cue: CorpusWords | None
    content: tuple[Span, ...]
    stance: str
    parent: int | None
    events: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CorpusArticle:
    id: str
    published: str
    form: str
    region: str | None
    home: str | None
    contexts: tuple[str, ...]
    title: str | None
    note: str | None
    text: str
    events: tuple[CorpusEvent, ...]
    says: tuple[CorpusSays, ...]
    file: str

    @property
    def split(self) -> Split:
        return split_of(self.id)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong where, and what to do. Only `error` keeps an article out."""

    file: str
    id: str
    field: str
    message: str
    level: Literal["error", "note"] = "error"

    def __str__(self) -> str:
        mark = "" if self.level == "error" else "note: "
        return f"{self.file}: {self.id}: {self.field}: {mark}{self.message}"


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """Articles without errors in the order of their files, and all problems."""

    articles: tuple[CorpusArticle, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.level == "error")

    def of_split(self, split: Split | None) -> tuple[CorpusArticle, ...]:
        return tuple(a for a in self.articles if split is None or a.split == split)


def split_of(article_id: str) -> Split:
    """80 train, 10 dev, 10 test, by the id alone: other articles never move one."""
    bucket = int(hashlib.sha256(article_id.encode("utf-8")).hexdigest()[:8], 16) % 10
    return "train" if bucket < 8 else "dev" if bucket == 8 else "test"


def corpus_files(root: Path) -> list[Path]:
    """The YAML files of a corpus folder, in name order."""
    found = sorted(root.glob("articles/*.yaml")) + sorted(root.glob("sentences/*.yaml"))
    if not found:
        raise InputError(
            "D501",
            f"{root} holds no articles/*.yaml or sentences/*.yaml. "
            "Name the folder of the corpus, or files.",
        )
    return found


def load_corpus(paths: Sequence[Path], *, codebook: Codebook | None = None) -> Corpus:
    """Articles of files and corpus folders. Raises `InputError` D501 for a missing path."""
    from dragoman.evaluate.corpus_parse import parse_article

    book = codebook or load_codebook()
    articles: list[CorpusArticle] = []
    problems: list[Problem] = []
    for path in _files(paths):
        for raw in _documents(path, problems):
            article, found = parse_article(raw, file=str(path), codebook=book)
            problems.extend(found)
            if article is not None:
                articles.append(article)
    problems.extend(_twice(articles))
    return Corpus(articles=tuple(articles), problems=tuple(problems))


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            plain = sorted(path.glob("*.yaml"))
            files.extend(plain or corpus_files(path))
        elif path.is_file():
            files.append(path)
        else:
            raise InputError("D501", f"There is no file {path}. Name YAML files or corpus folders.")
    return files


def _twice(articles: Sequence[CorpusArticle]) -> list[Problem]:
    first: dict[str, str] = {}
    problems = []
    for article in articles:
        if article.id in first:
            message = f"this id is already used in {first[article.id]}; choose another"
            problems.append(Problem(file=article.file, id=article.id, field="id", message=message))
        first.setdefault(article.id, article.file)
    return problems


_BASE: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_BASE):  # type: ignore[misc]
    """Every scalar is a string; a key given twice is an error instead of a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is given twice", key.start_mark
                )
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def _documents(path: Path, problems: list[Problem]) -> list[Any]:
    try:
        text = path.read_text(encoding="utf-8")
        return [d for d in yaml.load_all(text, Loader=_Loader) if d not in (None, "")]
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        message = " ".join(str(error).split())
        problems.append(
            Problem(file=str(path), id="-", field="yaml", message=f"cannot be read: {message}")
        )
        return []
