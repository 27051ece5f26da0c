"""The part of `measure_when_where.py` that measures places."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from dragoman.coder.where import PlaceFinder
from dragoman.evaluate.assign import assign
from dragoman.evaluate.places import _shared, known_countries
from dragoman.knowledge.places import distance_km, load_gazetteer
from dragoman.records import Article


def places(data: Path, task: str, errors: int, nlp: Any = None) -> None:
    gazetteer = load_gazetteer()
    same = known_countries()
    right = given = wanted = near = resolved = country = countries = possible = 0
    shown: list[str] = []
    for line in next(data.rglob(f"{task}.jsonl")).open(encoding="utf-8"):
        row = json.loads(line)
        text = row["text"]
        doc = text if nlp is None else nlp(text)
        found = PlaceFinder(doc, Article(text=text, title=row.get("title")), gazetteer).toponyms()
        gold = row["toponyms"]
        pairs = assign(
            [[_shared(g, {"start": f.start, "end": f.end}) for f in found] for g in gold]
        )
        right += len(pairs)
        given += len(found)
        wanted += len(gold)
        taken = {c for _, c in pairs}
        hit = {r for r, _ in pairs}
        for i, f in enumerate(found):
            if i not in taken:
                shown.append(f"EXTRA {f.text!r} | {text[max(0, f.start - 40) : f.end + 30]!r}")
        for i, g in enumerate(gold):
            if i not in hit:
                known = "known" if gazetteer.lookup(g["phrase"]) else "unknown"
                shown.append(
                    f"MISS {known} {g['phrase']!r} {g.get('fcode')} | "
                    f"{text[max(0, g['start'] - 40) : g['end'] + 30]!r}"
                )
        for r, c in pairs:
            g, f = gold[r], found[c]
            best = f.candidate if f.place.name else None
            if g.get("country"):
                countries += 1
                country += (
                    best is not None
                    and best.country is not None
                    and same(g["country"], best.country)
                )
            if g.get("lat") is not None:
                resolved += 1
                ok = best is not None and distance_km((g["lat"], g["lon"]), best.point) <= 161
                near += ok
                reach = any(distance_km((g["lat"], g["lon"]), x.point) <= 161 for _, x in f.ranked)
                possible += reach
                if not ok:
                    shown.append(
                        f"FAR reach={reach} {f.text!r} {f.reason} got "
                        f"{best and (best.name, best.feature, best.country, best.admin1)} "
                        f"{best and best.point} gold {g.get('name')} {g.get('fcode')} "
                        f"{g.get('country')} {g.get('admin1')} {g['lat']},{g['lon']}"
                    )
    p, r = right / given, right / wanted
    print(
        f"{task}: P {p:.3f} R {r:.3f} F {2 * p * r / (p + r):.3f}; "
        f"161km {near / resolved:.3f} (possible {possible / resolved:.3f}) of {resolved}; "
        f"country {country}/{countries} {country / max(1, countries):.3f}"
    )
    counts = Counter(s for s in shown)
    for s, n in list(counts.items())[:errors]:
        print("  ", n, s)
