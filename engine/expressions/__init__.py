"""The expression language of rules: conditions (to atoms, three-valued) and formulas (to floats, dimension-checked)."""

from engine.expressions.atoms import Atom, Condition, compile_condition
from engine.expressions.formulas import Formula, compile_formula
from engine.expressions.nodes import Node
from engine.expressions.parsing import ExpressionError, parse_condition, parse_formula
from engine.expressions.symbols import Symbol, Symbols

__all__ = [
    "Atom",
    "Condition",
    "ExpressionError",
    "Formula",
    "Node",
    "Symbol",
    "Symbols",
    "compile_condition",
    "compile_formula",
    "parse_condition",
    "parse_formula",
]
