"""Edge numbers on the lines of one channel, where they cannot be taken for another line's."""

from __future__ import annotations

from engine.diagram.canvas import ASYNC, CORNER, SYNC, Canvas
from engine.diagram.graph import Kind
from engine.diagram.routing import Wire


def draw(wires: list[Wire], kind: Kind, canvas: Canvas) -> None:
    """Draw the horizontal lines of one net."""


def label_text(number: int, bare: bool) -> str:
    """What stands on the line of an edge."""
    return str(number) if bare else f"({number})"


def label_sideways(canvas: Canvas, wires: list[Wire], kind: Kind, text: str) -> bool:
    """Write the text in the middle of the longest free stretch of the net's horizontal runs; False if there is none."""
    ink = (SYNC if kind == "sync" else ASYNC)[0]
    best = (len(text) + 1, 0, 0)
    for wire in wires:
        if not wire.track:
            continue
        low, high = sorted((wire.a, wire.b))
        row = canvas.rows[wire.track]
        start = low + 1
        for x in range(low + 1, high + 1):
            if row[x] != ink:
                if x - start > best[0]:
                    best = (x - start, start, wire.track)
                start = x + 1
    length, start, y = best
    if not y:
        return False
    canvas.write(y, start + (length - len(text)) // 2, text)
    return True


def label_upright(canvas: Canvas, wires: list[Wire], kind: Kind, text: str, clear: bool) -> bool:
    """Write the text across one of the net's vertical lines, as near its middle as possible; False if there is no room.

    `clear`: keep a blank on both sides of the text. Else other lines' verticals may touch it.
    """
    ink = (SYNC if kind == "sync" else ASYNC)[1]
    height = len(canvas.rows)
    for x, low, high in verticals(wires, height):
        start = min(x - (len(text) - 1) // 2, len(canvas.rows[0]) - len(text))
        end = start + len(text) - 1
        middle = low + high
        for y in sorted(range(max(1, low), min(height - 2, high) + 1), key=lambda y: (abs(2 * y - middle), y)):
            if any(canvas.rows[i][x] not in (ink, "v", "^") for i in (y - 1, y + 1)) or canvas.rows[y][x] != ink:
                continue
            if not canvas.is_blank(y, start, x - 1) or not canvas.is_blank(y, x + 1, end):
                continue
            around = "".join(canvas.rows[y][max(0, start - 1) : start] + canvas.rows[y][end + 1 : end + 2])
            if around.strip(" " if clear else " |:"):
                continue
            canvas.write(y, start, text)
            return True
    return False


def verticals(wires: list[Wire], height: int) -> list[tuple[int, int, int]]:
    """The vertical lines of a net as (column, first row, last row), corners left out."""
    found = []
    for i, wire in enumerate(wires):
        if not wire.track:
            found.append((wire.a, 0, height - 1))
            continue
        for x, up, inner in ((wire.a, wire.a_up, i > 0), (wire.b, wire.b_up, i + 1 < len(wires))):
            if inner and not up:
                found.append((x, wire.track + 1, wires[i + 1].track - 1))
            elif not inner:
                found.append((x, 0, wire.track - 1) if up else (x, wire.track + 1, height - 1))
    return found


def draw_lines(canvas: Canvas, nets: list[tuple[list[Wire], Kind]]) -> None:
    """Draw nets from the first row of a canvas to its last: horizontals, verticals over them, corners, heads."""
    height = len(canvas.rows)
    for wires, kind in nets:
        for wire in wires:
            if wire.track:
                low, high = sorted((wire.a, wire.b))
                canvas.sideways(wire.track, low, high, (SYNC if kind == "sync" else ASYNC)[0])
    for wires, kind in nets:
        for x, low, high in verticals(wires, height):
            canvas.upright(x, low, high, (SYNC if kind == "sync" else ASYNC)[1])
    for wires, _ in nets:
        for wire in wires:
            if wire.track:
                canvas.write(wire.track, wire.a, CORNER)
                canvas.write(wire.track, wire.b, CORNER)
        for pin in (wires[0].net.a, wires[0].net.b):
            if pin.head:
                canvas.write(0 if pin.upper else height - 1, pin.x, "^" if pin.upper else "v")
