"""JSON as text, piece by piece: what a knowledge base says of every case is written once, not again for each trace.

The pieces are those of Python's own encoder, so that a trace that was read and written again has the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as quoted
from math import isfinite
from typing import Any

from engine.knowledge.values import plain

__all__ = ["dumped", "encoded", "joined", "laid_out", "listing", "members", "quoted", "table", "valued"]

encoded = json.JSONEncoder(ensure_ascii=False).encode
"""Any JSON value on one line."""


def valued(value: Any) -> str:
    """The value of a fact, a choice or a constant; `null` where it is unknown."""
    if type(value) is float and isfinite(value):
        return repr(value)
    return quoted(value) if type(value) is str else encoded(plain(value))


def members(entry: Mapping[str, Any]) -> str:
    """The members of an object without its braces, to put further ones beside them."""
    return encoded(entry)[1:-1]


def table(entries: Iterable[str]) -> str:
    """An object of entries (`"name": {...}`) with a line for each."""
    text = ",\n  ".join(entries)
    return f"{{\n  {text}\n }}" if text else "{}"


def listing(entries: Iterable[str], end: str = "") -> str:
    """A list with a line for each entry, to which its end is still to come."""
    text = f"{end},\n  ".join(entries)
    return f"[\n  {text}{end}\n ]" if text else "[]"


def laid_out(value: Any) -> str:
    """A section of a trace: a line for each entry of an object or a list."""
    if isinstance(value, dict):
        return table(f"{quoted(name)}: {encoded(entry)}" for name, entry in value.items())
    return listing(map(encoded, value)) if isinstance(value, list) else encoded(value)


def joined(sections: Iterable[tuple[str, list[str]]]) -> str:
    """The text of a whole file from the keys of its sections and the pieces of their texts."""
    pieces = ["{"]
    for key, section in sections:
        pieces.append(f"\n {quoted(key)}: ")
        pieces += section
        pieces.append(",")
    pieces[-1] = "\n}\n"
    return "".join(pieces)


def dumped(record: Mapping[str, Any]) -> str:
    """JSON with a line for each fact, rule and decision: small, quick, and readable as a diff."""
    return joined((key, [laid_out(value)]) for key, value in record.items())
