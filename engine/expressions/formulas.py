"""Formulas: dimension-checked at load, closures over a state of floats at run time."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.expressions import nodes
from engine.expressions.nodes import Node
from engine.expressions.parsing import ExpressionError, parse_formula
from engine.expressions.symbols import Symbol, Symbols
from engine.units import COUNT, Dimension, describe

State = Mapping[str, Any]
Value = Callable[[State], Any]


@dataclass(frozen=True, slots=True)
class Formula:
    """A compiled formula. `reads` are the keys it needs, `constants` the technology limits among them."""

    text: str
    node: Node
    reads: tuple[str, ...]
    constants: tuple[str, ...]
    dimension: Dimension
    evaluate: Value

    def __call__(self, state: State) -> float | None:
        """The value in canonical units; None where something it reads is unknown or the sum has no answer (x / 0)."""
        try:
            value = self.evaluate(state)
        except (TypeError, KeyError, ZeroDivisionError, OverflowError, ValueError):
            return None
        return value if value is not None and math.isfinite(value) else None


def compile_formula(text: str, symbols: Symbols) -> Formula:
    """The formula in `text`. Raises ExpressionError for a wrong form, an unknown name or mixed dimensions."""
    node = parse_formula(text)
    compiler = _Compiler(symbols)
    dimension, evaluate = compiler.number(node)
    reads = tuple(dict.fromkeys(compiler.reads))
    return Formula(text, node, reads, tuple(k for k in reads if symbols[k].constant), dimension, evaluate)


FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "ceil": lambda x: math.ceil(x - 1e-9),  # 3.0000000001 nodes are 3 nodes
    "floor": lambda x: math.floor(x + 1e-9),
    "round": round,
    "log2": math.log2,
    "sqrt": math.sqrt,
}


class _Compiler:
    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self.reads: list[str] = []

    def symbol(self, name: nodes.Name) -> Symbol:
        try:
            symbol = self.symbols[name.text]
        except KeyError:
            fix = self.symbols.nearest(name.text) or "declare it in the vocabulary, or derive it by a rule"
            raise ExpressionError(f"unknown name '{name.text}'", name.at, fix) from None
        self.reads.append(symbol.key)
        return symbol

    def number(self, node: Node) -> tuple[Dimension, Value]:
        match node:
            case nodes.Number():
                value = node.value
                return node.dimension, lambda state: value
            case nodes.Name():
                symbol = self.symbol(node)
                if symbol.kind != "quantity":
                    raise ExpressionError(
                        f"'{node.text}' is a {symbol.kind}, not a number", node.at, "use it in if(...)"
                    )
                key = symbol.key
                return symbol.dimension, lambda state: state[key]
            case nodes.Negative():
                dimension, of = self.number(node.of)
                return dimension, lambda state: -of(state)
            case nodes.Arithmetic():
                return self.arithmetic(node)
            case nodes.Call():
                return self.call(node)
            case nodes.Choose():
                return self.choose(node)
        raise ExpressionError("a condition stands where a number must", node.at, "use if(condition, a, b)")

    def arithmetic(self, node: nodes.Arithmetic) -> tuple[Dimension, Value]:
        (ld, left), (rd, right) = self.number(node.left), self.number(node.right)
        match node.operator:
            case "+" | "-":
                if ld != rd:
                    verb = "adds" if node.operator == "+" else "subtracts"
                    raise ExpressionError(
                        f"the formula {verb} {describe(ld)} and {describe(rd)}", node.right.at, "convert one of them"
                    )
                return (
                    (ld, lambda s: left(s) + right(s)) if node.operator == "+" else (ld, lambda s: left(s) - right(s))
                )
            case "*":
                return _combine(ld, rd, 1), lambda s: left(s) * right(s)
            case "/":
                return _combine(ld, rd, -1), lambda s: left(s) / right(s)
        if rd != COUNT:
            raise ExpressionError("an exponent must be a plain number", node.right.at)
        if ld == COUNT:
            return COUNT, lambda s: left(s) ** right(s)
        if not isinstance(node.right, nodes.Number):
            raise ExpressionError("a quantity with a unit can only be raised to a constant", node.right.at)
        exponent = node.right.value
        return _scaled(ld, exponent), lambda s: left(s) ** exponent

    def call(self, node: nodes.Call) -> tuple[Dimension, Value]:
        if node.function == "count":
            return self.count(node)
        parts = [self.number(a) for a in node.arguments]
        dimension = parts[0][0]
        values = [value for _, value in parts]
        function = FUNCTIONS[node.function]
        if node.function in ("min", "max"):
            for argument, (other, _) in zip(node.arguments, parts, strict=True):
                if other != dimension:
                    raise ExpressionError(
                        f"{node.function}() compares {describe(dimension)} and {describe(other)}",
                        argument.at,
                        "convert one of them",
                    )
            if len(values) < 2:
                raise ExpressionError(f"{node.function}() needs two values or more", node.at)
            return dimension, lambda s: function(*[v(s) for v in values])
        if len(values) != 1:
            raise ExpressionError(f"{node.function}() takes one value", node.at)
        (value,) = values
        if node.function == "sqrt":
            return _scaled(dimension, 0.5), lambda s: function(value(s))
        if dimension != COUNT:
            raise ExpressionError(
                f"{node.function}() takes a plain number, this is in {describe(dimension)}",
                node.arguments[0].at,
                "divide by a unit first, such as / (1 USD/month)",
            )
        return COUNT, lambda s: function(value(s))

    def count(self, node: nodes.Call) -> tuple[Dimension, Value]:
        (argument, *rest) = node.arguments
        if rest or not isinstance(argument, nodes.Name) or self.symbol(argument).kind != "set":
            raise ExpressionError("count() takes the name of a set", node.at)
        key = argument.text
        return COUNT, lambda s: float(len(s[key]))

    def choose(self, node: nodes.Choose) -> tuple[Dimension, Value]:
        from engine.expressions.atoms import compile_condition_node  # the two compilers call each other

        condition = compile_condition_node(node.condition, self.symbols)
        self.reads.extend(condition.reads)
        (td, then), (od, otherwise) = self.number(node.then), self.number(node.otherwise)
        if td != od:
            raise ExpressionError(
                f"if() gives {describe(td)} or {describe(od)}", node.otherwise.at, "convert one of them"
            )
        holds = condition.holds
        return td, lambda s: then(s) if holds(s) else otherwise(s)


def _combine(left: Dimension, right: Dimension, sign: int) -> Dimension:
    return (left[0] + sign * right[0], left[1] + sign * right[1], left[2] + sign * right[2])


def _scaled(dimension: Dimension, by: float) -> Dimension:
    return (dimension[0] * by, dimension[1] * by, dimension[2] * by)
