"""Reading a picture back by following its lines cell by cell, as a person's eye does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.diagram.canvas import CORNER, DOWN, INK, LEFT, RIGHT, UP
from engine.diagram.graph import Edge, Graph, Kind, Node
from engine.diagram.titles import unwrap

_LABEL = re.compile(r"\(\d+\)|\d+")
_NAME = re.compile(r"\S+(?: \S+)*")

_KIND: dict[str, Kind] = {character: kind for kind, ink in INK.items() for character in ink}
_SIDEWAYS = tuple(ink.sideways for ink in INK.values())
_UPRIGHT = tuple(ink.upright for ink in INK.values())
_HEADS = {(1, 0): DOWN, (-1, 0): UP, (0, 1): RIGHT, (0, -1): LEFT}


@dataclass(frozen=True)
class _Box:
    top: int
    left: int
    bottom: int
    right: int
    title: str
    layer: str

    def holds(self, y: int, x: int) -> bool:
        return self.top <= y <= self.bottom and self.left <= x <= self.right


def parse(text: str) -> Graph:
    """The graph a picture drawn by `render` shows, in the form of `Graph.by_title`.

    Raises:
        ValueError: the picture holds a line that cannot be followed, or ink that belongs to nothing; the message names
            the row and column, both counted from 1.
    """
    return _Picture(text).graph()


class _Picture:
    def __init__(self, text: str) -> None:
        lines = text.splitlines()
        width = max(map(len, lines), default=0)
        self.cells = [line.ljust(width) for line in lines]
        self.names = self._take_names()
        self.boxes = self._boxes()
        self.owner = {
            (y, x): box
            for box in self.boxes
            for y in range(box.top, box.bottom + 1)
            for x in range(box.left, box.right + 1)
        }
        self.followed: set[tuple[int, int]] = set()

    def graph(self) -> Graph:
        edges = [edge for box in self.boxes for edge in self._edges_from(box)]
        for y, line in enumerate(self.cells):
            for x, ink in enumerate(line):
                if ink != " " and (y, x) not in self.followed and (y, x) not in self.owner:
                    raise _fault(f"{ink!r} belongs to no box and no edge", y, x)
        nodes = tuple(Node(box.title, box.title, box.layer) for box in self.boxes)
        return Graph(nodes, tuple(edges), tuple(dict.fromkeys(name for _, name in self.names))).by_title()

    # -- boxes ----------------------------------------------------------------------------------------------------

    def _take_names(self) -> list[tuple[int, str]]:
        """The layer names with their rows; their cells become blank. Nothing else ever stands in the first column."""
        names = []
        for y, line in enumerate(self.cells):
            if name := _NAME.match(line):
                names.append((y, name.group()))
                self.cells[y] = " " * name.end() + line[name.end() :]
        return names

    def _boxes(self) -> list[_Box]:
        boxes: list[_Box] = []
        for y, line in enumerate(self.cells):
            for x, ink in enumerate(line):
                if ink == CORNER and not any(box.holds(y, x) for box in boxes) and (box := self._box_at(y, x)):
                    boxes.append(box)
        return boxes

    def _box_at(self, top: int, left: int) -> _Box | None:
        border = re.compile(r"\+-+\+").match(self.cells[top], left)
        if not border:
            return None
        right = border.end() - 1
        bottom = top + 1
        while self._at(bottom, left) == self._at(bottom, right) == "|":
            bottom += 1
        if bottom == top + 1 or self._at(bottom, left) != CORNER or self.cells[bottom][left : right + 1] != border[0]:
            return None
        lines = [self.cells[y][left + 1 : right].strip() for y in range(top + 1, bottom)]
        layers = [name for y, name in self.names if y <= bottom]
        if not layers:
            raise _fault("no layer name stands beside or above this box", top, left)
        return _Box(top, left, bottom, right, unwrap([line for line in lines if line]), layers[-1])

    # -- edges ----------------------------------------------------------------------------------------------------

    def _edges_from(self, box: _Box) -> list[Edge]:
        starts = []
        for x in range(box.left + 1, box.right):
            starts += [(box.top - 1, x, -1, 0), (box.bottom + 1, x, 1, 0)]
        for y in range(box.top + 1, box.bottom):
            starts += [(y, box.left - 1, 0, -1), (y, box.right + 1, 0, 1)]
        edges = []
        for y, x, down, right in starts:
            if self._at(y, x) in (_UPRIGHT if down else _SIDEWAYS):
                edges.append(self._follow(box, y, x, down, right))
        return edges

    def _follow(self, source: _Box, y: int, x: int, down: int, right: int) -> Edge:
        """Follow a line from beside its source to its head; `down` and `right` are the step to the next cell."""
        kind = _KIND[self._at(y, x)]
        number = None
        while (ink := self._at(y, x)) != _HEADS[down, right]:
            if ink == CORNER:
                self._claim(y, range(x, x + 1))
                down, right = self._turn(y, x, down)
            elif label := self._label_at(y, x):
                if number is not None:
                    raise _fault(f"a second number stands on the line of edge {number}", y, x)
                number = int(label.group().strip("()"))
                self._claim(y, range(*label.span()))
                x = x if down else label.end() - 1 if right > 0 else label.start()
            elif ink in (_UPRIGHT if down else _SIDEWAYS) and _KIND[ink] == kind:
                self._claim(y, range(x, x + 1))
            elif down or ink not in _UPRIGHT:
                raise _fault(f"the line from {source.title!r} breaks off at {ink!r}", y, x)
            y, x = y + down, x + right
        self._claim(y, range(x, x + 1))
        target = self.owner.get((y + down, x + right))
        if target is None:
            raise _fault(f"the arrow from {source.title!r} points at no box", y, x)
        if number is None:
            raise _fault(f"the line from {source.title!r} to {target.title!r} has no number", y, x)
        return Edge(source.title, target.title, kind, number=number)

    def _claim(self, y: int, columns: range) -> None:
        """Take cells for one line; where lines cross, the cell is the vertical one's."""
        for x in columns:
            if (y, x) in self.followed:
                raise _fault("two lines run over this cell", y, x)
            self.followed.add((y, x))

    def _turn(self, y: int, x: int, down: int) -> tuple[int, int]:
        """The new step at a corner: the one way across the old step where a line goes on."""
        if down:
            ways = [(0, step) for step in (-1, 1) if self._at(y, x + step) in (*_SIDEWAYS, CORNER)]
        else:
            ways = [(step, 0) for step in (-1, 1) if self._at(y + step, x) in (*_UPRIGHT, _HEADS[step, 0])]
        if len(ways) != 1:
            raise _fault(f"a line can go on in {len(ways)} ways from this corner, not in one", y, x)
        return ways[0]

    def _label_at(self, y: int, x: int) -> re.Match[str] | None:
        return next((label for label in _LABEL.finditer(self.cells[y]) if label.start() <= x < label.end()), None)

    def _at(self, y: int, x: int) -> str:
        return self.cells[y][x] if 0 <= y < len(self.cells) and 0 <= x < len(self.cells[y]) else " "


def _fault(what: str, y: int, x: int) -> ValueError:
    return ValueError(f"row {y + 1}, column {x + 1}: {what}")
