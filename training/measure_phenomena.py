"""Recall and fields by how the text tells a fact: `python -m training.measure_phenomena [--split
test]`.

Reads the corpus's articles of one split, matches events as `dragoman evaluate gold` does, and
counts required facts under each phenomenon that their annotation and the parse show.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc

import dragoman
from dragoman.coder.party.vocabulary import PRONOUNS
from dragoman.evaluate import gold
from dragoman.evaluate.corpus import load_corpus
from dragoman.evaluate.corpus_convert import to_gold
from dragoman.evaluate.corpus_records import CorpusArticle, CorpusEvent

FIELDS = ("actors", "recipients", "status")


def phenomena(event: CorpusEvent, article: CorpusArticle, doc: Doc) -> Iterator[str]:
    words = doc.char_span(*event.trigger.span, alignment_mode="expand")
    if words is None:
        return
    trigger = words.root
    passive = any(c.dep_ in ("nsubj:pass", "aux:pass") for c in trigger.children)
    if trigger.pos_ in ("NOUN", "PROPN"):
        yield "nominal"
    elif passive:
        yield "passive"
    elif trigger.pos_ == "VERB":
        yield "active"
    sides = (*event.actors, *event.recipients)
    first, last = trigger.sent.start_char, trigger.sent.end_char
    if any(not first <= m.span[0] < last for m in sides):
        yield "party in another sentence"
    if any(m.words.lower() in PRONOUNS for m in sides):
        yield "party by pronoun"
    if len(event.actors) > 1 or any(len(m.parties) > 1 for m in event.actors):
        yield "joint actors"
    if not event.actors:
        yield "nobody named"
    around = [s for s in article.says if event.id in s.events]
    if around:
        yield "told by somebody"
    if any(s.parent is not None for s in around):
        yield "nested speech"
    if event.status in ("contested", "denied"):
        yield "contested or denied"
    yield "all"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--split", default="test")
    ask.add_argument("--corpus", type=Path, default=Path("corpus/articles"))
    given = ask.parse_args()
    articles = [
        a for a in load_corpus(sorted(given.corpus.glob("*.yaml"))).articles
        if a.split == given.split
    ]  # fmt: skip
    nlp = dragoman.load()
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    rows = [to_gold(a) for a in articles]
    for article, row, reading in zip(articles, rows, gold.run(rows), strict=True):
        doc = nlp(article.text)
        facts = [gold.fact_claim(f) for f in row["facts"]]
        events = [gold.event_claim(e) for e in reading["events"]]
        pairs = dict(gold.match(facts, events).required)
        for i, event in enumerate(article.events):
            if event.optional:
                continue
            for name in phenomena(event, article, doc):
                total[name] += 1
                if i in pairs:
                    found[name] += 1
                    for field in FIELDS:
                        right[name, field] += gold.agrees(facts[i], events[pairs[i]], field)
    print(
        f"| {given.split} part, {len(articles)} articles | facts | found | {' | '.join(FIELDS)} |"
    )
    print("|---|---|---|---|---|---|")
    for name in sorted(total, key=lambda n: (-total[n], n)):
        shares = [right[name, f] / max(1, found[name]) for f in FIELDS]
        cells = " | ".join(f"{s:.2f}" for s in (found[name] / total[name], *shares))
        print(f"| {name} | {total[name]} | {cells} |")


if __name__ == "__main__":
    main()
