"""Pictures as they should look.

After a change of taste `python -m tests.engine.diagram.test_pictures` draws the stored ones anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.diagram import Edge, Graph, Node, render
from tests.engine.diagram.samples import ARCHITECTURES, graph_of

PICTURES = Path(__file__).parent / "pictures"


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_an_architecture_looks_as_it_did(name: str) -> None:
    assert render(ARCHITECTURES[name]) + "\n" == (PICTURES / f"{name}.txt").read_text()


def test_a_chain_runs_straight_down() -> None:
    graph = graph_of(
        {"client": ["Browser"], "service": ["App"], "data": ["Database"]}, "Browser -> App\nApp -> Database"
    )
    assert "+-" not in "".join(line for line in render(graph).splitlines() if "(" in line)
    arrows = [line.index("v") for line in render(graph).splitlines() if line.strip() == "v"]
    assert len(arrows) == 2
    assert len(set(arrows)) == 1


def test_an_edge_against_the_layers_points_up() -> None:
    picture = render(graph_of({"client": ["App"], "async": ["Queue"]}, "Queue ~> App"))
    assert picture.splitlines()[3].strip() == "^"
    assert ":" in picture
    assert "v" not in picture


def test_neighbours_of_one_layer_are_joined_sideways() -> None:
    picture = render(graph_of({"service": ["Orders", "Stock"]}, "Orders -> Stock"))
    assert "| Orders |--(1)-->| Stock |" in picture


def test_a_layer_too_wide_for_one_row_takes_several() -> None:
    nodes = tuple(Node(f"n{i}", f"Service number {i}", "service") for i in range(12))
    lines = render(Graph(nodes, ())).splitlines()
    assert sum("number" in line for line in lines) > 1
    assert sum(line.startswith("service") for line in lines) == 1
    assert max(map(len, lines)) <= 100


def test_titles_are_whole_and_take_three_lines_at_most() -> None:
    titles = [f"Subscription renewal and invoicing no {i}" for i in range(8)]
    graph = Graph(tuple(Node(title, title, "service") for title in titles), ())
    lines = render(graph, columns=80).splitlines()
    assert sum(line.count("Subscription") for line in lines) == 8
    tops = [y for y, line in enumerate(lines) if "+--" in line]
    assert max(b - a for a, b in zip(tops[::2], tops[1::2], strict=True)) <= 4


def test_an_edge_of_each_kind_has_its_ink() -> None:
    graph = graph_of({"client": ["A", "B"], "data": ["C", "D"]}, "A -> C\nA ~> D\nB -> C\nB ~> D")
    lines = render(graph).splitlines()
    between = "".join(lines[3 : next(y for y, line in enumerate(lines) if line.startswith("data")) - 1])
    assert set(between) <= set(" |:-.+()v1234")
    assert {"|", ":"} <= set(between)


def test_two_digit_numbers_keep_apart() -> None:
    nodes = (Node("a", "A", "client"), *(Node(f"b{i}", f"B{i}", "service") for i in range(3)))
    edges = tuple(Edge("a", f"b{i}", number=10 + i) for i in range(3))
    picture = render(Graph(nodes, edges))
    assert all(f"({10 + i})" in picture for i in range(3))


if __name__ == "__main__":
    for name, graph in ARCHITECTURES.items():
        (PICTURES / f"{name}.txt").write_text(render(graph) + "\n")
