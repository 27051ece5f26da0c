"""Fits the weights by which "both sides" finds its two parties: `python -m training.pairs`.

Over the train and dev parts of the corpus: every mention that the resolver takes for two (or words
without a noun, "the two") and that means one party or two. Prints the weights for
`dragoman.coder.party.pairs`, how many are right with them, and how many in five-fold
cross-validation by articles.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

import dragoman
from dragoman.coder.party.pairs import FEATURES, Question, pairs
from dragoman.coder.where import PlaceFinder
from dragoman.coder.who import PartyResolver
from dragoman.evaluate.corpus import load_corpus, split_of
from dragoman.knowledge import load_knowledge
from dragoman.knowledge.places import load_gazetteer
from dragoman.records import Article

FOLDS = 5
DECAY = 0.002
JOINT = ("together", "just two", "alone", "alone added", "people", "bare")


class Case(NamedTuple):
    """A question with its choices: first every two candidates, then every one."""

    article: int
    party: Tensor  # (candidates, FEATURES)
    first: Tensor  # (pairs,) candidates
    second: Tensor
    joint: Tensor  # (pairs, 2): named together, only two
    alone: Tensor  # (2,): people, bare
    right: Tensor  # (choices,) bool


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
            question = who.asked_of_two(*span) if len(parties) in (1, 2) else None
            if question is not None and question.candidates:
                yield _case(number, question, parties)


def _case(number: int, asked: Question, wanted: frozenset[str]) -> Case:
    names = [c.party for c in asked.candidates]
    party = torch.tensor([c.features(states=asked.states) for c in asked.candidates]).float()
    two = [(names.index(a), names.index(b), t, float(j)) for a, b, t, j in pairs(asked)]
    choices = [{names[a], names[b]} for a, b, _, _ in two] + [{n} for n in names]
    return Case(
        number,
        party,
        torch.tensor([a for a, _, _, _ in two], dtype=torch.long),
        torch.tensor([b for _, b, _, _ in two], dtype=torch.long),
        torch.tensor([[t, j] for _, _, t, j in two]).reshape(-1, 2),
        torch.tensor([float(asked.people), float(asked.bare)]),
        torch.tensor([c == wanted for c in choices]),
    )


def scores(case: Case, weights: Tensor) -> Tensor:
    own = case.party @ weights[: len(FEATURES)]
    joint, alone = weights[len(FEATURES) :][:2], weights[len(FEATURES) :][2:]
    two = own[case.first] + own[case.second] + case.joint @ joint
    return torch.cat([two, alone[0] * own + alone[1] + case.alone @ alone[2:]])


def fit(found: Sequence[Case]) -> Tensor:
    weights = torch.zeros(len(FEATURES) + len(JOINT), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100)
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
    held = 0
    for fold in range(FOLDS):
        weights = fit([c for c in found if c.article % FOLDS != fold])
        held += right([c for c in found if c.article % FOLDS == fold], weights)
    weights = fit(found)
    print(f"{len(found)} mentions, {right(found, weights)} right, {held} in cross-validation")
    for name, weight in zip((*FEATURES, *JOINT), weights.tolist(), strict=True):
        print(f"{name:12s} {weight:6.2f}")


if __name__ == "__main__":
    main()
