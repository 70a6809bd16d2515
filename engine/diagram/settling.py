"""Things on a row as near to where they wish to be as their widths allow."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor


def settle(wishes: Sequence[float], weights: Sequence[float], steps: Sequence[int], low: int, high: int) -> list[int]:
    """Columns for things in a fixed order, nearest to their wishes in the sense of weighted least squares.

    Each column is at least `steps[i]` right of the one before (`steps[0]` is 0), and all are in `low` to `high`, which
    must be wide enough. Weights are positive.
    """
    # Isotonic regression: with the steps taken off, things that push each other share one column, their mean wish.
    groups: list[tuple[float, float, int]] = []  # weight, weighted sum of wishes, members
    offsets = []
    offset = 0
    for wish, weight, step in zip(wishes, weights, steps, strict=True):
        offset += step
        offsets.append(offset)
        total, members = weight * (wish - offset), 1
        while groups and groups[-1][1] * weight > total * groups[-1][0]:
            other_weight, other_total, other_members = groups.pop()
            weight, total, members = weight + other_weight, total + other_total, members + other_members
        groups.append((weight, total, members))
    columns = []
    for weight, total, members in groups:
        start = min(max(low, floor(total / weight + 0.5)), high - offset)
        columns += [start] * members
    return [column + shift for column, shift in zip(columns, offsets, strict=True)]
