"""When two categories are one choice."""

from __future__ import annotations

from collections.abc import Mapping

from engine.agreement.data import table


def agree(ours: frozenset[str], published: frozenset[str]) -> bool:
    """Whether a category of ours and one that was published are equal, in one group, or one covers the other."""
    return any(_one(a, b) for a in ours for b in published)


def _one(a: str, b: str) -> bool:
    covers: Mapping[str, list[str]] = table("equivalence")["covers"]
    return (
        a == b
        or any(a in group and b in group for group in table("equivalence")["groups"])
        or b in covers.get(a, ())
        or a in covers.get(b, ())
    )


def widened(topic: str, category: str, others: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """`category` with what it makes together with the categories of other topics: sharded relational records."""
    found = {category}
    for rule in table("equivalence")["joined"]:
        if (
            topic == rule["topic"]
            and category == rule["category"]
            and others.get(rule["with"], frozenset()) - {rule["unless"]}
        ):
            found.add(rule["makes"])
    return frozenset(found)
