"""Ports: the columns in which lines meet the boxes, one for each line."""

from __future__ import annotations

from typing import NamedTuple

from engine.diagram.layering import Loop, Stack
from engine.diagram.spacing import Spacing


class RowLoops(NamedTuple):
    """The loops of one row, by where they run."""

    beside: list[Loop]
    """Straight between two boxes that stand side by side."""
    over: list[Loop]
    """In the channel above the row."""
    under: list[Loop]
    """In the channel below the row."""


class Rail:
    """The upper or lower side of an item, with a port for each of its edges, from left to right.

    Offsets count from the item's left column.
    """

    def __init__(self, edges: list[int], pitch: int, pad: int) -> None:
        self.edges = edges
        self.pitch = pitch
        self.pad = pad
        self.width = 1
        self.index = {edge: k for k, edge in enumerate(edges)}
        self.columns: list[int | None] = [None] * len(edges)

    def reach(self, edge: int) -> tuple[int, int]:
        """The first and the last offset the edge's port can take."""
        k = self.index[edge]
        return self.pad + k * self.pitch, self.width - 1 - self.pad - (len(self.edges) - 1 - k) * self.pitch

    def wish(self, edge: int) -> float:
        """The offset of the edge's port when all ports are spread evenly."""
        step = max(self.pitch, (self.width - 1) / (len(self.edges) + 1))
        return (self.width - 1) / 2 + (self.index[edge] - (len(self.edges) - 1) / 2) * step

    def column(self, edge: int) -> int:
        """The column of the edge's port, once `put_ports` has placed it."""
        column = self.columns[self.index[edge]]
        if column is None:
            raise LookupError(f"the port of edge {edge} is not placed yet; call put_ports first")
        return column

    def span(self, edge: int, left: int) -> tuple[int, int]:
        """The first and the last column the edge's port can take between the ports that have theirs."""
        k = self.index[edge]
        low, high = self.reach(edge)
        low, high = left + low, left + high
        for i in range(k - 1, -1, -1):
            if (column := self.columns[i]) is not None:
                low = max(low, column + (k - i) * self.pitch)
                break
        for i in range(k + 1, len(self.edges)):
            if (column := self.columns[i]) is not None:
                high = min(high, column - (i - k) * self.pitch)
                break
        return low, high


Rails = dict[tuple[int, bool], Rail]
"""By item and whether it is the upper side."""


def part_loops(stack: Stack, position: list[int]) -> list[RowLoops]:
    """Decide for the loops of each row where they run: beside where possible, else on the less busy side."""
    parted = []
    for row, loops in zip(stack.rows, stack.loops, strict=True):
        found = RowLoops([], [], [])
        taken = set()
        for loop in loops:
            low, high = sorted((position[loop.source], position[loop.target]))
            between = row[low : high + 1]
            if high == low + 1 and low not in taken:
                taken.add(low)
                found.beside.append(loop)
            elif sum(len(stack.above[item]) for item in between) < sum(len(stack.below[item]) for item in between):
                found.over.append(loop)
            else:
                found.under.append(loop)
        parted.append(found)
    return parted


def make_rails(stack: Stack, loops: list[RowLoops], spacing: Spacing, position: list[int]) -> Rails:
    """Rails with their edges sorted by where these go, so that lines of one box do not cross each other needlessly."""
    found: dict[tuple[int, bool], list[tuple[int, int, int]]] = {}
    for links in stack.links:
        for edge, upper, lower in links:
            found.setdefault((upper, False), []).append((0, position[lower], edge))
            found.setdefault((lower, True), []).append((0, position[upper], edge))
    for row in loops:
        for side, looped in ((True, row.over), (False, row.under)):
            for edge, source, target in looped:
                # A loop leaves at the corner towards its other end; the farther it goes, the farther inside.
                way = 1 if position[source] < position[target] else -1
                found.setdefault((source, side), []).append((way, -position[target], edge))
                found.setdefault((target, side), []).append((-way, -position[source], edge))
    return {
        (item, side): Rail([edge for _, _, edge in sorted(ends)], spacing.pitch, spacing.pad * stack.is_box(item))
        for (item, side), ends in found.items()
    }


def put_ports(stack: Stack, rails: Rails, left: list[int]) -> None:
    """Give every port its column: lines run straight where both ends allow it, shortest way first."""
    for links in stack.links:
        pairs = []
        for edge, upper, lower in links:
            one, two = rails[upper, False], rails[lower, True]
            wishes = left[upper] + one.wish(edge), left[lower] + two.wish(edge)
            pairs.append((abs(wishes[0] - wishes[1]), edge, upper, lower, int(sum(wishes) / 2 + 0.5)))
        for _, edge, upper, lower, wish in sorted(pairs):
            one, two = rails[upper, False], rails[lower, True]
            spans = one.span(edge, left[upper]), two.span(edge, left[lower])
            low, high = max(spans[0][0], spans[1][0]), min(spans[0][1], spans[1][1])
            if low <= high:
                column = min(max(wish, low), high)
                one.columns[one.index[edge]] = two.columns[two.index[edge]] = column
    for r in range(len(stack.rows) + 1):
        _fill_channel(stack, rails, left, r)


def _fill_channel(stack: Stack, rails: Rails, left: list[int], channel: int) -> None:
    """Place the ports no straight line has placed, clear of the pins across the channel, which would bar their way."""
    sides: list[list[tuple[int, Rail]]] = [[], []]
    for i, (row, upper) in enumerate(((channel - 1, False), (channel, True))):
        if 0 <= row < len(stack.rows):
            sides[i] = [(left[item], rails[item, upper]) for item in stack.rows[row] if (item, upper) in rails]
    for near, far in (sides, sides[::-1]):
        barred = {column + i for _, rail in far for column in rail.columns if column is not None for i in (-1, 0, 1)}
        for start, rail in near:
            for k, edge in enumerate(rail.edges):
                if rail.columns[k] is None:
                    low, high = rail.span(edge, start)
                    wish = int(start + rail.wish(edge) + 0.5)
                    choices = range(low, high + 1)
                    rail.columns[k] = min(choices, key=lambda x: (abs(x - wish) + 4 * (x in barred), x))
