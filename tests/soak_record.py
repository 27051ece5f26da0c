"""Measures of the record: what kills, crowds and a million events do to it.

Each takes `size`, 1.0 in full. They run a coder that needs no model, but for `ingest_share`.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from dragoman.records import Article, Date, Event, Mention, Reading, Sentence, Words

ROOT = Path(__file__).parents[1]
SEED = 7
_SHARED = (
    "import sys\n"
    "from dragoman.engine.pool import InProcess\n"
    "from dragoman.record.record import Record\n"
    "from fakes import FakeCoder\n"
    "from soak_record import invented\n"
)
# Says on standard output how many articles are acknowledged, each time.
INGEST = _SHARED + (
    "with Record(sys.argv[1]) as record:\n"
    "    record.add(invented(int(sys.argv[2])), pool=InProcess(FakeCoder()),\n"
    "        on_progress=lambda tally: print(tally.coded + tally.known, flush=True))\n"
)
DELIVER = _SHARED + (
    "import random\n"
    "given = invented(int(sys.argv[2])) * 3\n"
    "random.Random(int(sys.argv[3])).shuffle(given)\n"
    "with Record(sys.argv[1]) as record:\n"
    "    record.add(given, pool=InProcess(FakeCoder()))\n"
)
_COUNTRIES = ("Kenya", "Chile", "Nepal", "Ghana", "Latvia", "Jordan", "Peru", "Laos", "Malta")


def invented(count: int) -> list[Article]:
    """Articles, the same every time; every fifth is a copy of the one before, a little changed."""
    found: list[Article] = []
    for i in range(count):
        words = random.Random(i // 5 * 5 if i % 5 == 1 else i)
        names = [f"unit{words.randrange(900)}" for _ in range(60)]
        text = f"Wire {i}. Gunners shelled port {i}. {' '.join(names)}."
        found.append(Article(id=f"a{i:06}", text=text, language="en", published="2023-11-01"))
    return found


def _python(code: str, *arguments: str) -> subprocess.Popen[str]:
    paths = [str(ROOT / "src"), str(ROOT / "tests")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def _dump(place: str) -> list[str]:
    from dragoman.record.record import Record

    with Record(place) as record:
        return record.dump()


def _undisturbed(folder: str, count: int) -> list[str]:
    from dragoman.engine.pool import InProcess
    from dragoman.record.record import Record
    from fakes import FakeCoder

    with Record(f"{folder}/quiet.db") as record:
        record.add(invented(count), pool=InProcess(FakeCoder()))
        return record.dump()


def kills(size: float) -> dict[str, object]:
    """SIGKILL at random moments during ingest: nothing acknowledged is lost, nothing is twice."""
    rounds, articles = max(3, round(300 * size)), max(300, round(3_000 * size))
    chance = random.Random(SEED)
    lost = 0
    with tempfile.TemporaryDirectory() as folder:
        quiet = _undisturbed(folder, articles)
        place, fresh = f"{folder}/killed.db", 0
        for _ in range(rounds):
            if fresh and _count(place) >= articles:
                fresh += 1
                place = f"{folder}/killed{fresh}.db"
            said = _killed(place, articles, after=chance.randrange(4), wait_s=chance.random() / 20)
            fresh = max(fresh, 1)
            lost += max(0, said - _count(place))
        _python(INGEST, place, str(articles)).communicate()
        same = _dump(place) == quiet
    if lost or not same:
        raise AssertionError(f"{lost} acknowledged articles lost; same dump: {same}")
    return {"kills": rounds, "articles": articles, "acknowledged_lost": lost, "same_dump": same}


def _killed(place: str, articles: int, *, after: int, wait_s: float) -> int:
    """Kill an ingest some time after so many acknowledgements; how many articles it had said."""
    process = _python(INGEST, place, str(articles))
    lines = process.stdout
    said = 0
    if lines is not None:
        for _ in range(after):
            said = int(lines.readline() or said)
        time.sleep(wait_s)
        process.kill()
        rest = lines.read().split()
        said = int(rest[-1]) if rest else said
        lines.close()
    process.wait()
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
        quiet = _undisturbed(folder, articles)
        place = f"{folder}/crowd.db"
        crowd = [_python(DELIVER, place, str(articles), str(i)) for i in range(4)]
        codes = [process.wait() for process in crowd]
        for process in crowd:
            if process.stdout is not None:
                process.stdout.close()
        same = codes == [0] * 4 and _dump(place) == quiet
    if not same:
        raise AssertionError(f"the dumps differ, or a process failed: {codes}")
    return {"articles": articles, "processes": 4, "same_dump": same}


def questions(size: float) -> dict[str, object]:
    """Milliseconds for events by party and month, and for a month's panel; 95th percentiles."""
    from dragoman.record.record import Record

    events = max(2_000, round(1_000_000 * size))
    with tempfile.TemporaryDirectory() as folder, Record(f"{folder}/large.db") as record:
        made: list[Reading] = []
        for reading in _readings(events // 10):
            made.append(reading)
            if len(made) == 500:
                record.put(made)
                made.clear()
        record.put(made)
        asked, panels = [], []
        for i in range(20):
            month = f"20{10 + i % 10}-{i % 12 + 1:02}"
            bounds = {"since": f"{month}-01", "until": f"{month}-28"}
            start = time.perf_counter()
            record.events(party=f"C{i % 150:02}", limit=100, **bounds).rows.clear()
            asked.append(time.perf_counter() - start)
            start = time.perf_counter()
            record.panel(unit="dyad", by="month", **bounds)
            panels.append(time.perf_counter() - start)
    worst = {"events": sorted(asked)[18], "panel": sorted(panels)[18]}
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
