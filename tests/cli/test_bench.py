from __future__ import annotations

import importlib
import json
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.cli.main import run
from fakes import FakeCoder


class FakeAnnotator:
    def windows(self, text: str) -> list[str]:
        return text.split(".")

    def encode(self, window: str) -> int:
        return sum(range(500))

    def annotate(self, text: str) -> int:
        return sum(self.encode(window) for window in self.windows(text))


class FakeLanguage:
    def __call__(self, text: str) -> list[str]:
        return text.split()

    def get_pipe(self, name: str) -> types.SimpleNamespace:
        return types.SimpleNamespace(annotator=FakeAnnotator())


class LoadedCoder(FakeCoder):
    nlp = FakeLanguage()

    @classmethod
    def load(cls) -> LoadedCoder:
        return cls()


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, member in (("annotate.annotator.Annotator", FakeAnnotator),
                         ("coder.code.Coder", LoadedCoder)):  # fmt: skip
        module_name, _, attribute = f"dragoman.{name}".rpartition(".")
        module = types.ModuleType(module_name)
        setattr(module, attribute, member)
        monkeypatch.setitem(sys.modules, module_name, module)
    monkeypatch.delitem(sys.modules, "dragoman.evaluate.speed", raising=False)
    speed = importlib.import_module("dragoman.evaluate.speed")
    monkeypatch.setattr(speed, "find_events", lambda doc: [])
    monkeypatch.setattr(speed, "_when_and_where", lambda given: None)
    yield
    sys.modules.pop("dragoman.evaluate.speed", None)


def bench(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        run(["bench", "--rounds", "2", "--workers", "1", *arguments])
    return int(left.value.code or 0)


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench("--json") == 0
    speed = json.loads(capsys.readouterr().out)
    assert set(speed["seconds"]) == {"tokenise", "encode", "decode", "code"}
    assert speed["one_worker"]["words_per_s"] > 0
    assert speed["one_worker"] == speed["all_cores"]
    assert 0 < speed["share_of_encoder"] < 2
    assert 0 <= speed["when_where_share"] <= 2
    assert 0 <= speed["code_share"] < 5


def test_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench() == 0
    out = capsys.readouterr().out
    assert "words/s" in out
    assert "tokenise" in out


def test_an_article_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench(str(tmp_path / "none.txt")) == 1
    assert "[D105]" in capsys.readouterr().err
