"""Loads the corpus: YAML files in which people quote words, to records with offsets.

The form is that of `corpus/GUIDELINES.md`. Loading finds every problem of a file, not only the
first; an article with an error is left out of what is returned, and its problems are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from dragoman.codebook import Codebook, load_codebook
from dragoman.errors import InputError
from dragoman.evaluate.corpus_parse import parse_article
from dragoman.evaluate.corpus_records import (
    Corpus,
    CorpusArticle,
    CorpusDate,
    CorpusEvent,
    CorpusFigure,
    CorpusMention,
    CorpusPlace,
    CorpusSays,
    CorpusWords,
    Problem,
    Split,
    split_of,
)

__all__ = [
    "Corpus",
    "CorpusArticle",
    "CorpusDate",
    "CorpusEvent",
    "CorpusFigure",
    "CorpusMention",
    "CorpusPlace",
    "CorpusSays",
    "CorpusWords",
    "Problem",
    "Split",
    "corpus_files",
    "load_corpus",
    "split_of",
]


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
