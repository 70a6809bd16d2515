"""Titles wrapped inside a box, and read back."""

from __future__ import annotations

import re

BREAK = "\\"
"""Ends a line that stops in the middle of a word without a hyphen of its own. No title holds it."""

Limits = tuple[int, int, int]
"""How many characters a line of a title may have when there are one, two and three lines."""

WIDE: Limits = (24, 24, 24)
NARROW: Limits = (10, 10, 20)
SLIM: Limits = (6, 6, 6)

_HYPHEN = re.compile(r"[A-Za-z0-9]-$")
"""The end of a line that goes on without a space."""


def wrap(title: str, width: int) -> list[str]:
    """Break a title into lines of at most `width` (3 or more) characters; `unwrap` gives the title back.

    Lines end at a space, else after a hyphen, else in the middle of a word behind a `BREAK`.
    """
    lines = []
    rest = title
    while len(rest) > width:
        line, rest = _first_line(rest, width)
        lines.append(line)
    return [*lines, rest]


def unwrap(lines: list[str]) -> str:
    """The title whose wrapped lines these are."""
    title = ""
    for line in lines[:-1]:
        if line.endswith(BREAK):
            title += line[:-1]
        elif _HYPHEN.search(line):
            title += line
        else:
            title += line + " "
    return title + lines[-1]


def fold(title: str, limits: Limits) -> list[str]:
    """The lines of a title in its box, of similar length.

    Words stay whole, but for those longer than the last limit; only then there may be more than three lines.
    """
    one, two, three = limits
    if len(title) <= one:
        return [title]
    for lines, limit in ((2, two), (3, three)):
        width = _narrowest(title, lines)
        if width <= limit:
            return wrap(title, width)
    lines = 3
    while (width := _narrowest(title, lines, broken=True)) > three:
        lines += 1
    return wrap(title, width)


def _narrowest(title: str, lines: int, broken: bool = False) -> int:
    """The smallest width in which the title takes at most that many lines, all words whole unless `broken`."""
    width = max(3, -(-len(title) // lines))
    while len(wrapped := wrap(title, width)) > lines or (not broken and _breaks_words(wrapped)):
        width += 1
    return width


def _breaks_words(lines: list[str]) -> bool:
    return any(line.endswith(BREAK) for line in lines)


def _first_line(text: str, width: int) -> tuple[str, str]:
    for end in range(width, 0, -1):
        hyphen = _HYPHEN.search(text[:end])
        if text[end] == " " and not hyphen:
            return text[:end], text[end + 1 :]
        if text[end] != " " and hyphen:
            return text[:end], text[end:]
    # A break must part two characters of one word, or its end could not be told from a space.
    end = width - 1
    while " " in (text[end - 1], text[end]):
        end -= 1
    return text[:end] + BREAK, text[end:]
