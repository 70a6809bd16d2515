"""Units as people write them, and the dimension and factor of a fact's unit."""

from __future__ import annotations

from dataclasses import dataclass

from engine.reading.data import phrases

DAY, WEEK, MONTH, YEAR = 86400.0, 604800.0, 2592000.0, 31536000.0

_TABLE = phrases("units")
BYTES: dict[str, float] = {name: float(size) for name, size in _TABLE["bytes"].items()}
BITS: dict[str, float] = {name: float(size) / 8 for name, size in _TABLE["bits"].items()}
TIME: dict[str, float] = {name: float(size) for name, size in _TABLE["time"].items()}
ADVERBS: dict[str, float] = {name: float(size) for name, size in _TABLE["adverbs"].items()}
RATES: dict[str, float] = {name: float(size) for name, size in _TABLE["rates"].items()}
MONEY: dict[str, str] = _TABLE["money"]
DOLLARS: dict[str, float] = {"USD": 1.0} | {code: float(worth) for code, worth in _TABLE["dollars"].items()}
"""What one unit of a currency is taken for, in dollars."""
SYMBOLS: dict[str, str] = _TABLE["symbols"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """`kind`: count, rate, bytes, bytes_rate, time, fraction, money, ratio. `factor`: of a bare number."""

    kind: str
    factor: float
    per: str = ""
    """A counted thing the unit is for each of: 'user' in 'post/user/day'."""


def dimension_of(unit: str) -> Dimension:
    """The dimension of a unit of the vocabulary, such as `GB/day`, `request/s`, `%` or `post/user/day`."""
    top, *below = unit.strip().split("/")
    period, per = 0.0, ""
    for part in below:
        if part.lower() in TIME:
            period = TIME[part.lower()]
        else:
            per = part
    low = top.strip().lower()
    if top == "%":
        return Dimension("fraction", 0.01)
    if low == "ratio":
        return Dimension("ratio", 1.0)
    if low == "usd":
        return Dimension("money", 1.0 / (period or MONTH), per)
    if low in BYTES or low in BITS:
        size = BYTES.get(low) or BITS[low]
        return Dimension("bytes_rate", size / period, per) if period else Dimension("bytes", size, per)
    if low in TIME and top != "":
        return Dimension("time", TIME[low], per)
    return Dimension("rate", 1.0 / period, per) if period else Dimension("count", 1.0, per)
