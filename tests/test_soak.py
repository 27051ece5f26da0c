from __future__ import annotations

import importlib.util
from collections.abc import Callable

import pytest

import soak
from dragoman.identity import identity

READS = importlib.util.find_spec("dragoman.coder.code") and identity().model != "none"


@pytest.mark.parametrize("measure", soak.MEASURES, ids=lambda measure: measure.__name__)
def test_each_measure_runs_at_a_fiftieth(measure: Callable[[float], dict[str, object]]) -> None:
    if measure not in soak.MODELLESS and not READS:
        pytest.skip("no model is installed")
    assert all(value is not None for value in measure(soak.TEST_SIZE).values())
