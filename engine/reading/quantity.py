"""What was read of a number: its unit, what it counts, the period it is for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Quantity:
    """`kind`: bare (no unit), bytes, bits, time, percent, money, ratio, nines, times."""

    value: float
    kind: str
    first: int
    last: int
    """Tokens of number and unit."""
    end: int
    """Token after noun and period."""
    factor: float = 1.0
    """What the unit multiplied by."""
    plain: float = 0.0
    suffix: str = ""
    spelled: bool = False
    period: float | None = None
    per: str = ""
    nouns: tuple[str, ...] = ()
    """Every word between the number and what follows its noun phrase."""
    families: frozenset[str] = frozenset()
    currency: str = "USD"
    interval: bool = False
    trap: str = ""
    dropped: bool = False
    used: bool = False
    rate_word: bool = False
    noun_place: int = -1
    second_part: float = 0.0
    notes: list[str] = field(default_factory=list)
