"""The blocks of README.md: runs the commands in them, and can write down what they say.

`make readme` refreshes the page after a change of output.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
WIDTH = "96"  # columns of a table on the page
_CONSOLE = re.compile(r"```console\n(.*?)```", re.S)
_PYTHON = re.compile(r"```python\n(.*?)```", re.S)
_SHOWN = {"cat": [sys.executable, "-c", "import sys; print(open(sys.argv[1]).read(), end='')"]}


def said(command: str) -> str:
    """What a command of the page prints on standard output, without trailing blanks."""
    name, *arguments = shlex.split(command)
    run = _SHOWN.get(name, [sys.executable, "-m", name])
    environment = {**os.environ, "COLUMNS": WIDTH, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [*run, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def refreshed(page: str) -> str:
    """The page with every console block run again."""

    def block(match: re.Match[str]) -> str:
        commands = [line[2:] for line in match[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "\n\n".join(f"$ {c}\n{said(c)}" for c in commands) + "\n```"

    return _CONSOLE.sub(block, page)


def python_blocks(page: str) -> list[str]:
    return _PYTHON.findall(page)


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
