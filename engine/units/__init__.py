"""Units: parsed with Pint at load and at the edges; inside, values are floats in bytes, seconds, dollars and counts."""

from engine.units.quantity import Quantity, QuantityError, parse_quantity
from engine.units.registry import COUNT, Dimension, Unit, UnknownUnit, describe, unit
from engine.units.showing import show, show_number

__all__ = [
    "COUNT",
    "Dimension",
    "Quantity",
    "QuantityError",
    "Unit",
    "UnknownUnit",
    "describe",
    "parse_quantity",
    "show",
    "show_number",
    "unit",
]
