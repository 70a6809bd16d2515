"""Texts of the knowledge name facts in braces: `{peak_events} at peak`."""

from __future__ import annotations

import re
from collections.abc import Callable

NAME = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\}")

# Texts are written for several; where a fact is one, the noun and the verb after it follow.
_SINGULAR = {"engineers": "engineer", "people": "person", "nodes": "node", "machines": "machine", "regions": "region"}
_VERBS = {"are": "is", "have": "has", "do": "does"} | {
    verb: f"{verb}s" for verb in ("build", "keep", "look", "merge", "release", "run", "ship", "depend")
}
_ONE = re.compile(rf"(?<![\w.,/-])1 ({'|'.join(_SINGULAR)})\b(?: ({'|'.join(_VERBS)})\b)?")


def names(text: str) -> list[str]:
    """The names that `text` puts in braces, in order."""
    return NAME.findall(text)


def fill(text: str, show: Callable[[str], str | None]) -> str | None:
    """`text` with each name shown by `show`; None if one of them is unknown, for then the sentence says nothing."""
    missing = False

    def shown(match: re.Match[str]) -> str:
        nonlocal missing
        value = show(match[1])
        if value is None:
            missing = True
        return value or ""

    filled = NAME.sub(shown, text)
    return None if missing else _ONE.sub(_one, filled.strip())


def _one(match: re.Match[str]) -> str:
    """'1 engineers have' as it is said: 'one engineer has'."""
    verb = f" {_VERBS[match[2]]}" if match[2] else ""
    return f"one {_SINGULAR[match[1]]}{verb}"
