"""A grid of characters to draw on, and the characters lines are made of."""

from __future__ import annotations

from typing import NamedTuple

from engine.diagram.graph import Kind


class Ink(NamedTuple):
    """The characters of one kind of line."""

    sideways: str
    upright: str


INK: dict[Kind, Ink] = {"sync": Ink("-", "|"), "async": Ink(".", ":")}
CORNER = "+"
UP, DOWN, LEFT, RIGHT = "^", "v", "<", ">"


class Canvas:
    """Rows of characters, all blank at first; y counts rows from the top, x columns from the left, both from 0."""

    def __init__(self, height: int, width: int) -> None:
        self.height = height
        self.width = width
        self.rows = [[" "] * width for _ in range(height)]

    def write(self, y: int, x: int, text: str) -> None:
        """Write text from a cell to the right."""
        self.rows[y][x : x + len(text)] = text

    def sideways(self, y: int, low: int, high: int, ink: str) -> None:
        """Draw a horizontal line over columns `low` to `high`."""
        self.rows[y][low : high + 1] = ink * (high + 1 - low)

    def upright(self, x: int, low: int, high: int, ink: str) -> None:
        """Draw a vertical line over rows `low` to `high`."""
        for y in range(low, high + 1):
            self.rows[y][x] = ink

    def text(self, y: int, low: int, high: int) -> str:
        """The characters in columns `low` to `high` of a row; off the grid there are none."""
        return "".join(self.rows[y][max(0, low) : high + 1])

    def lines(self) -> list[str]:
        """The rows without trailing blanks."""
        return ["".join(row).rstrip() for row in self.rows]
