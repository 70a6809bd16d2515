"""How far the busiest day stands above an ordinary one: 'ten times on Black Friday', '10x a normal day'."""

from __future__ import annotations

from itertools import pairwise

from engine.reading.data import word_set
from engine.reading.quantity import Quantity
from engine.reading.view import View

_BUSY = word_set("busy_days.named")
_ORDINARY = word_set("busy_days.ordinary")
_DAY = frozenset(("day", "days", "week", "weeks"))
_SIDES = frozenset(("read", "reads", "write", "writes"))
_EACH = frozenset(("per", "each", "every"))


def is_of_a_busy_day(view: View, q: Quantity) -> bool:
    """Whether a 'ten times' tells a named day, or a day against an ordinary one, and no share of reads."""
    first, last = view.clause(q)
    keys = set(view.keys(first, last))
    if keys & _SIDES or view.key(q.last) in _EACH:
        return False
    after = view.keys(q.last, q.last + 4)
    if any(key in _ORDINARY and following in _DAY for key, following in pairwise(after)):
        return True
    return bool(keys & _BUSY) and "average" not in after
