"""Rows of boxes and lanes: every layer cut into rows, every long edge into links between neighbouring rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from engine.diagram.graph import Graph


class Link(NamedTuple):
    """The piece of an edge between two items of neighbouring rows."""

    edge: int
    upper: int
    lower: int


class Loop(NamedTuple):
    """An edge between two boxes of the same row."""

    edge: int
    source: int
    target: int


class Stack:
    """Items on rows. An item is a box, or a lane: the place where a long edge passes a row.

    Items, nodes and edges are known by index: item i below `boxes` is the box of the graph's node i; the others are
    lanes, `lane_edge` telling of which edge (-1 for boxes).
    """

    def __init__(self, graph: Graph, rows: list[list[int]]) -> None:
        """Stack the nodes in these rows, from top to bottom, and add the lanes at the end of the rows they pass."""
        index = {node.id: i for i, node in enumerate(graph.nodes)}
        self.boxes = len(graph.nodes)
        self.rows = rows
        self.row_of = [0] * self.boxes
        for r, row in enumerate(rows):
            for item in row:
                self.row_of[item] = r
        self.lane_edge = [-1] * self.boxes
        self.links: list[list[Link]] = [[] for _ in rows]
        """Per row, the links between it and the next."""
        self.loops: list[list[Loop]] = [[] for _ in rows]
        """Per row, its loops."""
        self.chains: dict[int, list[int]] = {}
        """Per edge that passes rows, the items it joins from top to bottom: a box, lanes, a box."""
        self.above: list[list[int]] = [[] for _ in range(self.boxes)]
        """Per item, the items it is linked to in the row above."""
        self.below: list[list[int]] = [[] for _ in range(self.boxes)]
        """Per item, the items it is linked to in the row below."""
        for edge, ends in enumerate(graph.edges):
            self._join(edge, index[ends.source], index[ends.target])

    def is_box(self, item: int) -> bool:
        """Whether the item is a box, not a lane."""
        return item < self.boxes

    def positions(self) -> list[int]:
        """For each item its place in its row, counted from 0."""
        position = [0] * len(self.lane_edge)
        for row in self.rows:
            for i, item in enumerate(row):
                position[item] = i
        return position

    def _join(self, edge: int, source: int, target: int) -> None:
        if self.row_of[source] == self.row_of[target]:
            self.loops[self.row_of[source]].append(Loop(edge, source, target))
            return
        top, bottom = sorted((source, target), key=self.row_of.__getitem__)
        lanes = [self._add_lane(edge, row) for row in range(self.row_of[top] + 1, self.row_of[bottom])]
        chain = [top, *lanes, bottom]
        if lanes:
            self.chains[edge] = chain
        for upper, lower in pairwise(chain):
            self.links[self.row_of[upper]].append(Link(edge, upper, lower))
            self.below[upper].append(lower)
            self.above[lower].append(upper)

    def _add_lane(self, edge: int, row: int) -> int:
        lane = len(self.lane_edge)
        self.lane_edge.append(edge)
        self.row_of.append(row)
        self.above.append([])
        self.below.append([])
        self.rows[row].append(lane)
        return lane


def layer_rows(graph: Graph, widths: Sequence[int], counts: Mapping[str, int]) -> list[list[int]]:
    """Put the nodes (indices) of each layer on `counts[layer]` rows of similar width; empty layers have none.

    In a layer of several rows, nodes whose edges go down stand below those whose edges go up.
    """
    pulls = _pulls(graph)
    rows = []
    for layer in graph.layers:
        nodes = [i for i, node in enumerate(graph.nodes) if node.layer == layer]
        if nodes:
            count = counts[layer]
            rows += _cut(sorted(nodes, key=pulls.__getitem__), widths, count) if count > 1 else [nodes]
    return rows


def _pulls(graph: Graph) -> list[float]:
    """For each node how far its edges pull it: from -1 (up) to 1 (down). Inside a layer targets go below sources."""
    depth = {layer: i for i, layer in enumerate(graph.layers)}
    index = {node.id: i for i, node in enumerate(graph.nodes)}
    total = [0.0] * len(graph.nodes)
    degree = [0] * len(graph.nodes)
    for edge in graph.edges:
        source, target = index[edge.source], index[edge.target]
        way = depth[graph.nodes[target].layer] - depth[graph.nodes[source].layer]
        total[source] += (way > 0) - (way < 0) or -0.5
        total[target] += (way < 0) - (way > 0) or 0.5
        degree[source] += 1
        degree[target] += 1
    return [pulled / max(1, edges) for pulled, edges in zip(total, degree, strict=True)]


def _cut(nodes: list[int], widths: Sequence[int], count: int) -> list[list[int]]:
    """Cut a sequence into `count` non-empty runs of similar width."""
    runs: list[list[int]] = []
    rest = list(nodes)
    for left in range(count, 0, -1):
        share = sum(widths[node] for node in rest) / left
        run = [rest.pop(0)]
        filled = widths[run[0]]
        while len(rest) >= left and (left == 1 or filled + widths[rest[0]] / 2 <= share):
            filled += widths[rest[0]]
            run.append(rest.pop(0))
        runs.append(run)
    return runs
