"""Titles, and what the interview says back."""

from __future__ import annotations

from engine.inference import Givens
from engine.interview.dialogue import CAPABILITIES, Dialogue, givens
from engine.knowledge.definitions import Knowledge
from engine.knowledge.values import shown
from engine.texts import capitalised, listed, lower_first

_COUNTED = {
    "users_total": "users",
    "daily_active_users": "daily users",
    "monthly_active_users": "monthly users",
    "concurrent_users": "users at once",
    "devices_total": "devices",
}
NAMED = 3


def title_of(knowledge: Knowledge, dialogue: Dialogue) -> str:
    """`Netflix for 270 M users`, `Home feed and chat for 2 M daily users`; empty while nothing is known."""
    given = givens(knowledge, dialogue)
    what = _what(knowledge, given)
    if not what:
        return ""
    for own in (dialogue.facts, given.facts):
        for name, words in _COUNTED.items():
            if name in own and name in knowledge.facts:
                return f"{what} for {shown(knowledge.facts[name], own[name].value)} {words}"
    return what


def _what(knowledge: Knowledge, given: Givens) -> str:
    if given.preset is not None:
        return knowledge.presets[given.preset].form.title
    used = given.facts.get(CAPABILITIES)
    if used is None or not isinstance(used.value, frozenset):
        return ""
    implied = {i for name in used.value for i in knowledge.capabilities[name].implies}
    own = [name for name in knowledge.capabilities if name in used.value - implied] or sorted(used.value)
    titles = [lower_first(knowledge.capabilities[name].title) for name in own]
    if len(titles) > NAMED:
        titles = [*titles[: NAMED - 1], f"{len(titles) - NAMED + 1} more"]
    return capitalised(listed(titles))
