"""From text to tree, with Lark's LALR parser."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

from lark import Lark, Token, Transformer, Tree, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from engine.expressions import nodes
from engine.expressions.nodes import Node
from engine.units import QuantityError, parse_quantity

MAX_LENGTH = 2_000
MAX_DEPTH = 80  # levels of the tree: a sum of so many terms; what walks it recurses


class ExpressionError(ValueError):
    """The expression is wrong at offset `at`: `message` says what, `fix` what instead."""

    def __init__(self, message: str, at: int = 0, fix: str = "") -> None:
        super().__init__(message)
        self.message, self.at, self.fix = message, at, fix


@functools.cache
def parse_condition(text: str) -> Node:
    """The tree of a `when`. Raises ExpressionError."""
    return _parse(text, "condition")


@functools.cache
def parse_formula(text: str) -> Node:
    """The tree of a formula. Raises ExpressionError."""
    return _parse(text, "formula")


@functools.cache
def _lark() -> Lark:
    grammar = resources.files("engine.expressions").joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", start=["condition", "formula"], propagate_positions=True)


def _parse(text: str, start: str) -> Node:
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"the expression has {len(text):,} characters", 0, f"at most {MAX_LENGTH:,}")
    if text.count("(") + text.count("[") > 60:
        raise ExpressionError("the expression nests too deep", 0, "derive a named fact for a part of it")
    try:
        tree = _lark().parse(text, start=start)
        if _depth(tree) > MAX_DEPTH:
            raise ExpressionError("the expression nests too deep", 0, "derive a named fact for a part of it")
        result: Node = _Build().transform(tree)
        return result
    except UnexpectedInput as error:
        raise _explained(text, error) from None
    except VisitError as error:
        if isinstance(error.orig_exc, ExpressionError):
            raise error.orig_exc from None
        raise


def _depth(tree: Tree[Token]) -> int:
    level: list[Tree[Token]] = [tree]
    depth = 0
    while level:
        depth += 1
        level = [child for parent in level for child in parent.children if isinstance(child, Tree)]
    return depth


def _explained(text: str, error: UnexpectedInput) -> ExpressionError:
    at = error.pos_in_stream or 0
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return ExpressionError("the expression ends too early", len(text), "complete it")
    rest = text[at:].split()[0] if text[at:].split() else ""
    if rest.startswith("=") and not rest.startswith("=="):
        return ExpressionError("'=' is no comparison", at, "write ==")
    if rest.startswith(("&&", "||", "!")):
        return ExpressionError(f"'{rest[:2]}' is not of this language", at, "write and, or, not")
    if isinstance(error, UnexpectedCharacters) and rest[:1].isupper():
        return ExpressionError(f"'{rest}' is no name", at, "names are lower-case with underscores")
    return ExpressionError(f"'{rest[:30]}' does not fit here", at, "see the rule language on conditions and formulas")


@v_args(inline=True)
class _Build(Transformer[Any, Any]):
    def condition(self, node: Node) -> Node:
        return node

    def formula(self, node: Node) -> Node:
        return node

    def any_of(self, *items: Node) -> Node:
        return nodes.AnyOf(items, items[0].at) if len(items) > 1 else items[0]

    def all_of(self, *items: Node) -> Node:
        return nodes.All(items, items[0].at) if len(items) > 1 else items[0]

    def negation(self, node: Node) -> Node:
        return nodes.Not(node, node.at)

    def compare(self, left: Node, operator: Token, right: Node) -> Node:
        return nodes.Compare(str(operator), left, right, left.at)

    def among(self, item: Node, options: tuple[Node, ...]) -> Node:
        return nodes.Among(item, options, False, item.at)

    def not_among(self, item: Node, options: tuple[Node, ...]) -> Node:
        return nodes.Among(item, options, True, item.at)

    def member(self, item: Node, of: nodes.Name) -> Node:
        return nodes.Member(item, of, False, item.at)

    def not_member(self, item: Node, of: nodes.Name) -> Node:
        return nodes.Member(item, of, True, item.at)

    def known(self, name: nodes.Name) -> Node:
        return nodes.Known(name, name.at)

    def list(self, *items: Node | None) -> tuple[Node, ...]:
        return tuple(item for item in items if item is not None)

    def plus(self, left: Node, right: Node) -> Node:
        return nodes.Arithmetic("+", left, right, left.at)

    def minus(self, left: Node, right: Node) -> Node:
        return nodes.Arithmetic("-", left, right, left.at)

    def times(self, left: Node, right: Node) -> Node:
        return nodes.Arithmetic("*", left, right, left.at)

    def over(self, left: Node, right: Node) -> Node:
        return nodes.Arithmetic("/", left, right, left.at)

    def power(self, left: Node, right: Node | None = None) -> Node:
        return left if right is None else nodes.Arithmetic("^", left, right, left.at)

    def negative(self, node: Node) -> Node:
        return nodes.Negative(node, node.at)

    def quantity(self, token: Token) -> Node:
        at = token.start_pos or 0
        try:
            parsed = parse_quantity(str(token))
        except QuantityError as error:
            raise ExpressionError(str(error), at) from None
        return nodes.Number(parsed.value, parsed.dimension, parsed.bare, str(token), at)

    def choose(self, condition: Node, then: Node, otherwise: Node) -> Node:
        return nodes.Choose(condition, then, otherwise, condition.at)

    def call(self, function: Token, *arguments: Node) -> Node:
        return nodes.Call(str(function), arguments, function.start_pos or 0)

    def name(self, first: Token, second: Token | None = None) -> nodes.Name:
        text = f"{first}.{second}" if second is not None else str(first)
        return nodes.Name(text, first.start_pos or 0)
