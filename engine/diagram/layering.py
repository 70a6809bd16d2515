"""Rows of boxes and lanes: every layer cut into rows, every long edge into links between neighbouring rows."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass
class Stack:
    """Items (boxes and lanes) on rows, known by index; nodes and edges are indices into the graph's tuples.

    A lane is the place where an edge passes a row. `rows` holds items from left to right, `links[r]` the links between
    row r and the next, `loops[r]` the loops of row r. `node` and `edge` tell what an item stands for (-1: nothing).
    """

    rows: list[list[int]]
    node: list[int]
    edge: list[int]
    links: list[list[Link]]
    loops: list[list[Loop]]

    def neighbours(self) -> tuple[list[list[int]], list[list[int]]]:
        """For each item the items it is linked to in the row above, and in the row below."""
        above: list[list[int]] = [[] for _ in self.node]
        below: list[list[int]] = [[] for _ in self.node]
        for links in self.links:
            for link in links:
                above[link.lower].append(link.upper)
                below[link.upper].append(link.lower)
        return above, below


def stack(graph: Graph, widths: list[int], splits: dict[str, int]) -> Stack:
    """Put boxes of these widths on rows, a layer on `splits[layer]` rows (1 when absent), and lanes beside them."""
    index = {node.id: i for i, node in enumerate(graph.nodes)}
    ends = [(index[edge.source], index[edge.target]) for edge in graph.edges]
    rows = [row for layer in graph.layers for row in _layer_rows(graph, ends, layer, widths, splits.get(layer, 1))]
    row_of = {node: r for r, row in enumerate(rows) for node in row}
    result = Stack(
        rows=rows,
        node=list(range(len(graph.nodes))),
        edge=[-1] * len(graph.nodes),
        links=[[] for _ in rows],
        loops=[[] for _ in rows],
    )
    for edge, (source, target) in enumerate(ends):
        if row_of[source] == row_of[target]:
            result.loops[row_of[source]].append(Loop(edge, source, target))
        else:
            upper, lower = sorted((source, target), key=row_of.__getitem__)
            _add_links(result, edge, upper, lower, row_of)
    return result


def _add_links(stack: Stack, edge: int, upper: int, lower: int, row_of: dict[int, int]) -> None:
    item = upper
    for row in range(row_of[upper] + 1, row_of[lower]):
        lane = len(stack.node)
        stack.node.append(-1)
        stack.edge.append(edge)
        stack.rows[row].append(lane)
        stack.links[row - 1].append(Link(edge, item, lane))
        item = lane
    stack.links[row_of[lower] - 1].append(Link(edge, item, lower))


def _layer_rows(
    graph: Graph, ends: list[tuple[int, int]], layer: str, widths: list[int], count: int
) -> list[list[int]]:
    """The layer's nodes cut into at most `count` rows of similar width, those that look downwards last."""
    nodes = [i for i, node in enumerate(graph.nodes) if node.layer == layer]
    if count == 1 or len(nodes) < 2:
        return [nodes] if nodes else []
    pull = _pulls(graph, ends)
    nodes.sort(key=lambda node: pull[node])
    return _cut(nodes, widths, min(count, len(nodes)))


def _pulls(graph: Graph, ends: list[tuple[int, int]]) -> list[float]:
    """For each node how far its edges pull it: from -1 (up) to 1 (down). Inside a layer targets go below sources."""
    depth = {layer: i for i, layer in enumerate(graph.layers)}
    total = [0.0] * len(graph.nodes)
    degree = [0] * len(graph.nodes)
    for source, target in ends:
        way = depth[graph.nodes[target].layer] - depth[graph.nodes[source].layer]
        pull = (way > 0) - (way < 0)
        total[source] += pull or -0.5
        total[target] += -pull or 0.5
        degree[source] += 1
        degree[target] += 1
    return [pulled / max(1, edges) for pulled, edges in zip(total, degree, strict=True)]


def _cut(nodes: list[int], widths: list[int], count: int) -> list[list[int]]:
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
