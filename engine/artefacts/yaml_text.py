"""Plain values as YAML that a person would have written: what fits on a line stands on one, texts are quoted as needed.

PyYAML takes a hundred times as long for the same files, and an artefact must not cost more than the design behind it.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 110
"""Columns that a map or list may take on one line."""
DEPTH = 2
"""Maps and lists within each other on one line."""

_PLAIN = re.compile(r"[A-Za-z_/$][\w./()+*$@%<>=~ -]*(?<! )\Z", re.ASCII)
_SIZE = re.compile(r"\d+(?:[smhdw]|ms|[KMGT]i)\Z", re.ASCII)
_START = re.compile(r"[A-Za-z_/$(][^\n]*(?<![: ])\Z")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def yaml_text(value: dict[str, Any], note: str = "", depth: int = DEPTH) -> str:
    """`value` as a YAML document, below `note` as its first comment. Mappings keep their order."""
    lines = [f"# {line}" for line in note.splitlines()]
    lines += _map(value, 0, depth)
    return "\n".join(lines) + "\n"


def several(values: Sequence[dict[str, Any]], note: str = "", depth: int = DEPTH) -> str:
    """Several documents in one file."""
    head = "".join(f"# {line}\n" for line in note.splitlines())
    return head + "---\n".join(yaml_text(value, depth=depth) for value in values)


@functools.lru_cache(maxsize=8192)
def _quoted(text: str) -> str:
    if (_PLAIN.match(text) and text.lower() not in _WORDS) or _SIZE.match(text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


@functools.lru_cache(maxsize=8192)
def _alone(text: str) -> str:
    """A text that stands by itself after its key: brackets and commas do not disturb there."""
    if _START.match(text) and ": " not in text and " #" not in text and text.isprintable() and len(text) > 5:
        return text
    return _quoted(text)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    return json.dumps(value)


def _flow(value: Any, room: int, depth: int) -> str | None:
    """`value` on one line of at most `room` columns, or None."""
    if isinstance(value, str):
        if "\n" in value:
            return None
        text = _quoted(value)
        return text if len(text) <= room else None
    if isinstance(value, dict):
        parts, left, right = _flow_pairs(value, room, depth - 1), "{", "}"
    elif isinstance(value, list | tuple):
        parts, left, right = _flow_items(value, room, depth - 1), "[", "]"
    else:
        return json.dumps(value)
    if parts is None:
        return None
    text = left + ", ".join(parts) + right
    return text if len(text) <= room else None


def _flow_pairs(value: Mapping[str, Any], room: int, depth: int) -> list[str] | None:
    if depth < 0 and value:
        return None
    parts = []
    for key, item in value.items():
        found = _flow(item, room, depth)
        if found is None:
            return None
        part = f"{_quoted(key)}: {found}"
        room -= len(part) + 2
        if room < -2:
            return None
        parts.append(part)
    return parts


def _flow_items(value: Sequence[Any], room: int, depth: int) -> list[str] | None:
    if depth < 0 and value:
        return None
    parts = []
    for item in value:
        found = _flow(item, room, depth)
        if found is None:
            return None
        room -= len(found) + 2
        if room < -2:
            return None
        parts.append(found)
    return parts


def _map(value: Mapping[str, Any], indent: int, depth: int) -> Iterator[str]:
    blank = " " * indent
    for key, item in value.items():
        head = f"{blank}{_quoted(key)}:"
        yield from _under(head, item, indent + 2, depth)


def _list(value: Sequence[Any], indent: int, depth: int) -> Iterator[str]:
    blank = " " * indent
    for item in value:
        if isinstance(item, dict) and item and not _short(item, WIDTH - indent - 2):
            rows = _map(item, indent + 2, depth)
            first = next(rows)
            yield f"{blank}- {first[indent + 2 :]}"
            yield from rows
        else:
            yield from _under(f"{blank}-", item, indent + 2, depth)


def _short(item: Mapping[str, Any], room: int) -> bool:
    """Two or three plain values, as a list of ports or headers has them."""
    return 1 < len(item) < 4 and _flow(item, room, 1) is not None


def _under(head: str, item: Any, inner: int, depth: int) -> Iterator[str]:
    if isinstance(item, str):
        if "\n" in item:
            yield f"{head} |{'' if item.endswith(chr(10)) else '-'}"
            yield from ((" " * inner + line).rstrip() for line in item.rstrip("\n").split("\n"))
        else:
            yield f"{head} {_alone(item)}"
    elif isinstance(item, dict):
        line = _flow(item, WIDTH - len(head), depth) if len(item) < 9 else None
        if line is not None:
            yield f"{head} {line}"
        else:
            yield head
            yield from _map(item, inner, depth)
    elif isinstance(item, list | tuple):
        line = _flow(item, WIDTH - len(head), depth)
        if line is not None:
            yield f"{head} {line}"
        else:
            yield head
            yield from _list(item, inner, depth)
    else:
        yield f"{head} {_scalar(item)}"
