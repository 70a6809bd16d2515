"""Layered graphs as ASCII pictures: `render` draws them, `parse` reads them back."""

from engine.diagram.graph import Edge, Graph, Layer, Node
from engine.diagram.parsing import parse
from engine.diagram.rendering import render

__all__ = ["Edge", "Graph", "Layer", "Node", "parse", "render"]
