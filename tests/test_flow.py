"""Imports go one way: a room knows the rooms before it and never those after it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman import _HOMES as PUBLIC

SRC = Path(__file__).parents[1] / "src" / "dragoman"

# Rooms that stand on one line may not know each other, but for the first, where all is shared.
ORDER: tuple[tuple[str, ...], ...] = (
    (
        *("errors", "settings", "records", "language", "intake", "identity", "codebook"),
        *("extras", "flat"),
    ),
    ("knowledge", "annotate"),
    ("wording",),
    ("coder",),
    ("reader",),
    ("engine",),
    ("ingest", "record"),
    ("html", "geojson", "ledger"),
    ("export", "serve", "evaluate"),
    ("cli",),
    ("__main__",),
)
LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms}

# A reading shows itself in a notebook: it imports from above, inside a function, when asked.
LAZY = {("records", "html")}


def room_of(module: str) -> str:
    """The room of a module; a public name of the package counts as its home."""
    name = module.partition(".")[2].split(".")[0]
    return room_of(PUBLIC[name]) if name in PUBLIC else name


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """(room of the file, room that it imports) for every import of the project itself."""
    relative = path.relative_to(SRC).with_suffix("")
    own = relative.parts[0]
    if own == "__init__":  # names what the package offers, and imports it when it is asked for
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            names = [node.module or ""]
            if node.module == "dragoman":
                names = [f"dragoman.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "dragoman":
                yield own, room_of(name)


FILES = sorted(SRC.rglob("*.py"))


def test_every_room_has_its_place() -> None:
    rooms = {path.relative_to(SRC).with_suffix("").parts[0] for path in FILES} - {"__init__"}
    assert rooms <= set(LEVEL)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_imports_go_one_way(path: Path) -> None:
    for own, other in imports(path):
        if own == other or other in ("", "__version__") or (own, other) in LAZY:
            continue
        shared = LEVEL[own] == LEVEL[other] == 0
        assert LEVEL[own] > LEVEL[other] or shared, f"{own} imports {other}"


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("sqlite3", {"record"}),
        ("sqlalchemy", {"record"}),
        ("alembic", {"record"}),
        ("onnxruntime", {"annotate"}),
        ("tokenizers", {"annotate"}),
        ("torch", set()),
        ("urllib3", {"ingest"}),
        ("requests", set()),
        ("rich", {"cli"}),
        ("typer", {"cli"}),
    ],
)
def test_what_only_one_room_knows(library: str, rooms: set[str]) -> None:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                if name.split(".")[0] == library:
                    assert path.relative_to(SRC).parts[0] in rooms, path


def test_only_the_command_line_prints_or_exits() -> None:
    for path in FILES:
        if path.relative_to(SRC).parts[0] == "cli":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", path
            assert not (isinstance(node, ast.ExceptHandler) and node.type is None), path
