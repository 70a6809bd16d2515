"""Whether a product is the system itself ('Twitter for 400M users') or what another one is compared with."""

from __future__ import annotations

from engine.reading.data import word_set
from engine.reading.neighbours import PEOPLE
from engine.reading.view import View

_EVERYBODY = word_set("comparing.everybody")
_LIKENESS = word_set("comparing.likeness")
_SIZES = frozenset((*PEOPLE, "crowd"))


def is_compared(view: View, product: str) -> bool:
    """'Airbnb for boats', 'a Tinder-like app for dog owners in Germany': what it does is theirs, its size is its own.

    Not so where the number of people is said, which scales what is known of the product, and not for a mere 'like'.
    """
    if any(read.fact in _SIZES for read in view.facts):
        return False
    return any(_serves_others(view, hit.last) for hit in view.table("product") if hit.meaning == product)


def _serves_others(view: View, at: int) -> bool:
    while view.key(at) in _LIKENESS and not view.is_boundary(at):
        at += 1
    if view.key(at) != "for" or at + 1 >= len(view.tokens) or view.key(at + 1) in _EVERYBODY:
        return False
    return not any(hit.first in (at + 1, at + 2) for hit in view.table("region"))  # 'Netflix for Europe' is Netflix
