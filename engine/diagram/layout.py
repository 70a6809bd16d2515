"""Where the items of a stack stand, and how far they may move."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from engine.diagram.graph import Graph
from engine.diagram.layering import Stack
from engine.diagram.ports import Rails, RowLoops
from engine.diagram.spacing import Spacing, TooTight

ARROW_LINE = 5
"""Columns a side arrow takes besides its label."""


class Tie(NamedTuple):
    """A link as one of its items sees it: offsets from the other item's column for its own."""

    other: int
    first: int
    last: int
    """From `first` to `last` the link can be straight."""
    centred: float
    """Here it is straight with all ports evenly spread."""
    weight: float

    def is_straight(self, here: int, there: int) -> bool:
        """Whether the link can be straight with its item in this column and the other in that one."""
        return there + self.first <= here <= there + self.last


class Layout:
    """Widths and columns of all items: `left` is each one's first column, between `first` and `last`.

    `steps[r]` tells for row r how far each item starts after the one before, at least (0 for the first).
    """

    def __init__(
        self,
        graph: Graph,
        stack: Stack,
        loops: list[RowLoops],
        rails: Rails,
        widths: list[int],
        spacing: Spacing,
        first: int,
        last: int,
    ) -> None:
        """Find widths and steps, for boxes whose titles need `widths`; all columns are still 0.

        Raises:
            TooTight: a row does not fit.
        """
        self.stack = stack
        self.rails = rails
        self.first = first
        self.last = last
        self.position = stack.positions()
        self.width = widths + [1] * (len(stack.lane_edge) - len(widths))
        self.left = [0] * len(self.width)
        self.steps = [self._fit(r, _arrow_widths(graph, row, spacing), spacing) for r, row in enumerate(loops)]
        for (item, _), rail in rails.items():
            rail.width = self.width[item]
        self.up: list[list[Tie]] = [[] for _ in self.width]
        """Per item, its ties to the row above."""
        self.down: list[list[Tie]] = [[] for _ in self.width]
        """Per item, its ties to the row below."""
        self._tie()

    def slack(self, item: int) -> tuple[int, int]:
        """The first and last column an item can have between its neighbours."""
        r = self.stack.row_of[item]
        row, steps, i = self.stack.rows[r], self.steps[r], self.position[item]
        low = self.left[row[i - 1]] + steps[i] if i else self.first
        end = i + 1 == len(row)
        high = self.last + 1 - self.width[item] if end else self.left[row[i + 1]] - steps[i + 1]
        return low, high

    def chain_ends(self, edge: int) -> list[tuple[int, int]]:
        """The columns the ports at the upper and the lower end of an edge with lanes can take."""
        chain = self.stack.chains[edge]
        spans = []
        for box, upper in ((chain[0], False), (chain[-1], True)):
            low, high = self.rails[box, upper].reach(edge)
            spans.append((self.left[box] + low, self.left[box] + high))
        return spans

    def _fit(self, r: int, arrow_widths: dict[tuple[int, int], int], spacing: Spacing) -> list[int]:
        """Widen the row's boxes for their ports and find its steps, both as comfortable as the columns allow."""
        row = self.stack.rows[r]
        titles = [self.width[item] for item in row]
        for roomy in (True, False):
            for item, width in zip(row, titles, strict=True):
                self.width[item] = max(width, self._ports_width(item, spacing, roomy))
            for gap in spacing.box_gaps:
                steps = [0]
                for one, two in pairwise(row):
                    boxes = self.stack.is_box(one) + self.stack.is_box(two)
                    box_gap = max(gap, arrow_widths.get((one, two), 0), arrow_widths.get((two, one), 0))
                    steps.append(self.width[one] + (spacing.pitch - 1, spacing.lane_gap, box_gap)[boxes])
                if sum(steps) + self.width[row[-1]] <= self.last - self.first + 1:
                    return steps
        raise TooTight(r)

    def _ports_width(self, item: int, spacing: Spacing, roomy: bool) -> int:
        if not self.stack.is_box(item):
            return 1
        sides = [self.rails[item, upper] for upper in (True, False) if (item, upper) in self.rails]
        return max((spacing.ports_width(len(rail.edges), roomy) for rail in sides), default=0)

    def _tie(self) -> None:
        for links in self.stack.links:
            for edge, upper, lower in links:
                one, two = self.rails[upper, False], self.rails[lower, True]
                (low, high), (other_low, other_high) = one.reach(edge), two.reach(edge)
                centred = one.wish(edge) - two.wish(edge)
                weight = (8.0, 2.0, 1.0)[self.stack.is_box(upper) + self.stack.is_box(lower)]
                self.up[lower].append(Tie(upper, low - other_high, high - other_low, centred, weight))
                self.down[upper].append(Tie(lower, other_low - high, other_high - low, -centred, weight))


def check_widths(stack: Stack, widths: list[int], spacing: Spacing, columns: int) -> None:
    """Find out before any other work whether a row is too wide for so many columns in whatever order.

    Raises:
        TooTight: a row does not fit.
    """
    blanks = min(*spacing.box_gaps, spacing.lane_gap, spacing.pitch - 1)
    for r, row in enumerate(stack.rows):
        needed = blanks * (len(row) - 1)
        for item in row:
            ports = max(len(stack.above[item]), len(stack.below[item]))
            needed += max(widths[item], spacing.ports_width(ports, roomy=False)) if stack.is_box(item) else 1
        if needed > columns:
            raise TooTight(r)


def _arrow_widths(graph: Graph, loops: RowLoops, spacing: Spacing) -> dict[tuple[int, int], int]:
    """The columns the side arrows of a row need, by source and target."""
    return {
        (source, target): len(spacing.label(graph.edges[edge].number)) + ARROW_LINE
        for edge, source, target in loops.beside
    }
