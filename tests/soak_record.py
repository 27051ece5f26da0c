"""Measures of the record: what kills, crowds and a million events do to it.

Each takes `size`, 1.0 in full. They run a coder that needs no model, but for `ingest_share`.
"""

from __future__ import annotations

import datetime
import functools
import importlib
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from dragoman.records import Article, Date, Event, Mention, Place, Reading, Sentence, Words
from fakes import FakeCoder

ROOT = Path(__file__).parents[1]
SEED = 7
_SHARED = (
    "import sys\n"
    "from dragoman.engine.pool import InProcess\n"
    "from dragoman.record.record import Record\n"
    "from soak_record import Reporter, arm, invented\n"
)
# Says on standard output how many articles are acknowledged, each time.
INGEST = _SHARED + (
    "if sys.argv[3:]:\n"
    "    arm(sys.argv[3], int(sys.argv[4]))\n"
    "with Record(sys.argv[1]) as record:\n"
    "    record.add(invented(int(sys.argv[2])), pool=InProcess(Reporter()),\n"
    "        on_progress=lambda tally: print(tally.coded + tally.known, flush=True))\n"
)
DELIVER = _SHARED + (
    "import random\n"
    "given = invented(int(sys.argv[2])) * 3\n"
    "random.Random(int(sys.argv[3])).shuffle(given)\n"
    "with Record(sys.argv[1]) as record:\n"
    "    record.add(given, pool=InProcess(Reporter()))\n"
)
_COUNTRIES = ("Kenya", "Chile", "Nepal", "Ghana", "Latvia", "Jordan", "Peru", "Laos", "Malta")
_PARTIES = ("KEN", "CHL", "NPL", "GHA")


def invented(count: int) -> list[Article]:
    """Articles, the same every time; every fifth is a copy of the one before, a little changed."""
    found: list[Article] = []
    for i in range(count):
        words = random.Random(i // 5 * 5 if i % 5 == 1 else i)
        names = [f"unit{words.randrange(900)}" for _ in range(60)]
        text = f"Wire {i}. Gunners shelled port {i}. {' '.join(names)}."
        found.append(Article(id=f"a{i:06}", text=text, language="en", published="2023-11-30"))
    return found


class Reporter(FakeCoder):
    """Reads those articles so that some report the same: few parties, days and places."""

    def read(self, article: Article) -> Reading:
        reading = super().read(article)
        number = int((article.id or "0").lstrip("a") or 0)
        day = (datetime.date(2023, 11, 1) + datetime.timedelta(days=number % 29)).isoformat()
        wire = article.text[:4]
        date = Date(start=day, end=day, text=wire, span=(0, 4), precision="day")
        country = _PARTIES[number % 3]
        changed = {
            "actors": (Mention(text=wire, span=(0, 4), party=_PARTIES[number % 4]),),
            "date": date if number % 7 else None,
            "place": Place(text=wire, span=(0, 4), country=country) if number % 5 else None,
        }
        events = tuple(msgspec.structs.replace(event, **changed) for event in reading.events)
        return msgspec.structs.replace(reading, events=events)


@dataclass(frozen=True)
class Point:
    """A step of an ingest: a function, and whether it is left before or after it."""

    function: str
    after: bool = False
    calls: int = 1  # a kill comes at one of so many


MADE = "schema made"
# Everywhere that an ingest can be cut in two.
POINTS: dict[str, Point] = {
    MADE: Point("dragoman.record.database:_run_steps", after=True),
    "before a lot": Point("dragoman.record.add:write", calls=3),
    "articles written": Point("dragoman.record.write:_make_current", calls=3),
    "events half written": Point("dragoman.record.write:insert", after=True, calls=18),
    "lot written": Point("dragoman.record.add:write", after=True, calls=3),
    "at the commit": Point("dragoman.record.add:_tally", calls=3),
    "committed": Point("dragoman.record.add:_tally", after=True, calls=3),
    "among near-duplicates": Point("dragoman.record.groups:_place", after=True, calls=100),
    "incidents found": Point("dragoman.record.regroup:_changes", after=True),
    "incidents written": Point("dragoman.record.regroup:_update", after=True, calls=2),
}


def arm(point: str, call: int) -> None:
    """Make this process kill itself at the so many-th time that it comes to a point."""
    left = call

    def strike() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    if point == "at the commit":
        from sqlalchemy import Engine, event

        event.listen(Engine, "commit", lambda connection: strike())
        return
    where = POINTS[point]
    module, _, name = where.function.partition(":")
    original: Callable[..., Any] = getattr(importlib.import_module(module), name)

    @functools.wraps(original)
    def struck(*arguments: Any, **options: Any) -> Any:
        if not where.after:
            strike()
        result = original(*arguments, **options)
        if where.after:
            strike()
        return result

    setattr(importlib.import_module(module), name, struck)


def _python(code: str, *arguments: str) -> subprocess.Popen[str]:
    paths = [str(ROOT / "src"), str(ROOT / "tests")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def ingest(place: str, articles: int, point: str = "", call: int = 1) -> subprocess.Popen[str]:
    """A process that ingests, and kills itself when it comes to a point for the so many-th time."""
    return _python(INGEST, place, str(articles), *((point, str(call)) if point else ()))


def dump_of(place: str) -> list[str]:
    """Everything in the record at a place."""
    from dragoman.record.record import Record

    with Record(place) as record:
        return record.dump()


def undisturbed(place: str, count: int) -> list[str]:
    """Everything in a record that nobody disturbed."""
    from dragoman.engine.pool import InProcess
    from dragoman.record.record import Record

    with Record(place) as record:
        record.add(invented(count), pool=InProcess(Reporter()))
        return record.dump()


class Struck:
    """An ingest into one record after another, killed again and again, and what was seen."""

    def __init__(self, folder: str, articles: int) -> None:
        self.quiet = undisturbed(f"{folder}/quiet.db", articles)
        self.kills: Counter[str] = Counter()
        self.records = 0
        self.lost = 0
        self._folder = folder
        self._articles = articles
        self._place = f"{folder}/none.db"
        self._chance = random.Random(SEED)
        self._fresh()

    def _fresh(self) -> None:
        Path(self._place).unlink(missing_ok=True)
        self.records += 1
        self._place = f"{self._folder}/killed{self.records}.db"

    def at_random(self) -> None:
        """Kill at a random moment after a random number of acknowledgements."""
        process = ingest(self._place, self._articles)
        after = self._chance.randrange(4)
        said = _said(process, after=after)
        time.sleep(self._chance.random() / (20 if after else 1))  # it takes a second to start
        process.kill()
        self._note("random", process, said)

    def at_point(self, point: str) -> None:
        """Kill at a named point; in a new record if this one does not come to it any more."""
        before = self.kills[point]
        for _ in range(2):
            call = self._chance.randint(1, POINTS[point].calls)
            self._note(point, ingest(self._place, self._articles, point, call), 0)
            if self.kills[point] > before:
                return

    def while_made(self) -> None:
        """Kill while a record of its own gets its tables; it must open afterwards, and be empty."""
        place = f"{self._folder}/made{self.kills[MADE]}.db"
        process = ingest(place, 1, MADE)
        process.communicate()
        if process.returncode != -signal.SIGKILL or _count(place):
            raise AssertionError(f"{place}: ended with code {process.returncode}")
        self.kills[MADE] += 1

    def finish(self) -> bool:
        """Let the last one go on to its end; whether it holds what it should."""
        self._note("", ingest(self._place, self._articles), 0)
        return self.lost == 0

    def _note(self, point: str, process: subprocess.Popen[str], said: int) -> None:
        """What a process had said must be there; what it finished must be whole."""
        rest = process.stdout.read().split() if process.stdout else []
        said = int(rest[-1]) if rest else said
        if process.stdout:
            process.stdout.close()
        code = process.wait()
        self.lost += max(0, said - _count(self._place))
        if code == -signal.SIGKILL:
            self.kills[point] += 1
        elif code == 0:
            if dump_of(self._place) != self.quiet:
                raise AssertionError("the record differs from an undisturbed one")
            self._fresh()
        else:
            raise AssertionError(f"an ingest ended with code {code}")


def kills(size: float) -> dict[str, object]:
    """SIGKILL at random moments and at every named point of an ingest: nothing acknowledged is
    lost, nothing is twice."""
    rounds = max(2 * len(POINTS), round(300 * size))
    articles = max(200, round(3_000 * size))
    with tempfile.TemporaryDirectory() as folder:
        struck, missed = Struck(folder, articles), list(POINTS)
        names = list(POINTS)
        for turn in range(4 * rounds):
            missed = [name for name in names if not struck.kills[name]]
            if struck.kills.total() >= rounds and not missed:
                break
            name = names[turn // 2 % len(names)]
            if turn % 2:
                struck.at_random()
            elif name == MADE:
                struck.while_made()
            else:
                struck.at_point(name)
        whole = struck.finish()
    if not whole or missed:
        raise AssertionError(f"{struck.lost} acknowledged articles lost; not killed at {missed}")
    return {
        "kills": struck.kills.total(),
        "at": dict(sorted(struck.kills.items())),
        "articles": articles,
        "records": struck.records,
        "acknowledged_lost": struck.lost,
        "same_dump": whole,
    }


def _said(process: subprocess.Popen[str], *, after: int) -> int:
    said = 0
    for _ in range(after):
        line = process.stdout.readline() if process.stdout else ""
        said = int(line or said)
    return said


def _count(place: str) -> int:
    from dragoman.record.record import Record

    if not Path(place).exists():
        return 0
    with Record(place) as record:
        return record.counts()["articles"]


def crowds(size: float) -> dict[str, object]:
    """The same articles three times, shuffled, from four processes: the same dump as once."""
    articles = max(100, round(2_000 * size))
    with tempfile.TemporaryDirectory() as folder:
        quiet = undisturbed(f"{folder}/quiet.db", articles)
        place = f"{folder}/crowd.db"
        crowd = [_python(DELIVER, place, str(articles), str(i)) for i in range(4)]
        codes = [process.wait() for process in crowd]
        for process in crowd:
            if process.stdout is not None:
                process.stdout.close()
        same = codes == [0] * 4 and dump_of(place) == quiet
    if not same:
        raise AssertionError(f"the dumps differ, or a process failed: {codes}")
    return {"articles": articles, "processes": 4, "same_dump": same}


def questions(size: float) -> dict[str, object]:
    """Milliseconds for events by party and month, and for a month's panels; 95th percentiles."""
    from dragoman.record.record import Record

    events = max(2_000, round(1_000_000 * size))
    with tempfile.TemporaryDirectory() as folder, Record(f"{folder}/large.db") as record:
        made: list[Reading] = []
        for reading in _readings(events // 10):
            made.append(reading)
            if len(made) == 4_000:
                record.put(made)
                made.clear()
        record.put(made)
        asked: list[float] = []
        panels: dict[str, list[float]] = {"panel": [], "incident_panel": []}
        for i in range(20):
            month = f"20{10 + i % 10}-{i % 12 + 1:02}"
            bounds = {"since": f"{month}-01", "until": f"{month}-28"}
            start = time.perf_counter()
            record.events(party=f"C{i % 150:02}", limit=100, **bounds).rows.clear()
            asked.append(time.perf_counter() - start)
            for by_incident, times in enumerate(panels.values()):
                start = time.perf_counter()
                record.panel(unit="dyad", by="month", by_incident=bool(by_incident), **bounds)
                times.append(time.perf_counter() - start)
    worst = {name: sorted(times)[18] for name, times in {"events": asked, **panels}.items()}
    return {"events": events, **{f"{name}_p95_ms": round(1e3 * s, 1) for name, s in worst.items()}}


def _readings(count: int) -> Iterator[Reading]:
    from dragoman.identity import identity
    from dragoman.intake import document

    chance = random.Random(SEED)
    types = ("ASSAULT", "CONSULT", "ACCUSE", "PROTEST", "AID")
    for i in range(count):
        text = f"Something happened in place {i}."
        # Far apart from one another, so that none is taken for a copy.
        names = " ".join(f"{chance.randrange(10**9)}" for _ in range(12))
        article = Article(id=f"r{i:07}", text=f"{text} {names}", published="2020-01-01")
        events = []
        for k in range(10):
            year, month = chance.randrange(2010, 2020), chance.randrange(1, 13)
            day = f"{year}-{month:02}-{chance.randrange(1, 29):02}"
            one, other = (f"C{chance.randrange(150):02}" for _ in range(2))
            events.append(
                Event(
                    id=f"{i:07}{k}",
                    type=types[chance.randrange(5)],
                    score=-1.0,
                    actors=(Mention(text="x", span=(0, 1), party=one),),
                    recipients=(Mention(text="y", span=(1, 2), party=other),),
                    date=Date(start=day, end=day, text="then", span=(0, 4), precision="day"),
                    trigger=Words(text="happened", span=(10, 18)),
                    sentence=Sentence(index=0, span=(0, len(text))),
                )
            )
        yield Reading(document=document(article), events=tuple(events), coder=identity())


def recombined(count: int) -> Iterator[Article]:
    """Distinct articles of sentences of the corpus, the names of countries exchanged."""
    from dragoman.evaluate.corpus import corpus_files, load_corpus

    texts = [a.text for a in load_corpus(corpus_files(ROOT / "corpus")).articles]
    sentences = [s for text in texts for s in re.split(r"(?<=[.!?])\s+", text) if len(s) > 40]
    chance = random.Random(SEED)
    named = re.compile("|".join(_COUNTRIES))
    for i in range(count):
        chosen = (chance.choice(sentences) for _ in range(12))
        text = named.sub(lambda _: chance.choice(_COUNTRIES), " ".join(chosen))
        yield Article(id=f"m{i:06}", text=text, published="2024-05-15", language="en")


def ingest_share(size: float) -> dict[str, object]:
    """Articles a second into SQLite as a share of the coder's own rate, on the same workers."""
    from dragoman.engine.pool import Pool
    from dragoman.record.record import Record

    # A fiftieth would still take a minute; smaller runs only show that it works.
    count = round(20_000 * size) if size == 1 else max(8, round(2_000 * size))
    workers = os.cpu_count() or 1 if size == 1 else 1
    given = list(recombined(count))
    with tempfile.TemporaryDirectory() as folder, Pool(workers=workers) as pool:
        list(pool.read_many(given[:8]))  # models are loaded
        start = time.perf_counter()
        for _ in pool.read_many(given):
            pass
        bare = count / (time.perf_counter() - start)
        with Record(f"{folder}/share.db") as record:
            rates = []
            for part in (given[: count // 10], given[count // 10 :]):
                start = time.perf_counter()
                record.add(part, pool=pool)
                rates.append(len(part) / (time.perf_counter() - start) if part else 0.0)
            total = record.counts()["articles"]
    return {
        "articles": total,
        "workers": workers,
        "coder_articles_per_s": round(bare, 2),
        "first_tenth_articles_per_s": round(rates[0], 2),
        "rest_articles_per_s": round(rates[1], 2),
        "share_of_coder": round(rates[1] / bare, 3),
    }
