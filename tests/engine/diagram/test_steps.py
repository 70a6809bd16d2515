"""The steps of drawing, each on its own."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagram import Edge, Graph, Node
from engine.diagram.layering import Link, Stack, layer_rows
from engine.diagram.ordering import crossings, order
from engine.diagram.placing import Net, Pin
from engine.diagram.routing import route
from engine.diagram.settling import settle
from engine.diagram.spacing import TooTight


def net(edge: int, top: int, bottom: int) -> Net:
    return Net(edge, Pin(top, True, False), Pin(bottom, False, True))


def test_a_long_edge_gets_a_lane_on_each_row_it_passes() -> None:
    nodes = (Node("a", "A", "client"), Node("b", "B", "edge"), Node("c", "C", "data"))
    graph = Graph(nodes, (Edge("c", "a", number=1),))
    stack = Stack(graph, layer_rows(graph, [5, 5, 5], {node.layer: 1 for node in nodes}))
    assert stack.rows == [[0], [1, 3], [2]]
    assert stack.chains == {0: [0, 3, 2]}
    assert stack.links == [[Link(0, 0, 3)], [Link(0, 3, 2)], []]


def test_a_layer_of_two_rows_puts_callers_above_the_called() -> None:
    nodes = tuple(Node(name, name, "service") for name in "ABCD")
    graph = Graph(nodes, (Edge("D", "A", number=1), Edge("C", "B", number=2)))
    assert layer_rows(graph, [5] * 4, {"service": 2}) == [[2, 3], [0, 1]]


def test_ordering_undoes_a_crossing() -> None:
    nodes = tuple(Node(name, name, layer) for name, layer in zip("ABCD", ["client"] * 2 + ["data"] * 2, strict=True))
    graph = Graph(nodes, (Edge("A", "D", number=1), Edge("B", "C", number=2)))
    stack = Stack(graph, layer_rows(graph, [5] * 4, {"client": 1, "data": 1}))
    assert crossings(stack.links[0], stack.positions()) == 1
    order(stack)
    assert crossings(stack.links[0], stack.positions()) == 0


@given(st.lists(st.tuples(st.floats(-50, 150), st.floats(0.1, 9), st.integers(1, 9)), min_size=1, max_size=9))
def test_things_settle_apart_and_within_bounds(things: list[tuple[float, float, int]]) -> None:
    wishes, weights, widths = zip(*things, strict=True)
    steps = [0, *widths[1:]]
    columns = settle(wishes, weights, steps, 0, 100)
    assert all(b - a >= step for (a, b), step in zip(pairwise(columns), steps[1:], strict=True))
    assert columns[0] >= 0
    assert columns[-1] <= 100


def test_things_with_room_settle_where_they_wish() -> None:
    assert settle([3, 20, 40.5], [1, 1, 1], [0, 5, 5], 0, 50) == [3, 20, 41]
    assert settle([10, 10], [1, 1], [0, 4], 0, 50) == [8, 12]


def test_straight_nets_need_no_track() -> None:
    assert [[wire.track for wire in found.wires] for found in route([net(0, 5, 5), net(1, 9, 9)], 0, 20)] == [[0], [0]]


def test_nets_that_do_not_meet_share_a_track() -> None:
    assert [found.wires[0].track for found in route([net(0, 1, 5), net(1, 7, 11)], 0, 20)] == [1, 1]


def test_nets_take_the_tracks_on_which_they_do_not_cross() -> None:
    left, right = route([net(0, 1, 9), net(1, 4, 12)], 0, 30)
    assert (left.wires[0].track, right.wires[0].track) == (2, 1)


def test_a_line_from_above_ends_over_one_that_goes_down_in_its_column() -> None:
    lower, upper = route([net(0, 1, 9), net(1, 9, 17)], 0, 30)
    assert lower.wires[0].track - upper.wires[0].track == 2


def test_nets_that_change_places_take_a_detour() -> None:
    parts = sorted(len(found.wires) for found in route([net(0, 5, 9), net(1, 9, 5)], 0, 20))
    assert parts == [1, 2]


def test_nets_that_change_places_without_a_free_column_do_not_fit() -> None:
    with pytest.raises(TooTight):
        route([net(0, 5, 8), net(1, 8, 5)], 5, 8)
