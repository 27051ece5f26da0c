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
from pathlib import Path

from dragoman.knowledge.places import COUNTRY_FEATURES, fold, load_gazetteer

FIRST_MIN = 5  # people of that first name before it counts
LAST_MIN = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    gazetteer = load_gazetteer()
    words: Counter[str] = Counter()
    for path in sorted((options.data / "ud").glob("*.conllu.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                cells = line.split("\t")
                if len(cells) > 4 and cells[1].isalpha() and cells[1].islower() and cells[3] != "PROPN":
                    words[cells[1]] += 1
    for path in sorted((options.data / "ner").glob("gmb_train*.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                cells = line.rstrip("\n").split("\t")
                if len(cells) > 1 and cells[0].isalpha() and cells[0].islower():
                    words[cells[0]] += 1
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    with (options.data / "extra" / "officeholders.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            parts = fold(row["person"]).split()
            if len(parts) > 1:
                first[parts[0]] += 1
                last[parts[-1]] += 1
    lines = []
    for kind, counts, least in (("word", words, 1), ("first", first, FIRST_MIN), ("last", last, LAST_MIN)):
        for word in sorted(counts):
            known = gazetteer.lookup(word)
            if counts[word] >= least and len(word) > 1 and known:
                if not any(c.feature in COUNTRY_FEATURES for c in known):
                    lines.append(f"{kind}\t{word}")
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
