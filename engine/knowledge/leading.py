"""What a system is above all: its capabilities, those first whose items a business counts."""

from __future__ import annotations

from collections.abc import Collection

from engine.knowledge.definitions import Knowledge

_ORDER, _ACCOUNTS = "main_item", "identity"


def leading_title(knowledge: Knowledge, names: Collection[str]) -> str:
    """`Home feed and chat`, `Cart and orders`: two titles at most, and one where an 'and' would join another."""
    order = list(knowledge.facts[_ORDER].words) if _ORDER in knowledge.facts else []
    known = [name for name in (*order, *knowledge.capabilities) if name in names and name in knowledge.capabilities]
    ranked = [name for name in dict.fromkeys(known) if name != _ACCOUNTS] or known
    titles = [knowledge.capabilities[name].title for name in ranked[:2]]
    if len(titles) == 2 and not any(" and " in title for title in titles):
        second = titles[1] if titles[1][1:2].isupper() else titles[1][:1].lower() + titles[1][1:]
        return f"{titles[0]} and {second}"
    return titles[0] if titles else ""
