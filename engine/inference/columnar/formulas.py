"""Formulas over columns: the same tree that `engine.expressions.formulas` compiles, over arrays."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import numpy as np

from engine.expressions import Formula, Symbols, nodes
from engine.expressions.atoms import compile_condition_node
from engine.expressions.nodes import Node
from engine.inference.columnar.conditions import condition_holds
from engine.inference.columnar.values import Members, Words

State = Mapping[str, Any]
Value = Callable[[State], Any]

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": np.divide,
    "^": np.power,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": lambda *values: reduce(np.minimum, values),
    "max": lambda *values: reduce(np.maximum, values),
    "ceil": lambda x: np.ceil(x - 1e-9),
    "floor": lambda x: np.floor(x + 1e-9),
    "round": np.round,
    "log2": np.log2,
    "sqrt": np.sqrt,
}


class Formulas:
    """The formulas of a knowledge base over columns, each compiled when it is first needed."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self.compiled: dict[int, Value] = {}

    def value(self, formula: Formula, state: State) -> Any:
        """A float, an array with NaN where there is no answer, or None where there is none in any column."""
        if not any(isinstance(state.get(key), np.ndarray | Members | Words) for key in formula.reads):
            return formula(state)
        function = self.compiled.get(id(formula))
        if function is None:
            function = self.compiled[id(formula)] = self.compile(formula.node)
        value = function(state)
        if isinstance(value, np.ndarray):
            return np.where(np.isfinite(value), value, np.nan)
        return float(value) if np.isfinite(value) else None

    def compile(self, node: Node) -> Value:
        match node:
            case nodes.Number():
                number = node.value
                return lambda state: number
            case nodes.Name():
                key = node.text
                return lambda state: state.get(key, np.nan)
            case nodes.Negative():
                of = self.compile(node.of)
                return lambda state: -of(state)
            case nodes.Arithmetic():
                left, right, act = self.compile(node.left), self.compile(node.right), _ARITHMETIC[node.operator]
                return lambda state: act(left(state), right(state))
            case nodes.Call() if node.function == "count":
                (name,) = node.arguments
                assert isinstance(name, nodes.Name)
                return _count(name.text)
            case nodes.Call():
                arguments, function = [self.compile(a) for a in node.arguments], _FUNCTIONS[node.function]
                return lambda state: function(*[a(state) for a in arguments])
            case nodes.Choose():
                return self.choose(node)
        raise AssertionError(f"no formula: {node}")

    def choose(self, node: nodes.Choose) -> Value:
        condition = compile_condition_node(node.condition, self.symbols)
        then, otherwise = self.compile(node.then), self.compile(node.otherwise)

        def value(state: State) -> Any:
            mask = condition_holds(condition, state)
            if isinstance(mask, bool):
                return then(state) if mask else otherwise(state)
            return np.where(mask, then(state), otherwise(state))

        return value


def _count(key: str) -> Value:
    def value(state: State) -> Any:
        members = state.get(key, frozenset())
        if isinstance(members, Members):
            return sum((np.asarray(mask, dtype=np.float64) for mask in members.members.values()), start=np.float64(0))
        return float(len(members))

    return value
