"""A rule of a trace in words: where it stands, what it does, how an edit changed it."""

from __future__ import annotations

from typing import Any

from engine.trace.comparing.comparison import Record


def place(rule: Record) -> str:
    """File and line."""
    return f"{rule['place']['path']}:{rule['place']['line']}"


def effects(rule: Record) -> str:
    """All that the rule does."""
    return ", ".join(effect_words(effect) for effect in rule["effects"]) or "no effect"


def effect_words(effect: Record) -> str:
    """One effect: `cache.redis +2`."""
    if effect.get("set"):
        return f"{effect['set']} = {said(effect.get('to'))}"
    if effect.get("add"):
        return f"{effect['add']} + {effect.get('amount') or ', '.join(effect.get('members') or ())}"
    if effect.get("favour"):
        return f"{effect['favour']} +{effect['points']:g}"
    if effect.get("oppose"):
        return f"{effect['oppose']} -{effect['points']:g}"
    return f"{effect.get('rule_out')} ruled out"


def change(before: Record, after: Record) -> str:
    """What an edit changed."""
    words = []
    if before.get("when") != after.get("when"):
        words.append(f"when {before.get('when') or 'always'} -> {after.get('when') or 'always'}")
    if before["effects"] != after["effects"]:
        gone = [effect_words(e) for e in before["effects"] if e not in after["effects"]]
        new = [effect_words(e) for e in after["effects"] if e not in before["effects"]]
        words.append(f"{', '.join(gone) or 'nothing'} -> {', '.join(new) or 'nothing'}")
    if bool(before.get("draft")) != bool(after.get("draft")):
        words.append("draft -> counts" if before.get("draft") else "counts -> draft")
    return "; ".join(words) or "what it overrides"


def edit(before: Record | None, after: Record | None) -> str:
    """What became of a rule that was edited, added or removed."""
    if before is None:
        return f"new: {effects(after or {'effects': []})}"
    if after is None:
        return f"removed: {effects({'effects': [], **before})}"
    return change({"effects": [], **before}, {"effects": [], **after})


def said(value: Any) -> str:
    """A value, or the words for one, as they stand in a list of differences."""
    if value is None:
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
