from __future__ import annotations

import importlib
import importlib.util
import json
import shlex
import subprocess
import sys

import pytest
import typer

import dragoman
from dragoman.cli.main import COMMANDS, build_app, run

PRESENT = [name for name in COMMANDS if importlib.util.find_spec(f"dragoman.cli.{name}")]


def helped(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as left:
        run([*arguments, "--help"])
    assert left.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", PRESENT)
def test_every_command_says_what_it_does_and_shows_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"dragoman {name}" in helped(name, capsys=capsys)


@pytest.mark.parametrize("name", PRESENT)
def test_examples_name_options_that_exist(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = helped(name, capsys=capsys)
    for line in text.splitlines():
        if "dragoman " in line and "Example" in line:
            command = line[line.index("dragoman ") :].strip(" │").split("|")[0].split(">")[0]
            for word in shlex.split(command):
                if word.startswith("--"):
                    assert text.count(word) > 1, f"{word} stands in the example alone"


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    text = helped(capsys=capsys)
    shown = [
        command.name or "" for command in build_app().registered_commands if not command.hidden
    ]
    assert len(shown) > 2
    assert all(name in text for name in shown)


def test_each_module_registers_the_command_of_its_name() -> None:
    for name in PRESENT:
        app = typer.Typer()
        importlib.import_module(f"dragoman.cli.{name}").register(app)
        names = [c.name for c in app.registered_commands] + [g.name for g in app.registered_groups]
        assert names == [name]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--version"])
    assert capsys.readouterr().out == f"dragoman {dragoman.__version__}\n"


def test_schema(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["schema"])
    assert json.loads(capsys.readouterr().out) == dragoman.reading_schema()


def test_commands_not_yet_there_are_left_out() -> None:
    assert build_app(["none-such"]).registered_commands == []


def test_importing_the_package_and_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys, dragoman, dragoman.cli.main as m; m.build_app(['read']); "
        "print([n for n in ('spacy', 'onnxruntime', 'numpy', 'trafilatura', 'rich.table') "
        "if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
