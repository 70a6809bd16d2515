"""Drawing a graph as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from engine.diagram.canvas import CORNER, INK, LEFT, RIGHT, Canvas
from engine.diagram.channels import draw_channels
from engine.diagram.graph import Graph
from engine.diagram.layering import Stack, layer_rows
from engine.diagram.layout import check_widths
from engine.diagram.ordering import order
from engine.diagram.placing import Plan, SideArrow, place
from engine.diagram.routing import route
from engine.diagram.spacing import COMFORTABLE, DENSE, TIGHT, Spacing, TooTight
from engine.diagram.titles import NARROW, SLIM, WIDE, Limits, fold

GUTTER = 2
"""Blanks between the layer names and the drawing."""

ATTEMPTS = ((COMFORTABLE, 0), (DENSE, 0), (TIGHT, 0), (TIGHT, 1), (TIGHT, 2))
"""Spacings to try one after the other, and the batches of orders to start from."""


def render(graph: Graph, columns: int = 100) -> str:
    """Draw the graph in 7-bit ASCII, at most `columns` wide; `parse` reads the picture back.

    Layers stand one under the other, their names at the left; a layer too wide for one row of boxes takes several. Each
    edge has a line of its own, never shared with another: `-` and `|` when synchronous, `.` and `:` when asynchronous,
    with its number on it and a head (`v ^ < >`) at its target. Lines turn at `+` and nowhere else; where two cross, the
    vertical one shows.

    Raises:
        ValueError: the graph does not fit in so few columns.
    """
    if not graph.nodes:
        return ""
    for spacing, batch in ATTEMPTS:
        try:
            return _draw(graph, spacing, batch, columns)
        except TooTight:
            continue
    raise ValueError(
        f"{len(graph.nodes)} nodes and {len(graph.edges)} edges do not fit in {columns} columns; "
        "allow more columns or leave out edges that pass several layers"
    )


class _Fit(NamedTuple):
    """A graph with the place of everything, and the lines of each node's title."""

    graph: Graph
    spacing: Spacing
    columns: int
    stack: Stack
    plan: Plan
    titles: list[list[str]]

    def layer(self, r: int) -> str:
        """The layer whose boxes stand on row r."""
        return _layer(self.graph, self.stack, r)


def _draw(graph: Graph, spacing: Spacing, batch: int, columns: int) -> str:
    first = max(len(node.layer) for node in graph.nodes) + GUTTER
    widest_label = max((len(spacing.label(edge.number)) for edge in graph.edges), default=0)
    last = columns - 1 - widest_label // 2
    fit = _fit(graph, spacing, batch, columns, first, last)
    channels = draw_channels(graph, [route(nets, first, last) for nets in fit.plan.channels], spacing, columns)
    lines = channels[0].lines()
    for r, channel in enumerate(channels[1:]):
        lines += _draw_row(fit, r).lines() + channel.lines()
    while not lines[0]:
        del lines[0]
    while not lines[-1]:
        del lines[-1]
    return "\n".join(lines)


def _fit(graph: Graph, spacing: Spacing, batch: int, columns: int, first: int, last: int) -> _Fit:
    """Place the graph; a layer that does not fit has its titles folded, then its boxes spread over more rows."""
    sizes = Counter(node.layer for node in graph.nodes)
    choices = {layer: _shapes(size, spacing) for layer, size in sizes.items()}
    shapes = {layer: next(choice) for layer, choice in choices.items()}
    while True:
        titles = [fold(node.title, shapes[node.layer][1]) for node in graph.nodes]
        widths = [max(map(len, lines)) + 4 for lines in titles]
        stack = Stack(graph, layer_rows(graph, widths, {layer: rows for layer, (rows, _) in shapes.items()}))
        try:
            check_widths(stack, widths, spacing, last - first + 1)
            order(stack, batch)
            plan = place(graph, stack, widths, spacing, first, last)
            return _Fit(graph, spacing, columns, stack, plan, titles)
        except TooTight as tight:
            layer = _layer(graph, stack, tight.row or 0)
            shape = next(choices[layer], None)
            if shape is None:
                raise
            shapes[layer] = shape


def _shapes(size: int, spacing: Spacing) -> Iterator[tuple[int, Limits]]:
    """Ways to draw a layer of so many boxes, as numbers of rows and limits of titles, from best to narrowest."""
    yield from product(range(1, size + 1), (WIDE, NARROW))
    if spacing.slim_boxes:
        yield size, SLIM


def _layer(graph: Graph, stack: Stack, row: int) -> str:
    return next(graph.nodes[item].layer for item in stack.rows[row] if stack.is_box(item))


def _draw_row(fit: _Fit, r: int) -> Canvas:
    """The boxes and lanes of a row and its side arrows; the first row of a layer has its name at the left."""
    edges, stack, plan = fit.graph.edges, fit.stack, fit.plan
    row = stack.rows[r]
    height = max(len(fit.titles[item]) for item in row if stack.is_box(item)) + 2
    middle = (height - 1) // 2
    canvas = Canvas(height, fit.columns)
    if not r or fit.layer(r) != fit.layer(r - 1):
        canvas.write(middle, 0, fit.layer(r))
    for item in row:
        if stack.is_box(item):
            _draw_box(canvas, plan.left[item], plan.width[item], fit.titles[item])
        else:
            canvas.upright(plan.left[item], 0, height - 1, INK[edges[stack.lane_edge[item]].kind].upright)
    for arrow in plan.arrows[r]:
        edge = edges[arrow.edge]
        _draw_arrow(canvas, middle, arrow, INK[edge.kind].sideways, fit.spacing.label(edge.number))
    return canvas


def _draw_box(canvas: Canvas, left: int, width: int, title: Sequence[str]) -> None:
    bottom = canvas.height - 1
    for y in (0, bottom):
        canvas.write(y, left, CORNER + "-" * (width - 2) + CORNER)
    for x in (left, left + width - 1):
        canvas.upright(x, 1, bottom - 1, "|")
    top = (canvas.height - len(title)) // 2
    for i, line in enumerate(title):
        canvas.write(top + i, left + (width - len(line)) // 2, line)


def _draw_arrow(canvas: Canvas, y: int, arrow: SideArrow, ink: str, label: str) -> None:
    canvas.sideways(y, arrow.left, arrow.right, ink)
    canvas.write(y, arrow.right if arrow.rightwards else arrow.left, RIGHT if arrow.rightwards else LEFT)
    line = arrow.right - arrow.left
    canvas.write(y, arrow.left + (not arrow.rightwards) + (line - len(label)) // 2, label)
