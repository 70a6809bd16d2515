"""The graph a picture shows: boxes on layers, numbered arrows between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Kind = Literal["sync", "async"]

TITLE_LENGTH = 40
LAYER_LENGTH = 16
HIGHEST_NUMBER = 999

_PLAIN = re.compile(r"[!-\[\]-~]+(?: [!-\[\]-~]+)*")


class Layer(StrEnum):
    """The usual layers, in drawing order from top to bottom. `tuple(Layer)` is a graph's default."""

    CLIENT = "client"
    EDGE = "edge"
    GATEWAY = "gateway"
    SERVICE = "service"
    ASYNC = "async"
    DATA = "data"


@dataclass(frozen=True)
class Node:
    """One box.

    `id` names it in edges; the picture shows only `title`: up to 40 printable ASCII characters other than a backslash,
    words parted by single spaces. `layer` is one of the graph's layers.
    """

    id: str
    title: str
    layer: str


@dataclass(frozen=True)
class Edge:
    """One arrow from the node `source` to the node `target` (ids); `number` (1 to 999) is the label on its line."""

    source: str
    target: str
    kind: Kind = "sync"
    number: int = field(kw_only=True)


@dataclass(frozen=True)
class Graph:
    """Nodes on ordered layers and the edges between them.

    Between two nodes there may be one edge for each direction and kind. Titles and edge numbers are unique, since they
    are all a picture shows of a node or an edge.

    Raises:
        ValueError: the graph cannot be drawn; the message says what is wrong, where, and what to write instead.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    layers: tuple[str, ...] = tuple(Layer)

    def __post_init__(self) -> None:
        for layer in self.layers:
            _check_text(layer, f"layer {layer!r}", LAYER_LENGTH)
        _check_unique("layer", self.layers)
        for node in self.nodes:
            if node.layer not in self.layers:
                known = ", ".join(self.layers) or "none"
                raise ValueError(f"node {node.id!r}: unknown layer {node.layer!r}; use one of: {known}")
            _check_text(node.title, f"title {node.title!r} of node {node.id!r}", TITLE_LENGTH)
        ids = [node.id for node in self.nodes]
        _check_unique("node id", ids)
        _check_unique("node title", [node.title for node in self.nodes])
        known_ids = set(ids)
        for edge in self.edges:
            self._check_edge(edge, known_ids)
        _check_unique("edge number", [edge.number for edge in self.edges])
        _check_unique("edge", [f"{edge.source} -> {edge.target} ({edge.kind})" for edge in self.edges])

    def _check_edge(self, edge: Edge, known_ids: set[str]) -> None:
        place = f"edge {edge.number} ({edge.source} -> {edge.target})"
        for end in (edge.source, edge.target):
            if end not in known_ids:
                known = ", ".join(sorted(known_ids)) or "none"
                raise ValueError(f"{place}: unknown node {end!r}; use one of: {known}")
        if edge.source == edge.target:
            raise ValueError(f"{place}: a node cannot point to itself; give the edge another target or leave it out")
        if edge.kind not in ("sync", "async"):
            raise ValueError(f"{place}: unknown kind {edge.kind!r}; use 'sync' or 'async'")
        if not 1 <= edge.number <= HIGHEST_NUMBER:
            raise ValueError(f"{place}: number {edge.number} is out of range; use 1 to {HIGHEST_NUMBER}")

    def by_title(self) -> Graph:
        """The same graph in the form `parse` gives back, so that the two can be compared.

        A picture shows neither ids nor empty layers nor the order of the tuples: ids become titles, nodes stand in
        order of layer and title, edges in order of number, and only layers that hold a node remain.
        """
        title = {node.id: node.title for node in self.nodes}
        used = {node.layer for node in self.nodes}
        layers = tuple(str(layer) for layer in self.layers if layer in used)
        nodes = (Node(node.title, node.title, str(node.layer)) for node in self.nodes)
        edges = (Edge(title[edge.source], title[edge.target], edge.kind, number=edge.number) for edge in self.edges)
        return Graph(
            tuple(sorted(nodes, key=lambda node: (layers.index(node.layer), node.title))),
            tuple(sorted(edges, key=lambda edge: edge.number)),
            layers,
        )


def _check_text(text: str, place: str, longest: int) -> None:
    if not _PLAIN.fullmatch(text):
        wanted = "printable ASCII characters without backslash, words parted by single spaces"
        raise ValueError(f"{place}: not plain text; use {wanted}")
    if len(text) > longest:
        raise ValueError(f"{place}: {len(text)} characters; use {longest} at most")


def _check_unique(what: str, values: Iterable[object]) -> None:
    seen = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{what} {value} appears twice; keep one, or give the other a {what} of its own")
        seen.add(value)
