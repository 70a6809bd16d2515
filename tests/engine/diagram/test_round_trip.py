"""What is drawn can be read back, cell by cell; the examples run may be raised with DIAGRAM_EXAMPLES."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import HealthCheck, given, settings

from engine.diagram import Edge, Graph, Node, parse, render
from tests.engine.diagram.samples import ARCHITECTURES, STREAMING, WIKI, graphs

EXAMPLES = int(os.environ.get("DIAGRAM_EXAMPLES", "150"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(graphs())
def test_any_graph_is_read_back_from_its_picture(graph: Graph) -> None:
    picture = render(graph)
    assert parse(picture) == graph.by_title()
    assert max(map(len, picture.splitlines())) <= 100
    assert re.fullmatch(r"[\n -~]+", picture)
    assert not re.search(r" $", picture, re.MULTILINE)


@many
@given(graphs(most_nodes=12, most_edges=14))
def test_a_picture_keeps_within_fewer_columns(graph: Graph) -> None:
    picture = render(graph, columns=64)
    assert parse(picture) == graph.by_title()
    assert max(map(len, picture.splitlines())) <= 64


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_an_architecture_is_read_back(name: str) -> None:
    assert parse(render(ARCHITECTURES[name])) == ARCHITECTURES[name].by_title()


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_a_picture_is_the_same_each_time(name: str) -> None:
    graph = ARCHITECTURES[name]
    again = Graph(graph.nodes, graph.edges, graph.layers)
    assert render(graph) == render(again)


def test_a_graph_without_nodes_is_an_empty_picture() -> None:
    empty = Graph((), ())
    assert render(empty) == ""
    assert parse("") == empty.by_title()


def test_every_pair_of_nodes_may_have_four_edges() -> None:
    nodes = tuple(Node(name, name, "service") for name in "ABCD")
    pairs = [(a.id, b.id) for a in nodes for b in nodes if a is not b]
    edges = [Edge(a, b, "sync", number=i) for i, (a, b) in enumerate(pairs, 1)]
    edges += [Edge(a, b, "async", number=i) for i, (a, b) in enumerate(pairs, len(edges) + 1)]
    graph = Graph(nodes, tuple(edges))
    assert parse(render(graph)) == graph.by_title()


def test_forty_edges_pass_a_box_with_the_longest_title() -> None:
    clients = tuple(Node(f"c{i}", f"Client {i}", "client") for i in range(8))
    stores = tuple(Node(f"d{i}", f"Store {i}", "data") for i in range(5))
    between = Node("x", "x" * 40, "service")
    pairs = [(a.id, b.id) for a in clients for b in stores]
    graph = Graph((*clients, between, *stores), tuple(Edge(a, b, number=i) for i, (a, b) in enumerate(pairs, 1)))
    picture = render(graph)
    assert parse(picture) == graph.by_title()
    assert max(map(len, picture.splitlines())) <= 100


def test_layers_can_be_other_than_the_usual_ones() -> None:
    nodes = (Node("a", "A", "front end"), Node("b", "B", "back end"))
    graph = Graph(nodes, (Edge("b", "a", number=7),), layers=("front end", "unused", "back end"))
    assert parse(render(graph)) == graph.by_title()
    assert graph.by_title().layers == ("front end", "back end")


def test_every_cell_of_a_picture_counts() -> None:
    """Whatever character is lost, the picture reads as another graph or as none."""
    whole = render(WIKI)
    for i, character in enumerate(whole):
        if character not in " \n":
            harmed = whole[:i] + " " + whole[i + 1 :]
            assert _read(harmed) != WIKI.by_title(), f"character {i} ({character!r}) makes no difference"


def test_every_line_of_a_picture_counts() -> None:
    """The same for the lines of a larger picture, where they cross."""
    whole = render(STREAMING)
    for i in [i for i, character in enumerate(whole) if character in "|:^v+."]:
        harmed = whole[:i] + " " + whole[i + 1 :]
        assert _read(harmed) != STREAMING.by_title(), f"character {i} ({whole[i]!r}) makes no difference"


def _read(picture: str) -> Graph | None:
    try:
        return parse(picture)
    except ValueError:
        return None
