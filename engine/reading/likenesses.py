"""Products that are named as the model of a design and of which no figures are kept ('design LeetCode')."""

from __future__ import annotations

from collections.abc import Sequence

from engine.reading.data import phrases, word_set
from engine.reading.phrasebook import Hit
from engine.reading.tokens import Token
from engine.reading.view import View

_MAKING = word_set("likenesses.making")
_AFTER = word_set("likenesses.after")
_ALONE = word_set("likenesses.alone")
_BEGINNING = 4


def is_likeness(product: str) -> bool:
    return product in phrases("likenesses")


def likeness_of(product: str) -> list[str]:
    """The capabilities of a product, the one it is known for first; none for a product that is not listed."""
    return list(phrases("likenesses").get(product, {}).get("means", ()))


def crowd_of(view: View, product: str) -> tuple[str, Hit] | None:
    """The order of size that goes with a product's name, where nothing but the name is said."""
    crowd = phrases("likenesses").get(product, {}).get("crowd")
    hit = next((h for h in view.table("product") if h.meaning == product), None)
    if crowd is None or hit is None:
        return None
    beside = (t for at, t in enumerate(view.tokens) if not hit.first <= at < hit.last)
    alone = all(t.kind != "number" and (t.kind != "word" or t.key in _ALONE) for t in beside)
    return (crowd, hit) if alone else None


def may_be_likeness(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a product's name means the product: 'design Medium', not 'a medium business'."""
    if not phrases("likenesses").get(hit.meaning, {}).get("common"):
        return True
    before = tokens[hit.first - 1].key if hit.first else ""
    after = tokens[hit.last] if hit.last < len(tokens) else None
    ends = after is None or after.key in _AFTER or after.kind == "number"
    return ends and hit.first <= _BEGINNING and (not before or before in _MAKING)


def spoken_of(tokens: Sequence[Token], hits: Sequence[Hit]) -> frozenset[str]:
    """What the products do that open a text."""
    found = (h for h in hits if h.first <= _BEGINNING and is_likeness(h.meaning) and may_be_likeness(tokens, h))
    return frozenset(capability for hit in found for capability in likeness_of(hit.meaning))
