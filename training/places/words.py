"""Lists the names of small places that are words or names of people too: `words.py DATA OUT`.

DATA holds CoNLL-U treebanks (`ud/*.conllu.gz`) and a table of office holders
(`extra/officeholders.tsv`); only words that the table of places knows are written, one a line:
`word` or `first` or `last`, then the word.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dragoman.knowledge.places import COUNTRY_FEATURES, fold, load_gazetteer

FIRST_MIN = 5  # people of that first name before it counts
LAST_MIN = 4


# Names that treebanks write in capitals and that newspapers mean otherwise.
BY_HAND = (
    "alliance amazon april atlantic august ballon barca canadian centre christmas crescent "
    "democrat east july june justice liberal march met north nov obama olympic pacific phoenix "
    "south spanish stade university west"
).split()


def lower_words(data: Path) -> Counter[str]:
    """How often each word stands in lower case and is no proper noun."""
    words: Counter[str] = Counter()
    for path in sorted((data / "ud").glob("*.conllu.gz")):
        for cells in tab_rows(path):
            if len(cells) > 4 and cells[3] != "PROPN" and plain(cells[1]):
                words[cells[1]] += 1
    for path in sorted((data / "ner").glob("gmb_train*.gz")):
        for cells in tab_rows(path):
            if len(cells) > 1 and plain(cells[0]):
                words[cells[0]] += 1
    return words


def tab_rows(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def plain(word: str) -> bool:
    return word.isalpha() and word.islower() and len(word) > 1


def name_parts(data: Path) -> tuple[Counter[str], Counter[str]]:
    """First names and surnames of office holders."""
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    with (data / "extra" / "officeholders.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            parts = fold(row["person"]).split()
            if len(parts) > 1:
                first[parts[0]] += 1
                last[parts[-1]] += 1
    return first, last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    gazetteer = load_gazetteer()

    def small_place(word: str) -> bool:
        known = gazetteer.lookup(word)
        return bool(known) and not any(c.feature in COUNTRY_FEATURES for c in known)

    first, last = name_parts(options.data)
    lines = {
        f"word\t{word}" for word in (*lower_words(options.data), *BY_HAND) if small_place(word)
    }
    lines |= {f"first\t{word}" for word in first if first[word] >= FIRST_MIN and small_place(word)}
    lines |= {f"last\t{word}" for word in last if last[word] >= LAST_MIN and small_place(word)}
    options.out.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
