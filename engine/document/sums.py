"""Works out a formula as a document writes it, `60 M × 10/day + 926/s`, to see whether the value beside it is right.

Each number stands for all that would be shown so: `1.25 M` is 1.245 M to 1.255 M. A sum is wrong when no such numbers
give it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from engine.expressions.formulas import FUNCTIONS
from engine.units import QuantityError, parse_quantity

_NUMBER = r"\$?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?"
_UNIT = r"%|a month\b|[A-Za-z]+(?:/[A-Za-z]+)*|(?:/[A-Za-z]+)+"
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>{_NUMBER})(?:\s?(?P<suffix>M|bn|T|k)(?![A-Za-z]))?(?:\s?(?P<unit>{_UNIT}))?"
    r"(?P<month> a month\b)?"
    r"|(?P<word>smaller of|larger of|round up|round|floor|log2|sqrt)\s*(?=\()|(?P<sign>[-+×÷^(),]))"
)
_SPELT = {"min": "smaller of", "max": "larger of", "ceil": "round up"}
_PLURALS = {"days": "day", "years": "year"}
_OPERATORS: dict[str, tuple[int, Callable[[float, float], float]]] = {
    "+": (1, lambda a, b: a + b),
    "-": (1, lambda a, b: a - b),
    "×": (2, lambda a, b: a * b),
    "÷": (2, lambda a, b: a / b),
    "^": (3, lambda a, b: a**b),
}
_FUNCTIONS = {_SPELT.get(name, name): function for name, function in FUNCTIONS.items()}


class NoSum(ValueError):
    """The text is no formula of numbers."""


@dataclass(frozen=True, slots=True)
class Span:
    """All values that a shown number may stand for."""

    low: float
    high: float

    def meets(self, other: Span) -> bool:
        slack = 1e-6 * max(abs(self.low), abs(self.high), abs(other.low), abs(other.high))
        return self.low <= other.high + slack and other.low <= self.high + slack


def worked_out(text: str) -> Span:
    """The values that the formula or quantity `text` may have, in canonical units. Raises NoSum."""
    reader = _Reader(text)
    try:
        found = reader.expression(0)
    except (ZeroDivisionError, OverflowError, ValueError, TypeError) as error:
        raise NoSum(str(error)) from None
    if reader.tokens[reader.at :]:
        raise NoSum(f"'{text}' goes on after a sum")
    return found


def _combined(function: Callable[..., float], *spans: Span) -> Span:
    """The span of a function that is monotone in each argument: its extremes lie at the ends."""
    ends = [()]  # type: list[tuple[float, ...]]
    for span in spans:
        ends = [(*head, end) for head in ends for end in {span.low, span.high}]
        if len(ends) > 1024:
            raise NoSum("too many arguments")
    values = [function(*end) for end in ends]
    if not all(isinstance(value, float | int) and math.isfinite(value) for value in values):
        raise NoSum("no finite sum")
    return Span(min(values), max(values))


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens: list[re.Match[str]] = []
        self.at = 0
        end = 0
        text = text.strip()
        while end < len(text):
            token = _TOKEN.match(text, end)
            if token is None:
                raise NoSum(f"'{text[end:]}' is no sum")
            self.tokens.append(token)
            end = token.end()

    def sign(self) -> str:
        return (self.tokens[self.at]["sign"] or "") if self.at < len(self.tokens) else ""

    def take(self, sign: str) -> None:
        if self.sign() != sign:
            raise NoSum(f"{sign} is missing")
        self.at += 1

    def expression(self, binding: int) -> Span:
        left = self.base()
        while (known := _OPERATORS.get(self.sign())) and known[0] > binding:
            self.at += 1
            left = _combined(known[1], left, self.expression(known[0]))
        return left

    def base(self) -> Span:
        if self.at >= len(self.tokens):
            raise NoSum("the formula breaks off")
        token = self.tokens[self.at]
        self.at += 1
        if token["number"]:
            return _span(token)
        if token["word"]:
            self.take("(")
            arguments = [self.expression(0)]
            while self.sign() == ",":
                self.at += 1
                arguments.append(self.expression(0))
            self.take(")")
            return _combined(_FUNCTIONS[token["word"]], *arguments)
        if token["sign"] == "(":
            inside = self.expression(0)
            self.take(")")
            return inside
        if token["sign"] == "-":
            return _combined(lambda x: -x, self.expression(3))
        raise NoSum(f"'{token[0]}' stands where a number should")


def _span(token: re.Match[str]) -> Span:
    number = token["number"].removeprefix("$").replace(",", "")
    unit = token["unit"] or ""
    if token["number"].startswith("$"):
        unit = "USD" + ("/month" if unit == "a month" or token["month"] else "")
    unit = "/".join(_PLURALS.get(word, word) for word in unit.split("/"))
    try:
        one = parse_quantity(f"1{token['suffix'] or ''} {unit}".strip(), counted=True).value
    except QuantityError as error:
        raise NoSum(str(error)) from None
    value, spread = float(number), _spread(number)
    if token["number"].startswith("$") and not token["suffix"]:
        cents = len(number.partition(".")[2])
        spread = max(spread, {0: 0.5, 2: 0.005}.get(cents, 0.0))  # whole dollars, below ten with cents
    return Span((value - spread) * one, (value + spread) * one)


def _spread(number: str) -> float:
    """How far the value may lie from its digits: half of the third significant one, or of the last one written."""
    value = abs(float(number))
    if value == 0:
        return 0.0
    third = 0.5 * 10.0 ** (math.floor(math.log10(value)) - 2)
    whole, _, part = number.lower().partition("e")[0].partition(".")
    last = -len(part.rstrip("0")) or len(whole) - len(whole.rstrip("0"))
    return min(third, 0.5 * 10.0**last)
