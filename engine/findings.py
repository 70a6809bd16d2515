"""What is wrong with a knowledge file: a finding has a stable code, a place and a fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A position in a file; `line` and `column` count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


NOWHERE = Place("(given)", 1, 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake, or one thing to look at, in the knowledge.

    `message` says what is wrong, `fix` what would be right; `excerpt` is the line of the file, if it is known.
    """

    code: str
    place: Place
    message: str
    fix: str = ""
    severity: Severity = "error"
    excerpt: str = ""

    def __str__(self) -> str:
        fix = f": {self.fix}" if self.fix else ""
        return f"{self.place}: {self.message}{fix} [{self.code}]"

    def shown(self) -> str:
        """The finding with its line and a caret under the column, for a terminal."""
        if not self.excerpt:
            return str(self)
        caret = " " * (self.place.column - 1) + "^"
        return f"{self}\n    {self.excerpt}\n    {caret}"

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "severity": self.severity,
            "path": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
            "message": self.message,
            "fix": self.fix,
            "excerpt": self.excerpt,
        }


class KnowledgeError(Exception):
    """The knowledge cannot be used; `findings` holds every reason, in the order of the files."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(findings, key=lambda f: (f.place, f.code, f.message))
        super().__init__("\n".join(map(str, self.findings)))


class InputError(ValueError):
    """What a person asked for cannot be done; the message says what, where and what instead."""
