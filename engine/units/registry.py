"""The units there are, as a small Pint registry of our own, and what they are in canonical units."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

import pint

_DEFINITIONS = """
byte = [information] = B
bit = 0.125 * byte
kilo- = 1e3 = k-
mega- = 1e6 = M-
giga- = 1e9 = G-
tera- = 1e12 = T-
peta- = 1e15 = P-
exa- = 1e18 = E-
kibi- = 1024 = Ki-
mebi- = 1048576 = Mi-
gibi- = 1073741824 = Gi-
tebi- = 1099511627776 = Ti-
pebi- = 1125899906842624 = Pi-
second = [time] = s
us = 1e-6 * second
ms = 1e-3 * second
min = 60 * second
h = 3600 * second
hour = 3600 * second
day = 86400 * second
week = 604800 * second
month = 2592000 * second
year = 31536000 * second
dollar = [money] = USD
percent = 0.01
""".strip().splitlines()

# Written out, so that a typing error never turns into a unit by accident ("mday").
KNOWN = (
    *("B", "kB", "MB", "GB", "TB", "PB", "EB", "KiB", "MiB", "GiB", "TiB", "PiB"),
    *("bit", "kbit", "Mbit", "Gbit", "Tbit", "Pbit"),
    *("us", "ms", "s", "min", "h", "hour", "day", "week", "month", "year"),
    *("USD", "%"),
)
_WORD = re.compile(r"[A-Za-z_]+|%|1")

Dimension = tuple[float, float, float]
"""Exponents of information, time and money."""
COUNT: Dimension = (0.0, 0.0, 0.0)


class UnknownUnit(ValueError):
    """A word that is no unit stands where only units may."""


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` turns a number in this unit into canonical units."""

    text: str
    factor: float
    dimension: Dimension


@functools.cache
def _registry() -> Any:
    registry: Any = pint.UnitRegistry(None)
    for line in _DEFINITIONS:
        registry.define(line)
    return registry


@functools.cache
def unit(text: str, *, counted: bool = True) -> Unit:
    """The unit written as `text`, such as `GB/day` or `post/user/day`.

    With `counted`, any word that is no unit is a counted thing, a plain number. Raises UnknownUnit otherwise.
    """
    parts = [part.strip() for part in text.split("/")]
    expression: list[str] = []
    for part in parts:
        if not part or part == "1":
            expression.append("1")
        elif part in KNOWN:
            expression.append("percent" if part == "%" else part)
        elif counted and _WORD.fullmatch(part):
            expression.append("1")
        else:
            raise UnknownUnit(f"'{part}' is no unit")
    quantity = _registry().parse_expression(" / ".join(expression)) * _registry().Quantity(1.0)
    base = quantity.to_base_units()
    dims = dict(base.dimensionality)
    dimension = (
        float(dims.get("[information]", 0)),
        float(dims.get("[time]", 0)),
        float(dims.get("[money]", 0)),
    )
    return Unit(text, float(base.magnitude), dimension)


def describe(dimension: Dimension) -> str:
    """A dimension in words, for messages: `bytes/second`."""
    names = ("bytes", "second", "dollars")
    above = [_power(n, e) for n, e in zip(names, dimension, strict=True) if e > 0]
    below = [_power(n, -e) for n, e in zip(names, dimension, strict=True) if e < 0]
    text = "*".join(above) or ("1" if below else "a plain number")
    return "/".join([text, *below])


def _power(name: str, exponent: float) -> str:
    return name if exponent == 1 else f"{name}^{exponent:g}"
