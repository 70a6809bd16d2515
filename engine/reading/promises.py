"""How soon something happens, told by what happens: 'verdict within 30 s', 'the gate has to open in 1.5 s'."""

from __future__ import annotations

from collections.abc import Sequence

from engine.reading.data import phrases, word_set
from engine.reading.quantity import Quantity
from engine.reading.view import View

_WITHIN = word_set("promises.within")
_BETWEEN = word_set("promises.between")
_NOT_SO = word_set("promises.not_so")
_REACH = 9


def promised(view: View, q: Quantity) -> str | None:
    """The fact that a time behind 'within', 'in' or 'under' is, by what is said to happen and what is spoken of."""
    if not _is_a_time(q) or not is_within(q.first, view) or not _NOT_SO.isdisjoint(view.keys(q.last, q.last + 1)):
        return None
    said = _said_before(view, q) or view.keys(q.last, min(q.last + 4, len(view.tokens)))
    spoken = view.spoken | {"alerting"} if "telemetry" in view.spoken else view.spoken
    return _told_by(view, q, "promises", said, spoken)


def lasting(view: View, q: Quantity) -> str | None:
    """How long one of what is spoken of lasts: 'consultations of 15 minutes', 'contests of 3 h', 'lessons 55 min'."""
    if not _is_a_time(q) or is_within(q.first, view):
        return None
    return _told_by(view, q, "lasting", _said_before(view, q), view.spoken)


def is_within(first: int, view: View) -> bool:
    """Whether 'within', 'in less than' or 'under' leads to the number at `first`."""
    at = first - 1
    while at >= 0 and view.key(at) in _BETWEEN:
        at -= 1
    return view.key(at) in _WITHIN and _NOT_SO.isdisjoint(view.keys(at - 1, at))


def _is_a_time(q: Quantity) -> bool:
    return q.kind == "time" and not q.interval and q.period is None


def _told_by(view: View, q: Quantity, table: str, said: Sequence[str], spoken: frozenset[str]) -> str | None:
    """The first fact of a table of `facts.yaml` that is spoken of, not yet taken, can be so long, and one of whose
    words is said."""
    for fact, words in phrases("facts")[table].items():
        known = view.words_of(fact)
        if known is None or known.home not in spoken or any(f.fact == fact for f in view.facts):
            continue
        low, high = known.range
        if (low is not None and q.value < low) or (high is not None and q.value > high):
            continue
        if not set(words.split()).isdisjoint(said):
            return str(fact)
    return None


def _said_before(view: View, q: Quantity) -> list[str]:
    first = q.first
    while first > 0 and q.first - first < _REACH and not view.is_boundary(first - 1):
        first -= 1
    return view.keys(first, q.first)
