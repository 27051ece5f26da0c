"""Where words go: data to standard output, messages and progress to standard error."""

from __future__ import annotations

import sys


def complain(message: str) -> None:
    """One message on standard error."""
    print(message, file=sys.stderr)
