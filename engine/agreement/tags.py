"""Free capability tags to the capabilities of a knowledge base."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from engine.agreement.data import table
from engine.knowledge.definitions import Knowledge


def capabilities_of(knowledge: Knowledge, tags: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The capabilities that `tags` mean, and the tags that say nothing to us."""
    names = _names(knowledge)
    found: set[str] = set()
    unknown: list[str] = []
    for tag in tags:
        meant = _meant(knowledge, names, tag)
        if meant is not None:
            found.add(meant)
        elif not said_by([tag]):
            unknown.append(tag)
    return frozenset(found), tuple(unknown)


def said_by(tags: Iterable[str]) -> dict[str, Any]:
    """Facts that tags state beyond a capability, by their names in our vocabulary."""
    says: dict[str, dict[str, Any]] = table("tags")["says"]
    return {fact: value for tag in tags for fact, value in says.get(_slug(tag), {}).items()}


def _meant(knowledge: Knowledge, names: dict[str, str], tag: str) -> str | None:
    """By id, then by our table of synonyms, then by title or phrase; a plural is its singular."""
    word = _slug(tag)
    synonyms: dict[str, list[str]] = table("tags")["tags"]
    for form in dict.fromkeys((word, word.removesuffix("s"), f"{word}s")):
        if form.replace("-", "_") in knowledge.capabilities:
            return form.replace("-", "_")
        if form in synonyms:
            return next((name for name in synonyms[form] if name in knowledge.capabilities), None)
    return next((names[form] for form in (word, word.removesuffix("s"), f"{word}s") if form in names), None)


def _names(knowledge: Knowledge) -> dict[str, str]:
    """Titles and phrases of all capabilities; of two that share a phrase, the earlier."""
    made: dict[str, str] | None = knowledge.memo.get("agreement-names")
    if made is None:
        made = {}
        for name, form in knowledge.capabilities.items():
            for phrase in (form.title, *form.heard_as):
                made.setdefault(_slug(phrase), name)
        knowledge.memo["agreement-names"] = made
    return made


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
