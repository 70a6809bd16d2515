"""Conditions as disjunctions of atoms.

An atom is one comparison. It is true, or it is not: an unknown fact satisfies no comparison and no negation of one, so
`not` is pushed inwards at load and only what is true enters an inference network.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.expressions import nodes
from engine.expressions.nodes import Node
from engine.expressions.parsing import ExpressionError, parse_condition
from engine.expressions.symbols import Symbol, Symbols
from engine.suggesting import did_you_mean
from engine.units import describe

MAX_ATOMS = 16  # of one alternative: a limit of durable-rules
MAX_ALTERNATIVES = 64

State = Mapping[str, Any]
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}

Test = Literal["number", "facts", "word", "member", "flag", "known"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison: `test` says how `key` is compared, `operand` with what.

    number: with a float; facts: with the fact of that key; word: with a set of words (`==`: among, `!=`: not among);
    member: that word is in the set (`==`) or not (`!=`); flag: the flag is that bool; known: the fact has a value.
    """

    test: Test
    key: str
    operator: str
    operand: Any
    text: str = field(compare=False)

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.key, self.operand) if self.test == "facts" else (self.key,)

    @property
    def monotone(self) -> bool:
        """Whether more members or more known facts can only turn it from false to true."""
        return self.test == "known" or (self.test == "member" and self.operator == "==")

    def holds(self, state: State) -> bool:
        """Whether it is true in `state`; unknown is not true."""
        value = state.get(self.key)
        if value is None:
            return False
        match self.test:
            case "number":
                return OPERATORS[self.operator](value, self.operand)
            case "facts":
                other = state.get(self.operand)
                return other is not None and OPERATORS[self.operator](value, other)
            case "word":
                return (value in self.operand) == (self.operator == "==")
            case "member":
                return (self.operand in value) == (self.operator == "==")
            case "flag":
                return bool(value == self.operand)
            case "known":
                return True


def compiled_test(atom: Atom) -> Callable[[State], bool]:
    """`atom.holds` as a closure without any case to tell apart: sweeps test a thousand atoms a thousand times."""
    key, operand, positive = atom.key, atom.operand, atom.operator == "=="
    match atom.test:
        case "number":
            compare = OPERATORS[atom.operator]
            return lambda state: (value := state.get(key)) is not None and compare(value, operand)
        case "facts":
            compare = OPERATORS[atom.operator]
            return lambda state: (
                (value := state.get(key)) is not None
                and (other := state.get(operand)) is not None
                and compare(value, other)
            )
        case "word":
            return lambda state: (value := state.get(key)) is not None and (value in operand) is positive
        case "member":
            return lambda state: (value := state.get(key)) is not None and (operand in value) is positive
        case "flag":
            return lambda state: state.get(key) is operand
        case "known":
            return lambda state: state.get(key) is not None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as alternatives of atoms; no alternative at all never holds, an empty one always does."""

    text: str
    alternatives: tuple[tuple[Atom, ...], ...]

    @property
    def reads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(k for atoms in self.alternatives for atom in atoms for k in atom.reads))

    def holds(self, state: State) -> bool:
        return any(all(atom.holds(state) for atom in atoms) for atoms in self.alternatives)


ALWAYS = Condition("", ((),))


def compile_condition(text: str, symbols: Symbols) -> Condition:
    """The condition in `text`. Raises ExpressionError for a wrong form, unknown names, kinds or dimensions."""
    compiled = compile_condition_node(parse_condition(text), symbols)
    return Condition(text, compiled.alternatives)


def compile_condition_node(node: Node, symbols: Symbols) -> Condition:
    alternatives = _Compiler(symbols).alternatives(node, False)
    unique = tuple(dict.fromkeys(tuple(dict.fromkeys(atoms)) for atoms in alternatives))
    if len(unique) > MAX_ALTERNATIVES:
        raise ExpressionError(f"the condition has {len(unique)} alternatives", node.at, f"at most {MAX_ALTERNATIVES}")
    for atoms in unique:
        if len(atoms) > MAX_ATOMS - 2:  # room for a capability's own atom and an engine's
            raise ExpressionError(f"the condition joins {len(atoms)} comparisons", node.at, f"at most {MAX_ATOMS - 2}")
    return Condition("", unique)


class _Compiler:
    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols

    def alternatives(self, node: Node, negated: bool) -> list[tuple[Atom, ...]]:
        match node:
            case nodes.Not():
                return self.alternatives(node.of, not negated)
            case nodes.All() | nodes.AnyOf():
                parts = [self.alternatives(part, negated) for part in node.of]
                if isinstance(node, nodes.AnyOf) != negated:
                    return [atoms for part in parts for atoms in part]
                product: list[tuple[Atom, ...]] = [()]
                for part in parts:
                    if len(product) * len(part) > 4 * MAX_ALTERNATIVES:
                        raise ExpressionError("the condition has too many alternatives", node.at, "split the rule")
                    product = [(*left, *right) for left in product for right in part]
                return product
        return [(self.atom(node, negated),)]

    def atom(self, node: Node, negated: bool) -> Atom:
        match node:
            case nodes.Compare():
                return self.compare(node, negated)
            case nodes.Among():
                return self.among(node, negated)
            case nodes.Member():
                return self.member(node, negated)
            case nodes.Known():
                if negated:
                    raise ExpressionError(
                        "'not known' cannot be asked",
                        node.at,
                        "absence is no evidence: give the fact a default instead",
                    )
                symbol = self.symbol(node.of)
                return Atom("known", symbol.key, "==", True, f"known({symbol.key})")
            case nodes.Name():
                symbol = self.symbol(node)
                if symbol.kind != "flag":
                    raise ExpressionError(
                        f"'{node.text}' is a {symbol.kind}, not a flag", node.at, "compare it with a value"
                    )
                return Atom("flag", symbol.key, "==", not negated, f"not {node.text}" if negated else node.text)
        raise ExpressionError(
            "arithmetic stands in a condition", node.at, "derive a named fact first, so that the threshold has a name"
        )

    def symbol(self, name: nodes.Name) -> Symbol:
        try:
            return self.symbols[name.text]
        except KeyError:
            fix = self.symbols.nearest(name.text) or "declare it in the vocabulary, or derive it by a rule"
            raise ExpressionError(f"unknown name '{name.text}'", name.at, fix) from None

    def compare(self, node: nodes.Compare, negated: bool) -> Atom:
        left, right, op = node.left, node.right, node.operator
        if isinstance(left, nodes.Number) and isinstance(right, nodes.Name):
            left, right, op = right, left, _MIRRORED[op]
        if not isinstance(left, nodes.Name):
            raise ExpressionError(
                "arithmetic stands in a condition",
                left.at,
                "derive a named fact first, so that the threshold has a name",
            )
        symbol = self.symbol(left)
        op = _NEGATED[op] if negated else op
        if symbol.kind == "quantity":
            return self.compare_quantity(symbol, op, right)
        if symbol.kind == "set":
            raise ExpressionError(f"'{symbol.key}' is a set", left.at, "write: member in set")
        if op not in ("==", "!="):
            raise ExpressionError(f"'{symbol.key}' is a {symbol.kind} and has no order", left.at, "use == or in [...]")
        if symbol.kind == "flag":
            if not isinstance(right, nodes.Name) or right.text not in ("true", "false"):
                raise ExpressionError(f"'{symbol.key}' is a flag", right.at, "write it alone, or with not")
            value = (right.text == "true") == (op == "==")
            return Atom("flag", symbol.key, "==", value, symbol.key if value else f"not {symbol.key}")
        word = self.word(right, symbol)
        return Atom("word", symbol.key, op, frozenset([word]) - symbol.gone, f"{symbol.key} {op} {word}")

    def compare_quantity(self, symbol: Symbol, op: str, right: Node) -> Atom:
        if isinstance(right, nodes.Negative) and isinstance(right.of, nodes.Number):
            number = right.of
            right = nodes.Number(-number.value, number.dimension, number.bare, f"-{number.text}", right.at)
        if isinstance(right, nodes.Number):
            if right.dimension != symbol.dimension:
                raise ExpressionError(
                    f"{symbol.key} is in {describe(symbol.dimension)}, {right.text} is {describe(right.dimension)}",
                    right.at,
                    f"give {right.text} a unit of {describe(symbol.dimension)}",
                )
            return Atom("number", symbol.key, op, right.value, f"{symbol.key} {op} {right.text}")
        if isinstance(right, nodes.Name):
            other = self.symbol(right)
            if other.kind != "quantity" or other.dimension != symbol.dimension:
                raise ExpressionError(
                    f"{symbol.key} in {describe(symbol.dimension)} is compared with {other.key}, "
                    + (describe(other.dimension) if other.kind == "quantity" else f"a {other.kind}"),
                    right.at,
                    "compare like with like",
                )
            return Atom("facts", symbol.key, op, other.key, f"{symbol.key} {op} {other.key}")
        raise ExpressionError(
            "arithmetic stands in a condition", right.at, "derive a named fact first, so that the threshold has a name"
        )

    def word(self, node: Node, symbol: Symbol) -> str:
        if not isinstance(node, nodes.Name):
            raise ExpressionError(f"'{symbol.key}' takes a word", node.at, f"one of {', '.join(sorted(symbol.words))}")
        if node.text not in symbol.words:
            close = did_you_mean(node.text, sorted(symbol.words))
            raise ExpressionError(
                f"'{node.text}' is no value of {symbol.key}",
                node.at,
                close or f"one of {', '.join(sorted(symbol.words))}",
            )
        return node.text

    def among(self, node: nodes.Among, negated: bool) -> Atom:
        if not isinstance(node.item, nodes.Name):
            raise ExpressionError("only a choice can be 'in' a list", node.at, "compare numbers with < and >")
        symbol = self.symbol(node.item)
        if symbol.kind != "choice":
            raise ExpressionError(f"'{symbol.key}' is a {symbol.kind}, not a choice", node.at, "compare it otherwise")
        words = frozenset(self.word(option, symbol) for option in node.options)
        if not words:
            raise ExpressionError("the list is empty", node.at, "name at least one value")
        op = "!=" if negated != node.negated else "=="
        listed = ", ".join(sorted(words))
        return Atom(
            "word", symbol.key, op, words - symbol.gone, f"{symbol.key} {'in' if op == '==' else 'not in'} [{listed}]"
        )

    def member(self, node: nodes.Member, negated: bool) -> Atom:
        symbol = self.symbol(node.of)
        if symbol.kind != "set":
            raise ExpressionError(f"'{symbol.key}' is a {symbol.kind}, not a set", node.of.at, "use == or in [...]")
        word = self.word(node.item, symbol)
        op = "!=" if negated != node.negated else "=="
        return Atom("member", symbol.key, op, word, f"{word} {'in' if op == '==' else 'not in'} {symbol.key}")
