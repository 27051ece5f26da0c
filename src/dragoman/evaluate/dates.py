"""Task `dates`: words of time and the days that they mean.

Two public forms are read: sentences with TEI values (`dates` with `attrs`), and test cases of a
date recogniser (`input`, `reference`, `results` with `values`).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dragoman.evaluate.assign import assign
from dragoman.evaluate.files import Row, bad, json_rows
from dragoman.evaluate.report import Metrics, Tally, share

# Kinds of result that are dates; the others of such a file (times, durations, sets) are neutral.
_WHOLE = "ExperimentalMode"
DATE_TYPES = frozenset({"date", "daterange"})
_PARTIAL = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")

Days = tuple[str, str]


def read(path: Path) -> list[Row]:
    """Items `{"id", "text", "published", "dates": [{"start", "end", "values"}], "neutral"}`.

    `values` are the readings that count as right, as pairs of ISO days, both inclusive; empty
    where the file does not resolve the words. `neutral` are spans that count neither way.
    """
    return [_item(path, number, row) for number, row in enumerate(json_rows(path), start=1)]


def _item(path: Path, number: int, row: Row) -> Row:
    if {"text", "doc_date", "dates"} <= row.keys():
        return _tei_item(number, row)
    if {"input", "reference", "results"} <= row.keys():
        return _recogniser_item(number, row)
    raise bad(path, number, "has neither text, doc_date and dates nor input, reference and results")


def _tei_item(number: int, row: Row) -> Row:
    dates, neutral = [], []
    for mark in row["dates"]:
        span = {"start": mark["start"], "end": mark["end"]}
        if mark.get("tag", "date") != "date":
            neutral.append(span)
            continue
        days = tei_days(mark.get("attrs", {}))
        dates.append(span | {"values": [list(days)] if days else []})
    return {
        "id": row.get("sent_id", number),
        "text": row["text"],
        "published": row["doc_date"] or None,
        "convention": "tei",
        "document": row.get("doc"),
        "dates": dates,
        "neutral": neutral,
    }


def tei_days(attrs: Mapping[str, str]) -> Days | None:
    """First and last day of TEI attributes; null where they do not fix both."""
    first = attrs.get("from") or attrs.get("notBefore") or attrs.get("when")
    last = attrs.get("to") or attrs.get("notAfter") or attrs.get("when")
    start, end = _partial_days(first), _partial_days(last)
    return (start[0], end[1]) if start and end and start[0] <= end[1] else None


def _partial_days(value: str | None) -> Days | None:
    """The days of `2014`, `2014-05` or `2014-05-03`; null for anything else."""
    match = _PARTIAL.match((value or "").partition("T")[0])
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        start = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        last_day = day or calendar.monthrange(start.year, last_month)[1]
        return start.isoformat(), date(start.year, last_month, last_day).isoformat()
    except (ValueError, calendar.IllegalMonthError):
        return None


def _recogniser_item(number: int, row: Row) -> Row:
    dates, neutral = [], []
    for result in row["results"]:
        span = {"start": result["start"], "end": result["end"]}
        if result["type"] not in DATE_TYPES:
            neutral.append(span)
            continue
        values = [_recogniser_days(value) for value in result.get("values") or ()]
        dates.append(span | {"values": [list(v) for v in values if v is not None]})
    return {
        "id": row.get("id", number),
        "text": row["input"],
        "published": (row["reference"] or "")[:10] or None,
        # The experimental mode of these files means the last unit of a range whole.
        "convention": "timex-whole" if str(row.get("spec")).endswith(_WHOLE) else "timex",
        "document": None,
        "dates": dates,
        "neutral": neutral,
    }


def _recogniser_days(value: Mapping[str, str]) -> Days | None:
    """A day, or a range whose end the file gives exclusive; null for half-open ranges."""
    if "value" in value:
        return _partial_days(value["value"])
    start, end = _partial_days(value.get("start")), _partial_days(value.get("end"))
    if start is None or end is None:
        return None
    last = date.fromisoformat(end[0]) - timedelta(days=1)
    return (start[0], last.isoformat()) if start[0] <= last.isoformat() else None


def run(items: Sequence[Row]) -> list[Row]:
    """Predictions `{"id", "dates": [{"start", "end", "value": [first, last] or null}]}`.

    Words are read by the convention of the file. Sentences of one document that follow each other
    are read as one text, because "that year" points back.
    """
    from dragoman import load

    nlp = load()
    predictions: list[Row] = []
    for group in _documents(items):
        text = "\n".join(item["text"] for item in group)
        found = _found(nlp(text), group[0])
        start = 0
        for item in group:
            end = start + len(item["text"])
            dates = [_shifted(d, start) for d in found if start <= d["start"] < end]
            predictions.append({"id": item["id"], "dates": dates})
            start = end + 1
    return predictions


def _documents(items: Sequence[Row]) -> list[list[Row]]:
    groups: list[list[Row]] = []
    for item in items:
        last = groups[-1][0] if groups else None
        if last is not None and item["document"] and item["document"] == last["document"]:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _found(doc: Any, item: Row) -> list[Row]:
    from dragoman.coder.when import CONVENTIONS, find_dates

    return [
        {
            "start": d.span[0],
            "end": d.span[1],
            "value": [d.start, d.end] if d.start and d.end else None,
        }
        for d in find_dates(doc, item["published"], convention=CONVENTIONS[item["convention"]])
    ]


def _shifted(found: Row, by: int) -> Row:
    return found | {"start": found["start"] - by, "end": found["end"] - by}


def score(items: Sequence[Row], predictions: Sequence[Row]) -> Metrics:
    """F1 over exact spans and over overlapping ones; the share of resolved values that are right.

    Values are counted over the overlapping pairs: the words may be cut otherwise, the days not.
    `value_exact` counts them over the pairs with equal spans only.
    """
    exact, loose = Tally(), Tally()
    right = resolved = right_exact = resolved_exact = 0
    for item, prediction in zip(items, predictions, strict=True):
        gold, given = item["dates"], prediction["dates"]
        pairs = assign([[_overlap(g, p) for p in given] for g in gold])
        taken = {column for _, column in pairs}
        loose_given = [p for i, p in enumerate(given) if i not in taken]
        wrong = sum(not _meets(p, item["neutral"]) for p in loose_given)
        same = sum(_span(gold[r]) == _span(given[c]) for r, c in pairs)
        for tally, hits in ((exact, same), (loose, len(pairs))):
            tally.right += hits
            tally.given += len(pairs) + wrong
            tally.wanted += len(gold)
        for row, column in pairs:
            if not gold[row]["values"]:
                continue
            hit = given[column]["value"] in gold[row]["values"]
            is_exact = _span(gold[row]) == _span(given[column])
            resolved += 1
            right += hit
            resolved_exact += is_exact
            right_exact += hit and is_exact
    return {
        "dates": exact.wanted,
        **exact.metrics("span_"),
        "overlap_f1": loose.f1,
        "value": share(right, resolved),
        "value_exact": share(right_exact, resolved_exact),
        "resolved": resolved,
        "found_and_right": share(right, sum(bool(d["values"]) for i in items for d in i["dates"])),
    }


def _span(row: Row) -> tuple[int, int]:
    return row["start"], row["end"]


def _overlap(gold: Row, given: Row) -> float | None:
    both = min(gold["end"], given["end"]) - max(gold["start"], given["start"])
    either = max(gold["end"], given["end"]) - min(gold["start"], given["start"])
    return both / either if both > 0 else None


def _meets(given: Row, others: Sequence[Row]) -> bool:
    return any(given["start"] < o["end"] and o["start"] < given["end"] for o in others)
