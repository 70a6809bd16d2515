"""Comments, wrapped lines and aligned columns: the parts of a schema that people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.design.schema.statement import Setting
from engine.texts import ended

WIDTH = 100


def wrapped(text: str, first: str, rest: str) -> list[str]:
    """`text` in lines of `WIDTH` characters; `first` stands before the first line, `rest` before the others."""
    lines, line = [], first
    empty = True
    for word in text.split():
        if not empty and len(line) + len(word) + 1 > WIDTH:
            lines.append(line)
            line, empty = rest, True
        line += word if empty else f" {word}"
        empty = False
    return [*lines, line]


def comment(text: str, mark: str = "--") -> list[str]:
    return wrapped(text, f"{mark} ", f"{mark} ")


def heading(setting: Setting) -> list[str]:
    """What the entity is, how busy and how large it is, and how long it is kept: one sentence each."""
    table = setting.kept.table
    first = ended(f"{table.entity}: {table.note}") if table.note else f"{table.entity}."
    load = [f"{setting.written} written"] if setting.written else []
    load += [f"{setting.read} read"] if setting.read else []
    numbers = "; ".join(part for part in (", ".join(load), f"{setting.size} a row" if setting.size else "") if part)
    kept = ended(f"Kept: {setting.kept_for}") if setting.kept_for else ""
    second = " ".join(part for part in (ended(numbers), kept) if part)
    return [first, second] if second else [first]


def aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows of cells with each column as wide as its widest cell; no blanks at the end of a line."""
    rows = list(rows)
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    return [" ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
