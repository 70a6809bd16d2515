"""Where, along an axis, anything that matters turns: found by columns, closed in on from both sides.

Between two neighbouring points in which every comparison of the rule base comes out alike, nothing can turn, so only
intervals in which one does are looked into further. What is reported was evaluated on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.explanation.axes import DEEPEST, Axis, middles, width
from engine.inference.columnar import Columns, evaluate_columns
from engine.inference.given import Givens
from engine.knowledge.definitions import Knowledge

EXACT = 1e-3  # the width, as a share of the value, to which a turning point is closed in on
HIDDEN = 1e-2  # narrower than this, something that turns and turns back is not looked for
INSIDE = 5  # points tried in an interval that is looked into
AT_ONCE = 4_096  # columns in one evaluation: what stays in the processor's cache


Run = tuple[int, tuple[float, ...]]
"""The number of an axis, and points on it in ascending order."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Between `low` and `high` (both evaluated) topics turn: `before` and `after` are codes by topic."""

    low: float
    high: float
    before: npt.NDArray[np.int16]
    after: npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Scan:
    """An axis with its turning points in ascending order, and the codes of all topics where it is now."""

    axis: Axis
    turns: tuple[Turn, ...]
    now: npt.NDArray[np.int16]

    def turning(self, row: int) -> list[Turn]:
        """The turning points at which the topic of that row turns, in ascending order."""
        return [turn for turn in self.turns if turn.before[row] != turn.after[row]]


@dataclass(frozen=True, slots=True)
class Topics:
    """What is watched: decisions (codes are positions of options, -1 where it does not apply) and troubles (0 or 1)."""

    decisions: tuple[str, ...]
    troubles: tuple[str, ...] = ()

    def row(self, name: str) -> int:
        return (self.decisions + self.troubles).index(name)

    def codes(self, columns: Columns) -> npt.NDArray[np.int16]:
        """The code of each topic in each column: shape (topics, columns)."""
        rows = [*(columns.codes(d) for d in self.decisions), *(columns.troubled(t) for t in self.troubles)]
        return np.stack(rows).astype(np.int16)


@dataclass(frozen=True, slots=True)
class _Interval:
    axis: int
    low: float
    high: float
    before: npt.NDArray[np.int16]
    after: npt.NDArray[np.int16]
    changes: int

    @property
    def turns(self) -> bool:
        return bool((self.before != self.after).any())


def scan(
    knowledge: Knowledge, givens: Givens, axes: Sequence[Axis], topics: Topics, inside: int = INSIDE
) -> tuple[Scan, ...]:
    """Each axis with all its turning points, exact to `EXACT`."""
    runs = [(number, axis.points) for number, axis in enumerate(axes)]
    now: dict[int, npt.NDArray[np.int16]] = {}
    done: list[list[Turn]] = [[] for _ in axes]
    open_: list[_Interval] = []
    for number, points, codes, changes in _evaluated(knowledge, givens, axes, topics, runs):
        axis = axes[number]
        now[number] = codes[:, points.index(axis.now)]
        open_ += _intervals(number, points, codes, changes)
    while open_:
        deeper = []
        for interval in open_:
            if _worth(axes[interval.axis], interval):
                deeper.append(interval)
            elif interval.turns:
                done[interval.axis].append(Turn(interval.low, interval.high, interval.before, interval.after))
        runs = [(i.axis, (i.low, *middles(i.low, i.high, inside), i.high)) for i in deeper]
        open_ = [
            found
            for number, points, codes, changes in _evaluated(knowledge, givens, axes, topics, runs)
            for found in _intervals(number, points, codes, changes)
        ]
    return tuple(
        Scan(axis, tuple(sorted(done[number], key=lambda t: t.low)), now[number]) for number, axis in enumerate(axes)
    )


def _worth(axis: Axis, interval: _Interval) -> bool:
    """Whether to look into it: it turns and is still wide, or it may hide one that turns and turns back."""
    if interval.low <= 0 < interval.high <= axis.points[-1] * DEEPEST:
        return False
    wide = width(axis, interval.low, interval.high)
    return wide > EXACT if interval.turns else interval.changes > 1 and wide > HIDDEN


def _evaluated(
    knowledge: Knowledge, givens: Givens, axes: Sequence[Axis], topics: Topics, runs: Sequence[Run]
) -> Iterator[tuple[int, tuple[float, ...], npt.NDArray[np.int16], npt.NDArray[np.int64]]]:
    """Each run with the codes of the topics at its points, and how many comparisons turn between neighbours."""
    for batch in _batches(runs):
        moves = [axes[number].move(value) for number, points in batch for value in points]
        columns = evaluate_columns(knowledge, givens, moves)
        codes = topics.codes(columns)
        changes = columns.changes()
        start = 0
        for number, points in batch:
            stop = start + len(points)
            yield number, points, codes[:, start:stop], changes[start : stop - 1]
            start = stop


def _batches(runs: Sequence[Run]) -> Iterator[list[Run]]:
    batch: list[Run] = []
    size = 0
    for run in runs:
        if batch and size + len(run[1]) > AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(run)
        size += len(run[1])
    if batch:
        yield batch


def _intervals(
    number: int, points: tuple[float, ...], codes: npt.NDArray[np.int16], changes: npt.NDArray[np.int64]
) -> list[_Interval]:
    """The neighbours between which at least one comparison comes out otherwise."""
    return [
        _Interval(number, points[n], points[n + 1], codes[:, n], codes[:, n + 1], int(changes[n]))
        for n in np.nonzero(changes)[0]
    ]
