"""Numbers that are no amounts: years, versions, clock times, ordinals, resolutions, names such as 'top 10'."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.reading.data import word_set
from engine.reading.nouns import families_of
from engine.reading.numbers import Number, key_at
from engine.reading.tokens import Token
from engine.reading.units import BYTES, MONEY, RATES, TIME

_YEAR_BEFORE = word_set("quantities.year_before")
_COUNTED_OFF = word_set("quantities.counted_off")
_SHOWN = word_set("quantities.shown")
_CLOCK_AFTER = frozenset(("am", "pm", "oclock", "a.m", "p.m", "uhr", "hrs."))
_HALVES = frozenset(("morning", "evening", "afternoon", "night"))
_MONTHS = word_set("traps.months")
_ORDINAL = frozenset(("st", "nd", "rd", "th"))


def trap_of(tokens: Sequence[Token], number: Number) -> str:
    """Why the number is no amount, or an empty string."""
    i, j = number.first, number.last
    token, before, after = tokens[i], key_at(tokens, i - 1), key_at(tokens, j)
    glued_after = j < len(tokens) and tokens[j].glued
    if token.kind != "number":
        if before in ("top", "number", "phase", "step", "option", "tier") and number.value < 100:
            return "a name, not an amount"
        return ""
    if after in ("/", "x") and glued_after and key_at(tokens, j + 1) == "7" and number.value == 24:
        return "24/7"
    if after in _CLOCK_AFTER or (
        after == ":" and re.fullmatch(r"\d\d", key_at(tokens, j + 1)) and key_at(tokens, j + 2) in _CLOCK_AFTER
    ):
        return "a time of day"
    if after == "in" and key_at(tokens, j + 1) == "the" and key_at(tokens, j + 2) in _HALVES and number.value <= 24:
        return "a time of day"
    minutes = after == ":" and glued_after and re.fullmatch(r"[0-5]\d", key_at(tokens, j + 1))
    if minutes and before in ("at", "by", "until", "till", "before", "after", "past", "from"):
        return "a time of day"
    if after in _MONTHS and number.value <= 31 and not number.suffix:
        return "a date"
    if glued_after and after in _ORDINAL:
        return "an ordinal"
    if (
        glued_after
        and after == "-"
        and re.fullmatch(r"\d{1,2}", key_at(tokens, j + 1))
        and key_at(tokens, j + 2) == "-"
    ):
        return "a date"
    if before == "-" and i > 1 and tokens[i - 2].kind == "number" and key_at(tokens, i - 3) == "-" and tokens[i].glued:
        return "a date"
    if (
        number.suffix == "k"
        and number.plain in (2, 4, 5, 8)
        and (after in _SHOWN or (after in ("uhd", "and") and key_at(tokens, j + 1) in ("8k", "hdr")))
    ):
        return "a resolution"
    named = after in ("g", "fa", "c", "p", "px") or (after == "d" and number.value < 5)  # '3d' is a name, '30d' is not
    if number.suffix == "" and glued_after and named and tokens[j].kind == "word":
        return "a name, not an amount"
    if _is_list_marker(tokens, i, j) or _is_in_a_list(tokens, i, j):
        return "a name, not an amount"
    if before in ("top", "fortune", "forbes", "ftse") and number.suffix == "":
        return "a name, not an amount"
    year = len(token.text) == 4 and number.suffix == "" and 1900 <= number.value <= 2100 and not number.grouped
    unitless = not has_unit(tokens, j)
    if year and key_at(tokens, j) == "-" and glued_after and tokens[j + 1 : j + 2] and tokens[j + 1].kind == "number":
        return "a name, not an amount"  # 'RFP 2026-114'
    if year and unitless and (before in _YEAR_BEFORE or after in ("season", "edition", "version", "edition")):
        return "a year"
    if before in _COUNTED_OFF and number.suffix == "" and unitless and number.value < 10000:
        return "a name, not an amount"
    if before == "/" and i > 1 and tokens[i - 2].kind == "word" and tokens[i].glued and unitless and number.value < 10:
        return "a name, not an amount"
    if before == "#" and tokens[i].glued:
        return "a name, not an amount"
    if token.kind == "number" and before == "." and tokens[i].glued and i > 1 and tokens[i - 2].kind == "number":
        return "a version"
    if after == "." and glued_after and j + 1 < len(tokens) and tokens[j + 1].kind == "number" and tokens[j + 1].glued:
        return "a version"
    if (
        number.value == 24
        and after in ("hours", "h", "hrs")
        and key_at(tokens, j + 1) in ("a", "per", "each")
        and key_at(tokens, j + 2) == "day"
    ):
        return "24/7"
    if (
        number.value == 7
        and after == "days"
        and key_at(tokens, j + 1) in ("a", "per")
        and key_at(tokens, j + 2) == "week"
    ):
        return "24/7"
    if before == "at" and after == "in" and key_at(tokens, j + 1) == "the" and number.value <= 24 and not number.suffix:
        return "a time of day"
    if number.value == 9 and after in ("to", "-") and key_at(tokens, j + 1) == "5" and not has_unit(tokens, j + 2):
        return "a time of day"
    if number.value == 5 and before in ("to", "-") and key_at(tokens, i - 2) == "9" and unitless:
        return "a time of day"
    return ""


def _is_list_marker(tokens: Sequence[Token], i: int, j: int) -> bool:
    """'1) 640,000 meters 2) hourly values', '(3) leak alarm'."""
    if key_at(tokens, j) != ")" or not tokens[j].glued or len(tokens[i].text) > 2 or j - i > 1:
        return False
    opened = [token.key for token in tokens[max(0, i - 8) : i] if token.key in ("(", ")")]
    return opened[-1:] != ["("] or key_at(tokens, i - 1) == "("


def _is_in_a_list(tokens: Sequence[Token], i: int, j: int) -> bool:
    """'1. user login 2. upload of invoices': the number of an item, which another item comes before or after."""
    if not re.fullmatch(r"[1-9]\d?", tokens[i].text) or key_at(tokens, j) != "." or not tokens[j].glued:
        return False
    if j + 1 >= len(tokens) or tokens[j + 1].glued:
        return False
    number = int(tokens[i].text)
    near = range(j, min(len(tokens), j + 80)) if number == 1 else range(max(0, i - 80), i)
    other = "2" if number == 1 else str(number - 1)
    return any(tokens[at].key == other and key_at(tokens, at + 1) == "." for at in near)


def has_unit(tokens: Sequence[Token], j: int) -> bool:
    """Whether a unit or a counted noun begins at token `j`."""
    key = key_at(tokens, j)
    if key == "-":
        key = key_at(tokens, j + 1)
    return (
        key in TIME
        or key in BYTES
        or key in RATES
        or key in MONEY
        or bool(families_of(key))
        or key in ("%", "percent", "x", "times", "nines")
    )
