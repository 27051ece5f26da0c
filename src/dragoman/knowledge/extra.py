"""The user's own table of parties: a TSV that adds to the tables of this package or overrides them.

Columns, named in the first line: `name` and `party`, and if wanted `aliases` (separated by `|`),
`kind`, `country`, `sectors` (separated by blanks), `role`, `from`, `to` (ISO days). A row of kind
`person` is a person in office; every other row is a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import ConfigError
from dragoman.knowledge.rows import Name, Person, Term
from dragoman.knowledge.words import case_of, key_of

KINDS = (
    *("country", "nationality", "capital", "seat", "organisation", "armed group", "ngo"),
    *("institution", "people", "government", "place", "person"),
)
COLUMNS = ("name", "party", "aliases", "kind", "country", "sectors", "role", "from", "to")
_PARTY = re.compile(r"[A-Z]{3}|(?:IGO|ARM|NGO):\S.*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECTOR = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class ExtraTable:
    """What the user's table holds: aliases by key, and people."""

    aliases: tuple[tuple[str, tuple[str, Name]], ...]
    persons: tuple[Person, ...]

    def people(self, name: str) -> tuple[Person, ...]:
        """People of the user's whose name or alias is, or ends with, the words given."""
        key = key_of(name)
        return tuple(
            p for p in self.persons
            if any(_ends(key_of(n), key) for n in (p.name, *p.aliases))
        )  # fmt: skip


def _ends(name: str, wanted: str) -> bool:
    return name == wanted or name.endswith(" " + wanted)


def read_extra(path: Path) -> ExtraTable:
    """Reads the user's table. Raises `ConfigError` D303, naming the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("D303", f"{path} cannot be read as UTF-8 text: {error}") from error
    if not lines:
        raise ConfigError(
            "D303", f"{path} is empty. Its first line must name the columns: name, party, ..."
        )
    header = lines[0].split("\t")
    unknown = [c for c in header if c not in COLUMNS]
    if unknown or not {"name", "party"} <= set(header):
        raise ConfigError(
            "D303",
            f"{path} line 1: columns {', '.join(header)}. "
            f"Needed: name, party. Allowed: {', '.join(COLUMNS)}.",
        )
    aliases: list[tuple[str, tuple[str, Name]]] = []
    persons: list[Person] = []
    for number, line in enumerate(lines[1:], 2):
        if line.strip() and not line.startswith("#"):
            row = _row(path, number, header, line)
            if row["kind"] == "person":
                persons.append(_person(row))
            else:
                aliases.extend(_aliases(row))
    return ExtraTable(tuple(aliases), tuple(persons))


def _row(path: Path, number: int, header: list[str], line: str) -> dict[str, str]:
    cells = line.split("\t")
    where = f"{path} line {number}"
    if len(cells) > len(header):
        raise ConfigError(
            "D303", f"{where}: {len(cells)} cells, but {len(header)} columns are named."
        )
    row = dict.fromkeys(COLUMNS, "") | dict(zip(header, (c.strip() for c in cells), strict=False))
    row["kind"] = row["kind"] or "organisation"
    if not row["name"] or not key_of(row["name"]):
        raise ConfigError("D303", f"{where}: the name is empty. Give one, or leave the line out.")
    if not _PARTY.fullmatch(row["party"]):
        raise ConfigError(
            "D303",
            f"{where}: party {row['party']!r} is no code. "
            "Allowed: an alpha-3 code, or IGO:, ARM:, NGO: with a name.",
        )
    if row["kind"] not in KINDS:
        raise ConfigError(
            "D303", f"{where}: unknown kind {row['kind']!r}. Allowed: {', '.join(KINDS)}."
        )
    for column in ("from", "to"):
        if row[column] and not _DAY.fullmatch(row[column]):
            raise ConfigError(
                "D303", f"{where}: {column} is {row[column]!r}, not a day like 2024-02-20."
            )
    for sector in row["sectors"].split():
        if not _SECTOR.fullmatch(sector):
            raise ConfigError(
                "D303", f"{where}: sector {sector!r} is no PLOVER sector such as GOV or MIL."
            )
    return row


def _aliases(row: dict[str, str]) -> list[tuple[str, tuple[str, Name]]]:
    country = row["country"] or (row["party"] if ":" not in row["party"] else "")
    owner = Name(
        row["name"], row["kind"], row["party"], country, tuple(row["sectors"].split()),
        row["from"], row["to"], "user",
    )  # fmt: skip
    names = [row["name"], *(a for a in row["aliases"].split("|") if a)]
    return [(key_of(n), (case_of(n), owner)) for n in names]


def _person(row: dict[str, str]) -> Person:
    term = Term(
        row["party"], row["role"], 5, tuple(row["sectors"].split()) or ("GOV",),
        row["from"], row["to"], "user",
    )  # fmt: skip
    aliases = tuple(a for a in row["aliases"].split("|") if a)
    return Person(row["name"], aliases, "", "", (term,))
