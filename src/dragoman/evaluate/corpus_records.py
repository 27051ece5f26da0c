"""What the corpus consists of: articles, events, attributions, problems; all frozen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

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
