from __future__ import annotations

import importlib
import json
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dragoman.cli.main import run
from dragoman.records import Article, Reading
from fakes import FakeCoder


@dataclass
class Clock:
    """Stands for the module `time`: none passes but what the fakes below spend, in seconds."""

    now: float = 0.0

    def perf_counter(self) -> float:
        return self.now

    def spend(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class FakeAnnotator:
    """Takes 1 s to cut a text into windows, 6 s to encode them and 1 s to decode."""

    clock: Clock

    def windows(self, text: str) -> list[str]:
        self.clock.spend(1)
        return [text]

    def encode(self, window: str) -> None:
        self.clock.spend(6)

    def annotate(self, text: str) -> None:
        for window in self.windows(text):
            self.encode(window)
        self.clock.spend(1)


@dataclass
class FakeLanguage:
    annotator: FakeAnnotator

    def __call__(self, text: str) -> list[str]:
        return text.split()

    def get_pipe(self, name: str) -> FakeLanguage:
        return self


@dataclass
class TimedCoder(FakeCoder):
    """Takes 2 s on top of the annotator's time."""

    clock: Clock

    @property
    def nlp(self) -> FakeLanguage:
        return FakeLanguage(FakeAnnotator(self.clock))

    def read(self, article: Article) -> Reading:
        FakeAnnotator(self.clock).annotate(article.text)
        self.clock.spend(2)
        return super().read(article)


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    clock = Clock()
    coder = types.SimpleNamespace(load=lambda: TimedCoder(clock))
    for name, member in (("annotate.annotator.Annotator", FakeAnnotator),
                         ("coder.code.Coder", coder)):  # fmt: skip
        module_name, _, attribute = f"dragoman.{name}".rpartition(".")
        module = types.ModuleType(module_name)
        setattr(module, attribute, member)
        monkeypatch.setitem(sys.modules, module_name, module)
    monkeypatch.delitem(sys.modules, "dragoman.evaluate.speed", raising=False)
    speed = importlib.import_module("dragoman.evaluate.speed")
    monkeypatch.setattr(speed, "time", clock)
    monkeypatch.setattr(speed, "find_events", lambda doc: [])
    monkeypatch.setattr(speed, "_when_and_where", lambda given: clock.spend(0.4))
    yield
    sys.modules.pop("dragoman.evaluate.speed", None)


def bench(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        run(["bench", "--rounds", "2", "--workers", "1", *arguments])
    return int(left.value.code or 0)


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench("--json") == 0
    speed = json.loads(capsys.readouterr().out)
    assert speed["seconds"] == {"tokenise": 2.0, "encode": 12.0, "decode": 2.0, "code": 4.0}
    assert speed["one_worker"]["articles_per_s"] == 0.1
    assert speed["one_worker"]["words_per_s"] > 0
    assert speed["one_worker"] == speed["all_cores"]
    assert speed["share_of_encoder"] == 0.75
    assert speed["when_where_share"] == 0.05
    assert speed["code_share"] == 0.25


def test_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench() == 0
    out = capsys.readouterr().out
    assert "words/s" in out
    assert "tokenise" in out


def test_an_article_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench(str(tmp_path / "none.txt")) == 1
    assert "[D105]" in capsys.readouterr().err
