"""What the whole corpus holds against what it must hold, and near-duplicates in it."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.codebook import Codebook
from dragoman.codebook.book import AUXILIARY
from dragoman.errors import InputError
from dragoman.evaluate.corpus_parse import STATUSES
from dragoman.evaluate.corpus_records import FORMS, REGIONS, CorpusArticle, CorpusEvent, Problem

TYPE_FLOOR = 150
MODE_FLOOR = 12
DISPUTED_FLOOR = 500
DISTRACTOR_FLOOR = 80
DISTRACTOR_FACTS_MAX = 2
ARTICLE_FLOOR = 500
SENTENCE_FLOOR = 3000

SHINGLE_WORDS = 5
# Share of the shorter text's five-word runs that the other holds too. Two reports composed apart
# share under 0.05, by set phrases ("told reporters in the capital"); a re-used story well over 0.3.
DUPLICATE_MIN = 0.25
DUPLICATE_SHINGLES_MIN = 3
# A short sentence elsewhere must be met in this many runs (twelve words in a row): one set phrase
# ("told reporters on the condition of anonymity") fills a third of it.
PASSAGE_SHINGLES_MIN = 8


@dataclass(frozen=True, kw_only=True)
class Count:
    """One line of the coverage table; `floor` is null where none is asked."""

    group: str
    name: str
    count: int
    floor: int | None = None

    @property
    def short(self) -> bool:
        return self.floor is not None and self.count < self.floor


def coverage(articles: Sequence[CorpusArticle], codebook: Codebook) -> list[Count]:
    """The coverage table. Facts are the required ones; optional ones are counted in one line."""
    facts = [e for a in articles for e in a.events if not e.optional]
    whole = [a for a in articles if a.form != "sentence"]
    counts = [
        _total("articles", len(whole), ARTICLE_FLOOR),
        _total("sentences", len(articles) - len(whole), SENTENCE_FLOOR),
        _total("facts", len(facts)),
        _total("optional facts", sum(len(a.events) for a in articles) - len(facts)),
        _total("attributions", sum(len(a.says) for a in articles)),
        _total("nested attributions", sum(s.parent is not None for a in articles for s in a.says)),
        _total("words", sum(len(a.text.split()) for a in articles)),
        _total("contested or denied", sum(bool(e.denied) for e in facts), DISPUTED_FLOOR),
        _total("distractor articles", sum(map(is_distractor, whole)), DISTRACTOR_FLOOR),
        _total("articles without a fact", sum(all(e.optional for e in a.events) for a in whole)),
        _total("facts without actors", sum(not e.actors for a in articles for e in a.events)),
    ]
    counts += _table("type", codebook.types, (e.type for e in facts), TYPE_FLOOR)
    modes = [f"{t.name}:{m}" for t in codebook.types.values() for m in t.modes]
    counts += _table("mode", modes, (f"{e.type}:{m}" for e in facts for m in e.modes), MODE_FLOOR)
    counts += _table("context", codebook.contexts, (c for e in facts for c in e.contexts), 1)
    counts += _table("status", STATUSES, (e.status for e in facts), 1)
    counts += _table("aux", AUXILIARY, (a for e in facts for a in e.aux), 1)
    counts += _table("stance", ("asserts", "denies", "doubts", "asks"), _stances(articles), 1)
    counts += _table("region", REGIONS, (a.region or "none" for a in articles), 1)
    counts += _table("form", FORMS, (a.form for a in articles), 1)
    counts += _table("split", ("train", "dev", "test"), (a.split for a in articles))
    decades = Counter(f"{a.published[:3]}0s" for a in articles)
    counts += _table("decade", sorted(decades), (f"{a.published[:3]}0s" for a in articles))
    return counts


COVERAGE_BEGIN = "<!-- coverage: written by `dragoman corpus check --docs` -->"
COVERAGE_END = "<!-- coverage ends -->"


def with_coverage(page: str, counts: Sequence[Count]) -> str:
    """The page with the coverage table between its two markers."""
    head, begin, rest = page.partition(COVERAGE_BEGIN)
    _, end, tail = rest.partition(COVERAGE_END)
    if not begin or not end:
        raise InputError("D401", f"The page needs the lines {COVERAGE_BEGIN} and {COVERAGE_END}.")
    return f"{head}{begin}\n{coverage_markdown(counts)}{end}{tail}"


def coverage_markdown(counts: Sequence[Count]) -> str:
    """One row a total, one row a group of names with their counts; what is short is bold."""
    lines = ["| | count | asked for |", "|---|---:|---:|"]
    groups: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        groups[count.group].append(count)
    for count in groups.pop("total"):
        lines.append(f"| {count.name} | {_bold(count)} | {count.floor or ''} |")
    lines += ["", "| | each with its count |", "|---|---|"]
    for group, members in groups.items():
        lines.append(f"| {group} | {', '.join(f'{m.name} {_bold(m)}' for m in members)} |")
    return "\n".join(lines) + "\n"


def _bold(count: Count) -> str:
    return f"**{count.count:,}**" if count.short else f"{count.count:,}"


def is_distractor(article: CorpusArticle) -> bool:
    """No political event or mostly not: sport, markets, metaphor with a fact or two in it."""
    return sum(not e.optional for e in article.events) <= DISTRACTOR_FACTS_MAX


def _total(name: str, count: int, floor: int | None = None) -> Count:
    return Count(group="total", name=name, count=count, floor=floor)


def _stances(articles: Sequence[CorpusArticle]) -> Iterator[str]:
    return (s.stance for a in articles for s in a.says)


def _table(
    group: str, names: Iterable[str], values: Iterable[str], floor: int | None = None
) -> list[Count]:
    found = Counter(values)
    return [Count(group=group, name=n, count=found[n], floor=floor) for n in names]


def consistency(articles: Sequence[CorpusArticle]) -> list[Problem]:
    """Notes on what the guidelines expect but a rare text may do without."""
    problems = []
    for article in articles:
        for event in article.events:
            if event.optional:
                continue
            problems += [
                Problem(
                    file=article.file,
                    id=article.id,
                    field=f"events[{event.id}]",
                    message=message,
                    level="note",
                )
                for message in _unsaid(article, event)
            ]
    return problems


def _unsaid(article: CorpusArticle, event: CorpusEvent) -> Iterator[str]:
    """An assertion or a denial that no attribution shows."""
    says = [s for s in article.says if event.id in s.events]
    if event.denied and not any(s.stance == "denies" for s in says):
        yield "has 'denied', but no attribution with stance denies lists it"
    if event.by and not any(s.stance != "denies" for s in says):
        yield "has 'by', but no attribution lists it"


# -- near-duplicates


def near_duplicates(articles: Sequence[CorpusArticle]) -> list[Problem]:
    """Pairs inside the corpus that share too many five-word runs."""
    shingles = {a.id: _shingles(a.text) for a in articles}
    holders = _holders(shingles)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        ordered = sorted(set(ids))
        shared.update((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])
    by_id = {a.id: a for a in articles}
    problems = []
    for (first, second), count in sorted(shared.items()):
        share = _same_share(count, len(shingles[second]), len(shingles[first]))
        if share is not None:
            problems.append(_duplicate(by_id[second], share, f"{first} ({by_id[first].file})"))
    return problems


def duplicates_against(articles: Sequence[CorpusArticle], folder: Path) -> list[Problem]:
    """Articles that share too many five-word runs with one text of a data folder."""
    shingles = {a.id: _shingles(a.text) for a in articles}
    holders = _holders(shingles)
    by_id = {a.id: a for a in articles}
    problems: dict[str, Problem] = {}
    for file, number, text in _texts(folder):
        other = _shingles(text)
        shared = Counter(i for s in other for i in holders.get(s, ()))
        for article_id, count in sorted(shared.items()):
            share = _same_share(count, len(shingles[article_id]), len(other))
            if share is not None:
                where = f"{file.name} text {number}"
                problems.setdefault(article_id, _duplicate(by_id[article_id], share, where))
    return list(problems.values())


def _same_share(shared: int, own: int, other: int) -> float | None:
    """The share of the shorter text that is the same; null where that is no copy."""
    share = shared / max(1, min(own, other))
    needed = DUPLICATE_SHINGLES_MIN if own <= other else PASSAGE_SHINGLES_MIN
    return share if shared >= needed and share >= DUPLICATE_MIN else None


def _duplicate(article: CorpusArticle, share: float, other: str) -> Problem:
    message = f"shares {share:.0%} of its five-word runs with {other}; write another text"
    return Problem(file=article.file, id=article.id, field="text", message=message)


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    runs = range(len(words) - SHINGLE_WORDS + 1)
    return frozenset(tuple(words[i : i + SHINGLE_WORDS]) for i in runs)


def _holders(
    shingles: Mapping[str, frozenset[tuple[str, ...]]],
) -> dict[tuple[str, ...], list[str]]:
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for article_id, own in shingles.items():
        for shingle in own:
            holders[shingle].append(article_id)
    return holders


def _texts(folder: Path) -> Iterator[tuple[Path, int, str]]:
    """Texts of a data folder: JSON Lines, gold files, columns, treebanks, tables, plain text."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.name.removesuffix(".gz")
        if not name.endswith(
            (".jsonl", ".json", ".conllu", ".bio", ".iob2", ".tsv", ".csv", ".txt")
        ):
            continue
        with (
            gzip.open(path, "rt", encoding="utf-8", errors="replace")
            if path.suffix == ".gz"
            else (path.open(encoding="utf-8", errors="replace")) as lines
        ):
            for number, text in enumerate(_texts_of(name, lines), start=1):
                yield path, number, text


def _texts_of(name: str, lines: Iterable[str]) -> Iterator[str]:
    if name.endswith(".jsonl"):
        for line in lines:
            yield _json_text(json.loads(line))
    elif name.endswith(".json"):
        yield _json_text(json.loads("".join(lines)))
    elif name.endswith((".conllu", ".bio", ".iob2")):
        yield from _column_texts(lines)
    elif name.endswith(".txt"):
        yield "".join(lines)
    else:
        yield from lines


def _json_text(value: object) -> str:
    if not isinstance(value, dict):
        return ""
    words = value.get("text") or value.get("sentence") or value.get("tokens") or ""
    return " ".join(map(str, words)) if isinstance(words, list) else str(words)


def _column_texts(lines: Iterable[str]) -> Iterator[str]:
    """One text a sentence; the word is the second column where the first is a number."""
    words: list[str] = []
    for line in lines:
        cells = line.rstrip("\n").split("\t")
        if len(cells) < 2:
            if words:
                yield " ".join(words)
            words = []
        elif not line.startswith("#"):
            words.append(cells[1] if cells[0].isdigit() and len(cells) > 2 else cells[0])
    if words:
        yield " ".join(words)
