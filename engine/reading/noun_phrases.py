"""What follows a number: the noun phrase that it counts, and the period or the one thing that it is for."""

from __future__ import annotations

from collections.abc import Sequence

from engine.reading.data import word_set
from engine.reading.nouns import families_of, names_people, people_of
from engine.reading.numbers import key_at, number_at
from engine.reading.quantity import Quantity
from engine.reading.tokens import Token
from engine.reading.units import ADVERBS, DAY, RATES, TIME

_STOP = word_set("quantities.stop")
_ADJECTIVES_OF_DAY = word_set("quantities.adjectives_of_day")
_WEEKDAYS = word_set("quantities.weekdays")
_PARTICIPLES = word_set("quantities.participles")


def noun_and_period(tokens: Sequence[Token], j: int, q: Quantity) -> int:
    """The noun phrase and the period after a number: 'registered users', 'orders a day', 'per user per day'."""
    end = j
    if q.kind in ("bare", "money"):
        end = _noun(tokens, j, q)
    elif q.kind == "bytes":
        end = _period_of_data(tokens, j)
        if end == j and key_at(tokens, j + 1) == "per" and key_at(tokens, j) not in _STOP and _is_word(tokens, j):
            q.per = key_at(tokens, j + 2) if key_at(tokens, j + 2) not in TIME else ""  # '120 GB raw per sample'
        if end == j and key_at(tokens, j + 1) in ("each", "apiece") and key_at(tokens, j) not in _STOP:
            q.per, end = "each", j + 2  # '120 GB raw each'
        if end == j and key_at(tokens, j) == "/" and families_of(key_at(tokens, j + 1) + "s") & {"object"}:
            q.per, end = key_at(tokens, j + 1), j + 2  # '100 kB/page'
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
        noun = token.key in ("runs", "reads", "gets") and (
            _starts_period(tokens, at + 1) or (bool(words) and _ends_or_starts_period(tokens, at + 1))
        )
        if (token.kind != "word" or token.key in _STOP or token.key in ("qps", "rps")) and not noun:
            if token.key in RATES and token.kind == "word":
                q.period, q.rate_word = RATES[token.key], True
                families, end = frozenset(("request",)), at + 1
                words.append(token.key)
            break
        if token.key in ADVERBS:
            if token.key in ("daily", "monthly", "hourly", "weekly", "yearly", "annually"):
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
        if families and not own and not words[-1].endswith("s") and names_people(token.key):
            own = frozenset(("user",))  # '650 claim handlers'
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


def _ends_or_starts_period(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun ends before `at`: '600M workflow runs a day', not 'a team that runs the thing'."""
    return key_at(tokens, at) in ("", ",", ".", ";", ")") or key_at(tokens, at) in ADVERBS or _starts_period(tokens, at)


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
        elif (
            key in ("per", "a", "an", "each", "every")
            and following in _ADJECTIVES_OF_DAY
            and key_at(tokens, at + 2) in ("day", "week", "month", "weekday", "hour", "minute", "second")
            and q.kind in ("bare", "bytes")
        ):
            q.period = q.period or TIME.get(key_at(tokens, at + 2), DAY)
            at += 3  # 'changes each working day'
        elif key == "for" and following in ("day", "month", "hour") and q.families & {"user", "item"}:
            q.period, at = q.period or TIME[following], at + 2
        elif key == "/" and q.period is None and q.families & {"event", "request"} and is_span(tokens, at + 1):
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
                    and (
                        key_at(tokens, at + 3) in ("day", "month", "week", "weekday", "minute", "hour", "second")
                        or (key_at(tokens, at + 3) in _ADJECTIVES_OF_DAY and key_at(tokens, at + 4) == "day")
                    )
                )
            )
        ):
            third = key_at(tokens, at + 2)
            last = at + 3 if third in TIME or third in _WEEKDAYS else at + 4
            last += key_at(tokens, at + 3) in _ADJECTIVES_OF_DAY and third in _ADJECTIVES_OF_DAY
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


def is_span(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number and a unit of time stand at `at`."""
    number = number_at(tokens, at) if at < len(tokens) else None
    return number is not None and number.value > 0 and key_at(tokens, number.last) in TIME


def _is_word(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "word"
