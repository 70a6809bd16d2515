"""Numbers for each of many: 'each posts 2 tweets a day'. With the number of them known, they are totals."""

from __future__ import annotations

from engine.reading.data import word_set
from engine.reading.neighbours import Answer
from engine.reading.nouns import families_of
from engine.reading.quantity import Quantity
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
    how_many = next((n for fact in _PEOPLE if (n := _value(view, fact)) and n > 1), None)
    if how_many is None and not devices:  # '..., 5M users' comes after it
        later = [
            o.value for o in view.quantities if "user" in o.families and o.period is None and not (o.per or o.trap)
        ]
        how_many = max((n for n in later if n > 1), default=None)
    if how_many is None or devices:
        return None, None, _reason(view, q, noun)
    total = how_many * q.value / q.period
    if q.families & {"request"} or set(q.nouns) & _ASKED_FOR:
        return "average_requests", total, ""
    return "items_per_day", total, ""


def _value(view: View, fact: str) -> float | None:
    taken = next((f for f in view.facts if f.fact == fact), None)
    return taken.value if taken is not None and isinstance(taken.value, float) else None


def _reason(view: View, q: Quantity, noun: str) -> str:
    return f"'{view.words(q.first, q.end)}' is for each {noun}; say how many they make together"
