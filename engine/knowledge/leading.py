"""What a system is above all: what leads before what supports, and those first whose items a business counts."""

from __future__ import annotations

from collections.abc import Callable, Collection

from engine.knowledge import models
from engine.knowledge.definitions import Knowledge
from engine.texts import lower_first

PLACES = ("leading", "supporting", "common")
_ORDER = "main_item"


def placed(capability: models.Capability, used: Collection[str]) -> models.Capability:
    """`capability` with its place among those `used`: a chat leads, but supports the market in which people write."""
    if capability.place != "leading" or set(capability.beside).isdisjoint(used):
        return capability
    return capability.model_copy(update={"place": "supporting"})


def named(capability: models.Capability, holds: Callable[[str], bool]) -> models.Capability:
    """`capability` as it is called in this kind of case: by the first of its names whose flag holds."""
    for flag, naming in capability.named.items():
        if holds(flag):
            return capability.model_copy(update={"title": naming.title, "summary": naming.summary})
    return capability


def leading_title(knowledge: Knowledge, names: Collection[str], holds: Callable[[str], bool]) -> str:
    """`Home feed and chat`, `Cart and orders`: two titles at most, and one where an 'and' would join another.

    `holds` tells of a flag whether it does, since a capability may be called otherwise there.
    """
    order = list(knowledge.facts[_ORDER].words) if _ORDER in knowledge.facts else []
    known = [name for name in (*order, *knowledge.capabilities) if name in names and name in knowledge.capabilities]
    used = [named(placed(knowledge.capabilities[name], names), holds) for name in dict.fromkeys(known)]
    ranked = sorted((c for c in used if c.place != "common"), key=lambda c: PLACES.index(c.place)) or used
    titles = [capability.title for capability in ranked[:2]]
    if len(titles) == 2 and not any(" and " in title for title in titles):
        return f"{titles[0]} and {lower_first(titles[1])}"
    return titles[0] if titles else ""
