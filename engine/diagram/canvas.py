"""A grid of characters to draw on."""

from __future__ import annotations

SYNC = ("-", "|")
ASYNC = (".", ":")
CORNER = "+"
UP, DOWN, LEFT, RIGHT = "^", "v", "<", ">"


class Canvas:
    """Rows of characters, all blank at first; y counts rows from the top, x columns from the left, both from 0."""

    def __init__(self, height: int, width: int) -> None:
        self.rows = [[" "] * width for _ in range(height)]

    def write(self, y: int, x: int, text: str) -> None:
        """Write text from a cell to the right."""
        self.rows[y][x : x + len(text)] = text

    def sideways(self, y: int, low: int, high: int, ink: str) -> None:
        """Draw a horizontal line over columns `low` to `high`."""
        self.rows[y][low : high + 1] = ink * (high + 1 - low)

    def upright(self, x: int, low: int, high: int, ink: str) -> None:
        """Draw a vertical line over rows `low` to `high`; it passes over horizontal lines."""
        for y in range(low, high + 1):
            self.rows[y][x] = ink

    def is_blank(self, y: int, low: int, high: int) -> bool:
        """Whether columns `low` to `high` of a row hold nothing (columns off the grid count as blank)."""
        return not "".join(self.rows[y][max(0, low) : high + 1]).strip()

    def lines(self) -> list[str]:
        """The rows without trailing blanks."""
        return ["".join(row).rstrip() for row in self.rows]
