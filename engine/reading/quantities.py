"""Quantities: numbers with their unit, what they count and the period they are for; ranges, corrections and traps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.reading.corrections import drop_corrected, merge_ranges
from engine.reading.data import word_set
from engine.reading.noun_phrases import is_span, noun_and_period
from engine.reading.nouns import families_of, people_of
from engine.reading.numbers import Number, key_at, number_at
from engine.reading.quantity import Quantity
from engine.reading.tokens import Token
from engine.reading.traps import trap_of
from engine.reading.unit_words import PARTS, read_unit
from engine.reading.units import ADVERBS, BYTES, MONEY, RATES, SYMBOLS, TIME

_ORGANISATIONS = word_set("counts.organisations")


def quantities_in(tokens: Sequence[Token], masked: frozenset[int] = frozenset(), at_most: int = 60) -> list[Quantity]:
    """All quantities, in order; those that are none (years, versions, clock times) bear a `trap`."""
    found: list[Quantity] = []
    i = 0
    while i < len(tokens) and len(found) < at_most:
        if i in masked:
            i += 1
            continue
        if (times := _times_prefix(tokens, i)) is not None:
            found.append(times)
            i = times.last
            continue
        number = number_at(tokens, i) or _article(tokens, i)
        if number is None:
            i += 1
            continue
        quantity = _quantity(tokens, number)
        if quantity is not None:
            found.append(quantity)
            i = max(quantity.last, number.last)
            slash = next((at for at in range(i, quantity.end) if tokens[at].key == "/"), None)
            if slash is not None and is_span(tokens, slash + 1):
                i = quantity.end  # '1 msg/30s'
        else:
            i = number.last
    merge_ranges(tokens, found)
    drop_corrected(tokens, found)
    return found


def _times_prefix(tokens: Sequence[Token], i: int) -> Quantity | None:
    """x5, x 10, 'twice' is a word for the scale reader."""
    match = re.fullmatch(r"x(\d{1,6})", tokens[i].key)
    if match:
        return Quantity(float(match[1]), "times", i, i + 1, i + 1, plain=float(match[1]))
    if tokens[i].key == "x" and i + 1 < len(tokens) and tokens[i + 1].kind == "number" and not tokens[i].glued:
        number = number_at(tokens, i + 1)
        thing = key_at(tokens, number.last) if number else ""
        if (
            number
            and i
            and (families_of(thing) & {"event", "device", "user", "object"})
            and tokens[i - 1].kind == "word"
        ):
            return None  # '640 turbines x 450 signals'
        if number:
            return Quantity(number.value, "times", i, number.last, number.last, plain=number.value)
    return None


_BEFORE_ARTICLE = word_set("quantities.before_article")


def _article(tokens: Sequence[Token], i: int) -> Number | None:
    """'within an hour', 'a terabyte of data': the article is one."""
    following = key_at(tokens, i + 1)
    if key_at(tokens, i) in ("a", "one") and following in PARTS and key_at(tokens, i + 2) == "of":
        return Number(1.0, i, i + 1, plain=1.0, spelled=True)
    if (
        key_at(tokens, i) == "last"
        and following in TIME
        and {"lose", "losing", "lost"} & {t.key for t in tokens[max(0, i - 3) : i]}
    ):
        return Number(1.0, i, i + 1, plain=1.0, spelled=True)
    if key_at(tokens, i) not in ("a", "an") or not following:
        return None
    if following in ("single", "lone") and people_of(key_at(tokens, i + 2)):
        return Number(1.0, i, i + 2, plain=1.0, spelled=True)
    if following in BYTES and len(following) > 2:
        return Number(1.0, i, i + 1, plain=1.0, spelled=True)
    if key_at(tokens, i + 2) == "-" and key_at(tokens, i + 3) == "hand":
        return None  # 'a second-hand marketplace'
    if following in TIME and len(following) > 2 and (i == 0 or key_at(tokens, i - 1) in _BEFORE_ARTICLE):
        return Number(1.0, i, i + 1, plain=1.0, spelled=True)
    return None


def _quantity(tokens: Sequence[Token], number: Number) -> Quantity | None:
    first, j = number.first, number.last
    q = Quantity(number.value, "bare", first, j, j, plain=number.plain, suffix=number.suffix, spelled=number.spelled)
    if trap := trap_of(tokens, number):
        q.trap = trap
        if trap == "24/7" or (trap == "a time of day" and key_at(tokens, j) == ":"):
            q.last = q.end = j + 2
        return q
    before = key_at(tokens, first - 1)
    if (before == "-" and first > 0 and not tokens[first - 1].glued and tokens[first].glued) or before in (
        "minus",
        "negative",
    ):
        q.value, q.first = -q.value, first - 1
    elif before in SYMBOLS:
        q.kind, q.currency, q.first = "money", SYMBOLS[before], first - 1
        if key_at(tokens, first - 2) in ("us", "-") and tokens[first - 1].glued:
            q.first = first - 2 if key_at(tokens, first - 2) == "us" else q.first
            if key_at(tokens, first - 2) == "-":
                q.value, q.first = -q.value, first - 2
    elif before in ("usd", "eur", "gbp", "chf") and first > 0:
        q.kind, q.currency, q.first = "money", MONEY[before], first - 1
    j = read_unit(tokens, j, q)
    q.last = j
    stuck = tokens[j] if j < len(tokens) else None
    unread = stuck is not None and j == number.last and stuck.glued and stuck.kind == "word" and q.kind == "bare"
    if unread and stuck and not families_of(stuck.key) and stuck.key not in ADVERBS and stuck.key not in RATES:
        q.trap = "a name, not an amount"
    if q.trap:
        q.end = j
        return q
    if number.spelled and q.kind == "bare" and number.value == 1 and key_at(tokens, first) == "one":
        families = families_of(key_at(tokens, j)) or people_of(key_at(tokens, j)) or people_of(key_at(tokens, j + 1))
        if not families and len(tokens) > 2:
            return None
    q.end = noun_and_period(tokens, j, q)
    if _is_dotted_thousand(tokens, number, q):
        q.value, q.plain = q.value * 1000, q.plain * 1000
    if before == "every" or (before == "each" and q.kind == "time"):
        q.interval = q.kind == "time"
    return q


def _is_dotted_thousand(tokens: Sequence[Token], number: Number, q: Quantity) -> bool:
    """'60.000 students': a point that groups thousands, since there is no part of a student."""
    written = re.sub(r"^[1-9]\d{0,2}\.", ".", tokens[number.first].text)
    if q.kind != "bare" or number.suffix or number.spelled or q.value != number.plain:
        return False
    many = bool(q.families) or (bool(q.nouns) and len(q.nouns[0]) > 4 and q.nouns[0] in _ORGANISATIONS)
    return written == ".000" or bool(many and re.fullmatch(r"\.\d{3}", written))
