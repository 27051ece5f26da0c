"""Measures the resolver on the corpus: words of actors, recipients and sources -> parties, sectors.

Run: `python training/measure_who.py [corpus/articles] [--split dev] [--errors N] [--model]`.
Names, descriptions and pronouns apart; the test part is left out unless asked for.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from pathlib import Path

import spacy

from dragoman.coder.party.vocabulary import PRONOUNS
from dragoman.coder.where import PlaceFinder
from dragoman.coder.who import PartyResolver
from dragoman.evaluate.corpus import load_corpus, split_of
from dragoman.knowledge import load_knowledge
from dragoman.knowledge.places import load_gazetteer
from dragoman.knowledge.words import atoms
from dragoman.records import Article


def kind_of(words: str, resolver: PartyResolver, first: int, last: int) -> str:
    found = atoms(words)
    if len(found) == 1 and found[0].key in PRONOUNS:
        return "pronoun"
    if any(resolver._inv.at[i] is not None for i in range(first, last)):
        return "name"
    capital = any(a.cap for a in found[1:]) or (found and found[0].cap and len(found) == 1)
    return "name" if capital else "description"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", default="corpus/articles")
    parser.add_argument("--split", default="train,dev")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--kind", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--no-home", action="store_true", help="hide the country of the paper")
    parser.add_argument("--match", default="", help="show only errors that hold these words")
    options = parser.parse_args()
    corpus = load_corpus(sorted(Path(options.folder).glob("*.yaml")))
    knowledge, gazetteer = load_knowledge(), load_gazetteer()
    if options.model:
        import dragoman

        nlp = dragoman.load()
    else:
        nlp = spacy.blank("en")
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong: list[tuple[str, str]] = []
    spent, documents = 0.0, 0
    articles = [a for a in corpus.articles if split_of(a.id) in options.split.split(",")]
    for entry in articles[: options.limit or None]:
        article = Article(
            text=entry.text,
            title=entry.title,
            published=entry.published,
            publisher_country=None if options.no_home else entry.home,
        )
        doc = nlp(entry.text)
        began = time.perf_counter()
        places = PlaceFinder(doc, article, gazetteer).places()
        resolver = PartyResolver(doc, article, knowledge, places)
        asked = [m for e in entry.events for m in (*e.actors, *e.recipients)]
        asked += [m for s in entry.says for m in s.sources]
        answers = [resolver.mentions(*m.span) for m in asked]
        spent += time.perf_counter() - began
        documents += 1
        for mention, answer in zip(asked, answers, strict=True):
            first, last = resolver._frame.atoms_in(*mention.span)
            kind = kind_of(mention.words, resolver, first, last)
            want = {p for p, _ in mention.parties if p}
            have = {m.party for m in answer if m.party}
            total["party", kind] += 1
            total["party", "all"] += 1
            good = want == have
            if kind == "pronoun":
                word = mention.words.lower()
                total["pronoun", word] += 1
                right["pronoun", word] += good
            right["party", kind] += good
            right["party", "all"] += good
            sectors = {s[0] for p, s in mention.parties if s}
            if good and sectors:
                own = {m.sectors[0] for m in answer if m.sectors}
                total["sector", "all"] += 1
                right["sector", "all"] += own == sectors
                if own != sectors:
                    wrong.append(
                        ("sector", f"{entry.id}: {mention.words!r} want {sectors} have {own}")
                    )
            if not good:
                how = "; ".join(m.reasons.get("party", "") for m in answer)
                wrong.append(
                    (kind, f"{entry.id}: {mention.words!r} want {want} have {have} [{how}]")
                )
    print(f"{documents} articles, {1000 * spent / max(documents, 1):.1f} ms an article")
    for key in sorted(total, key=str):
        print(f"{key[0]:7s} {key[1]:12s} {right[key] / total[key]:.3f}  ({total[key]})")
    shown = [
        w for w in wrong if (not options.kind or w[0] == options.kind) and options.match in w[1]
    ]
    random.Random(options.seed).shuffle(shown)
    for kind, line in shown[: options.errors]:
        print(kind, line)


if __name__ == "__main__":
    main()
