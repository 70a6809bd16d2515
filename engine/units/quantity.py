"""Numbers as people write them in YAML and on the command line: `20k/s`, `5 TB`, `99.99%`."""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass

from engine.units.registry import COUNT, KNOWN, Dimension, Unit, UnknownUnit, unit

SUFFIXES = {"": 1.0, "k": 1e3, "M": 1e6, "bn": 1e9, "G": 1e9, "T": 1e12}
NUMBER = r"[0-9][0-9_,]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+"
QUANTITY = re.compile(
    rf"\s*(?P<sign>[-+]?)(?P<number>{NUMBER})(?P<suffix>k|M|bn|G|T)?"
    r"\s*(?P<unit>(?:%|[A-Za-z]+)?(?:\s*/\s*[A-Za-z]+)*)\s*"
)


class QuantityError(ValueError):
    """The text is no quantity, or not of the wanted kind; the message says what instead."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in canonical units; `bare` if it was written without any unit."""

    value: float
    dimension: Dimension
    bare: bool


@functools.lru_cache(maxsize=65_536)
def parse_quantity(text: str | int | float, of: Unit | None = None, *, counted: bool = False) -> Quantity:
    """The quantity in `text`; a bare number is in the unit `of`. With `counted`, words such as `users` count as plain.

    Raises QuantityError for text that is no quantity, or whose dimension is not that of `of`.
    """
    quantity = _parse(str(text), of, counted)
    if of is not None and quantity.dimension != of.dimension:
        raise QuantityError(f"'{text}' is not in {of.text}: write it as a number of {of.text}, such as '{_sample(of)}'")
    return quantity


def _parse(text: str, of: Unit | None, counted: bool) -> Quantity:
    match = QUANTITY.fullmatch(text)
    if match is None:
        raise QuantityError(f"'{text[:60]}' is no quantity: write a number, such as 20k, with its unit, such as /s")
    suffix, unit_text = match["suffix"] or "", re.sub(r"\s", "", match["unit"])
    if suffix and suffix + unit_text.split("/")[0] in KNOWN and match.end("suffix") == match.start("unit"):
        suffix, unit_text = "", suffix + unit_text  # 5MB is five megabytes, not five million bytes
    number = float(match["number"].replace(",", "").replace("_", "")) * SUFFIXES[suffix]
    if not math.isfinite(number):
        raise QuantityError(f"'{text[:60]}' is too large")
    number = -number if match["sign"] == "-" else number
    if not unit_text:
        return Quantity(number * (of.factor if of else 1.0), of.dimension if of else COUNT, True)
    try:
        parsed = unit(unit_text, counted=counted)
    except UnknownUnit as error:
        raise QuantityError(f"'{text[:60]}': {error}; units are {' '.join(KNOWN)}, also after /") from None
    return Quantity(number * parsed.factor, parsed.dimension, False)


def _sample(of: Unit) -> str:
    return f"10{of.text}" if of.text.startswith(("%", "/")) else f"10 {of.text}"
