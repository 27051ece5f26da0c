"""Look-up in sorted tables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge.store import SortedTable

KEYS = st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r"), min_size=1, max_size=9)


class Paged(SortedTable):
    """One with so small pages that few lines fill several."""

    PAGE_BYTES = 24


@given(st.dictionaries(KEYS, st.just("value"), max_size=40), KEYS)
def test_finds_every_key_and_no_other(rows: dict[str, str], other: str) -> None:
    ordered = sorted(rows, key=str.encode)
    data = "".join(f"{key}\t{key}!\n" for key in ordered).encode()
    for table in (SortedTable(data), Paged(data)):
        for key in rows:
            assert table.get(key) == f"{key}!"
        if other not in rows:
            assert table.get(other) is None
