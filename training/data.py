"""Public sets and the corpus, read into training examples: documents of words with whatever layers
each set has.

Which sets go in, from where and under which licence, is in `docs/model.md` and in `SETS`. Documents
marked non-commercial are left out here.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

IGNORE = -100


class Tags(NamedTuple):
    """What an earlier model reads of an example's words: names as (start, end, kind) in words."""

    upos: list[str]
    feats: list[str]
    names: list[tuple[int, int, str]]


class Name(NamedTuple):
    """A name that an example's words hold, at each of the words `starts`, and names that may take
    its place: as many words, of the same kind."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    others: tuple[tuple[str, ...], ...]
    person: bool


class Named(NamedTuple):
    """A name's last word, what it stands for and its kind (`annotate/meaning.py`)."""

    at: int
    party: str
    kind: str


@dataclass
class Example:
    """One document (or one sentence). Every layer is None where its set does not annotate it;
    positions count words.
    """

    source: str
    words: list[str]
    paragraph: list[bool]
    sentence: list[int] | None = None  # number of the sentence of each word
    boundaries: bool = True  # whether sentence starts may be learned from `sentence`
    upos: list[str] | None = None
    feats: list[str] | None = None
    lemma: list[str] | None = None
    head: list[int] | None = None  # word in the document, itself for a root, IGNORE where unknown
    dep: list[str] | None = None
    tree: tuple[list[int], list[str]] | None = None  # heads, labels: the treebank's or as parsed
    doubtful: tuple[list[int], list[str]] | None = None  # the same with a reader's errors
    tags: Tags | None = None  # of sets with events or attributions
    others: dict[int, tuple[str, ...]] | None = None  # words that could stand there as well
    names: list[Name] | None = None
    entity: list[str] | None = None  # BIO, "?" where unknown
    roles: list[tuple[int, list[tuple[int, int, str]]]] | None = None
    role_sentences: set[int] | None = None
    attributions: list[dict[str, Any]] | None = None
    factuality: dict[int, float] | None = None
    events: list[dict[str, Any]] | None = None
    named: list[Named] | None = None
    meant: list[tuple[int, str]] | None = None  # words that name nobody, and the party they mean
    sectors: list[tuple[int, int, str]] | None = None  # words of parties, their primary sector
    relation: tuple[int, int, str, str] | None = (
        None  # source mark, target mark, label space, label
    )


def gz(path: Path) -> str:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        return handle.read()


@dataclass
class Tree:
    """One CoNLL-U sentence."""

    doc: str
    sent_id: str
    paragraph: bool
    words: list[str] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    dep: list[str] = field(default_factory=list)


def conllu(text: str) -> Iterator[Tree]:
    doc, tree, new = "", None, True
    for line in text.split("\n"):
        if line.startswith("# newdoc"):
            doc, new = line.split("=", 1)[1].strip(), True
        elif line.startswith("# newpar"):
            new = True
        elif line.startswith("# sent_id"):
            tree = Tree(doc, line.split("=", 1)[1].strip(), False)
        elif line.startswith("#"):
            continue
        elif not line.strip():
            if tree is not None and tree.words:
                yield tree
            tree = None
        else:
            cols = line.split("\t")
            if not cols[0].isdigit():
                continue
            if tree is None:
                tree = Tree(doc, "", False)
            if new:
                tree.paragraph, new = True, False
            tree.words.append(cols[1])
            tree.lemma.append(cols[2])
            tree.upos.append(cols[3])
            tree.feats.append(cols[5])
            tree.head.append(int(cols[6]) - 1)
            tree.dep.append(cols[7])


def bio_sentences(text: str, column: int = -1) -> Iterator[tuple[list[str], list[str]]]:
    words: list[str] = []
    tags: list[str] = []
    for line in text.split("\n"):
        if line.startswith("# "):
            continue
        if not line.strip():
            if words:
                yield words, tags
            words, tags = [], []
            continue
        cols = line.split("\t")
        words.append(cols[1] if len(cols) == 5 else cols[0])
        tags.append(cols[2] if len(cols) == 5 else cols[column])
    if words:
        yield words, tags


# Genres in which nobody acts in public affairs: what their verbs tell is no event.
PRIVATE = ("answers-", "reviews-", "GUM_academic", "GUM_conversation", "GUM_vlog", "GUM_voyage")


def treebank(
    data: Path, name: str, *, split: str = "train", demonyms: frozenset[str] = frozenset()
) -> list[Example]:
    """EWT (with PropBank and factuality) or GUM (with names), one example a document."""
    file = f"{split}.conllu.gz" if name == "ewt" else f"gum_{split}.conllu.gz"
    barred: set[str] = set()
    names: Iterator[tuple[list[str], list[str]]] = iter(())
    if name == "gum":
        with (data / "ud/gum_docs.tsv").open(encoding="utf-8") as handle:
            barred = {
                r["doc"]
                for r in csv.DictReader(handle, delimiter="\t")
                if r["noncommercial"] == "yes"
            }
        names = bio_sentences(gz(data / f"ner/gum_{split}.bio.gz"))
    roles = _propbank(data, split) if name == "ewt" else {}
    facts = _uds(data, split) if name == "ewt" else {}
    docs: dict[str, list[tuple[Tree, list[str] | None]]] = defaultdict(list)
    for tree in conllu(gz(data / "ud" / file)):
        tags = None
        if name == "gum":
            words, tags = next(names)
            assert words == tree.words, (words, tree.words)
        if tree.doc not in barred:
            docs[tree.doc].append((tree, tags))
    return [_document(name, trees, roles, facts, demonyms) for trees in docs.values()]


def _document(
    name: str,
    trees: list[tuple[Tree, list[str] | None]],
    roles: dict[str, list[tuple[int, list[tuple[int, int, str]]]]],
    facts: dict[tuple[str, ...], dict[int, float]],
    demonyms: frozenset[str],
) -> Example:
    e = Example(name, [], [], [], True, [], [], [], [], [], entity=[])
    if name == "ewt":
        e.roles, e.role_sentences, e.factuality = [], set(), {}
    if trees[0][0].doc.startswith(PRIVATE):
        e.events = []
    for number, (tree, tags) in enumerate(trees):
        at = len(e.words)
        e.words += tree.words
        e.paragraph += [tree.paragraph] + [False] * (len(tree.words) - 1)
        assert e.sentence is not None
        assert e.upos is not None
        assert e.feats is not None
        assert e.lemma is not None
        assert e.head is not None
        assert e.dep is not None
        assert e.entity is not None
        e.sentence += [number] * len(tree.words)
        e.upos += tree.upos
        e.feats += tree.feats
        e.lemma += tree.lemma
        e.head += [at + (i if h < 0 else h) for i, h in enumerate(tree.head)]
        e.dep += tree.dep
        e.entity += _names_of(tree, tags, demonyms)
        if e.factuality is not None:
            for i, score in facts.get(tuple(tree.words), {}).items():
                e.factuality[at + i] = score
        if e.roles is not None and e.role_sentences is not None and tree.sent_id in roles:
            e.role_sentences.add(number)
            for pred, args in roles[tree.sent_id]:
                e.roles.append((at + pred, [(at + s, at + t, label) for s, t, label in args]))
    assert e.head is not None
    assert e.dep is not None
    e.tree = (e.head, e.dep)
    return e


def _names_of(tree: Tree, tags: list[str] | None, demonyms: frozenset[str]) -> list[str]:
    """Entity tags of a treebank sentence.

    Where names are not annotated, all that is written large or tagged as a name is unknown.
    Nationality words are unknown in either case.
    """
    if tags is not None:
        return _without_demonyms(tree.words, tags, demonyms)
    return [
        "?" if upos in ("PROPN", "X") or (word[:1].isupper() and upos != "PRON") else "O"
        for word, upos in zip(tree.words, tree.upos, strict=True)
    ]


def _without_demonyms(words: list[str], tags: list[str], demonyms: frozenset[str]) -> list[str]:
    """Nationality words are unknown, not outside, in sets that do not mark them."""
    return ["?" if t == "O" and w in demonyms else t for w, t in zip(words, tags, strict=True)]


def _propbank(data: Path, split: str) -> dict[str, list[tuple[int, list[tuple[int, int, str]]]]]:
    rows = {}
    for line in gz(data / f"extra/propbank_ewt_{split}.jsonl.gz").splitlines():
        row = json.loads(line)
        rows[row["sent_id"]] = [
            (p["pred"], [(a, b, c) for a, b, c in p["args"]]) for p in row["props"]
        ]
    return rows


def _uds(data: Path, split: str) -> dict[tuple[str, ...], dict[int, float]]:
    rows: dict[tuple[str, ...], dict[int, float]] = {}
    with (data / f"factuality/uds_ih2_{split}.jsonl").open(encoding="utf-8") as handle:
        for line in handle:
            row = json.loads(line)
            rows[tuple(row["tokens"])] = {p["start"]: float(p["score"]) for p in row["predicates"]}
    return rows


def meantime(data: Path) -> list[Example]:
    out = []
    with (data / "factuality/meantime_train.jsonl").open(encoding="utf-8") as handle:
        for line in handle:
            row = json.loads(line)
            e = Example("meantime", row["tokens"], [False] * len(row["tokens"]))
            e.factuality = {p["start"]: float(p["score"]) for p in row["predicates"]}
            out.append(e)
    return out


KINDS = {
    "PER": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "NORP",
    "person": "PER", "politician": "PER", "politicalparty": "ORG", "organisation": "ORG",
    "country": "LOC", "location": "LOC",
}  # fmt: skip
TITLES = frozenset(
    "mr. mrs. ms. dr. mr mrs ms dr president prime minister foreign secretary general king queen "
    "prince senator sen. gen. pope sheikh ayatollah chancellor vice former u.s. us".split()
)


def _tags(
    words: list[str], tags: list[str], demonyms: frozenset[str], *, norp: bool, strip: bool
) -> list[str]:
    out: list[str] = []
    open_kind = ""
    for word, tag in zip(words, tags, strict=True):
        kind = KINDS.get(tag[2:], "") if tag != "O" else ""
        begins = tag.startswith("B-") or kind != open_kind
        if strip and kind == "PER" and begins and word.lower() in TITLES:
            out.append("O")
            open_kind = ""
            continue
        if not kind:
            out.append("?" if not norp and word in demonyms else "O")
        elif tag.startswith("B-") or open_kind != kind:
            out.append(f"B-{kind}")
        else:
            out.append(f"I-{kind}")
        open_kind = kind
    return out


def names(data: Path, demonyms: frozenset[str]) -> list[Example]:
    """GMB, Wikigold, CrossNER politics: one sentence an example, GMB marked so that it can be
    subsampled.
    """
    out: list[Example] = []
    files = [("gmb", "gmb_train"), ("wikigold", "wikigold")]
    files += [("crossner", f"crossner_politics_{s}") for s in ("train", "dev", "test")]
    for source, file in files:
        for words, tags in bio_sentences(gz(data / f"ner/{file}.bio.gz")):
            gmb = source == "gmb"
            e = Example(source, words, [False] * len(words))
            e.entity = _tags(words, tags, demonyms, norp=gmb, strip=gmb)
            out.append(e)
    return out


def tokenise(text: str) -> tuple[list[str], list[int], list[int], list[bool]]:
    """Words of running text as the annotator cuts them: words, starts, ends (characters), starts of
    paragraphs.
    """
    from dragoman.annotate.words import words_of

    cut = words_of(text)
    return cut.words, cut.starts, cut.ends, cut.paragraph


def cover(starts: list[int], ends: list[int], start: int, end: int) -> tuple[int, int] | None:
    """Words `[i, j)` that overlap the characters `[start, end)`; None where there are none."""
    hit = [i for i in range(len(starts)) if starts[i] < end and ends[i] > start]
    return (hit[0], hit[-1] + 1) if hit else None


PRONOUNS = frozenset("he she it they we i his her its their our the this that those these".split())


def re3d(data: Path, demonyms: frozenset[str]) -> list[Example]:
    kinds = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP"}
    out = []
    with (data / "ner/re3d.jsonl").open(encoding="utf-8") as handle:
        for line in handle:
            row = json.loads(line)
            if row["noncommercial"]:
                continue
            words, starts, ends, paragraph = tokenise(row["text"])
            tags = ["O"] * len(words)
            spans = sorted(row["entities"], key=lambda x: (x["end"] - x["start"], x["start"]))
            for x in spans:
                span = cover(starts, ends, x["start"], x["end"])
                if x["type"] not in kinds or span is None:
                    continue
                name = any(
                    w[0].isupper() and w.lower() not in PRONOUNS for w in words[span[0] : span[1]]
                )
                sure = x.get("confidence", 1.0) >= 0.5 and name
                if not sure or any(t != "O" for t in tags[span[0] : span[1]]):
                    if not sure:
                        for i in range(*span):
                            tags[i] = "?" if tags[i] == "O" else tags[i]
                    continue
                for i in range(*span):
                    tags[i] = ("B-" if i == span[0] else "I-") + kinds[x["type"]]
            e = Example("re3d", words, paragraph)
            e.entity = tags
            out.append(e)
    return out


FUNCTION = frozenset(
    "has have had is are was were be been being also the a an to not n't do does did will would "
    "could may might , it".split()
)


def cue_anchor(words: list[str], spans: list[tuple[int, int]]) -> int:
    """The word that stands for a cue: its first word that is not an auxiliary."""
    for start, end in spans:
        for i in range(start, end):
            if words[i].lower() not in FUNCTION:
                return i
    return spans[0][0]


def polnear(data: Path, split: str = "train") -> list[Example]:
    out = []
    for line in gz(data / f"attribution/polnear_{split}.jsonl.gz").splitlines():
        row = json.loads(line)
        words, starts, ends, paragraph = tokenise(row["text"])
        e = Example("polnear", words, paragraph)
        e.attributions = []
        for a in row["attributions"]:
            parts = {k: _cover_all(starts, ends, a[k]) for k in ("source", "cue", "content")}
            if parts["cue"]:
                e.attributions.append({"anchor": cue_anchor(words, parts["cue"]), **parts})
        out.append(e)
    return out


def _cover_all(starts: list[int], ends: list[int], spans: list[list[int]]) -> list[tuple[int, int]]:
    return [c for s, t in spans if (c := cover(starts, ends, s, t))]


PLV = {"YIELD", "DEMAND"}


def relation_words(
    sentence: str, source: tuple[int, int], target: tuple[int, int]
) -> tuple[list[str], int, int]:
    """Words of a sentence with its two parties between marks, and where the marks open."""
    from dragoman.annotate.words import marked_words

    return marked_words(sentence, source, target)


def plv(data: Path) -> list[Example]:
    """The Zero-Shot-PLOVER training half: what the source does to the target."""
    out = []
    with (data / "events/plv_train.tsv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            spans = locate(row)
            if spans is None:
                continue
            words, a, b = relation_words(row["sentence"], *spans)
            e = Example("plv", words, [False] * len(words))
            e.relation = (a, b, "plv", row["gold_root"])
            out.append(e)
    return out


def locate(row: dict[str, str]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The spans of source and target; by search where the file gives no offsets."""
    spans = []
    for side in ("source", "target"):
        start, end = row.get(f"{side}_start") or "", row.get(f"{side}_end") or ""
        if start and end:
            spans.append((int(float(start)), int(float(end))))
            continue
        found = re.search(re.escape(row[side]), row["sentence"], re.IGNORECASE)
        if found is None:
            return None
        spans.append(found.span())
    return spans[0], spans[1]


def demonyms(data: Path) -> frozenset[str]:
    """Nationality words, so that sets without them do not teach that they are nothing."""
    found: set[str] = set()
    with (data / "extra/countries.jsonl").open(encoding="utf-8") as handle:
        for line in handle:
            row = json.loads(line)
            for value in json.dumps(
                row.get("demonyms", row.get("demonym", "")), ensure_ascii=False
            ).split('"'):
                if value[:1].isupper() and value.isalpha():
                    found |= {value, f"{value}s"}
    return frozenset(found)


def countries(data: Path) -> frozenset[str]:
    """Names of countries as English texts have them."""
    found = {"US", "U.S.", "USA", "U.S.A.", "UK", "U.K.", "UAE", "America", "Britain"}
    with (data / "extra/countries.jsonl").open(encoding="utf-8") as handle:
        for line in handle:
            found.add(json.loads(line)["name"])
    return frozenset(found)


def sentence_spans(e: Example) -> Iterator[tuple[int, int]]:
    """First word and end of each sentence; of an example without sentences, all of it."""
    number, start = e.sentence or [0] * len(e.words), 0
    while start < len(number):
        end = start + number[start:].count(number[start])
        yield start, end
        start = end


def counts(examples: list[Example]) -> Counter[str]:
    total: Counter[str] = Counter()
    for e in examples:
        total[e.source] += len(e.words)
    return total
