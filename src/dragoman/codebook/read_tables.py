"""Reads the tables that ship with the package: tab-separated, UTF-8, one header line."""

from __future__ import annotations

from importlib import resources

from dragoman.errors import ConfigError


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of `tables/<name>.tsv` by column name. Raises `ConfigError` D302 for a broken row."""
    text = (resources.files(__package__) / "tables" / f"{name}.tsv").read_text(encoding="utf-8")
    lines = text.splitlines()
    header = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(header):
            raise ConfigError(
                "D302",
                f"{name}.tsv line {number} has {len(cells)} cells, {len(header)} are needed. "
                "Install the package again.",
            )
        rows.append(dict(zip(header, cells, strict=True)))
    return rows
