"""Findings that somebody has looked at: `waive: [{code, because}]` on the rule, fact, option or decision itself.

A waiver covers one code at one place, never what lies within that place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.knowledge.definitions import Part
from engine.loading.positions import Path

_LISTS = ("rules", "derive", "facts")
_MAPS = ("options", "limits", "prices", "facts")


@dataclass(frozen=True, slots=True)
class Waiver:
    """`path` is where it stands, `home` what it speaks for."""

    part: Part
    home: Path
    path: Path
    code: str


class Waivers:
    """All waivers of a knowledge base, and which of them were needed."""

    def __init__(self, parts: list[Part]) -> None:
        self.found = [waiver for part in parts for waiver in _waivers(part)]
        self.needed: set[int] = set()

    def covers(self, part: Part, path: Path, code: str) -> bool:
        home = _home(path)
        for n, waiver in enumerate(self.found):
            if waiver.part is part and waiver.home == home and waiver.code == code:
                self.needed.add(n)
                return True
        return False

    @property
    def idle(self) -> Iterator[Waiver]:
        return (waiver for n, waiver in enumerate(self.found) if n not in self.needed)


def _home(path: Path) -> Path:
    """The innermost thing around `path` that may bear a waiver."""
    listed = len(path) > 1 and path[0] in _LISTS and isinstance(path[1], int)
    mapped = len(path) > 1 and path[0] in _MAPS and isinstance(path[1], str)
    return path[:2] if listed or mapped else ()


def _waivers(part: Part) -> Iterator[Waiver]:
    data = part.document.data
    homes: list[tuple[Path, Any]] = [((), data)]
    for room in dict.fromkeys((*_LISTS, *_MAPS)):
        inner = data.get(room)
        pairs = enumerate(inner) if isinstance(inner, list) else inner.items() if isinstance(inner, dict) else ()
        homes.extend(((room, key), item) for key, item in pairs)
    for home, item in homes:
        waived = item.get("waive") if isinstance(item, Mapping) else None
        for i, waiver in enumerate(waived if isinstance(waived, list) else ()):
            yield Waiver(part, home, (*home, "waive", i), str(waiver.get("code")))
