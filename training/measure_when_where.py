"""Measures `when` and `where` on public development data: `measure_when_where.py DATA [task ...]`.

DATA is a folder with gum_dates.jsonl, datetime_specs.jsonl.gz, trnews.jsonl, lgl.jsonl and
geovirus.jsonl somewhere below it. Tasks: gum, specs, trnews, lgl, geovirus. `--errors N` prints N.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dragoman.coder.when import TEI, TIMEX, TIMEX_WHOLE, find_dates
from dragoman.records import Date


def rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    path = next(data.rglob(name))
    opener = gzip.open if name.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def tei_days(attrs: dict[str, str]) -> tuple[str, str] | None:
    """First and last day of a TEI mark; None where it gives no full pair of days."""
    first = attrs.get("when") or attrs.get("from") or attrs.get("notBefore")
    last = attrs.get("when") or attrs.get("to") or attrs.get("notAfter")
    if not first or not last:
        return None
    start, end = iso_edge(first, last=False), iso_edge(last, last=True)
    return (start, end) if start and end else None


def iso_edge(value: str, *, last: bool) -> str | None:
    parts = value[:10].split("-")
    if not all(p.isdigit() for p in parts) or len(parts[0]) != 4:
        return None
    try:
        if len(parts) == 1:
            return f"{parts[0]}-12-31" if last else f"{parts[0]}-01-01"
        if len(parts) == 2:
            first = date(int(parts[0]), int(parts[1]), 1)
            after = (first + timedelta(days=31)).replace(day=1)
            return (after - timedelta(days=1) if last else first).isoformat()
        return date(*map(int, parts)).isoformat()
    except ValueError:
        return None


class Score:
    def __init__(self) -> None:
        self.gold = self.found = self.hit = self.loose = self.valued = self.right = 0

    def line(self) -> str:
        p, r = self.hit / max(1, self.found), self.hit / max(1, self.gold)
        pl, rl = self.loose / max(1, self.found), self.loose / max(1, self.gold)
        return (
            f"gold {self.gold} found {self.found}  "
            f"exact P {p:.3f} R {r:.3f} F {2 * p * r / max(1e-9, p + r):.3f}"
            f"  overlap F {2 * pl * rl / max(1e-9, pl + rl):.3f}"
            f"  value {self.right}/{self.valued} = {self.right / max(1, self.valued):.3f}"
        )


def gum(data: Path, errors: int, splits: tuple[str, ...] = ("train", "dev")) -> None:
    """Sentences of one document are read together, as `dragoman evaluate dates` does."""
    score = Score()
    shown: list[str] = []
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows(data, "gum_dates.jsonl"):
        if row["split"] in splits:
            groups.setdefault(row["doc"], []).append(row)
    for group in groups.values():
        text = "\n".join(row["text"] for row in group)
        dates = find_dates(text, group[0]["doc_date"], convention=TEI)
        start = 0
        for row in group:
            end = start + len(row["text"])
            here = [
                (f, (f.span[0] - start, f.span[1] - start))
                for f in dates
                if start <= f.span[0] < end
            ]
            _sentence(row, here, score, shown)
            start = end + 1
    print("gum", splits, score.line())
    for line in shown[:errors]:
        print("  ", line)


def _sentence(
    row: dict[str, Any], found: list[tuple[Date, tuple[int, int]]], score: Score, shown: list[str]
) -> None:
    gold = [d for d in row["dates"] if d["tag"] == "date"]
    neutral = [(d["start"], d["end"]) for d in row["dates"] if d["tag"] != "date"]
    found = [(f, s) for f, s in found if not any(overlap(s, n) for n in neutral)]
    score.gold += len(gold)
    score.found += len(found)
    for d in gold:
        span = (d["start"], d["end"])
        same = next((f for f, s in found if s == span), None)
        near = same or next((f for f, s in found if overlap(s, span)), None)
        score.hit += same is not None
        score.loose += near is not None
        around = row["text"][max(0, d["start"] - 40) : d["end"] + 30]
        if same is None:
            shown.append(f"SPAN {d['text']!r} {near and near.text!r} | {around!r}")
        days = tei_days(d["attrs"])
        if near is not None and days is not None:
            score.valued += 1
            if (near.start, near.end) == days:
                score.right += 1
            else:
                shown.append(
                    f"VALUE {d['text']!r} {d['attrs']} got {near.start} {near.end}"
                    f" pub {row['doc_date']} | {around!r}"
                )
    for f, s in found:
        if not any(overlap(s, (d["start"], d["end"])) for d in gold):
            shown.append(
                f"EXTRA {f.text!r} {f.start} | {row['text'][max(0, s[0] - 40) : s[1] + 30]!r}"
            )


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def specs(data: Path, errors: int) -> None:
    score = Score()
    shown: list[str] = []
    for row in rows(data, "datetime_specs.jsonl.gz"):
        gold = [r for r in row["results"] if r["type"] in ("date", "daterange")]
        neutral = [r for r in row["results"] if r["type"] not in ("date", "daterange")]
        if not gold:
            continue
        whole = row["spec"].endswith("ExperimentalMode")
        found = list(
            find_dates(
                row["input"],
                (row["reference"] or "2016-11-07")[:10],
                convention=TIMEX_WHOLE if whole else TIMEX,
            )
        )
        found = [
            f
            for f in found
            if not any(overlap(f.span, (d["start"], d["end"])) for d in neutral)
            or any(overlap(f.span, (d["start"], d["end"])) for d in gold)
        ]
        score.gold += len(gold)
        score.found += len(found)
        for d in gold:
            span = (d["start"], d["end"])
            same = next((f for f in found if f.span == span), None)
            near = same or next((f for f in found if overlap(f.span, span)), None)
            score.hit += same is not None
            score.loose += near is not None
            if same is None:
                shown.append(f"SPAN {d['text']!r} {near and near.text!r} | {row['input']!r}")
            readings = [timex_days(v) for v in d["values"]]
            known = [v for v in readings if v is not None]
            if near is not None and known:
                score.valued += 1
                if (near.start, near.end) in known:
                    score.right += 1
                else:
                    shown.append(
                        f"VALUE {near.text!r} gold {known} got {near.start} {near.end} "
                        f"ref {row['reference']} | {row['input']!r}"
                    )
        for f in found:
            if not any(overlap(f.span, (d["start"], d["end"])) for d in gold):
                shown.append(f"EXTRA {f.text!r} {f.start} | {row['input']!r}")
    print("specs", score.line())
    for line in shown[:errors]:
        print("  ", line)


def timex_days(value: dict[str, Any]) -> tuple[str | None, str | None] | None:
    if value.get("value"):
        v = value["value"]
        return None if v == "not resolved" else (v[:10], v[:10])
    start, end = value.get("start"), value.get("end")
    if not start and not end:
        return None
    if end:
        try:
            end = (date.fromisoformat(end[:10]) - timedelta(days=1)).isoformat()
        except ValueError:
            return None
    return (start and start[:10], end)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("tasks", nargs="*", default=["gum", "specs"])
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--test", action="store_true")
    options = parser.parse_args()
    for task in options.tasks:
        start = time.perf_counter()
        if task == "gum":
            gum(options.data, options.errors, ("test",) if options.test else ("train", "dev"))
        elif task == "specs":
            specs(options.data, options.errors)
        else:
            from training.measure_where import places

            places(options.data, task, options.errors)
        print(f"   {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
