"""Measures that take longer than a test may. `make soak` writes them to docs/measured.json.

`make soak PART="kills questions"` takes some of them and leaves what the others gave. Each takes
`size`, 1.0 in full; the tests run each at a fiftieth, so that none of them rots.
"""

from __future__ import annotations

import dataclasses
import datetime
import importlib.metadata
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from soak_record import crowds, ingest_share, kills, questions

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "measured.json"
ARTICLE = ROOT / "examples" / "boats.txt"
PUBLISHED = "2024-05-15"
TEST_SIZE = 1 / 50


def speed(size: float) -> dict[str, object]:
    """Words and articles a second, by step, on one worker and on all cores."""
    from dragoman.settings import ONE_THREAD

    os.environ.update(ONE_THREAD)  # as the command line does, before the matrix library is loaded
    from dragoman.evaluate.speed import measure
    from dragoman.records import Article

    article = Article(text=ARTICLE.read_text(encoding="utf-8"), published=PUBLISHED)
    rounds = max(1, round(500 * size))
    workers = os.cpu_count() or 1 if size == 1 else 1
    return dataclasses.asdict(measure([article], rounds=rounds, workers=workers))


def cold_start(size: float) -> dict[str, object]:
    """From nothing to the first output of `dragoman read`, in a process of its own; the median."""
    command = [sys.executable, "-m", "dragoman", "read", str(ARTICLE), "--published", PUBLISHED]
    took = []
    for _ in range(max(1, round(25 * size))):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        took.append(time.perf_counter() - start)
    return {"runs": len(took), "median_s": round(sorted(took)[len(took) // 2], 3)}


def peak_memory(size: float) -> dict[str, object]:
    """Resident memory of one process that reads article after article, at its highest."""
    articles = max(1, round(2_000 * size))
    code = (
        "import dragoman, pathlib, resource, sys\n"
        f"text = pathlib.Path({str(ARTICLE)!r}).read_text(encoding='utf-8')\n"
        f"for _ in dragoman.read_many([text] * {articles}): pass\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(peak / (1024 * 1024 if sys.platform == 'darwin' else 1024))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return {"articles": articles, "peak_mb": round(float(done.stdout), 1)}


def installed_size(size: float) -> dict[str, object]:
    """The core and all it depends on, as files on the disk, without and with what Python compiles.

    Installed in place, Dragoman's own modules are compiled as they are used.
    """
    paths = {name: _files(name) for name in _closure("dragoman")}
    sizes = {name: sum(p.stat().st_size for p in found) for name, found in paths.items()}
    compiled = sum(p.stat().st_size for found in paths.values() for p in found if _compiled(p))
    total = sum(sizes.values())
    largest = sorted(sizes, key=lambda name: -sizes[name])[:8]
    return {
        "distributions": len(sizes),
        "mb": round((total - compiled) / 1e6, 1),
        "mb_compiled": round(total / 1e6, 1),
        "largest_mb": {name: round(sizes[name] / 1e6, 1) for name in largest},
    }


def _closure(root: str) -> list[str]:
    """A distribution and all that it requires, without extras."""
    from packaging.requirements import Requirement

    found: dict[str, None] = {}
    queue = [root]
    while queue:
        name = queue.pop().lower().replace("_", "-")
        if name in found:
            continue
        try:
            requires = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        found[name] = None
        parsed = map(Requirement, requires)
        queue += [r.name for r in parsed if r.marker is None or r.marker.evaluate({"extra": ""})]
    return sorted(found)


def _files(name: str) -> list[Path]:
    distribution = importlib.metadata.distribution(name)
    if name == "dragoman":  # perhaps installed in place
        paths = [p for p in (ROOT / "src").rglob("*") if p.is_file()]
    else:
        paths = [Path(str(distribution.locate_file(f))) for f in distribution.files or []]
    return [p for p in paths if p.is_file()]


def _compiled(path: Path) -> bool:
    return path.suffix == ".pyc"


def trouble(size: float) -> dict[str, object]:
    """Full, read-only, locked and newer databases, and upgrades that are cut off."""
    return _cases(size, "tests/record/test_trouble.py")


def hostile(size: float) -> dict[str, object]:
    """Bombs, entities, endless nesting, lying encodings, addresses that must not be fetched."""
    return _cases(size, "tests/ingest/test_hostile.py", "tests/ingest/test_fetch.py")


def _cases(size: float, *paths: str) -> dict[str, object]:
    """Cases of some tests, all of which must pass. In part they are only counted: `make test` runs
    them all the same."""
    options = [] if size == 1 else ["--collect-only"]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    counted = re.search(r"^(\d+) (?:passed|tests collected)(?:, (\d+) skipped)?", done.stdout, re.M)
    if done.returncode or counted is None:
        raise AssertionError(done.stdout[-2_000:])
    return {"cases": int(counted.group(1)), "skipped": int(counted.group(2) or 0)}


MEASURES: tuple[Callable[[float], dict[str, object]], ...] = (
    speed,
    cold_start,
    peak_memory,
    installed_size,
    kills,
    crowds,
    questions,
    trouble,
    hostile,
    ingest_share,
)
# What runs without a model.
MODELLESS = frozenset({installed_size, kills, crowds, questions, trouble, hostile})


def main(names: list[str]) -> None:
    """Take the measures of these names, or all of them; each is written as soon as it is there."""
    known = {measure.__name__: measure for measure in MEASURES}
    unknown = sorted(set(names) - set(known))
    if unknown:
        sys.exit(f"Unknown: {', '.join(unknown)}. Known: {', '.join(known)}.")
    for name in names or known:
        print(f"{name} ...", flush=True)
        start = time.perf_counter()
        found = {**_circumstances(), **known[name](1.0)}
        print(json.dumps(found), f"({time.perf_counter() - start:.0f} s)", flush=True)
        before = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
        kept = {n: before[n] for n in known if n in before} | {name: found}
        ordered = {n: kept[n] for n in known if n in kept}
        OUT.write_text(json.dumps(ordered, indent=2) + "\n", encoding="utf-8")


def _circumstances() -> dict[str, object]:
    """On what the next measure is taken; `load_before` is how many others wanted the same cores."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    load = os.getloadavg()[1] if hasattr(os, "getloadavg") else None
    return {
        "commit": commit.stdout.strip() or None,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "load_before": None if load is None else round(load, 1),
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
