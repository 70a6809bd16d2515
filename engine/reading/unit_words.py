"""The unit right behind a number: bytes, time, money, shares, ratios, rates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.reading.data import word_set
from engine.reading.nouns import families_of
from engine.reading.numbers import key_at, number_at
from engine.reading.quantity import Quantity
from engine.reading.tokens import Token
from engine.reading.traps import has_unit
from engine.reading.units import BITS, BYTES, MONEY, RATES, SYMBOLS, TIME

PARTS = {
    "thirds": 1 / 3,
    "quarters": 0.25,
    "fourths": 0.25,
    "fifths": 0.2,
    "tenths": 0.1,
    "third": 1 / 3,
    "quarter": 0.25,
    "fifth": 0.2,
    "tenth": 0.1,
}
_ORDINARY = word_set("busy_days.ordinary")
_AFTER_A_UNIT = word_set("units.after") | frozenset(("", ",", ".", ";", ")", "(", "/"))


def read_unit(tokens: Sequence[Token], j: int, q: Quantity) -> int:
    """Reads the unit at token `j` into `q`; the token after it."""
    key = key_at(tokens, j)
    if key == "-" and j + 1 < len(tokens) and tokens[j].glued and tokens[j + 1].kind == "word":
        following = key_at(tokens, j + 1)
        if following in TIME or following in BYTES or families_of(following) or following in ("fold", "nines", "nine"):
            j, key = j + 1, following
    glued = j < len(tokens) and tokens[j].glued
    if q.kind == "money":
        if key in MONEY:
            q.currency, j = MONEY[key] if MONEY[key] != "USD" else q.currency, j + 1
        return j
    if key in ("%", "percent", "pct", "percents") or (key == "per" and key_at(tokens, j + 1) == "cent"):
        q.kind, q.factor = "percent", 0.01
        if q.value > 100 and re.fullmatch(r"\d{2},\d{3}", tokens[q.first].text):
            q.value = float(tokens[q.first].text.replace(",", "."))
        q.value *= 0.01
        return j + (2 if key == "per" else 1)
    if key in PARTS and q.spelled and q.value < 20:
        q.kind, q.value, q.factor = "percent", q.value * PARTS[key], 0.01
        return j + 1
    if (
        ((key == "out" and key_at(tokens, j + 1) == "of") or (key == "in" and q.value < 10))
        and q.value > 0
        and not q.suffix
    ):
        other = number_at(tokens, j + (2 if key == "out" else 1)) if j + 2 < len(tokens) + (key == "in") else None
        if (
            other
            and other.value > q.value
            and other.value in (2, 3, 4, 5, 8, 10, 20, 100, 1000)
            and key_at(tokens, other.last) not in (*TIME, *BYTES)
        ):
            q.kind, q.value, q.factor = "percent", q.value / other.value, 0.01
            return other.last
    if key in ("nines", "9s", "nine's") or (key == "9" and key_at(tokens, j + 1) in ("s", "'")):
        q.kind = "nines"
        return j + (1 if key != "9" else 3 if key_at(tokens, j + 1) == "'" and key_at(tokens, j + 2) == "s" else 2)
    if (
        key in (":", "/")
        and glued
        and j + 1 < len(tokens)
        and tokens[j + 1].kind == "number"
        and tokens[j + 1].glued
        and not q.suffix
    ):
        other = number_at(tokens, j + 1)
        if other and other.value > 0 and key_at(tokens, other.last) not in (*TIME, *BYTES, *RATES, "%"):
            if key == "/" and key_at(tokens, other.last) == "/":
                q.trap = "a date"
                return other.last + 2
            q.kind, q.value, q.second_part = "ratio", q.value / other.value, other.value
            q.notes.append("parts" if key == "/" else "ratio")
            return other.last
    if key in (":",) and j + 1 < len(tokens) and tokens[j + 1].kind == "number" and not q.suffix:
        other = number_at(tokens, j + 1)
        if other and other.value == 1:
            q.kind, q.second_part = "ratio", 1.0
            return other.last
    if key == "to" and key_at(tokens, j + 1) in ("1", "one") and q.value > 1 and not has_unit(tokens, j + 2):
        one = number_at(tokens, j + 1)
        if one and one.value == 1:
            q.kind, q.second_part = "ratio", 1.0
            return j + 2
    after = key_at(tokens, j + 1)
    compared = after in ("a", "an") and key_at(tokens, j + 2) in _ORDINARY  # '10x a normal day'
    if key in ("x", "times", "fold") and after != "-" and (compared or after not in ("day", "a")):
        q.kind = "times"
        return j + 1
    if key in BYTES and not (key == "b" and not glued):
        q.kind, q.factor = "bytes", BYTES[key]
    elif key in BITS:
        q.kind, q.factor = "bits", BITS[key]
        if key.endswith("ps"):
            q.period = 1.0
    elif key in TIME and (len(key) > 1 or glued or (key in "shd" and key_at(tokens, j + 1) in _AFTER_A_UNIT)):
        q.kind, q.factor = "time", TIME[key]
    elif key in RATES:
        q.period, q.rate_word, q.families = RATES[key], True, frozenset(("request",))
        q.nouns = (key,)
        return j + 1
    elif key in MONEY:
        q.kind, q.currency = "money", MONEY[key]
        return j + 1
    elif key == "$":
        q.kind = "money"
        return j + 1
    elif key == "€" or key == "£":
        q.kind, q.currency = "money", SYMBOLS[key]
        return j + 1
    else:
        return j
    q.value *= q.factor
    return j + 1
