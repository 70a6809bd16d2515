"""Numbers for each of many: 'each posts 2 tweets a day'. With the number of them known, they are totals."""

from __future__ import annotations

from engine.reading.data import word_set
from engine.reading.neighbours import Answer
from engine.reading.nouns import families_of
from engine.reading.quantity import Quantity
from engine.reading.units import DAY
from engine.reading.view import View

_ASKED_FOR = word_set("counts.asked_for")
_PEOPLE = ("daily_active_users", "users_total")
INTERVAL = "reporting_interval"


def of_all(view: View, q: Quantity, noun: str) -> Answer:
    """What all of them make together; or nothing, with the reason, where their number was not said."""
    if q.period is None or q.value <= 0:
        return None, None, _reason(view, q, noun)
    devices = "device" in families_of(noun) | families_of(noun + "s")
    if devices and _value(view, "devices_total") and INTERVAL in view.lexicon.fact_by_id:
        return INTERVAL, q.period / q.value, ""
    how_many = next((n for fact in _PEOPLE if (n := _value(view, fact)) and n > 1), None) or _counted_later(view, q)
    if how_many is None or devices:
        return None, None, _reason(view, q, noun)
    total = how_many * q.value / q.period
    if q.families & {"request"} or set(q.nouns) & _ASKED_FOR:
        return "average_requests", total, ""
    return "items_per_day", total, ""


def _value(view: View, fact: str) -> float | None:
    taken = next((f for f in view.facts if f.fact == fact), None)
    return taken.value if taken is not None and isinstance(taken.value, float) else None


def _counted_later(view: View, q: Quantity) -> float | None:
    """'users upload 3 photos a day, 5M users': people who are counted behind what each of them does."""
    later = (o for o in view.quantities if o.first >= q.end and "user" in o.families and not (o.trap or o.per))
    return next((o.value for o in later if o.value > 1 and o.period in (None, DAY)), None)


def _reason(view: View, q: Quantity, noun: str) -> str:
    return f"'{view.words(q.first, q.end)}' is for each {noun}; say how many they make together"
