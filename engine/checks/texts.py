"""Texts that name, in braces, what does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from engine import texts
from engine.checks.base import Base
from engine.checks.check import Check, Remark
from engine.findings import Severity
from engine.knowledge import models
from engine.knowledge.definitions import Part
from engine.loading.positions import Path

_PATTERNS = {"expr", "body", "request", "response", "sends", "receives", "answers", "path", "headers"}


class UnknownNamesInTexts(Check):
    code = "unknown-name"
    severity: ClassVar[Severity] = "error"
    title = "A text that names what does not exist"
    explains = (
        "`{name}` in a text is replaced by the fact, choice or limit of that name. If there is none the sentence "
        "vanishes from every document. (Bodies of interfaces and PromQL have braces of their own and are left alone.)"
    )
    fix = "declare it, or write it without braces"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for part, form in base.parts(models.Form):
            if isinstance(form, models.Decision | models.Capability | models.Capacity | models.Vocabulary):
                yield from self._walk(base, part, part.document.data, ())

    def _walk(self, base: Base, part: Part, value: Any, path: Path) -> Iterator[Remark]:
        if isinstance(value, dict):
            for key, item in value.items():
                if key not in _PATTERNS:
                    yield from self._walk(base, part, item, (*path, key))
        elif isinstance(value, list):
            for i, item in enumerate(value):
                yield from self._walk(base, part, item, (*path, i))
        elif isinstance(value, str):
            symbols = base.knowledge.symbols
            for name in texts.names(value):
                if name not in symbols and name.removeprefix("given.") not in symbols:
                    message = f"the text names '{name}', which does not exist"
                    yield Remark(part, path, message, symbols.nearest(name), name)
