"""The tables of knowledge and the hand-made files that they are built from."""

from __future__ import annotations

import pytest

from dragoman.knowledge.store import table_rows
from training.knowledge.build import hand_nouns
from training.knowledge.people import sectors


def test_the_table_of_roles_holds_what_is_written_by_hand() -> None:
    rows = [row.split("\t") for row in table_rows("roles.tsv")]
    table = sorted((noun, told, use) for noun, told, source, use in rows if source == "hand")
    assert table == sorted(hand_nouns())


@pytest.mark.parametrize(
    ("party", "office", "sector"),
    [
        ("ARM", "Governor of Kotayk", "GOV"),
        ("ARM", "Chief of the General Staff", "MIL"),
        ("ARM:M23", "leader", "REB"),
        ("IGO:UN", "Secretary-General", ""),
    ],
)
def test_sector_of_an_office(party: str, office: str, sector: str) -> None:
    assert sectors(party, office) == sector
