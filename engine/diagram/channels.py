"""Channels: the lines between two rows of boxes, drawn, with their numbers on them.

Verticals pass over horizontals: a crossing shows the vertical's character. Lines never share a cell otherwise, and `+`
stands at corners only.
"""

from __future__ import annotations

from itertools import pairwise

from engine.diagram.canvas import CORNER, DOWN, INK, UP, Canvas, Ink
from engine.diagram.graph import Edge, Graph
from engine.diagram.routing import Route
from engine.diagram.spacing import Spacing, TooTight


def draw_channels(graph: Graph, routes: list[list[Route]], spacing: Spacing, columns: int) -> list[Canvas]:
    """Draw all channels and label each edge once, on the first of its channels (from its source) that has room.

    A channel in which a label finds no room grows by a row, free of horizontals, until it does.

    Raises:
        TooTight: a label finds no room however tall its channel.
    """
    leads, tails = [0] * len(routes), [0] * len(routes)
    for _ in range(len(graph.edges) + 3):
        channels = [_Channel(graph, *parts, columns) for parts in zip(routes, leads, tails, strict=True)]
        crowded = _write_labels(graph, channels, spacing)
        if not crowded:
            return [channel.canvas for channel in channels]
        for channel, upper in crowded:
            (leads if upper else tails)[channel] += 1
    raise TooTight


def _write_labels(graph: Graph, channels: list[_Channel], spacing: Spacing) -> set[tuple[int, bool]]:
    """Label all edges; give back the channels, and whether at the upper or lower end, that lack room for a label."""
    places: dict[int, list[tuple[int, Route]]] = {}
    for c, channel in enumerate(channels):
        for route in channel.routes:
            places.setdefault(route.net.edge, []).append((c, route))
    crowded = set()
    for number, parts in places.items():
        edge = graph.edges[number]
        if parts[0][1].net.a.head:
            parts.reverse()
        text = spacing.label(edge.number)
        if not (
            any(channels[c].label_sideways(route, text) for c, route in parts)
            or any(channels[c].label_upright(route, edge, text, " ") for c, route in parts)
            or (spacing.bare_labels and any(channels[c].label_upright(route, edge, text, " |:") for c, route in parts))
        ):
            c, route = parts[0]
            crowded.add((c, route.net.a.upper and route.net.b.upper))
    return crowded


class _Channel:
    """One channel on a canvas of its own: `lead` rows, a row for stubs, the tracks, `tail` rows, a row for heads.

    Without tracks there is one row for labels instead; without heads as well, there is one row in all.
    """

    def __init__(self, graph: Graph, routes: list[Route], lead: int, tail: int, columns: int) -> None:
        self.routes = [
            route._replace(
                wires=[wire._replace(track=wire.track + lead) if wire.track else wire for wire in route.wires]
            )
            for route in routes
        ]
        tracks = max((wire.track for route in routes for wire in route.wires), default=0)
        has_heads = any(pin.head for route in routes for pin in route.net[1:])
        self.canvas = Canvas(lead + tail + (max(tracks, 1) + 2 if tracks or has_heads else 1), columns)
        inks = [INK[graph.edges[route.net.edge].kind] for route in routes]
        self._draw(list(zip(self.routes, inks, strict=True)))

    def _draw(self, lines: list[tuple[Route, Ink]]) -> None:
        for route, ink in lines:
            for wire in route.wires:
                if wire.track:
                    self.canvas.sideways(wire.track, min(wire.a, wire.b), max(wire.a, wire.b), ink.sideways)
        for route, ink in lines:
            for x, low, high in self._uprights(route):
                self.canvas.upright(x, low, high, ink.upright)
            for wire in route.wires:
                if wire.track:
                    self.canvas.write(wire.track, wire.a, CORNER)
                    self.canvas.write(wire.track, wire.b, CORNER)
            for pin in route.net[1:]:
                if pin.head:
                    self.canvas.write(0 if pin.upper else self.canvas.height - 1, pin.x, UP if pin.upper else DOWN)

    def _uprights(self, route: Route) -> list[tuple[int, int, int]]:
        """The verticals of a line as (column, first row, last row), without corners."""
        bottom = self.canvas.height - 1
        first, last = route.wires[0], route.wires[-1]
        if not first.track:
            return [(first.a, 0, bottom)]
        found = [(two.a, one.track + 1, two.track - 1) for one, two in pairwise(route.wires)]
        for x, up, track in ((first.a, first.a_up, first.track), (last.b, last.b_up, last.track)):
            found.append((x, 0, track - 1) if up else (x, track + 1, bottom))
        return found

    def label_sideways(self, route: Route, text: str) -> bool:
        """Write the text in the middle of the line's longest stretch without crossings; False if that is too short."""
        best, at, row = len(text) + 1, 0, 0
        for wire in route.wires:
            if wire.track:
                low, high = min(wire.a, wire.b) + 1, max(wire.a, wire.b) - 1
                for stretch in self.canvas.text(wire.track, low, high).replace("|", " ").replace(":", " ").split(" "):
                    if len(stretch) > best:
                        best, at, row = len(stretch), low, wire.track
                    low += len(stretch) + 1
        if row:
            self.canvas.write(row, at + (best - len(text)) // 2, text)
        return row > 0

    def label_upright(self, route: Route, edge: Edge, text: str, beside: str) -> bool:
        """Write the text across the line as near as possible to the middle of one of its verticals; False if no room.

        Beside the text only characters of `beside` may stand.
        """
        ink = INK[edge.kind].upright
        canvas = self.canvas
        for x, low, high in self._uprights(route):
            start = x - (len(text) - 1) // 2
            end = start + len(text) - 1
            rows = range(max(low, 1), min(high, canvas.height - 2) + 1)
            for y in sorted(rows, key=lambda y: abs(2 * y - low - high)):
                around = canvas.text(y, start, x - 1) + canvas.text(y, x + 1, end)
                beyond = canvas.text(y, start - 1, start - 1) + canvas.text(y, end + 1, end + 1)
                column = canvas.rows[y - 1][x] + canvas.rows[y][x] + canvas.rows[y + 1][x]
                if not (around.strip() or beyond.strip(beside) or column.strip(ink + UP + DOWN)):
                    canvas.write(y, start, text)
                    return True
        return False
