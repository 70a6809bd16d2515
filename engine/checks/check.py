"""What a check is: a small class that says what it looks for, why that matters, and what to do about it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from engine.checks.base import Base
from engine.findings import Finding, Severity
from engine.knowledge.definitions import Part
from engine.loading.positions import Path


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check found at `path` of a file, under the caret at `word` if it names one.

    `fix` replaces the check's own where something more exact can be said.
    """

    part: Part
    path: Path
    message: str
    fix: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class TemplateRemark:
    """What a check found in a section template; `line` counts from 1."""

    template: str
    line: int
    message: str
    fix: str = ""
    word: str = ""


class Check(ABC):
    """`explains` and `fix` are for the person who edits rules: docs/checks.md is made of them.

    An error is what is surely wrong, a warning what most likely is, an info what is worth knowing.
    """

    code: ClassVar[str]
    severity: ClassVar[Severity] = "warning"
    title: ClassVar[str]
    explains: ClassVar[str]
    fix: ClassVar[str]

    @abstractmethod
    def remarks(self, base: Base) -> Iterator[Remark | TemplateRemark]:
        """Everything that this check has to say about the knowledge."""

    def finding(self, base: Base, remark: Remark | TemplateRemark) -> Finding:
        fix = remark.fix or self.fix
        if isinstance(remark, Remark):
            document = remark.part.document
            return document.finding(
                self.code, remark.path, remark.message, fix, severity=self.severity, word=remark.word
            )
        lines = base.knowledge.templates[remark.template].splitlines()
        excerpt = lines[remark.line - 1] if remark.line <= len(lines) else ""
        column = max(excerpt.find(remark.word), 0) + 1 if remark.word else 1
        place = base.knowledge.template_place(remark.template, remark.line, column)
        if len(excerpt) > 200:  # a caret far to the right points at nothing
            start = max(column - 80, 0)
            excerpt = excerpt[start : start + 160]
        return Finding(self.code, place, remark.message, fix, self.severity, excerpt)
