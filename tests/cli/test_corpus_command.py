"""`dragoman corpus`: what it prints where, and how it ends."""

import json

import pytest
from typer.testing import CliRunner

from dragoman.cli.main import build_app
from dragoman.errors import InputError
from dragoman.evaluate.corpus_check import COVERAGE_BEGIN, COVERAGE_END
from tests.evaluate.test_corpus import ARTICLE

APP = build_app(["corpus"])


def run(*arguments):
    return CliRunner().invoke(APP, ["corpus", *map(str, arguments)])


@pytest.fixture
def root(tmp_path):
    (tmp_path / "corpus" / "articles").mkdir(parents=True)
    (tmp_path / "corpus" / "articles" / "a.yaml").write_text(ARTICLE, encoding="utf-8")
    return tmp_path / "corpus"


def test_check_passes(root):
    result = run("check", "--corpus", root)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 articles and sentences without errors, 0 errors" in result.stderr


def test_check_fails_and_says_where(root):
    path = root / "articles" / "a.yaml"
    path.write_text(ARTICLE.replace("ASSAULT", "ASSULT"), encoding="utf-8")
    result = run("check", path)
    assert result.exit_code == 1
    assert f"{path}: lome-port: events[e1].type:" in result.stdout


def test_coverage(root, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"# x\n{COVERAGE_BEGIN}\n{COVERAGE_END}\nend\n", encoding="utf-8")
    result = run("check", "--corpus", root, "--coverage", "--docs", page)
    assert "ASSAULT:firearms" in result.stdout
    assert "SHORT" in result.stdout
    written = page.read_text(encoding="utf-8")
    assert "| facts | 2 |" in written
    assert written.endswith(f"{COVERAGE_END}\nend\n")
    run("check", "--corpus", root, "--docs", page)
    assert page.read_text(encoding="utf-8") == written


def test_show(root, tmp_path):
    result = run("show", "lome-port", "--corpus", root)
    assert "e1  ASSAULT firearms  'fired'" in result.stdout
    assert "denies 'denied'" in result.stdout
    html = tmp_path / "a.html"
    assert run("show", "lome-port", "--corpus", root, "--html", html).exit_code == 0
    assert "trawler" in html.read_text(encoding="utf-8")


def test_show_of_an_unknown_id(root):
    result = run("show", "nowhere", "--corpus", root)
    assert isinstance(result.exception, InputError)


def test_convert(root, tmp_path):
    assert run("convert", tmp_path / "out", "--corpus", root).exit_code == 0
    gold = json.loads((tmp_path / "out" / "lome-port.gold.json").read_text(encoding="utf-8"))
    row = json.loads((tmp_path / "out" / "rows.jsonl").read_text(encoding="utf-8"))
    assert [f["type"] for f in gold["facts"]] == ["ASSAULT", "CONSULT", "THREATEN"]
    assert row["id"] == "lome-port"


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_convert_of_one_split(root, tmp_path, split):
    run("convert", tmp_path / split, "--corpus", root, "--split", split)
    written = list((tmp_path / split).glob("*.gold.json"))
    assert len(written) == (split == "dev")


def test_convert_of_an_unknown_split(root, tmp_path):
    result = run("convert", tmp_path / "out", "--corpus", root, "--split", "validation")
    assert isinstance(result.exception, InputError)


def test_agreement(root):
    result = run("agreement", root / "articles", root / "articles", "--json")
    assert json.loads(result.stdout)["metrics"]["event_f1"] == 1.0
