"""Pictures that cannot be followed are refused, with the place."""

from __future__ import annotations

import pytest

from engine.diagram import Edge, Graph, Node, parse


def picture(*lines: str) -> str:
    """Box A on layer top and box B on layer end, with these lines between."""
    upper = ["      +--------+", "top   |   A    |", "      +--------+"]
    lower = ["      +--------+", "end   |   B    |", "      +--------+"]
    return "\n".join([*upper, *lines, *lower])


def test_a_line_is_followed_round_corners_and_past_a_crossing() -> None:
    drawing = """
      +--------+     +---+
top   |   A    |     | C |
      +--------+     +---+
        |              ^
        |   +...(5)....+
        +---:---(4)--+
            :        |
            :        v
      +--------+   +---+
end   |   B    |   | D |
      +--------+   +---+
"""
    assert parse(drawing) == Graph(
        (Node("A", "A", "top"), Node("C", "C", "top"), Node("B", "B", "end"), Node("D", "D", "end")),
        (Edge("A", "D", number=4), Edge("B", "C", "async", number=5)),
        ("top", "end"),
    )


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["         |", "         v"], "row 5, column 10: the line from 'A' to 'B' has no number"),
        (["         |", "        (1)", "", "         v"], "row 6, column 10: the line from 'A' breaks off at ' '"),
        (["         |", "        (1)", "         :", "         v"], "row 6, column 10: .* breaks off at ':'"),
        (["         |", "        (1)", "        (2)", "         v"], "row 6, column 10: a second number .* of edge 1"),
        (["         |", "        (1)", "         +", "         v"], "row 6, column 10: a line can go on in 0 ways"),
        (["         |", "        (1)", "        -+-", "         v"], "row 6, column 10: a line can go on in 2 ways"),
        (["         |", "        (1)", "         v", ""], "row 6, column 10: the arrow from 'A' points at no box"),
        (["", "     --", ""], "row 5, column 6: '-' belongs to no box and no edge"),
    ],
)
def test_a_line_that_cannot_be_followed_is_refused(lines: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(picture(*lines))


def test_lines_that_join_are_refused() -> None:
    joined = ["        |   |", "       (1) (2)", "        |   |", "        +-+-+", "          |", "          v"]
    with pytest.raises(ValueError, match="row 7, column 11: two lines run over this cell"):
        parse(picture(*joined))


def test_a_box_without_a_layer_is_refused() -> None:
    with pytest.raises(ValueError, match="row 1, column 3: no layer name stands beside or above this box"):
        parse("  +---+\n  | A |\n  +---+")
