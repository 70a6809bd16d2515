"""Pictures that cannot be followed are refused, with the place."""

from __future__ import annotations

import pytest

from engine.diagram import Edge, Graph, Node, parse


def picture(*lines: str) -> str:
    """Box A on layer top and box B on layer end, with these lines between."""
    upper = ["      +-------+", "top   |   A   |", "      +-------+"]
    lower = ["      +-------+", "end   |   B   |", "      +-------+"]
    return "\n".join([*upper, *lines, *lower])


def test_lines_are_followed_round_corners() -> None:
    found = parse(
        picture("         |", "         +--+", "            :", "            :", "            v")
        .replace(":", "|")
        .replace("+--+", "+-(4)-+")
        .replace("            |", "               |")
        .replace("            v", "               v")
        .replace("+-------+", "+----------+")
        .replace("   A   ", "    A     ")
        .replace("   B   ", "    B     ")
    )
    assert found == Graph((Node("A", "A", "top"), Node("B", "B", "end")), (Edge("A", "B", number=4),), ("top", "end"))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("         |", "         v"), "row 5, column 10: the line from 'A' to 'B' has no number"),
        (("         |", "        (1)", "", "         v"), "row 6, column 10: the line from 'A' breaks off at ' '"),
        (("         |", "        (1)", "        (2)", "         v"), "row 6, column 10: a second number .* of edge 1"),
        (("         |", "        (1)", "         +", "         v"), "row 6, column 10: a line can go on in 0 ways"),
        (("         |", "        (1)", "       -+-", "         v"), "row 6, column 10: a line can go on in 2 ways"),
        (
            ("         |", "        (1)", "         :", "         v"),
            "row 6, column 10: the line from 'A' breaks off at ':'",
        ),
        (("         |", "        (1)", "         v", ""), "row 6, column 10: the arrow from 'A' points at no box"),
        (("", "     --", ""), "row 5, column 6: '-' belongs to no box and no edge"),
    ],
)
def test_a_line_that_cannot_be_followed_is_refused(lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(picture(*lines))


def test_a_line_two_edges_share_is_refused() -> None:
    shared = ("       |   |", "      (1) (2)", "       |   |", "       +-+-+", "         |", "         v")
    with pytest.raises(ValueError, match="two lines run over this cell|can go on in"):
        parse(picture(*shared))


def test_a_box_without_a_layer_is_refused() -> None:
    with pytest.raises(ValueError, match="row 1, column 3: no layer name stands beside or above this box"):
        parse("  +---+\n  | A |\n  +---+")
