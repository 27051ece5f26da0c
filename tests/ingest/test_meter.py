"""What is read of the sources is counted against what there is."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from dragoman.ingest.items import items, metered
from dragoman.ingest.meter import Meter, Shares

STORY = "Ruritanian gunners shelled the port on Tuesday. " * 40


def test_everything_is_counted_once(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    lines = "".join(json.dumps({"text": f"{i} {STORY}"}) + "\n" for i in range(200))
    (tmp_path / "a.jsonl").write_text(lines)
    (tmp_path / "b.txt").write_text(STORY)
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        for i in range(9):
            archive.writestr(f"{i}.txt", STORY)
    pq.write_table(pa.Table.from_pylist([{"text": STORY}] * 9), tmp_path / "e.parquet")
    (tmp_path / "f.png").write_bytes(b"not counted")
    meter = metered([tmp_path])
    shares = Shares(items([tmp_path], meter=meter), meter)
    count = len(list(shares))
    assert count == 200 + 1 + 200 + 9 + 9
    found = [shares.after(n) for n in range(1, count + 1)]
    assert found == sorted(found, key=lambda share: share or 0)
    assert (found[0] or 0) < 0.2
    assert meter.share() == pytest.approx(1.0, abs=0.02)
    assert shares.after(0) is shares.after(count + 1) is None


def test_what_has_no_size_has_no_share(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    for other in ("-", "https://a.example/", str(tmp_path / "none.txt")):
        assert metered([tmp_path / "a.txt", other]).total is None
    assert Meter().share() is None
