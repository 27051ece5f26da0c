"""What most tests share: a coder that needs no model, and a reading made by hand."""

from __future__ import annotations

import hypothesis
import pytest

from dragoman.records import Reading
from fakes import FakeCoder, hand_made_reading

# Slow machines are no failure, and a run is the same each time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")


@pytest.fixture
def coder() -> FakeCoder:
    return FakeCoder()


@pytest.fixture(scope="session")
def reading() -> Reading:
    return hand_made_reading()
