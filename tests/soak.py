"""Measures that take longer than a test may. `make soak` writes them to docs/measured.json.

Each takes `size`, 1.0 in full; the tests run each at a fiftieth, so that none of them rots.
"""

from __future__ import annotations

import dataclasses
import datetime
import importlib.metadata
import json
import os
import platform
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
# Distributions that are there to install and to develop, and not to run.
TOOLS = {"pip", "setuptools", "wheel"}


def speed(size: float) -> dict[str, object]:
    """Words and articles a second, by step, on one worker and on all cores."""
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
    """The core and all it depends on, as files on the disk, without what Python compiles."""
    names = _closure("dragoman")
    total = sum(_bytes(name) for name in names)
    return {"distributions": len(names), "mb": round(total / 1e6, 1)}


def _closure(root: str) -> list[str]:
    """A distribution and all that it requires, without extras."""
    from packaging.requirements import Requirement

    found: dict[str, None] = {}
    queue = [root]
    while queue:
        name = queue.pop().lower().replace("_", "-")
        if name in found or name in TOOLS:
            continue
        try:
            requires = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        found[name] = None
        parsed = map(Requirement, requires)
        queue += [r.name for r in parsed if r.marker is None or r.marker.evaluate({"extra": ""})]
    return sorted(found)


def _bytes(name: str) -> int:
    distribution = importlib.metadata.distribution(name)
    if name == "dragoman":  # perhaps installed in place
        paths = [p for p in (ROOT / "src").rglob("*") if p.is_file()]
    else:
        paths = [Path(str(distribution.locate_file(f))) for f in distribution.files or []]
    return sum(p.stat().st_size for p in paths if p.suffix != ".pyc" and p.exists())


MEASURES: tuple[Callable[[float], dict[str, object]], ...] = (
    speed,
    cold_start,
    peak_memory,
    installed_size,
    kills,
    crowds,
    questions,
    ingest_share,
)
# What runs without a model.
MODELLESS = frozenset({installed_size, kills, crowds, questions})


def main() -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    measured = {
        "commit": commit.stdout.strip() or None,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "measures": {measure.__name__: measure(1.0) for measure in MEASURES},
    }
    OUT.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    print(OUT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
