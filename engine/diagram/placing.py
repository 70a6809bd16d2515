"""Columns for boxes, lanes, ports and lines."""

from __future__ import annotations

from typing import NamedTuple

from engine.diagram.graph import Graph
from engine.diagram.layering import Loop, Stack
from engine.diagram.layout import Layout
from engine.diagram.ports import Rails, RowLoops, make_rails, part_loops, put_ports
from engine.diagram.spacing import Spacing
from engine.diagram.straightening import straighten
from engine.diagram.sweeping import sweep


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


def place(graph: Graph, stack: Stack, widths: list[int], spacing: Spacing, first: int, last: int) -> Plan:
    """Place every item and port in columns `first` to `last`; `widths` is what the titles of the boxes need.

    Raises:
        TooTight: a row does not fit.
    """
    position = stack.positions()
    loops = part_loops(stack, position)
    rails = make_rails(stack, loops, spacing, position)
    layout = Layout(graph, stack, loops, rails, widths, spacing, first, last)
    sweep(layout)
    straighten(layout)
    margin = min(layout.left) - first
    layout.left = [x - margin for x in layout.left]
    put_ports(stack, rails, layout.left)
    arrows = [[_side_arrow(layout, loop) for loop in row.beside] for row in loops]
    return Plan(layout.left, layout.width, _nets(graph, stack, loops, rails), arrows)


def _side_arrow(layout: Layout, loop: Loop) -> SideArrow:
    one, two = sorted((loop.source, loop.target), key=layout.position.__getitem__)
    return SideArrow(loop.edge, layout.left[one] + layout.width[one], layout.left[two] - 1, two == loop.target)


def _nets(graph: Graph, stack: Stack, loops: list[RowLoops], rails: Rails) -> list[list[Net]]:
    index = {node.id: i for i, node in enumerate(graph.nodes)}

    def pin(item: int, upper: bool, edge: int) -> Pin:
        column = rails[item, upper].column(edge)
        return Pin(column, not upper, item == index[graph.edges[edge].target])

    channels: list[list[Net]] = [[] for _ in range(len(stack.rows) + 1)]
    for r, row in enumerate(loops):
        for edge, upper, lower in stack.links[r]:
            channels[r + 1].append(Net(edge, pin(upper, False, edge), pin(lower, True, edge)))
        for side, looped in ((True, row.over), (False, row.under)):
            for edge, source, target in looped:
                channels[r + (not side)].append(Net(edge, pin(source, side, edge), pin(target, side, edge)))
    return channels
