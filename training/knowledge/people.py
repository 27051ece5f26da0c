"""Writes the table of people: one line a person, and an index from each word of a name to lines.

`people.tsv.gz`: name, aliases (`;`), wikidata, gender, terms (`|`), each term
`party~office~rank~sectors~start~end~source`. `people.idx.gz`: word, then the byte offsets of the
lines of everybody whose name holds it. The index is sorted by bytes, so that a look-up bisects it.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from dragoman.knowledge.words import key_of
from training.knowledge.offices import Term

RANKS = (
    (
        5,
        r"^(?:interim |acting |transitional )?(?:president|prime minister|premier|chancellor|king|"
        r"emir|sultan|pope|supreme leader|taoiseach|head of government|secretary.general|leader|"
        r"commander)\b(?! of the (?:senate|chamber|national ass|federal c|supreme))",
    ),
    (
        4,
        r"foreign|defen[cs]e|external|secretary of state|secretary.general|director.general|"
        r"high representative|minister of the interior|interior minister|army chief|commander|"
        r"president of the (?:comm|council)",
    ),
    (
        3,
        r"minister|secretary|chief|attorney general|speaker|vice president|opposition leader|"
        r"governor",
    ),
    (2, r"ambassador|senator|congressman|spokes|judge|justice"),
)
LOWER = (
    r"^(?:deputy|parliamentary|minister of state|permanent|vice|former|under|first deputy|"
    r"assistant)"
)
SECTORS = (
    ("SPY", r"intelligence|CIA director|security service|secret service"),
    ("JUD", r"justice of|judge|prosecutor|chief justice|supreme court|solicitor"),
    (
        "LEG",
        r"speaker|senator|congressman|"
        r"president of the (?:senate|national assembly|chamber|house|legisl)",
    ),
    (
        "MIL",
        r"chief of (?:the )?(?:general|army|air|naval|navy|defen|joint|staff of)|commander|"
        r"army chief|chiefs of staff|military chief|chief of defence|military spokesman",
    ),
    ("OPP", r"opposition leader"),
    ("PTY", r"party leader"),
    ("REL", r"cleric"),
)


def rank(office: str) -> int:
    low = office.lower()
    if re.search(LOWER, low) and "vice president" not in low:
        return 2
    return next((r for r, pattern in RANKS if re.search(pattern, low)), 1)


def sectors(party: str, office: str) -> str:
    if party.startswith(("IGO:", "NGO:")):
        return ""
    if party.startswith("ARM:"):  # ARM alone is Armenia
        return "REB"
    return next((s for s, p in SECTORS if re.search(p, office, re.IGNORECASE)), "GOV")


def write_people(terms: Iterable[Term], folder: Path) -> None:
    people: dict[str, list[Term]] = {}
    by_name: dict[tuple[str, str], str] = {}
    for term in terms:
        key = key_of(term.name)
        if len(key) < 2:
            continue
        # One person by wikidata id, else by name and party; the dictionaries only fill gaps.
        identity = by_name.get((key, term.party)) or term.wikidata or f"{key}/{term.party}"
        if term.source == "petrarch2" and identity in people:
            continue
        for alias in (term.name, *term.aliases):
            by_name.setdefault((key_of(alias), term.party), identity)
        people.setdefault(identity, []).append(term)
    rows = sorted(person_row(group) for group in people.values())
    body, index = bytearray(), defaultdict(list)
    for row in rows:
        offset = len(body)
        name, aliases = row.split("\t")[:2]
        words = {w for n in (name, *aliases.split(";")) for w in key_of(n).split()}
        for word in words:
            if len(word) > 1:
                index[word].append(offset)
        body += row.encode() + b"\n"
    write_packed(folder / "people.tsv.gz", bytes(body))
    entries = sorted((w.encode(), offsets) for w, offsets in index.items())
    # A word of very many names finds nobody by itself and is passed over in longer ones.
    lines = [
        w + b"\t" + (b"*" if len(o) > 300 else ",".join(map(str, o)).encode()) for w, o in entries
    ]
    write_packed(folder / "people.idx.gz", b"\n".join(lines) + b"\n")


def write_packed(path: Path, data: bytes) -> None:
    """Compressed, without time or name, so that the same data gives the same bytes."""
    path.write_bytes(gzip.compress(data, 9, mtime=0))


def person_row(terms: list[Term]) -> str:
    name = terms[0].name
    aliases = sorted({a for t in terms for a in (t.name, *t.aliases)} - {name})
    wikidata = next((t.wikidata for t in terms if t.wikidata), "")
    gender = next((t.gender for t in terms if t.gender), "")
    # A list that ends before the person left says nothing where another knows the end.
    known = {(t.party, t.office.lower(), t.start[:4]) for t in terms if t.source == "hand"}
    kept = [
        t for t in terms
        if t.source == "hand" or (t.party, t.office.lower(), t.start[:4]) not in known
    ]  # fmt: skip
    spans = {term_cell(t) for t in kept}
    return "\t".join((name, ";".join(aliases), wikidata, gender, "|".join(sorted(spans))))


def term_cell(term: Term) -> str:
    office = clean(term.office)
    return "~".join((
        term.party, office, str(rank(office)), sectors(term.party, office), term.start, term.end,
        term.source,
    ))  # fmt: skip


def clean(office: str) -> str:
    return office.replace("~", " ").replace("|", " ").replace("\t", " ")
