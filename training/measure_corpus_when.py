"""Measures dates on the corpus: `measure_corpus_when.py CORPUS [--errors N]`, test articles left
out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from dragoman.coder.when import Attacher, find_dates, resolve_words
from dragoman.evaluate.corpus import CorpusArticle, load_corpus


def articles(folder: Path, *, test: bool = False) -> list[CorpusArticle]:
    loaded = load_corpus([folder])
    return [a for a in loaded.articles if (a.split == "test") == test]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--test", action="store_true")
    options = parser.parse_args()
    right = total = found_any = spans = 0
    errors: Counter[str] = Counter()
    kept = given = wanted = same_words = 0
    wrong: list[str] = []
    for article in articles(options.corpus, test=options.test):
        dates = find_dates(article.text, article.published)
        attacher = Attacher(article.text, dates)
        triggers = [e.trigger.span for e in article.events]
        for event in sorted(article.events, key=lambda e: e.trigger.span):
            gold = event.date
            others = [t for t in triggers if t != event.trigger.span]
            guess = attacher.attach(event.trigger.span, kind=event.type, others=others)
            given += guess is not None
            wanted += gold is not None
            if guess and gold:
                kept += (guess.start, guess.end) == (gold.start, gold.end)
                same_words += guess.span[0] < gold.span[1] and gold.span[0] < guess.span[1]
            if (guess is None) != (gold is None) or (guess and gold and guess.start != gold.start):
                at, to = event.trigger.span
                wrong.append(
                    f"{event.type} {event.trigger.words!r} gold {gold and gold.words!r} got "
                    f"{guess and guess.text!r} {article.text[max(0, at - 90) : to + 90]!r}"
                )
            if gold is None:
                continue
            total += 1
            tense = "future" if "future" in event.aux else None
            got = resolve_words(article.text, gold.span, article.published, tense=tense)
            spans += any(d.span[0] < gold.span[1] and gold.span[0] < d.span[1] for d in dates)
            if got is not None:
                found_any += 1
            if got is not None and (got.start, got.end) == (gold.start, gold.end):
                right += 1
            else:
                shown = got and (got.start, got.end, got.derivation)
                around = article.text[max(0, gold.span[0] - 60) : gold.span[1] + 30]
                errors[
                    f"{gold.words!r} gold {gold.start}..{gold.end} got {shown} "
                    f"pub {article.published} aux {event.aux} {article.id} | {around!r}"
                ] += 1
    print(
        f"dates {total}: found {found_any / total:.3f} "
        f"span found in reading {spans / total:.3f} right {right / total:.3f}"
    )
    p, r = kept / max(1, given), kept / max(1, wanted)
    print(
        f"attached: P {p:.3f} R {r:.3f} F {2 * p * r / max(1e-9, p + r):.3f}"
        f" (words right {same_words / max(1, given):.3f} of {given}, wanted {wanted})"
    )
    for line in wrong[: options.errors]:
        print("  A", line)
    for line, n in errors.most_common(options.errors):
        print("  ", n, line)


if __name__ == "__main__":
    main()
