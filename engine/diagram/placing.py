"""Columns for boxes, lanes and ports: straight lines first, then centred boxes."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from engine.diagram.graph import Graph
from engine.diagram.layering import Stack
from engine.diagram.ports import Rails, RowLoops, make_rails, part_loops, put_ports
from engine.diagram.settling import settle
from engine.diagram.spacing import Spacing, TooTight


class Pin(NamedTuple):
    """Where a line meets the upper or the lower bound of its channel, in column `x`; `head`: with an arrow head."""

    x: int
    upper: bool
    head: bool


class Net(NamedTuple):
    """A line between two pins of one channel; a link's upper pin comes first, a loop's source."""

    edge: int
    a: Pin
    b: Pin


class SideArrow(NamedTuple):
    """A loop drawn as a straight arrow between neighbouring boxes of one row, in columns `left` to `right`."""

    edge: int
    left: int
    right: int
    rightwards: bool


class Plan(NamedTuple):
    """Where everything stands, in columns."""

    left: list[int]
    """Of each item."""
    width: list[int]
    """Of each item."""
    channels: list[list[Net]]
    """Channel c lies above row c, the last one below the last row."""
    arrows: list[list[SideArrow]]
    """Per row."""


class _Tie(NamedTuple):
    """A link as one of its items sees it: what `left` of the item would suit the link, given `left` of the other."""

    other: int
    first: int
    last: int
    """Between these two offsets from the other item the link can be straight."""
    centred: float
    """At this offset it is straight with all ports evenly spread."""
    weight: float


def place(graph: Graph, stack: Stack, widths: list[int], spacing: Spacing, first: int, last: int) -> Plan:
    """Place every item and port in columns `first` to `last`; `widths` is what the titles of the boxes need.

    Raises:
        TooTight: a row does not fit.
    """
    position = stack.positions()
    loops = part_loops(stack, position)
    rails = make_rails(stack, loops, spacing, position)
    placer = _Placer(graph, stack, loops, rails, widths, spacing, first, last)
    placer.put_items()
    put_ports(stack, rails, placer.left)
    return Plan(placer.left, placer.width, _nets(graph, stack, loops, rails), placer.arrows())


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


class _Placer:
    """Places items: sweeps over the rows, each row settling as its neighbours wish."""

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
        self.graph = graph
        self.stack = stack
        self.loops = loops
        self.rails = rails
        self.spacing = spacing
        self.first = first
        self.last = last
        self.position = stack.positions()
        self.width = widths + [1] * (len(stack.lane_edge) - len(widths))
        self.steps = [self._fit(r) for r in range(len(stack.rows))]
        for (item, _), rail in rails.items():
            rail.width = self.width[item]
        self.up: list[list[_Tie]] = [[] for _ in self.width]
        self.down: list[list[_Tie]] = [[] for _ in self.width]
        self._tie()
        self.passing: list[list[int]] = [[] for _ in range(stack.boxes)]
        for edge, chain in stack.chains.items():
            self.passing[chain[0]].append(edge)
            self.passing[chain[-1]].append(edge)
        self.left = [0] * len(self.width)

    # -- what is given --------------------------------------------------------------------------------------------

    def _fit(self, r: int) -> list[int]:
        """Widen the row's boxes for their ports and find how far each item starts after the one before, at least."""
        row = self.stack.rows[r]
        bare = [self.width[item] for item in row]
        for roomy in (True, False):
            for item, width in zip(row, bare, strict=True):
                self.width[item] = max(width, self._ports_width(item, roomy))
            for gap in self.spacing.box_gaps:
                steps = self._steps(r, gap)
                if sum(steps) + self.width[row[-1]] <= self.last - self.first + 1:
                    return steps
        raise TooTight(r)

    def _ports_width(self, item: int, roomy: bool) -> int:
        if not self.stack.is_box(item):
            return 1
        sides = [self.rails[item, upper] for upper in (True, False) if (item, upper) in self.rails]
        return max((self.spacing.ports_width(len(rail.edges), roomy) for rail in sides), default=0)

    def _steps(self, r: int, gap: int) -> list[int]:
        row = self.stack.rows[r]
        arrow = {
            min(self.position[loop.source], self.position[loop.target]): self._arrow_width(loop.edge)
            for loop in self.loops[r].beside
        }
        steps = [0]
        for i, (one, two) in enumerate(pairwise(row)):
            boxes = self.stack.is_box(one) + self.stack.is_box(two)
            blanks = (self.spacing.pitch - 1, self.spacing.lane_gap, max(gap, arrow.get(i, 0)))[boxes]
            steps.append(self.width[one] + blanks)
        return steps

    def _arrow_width(self, edge: int) -> int:
        return len(self.spacing.label(self.graph.edges[edge].number)) + 5

    def _tie(self) -> None:
        for links in self.stack.links:
            for edge, upper, lower in links:
                one, two = self.rails[upper, False], self.rails[lower, True]
                (low, high), (other_low, other_high) = one.reach(edge), two.reach(edge)
                centred = one.wish(edge) - two.wish(edge)
                weight = (8.0, 2.0, 1.0)[self.stack.is_box(upper) + self.stack.is_box(lower)]
                self.up[lower].append(_Tie(upper, low - other_high, high - other_low, centred, weight))
                self.down[upper].append(_Tie(lower, other_low - high, other_high - low, -centred, weight))

    # -- items ----------------------------------------------------------------------------------------------------

    def put_items(self) -> None:
        downwards, upwards = range(len(self.stack.rows)), range(len(self.stack.rows) - 1, -1, -1)
        for r, row in enumerate(self.stack.rows):
            x = (self.first + self.last - sum(self.steps[r]) - self.width[row[-1]]) // 2
            for item, step in zip(row, self.steps[r], strict=True):
                x += step
                self.left[item] = x
        for _ in range(3):
            for r in downwards:
                self._settle(r, [self.up], {})
            for r in upwards:
                self._settle(r, [self.down], {})
        for _ in range(3):
            columns = self._chain_columns()
            for r in (*downwards, *upwards):
                self._settle(r, [self.up, self.down], columns)
        self._straighten_chains()
        for _ in range(2):
            self._nudge_boxes()
            self._straighten_chains()
        for _ in range(2):
            self._shove()
        shift = min(self.left) - self.first
        self.left = [x - shift for x in self.left]

    def _settle(self, r: int, ties: list[list[list[_Tie]]], columns: dict[int, float]) -> None:
        """Move the row's items as their ties wish; lanes into the columns given for their edges."""
        wishes, weights = [], []
        row, left = self.stack.rows[r], self.left
        for item in row:
            if self.stack.lane_edge[item] in columns:
                wishes.append(columns[self.stack.lane_edge[item]])
                weights.append(50.0)
                continue
            wish = weight = 0.0
            for way in ties:
                for tie in way[item]:
                    wish += (left[tie.other] + tie.centred) * tie.weight
                    weight += tie.weight
            wishes.append(wish / weight if weight else float(left[item]))
            weights.append(weight or 0.1)
        lefts = settle(wishes, weights, self.steps[r], self.first, self.last + 1 - self.width[row[-1]])
        for item, x in zip(row, lefts, strict=True):
            left[item] = x

    def _chain_columns(self) -> dict[int, float]:
        """For each edge that passes rows one column for all its lanes, below or above a port it can take."""
        columns = {}
        for edge, chain in self.stack.chains.items():
            column = sum(self.left[lane] for lane in chain[1:-1]) / (len(chain) - 2)
            one, two = self._chain_ends(edge)
            low, high = max(one[0], two[0]), min(one[1], two[1])
            if low > high:
                low, high = min(one, two, key=lambda span: max(span[0] - column, column - span[1]))
            columns[edge] = min(max(column, low), high)
        return columns

    def _chain_ends(self, edge: int) -> list[tuple[int, int]]:
        """The columns the ports at the upper and the lower end of an edge can take."""
        chain = self.stack.chains[edge]
        spans = []
        for box, upper in ((chain[0], False), (chain[-1], True)):
            low, high = self.rails[box, upper].reach(edge)
            spans.append((self.left[box] + low, self.left[box] + high))
        return spans

    def _straighten_chains(self) -> None:
        """Put as many lanes of an edge as possible into one column, from the top on, the other items standing still."""
        for edge, chain in self.stack.chains.items():
            lanes = chain[1:-1]
            ends = self._chain_ends(edge)
            while lanes:
                low, high = self._slack(lanes[0])
                count = 1
                for lane in lanes[1:]:
                    slack = self._slack(lane)
                    if max(low, slack[0]) > min(high, slack[1]):
                        break
                    low, high = max(low, slack[0]), min(high, slack[1])
                    count += 1
                near_ends = ends[:1] * (lanes[0] == chain[1]) + ends[1:] * (count == len(lanes))
                for end in near_ends:
                    if max(low, end[0]) <= min(high, end[1]):
                        low, high = max(low, end[0]), min(high, end[1])
                mean = sum(self.left[lane] for lane in lanes[:count]) / count
                for lane in lanes[:count]:
                    self.left[lane] = min(max(int(mean + 0.5), low), high)
                lanes = lanes[count:]

    def _nudge_boxes(self) -> None:
        """Move each box, all boxes else standing still, to where most of its lines can run straight."""
        for item in range(self.stack.boxes):
            spans = [
                (self.left[tie.other] + tie.first, self.left[tie.other] + tie.last)
                for tie in self.up[item] + self.down[item]
                if self.stack.is_box(tie.other)
            ]
            for edge in self.passing[item]:
                spans += self._chain_spans(item, edge)
            low, high = self._slack(item)
            here = self.left[item]
            choices = {here} | {x for span in spans for x in span if low <= x <= high}
            ranked = [(sum([a <= x <= b for a, b in spans]), -abs(x - here), x) for x in choices]
            self.left[item] = max(ranked)[2]

    def _chain_spans(self, item: int, edge: int) -> list[tuple[int, int]]:
        """Where a box should stand for an edge with lanes to run straight from it, and on to the edge's other box."""
        chain = self.stack.chains[edge]
        slacks = [self._slack(lane) for lane in chain[1:-1]]
        low, high = max(low for low, _ in slacks), min(high for _, high in slacks)
        if low > high:
            lane = self.left[chain[1] if item == chain[0] else chain[-2]]
            low = high = lane
        ends = self._chain_ends(edge)
        (here, end), (far_low, far_high) = ends if item == chain[0] else ends[::-1]
        back, forth = here - self.left[item], end - self.left[item]
        spans = [(low - forth, high - back)]
        low, high = max(low, far_low), min(high, far_high)
        if low <= high:
            spans.append((low - forth, high - back))
        return spans

    def _shove(self) -> None:
        left = self.left
        for item in range(self.stack.boxes):
            spans = [(left[tie.other] + tie.first, left[tie.other] + tie.last) for tie in self.up[item] + self.down[item]]
            here = left[item]
            cands = sorted({min(max(here, a), b) for a, b in spans} - {here}, key=lambda x: (abs(x - here), x))
            for x in cands:
                if self._try({item: x}):
                    break
        for edge, chain in self.stack.chains.items():
            lanes = chain[1:-1]
            cands = {left[lane] for lane in lanes}
            for low, high in self._chain_ends(edge):
                cands.update(min(max(left[lane], low), high) for lane in lanes)
            for x in sorted(cands):
                moves = dict.fromkeys(lanes, x)
                if self._try(moves):
                    continue
                for box, upper in ((chain[0], False), (chain[-1], True)):
                    low, high = self.rails[box, upper].reach(edge)
                    to = min(max(left[box], x - high), x - low)
                    if to != left[box] and self._try(moves | {box: to}):
                        break

    def _try(self, moves: dict[int, int]) -> bool:
        left, stack = self.left, self.stack
        new = dict(moves)
        for item, x in moves.items():
            if x == left[item]:
                continue
            r = stack.row_of[item]
            row, steps, i = stack.rows[r], self.steps[r], self.position[item]
            at = x
            for k in range(i - 1, -1, -1):
                at -= steps[k + 1]
                if left[row[k]] <= at:
                    break
                new[row[k]] = at
                if at < self.first:
                    return False
            if i == 0 and x < self.first:
                return False
            at = x
            for k in range(i + 1, len(row)):
                at += steps[k]
                if left[row[k]] >= at:
                    break
                new[row[k]] = at
            end = row[-1]
            if new.get(end, left[end]) + self.width[end] - 1 > self.last:
                return False
        before = after = 0
        for item, x in new.items():
            here = left[item]
            for tie in self.up[item]:
                other = left[tie.other]
                before += not other + tie.first <= here <= other + tie.last
                other = new.get(tie.other, other)
                after += not other + tie.first <= x <= other + tie.last
            for tie in self.down[item]:
                other = left[tie.other]
                if tie.other not in new:
                    before += not other + tie.first <= here <= other + tie.last
                    after += not other + tie.first <= x <= other + tie.last
        if after < before:
            for item, x in new.items():
                left[item] = x
            return True
        return False

    def _slack(self, item: int) -> tuple[int, int]:
        """The first and last column an item can have between its neighbours."""
        r = self.stack.row_of[item]
        row, steps, i = self.stack.rows[r], self.steps[r], self.position[item]
        low = self.left[row[i - 1]] + steps[i] if i else self.first
        end = i + 1 == len(row)
        high = self.last + 1 - self.width[item] if end else self.left[row[i + 1]] - steps[i + 1]
        return low, high

    def arrows(self) -> list[list[SideArrow]]:
        """The loops drawn beside boxes, per row."""
        found: list[list[SideArrow]] = []
        for loops in self.loops:
            found.append([])
            for edge, source, target in loops.beside:
                one, two = sorted((source, target), key=self.position.__getitem__)
                left = self.left[one] + self.width[one]
                found[-1].append(SideArrow(edge, left, self.left[two] - 1, two == target))
        return found


def _nets(graph: Graph, stack: Stack, loops: list[RowLoops], rails: Rails) -> list[list[Net]]:
    index = {node.id: i for i, node in enumerate(graph.nodes)}

    def pin(item: int, upper: bool, edge: int) -> Pin:
        rail = rails[item, upper]
        column = rail.columns[rail.index[edge]]
        assert column is not None, "put_ports places every port"
        return Pin(column, not upper, item == index[graph.edges[edge].target])

    channels: list[list[Net]] = [[] for _ in range(len(stack.rows) + 1)]
    for r, row in enumerate(loops):
        for edge, upper, lower in stack.links[r]:
            channels[r + 1].append(Net(edge, pin(upper, False, edge), pin(lower, True, edge)))
        for side, looped in ((True, row.over), (False, row.under)):
            for edge, source, target in looped:
                channels[r + (not side)].append(Net(edge, pin(source, side, edge), pin(target, side, edge)))
    return channels
