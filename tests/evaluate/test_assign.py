"""The assignment against trying every way."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.evaluate.assign import assign

WEIGHTS = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(
            st.one_of(st.none(), st.integers(0, 12).map(float)),
            min_size=columns,
            max_size=columns,
        ),
        min_size=1,
        max_size=4,
    )
)


def best(weights):
    """Most pairs, then most weight, by trying every way."""
    rows, columns = len(weights), len(weights[0])
    size = max(rows, columns)
    outcomes = []
    for order in permutations(range(size)):
        chosen = [
            weights[r][c]
            for r, c in enumerate(order)
            if r < rows and c < columns and weights[r][c] is not None
        ]
        outcomes.append((len(chosen), sum(chosen)))
    return max(outcomes)


@given(WEIGHTS)
@settings(max_examples=150, deadline=None)
def test_no_way_is_better(weights):
    pairs = assign(weights)
    assert len({r for r, _ in pairs}) == len({c for _, c in pairs}) == len(pairs)
    assert (len(pairs), sum(weights[r][c] for r, c in pairs)) == best(weights)


def test_nothing_to_assign():
    assert assign([]) == []
    assert assign([[], []]) == []
    assert assign([[None]]) == []


def test_a_pair_more_is_worth_any_agreement():
    assert assign([[9.0, 0.0], [0.0, None]]) == [(0, 1), (1, 0)]
