"""Numbers in digits and in words: 200M, 1,5 million, 80 000, 2e8, half a billion, a couple of hundred thousand."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.reading.data import phrases
from engine.reading.nouns import families_of
from engine.reading.tokens import Token
from engine.reading.units import BYTES, TIME


def _floats(table: str) -> dict[str, float]:
    return {word: float(value) for word, value in phrases("numbers")[table].items()}


UNITS = _floats("units")
TENS = _floats("tens")
SCALES = _floats("scales") | _floats("foreign_scales")
SUFFIXES = _floats("suffixes")
_HAS_BYTES = frozenset(("payload", "payloads", "packet", "message", "record", "row", "body"))
_SHORTENED = frozenset(("mio", "mill", "mln", "mil", "bn", "bln", "mn"))
_LOOSE_SUFFIXES = frozenset(("k", "m", "mn", "bn", "mm", "b", "tn"))
_LONGEST = 16
_LARGEST_EXPONENT = 300
_PARTS = {"third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "hundredth": 0.01}


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    first: int
    last: int
    """Token after the number, its suffix and scale words."""
    suffix: str = ""
    """A one-letter suffix as written: `m` may also mean minutes."""
    plain: float = 0.0
    """The value without the suffix."""
    spelled: bool = False
    grouped: bool = False


def number_at(tokens: Sequence[Token], i: int) -> Number | None:
    """The number that begins at token `i`."""
    if tokens[i].kind == "number":
        return _digits(tokens, i)
    if tokens[i].kind == "word":
        return _words(tokens, i)
    return None


def value_of_digits(text: str) -> float:
    """The value of one number token; a decimal comma where it cannot group thousands."""
    if power := re.fullmatch(r"(\d+)(?:\^|\*\*)(\d+)", text):
        return _power(int(power[1]), int(power[2]))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", text):
        text = text.replace(".", "").replace(",", ".")  # '1.000.000,5'
    if re.fullmatch(r"\d+,\d+", text) and not re.fullmatch(r"[1-9]\d{0,2},\d{3}", text):
        text = text.replace(",", ".")
    elif text.count(".") > 1:
        text = text.replace(".", "")
    try:
        return float(text.replace(",", "").replace("'", "").replace("_", "").replace(" ", ""))
    except (ValueError, OverflowError):
        return float("inf")


def _power(base: int, exponent: int) -> float:
    """'10^6', '2**20'; infinite where no number of anything is so large."""
    if base > 1 and exponent * math.log10(base) > _LARGEST_EXPONENT:
        return math.inf
    return float(base) ** exponent


def key_at(tokens: Sequence[Token], i: int) -> str:
    """The word at a place, empty outside the text."""
    return tokens[i].key if 0 <= i < len(tokens) else ""


def _digits(tokens: Sequence[Token], i: int) -> Number:
    value = plain = value_of_digits(tokens[i].text)
    j, suffix = i + 1, ""
    if key_at(tokens, j) == "and" and key_at(tokens, j + 1) == "a" and key_at(tokens, j + 2) == "half":
        value, j = value + 0.5, j + 3
    following = key_at(tokens, j)
    of_bytes = following == "b" and key_at(tokens, j + 1) in _HAS_BYTES  # '250B payload'
    if (j < len(tokens) and tokens[j].glued and following in SUFFIXES and not of_bytes) or (
        following in _LOOSE_SUFFIXES and not key_at(tokens, j + 1).startswith("'")
    ):
        value, suffix, j = value * SUFFIXES[following], following, j + 1
    value, j = _scaled(tokens, j, value)
    return Number(value, i, j, suffix, plain, grouped=not tokens[i].text.isdigit())


def _scaled(tokens: Sequence[Token], j: int, value: float) -> tuple[float, int]:
    """`value` times the scale words that follow: '2 hundred thousand', 'couple of million'."""
    steps = 0
    while steps < 3:
        at = j + 1 if key_at(tokens, j) in ("of", "-") and key_at(tokens, j + 1) in SCALES else j
        if key_at(tokens, at) not in SCALES:
            break
        value, j, steps = value * SCALES[key_at(tokens, at)], at + 1, steps + 1
        if key_at(tokens, j - 1) in _SHORTENED and key_at(tokens, j) == "." and families_of(key_at(tokens, j + 1)):
            j += 1  # '12 mio. pictures'
    return value, j


def _is_unit(key: str) -> bool:
    return key in TIME or key in BYTES


def _words(tokens: Sequence[Token], i: int) -> Number | None:
    key = tokens[i].key
    if key in ("a", "an"):
        following = key_at(tokens, i + 1)
        of_one = key_at(tokens, i + 2) == "of" and key_at(tokens, i + 3) in ("a", "an", "one")
        if following in _PARTS and of_one and _is_unit(key_at(tokens, i + 4)):
            return Number(_PARTS[following], i, i + 4, spelled=True, plain=_PARTS[following])
        if following in ("couple", "few", "half", "quarter"):
            return _words_from(tokens, i, i + 1)
        if following in SCALES and not following.endswith("s"):
            value, j = _scaled(tokens, i + 1, 1.0)
            if key_at(tokens, j) == "and" and key_at(tokens, j + 1) == "a" and key_at(tokens, j + 2) == "half":
                value, j = value * 1.5, j + 3
            return Number(value, i, j, spelled=True, plain=value)
        return None
    return _words_from(tokens, i, i)


def _words_from(tokens: Sequence[Token], first: int, i: int) -> Number | None:
    key = tokens[i].key
    if key == "couple":
        j = i + 2 if key_at(tokens, i + 1) == "of" else i + 1
        return _finished(tokens, first, j, 2.0)
    if key == "few":
        if first == i and key_at(tokens, i + 1) not in SCALES:
            return None
        return _finished(tokens, first, i + 1, 3.0)
    if key in ("half", "quarter"):
        return _part(tokens, first, i, 0.5 if key == "half" else 0.25)
    if (quarters := _quarters(tokens, first, i)) is not None:
        return quarters
    if key in UNITS or key in TENS or key == "hundred" or (key in ("million", "billion") and first == i and i == 0):
        return _sum_of_words(tokens, first, i)
    return None


def _finished(tokens: Sequence[Token], first: int, j: int, value: float) -> Number:
    value, j = _scaled(tokens, j, value)
    return Number(value, first, j, spelled=True, plain=value)


def _quarters(tokens: Sequence[Token], first: int, i: int) -> Number | None:
    """three quarters of a million"""
    j = i + 4 if [key_at(tokens, i + 2), key_at(tokens, i + 3)] == ["of", "a"] else i + 2
    if key_at(tokens, i + 1) == "quarters" and key_at(tokens, j) in SCALES and tokens[i].key in UNITS:
        return _finished(tokens, first, j, UNITS[tokens[i].key] / 4)
    return None


def _part(tokens: Sequence[Token], first: int, i: int, share: float) -> Number | None:
    """half a billion, half an hour, a quarter of a million; not 'half the users'."""
    j = i + 1
    if key_at(tokens, j) == "of" and key_at(tokens, j + 1) in ("a", "an"):
        j += 1
    if key_at(tokens, j) in ("a", "an"):
        j += 1
    following = key_at(tokens, j)
    if following in SCALES and not following.endswith("s"):
        return _finished(tokens, first, j, share)
    if _is_unit(following) and (j > i + 1 or (len(following) > 3 and not following.endswith("s"))):
        return Number(share, first, j, spelled=True, plain=share)
    return None


def _sum_of_words(tokens: Sequence[Token], first: int, i: int) -> Number | None:
    total, current, j = 0.0, None, i
    kind = ""
    while j < len(tokens) and j - i < _LONGEST:
        key = tokens[j].key
        if key in UNITS and kind not in ("unit",):
            if kind == "ten" and UNITS[key] > 9:
                break
            current, kind = (current or 0.0) + UNITS[key], "unit"
        elif key in TENS and kind not in ("unit", "ten"):
            current, kind = (current or 0.0) + TENS[key], "ten"
        elif key in ("hundred", "hundreds", "dozen"):
            current, kind = (1.0 if current is None else current) * SCALES[key], "hundred"
        elif key in SCALES:
            if current is None and total:
                total *= SCALES[key]
            else:
                total += (1.0 if current is None else current) * SCALES[key]
            current, kind = None, "scale"
        elif key == "and" and key_at(tokens, j + 1) == "a" and key_at(tokens, j + 2) == "half":
            if kind == "scale":
                total *= 1.5 if total in SCALES.values() else 1.0
            else:
                current = (current or 0.0) + 0.5
            j += 3
            kind = "half"
            continue
        elif key == "point" and key_at(tokens, j + 1) in UNITS and kind in ("unit", "ten"):
            current = (current or 0.0) + UNITS[key_at(tokens, j + 1)] / 10
            j += 1
            kind = "half"
        elif (
            ((key == "and" and kind in ("hundred", "scale")) or key == "-")
            and (key_at(tokens, j + 1) in UNITS or key_at(tokens, j + 1) in TENS)
            and kind != "unit"
        ):
            pass
        else:
            break
        j += 1
    value = total + (current or 0.0)
    while j > i + 1 and tokens[j - 1].key in ("and", "-"):
        j -= 1
    return Number(value, first, j, spelled=True, plain=value)
