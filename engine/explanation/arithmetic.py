"""A formula with this case's numbers in it: `250 M x 0.2/day x 3`."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

from engine.expressions import nodes
from engine.expressions.atoms import compile_condition_node
from engine.expressions.formulas import FUNCTIONS
from engine.expressions.nodes import Node
from engine.inference.evaluation import Evaluation
from engine.units.showing import show_number

_SIGNS = {"+": " + ", "-": " - ", "*": " × ", "/": " ÷ ", "^": "^"}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
_WORDS = {"min": "smaller of ", "max": "larger of ", "ceil": "round up "}
_OPERATORS: dict[str, Callable[..., float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}


def in_numbers(evaluation: Evaluation, node: Node) -> str:
    """The formula with values in place of names. Branches of `if` that were not taken are left out."""
    return _Writer(evaluation).write(node, 0)


class _Writer:
    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation

    def write(self, node: Node, binding: int) -> str:
        match node:
            case nodes.Number():
                return node.text
            case nodes.Name():
                return self.evaluation.shown(node.text) or node.text
            case nodes.Negative():
                return f"-{self.write(node.of, 3)}"
            case nodes.Arithmetic() if node.operator in "+-" and self.is_nothing(node.right):
                return self.write(node.left, binding)
            case nodes.Arithmetic() if node.operator == "+" and self.is_nothing(node.left):
                return self.write(node.right, binding)
            case nodes.Arithmetic():
                own = _BINDING[node.operator]
                right_binding = own + (node.operator in "-/")
                text = f"{self.write(node.left, own)}{_SIGNS[node.operator]}{self.write(node.right, right_binding)}"
                return f"({text})" if own < binding else text
            case nodes.Call() if node.function == "count":
                return show_number(self.value(node) or 0)
            case nodes.Call():
                shown = self.without_guards(node) if node.function == "max" else node.arguments
                if node.function == "max" and len(shown) == 1:
                    return self.write(shown[0], binding)
                arguments = ", ".join(self.write(a, 0) for a in shown)
                return f"{_WORDS.get(node.function, node.function)}({arguments})"
            case nodes.Choose():
                return self.write(self.taken(node), binding)
        return "?"

    def taken(self, node: nodes.Choose) -> Node:
        condition = compile_condition_node(node.condition, self.evaluation.knowledge.symbols)
        return node.then if condition.holds(self.evaluation.state) else node.otherwise

    def is_nothing(self, node: Node) -> bool:
        """A term that is zero here says nothing: `+ $0 a month`."""
        return self.value(node) == 0

    def without_guards(self, node: nodes.Call) -> tuple[Node, ...]:
        """The arguments of max() that matter: not a tiny constant which only guards a division, unless it wins."""
        kept = tuple(a for a in node.arguments if not (isinstance(a, nodes.Number) and abs(a.value) < 1e-3))
        values = [self.value(a) for a in kept]
        known = [value for value in values if value is not None]
        whole = self.value(node)
        return kept if known and len(known) == len(values) and whole == max(known) else tuple(node.arguments)

    def value(self, node: Node) -> float | None:
        """What the formula's part is in this case, in canonical units; None if it is unknown or has no answer."""
        match node:
            case nodes.Number():
                return node.value
            case nodes.Name():
                value = self.evaluation.state.get(node.text)
                return float(value) if isinstance(value, int | float) else None
            case nodes.Choose():
                return self.value(self.taken(node))
            case nodes.Negative():
                of = self.value(node.of)
                return None if of is None else -of
            case nodes.Call() if node.function == "count":
                (name,) = node.arguments
                members = self.evaluation.state.get(name.text) if isinstance(name, nodes.Name) else None
                return None if members is None else float(len(members))
            case nodes.Call():
                return self._of([self.value(a) for a in node.arguments], FUNCTIONS[node.function])
            case nodes.Arithmetic():
                pair = [self.value(node.left), self.value(node.right)]
                return 0.0 if node.operator == "*" and 0 in pair else self._of(pair, _OPERATORS[node.operator])
        return None

    def _of(self, values: Sequence[float | None], function: Callable[..., float]) -> float | None:
        known = [value for value in values if value is not None]
        try:
            return function(*known) if len(known) == len(values) else None
        except (ArithmeticError, ValueError):
            return None
