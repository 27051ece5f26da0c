"""Near-duplicates: wire copies and reprints of one text, so that ten copies are one voice.

MinHash finds candidates; what decides is the share of common runs of words. The hash is our own
few lines and not a library's, because its values are stored: they must never change.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RUN_WORDS = 5
BANDS = 20
ROWS = 3
HASHES = BANDS * ROWS
# Two texts of which this share of runs is common (of all runs in both) are copies. With 20 bands
# of 3, such a pair is missed once in 90; measured on texts made from one another.
SAME_MIN = 0.6
# One holds nearly all of a much shorter other: a cut version.
WITHIN_MIN = 0.85
SHORT_RUNS = 8  # texts of fewer runs are copies only if equal
_PRIME = np.uint64((1 << 31) - 1)
_WORD = re.compile(r"\w+")


def runs(text: str) -> frozenset[int]:
    """Hashes of all runs of `RUN_WORDS` words; of the whole text where it has fewer."""
    words = _WORD.findall(text.lower())
    if len(words) < RUN_WORDS:
        return frozenset([_hash(" ".join(words))])
    return frozenset(
        _hash(" ".join(words[i : i + RUN_WORDS])) for i in range(len(words) - RUN_WORDS + 1)
    )


def bands(text: str) -> list[int]:
    """`BANDS` whole numbers of 63 bits; texts that share none are hardly copies."""
    found = np.fromiter(sorted(runs(text)), dtype=np.uint64)
    first, second = _factors()
    least = np.min((first[:, None] * (found % _PRIME) + second[:, None]) % _PRIME, axis=1)
    rows = least.astype(">u8").reshape(BANDS, ROWS)
    return [_hash_bytes(row.tobytes()) for row in rows]


def are_copies(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two texts, as their `runs`, are copies of one another."""
    small, large = sorted((len(one), len(other)))
    if small < SHORT_RUNS:
        return one == other
    common = len(one & other)
    return common >= SAME_MIN * (small + large - common) or (
        common >= WITHIN_MIN * small and large <= 2 * small
    )


def _hash(words: str) -> int:
    return _hash_bytes(words.encode("utf-8", "surrogatepass"))


def _hash_bytes(raw: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "big") >> 1


@lru_cache(maxsize=1)
def _factors() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Two factors for each hash, from a hash themselves, so that they are the same everywhere."""
    made = [[_hash(f"dragoman {kind} {i}") for i in range(HASHES)] for kind in "ab"]
    first, second = (np.array(m, dtype=np.uint64) % _PRIME for m in made)
    return first | np.uint64(1), second
