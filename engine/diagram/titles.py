"""Titles wrapped inside a box, and read back."""

from __future__ import annotations

import re

BREAK = "\\"
"""Ends a line that stops in the middle of a word without a hyphen of its own. No title holds it."""

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


def narrowest(title: str, lines: int) -> int:
    """The smallest width in which the title takes at most that many lines, without broken words where possible."""
    for width in range(max(3, -(-len(title) // lines)), len(title)):
        if len(wrap(title, width)) <= lines and not _breaks_words(title, width):
            return width
    return len(title)


def narrowest_broken(title: str, lines: int) -> int:
    """The smallest width in which the title takes at most that many lines, words broken at need."""
    width = max(3, -(-len(title) // lines))
    while len(wrap(title, width)) > lines:
        width += 1
    return width


def _breaks_words(title: str, width: int) -> bool:
    return any(line.endswith(BREAK) for line in wrap(title, width))


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
