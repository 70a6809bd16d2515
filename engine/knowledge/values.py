"""Values of facts as people and files write them, to canonical values and back."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from engine.findings import InputError
from engine.knowledge.definitions import FactDefinition, Value
from engine.suggesting import did_you_mean
from engine.units import QuantityError, parse_quantity, show

MAX_SHOWN = 24
"""Characters of a number that is out of range."""
_COMMA_SHARE = re.compile(r"\s*\d{1,3},\d+\s*%?\s*")


def value_of(fact: FactDefinition, raw: Any) -> Value:
    """The canonical value of `raw` for `fact`. Raises InputError that says what is wrong and what instead."""
    match fact.kind:
        case "quantity":
            return number_of(fact, raw)
        case "flag":
            return _flag(fact, raw)
        case "choice":
            return _word(fact, raw)
    items: Iterable[Any]
    if isinstance(raw, str):
        items = [part.strip() for part in raw.strip("[] ").split(",") if part.strip()]
    elif isinstance(raw, list | tuple | set | frozenset):
        items = raw
    else:
        raise InputError(f"{fact.name}: {raw!r} is no list: give words of {', '.join(fact.words)}")
    words = [_word(fact, item) for item in items]
    return frozenset() if words == ["none"] and "none" not in fact.words else frozenset(words)


def number_of(fact: FactDefinition, raw: Any) -> float:
    """The canonical number of `raw` for a quantity. Raises InputError that says what is wrong and what instead."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise InputError(f"{fact.name}: {raw!r} is no number: give one in {fact.unit.text}")
    if isinstance(raw, str) and fact.unit.text == "%" and _COMMA_SHARE.fullmatch(raw):
        raw = raw.replace(",", ".")  # '99,99': of a share nothing can be thousands
    try:
        value = parse_quantity(raw, fact.unit, counted=True).value
    except QuantityError as error:
        raise InputError(f"{fact.name}: {error}") from None
    return checked(fact, value, raw.strip() if isinstance(raw, str) else "")


def checked(fact: FactDefinition, value: float, said: str = "") -> float:
    """`value` if it lies in the fact's range; `said` is how it was written. Raises InputError."""
    if math.isnan(value) or not fact.low <= value <= fact.high:
        text = show(value, fact.shown_in)
        if said and fact.unit.text == "%" and len(said) <= MAX_SHOWN:
            text = said if said.endswith("%") else f"{said}%"  # rounded for the eye, 99.999999999% would be 100%
        if len(text) > MAX_SHOWN:  # hundreds of digits say nothing to anybody
            text = f"{value:.3g}"
        raise InputError(
            f"{fact.title}: {text} is out of range: "
            f"give {show(fact.low, fact.shown_in)} to {show(fact.high, fact.shown_in)}"
        )
    return value


def _flag(fact: FactDefinition, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    try:
        return words[str(raw).strip().lower()]
    except KeyError:
        raise InputError(f"{fact.name}: {raw!r} is neither yes nor no") from None


def _word(fact: FactDefinition, raw: Any) -> str:
    word = str(raw).strip()
    lowered = word.lower().replace("-", "_").replace(" ", "_")
    for candidate in (word, lowered):
        if candidate in fact.words:
            return candidate
    for known, title in fact.words.items():
        if word.lower() == title.lower():
            return known
    if lowered == "none" and fact.kind == "set":
        return "none"
    hint = did_you_mean(lowered, fact.words, f"give one of {', '.join(list(fact.words)[:40])}")
    raise InputError(f"{fact.name}: '{word[:40]}' is no value of it: {hint}")


def shown(fact: FactDefinition, value: Value | None) -> str:
    """`value` in words, with its unit: the one way a fact is written anywhere."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return show(float(value), fact.shown_in)
    if isinstance(value, str):
        return fact.words.get(value, value)
    return ", ".join(fact.words.get(word, word) for word in fact.words if word in value) or "none"


def short(fact: FactDefinition, value: Value | None) -> str:
    """Like `shown`, with ids instead of the titles of choices."""
    if isinstance(value, str):
        return value
    if isinstance(value, frozenset):
        return ", ".join(word for word in fact.words if word in value) or "none"
    return shown(fact, value)


def plain(value: Value | None) -> Any:
    """`value` as JSON."""
    return sorted(value) if isinstance(value, frozenset) else value
