"""How far a long run is, how fast it goes, and when it will be done."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.record.add import Tally

# The time left is told by what the last minutes brought: at the start of a resumed run what is
# known already rushes by, and says nothing of the rest.
_WINDOW_S = 120.0


class Pace:
    """One line for each progress, on standard error where that is a terminal.

    `share` says how much of the sources the first so many inputs are, from 0 to 1, or None.
    """

    def __init__(
        self,
        share: Callable[[int], float | None],
        *,
        shown: bool | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._share = share
        self._shown = sys.stderr.isatty() if shown is None else shown
        self._clock = clock
        self._start = clock()
        self._past: deque[tuple[float, float]] = deque([(self._start, 0.0)])
        self._width = 0

    def show(self, tally: Tally) -> None:
        """Say what became of the inputs so far."""
        if not self._shown:
            return
        now = self._clock()
        left = self._left_s(now, self._share(tally.inputs))
        line = (
            f"{tally.inputs:,} in: {tally.coded:,} coded, {tally.known:,} known, "
            f"{tally.failed:,} failed; {tally.coded / max(1e-9, now - self._start):,.1f} a second"
        )
        if left is not None:
            line += f"; {duration(left)} left"
        padded = line.ljust(self._width)  # what stood there before may have been longer
        self._width = len(line)
        print(f"\r{padded}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self._shown:
            print(file=sys.stderr)

    def _left_s(self, now: float, share: float | None) -> float | None:
        if share is None:
            return None
        self._past.append((now, share))
        while len(self._past) > 2 and self._past[1][0] <= now - _WINDOW_S:
            self._past.popleft()
        since, before = self._past[0]
        if share <= before or now <= since:
            return None
        return (1.0 - share) * (now - since) / (share - before)


def duration(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h 20 min`, `2 days 4 h`."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{round(seconds)} s"
    if minutes < 90:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {rest} min"
    return f"{hours // 24} days {hours % 24} h"
