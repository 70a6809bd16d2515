"""Texts of the knowledge name facts in braces: `{peak_events} at peak`."""

from __future__ import annotations

import re
from collections.abc import Callable

NAME = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\}")


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
    return None if missing else filled.strip()
