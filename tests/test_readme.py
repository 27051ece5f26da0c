from __future__ import annotations

import os
import subprocess
import sys

import pytest

import readme

PAGE = readme.README.read_text(encoding="utf-8")


def test_the_page_shows_what_the_commands_say() -> None:
    assert readme.refreshed(PAGE) == PAGE, "run `make readme` and look at what changed"


@pytest.mark.parametrize("block", readme.python_blocks(PAGE))
def test_python_blocks_run(block: str) -> None:
    subprocess.run(
        [sys.executable, "-c", block],
        cwd=readme.ROOT,
        env={**os.environ, "PYTHONPATH": str(readme.ROOT / "src")},
        check=True,
        capture_output=True,
    )


def test_a_result_comes_before_any_prose() -> None:
    assert PAGE.split("\n\n")[1].startswith("```console")


def test_make_targets_on_the_page_exist() -> None:
    makefile = (readme.ROOT / "Makefile").read_text(encoding="utf-8")
    for line in PAGE.splitlines():
        if line.strip().startswith("make "):
            assert f"\n{line.split()[1]}:" in makefile
