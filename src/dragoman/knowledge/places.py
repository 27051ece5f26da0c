"""The gazetteer: one read-only table of places, memory mapped, looked up by name.

The file holds fixed-width columns behind a JSON header, so opening it reads a few hundred bytes
and a look-up touches a few pages. A name is found by the 64-bit hash of its folded form; what
different spellings of one place fold to, they share.
"""

from __future__ import annotations

import hashlib
import json
import math
import mmap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path

import numpy as np

from dragoman.errors import ConfigError

MAGIC = b"DGMPLC01"
TABLE = "places.bin"
EARTH_KM = 6371.0

# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d",
        "þ": "th", "ə": "a", "ħ": "h", "'": "", "’": "", "‘": "", "`": "", "ʻ": "", "ʼ": "",
        "ʿ": "", "ʾ": "", ".": "", "-": " ", "–": " ", "/": " ", ",": " ",
    }
)  # fmt: skip

# GeoNames feature codes by how exact a place of that kind is.
COUNTRY_FEATURES = frozenset({"PCLI", "PCLD"})
REGION_FEATURES = frozenset({"ADM1", "RGN", "CONT"})
WATER_FEATURES = frozenset({"OCN", "SEA", "STRT", "CNL", "STM", "LK"})
WIDE_FEATURES = REGION_FEATURES | WATER_FEATURES | {"MTS", "ADM2", "ISLS", "ISL"}


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The form under which a name is looked up: no case, accents, apostrophes or article."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    words = "".join(c for c in plain if not unicodedata.combining(c)).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def name_hash(folded: str) -> int:
    """64 bits of a folded name; the builder and the look-up must agree on it."""
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "little")


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) pairs in degrees."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    h = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


@dataclass(frozen=True)
class Candidate:
    """One place of the table. `country` is alpha-3 or None (seas, continents).

    `latitude` and `longitude` are those of the middle where the place is wide. `main` is false
    where the name asked for is another than the place's first name.
    """

    row: int
    name: str
    feature: str
    country: str | None
    admin1: str | None
    latitude: float
    longitude: float
    population: int
    geonames_id: int | None
    main: bool = True

    @property
    def point(self) -> tuple[float, float]:
        return (self.latitude, self.longitude)

    @cached_property
    def rank(self) -> float:
        """How likely a name means this place when nothing else is known, on a scale of decades."""
        prior = _PRIOR.get(self.feature)
        if prior is None:
            prior = math.log10(self.population + 10)
            if self.feature == "PPLC":
                prior += 1.5
        elif self.feature == "ADM1":
            prior = 2.7 + 0.5 * math.log10(self.population + 10)
        elif self.feature == "ADM2":
            prior = 1.0 + 0.45 * math.log10(self.population + 10)
        return prior if self.main else prior - ALIAS_COST


class Gazetteer:
    """Read-only table of places. Safe to share between threads; opening costs a few milliseconds.

    Raises `ConfigError` D303 if the file is not such a table.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise ConfigError(
                "D303",
                f"The table of places {path} cannot be opened ({error}). Reinstall dragoman.",
            ) from error
        if view[: len(MAGIC)] != MAGIC:
            raise ConfigError(
                "D303", f"{path} is no table of places: it starts {view[:8]!r}, not {MAGIC!r}."
            )
        size = int.from_bytes(view[8:16], "little")
        header = json.loads(view[16 : 16 + size])
        base = 16 + size
        columns = {
            name: np.frombuffer(view, dtype=kind, count=count, offset=base + offset)
            for name, (kind, count, offset) in header["columns"].items()
        }
        self.source: dict[str, str] = header["sources"]
        self._features: list[str] = header["features"]
        self._countries: list[str] = header["countries"]
        self._regions: list[str] = header["regions"]
        self._feature = columns["feature"]
        self._country = columns["country"]
        self._region = columns["region"]
        self._lat = columns["latitude"]
        self._lon = columns["longitude"]
        self._population = columns["population"]
        self._ids = columns["id"]
        self._name = columns["name"]
        self._blob = columns["text"]
        self._hashes = columns["hash"]
        self._postings = columns["posting"]

    def __len__(self) -> int:
        return len(self._lat)

    def __contains__(self, name: str) -> bool:
        low, high = self._range(fold(name))
        return high > low

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """All places of that name, in table order; empty where the name is unknown."""
        low, high = self._range(fold(name))
        return tuple(
            self.place(int(posting) >> 1, main=not int(posting) & 1)
            for posting in self._postings[low:high]
        )

    def place(self, row: int, *, main: bool = True) -> Candidate:
        """The place in a row of the table."""
        start, end = int(self._name[row]), int(self._name[row + 1])
        country = int(self._country[row])
        region = int(self._region[row])
        number = int(self._ids[row])
        return Candidate(
            row=row,
            name=self._blob[start:end].tobytes().decode("utf-8"),
            feature=self._features[int(self._feature[row])],
            country=self._countries[country] or None,
            admin1=self._regions[region] or None,
            latitude=round(float(self._lat[row]), 4),
            longitude=round(float(self._lon[row]), 4),
            population=int(self._population[row]),
            geonames_id=number or None,
            main=main,
        )

    def countries(self) -> Iterator[Candidate]:
        """The rows of countries, in table order."""
        kinds = [i for i, code in enumerate(self._features) if code in COUNTRY_FEATURES]
        for row in np.flatnonzero(np.isin(self._feature, kinds)):
            yield self.place(int(row))

    def _range(self, folded: str) -> tuple[int, int]:
        key = np.uint64(name_hash(folded))
        low = int(np.searchsorted(self._hashes, key, side="left"))
        high = low
        while high < len(self._hashes) and self._hashes[high] == key:
            high += 1
        return low, high


# Decades of population that a place of that kind is worth; cities go by their own.
_PRIOR: dict[str, float] = {
    "PCLI": 10.2, "PCLD": 7.5, "CONT": 9.0, "RGN": 6.8, "OCN": 8.0, "SEA": 8.0, "STRT": 6.5,
    "CNL": 7.0, "STM": 6.0, "MTS": 6.0, "MT": 5.5, "LK": 6.5, "ISL": 6.0, "ISLS": 6.5, "AIRP": 5.5,
    "MILB": 5.0, "CRSSG": 5.0, "SQR": 6.0, "BLDG": 5.5, "NBH": 5.8, "ADM1": 0.0, "ADM2": 0.0,
}  # fmt: skip
ALIAS_COST = 1.5  # a place's second name against another's first


@lru_cache(maxsize=4)
def load_gazetteer(path: Path | None = None) -> Gazetteer:
    """The table that comes with the package, or another one; opened once a process."""
    if path is not None:
        return Gazetteer(path)
    with resources.as_file(resources.files("dragoman.knowledge") / "data" / TABLE) as packaged:
        return Gazetteer(packaged)
