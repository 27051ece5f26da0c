"""Task `gold`: the events of readings against the facts of `*.gold.json` files.

What counts is said in `docs/evaluate.md`: required facts are matched first, then optional ones,
each once, so that as many as possible match and, among those ways, the fields agree best.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.codebook.book import SYMMETRIC_TYPES
from dragoman.errors import InputError
from dragoman.evaluate.assign import assign
from dragoman.evaluate.files import Row, bad, json_rows
from dragoman.evaluate.quotes import Pages
from dragoman.evaluate.report import Metrics, Report, Tallies, Tally, share

NEEDED = ("id", "text", "facts")
FIGURES = ("dead", "injured", "arrested", "size")
CALIBRATION_BINS = 10
SAME_WORDS = 0.01
# What stands for a party beside its own code.
ALSO_ACCEPTED: Mapping[str, frozenset[str]] = {"ARM:Wagner": frozenset({"RUS"})}
_CAPITALISED = re.compile(r"\b[A-Z]\w*")
# Words that are written large only because they begin a sentence.
_OPENERS = frozenset(
    {"a", "an", "the", "this", "that", "these", "those", "another", "others", "who", "one"}
    | {"i", "it", "he", "she", "they", "we", "you", "my", "his", "her", "its", "their", "our"}
    | {"all", "both", "each", "many", "some", "several", "two", "three", "four", "five"}
)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A fact of a gold file, or an event of a reading, in the same terms."""

    type: str
    mode: str | None
    actors: frozenset[str]
    recipients: frozenset[str]
    auxiliary: frozenset[str]
    status: str
    asserted_by: frozenset[str]
    denied_by: frozenset[str]
    date: tuple[str, str] | None
    place: str | None
    words: str
    required: bool = True
    confidence: float | None = None
    row: Row = field(default_factory=dict)

    @property
    def parties(self) -> frozenset[str]:
        return self.actors | self.recipients


@dataclass(frozen=True, kw_only=True)
class Matching:
    """How the events of one document were matched; all numbers are positions."""

    required: tuple[tuple[int, int], ...]
    optional: tuple[tuple[int, int], ...]
    wrong: tuple[int, ...]
    missed: tuple[int, ...]


def read(path: Path) -> list[Row]:
    """Documents of a gold file, of a folder of them, or of JSON Lines."""
    if path.is_dir():
        files = sorted(path.glob("*.gold.json"))
        if not files:
            raise InputError("D401", f"{path} holds no *.gold.json. Name gold files or a folder.")
        return [item for file in files for item in read(file)]
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        return json_rows(path, NEEDED)
    try:
        item = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError("D105", f"There is no file {path}. Name gold files.") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise bad(path, 0, f"is not JSON ({error})") from error
    missing = [key for key in NEEDED if not isinstance(item, dict) or key not in item]
    if missing:
        raise bad(path, 0, f"lacks {', '.join(missing)}")
    return [item]


def run(items: Sequence[Row]) -> list[Row]:
    """Predictions: the readings, as plain dicts."""
    from dragoman import Article, read_many

    articles = (
        Article(id=i["id"], text=i["text"], title=i.get("title"), published=i.get("published"))
        for i in items
    )
    return [reading.to_dict() for reading in read_many(articles)]


# -- both sides in the same terms


def fact_claim(fact: Row) -> Claim:
    date = fact.get("date")
    return Claim(
        type=fact["type"],
        mode=fact.get("mode"),
        actors=frozenset(fact["actors"]),
        recipients=frozenset(fact["recipients"]),
        auxiliary=frozenset(fact.get("auxiliary") or ()),
        status=fact.get("status") or "reported",
        asserted_by=frozenset(fact.get("asserted_by") or ()),
        denied_by=frozenset(fact.get("denied_by") or ()),
        date=(date[0], date[1]) if date else None,
        place=fact.get("place"),
        words=fact.get("words") or "",
        required=fact.get("required", True),
        row=fact,
    )


def event_claim(event: Row) -> Claim:
    """A type of the user's own counts as its PLOVER parent."""
    date, place = event.get("date") or {}, event.get("place") or {}
    start, end = date.get("start"), date.get("end")
    return Claim(
        type=event.get("parent") or event["type"],
        mode=event.get("mode"),
        actors=_parties(event.get("actors")),
        recipients=_parties(event.get("recipients")),
        auxiliary=frozenset(event.get("auxiliary") or ()),
        status=event.get("status") or "reported",
        asserted_by=_parties(event.get("asserted_by")),
        denied_by=_parties(event.get("denied_by")),
        date=(start, end) if start and end else None,
        place=place.get("country"),
        words=(event.get("trigger") or {}).get("text") or "",
        confidence=event.get("confidence"),
        row=event,
    )


def _parties(mentions: Sequence[Row] | None) -> frozenset[str]:
    return frozenset(m["party"] for m in mentions or () if m.get("party"))


# -- matching


def matches(fact: Claim, event: Claim) -> bool:
    """Same type, and the parties that are asked for agree."""
    if fact.type != event.type:
        return False
    if fact.type in SYMMETRIC_TYPES:
        needed = min(2, len(fact.parties)) if fact.actors else min(1, len(fact.recipients))
        return _agreeing(fact.parties, event.parties) >= needed
    actors = not fact.actors or _agreeing(fact.actors, event.actors) > 0
    recipients = not fact.recipients or _agreeing(fact.recipients, event.recipients) > 0
    return actors and recipients


def _agreeing(wanted: frozenset[str], given: frozenset[str]) -> int:
    return sum(not given.isdisjoint({w} | ALSO_ACCEPTED.get(w, frozenset())) for w in wanted)


def _same(wanted: frozenset[str], given: frozenset[str]) -> bool:
    """Equal sets, where a party may be given by what is accepted for it."""
    accepted = wanted.union(*(ALSO_ACCEPTED.get(w, frozenset()) for w in wanted))
    return _agreeing(wanted, given) == len(wanted) and given <= accepted


def _right(fact: Claim, event: Claim) -> dict[str, bool]:
    """Which fields are right. In symmetric types the two sides count as one set."""
    if fact.type in SYMMETRIC_TYPES:
        actors = recipients = _same(fact.parties, event.parties)
    else:
        actors = _same(fact.actors, event.actors)
        recipients = _same(fact.recipients, event.recipients)
    return {
        "mode": fact.mode == event.mode,
        "actors": actors,
        "recipients": recipients,
        "status": fact.status == event.status,
    }


def agrees(fact: Claim, event: Claim, name: str) -> bool:
    """Whether a matched event has the fact's mode, actors, recipients or status."""
    return _right(fact, event)[name]


def agreement(fact: Claim, event: Claim) -> float | None:
    """How much of a match agrees, by field; null where the two do not match."""
    if not matches(fact, event):
        return None
    return sum(_right(fact, event).values()) + sum(
        (
            _overlap(fact.parties, event.parties),
            _overlap(fact.auxiliary, event.auxiliary),
            _overlap(fact.asserted_by, event.asserted_by),
            _overlap(fact.denied_by, event.denied_by),
            float(fact.date == event.date),
            float(fact.place == event.place),
            # Settles what the fields leave equal; smaller than any difference of a field.
            SAME_WORDS * (bool(event.words) and event.words in fact.words),
        )
    )


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def match(facts: Sequence[Claim], events: Sequence[Claim]) -> Matching:
    """Required facts first, then optional ones with the events that are left."""
    asked = [i for i, f in enumerate(facts) if f.required]
    neutral = [i for i, f in enumerate(facts) if not f.required]
    required = _pairs(asked, facts, range(len(events)), events)
    taken = {event for _, event in required}
    left = [i for i in range(len(events)) if i not in taken]
    optional = _pairs(neutral, facts, left, events)
    taken |= {event for _, event in optional}
    found = {fact for fact, _ in required}
    return Matching(
        required=tuple(required),
        optional=tuple(optional),
        wrong=tuple(i for i, e in enumerate(events) if i not in taken and e.actors),
        missed=tuple(i for i, f in enumerate(facts) if f.required and i not in found),
    )


def _pairs(
    fact_ids: Sequence[int],
    facts: Sequence[Claim],
    event_ids: Sequence[int],
    events: Sequence[Claim],
) -> list[tuple[int, int]]:
    weights = [[agreement(facts[f], events[e]) for e in event_ids] for f in fact_ids]
    return [(fact_ids[r], event_ids[c]) for r, c in assign(weights)]


# -- scoring


@dataclass
class _Score:
    """The running counts over all documents."""

    events: Tally = field(default_factory=Tally)
    by_type: Tallies = field(default_factory=Tallies)
    right: Tallies = field(default_factory=Tallies)
    filled: Tallies = field(default_factory=Tallies)
    finer: Tallies = field(default_factory=Tallies)
    by_slice: Tallies = field(default_factory=Tallies)
    contested: Tally = field(default_factory=Tally)
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def score(items: Sequence[Row], predictions: Sequence[Row], *, file: str = "") -> Report:
    """The report over all documents, joined on the document's id.

    A document that has no prediction counts as one without events.
    """
    readings = {p["document"]["id"]: p.get("events") or [] for p in predictions}
    total = _Score()
    for item in items:
        facts = [fact_claim(f) for f in item["facts"]]
        events = [event_claim(e) for e in readings.get(item["id"], [])]
        matching = match(facts, events)
        _count(total, str(item["id"]), facts, events, matching)
        _count_slices(total, item["text"], facts, matching)
    return Report(
        task="gold",
        file=file,
        n=len(items),
        metrics=_metrics(total),
        rows=_type_rows(total) + _slice_rows(total),
        errors=tuple(total.errors),
    )


def _count(
    total: _Score,
    document: str,
    facts: Sequence[Claim],
    events: Sequence[Claim],
    matching: Matching,
) -> None:
    wanted = [f.type for f in facts if f.required]
    right = [facts[f].type for f, _ in matching.required]
    given = right + [events[e].type for e in matching.wrong]
    total.events.add(given, wanted, right=len(right))
    for type_ in sorted({*wanted, *given}):
        total.by_type[type_].add(
            [g for g in given if g == type_],
            [w for w in wanted if w == type_],
            right=right.count(type_),
        )
    for f, e in matching.required:
        _count_fields(total, facts[f], events[e])
        total.errors += _field_errors(document, facts[f], events[e])
    total.errors += [f"{document}: missed {_line(facts[f])}" for f in matching.missed]
    total.errors += [f"{document}: not in the gold {_line(events[e])}" for e in matching.wrong]
    _count_contested(total, facts, events, matching)
    good = {e for _, e in (*matching.required, *matching.optional)}
    for i in sorted(good | set(matching.wrong)):
        confidence = events[i].confidence
        if confidence is not None:
            total.confidences.append((confidence, i in good))


def _count_fields(total: _Score, fact: Claim, event: Claim) -> None:
    for name, right in _right(fact, event).items():
        total.right[name].right += right
        total.right[name].wanted += 1
    for name in ("auxiliary", "asserted_by", "denied_by"):
        total.filled[name].add(sorted(getattr(event, name)), sorted(getattr(fact, name)))
    for name in ("date", "place"):
        given, wanted = getattr(event, name), getattr(fact, name)
        total.filled[name].add([given] if given else [], [wanted] if wanted else [])
    _count_finer(total, fact, event)


def _count_contested(
    total: _Score, facts: Sequence[Claim], events: Sequence[Claim], matching: Matching
) -> None:
    total.contested.wanted += sum(f.required and f.status == "contested" for f in facts)
    total.contested.right += sum(
        facts[f].status == events[e].status == "contested" for f, e in matching.required
    )


def _count_finer(total: _Score, fact: Claim, event: Claim) -> None:
    """What only finer files (the corpus) give: contexts, modes, tolls, sectors, descriptions."""
    for name in ("contexts", "modes"):
        if name in fact.row:
            total.finer[name].add(event.row.get(name) or [], fact.row[name])
    magnitude = event.row.get("magnitude") or {}
    for name in FIGURES:
        if name in fact.row:
            wanted, given = fact.row[name], _figure(magnitude.get(name))
            right = [] if wanted is None else [_ends(wanted)]
            total.finer["toll"].add([given] if given else [], right)
    for side in ("actor", "recipient"):
        given_mentions = event.row.get(f"{side}s") or []
        for mention in fact.row.get(f"{side}_mentions") or []:
            _count_mention(total, mention, given_mentions)


def _count_mention(total: _Score, mention: Row, given: Sequence[Row]) -> None:
    for party, sectors in zip(mention["parties"], mention["sectors"], strict=True):
        if party is None:
            continue
        named = [m for m in given if m.get("party") == party]
        if sectors and named:
            total.finer["sector"].wanted += 1
            total.finer["sector"].right += any(
                (m.get("sectors") or [None])[0] == sectors[0] for m in named
            )
        if _is_description(mention["words"]):
            total.finer["description"].wanted += 1
            total.finer["description"].right += bool(named)


def _is_description(words: str) -> bool:
    """A pronoun or a description without any name: "it", "the rebels", "The two countries"."""
    return all(word.casefold() in _OPENERS for word in _CAPITALISED.findall(words))


def _ends(value: Any) -> tuple[int, int]:
    return (value[0], value[1]) if isinstance(value, list) else (value, value)


def _figure(figure: Row | None) -> tuple[int, int] | None:
    return (figure["low"], figure["high"]) if figure else None


def _metrics(total: _Score) -> Metrics:
    metrics: Metrics = {"facts": total.events.wanted, **total.events.metrics("event_")}
    metrics["matched"] = total.events.right
    for name in ("mode", "actors", "recipients", "status"):
        metrics[name] = total.right[name].recall
    for name in ("auxiliary", "asserted_by", "denied_by", "date", "place"):
        metrics[f"{name}_f1"] = total.filled[name].f1
    metrics["contested_facts"] = total.contested.wanted
    metrics["contested_found"] = total.contested.recall
    metrics["calibration_error"] = calibration_error(total.confidences)
    for name in ("contexts", "modes", "toll"):
        if name in total.finer.by_name:
            metrics[f"{name}_f1"] = total.finer[name].f1
    for name in ("sector", "description"):
        if name in total.finer.by_name:
            metrics[f"{name}"] = total.finer[name].recall
    return metrics


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float | None:
    """Expected calibration error: the mean gap of confidence and share right, over ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        number = min(int(confidence * CALIBRATION_BINS), CALIBRATION_BINS - 1)
        bins.setdefault(number, []).append((confidence, right))
    gaps = [
        abs(sum(c for c, _ in rows) - sum(r for _, r in rows)) for _, rows in sorted(bins.items())
    ]
    return share(sum(gaps), len(pairs))


def _type_rows(total: _Score) -> tuple[Row, ...]:
    return tuple(
        {
            "type": name,
            "facts": tally.wanted,
            "coded": tally.given,
            "matched": tally.right,
            "precision": tally.precision,
            "recall": tally.recall,
            "f1": tally.f1,
        }
        for name, tally in sorted(total.by_type.by_name.items())
    )


def _count_slices(total: _Score, text: str, facts: Sequence[Claim], matching: Matching) -> None:
    """Recall over parts of the facts: by status, by auxiliary, and by what makes them hard."""
    missed = set(matching.missed)
    pages = Pages.of(text)
    for i, fact in enumerate(facts):
        for name in _slices(pages, fact) if fact.required else ():
            total.by_slice[name].wanted += 1
            total.by_slice[name].right += i not in missed


def _slices(pages: Pages, fact: Claim) -> Iterator[str]:
    yield f"status {fact.status}"
    for name in sorted(fact.auxiliary):
        yield f"auxiliary {name}"
    if fact.row.get("embedded"):
        yield "in another's words"
    mentions = fact.row.get("actor_mentions") or []
    if mentions and all(_is_description(m["words"]) for m in mentions):
        yield "actor described"
    trigger = fact.row.get("trigger")
    if trigger and mentions and all(pages.apart(m["span"], trigger) for m in mentions):
        yield "actor elsewhere"


def _slice_rows(total: _Score) -> tuple[Row, ...]:
    return tuple(
        {
            "type": name,
            "facts": tally.wanted,
            "coded": None,
            "matched": tally.right,
            "precision": None,
            "recall": tally.recall,
            "f1": None,
        }
        for name, tally in sorted(total.by_slice.by_name.items())
    )


def _line(claim: Claim) -> str:
    mode = f":{claim.mode}" if claim.mode else ""
    who = ", ".join(sorted(claim.actors)) or "-"
    whom = ", ".join(sorted(claim.recipients)) or "-"
    flags = " ".join((claim.status, *sorted(claim.auxiliary)))
    return f"{claim.type}{mode} {who} > {whom} ({flags}) {claim.words!r}"


def _field_errors(document: str, fact: Claim, event: Claim) -> list[str]:
    """One line for each field of a matched pair that differs."""
    differing = [name for name, right in _right(fact, event).items() if not right]
    differing += [
        name
        for name in ("auxiliary", "asserted_by", "denied_by", "date", "place")
        if getattr(fact, name) != getattr(event, name)
    ]
    return [
        f"{document}: {name} of {fact.type} {fact.words!r} is {_show(getattr(event, name))}, "
        f"should be {_show(getattr(fact, name))}"
        for name in differing
    ]


def _show(value: Any) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "empty"
    if isinstance(value, tuple):
        return "..".join(value)
    return "empty" if value is None else str(value)
