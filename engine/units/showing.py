"""Numbers as people read them. One function, so that a quantity has the same words everywhere in a document."""

from __future__ import annotations

import math

from engine.units.registry import COUNT, Dimension, Unit

_RATE: Dimension = (0.0, -1.0, 0.0)
_BYTES: Dimension = (1.0, 0.0, 0.0)
_BANDWIDTH: Dimension = (1.0, -1.0, 0.0)
_TIME: Dimension = (0.0, 1.0, 0.0)
_MONEY: Dimension = (0.0, 0.0, 1.0)
_MONEY_RATE: Dimension = (0.0, -1.0, 1.0)

_PERIODS = (("s", 1.0), ("min", 60.0), ("h", 3600.0), ("day", 86400.0), ("month", 2_592_000.0), ("year", 31_536_000.0))
_PREFIXES = ((1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""))


def show(value: float, unit: Unit) -> str:
    """`value`, in canonical units, in the words of a fact whose unit is `unit`: `52,000/s`, `5.4 PB`, `99.99%`."""
    if not math.isfinite(value):
        return "unbounded"
    dimension = unit.dimension
    if unit.text == "%":
        return f"{_trim(value * 100, 6)}%"
    if dimension == COUNT:
        return show_number(value)
    if dimension == _RATE:
        return _rate(value, unit)
    if dimension == _BYTES:
        return _bytes(value)
    if dimension == _BANDWIDTH:
        return _bandwidth(value, unit)
    if dimension == _TIME:
        return _time(value, unit)
    if dimension == _MONEY:
        return _dollars(value)
    if dimension == _MONEY_RATE:
        return f"{_dollars(value * 2_592_000)} a month"
    return f"{show_number(value / unit.factor)} {unit.text}"


def show_number(value: float) -> str:
    """A plain number: all digits of whole numbers below 100,000, three significant ones of others."""
    size = abs(value)
    if size < 100_000 and abs(value - round(value)) < 1e-9 * max(size, 1):
        return f"{round(value):,}"
    if size < 999_500:  # what rounds to a million is a million
        return _significant(value)
    for step, word in ((1e6, "M"), (1e9, "bn"), (1e12, "T")):
        if size < step * 999.5 or word == "T":
            return f"{_significant(value / step)} {word}"
    return _significant(value)


def _significant(value: float, digits: int = 3) -> str:
    if value == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    if 1000 <= abs(value) < 9_999.5:
        places = 0
    rounded = round(value, places)
    return f"{rounded:,.{max(places, 0)}f}".rstrip("0").rstrip(".") if places > 0 else f"{rounded:,.0f}"


def _trim(value: float, digits: int) -> str:
    if 0 < abs(value) < 10.0 ** (2 - digits):  # fixed digits would leave less than three significant ones
        return _significant(value)
    text = f"{value:,.{digits}f}".rstrip("0").rstrip(".")
    if value != 0 and abs(value) < 99 and len(text.replace(".", "").lstrip("0")) > 3:
        return _significant(value)
    return text


def _rate(value: float, unit: Unit) -> str:
    if value == 0:
        return "0/s"
    declared = unit.text.rpartition("/")[2]
    for name, seconds in _PERIODS:
        if name == declared and name != "s":
            return f"{show_number(value * seconds)}/{name}"
    for name, seconds in _PERIODS:
        if abs(value) * seconds >= (0.1 if name == "s" else 1.0):
            return f"{show_number(value * seconds)}/{name}"
    return f"{_significant(value * 31_536_000)}/year"


def _prefixed(value: float, symbol: str) -> str:
    for step, prefix in _PREFIXES:
        if abs(value) >= step * 0.9995:
            return f"{_significant(value / step)} {prefix}{symbol}"
    return f"{_significant(value)} {symbol}" if value else f"0 {symbol}"


def _bytes(value: float) -> str:
    return _prefixed(value, "B")


def _bandwidth(value: float, unit: Unit) -> str:
    head, _, period = unit.text.partition("/")
    if "bit" in head:
        return f"{_prefixed(value * 8, 'bit')}/s"
    for name, seconds in _PERIODS:
        if period == name and name != "s":
            return f"{_prefixed(value * seconds, 'B')}/{name}"
    return f"{_prefixed(value, 'B')}/s"


def _time(value: float, unit: Unit) -> str:
    size = abs(value)
    if size == 0:
        return "0 s"
    if size < 0.9995e-3:
        return f"{_significant(value * 1e6)} us"
    if size < 0.9995:
        return f"{_significant(value * 1e3)} ms"
    year, day = 31_536_000.0, 86400.0
    if size >= 2 * year - 1:
        return f"{_significant(value / year)} years"
    if size >= 2 * day or (unit.text == "day" and size >= day):
        days = _significant(value / day)
        return f"{days} {'day' if days == '1' else 'days'}"
    if size >= 7200:
        return f"{_significant(value / 3600)} h"
    if size >= 120:
        return f"{_significant(value / 60)} min"
    return f"{_significant(value)} s"


def _dollars(value: float) -> str:
    size = abs(value)
    if size < 10:
        return f"${value:,.2f}" if size >= 0.01 or size == 0 else f"${_significant(value)}"
    return f"${value:,.0f}" if size < 1e9 else f"${_significant(value / 1e9)} bn"
