"""A rendered document taken apart again: headings, tables, blocks of code and prose, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_HEADING = re.compile(r"(#{1,6}) (.+)")
_FENCE = re.compile(r"```(\w*)\s*$")
_RULER = re.compile(r"\|(?: *:?-+:? *\|)+")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """`header` are its cells in lower case; `rows` exclude header and ruler."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int

    def column(self, *names: str) -> int | None:
        """The position of the first column of one of these names, or None."""
        return next((self.header.index(name) for name in names if name in self.header), None)


@dataclass(frozen=True, slots=True)
class Code:
    """A fenced block. `before` is the line of prose that introduces it; `line` is that of its first line of code."""

    language: str
    text: str
    before: str
    line: int


@dataclass(frozen=True, slots=True)
class Prose:
    text: str
    line: int


@dataclass(slots=True)
class Markdown:
    """What a document consists of, in its order."""

    headings: list[Heading] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    code: list[Code] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)

    @property
    def lines(self) -> list[Prose]:
        """Prose and the rows of tables, line by line: all that is read as text."""
        rows = [Prose(" | ".join(row.cells), row.line) for table in self.tables for row in table.rows]
        return sorted([*self.prose, *rows], key=lambda found: found.line)


def take_apart(text: str) -> Markdown:
    """The parts of `text`. A fence that never ends takes the rest."""
    found = Markdown()
    lines = text.splitlines()
    before, at = "", 0
    while at < len(lines):
        line = lines[at]
        if fence := _FENCE.fullmatch(line):
            end = next((n for n in range(at + 1, len(lines)) if lines[n].rstrip() == "```"), len(lines))
            found.code.append(Code(fence[1], "\n".join(lines[at + 1 : end]), before, at + 2))
            at = end
        elif heading := _HEADING.fullmatch(line):
            found.headings.append(Heading(len(heading[1]), heading[2].strip(), at + 1))
        elif line.startswith("|"):
            at = _table(found, lines, at)
        elif line.strip():
            found.prose.append(Prose(line.strip(), at + 1))
            before = line.strip()
        at += 1
    return found


def _table(found: Markdown, lines: list[str], at: int) -> int:
    """Takes the table that begins at `at`; the position of its last line."""
    end = at
    while end + 1 < len(lines) and lines[end + 1].startswith("|"):
        end += 1
    cells = [Row(_cells(lines[n]), n + 1) for n in range(at, end + 1)]
    ruled = len(cells) > 1 and _RULER.fullmatch(lines[at + 1].strip()) is not None
    header = tuple(cell.lower() for cell in cells[0].cells) if ruled else ()
    found.tables.append(Table(header, tuple(cells[2:] if ruled else cells), at + 1))
    return end


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in _BAR.split(line.strip().removeprefix("|").removesuffix("|")))


def anchors(headings: list[Heading]) -> set[str]:
    """The anchors that viewers make of headings: lower case, hyphens for blanks, a number after a repeated one."""
    found: dict[str, int] = {}
    for heading in headings:
        plain = re.sub(r"[^\w\- ]", "", heading.text.lower()).replace(" ", "-")
        count = found.get(plain, 0)
        found[plain] = count + 1
        if count:
            found.setdefault(f"{plain}-{count}", 1)
    return set(found)
