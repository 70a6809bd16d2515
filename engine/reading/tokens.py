"""Words, numbers and signs of a text, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<number>\d{1,9}(?:\^|\*\*)\d{1,9}(?![\d.,]\d|\d)"
    r"|\d{1,3}(?:\.\d{3}){2,},\d+(?!\d)|[1-9]\d{0,2}\.\d{3},\d{1,2}(?!\d)"
    r"|\d{1,3}(?:[,'_]\d{3})+(?:\.\d+)?(?!\d)"
    r"|\d{1,3}(?: \d{3})+(?![\d.,]\d|\d|[a-z])|\d{1,3}(?:\.\d{3}){2,}(?!\d)"
    r"|\d+(?:\.\d+)?e\+?\d{1,3}(?![\da-z])|\d+[.,]\d+(?!\d)|\d+|(?<![\w.])\.\d+)"
    r"|(?P<word>p\d{2}\.\d{1,2}|[^\W\d_][^\W_]*(?:'[^\W\d_]+)?)"
    r"|(?P<sign>\S)"
)
_COMPOUND = re.compile(
    r"(k|m|mn|b|bn)(qps|rps|tps|rpm|ops|iops|req|reqs|requests|"
    r"users|user|dau|mau|ccu|usd|eur|writes|reads|orders|events|msgs|messages)"
)


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    key: str
    """As phrases are compared: without apostrophes."""
    kind: str
    start: int
    end: int
    glued: bool
    """No space before it."""


def tokens_of(text: str) -> list[Token]:
    """`text` is lower case."""
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        kind = match.lastgroup or "sign"
        word = match.group()
        glued = start == last and start > 0
        after_number = glued and bool(found) and found[-1].kind == "number"
        if kind == "word" and after_number and (parts := _COMPOUND.fullmatch(word)):
            middle = start + parts.end(1)
            found.append(Token(parts[1], parts[1], "word", start, middle, True))
            found.append(Token(parts[2], parts[2], "word", middle, end, True))
        else:
            found.append(Token(word, word.replace("'", "") if kind == "word" else word, kind, start, end, glued))
        last = end
    return found
