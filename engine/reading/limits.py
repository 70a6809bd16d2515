"""Impossible and out-of-range values, said with what would do instead."""

from __future__ import annotations

import math

from engine.reading.lexicon import FactWords
from engine.reading.units import DAY, MONTH

_SIZES = ((1e18, "EB"), (1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1, "B"))
_TIMES = ((31536000.0, "years"), (DAY, "days"), (3600, "h"), (60, "min"), (1, "s"), (1e-3, "ms"), (1e-6, "us"))
_COUNTS = ((1e12, "T"), (1e9, "bn"), (1e6, "M"), (1e3, "k"))


def problem_with(words: FactWords, value: float, said: str) -> str | None:
    """What is wrong with a value of this fact, and what would be right; None where nothing is."""
    name = words.title or words.fact.replace("_", " ")
    low, high = words.range
    if math.isnan(value) or math.isinf(value):
        return f"'{said}' is not a number one can plan with ({name})"
    if low is not None and value < low * (1 - 1e-9) - (0 if low else 1e-12):
        return f"{name}: '{said}' is too little; {_span(words, low, high)}"
    if high is not None and value > high * (1 + 1e-9):
        return f"{name}: '{said}' is too much; {_span(words, low, high)}"
    return None


def _span(words: FactWords, low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"it can be from {shown(words, low)} to {shown(words, high)}"
    return f"at least {shown(words, low)}" if low is not None else f"at most {shown(words, high or 0.0)}"


def shown(words: FactWords, value: float) -> str:
    """A canonical value for the eye, in a unit of its size."""
    unit = words.dimension
    if unit.kind == "fraction":
        return f"{value * 100:.10g}%"
    if unit.kind == "bytes":
        return _sized(value, _SIZES)
    if unit.kind == "bytes_rate":
        return _sized(value * DAY, _SIZES) + " a day"
    if unit.kind == "time":
        return _sized(value, _TIMES) if value else "0"
    if unit.kind == "money":
        return _counted(value * MONTH) + " USD a month"
    if unit.kind == "rate":
        return _counted(value) + " a second" if unit.factor == 1 else _counted(value / unit.factor) + " a day"
    return _counted(value)


def _sized(value: float, steps: tuple[tuple[float, str], ...]) -> str:
    for size, name in steps:
        if value >= size * (1 - 1e-9):
            return f"{value / size:.4g} {name}"
    return f"{value:.4g} {steps[-1][1]}"


def _counted(value: float) -> str:
    for size, name in _COUNTS:
        if value >= size:
            return f"{value / size:.4g}{name}"
    return f"{value:.4g}"
