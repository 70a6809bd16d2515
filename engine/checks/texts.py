"""Texts that name, in braces, what does not exist: such a sentence would silently vanish from every document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine import texts
from engine.findings import Finding
from engine.knowledge import Knowledge, models
from engine.knowledge.definitions import Part
from engine.loading.positions import Path

_PATTERNS = {"expr", "body", "request", "response", "sends", "receives", "answers", "path", "headers"}


def unknown_names_in_texts(knowledge: Knowledge) -> Iterator[Finding]:
    """Every text of decisions, capabilities and capacity files. Example bodies and PromQL have braces of their own."""
    for part in knowledge.parts:
        if isinstance(part.form, models.Decision | models.Capability | models.Capacity | models.Vocabulary):
            yield from _walk(knowledge, part, part.document.data, ())


def _walk(knowledge: Knowledge, part: Part, value: Any, path: Path) -> Iterator[Finding]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in _PATTERNS:
                yield from _walk(knowledge, part, item, (*path, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _walk(knowledge, part, item, (*path, i))
    elif isinstance(value, str):
        for name in texts.names(value):
            if name not in knowledge.symbols and not _given(knowledge, name):
                fix = knowledge.symbols.nearest(name) or "declare it, or write it without braces"
                yield part.document.finding("unknown-name", path, f"the text names '{name}', which does not exist", fix)


def _given(knowledge: Knowledge, name: str) -> bool:
    return name.startswith("given.") and name[6:] in knowledge.symbols
