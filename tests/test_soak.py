from __future__ import annotations

from collections.abc import Callable

import pytest

import soak


@pytest.mark.parametrize("measure", soak.MEASURES, ids=lambda measure: measure.__name__)
def test_each_measure_runs_at_a_fiftieth(measure: Callable[[float], dict[str, object]]) -> None:
    assert all(value is not None for value in measure(soak.TEST_SIZE).values())
