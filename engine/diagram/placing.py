"""Columns for boxes, lanes and ports: straight lines first, then centred boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.diagram.graph import Graph
from engine.diagram.layering import Loop, Stack


@dataclass(frozen=True)
class Spacing:
    """How far things stand apart, in columns."""

    pitch: int
    """From one port to the next on a box side, and from one lane to the next."""
    pad: int
    """From a box's corner to its first port."""
    lane_gap: int
    """Blanks between a lane and a box."""
    box_gaps: Sequence[int]
    """Blanks between two boxes; the first that lets a row fit is taken."""


class TooTight(Exception):
    """The graph does not fit; `row` needs fewer items (-1: no row in particular)."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


class Pin(NamedTuple):
    """Where a net meets the upper or the lower bound of its channel, in column `x`; `head`: with an arrow head."""

    x: int
    upper: bool
    head: bool


class Net(NamedTuple):
    """A line between two pins of one channel."""

    edge: int
    a: Pin
    b: Pin


class SideArrow(NamedTuple):
    """A loop drawn as a straight arrow between neighbouring boxes of one row, in columns `left` to `right`."""

    edge: int
    row: int
    left: int
    right: int
    rightwards: bool


@dataclass
class Plan:
    """Everything a drawing needs, in columns; channel c lies above row c, the last one below the last row."""

    left: list[int]
    width: list[int]
    channels: list[list[Net]]
    arrows: list[SideArrow]


@dataclass
class Rail:
    """One side of a box (or a lane), `low` to `high` being the columns its ports may take, in the order of `edges`."""

    pitch: int
    edges: list[int]
    low: int = 0
    high: int = 0
    column: list[int | None] = field(default_factory=list)
    wish: list[int] = field(default_factory=list)

    def lay(self, left: int, width: int, pad: int) -> None:
        """Give the rail its place; ports wish to stand evenly spread."""
        self.low, self.high = left + pad, left + width - 1 - pad
        self.column = [None] * len(self.edges)
        self.wish = [int(left + offset + 0.5) for offset in spread(width, len(self.edges), self.pitch)]

    def span(self, k: int) -> tuple[int, int]:
        """The columns port k can take, those already placed staying where they are."""
        low, high = self.low + k * self.pitch, self.high - (len(self.edges) - 1 - k) * self.pitch
        for i in range(k - 1, -1, -1):
            placed = self.column[i]
            if placed is not None:
                low = max(low, placed + (k - i) * self.pitch)
                break
        for i in range(k + 1, len(self.edges)):
            placed = self.column[i]
            if placed is not None:
                high = min(high, placed - (i - k) * self.pitch)
                break
        return low, high


def spread(width: int, ports: int, pitch: int) -> list[float]:
    """Offsets of so many ports evenly spread over a box side."""
    step = max(pitch, (width - 1) / (ports + 1))
    return [(width - 1) / 2 + (k - (ports - 1) / 2) * step for k in range(ports)]


def settle(wishes: list[float], weights: list[float], steps: list[int], low: int, high: int) -> list[int]:
    """Columns as near the wishes as possible (weighted least squares), each at least `steps[i]` after the one before.

    `steps[0]` is ignored. All columns lie in `low` to `high`, which must be wide enough.
    """
    offset = 0
    offsets = []
    blocks: list[list[float]] = []  # [weight, weighted sum of wishes, members] of neighbours that touch
    for i, (wish, weight) in enumerate(zip(wishes, weights, strict=True)):
        offset += steps[i] if i else 0
        offsets.append(offset)
        blocks.append([weight, weight * (wish - offset), 1])
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][0] > blocks[-1][1] * blocks[-2][0]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    columns = []
    for weight, total, members in blocks:
        start = min(max(low, int(total // weight + (total % weight >= weight / 2))), high - offset)
        columns += [start] * int(members)
    return [column + shift for column, shift in zip(columns, offsets, strict=True)]


class _Placer:
    def __init__(
        self, graph: Graph, stack: Stack, widths: list[int], spacing: Spacing, first: int, last: int, arrows: list[int]
    ) -> None:
        self.graph = graph
        self.stack = stack
        self.spacing = spacing
        self.first = first
        self.last = last
        self.position = {item: i for row in stack.rows for i, item in enumerate(row)}
        self.above, self.below = stack.neighbours()
        self.beside: list[list[Loop]] = []  # loops drawn as side arrows, per row
        self.over: list[list[Loop]] = []  # loops drawn in the channel above the row
        self.under: list[list[Loop]] = []
        self.arrows = arrows  # columns a side arrow needs, per edge
        for r in range(len(stack.rows)):
            self._part_loops(r)
        self.rails = self._rails()
        self.width = [1 if node < 0 else widths[node] for node in stack.node]
        for (item, _), rail in self.rails.items():
            if stack.node[item] >= 0:
                needed = (len(rail.edges) - 1) * spacing.pitch + 1 + 2 * spacing.pad
                self.width[item] = max(self.width[item], needed)
        self.steps = [self._steps(r) for r in range(len(stack.rows))]
        self.left = [0] * len(stack.node)

    def _part_loops(self, r: int) -> None:
        beside: list[Loop] = []
        taken = set()
        over, under = [], []
        for loop in self.stack.loops[r]:
            low, high = sorted((self.position[loop.source], self.position[loop.target]))
            between = self.stack.rows[r][low : high + 1]
            if high == low + 1 and low not in taken:
                taken.add(low)
                beside.append(loop)
            elif sum(len(self.above[i]) for i in between) < sum(len(self.below[i]) for i in between):
                over.append(loop)
            else:
                under.append(loop)
        self.beside.append(beside)
        self.over.append(over)
        self.under.append(under)

    def _rails(self) -> dict[tuple[int, bool], Rail]:
        """The rails by (item, is its upper side), ports ordered by where their lines go."""
        keys: dict[tuple[int, bool], list[tuple[int, int, int]]] = {}
        for links in self.stack.links:
            for edge, upper, lower in links:
                keys.setdefault((upper, False), []).append((0, self.position[lower], edge))
                keys.setdefault((lower, True), []).append((0, self.position[upper], edge))
        for loops, side in ((self.over, True), (self.under, False)):
            for row in loops:
                for edge, source, target in row:
                    way = 1 if self.position[source] < self.position[target] else -1
                    keys.setdefault((source, side), []).append((way, -self.position[target], edge))
                    keys.setdefault((target, side), []).append((-way, -self.position[source], edge))
        return {key: Rail(self.spacing.pitch, [edge for _, _, edge in sorted(ports)]) for key, ports in keys.items()}

    def _steps(self, r: int) -> list[int]:
        """How far each item of the row starts after the one before; the widest spacing that fits."""
        row = self.stack.rows[r]
        while True:
            for gap in self.spacing.box_gaps:
                steps = self._steps_with(r, gap)
                if sum(steps) + self.width[row[-1]] <= self.last - self.first + 1:
                    return steps
            if not self.beside[r]:
                raise TooTight(r)
            raise TooTight(r)

    def _steps_with(self, r: int, gap: int) -> list[int]:
        row = self.stack.rows[r]
        beside = {min(self.position[loop.source], self.position[loop.target]): loop for loop in self.beside[r]}
        steps = [0]
        for i in range(1, len(row)):
            one, two = self.stack.node[row[i - 1]], self.stack.node[row[i]]
            if one >= 0 and two >= 0:
                blanks = gap
                if i - 1 in beside:
                    blanks = max(gap, self.arrows[beside[i - 1].edge])
            elif one < 0 and two < 0:
                blanks = self.spacing.pitch - 1
            else:
                blanks = self.spacing.lane_gap
            steps.append(self.width[row[i - 1]] + blanks)
        return steps

    # -- boxes and lanes ------------------------------------------------------------------------------------------

    def put_items(self) -> None:
        for r in range(len(self.stack.rows)):
            row = self.stack.rows[r]
            middle = (self.first + self.last - sum(self.steps[r]) - self.width[row[-1]]) / 2
            x = middle
            for i, item in enumerate(row):
                x += self.steps[r][i]
                self.left[item] = round(x)
        offsets: dict[tuple[int, bool, int], float] = {}
        for (item, side), rail in self.rails.items():
            for edge, offset in zip(
                rail.edges, spread(self.width[item], len(rail.edges), self.spacing.pitch), strict=True
            ):
                offsets[item, side, edge] = offset
        pulls: list[list[list[tuple[int, float, float]]]] = [[[] for _ in self.stack.node] for _ in (0, 1)]
        for links in self.stack.links:
            for edge, upper, lower in links:
                shift = offsets[upper, False, edge] - offsets[lower, True, edge]
                lanes = (self.stack.node[upper] < 0) + (self.stack.node[lower] < 0)
                weight = (1.0, 2.0, 8.0)[lanes]
                pulls[0][lower].append((upper, shift, weight))
                pulls[1][upper].append((lower, -shift, weight))
        down, up = range(len(self.stack.rows)), range(len(self.stack.rows) - 1, -1, -1)
        for _ in range(3):
            for r in down:
                self._settle_row(r, pulls[:1])
            for r in up:
                self._settle_row(r, pulls[1:])
        self._find_chains()
        for _ in range(3):
            self._wish_chains()
            for r in down:
                self._settle_row(r, pulls)
            for r in up:
                self._settle_row(r, pulls)
        self._straighten_lanes()
        shift = min(self.left) - self.first
        self.left = [x - shift for x in self.left]

    def _settle_row(self, r: int, pulls: list[list[list[tuple[int, float, float]]]]) -> None:
        wishes, weights = [], []
        row = self.stack.rows[r]
        both = len(pulls) > 1
        for item in row:
            found = [pull for way in pulls for pull in way[item]]
            if both and self.stack.node[item] < 0:
                wishes.append(self.chain_wish[self.stack.edge[item]])
                weights.append(50.0)
            elif found:
                weight = sum(w for _, _, w in found)
                wishes.append(sum((self.left[other] + shift) * w for other, shift, w in found) / weight)
                weights.append(weight)
            else:
                wishes.append(self.left[item])
                weights.append(4.0 if self.stack.node[item] < 0 else 0.1)
        lefts = settle(wishes, weights, self.steps[r], self.first, self.last + 1 - self.width[row[-1]])
        for item, left in zip(row, lefts, strict=True):
            self.left[item] = left

    def _find_chains(self) -> None:
        self.chains: dict[int, list[int]] = {}
        self.ends: dict[int, list[int]] = {}
        for links in self.stack.links:
            for edge, upper, lower in links:
                if self.stack.node[lower] < 0:
                    self.chains.setdefault(edge, []).append(lower)
                    if self.stack.node[upper] >= 0:
                        self.ends.setdefault(edge, []).append(upper)
                elif self.stack.node[upper] < 0:
                    self.ends.setdefault(edge, []).append(lower)

    def _reach(self, item: int, side: bool, edge: int) -> tuple[int, int]:
        rail = self.rails[item, side]
        k = rail.edges.index(edge)
        low = self.left[item] + self.spacing.pad + k * rail.pitch
        high = self.left[item] + self.width[item] - 1 - self.spacing.pad - (len(rail.edges) - 1 - k) * rail.pitch
        return low, high

    def _wish_chains(self) -> None:
        self.chain_wish: dict[int, float] = {}
        for edge, chain in self.chains.items():
            wish = sum(self.left[lane] for lane in chain) / len(chain)
            one = self._reach(self.ends[edge][0], False, edge)
            two = self._reach(self.ends[edge][1], True, edge)
            low, high = max(one[0], two[0]), min(one[1], two[1])
            if low > high:
                low, high = min(one, two, key=lambda span: max(span[0] - wish, wish - span[1]))
            self.chain_wish[edge] = min(max(wish, low), high)

    def _straighten_lanes(self) -> None:
        ends = self.ends
        row_of = {item: r for r, row in enumerate(self.stack.rows) for item in row}
        for edge, chain in self.chains.items():
            i = 0
            while i < len(chain):
                low, high = self._slack(chain[i], row_of)
                j = i + 1
                while j < len(chain):
                    lo, hi = self._slack(chain[j], row_of)
                    if max(lo, low) > min(hi, high):
                        break
                    low, high = max(lo, low), min(hi, high)
                    j += 1
                wish = round(sum(self.left[lane] for lane in chain[i:j]) / (j - i))
                for side, at_end in ((False, i == 0), (True, j == len(chain))):
                    if at_end:
                        lo, hi = self._reach(ends[edge][side], side, edge)
                        if max(lo, low) <= min(hi, high):
                            low, high = max(lo, low), min(hi, high)
                for lane in chain[i:j]:
                    self.left[lane] = min(max(wish, low), high)
                i = j

    def _slack(self, item: int, row_of: dict[int, int]) -> tuple[int, int]:
        r = row_of[item]
        row, steps, i = self.stack.rows[r], self.steps[r], self.position[item]
        low = self.left[row[i - 1]] + steps[i] if i else self.first
        high = self.left[row[i + 1]] - steps[i + 1] if i + 1 < len(row) else self.last
        return low, high

    # -- ports ----------------------------------------------------------------------------------------------------

    def put_ports(self) -> None:
        for (item, _), rail in self.rails.items():
            if self.stack.node[item] < 0:
                rail.lay(self.left[item], 1, 0)
                rail.column = [self.left[item]]
            else:
                rail.lay(self.left[item], self.width[item], self.spacing.pad)
        for links in self.stack.links:
            pairs = []
            for edge, upper, lower in links:
                one, two = self.rails[upper, False], self.rails[lower, True]
                i, j = one.edges.index(edge), two.edges.index(edge)
                pairs.append((abs(one.wish[i] - two.wish[j]), edge, one, i, two, j))
            pairs.sort(key=lambda pair: pair[:2])
            for _, _, one, i, two, j in pairs:
                low, high = (max(a, b) for a, b in zip(one.span(i), two.span(j), strict=True))
                low = max(one.span(i)[0], two.span(j)[0])
                high = min(one.span(i)[1], two.span(j)[1])
                wish = (one.wish[i] + two.wish[j] + 1) // 2
                if one.column[i] is not None:
                    wish = one.column[i] or 0
                    low, high = max(low, wish), min(high, wish)
                elif two.column[j] is not None:
                    wish = two.column[j] or 0
                    low, high = max(low, wish), min(high, wish)
                if low <= high:
                    one.column[i] = two.column[j] = min(max(wish, low), high)
        for r in range(len(self.stack.rows) + 1):
            self._fill_channel(r)

    def _fill_channel(self, c: int) -> None:
        """Place the ports of channel c that no straight line has placed, clear of foreign pins across the channel."""
        sides = []
        for r, side in ((c - 1, False), (c, True)):
            if 0 <= r < len(self.stack.rows):
                sides.append([self.rails[i, side] for i in self.stack.rows[r] if (i, side) in self.rails])
            else:
                sides.append([])
        for rails, others in (sides, sides[::-1]):
            foreign = {(x, e) for rail in others for x, e in zip(rail.column, rail.edges, strict=True) if x is not None}
            for rail in rails:
                for k, edge in enumerate(rail.edges):
                    if rail.column[k] is not None:
                        continue
                    low, high = rail.span(k)

                    def cost(x: int, edge: int = edge, wish: int = rail.wish[k]) -> tuple[int, int]:
                        clashes = sum(abs(x - other) <= 1 for other, owner in foreign)
                        return 4 * clashes + abs(x - wish), x

                    rail.column[k] = min(range(low, high + 1), key=cost)

    def column(self, item: int, side: bool, edge: int) -> int:
        rail = self.rails[item, side]
        column = rail.column[rail.edges.index(edge)]
        assert column is not None
        return column

    # -- result ---------------------------------------------------------------------------------------------------

    def plan(self) -> Plan:
        channels: list[list[Net]] = [[] for _ in range(len(self.stack.rows) + 1)]
        arrows = []
        targets = {}
        ids = {node.id: i for i, node in enumerate(self.graph.nodes)}
        for e, edge in enumerate(self.graph.edges):
            targets[e] = ids[edge.target]
        for r, links in enumerate(self.stack.links):
            for edge, upper, lower in links:
                a = Pin(self.column(upper, False, edge), True, upper == targets[edge])
                b = Pin(self.column(lower, True, edge), False, lower == targets[edge])
                channels[r + 1].append(Net(edge, a, b))
        for r in range(len(self.stack.rows)):
            for loops, side in ((self.over[r], True), (self.under[r], False)):
                for edge, source, target in loops:
                    a = Pin(self.column(source, side, edge), not side, False)
                    b = Pin(self.column(target, side, edge), not side, True)
                    channels[r + (not side)].append(Net(edge, a, b))
            for edge, source, target in self.beside[r]:
                one, two = sorted((source, target), key=self.position.__getitem__)
                left = self.left[one] + self.width[one]
                arrows.append(SideArrow(edge, r, left, self.left[two] - 1, two == target))
        return Plan(self.left, self.width, channels, arrows)


def place(
    graph: Graph, stack: Stack, widths: list[int], arrows: list[int], spacing: Spacing, first: int, last: int
) -> Plan:
    """Place every item and port in columns `first` to `last`.

    `widths` are the box widths the titles need, `arrows` the columns each edge needs as a side arrow.

    Raises:
        TooTight: a row does not fit.
    """
    placer = _Placer(graph, stack, widths, spacing, first, last, arrows)
    placer.put_items()
    placer.put_ports()
    return placer.plan()
