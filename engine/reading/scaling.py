"""Relative changes: '10x the users', 'double the traffic', '20% more orders', 'cut the storage by half'."""

from __future__ import annotations

from engine.reading.busy_days import is_of_a_busy_day
from engine.reading.data import phrases, word_set
from engine.reading.phrasebook import Hit
from engine.reading.quantity import Quantity
from engine.reading.view import View

_VERBS: dict[str, float] = {verb: float(times) for verb, times in phrases("numbers")["multipliers"].items()}
_LESS = word_set("scaling.less")
_MORE = word_set("scaling.more")
_ORDERS = word_set("scaling.orders")
EVERYTHING = "everything"
"""What is scaled where nothing is named: the size of the system, by whatever was said of it."""
_SHORT = 14
_WHEN = frozenset(("on", "at", "during", "when", "in", "every", "each", "over", "before", "after", "around"))


def read_scale(view: View, describing: bool = False) -> dict[str, float]:
    """Factors by fact. Quantities that are part of a relative change are marked as used."""
    found: dict[str, float] = {}
    for first, last, factor, q in _operators(view, describing):
        subject = _subject(view, first, last)
        if subject is None and _is_of_everything(view, describing, first):
            found[EVERYTHING] = factor
            if q is not None:
                q.used = True
            continue
        if subject is None:
            continue
        fact = subject.meaning
        if fact in found:
            continue
        found[fact] = factor
        if q is not None:
            q.used = True
    return found


def _is_of_everything(view: View, describing: bool, at: int) -> bool:
    """'make it 10x', 'what if it was ten times bigger': said of a system that is there, and of nothing in it."""
    if (
        describing
        or (view.asked and "it" not in view.keys(at - 7, at))
        or not view.context.capabilities
        or len(view.tokens) > _SHORT
    ):
        return False
    return sum(1 for q in view.quantities if not q.trap) <= 1 and not view.table("target") and not view.table("feature")


def _operators(view: View, describing: bool) -> list[tuple[int, int, float, Quantity | None]]:
    found: list[tuple[int, int, float, Quantity | None]] = []
    for q in view.quantities:
        if q.trap or q.dropped:
            continue
        if (
            q.kind == "bare"
            and view.key(q.first - 1) in ("of", "factor")
            and "factor" in view.keys(q.first - 2, q.first)
        ):
            q.kind = "times"  # 'by a factor of 5'
        if q.kind == "times" and q.value > 0 and not (q.nouns and "day" in q.nouns):
            keys = set(view.keys(q.last, q.last + 3)) | set(view.keys(q.first - 4, q.first))
            if {"average", "normal", "baseline", "usual", "typical"} & set(view.keys(q.last, q.last + 4)):
                continue
            if is_of_a_busy_day(view, q):
                continue
            less = bool(keys & _LESS)
            found.append((q.first, q.last, 1 / q.value if less else q.value, q))
        elif q.kind == "percent" and (factor := _percent_change(view, q)) is not None:
            found.append((q.first, q.last, factor, q))
    for i, token in enumerate(view.tokens):
        if (
            token.key in _VERBS
            and not (token.key.endswith("s") and describing)
            and not any(q.first <= i < q.last for q in view.quantities)
        ):
            if view.keys(i + 1, i + 2) in (
                ["entry"],
                ["booking"],
                ["bookings"],
                ["check"],
                ["opt"],
                ["room"],
                ["a"],
                ["click"],
            ):
                continue
            factor = _VERBS[token.key]
            if token.key.endswith("s") and view.key(i + 1) in _WHEN and not {"if", "when"} & set(view.keys(0, i)):
                continue  # 'traffic triples on match days' describes
            if token.key == "twice" and view.key(i + 1) in ("a", "per", "each"):
                continue
            found.append((i, i + 1, factor, None))
        elif token.key == "half" and _is_half_of_something(view, i):
            found.append((i, i + 1, 0.5, None))
        elif (
            token.key in ("third", "quarter", "tenth", "fifth")
            and view.key(i - 1) in ("a", "one", "to")
            and view.key(i + 1) in ("of", "the", "as", "")
        ):
            share = {"third": 1 / 3, "quarter": 0.25, "tenth": 0.1, "fifth": 0.2}[token.key]
            if view.key(i + 1) == "of" and view.key(i + 2) in ("our", "all", "them", "users"):
                continue
            by = "by" in view.keys(i - 2, i)
            found.append((i, i + 1, 1 - share if by else share, None))
    return found


def _is_half_of_something(view: View, i: int) -> bool:
    if any(q.first <= i < q.last for q in view.quantities):
        return False
    before, after = view.key(i - 1), view.key(i + 1)
    if before in ("by", "in") and set(view.keys(i - 8, i)) & (_ORDERS | _LESS):
        return True
    if before in ("by", "in") and i <= 6 and after == "":
        return True
    return (
        after in ("the", "as", "our")
        and view.key(i + 2) not in ("time", "requests", "reads", "day", "world", "them")
        and not {"of"} & {after}
    )


def _percent_change(view: View, q: Quantity) -> float | None:
    after, before = view.keys(q.last, q.last + 3), view.keys(q.first - 7, q.first)
    if before[-1:] == ["to"] and set(before) & _ORDERS:
        return q.value if q.value > 0 else None
    if after[:1] and after[0] in _MORE:
        return 1 + q.value
    if after[:1] and after[0] in _LESS:
        return 1 - q.value if q.value < 1 else None
    if (before[-1:] == ["by"] or view.key(q.first - 1) in _ORDERS | _MORE | _LESS) and set(before) & (
        _MORE | _LESS | _ORDERS
    ):
        less = bool(set(before) & _LESS) or "lower" in before
        if less:
            return 1 - q.value if q.value < 1 else None
        return 1 + q.value
    if view.key(q.first - 1) == "+" and view.tokens[q.first].glued:
        return 1 + q.value
    return None


def _subject(view: View, first: int, last: int) -> Hit | None:
    """What is scaled: the nearest name, what follows the operator before what precedes it."""
    best: tuple[int, Hit] | None = None
    for hit in view.table("subject"):
        if hit.first >= last:
            distance = hit.first - last
            if distance > 7:
                continue
        elif hit.last <= first:
            distance = first - hit.last + 1
            if distance > 8:
                continue
        else:
            continue
        if best is None or distance < best[0]:
            best = (distance, hit)
    if best is None and view.asked and {"it", "that", "this"} & set(view.keys(last, last + 2)):
        return next((h for h in (Hit("subject", view.asked, first, last),) if view.words_of(view.asked)), None)
    return best[1] if best else None
