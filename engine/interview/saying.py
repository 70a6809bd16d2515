"""Titles, and what the interview says back."""

from __future__ import annotations

from engine.inference import Givens
from engine.inference.given import sizes_of
from engine.interview.dialogue import CAPABILITIES, Dialogue, givens
from engine.knowledge.definitions import Knowledge
from engine.knowledge.leading import leading_title
from engine.knowledge.values import shown

_COUNTED = {
    "users_total": "users",
    "daily_active_users": "daily users",
    "monthly_active_users": "monthly users",
    "concurrent_users": "users at once",
    "devices_total": "devices",
}


def title_of(knowledge: Knowledge, dialogue: Dialogue) -> str:
    """`Netflix for 270 M users`, `Food delivery in 30 cities`, `Chat for 2 M users`; empty while nothing is known."""
    given = givens(knowledge, dialogue)
    own_words = dialogue.named if given.preset is None or dialogue.dropped >= sizes_of(knowledge, given.preset) else ""
    what = own_words or _what(knowledge, given)
    if not what:
        return ""
    if own_words and (" for " in own_words or any(letter.isdigit() for letter in own_words)):
        return own_words
    for own in (dialogue.facts, given.facts):
        for name, words in _COUNTED.items():
            if name in own and name in knowledge.facts and not (own_words and name == "devices_total"):
                return f"{what} for {shown(knowledge.facts[name], own[name].value)} {words}"
    return what


def _what(knowledge: Knowledge, given: Givens) -> str:
    """The preset's name, or what the system does: two things at most, the one that the business counts first."""
    if given.preset is not None:
        return knowledge.presets[given.preset].form.title
    used = given.facts.get(CAPABILITIES)
    if used is None or not isinstance(used.value, frozenset):
        return ""
    implied = {i for name in used.value for i in knowledge.capabilities[name].implies}

    def said(flag: str) -> bool:
        return flag in given.facts and given.facts[flag].value is True

    return leading_title(knowledge, used.value - implied, said) or leading_title(knowledge, used.value, said)
