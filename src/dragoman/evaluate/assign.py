"""One-to-one assignment with the best total weight (the Hungarian method)."""

from __future__ import annotations

from collections.abc import Sequence

_FORBIDDEN = 0.0


def assign(weights: Sequence[Sequence[float | None]]) -> list[tuple[int, int]]:
    """Pairs (row, column), in row order, each row and column at most once.

    As many pairs as possible are made; among those ways the one with the largest sum of weights.
    A null weight forbids a pair. Weights are at least 0. Equal sums are settled by position, the
    same way every time. O(n^3).
    """
    rows, columns = len(weights), max((len(row) for row in weights), default=0)
    if not rows or not columns:
        return []
    size = max(rows, columns)
    largest = max((w for row in weights for w in row if w is not None), default=0.0)
    # An allowed pair outweighs any sum of agreements, so that the number of pairs comes first.
    bonus = (largest + 1) * (size + 1)
    gain = [
        [
            _FORBIDDEN if w is None else bonus + w
            for w in (*weights[r], *[None] * (size - len(weights[r])))
        ]
        if r < rows
        else [_FORBIDDEN] * size
        for r in range(size)
    ]
    cost = [[-g for g in row] for row in gain]
    chosen = _hungarian(cost)
    return [(r, c) for r, c in chosen if r < rows and c < columns and gain[r][c] > 0]


def _hungarian(cost: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Least total cost of a square matrix, by shortest augmenting paths with potentials."""
    size = len(cost)
    infinite = float("inf")
    row_potential = [0.0] * (size + 1)
    column_potential = [0.0] * (size + 1)
    row_of = [0] * (size + 1)  # the row (from 1) that holds each column; 0: free
    for row in range(1, size + 1):
        row_of[0] = row
        column = 0
        least = [infinite] * (size + 1)
        before = [0] * (size + 1)
        used = [False] * (size + 1)
        while row_of[column]:
            used[column] = True
            holder, step, following = row_of[column], infinite, 0
            for c in range(1, size + 1):
                if used[c]:
                    continue
                reduced = cost[holder - 1][c - 1] - row_potential[holder] - column_potential[c]
                if reduced < least[c]:
                    least[c], before[c] = reduced, column
                if least[c] < step:
                    step, following = least[c], c
            for c in range(size + 1):
                if used[c]:
                    row_potential[row_of[c]] += step
                    column_potential[c] -= step
                else:
                    least[c] -= step
            column = following
        while column:
            row_of[column] = row_of[before[column]]
            column = before[column]
    return sorted((row_of[c] - 1, c - 1) for c in range(1, size + 1))
