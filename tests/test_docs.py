"""What the documentation lists is what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dragoman
from dragoman.errors import CODES
from dragoman.records import Article, Attribution, Document, Entity, Event, Mention, Reading
from dragoman.settings import SETTINGS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_error_is_documented_and_nothing_else() -> None:
    rows = re.findall(r"^\| (D\d{3}) \| (.+?) \|", page("errors.md"), re.M)
    assert dict(rows) == CODES
    assert [code for code, _ in rows] == sorted(CODES) == list(CODES)


def test_every_error_is_used() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in SOURCES if p.name != "errors.py")
    assert [name for name in CODES if f"{name}" not in code] == []


def test_only_known_codes_are_used() -> None:
    for path in SOURCES:
        used = set(re.findall(r'"(D\d{3})"', path.read_text(encoding="utf-8")))
        assert used <= set(CODES), path


def test_every_setting_is_documented_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) ?\| (.+?) \| (.+?) \|$", page("settings.md"), re.M)
    assert rows == [(s.name, str(s.default), s.unit, s.help) for s in SETTINGS]


@pytest.mark.parametrize("record", [Reading, Document, Event, Mention, Entity, Attribution])
def test_every_field_of_a_reading_is_documented(record: type) -> None:
    text = page("reading.md")
    for field in record.__struct_fields__:  # type: ignore[attr-defined]
        assert f"`{field}`" in text, field


def test_every_option_of_read_is_documented() -> None:
    from typer.main import get_command

    from dragoman.cli.main import build_app

    app = get_command(build_app(["read"]))
    options = [o for p in app.commands["read"].params for o in p.opts]  # type: ignore[attr-defined]
    text = page("read.md")
    assert [o for o in options if o.startswith("--") and f"`{o}" not in text] == []


def test_every_command_has_a_page_with_its_options() -> None:
    from typer.main import get_command

    from dragoman.cli.main import build_app

    table = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = dict(re.findall(r"^\| \[`dragoman (\w+)`\]\(docs/([\w-]+\.md)\)", table, re.M))
    commands = get_command(build_app()).commands  # type: ignore[attr-defined]
    assert {n for n, c in commands.items() if not c.hidden} == set(linked)
    linked["gate"] = "evaluate.md"
    for name, command in commands.items():
        # An export picks events as `dragoman events` does.
        text = page(linked[name]) + (page(linked["events"]) if name == "export" else "")
        assert f"dragoman {name}" in text, name
        for one in getattr(command, "commands", {"": command}).values():
            options = [o for p in one.params for o in p.opts if o.startswith("--")]
            assert [o for o in options if o not in text] == [], f"{name} {one.name}"


def test_every_option_of_the_record_is_documented() -> None:
    from typer.main import get_command

    from dragoman.cli.main import build_app

    names = ["ingest", "events", "show", "panel"]
    commands = get_command(build_app(names)).commands  # type: ignore[attr-defined]
    options = [o for c in commands.values() for p in c.params for o in p.opts]
    text = page("record.md")
    assert [o for o in options if o.startswith("--") and f"`{o}" not in text] == []


def test_every_export_and_table_is_documented() -> None:
    from dragoman.export.formats import FORMATS

    rows = re.findall(
        r"^\| `([\w-]+)` \| .* \| .* \| (yes|no) \| (yes|no) \|$", page("export.md"), re.M
    )
    said = [
        (name, "yes" if f.facts else "no", "yes" if f.needs_day else "no")
        for name, f in FORMATS.items()
    ]
    assert rows == said
    schema = pytest.importorskip("dragoman.record.schema")
    tables = re.findall(r"^\| `(\w+)` \| [a-z]", page("record.md").split("## Tables")[1], re.M)
    assert sorted(tables) == sorted(schema.METADATA.tables)


def test_the_fields_of_json_lines_are_documented() -> None:
    assert {"text", "title", "published", "url", "publisher"} <= set(Article.__struct_fields__)
    for field in ("id", "text", "title", "published", "url", "publisher"):
        assert f"`{field}`" in page("read.md")


def test_links_inside_the_project_lead_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *DOCS.glob("*.md"), *ROOT.glob("examples/*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_version_is_said_in_one_place() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'dynamic = ["version"]' in pyproject
    assert dragoman.__version__ in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {dragoman.__version__}" in (ROOT / "CITATION.cff").read_text("utf-8")
