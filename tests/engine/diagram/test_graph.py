"""Graphs that cannot be drawn are refused, with what is wrong, where, and what to write instead."""

from __future__ import annotations

import subprocess
import sys

import pytest

import engine.diagram
from engine.diagram import Edge, Graph, Layer, Node, render

A, B = Node("a", "A", "client"), Node("b", "B", "data")


@pytest.mark.parametrize(
    ("nodes", "edges", "message"),
    [
        ((Node("a", "A", "cloud"),), (), "node 'a': unknown layer 'cloud'; use one of: client, edge, gateway"),
        ((A, B), (Edge("a", "c", number=1),), r"edge 1 \(a -> c\): unknown node 'c'; use one of: a, b"),
        ((A, Node("a", "B", "data")), (), "node id a appears twice; keep one, or give the other a node id of its own"),
        ((A, Node("b", "A", "data")), (), "node title A appears twice; keep one"),
        ((A, B), (Edge("a", "b", number=1), Edge("a", "b", number=2)), r"edge a -> b \(sync\) appears twice; keep one"),
        ((A, B), (Edge("a", "b", number=1), Edge("b", "a", number=1)), "edge number 1 appears twice; keep one"),
        (
            (A,),
            (Edge("a", "a", number=3),),
            r"edge 3 \(a -> a\): a node cannot point to itself; give .* target",
        ),
        ((A, B), (Edge("a", "b", number=0),), "number 0 is out of range; use 1 to 999"),
        ((A, B), (Edge("a", "b", number=1000),), "number 1000 is out of range; use 1 to 999"),
        ((A, B), (Edge("a", "b", "slow", number=1),), "unknown kind 'slow'; use 'sync' or 'async'"),  # type: ignore[arg-type]
        ((Node("a", "x" * 41, "client"),), (), "of node 'a': 41 characters; use 40 at most"),
        ((Node("a", "naïve", "client"),), (), "title 'naïve' of node 'a': not plain text; use printable ASCII"),
        ((Node("a", "two  blanks", "client"),), (), "words parted by single spaces"),
        ((Node("a", "", "client"),), (), "not plain text"),
        ((Node("a", "a\\b", "client"),), (), "without backslash"),
    ],
)
def test_a_faulty_graph_is_refused(nodes: tuple[Node, ...], edges: tuple[Edge, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Graph(nodes, edges)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        (("top", "top"), "layer top appears twice"),
        (("a layer with a long name",), "24 characters; use 16 at most"),
        (("",), "layer '': not plain text"),
    ],
)
def test_faulty_layers_are_refused(layers: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Graph((), (), layers)


def test_a_graph_that_does_not_fit_is_refused() -> None:
    graph = Graph((A, B), (Edge("a", "b", number=1),))
    with pytest.raises(
        ValueError, match="2 nodes and 1 edges do not fit in 12 columns; allow more columns or leave out"
    ):
        render(graph, columns=12)


def test_the_usual_layers_are_in_drawing_order() -> None:
    assert list(Layer) == ["client", "edge", "gateway", "service", "async", "data"]


def test_by_title_forgets_ids_order_and_empty_layers() -> None:
    graph = Graph((B, A), (Edge("b", "a", number=2), Edge("a", "b", number=1)))
    assert graph.by_title() == Graph(
        (Node("A", "A", "client"), Node("B", "B", "data")),
        (Edge("A", "B", number=1), Edge("B", "A", number=2)),
        ("client", "data"),
    )


def test_the_package_exports_its_names_and_imports_the_standard_library_only() -> None:
    assert engine.diagram.__all__ == ["Edge", "Graph", "Layer", "Node", "parse", "render"]
    code = (
        "import sys, engine; before = set(sys.modules); import engine.diagram;"
        "new = {name.split('.')[0] for name in set(sys.modules) - before};"
        "print(*(new - set(sys.stdlib_module_names) - {'engine'}))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
