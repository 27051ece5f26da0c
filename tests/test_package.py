"""What is shipped is what is tested: wheel and sdist build, install and run in an empty place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import dragoman

ROOT = Path(__file__).parents[1]
pytest.importorskip("build")
pytest.importorskip("hatchling")

# Runs the command with every way to a network closed.
OFFLINE = """
import socket, sys
def closed(*args, **options):
    raise OSError("no network here")
socket.socket.connect = socket.getaddrinfo = closed
from dragoman.cli.main import run
import dragoman
from dragoman.identity import identity
assert dragoman.__file__.startswith(sys.prefix), dragoman.__file__
run(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that is built from it."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The start of a command that runs Python with the wheel, and not with this checkout.

    The libraries that the wheel needs come from where the tests run, so that nothing is fetched.
    """
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = folder / scripts / Path(sys.executable).name
    if not python.exists():
        python = folder / scripts / "python"
    (wheel,) = built.glob("*.whl")
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index"]
    subprocess.run([*command, "--no-deps", str(wheel)], check=True, capture_output=True)
    return [str(python)]


def run(installed: list[str], *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    libraries = os.pathsep.join(
        dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    )
    environment = {**os.environ, "PYTHONPATH": libraries}
    return subprocess.run(
        [*installed, "-c", OFFLINE, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_version_and_the_schema(installed: list[str], tmp_path: Path) -> None:
    assert run(installed, "--version", cwd=tmp_path).stdout.split()[-1] == dragoman.__version__
    assert json.loads(run(installed, "schema", cwd=tmp_path).stdout) == dragoman.reading_schema()


def test_a_page_is_read_as_far_as_it_can_be_without_a_model(
    installed: list[str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("El ministro dijo que las conversaciones con los países de la")
    done = run(installed, "read", "a.txt", "none.txt", "--json", cwd=tmp_path)
    readings = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["document"]["language"] for r in readings] == ["es", None], done.stderr
    assert done.returncode == 1


def test_an_article_is_read(installed: list[str], tmp_path: Path) -> None:
    article = ROOT / "examples" / "boats.txt"
    options = ("--published", "2024-05-15", "--json")
    done = run(installed, "read", str(article), *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["events"]


def test_spacy_finds_the_component(installed: list[str], tmp_path: Path) -> None:
    code = (
        "from importlib.metadata import distribution; "
        "print([e.name for e in distribution('dragoman').entry_points])"
    )
    done = subprocess.run([*installed, "-c", code], capture_output=True, text=True, check=True)
    assert "dragoman_annotator" in done.stdout
    assert "'dragoman'" in done.stdout


def test_the_wheel_holds_what_it_needs_and_no_more(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("dragoman/html.css", "dragoman/py.typed", "dragoman/cli/sample.txt"):
        assert name in names
    for part in ("licenses/LICENSE", "licenses/NOTICE"):
        assert any(name.endswith(part) for name in names)
    assert not [n for n in names if n.startswith(("tests", "training", "corpus")) or "__pyc" in n]
    data = [p for p in (ROOT / "src").rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    shipped = {n for n in names if n.startswith("dragoman/")}
    assert {p.relative_to(ROOT / "src").as_posix() for p in data} == shipped


def test_the_sdist_holds_the_sources(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "examples/boats.txt"):
        assert name in names
