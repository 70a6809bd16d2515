"""Numbers that belong together: ranges become their upper end, a value that was taken back goes."""

from __future__ import annotations

from collections.abc import Sequence

from engine.reading.data import word_set
from engine.reading.quantity import Quantity
from engine.reading.tokens import Token

_CHANGE = word_set("quantities.change")
_AFTER_NO = word_set("corrections.after_no")
_CORRECTING = word_set("quantities.correcting")


def merge_ranges(tokens: Sequence[Token], found: list[Quantity]) -> None:
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
            or (one.kind in ("time", "bytes") and other.kind == "bare" and bool(other.families or other.suffix))
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


def drop_corrected(tokens: Sequence[Token], found: list[Quantity]) -> None:
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
                and (words[0] != "no" or (("," in between or "." in between) and _AFTER_NO.issuperset(words[1:])))
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


def _between(tokens: Sequence[Token], one: Quantity, other: Quantity) -> list[str]:
    return [t.key for t in tokens[one.last : other.first]]


def _same_kind(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind or "bare" in (one.kind, other.kind)
