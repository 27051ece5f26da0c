"""Fits the weights by which pronouns find whom they take up: `python -m training.pronouns`.

Over the train and dev parts of the corpus: every mention that is a pronoun, or is what a pronoun
owns ("its army"). Prints the weights for `dragoman.coder.party.coreference`, how many are right
with them, and how many in five-fold cross-validation by articles.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

import dragoman
from dragoman.coder.party.coreference import FEATURES, Pronoun, antecedents
from dragoman.coder.where import PlaceFinder
from dragoman.coder.who import PartyResolver
from dragoman.evaluate.corpus import load_corpus, split_of
from dragoman.knowledge import load_knowledge
from dragoman.knowledge.places import load_gazetteer
from dragoman.records import Article

FOLDS = 5
DECAY = 0.001


class Case(NamedTuple):
    article: int
    kind: str
    features: Tensor  # (phrases, FEATURES)
    group: Tensor  # (phrases,) which of the parties
    right: Tensor  # (parties,) bool


def cases(corpus: Path) -> Iterator[Case]:
    articles = load_corpus(sorted((corpus / "articles").glob("*.yaml"))).articles
    knowledge, gazetteer, nlp = load_knowledge(), load_gazetteer(), dragoman.load()
    for number, entry in enumerate(a for a in articles if split_of(a.id) != "test"):
        asked = [m for e in entry.events for m in (*e.actors, *e.recipients)]
        asked += [m for s in entry.says for m in s.sources]
        wanted = {m.span: frozenset(p for p, _ in m.parties if p) for m in asked}
        article = Article(text=entry.text, title=entry.title, published=entry.published,
                          publisher_country=entry.home)  # fmt: skip
        doc = nlp(entry.text)
        who = PartyResolver(doc, article, knowledge, PlaceFinder(doc, article, gazetteer).places())
        for span, parties in wanted.items():
            question = who.asked_of_pronoun(*span) if parties else None
            if question is not None:
                yield from _case(number, question, parties)


def _case(number: int, asked: Pronoun, wanted: frozenset[str]) -> Iterator[Case]:
    found = list(antecedents(asked))
    if found:
        parties = list(dict.fromkeys(a.parties for a in found))
        yield Case(
            number,
            asked.kind,
            torch.tensor([[float(x) for x in a.features] for a in found]),
            torch.tensor([parties.index(a.parties) for a in found]),
            torch.tensor([p == wanted for p in parties]),
        )


def scores(case: Case, weights: Tensor) -> Tensor:
    """The logarithm of the sum that each party has."""
    own = (case.features @ weights).exp()
    return torch.zeros(len(case.right)).index_add(0, case.group, own).log()


def fit(found: Sequence[Case]) -> Tensor:
    weights = torch.zeros(len(FEATURES), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")
    learnt = [c for c in found if bool(c.right.any())]

    def loss() -> Tensor:
        optimiser.zero_grad()
        each = []
        for case in learnt:
            given = scores(case, weights)
            each.append(given.logsumexp(0) - given[case.right].logsumexp(0))
        total = torch.stack(each).mean() + DECAY * (weights**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    return weights.detach()


def right(found: Sequence[Case], weights: Tensor) -> int:
    return sum(bool(c.right[scores(c, weights).argmax()]) for c in found)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--corpus", type=Path, default=Path("corpus"))
    found = list(cases(ask.parse_args().corpus))
    for kind in ("person", "thing", "several"):
        of_kind = [c for c in found if c.kind == kind]
        held = 0
        for fold in range(FOLDS):
            weights = fit([c for c in of_kind if c.article % FOLDS != fold])
            held += right([c for c in of_kind if c.article % FOLDS == fold], weights)
        weights = fit(of_kind)
        print(
            f"{kind}: {len(of_kind)}, {right(of_kind, weights)} right, {held} in cross-validation"
        )
        print("    (" + ", ".join(f"{w:.2f}" for w in weights.tolist()) + "),")


if __name__ == "__main__":
    main()
