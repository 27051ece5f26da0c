"""Other names in the same text: persons, places, organisations and nationality words are now and
then shown to the network under another name, so that it learns what a sentence says of whoever
stands there, and what names look like in all parts of the world.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dragoman.knowledge.places import load_gazetteer
from training.data import Example, Name, countries, demonyms

CITY = 50_000  # inhabitants of places that lend their names
LONGEST = 3  # words of a name that is exchanged
RENAMED = 0.2  # share of a text's names shown as others

Words = tuple[str, ...]
Pools = dict[tuple[str, int], tuple[Words, ...]]  # by kind and number of words


def add_other_names(examples: list[Example], data: Path) -> None:
    """Fills `Example.names` from the names of each example and the tables of the data folder."""
    states, peoples = countries(data), demonyms(data)
    found = [dict(_names(e, states, peoples)) for e in examples]
    pools = _pools(found, states, peoples, data)
    for e, mine in zip(examples, found, strict=True):
        e.names = [
            Name(words, tuple(starts), pools[key], kind == "PER")
            for (words, kind), starts in mine.items()
            if (key := (kind, len(words))) in pools
        ]


def renamed(names: list[Name], rng: np.random.Generator) -> Iterator[tuple[Name, Words]]:
    """Names and what they are shown as. Who is renamed is so by family name alone too."""
    families: dict[str, str] = {}
    for name in names:  # longer ones come first
        if name.person and len(name.words) == 1 and name.words[0] in families:
            yield name, (families[name.words[0]],)
        elif rng.random() < RENAMED:
            other = name.others[rng.integers(len(name.others))]
            if name.person:
                families[name.words[-1]] = other[-1]
            yield name, other


def _names(
    e: Example, states: frozenset[str], peoples: frozenset[str]
) -> Iterator[tuple[tuple[Words, str], list[int]]]:
    """Names of an example with their kind, and where they stand; the longer first."""
    found: dict[tuple[Words, str], list[int]] = defaultdict(list)
    for start, end, label in _spans(e):
        words = tuple(e.words[start:end])
        if len(words) <= LONGEST and all(w.isalpha() and w[0].isupper() for w in words):
            kind = _kind(words, label, states, peoples)
            if kind:
                found[words, kind].append(start)
    yield from sorted(found.items(), key=lambda item: (-len(item[0][0]), item[1]))


def _kind(words: Words, label: str, states: frozenset[str], peoples: frozenset[str]) -> str:
    """PER, STATE, LOC, ORG, ACRONYM or the nationality words PEOPLE and PEOPLES; "" for others."""
    if label == "LOC" and " ".join(words) in states:
        return "STATE"
    if label == "NORP":
        plural = words[0].endswith("s") and words[0][:-1] in peoples
        return ("PEOPLES" if plural else "PEOPLE") if words[0] in peoples else ""
    short = any(w.isupper() and len(w) > 1 for w in words)
    if short:
        return "ACRONYM" if label == "ORG" and len(words) == 1 else ""
    return label


def _spans(e: Example) -> Iterator[tuple[int, int, str]]:
    if e.entity is None:
        yield from e.tags.names if e.tags is not None else ()
        return
    start = 0
    while start < len(e.entity):
        end = start + 1
        if e.entity[start].startswith("B-"):
            while end < len(e.entity) and e.entity[end] == f"I-{e.entity[start][2:]}":
                end += 1
            yield start, end, e.entity[start][2:]
        start = end


def _pools(
    found: list[dict[tuple[Words, str], list[int]]],
    states: frozenset[str],
    peoples: frozenset[str],
    data: Path,
) -> Pools:
    pools: dict[tuple[str, int], set[Words]] = defaultdict(set)

    def add(kind: str, words: Words) -> None:
        if len(words) <= LONGEST and all(w.isalpha() and w[0].isupper() for w in words):
            pools[kind, len(words)].add(words)

    for person in _people(data):
        add("PER", person)
        add("PER", person[-1:])
    for state in states:
        add("STATE", tuple(state.split()))
    for word in peoples:
        add("PEOPLES" if word.endswith("s") and word[:-1] in peoples else "PEOPLE", (word,))
    gazetteer = load_gazetteer()
    for row in range(len(gazetteer)):
        place = gazetteer.place(row)
        if place.population >= CITY and place.country is not None:
            add("LOC", tuple(place.name.split()))
    for mine in found:  # of organisations there is no table with their names as papers write them
        for words, kind in mine:
            if kind in ("ORG", "ACRONYM"):
                add(kind, words)
    return {key: tuple(sorted(names)) for key, names in pools.items() if len(names) > 5}


def _people(data: Path) -> Iterator[Words]:
    with (data / "extra/officeholders.tsv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield tuple(row["person"].split())
