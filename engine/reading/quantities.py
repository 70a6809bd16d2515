"""Quantities: numbers with their unit, what they count and the period they are for; ranges, corrections and traps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.reading.data import word_set
from engine.reading.nouns import families_of, people_of
from engine.reading.numbers import Number, key_at, number_at
from engine.reading.tokens import Token
from engine.reading.traps import has_unit, trap_of
from engine.reading.units import ADVERBS, BITS, BYTES, DAY, MONEY, RATES, SYMBOLS, TIME


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


_STOP = word_set("quantities.stop")
_ADJECTIVES_OF_DAY = word_set("quantities.adjectives_of_day")
_WEEKDAYS = word_set("quantities.weekdays")
_PARTS = {
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
_ORGANISATIONS = word_set("counts.organisations")
_PARTICIPLES = word_set("quantities.participles")
_CHANGE = word_set("quantities.change")
_CORRECTING = word_set("quantities.correcting")


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
            if slash is not None and _span(tokens, slash + 1):
                i = quantity.end  # '1 msg/30s'
        else:
            i = number.last
    _merge_ranges(tokens, found)
    _drop_corrected(tokens, found)
    return found


def _times_prefix(tokens: Sequence[Token], i: int) -> Quantity | None:
    """x5, x 10, 'twice' is a word for the scale reader."""
    match = re.fullmatch(r"x(\d{1,6})", tokens[i].key)
    if match:
        return Quantity(float(match[1]), "times", i, i + 1, i + 1, plain=float(match[1]))
    if tokens[i].key == "x" and i + 1 < len(tokens) and tokens[i + 1].kind == "number" and not tokens[i].glued:
        number = number_at(tokens, i + 1)
        if number:
            return Quantity(number.value, "times", i, number.last, number.last, plain=number.value)
    return None


_BEFORE_ARTICLE = word_set("quantities.before_article")


def _article(tokens: Sequence[Token], i: int) -> Number | None:
    """'within an hour', 'a terabyte of data': the article is one."""
    following = key_at(tokens, i + 1)
    if key_at(tokens, i) in ("a", "one") and following in _PARTS and key_at(tokens, i + 2) == "of":
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
    j = _unit(tokens, j, q)
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
    q.end = _noun_and_period(tokens, j, q)
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


def _unit(tokens: Sequence[Token], j: int, q: Quantity) -> int:
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
    if key in _PARTS and q.spelled and q.value < 20:
        q.kind, q.value, q.factor = "percent", q.value * _PARTS[key], 0.01
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
        after = number_at(tokens, j + 1)
        if after and after.value == 1:
            q.kind, q.second_part = "ratio", 1.0
            return j + 2
    if key in ("x", "times", "fold") and key_at(tokens, j + 1) not in ("day", "a"):
        q.kind = "times"
        return j + 1
    if key in BYTES and not (key == "b" and not glued):
        q.kind, q.factor = "bytes", BYTES[key]
    elif key in BITS:
        q.kind, q.factor = "bits", BITS[key]
        if key.endswith("ps"):
            q.period = 1.0
    elif key in TIME and (
        len(key) > 1
        or glued
        or (key in "shd" and key_at(tokens, j + 1) in ("", ",", ".", ";", ")", "max", "and", "or"))
    ):
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


def _noun_and_period(tokens: Sequence[Token], j: int, q: Quantity) -> int:
    """The noun phrase and the period after a number: 'registered users', 'orders a day', 'per user per day'."""
    end = j
    if q.kind in ("bare", "money"):
        end = _noun(tokens, j, q)
    elif q.kind == "bytes":
        end = _period_of_data(tokens, j)
        if end == j and key_at(tokens, j + 1) == "per" and key_at(tokens, j) not in _STOP and _is_word(tokens, j):
            q.per = key_at(tokens, j + 2) if key_at(tokens, j + 2) not in TIME else ""  # '120 GB raw per sample'
        if (
            end == j
            and key_at(tokens, j) == "of"
            and key_at(tokens, j + 2) == "per"
            and key_at(tokens, j + 3) not in TIME
        ):
            q.per = key_at(tokens, j + 3)
    if q.families and key_at(tokens, end) in _PARTICIPLES and _starts_period(tokens, end + 1):
        q.nouns, end = (*q.nouns, key_at(tokens, end)), end + 1  # '1,200 items found per day'
    end = _period(tokens, end, q)
    if q.period is None and q.first > 0 and q.kind in ("bare", "bytes"):
        before, earlier = key_at(tokens, q.first - 1), key_at(tokens, q.first - 2)
        if before in ADVERBS and before != "annual":
            q.period = ADVERBS[before]
        elif before in ("day", "month", "week", "hour", "year", "minute", "second") and earlier in (
            "every",
            "each",
            "per",
            "a",
        ):
            q.period = TIME[before]
        elif before == "everyday":
            q.period = DAY
    return end


def _period_of_data(tokens: Sequence[Token], j: int) -> int:
    """Where '2 TB of logs per day' names its period: past the words for the data, or `j` if it names none."""
    for at in range(j, min(len(tokens), j + 6)):
        key = tokens[at].key
        if tokens[at].kind != "word" and key != "/":
            break
        following = key_at(tokens, at + 1)
        if key in ("per", "a", "an", "each", "every", "/") and following in TIME:
            return at
        if key in ADVERBS or key == "everyday":
            return at
        if (key in _STOP and key not in ("and", "our", "the", "up")) or key in ("each", "per"):
            break
    return j


def _noun(tokens: Sequence[Token], j: int, q: Quantity) -> int:
    words: list[str] = []
    families: frozenset[str] = frozenset()
    end, at = j, j
    if key_at(tokens, at) == "of":
        at += 1
        if key_at(tokens, at) in ("our", "the", "my", "their", "us", "them", "these", "those"):
            at += 1
    while at < len(tokens) and len(words) < 5:
        token = tokens[at]
        if token.key == "-" and words and token.glued:
            at += 1
            continue
        if token.key in ("up", "in", "on") and words[-1:] in (["signed"], ["logged"]):
            at += 1
            continue
        if token.key == "it" and families_of(key_at(tokens, at + 1)) & {"user", "team"} and len(words) == 0:
            words.append(token.key)
            at += 1
            continue
        if token.kind != "word" or token.key in _STOP or token.key in ("qps", "rps"):
            if token.key in RATES and token.kind == "word":
                q.period, q.rate_word = RATES[token.key], True
                families, end = frozenset(("request",)), at + 1
                words.append(token.key)
            break
        if token.key in ADVERBS:
            if token.key in ("daily", "monthly", "hourly", "weekly"):
                q.notes.append(token.key)
                q.period = ADVERBS[token.key]
            words.append(token.key)
            at += 1
            end = at
            continue
        own = families_of(token.key) or (people_of(token.key) if q.value == 1 else frozenset())
        both = families_of(f"{token.key} {key_at(tokens, at + 1)}")
        if both:
            words.append(token.key)
            at, own = at + 1, both
            token = tokens[at]
        if families and not own and len(words) >= 1:
            break
        if families & {"device"} and own and not own & {"device"} and words[-1].endswith("s"):
            break
        if families & {"user"} and "team" not in own and own and not (own & {"user", "request"}):
            break
        words.append(token.key)
        at += 1
        if own:
            families, end, q.noun_place = own, at, at - 1
    q.nouns, q.families = tuple(words), families or q.families
    if not families and words:
        end = j + 1 if tokens[j].kind == "word" else end
        at = min(at, j + len(words) + 1)
        if _starts_period(tokens, at):
            end = at
    return end


def _starts_period(tokens: Sequence[Token], at: int) -> bool:
    return key_at(tokens, at) in ("per", "a", "an", "each", "every", "/", "in", "on") and (
        key_at(tokens, at + 1) in TIME or key_at(tokens, at + 2) in TIME or key_at(tokens, at + 3) in TIME
    )


def _period(tokens: Sequence[Token], at: int, q: Quantity) -> int:
    end = at
    for _ in range(3):
        key, following = key_at(tokens, at), key_at(tokens, at + 1)
        if key in ADVERBS and key != "annual" and q.period is None:
            if key in ("daily", "monthly", "weekly", "hourly") and families_of(following) and q.families:
                break
            q.period, at = ADVERBS[key], at + 1
        elif (
            key in ("per", "/", "p", "every", "each", "a", "an", "by")
            and following in TIME
            and len(following) > (1 if key not in ("/", "p") else 0)
            and not (key == "by" and at + 2 < len(tokens) and tokens[at + 2].kind == "number")  # 'by year 2'
        ):
            if (
                key in ("a", "an", "by", "every")
                and q.kind == "time"
                and following not in ("day", "month", "year", "week")
            ):
                break
            if q.period is None or key == "/" or q.kind != "bare":
                q.period = q.period or TIME[following]
            at += 2
        elif (
            (key == "per" and following == "user")
            or (key == "per" and following and following not in TIME and tokens[at + 1].kind == "word")
            or (key == "each" and following not in _STOP and following not in TIME and _is_word(tokens, at + 1))
            or (
                key in ("a", "an", "each", "every")
                and following in ("user", "person", "customer", "driver", "member", "device", "seat", "head", "account")
            )
        ):
            q.per = q.per or following
            at += 2
        elif key == "for" and following in ("day", "month", "hour") and q.families & {"user", "item"}:
            q.period, at = q.period or TIME[following], at + 2
        elif key == "/" and q.period is None and q.families & {"event", "request"} and _span(tokens, at + 1):
            number = number_at(tokens, at + 1)
            assert number is not None
            q.period, at = number.value * TIME[key_at(tokens, number.last)], number.last + 1  # '1 msg/30s'
        elif key in ("each", "apiece") and q.kind == "bytes":
            q.per = q.per or "each"
            at += 1
        elif key == "in" and following in ("day", "month", "hour", "week", "second") and q.families - {"device"}:
            q.period, at = q.period or TIME[following], at + 2
        elif (
            key in ("in", "on", "over", "during", "for")
            and following in ("a", "one", "any", "each", "every", "an", "the", "our")
            and (
                key_at(tokens, at + 2) in ("day", "month", "hour", "week", "second", "year", *_WEEKDAYS)
                or (
                    key_at(tokens, at + 2) in _ADJECTIVES_OF_DAY
                    and key_at(tokens, at + 3) in ("day", "month", "week", "weekday", "minute", "hour", "second")
                )
            )
        ):
            third = key_at(tokens, at + 2)
            last = at + 3 if third in TIME or third in _WEEKDAYS else at + 4
            if q.period is None and key in ("in", "on") and q.kind in ("bare", "bytes"):
                q.period = TIME.get(key_at(tokens, last - 1), DAY)
            at = last
            end = at
            break
        elif key == "an" and following == "hour":
            q.period, at = q.period or 3600.0, at + 2
        elif key == "everyday":
            q.period, at = q.period or DAY, at + 1
        else:
            break
        end = at
    return end


def _span(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number and a unit of time stand at `at`."""
    number = number_at(tokens, at) if at < len(tokens) else None
    return number is not None and number.value > 0 and key_at(tokens, number.last) in TIME


def _is_word(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "word"


def _between(tokens: Sequence[Token], one: Quantity, other: Quantity) -> list[str]:
    return [t.key for t in tokens[one.last : other.first]]


def _same_kind(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind or "bare" in (one.kind, other.kind)


def _merge_ranges(tokens: Sequence[Token], found: list[Quantity]) -> None:
    """'10-20k', 'between 1 and 2 million', '100 to 200 ms' become their upper end."""
    i = 0
    while i + 1 < len(found):
        one, other = found[i], found[i + 1]
        between = _between(tokens, one, other)
        joined = between in (
            ["-"],
            ["to"],
            ["till"],
            ["until"],
            ["through"],
            [".", "."],
            [".", ".", "."],
            ["~"],
            ["up", "to"],
            ["-", "-"],
        )
        before = [t.key for t in tokens[max(0, one.first - 4) : one.first]]
        joined = joined or (between == ["and"] and "between" in before)
        joined = joined or (
            between == ["or"]
            and other.kind == "bare"
            and one.kind == "bare"
            and one.value < other.value <= 3 * one.value
        )
        if (
            not joined
            and "negative" not in between
            and one.last == other.first
            and other.value < 0
            and one.kind == "bare"
        ):
            joined, other.value = True, -other.value  # '10 -20k'
        if joined and (one.trap or other.trap):
            trap = one.trap or other.trap
            if trap in ("a time of day", "a date", "a year"):
                one.trap = other.trap = trap
            i += 1
            continue
        if (
            not joined
            or not _same_kind(one, other)
            or one.kind in ("times",)
            or (one.families and one.kind == "bare" and one.end > one.last)
        ):
            i += 1
            continue
        if other.kind == "bare" and one.kind != "bare":
            other.kind, other.factor, other.value = one.kind, one.factor, other.value * one.factor
            other.currency = one.currency
        whole = [t.key for t in tokens[max(0, one.first - 8) : one.first]]
        changing = (
            between in (["to"], ["up", "to"]) and "from" in before[-2:] and bool(_CHANGE.intersection(whole) - {"from"})
        )
        if changing:
            one.dropped = True
            i += 1
            continue
        if one.kind != "bare":
            low = one.value
        elif one.suffix or one.plain > other.plain or not other.plain:
            low = one.value * other.factor
        else:
            low = one.plain * other.value / other.plain
        other.value = max(low, other.value)
        other.first = one.first
        del found[i]


def _drop_corrected(tokens: Sequence[Token], found: list[Quantity]) -> None:
    """'20M not 200M', '200M, sorry, 20M', 'not 200M but 20M', 'instead of 5k': the value that was taken back goes."""
    real = [q for q in found if not q.trap]
    for at, q in enumerate(real):
        before = [t.key for t in tokens[max(0, q.first - 4) : q.first]]
        if len(real) < 2:
            continue
        while before and before[-1] in (",", "about", "around", "the", "~"):
            before.pop()
        near = before[-1:] if before else []
        rejected = (
            near in (["not"], ["isnt"], ["arent"], ["wasnt"])
            or before[-2:]
            in (
                ["instead", "of"],
                ["rather", "than"],
                ["no", "longer"],
                ["up", "from"],
                ["down", "from"],
                ["not", "just"],
            )
            or before[-3:] == ["used", "to", "be"]
            or near in (["previously"], ["formerly"])
        )
        if rejected and any(_comparable(q, other) for other in real if other is not q):
            q.dropped = True
            _inherit(q, real[at + 1] if at + 1 < len(real) else real[at - 1])
        if at + 1 < len(real):
            other = real[at + 1]
            between = [t.key for t in tokens[q.end : other.first]]
            words = [key for key in between if key.isalpha()]
            if (
                words
                and len(words) <= 7
                and (
                    words[0] in _CORRECTING
                    or _takes_back(tokens, q, words)
                    or words[:2] in (["i", "mean"], ["i", "meant"], ["or", "rather"])
                )
                and (words[0] != "no" or "," in between or "." in between)
                and words[:2]
                not in (["no", "more"], ["no", "less"], ["no", "later"], ["no", "longer"], ["no", "fewer"])
                and words[0] not in ("should",)
                and _comparable(q, other)
            ):
                q.dropped = True
                _inherit(q, other)


def _takes_back(tokens: Sequence[Token], q: Quantity, words: Sequence[str]) -> bool:
    """'I said 100k users but it's 250k'"""
    said = {"said", "told", "wrote", "thought", "claimed"} & {t.key for t in tokens[max(0, q.first - 4) : q.first]}
    return bool(said) and list(words[:2]) in (["but", "its"], ["but", "it"], ["but", "thats"], ["its", "actually"])


def _inherit(old: Quantity, new: Quantity) -> None:
    """'not 10k users, 100k': the new value is of the same things."""
    if new.kind == "bare" and not new.families and not new.nouns and not new.dropped:
        if old.kind == "bare":
            new.families, new.nouns, new.period, new.per = old.families, old.nouns, old.period, old.per
        elif not new.suffix or old.kind == "money":
            new.kind, new.factor, new.value, new.period = old.kind, old.factor, new.value * old.factor, old.period


def _comparable(one: Quantity, other: Quantity) -> bool:
    return (
        _same_kind(one, other)
        and not other.dropped
        and (not one.families or not other.families or bool(one.families & other.families))
    )
