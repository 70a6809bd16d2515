"""A formula with this case's numbers in it: `250 M x 0.2/day x 3`."""

from __future__ import annotations

from engine.expressions import nodes
from engine.expressions.nodes import Node
from engine.inference.evaluation import Evaluation

_SIGNS = {"+": " + ", "-": " - ", "*": " × ", "/": " ÷ ", "^": "^"}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}


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
            case nodes.Call():
                shown = [a for a in node.arguments if not (node.function == "max" and self.is_guard(a))]
                if node.function == "max" and len(shown) == 1:
                    return self.write(shown[0], binding)
                arguments = ", ".join(self.write(a, 0) for a in shown)
                word = {"min": "smaller of ", "max": "larger of ", "ceil": "round up "}.get(
                    node.function, node.function
                )
                return f"{word}({arguments})"
            case nodes.Choose():
                from engine.expressions.atoms import compile_condition_node

                condition = compile_condition_node(node.condition, self.evaluation.knowledge.symbols)
                taken = node.then if condition.holds(self.evaluation.state) else node.otherwise
                return self.write(taken, binding)
        return "?"

    def is_nothing(self, node: Node) -> bool:
        """A term that is zero here says nothing: `+ $0 a month`."""
        return self.value(node) == 0

    def is_guard(self, node: Node) -> bool:
        """A tiny constant in max() only keeps a formula from dividing by zero."""
        return isinstance(node, nodes.Number) and abs(node.value) < 1e-3

    def value(self, node: Node) -> float | None:
        match node:
            case nodes.Number():
                return node.value
            case nodes.Name():
                value = self.evaluation.state.get(node.text)
                return float(value) if isinstance(value, int | float) else None
            case nodes.Arithmetic():
                left, right = self.value(node.left), self.value(node.right)
                if node.operator == "*" and 0 in (left, right):
                    return 0.0
                if left is None or right is None:
                    return None
                return {"+": left + right, "-": left - right}.get(node.operator)
        return None
