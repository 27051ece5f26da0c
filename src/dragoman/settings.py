"""One table of settings: name, default, unit and help.

Flags, `DRAGOMAN_*` variables and the page of documentation come from it.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.errors import ConfigError

# Variables that keep the matrix library to one thread. The matrices of one window are too small to
# be shared: on a busy machine, threads that wait for each other made decoding ten times slower.
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


@dataclass(frozen=True)
class Setting:
    name: str
    default: int | str
    unit: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting("max_text_chars", 1_000_000, "characters", "Longer texts are refused (D102)."),
    Setting("max_fetch_bytes", 10_000_000, "bytes", "Longer pages are refused (D106)."),
    Setting("fetch_timeout_s", 20, "seconds", "Total time for fetching one page."),
    Setting(
        "fetch_private_hosts",
        "",
        "host names",
        "Hosts inside your own network that may be fetched all the same.",
    ),
    Setting(
        "document_timeout_s",
        60,
        "seconds",
        "Articles that take longer are given up when many are coded (D116).",
    ),
    Setting(
        "document_memory_mb",
        2_048,
        "MB",
        "Memory beyond the model that one article may take when many are coded (D117).",
    ),
    Setting(
        "knowledge",
        "",
        "path",
        "A table of your own parties (TSV) that adds to ours or overrides it.",
    ),
    Setting("codebook", "", "path", "A codebook of your own event types (YAML)."),
)


@dataclass(frozen=True)
class Settings:
    """Values in force. Raises `ConfigError` D301 for an unknown name or an unreadable value."""

    values: Mapping[str, int | str]

    def __getitem__(self, name: str) -> int | str:
        return self.values[name]

    def whole(self, name: str) -> int:
        """The value of a setting that is a number."""
        return int(self.values[name])

    def text(self, name: str) -> str:
        """The value of a setting that is a string."""
        return str(self.values[name])


def load_settings(
    given: Mapping[str, int | str] | None = None, *, environ: Mapping[str, str] | None = None
) -> Settings:
    """Defaults, then `DRAGOMAN_*` variables, then what is given."""
    known = {setting.name: setting for setting in SETTINGS}
    values: dict[str, int | str] = {s.name: s.default for s in SETTINGS}
    variables = os.environ if environ is None else environ
    for setting in SETTINGS:
        variable = f"DRAGOMAN_{setting.name.upper()}"
        if variable in variables:
            values[setting.name] = _parse(setting, variables[variable], variable)
    for name, value in (given or {}).items():
        if name not in known:
            close = difflib.get_close_matches(name, known, 1)
            hint = f" Closest: {close[0]}." if close else ""
            raise ConfigError("D301", f"Unknown setting {name!r}. Known: {', '.join(known)}.{hint}")
        values[name] = _parse(known[name], value, name)
    return Settings(values)


def _parse(setting: Setting, value: int | str, origin: str) -> int | str:
    if isinstance(setting.default, str):
        return str(value)
    try:
        number = int(value)
    except ValueError:
        number = -1
    if number <= 0:
        raise ConfigError(
            "D301", f"{origin}={value!r} is not a whole number above 0 ({setting.unit})."
        )
    return number
