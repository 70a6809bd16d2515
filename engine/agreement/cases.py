"""The case file: real systems, what was published of their needs, and what they chose.

A mistake is a finding with `file:line:column`. A key that nobody reads is not a mistake: it is told and ignored, so
that a file with more notes than ours can be used as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints, ValidationError, field_validator

from engine.findings import Finding, KnowledgeError, Place
from engine.loading.explaining import findings_of
from engine.loading.positions import MAX_BYTES, Document, read_document

Strength = Literal["core", "secondary"]
Filled = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
FactValue = bool | int | float | str | list[bool | int | float | str] | dict[str, Any]


class _Form(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Entry(_Form):
    """One published choice: its topic, and the technology-neutral category it falls into."""

    topic: Filled
    category: Filled
    strength: Strength = "core"
    choice: str = ""
    quote_or_paraphrase: str = ""
    source: str = ""
    source_kind: str = ""


class Case(_Form):
    """One system. Only `describe`, `capabilities` and `facts` go into its evaluation; `system` never does."""

    id: Filled
    describe: Filled
    system: str = ""
    year: int | None = None
    capabilities: list[str] = []
    facts: dict[str, FactValue] = {}
    decisions: list[Entry] = Field(min_length=1)

    @field_validator("capabilities", "facts", mode="before")
    @classmethod
    def _nothing_is_empty(cls, value: Any) -> Any:
        return value if value is not None else []

    @field_validator("facts", mode="before")
    @classmethod
    def _no_facts(cls, value: Any) -> Any:
        return value if value != [] else {}

    def topics(self) -> dict[str, tuple[Entry, ...]]:
        """The entries of each topic, core ones first: several are alternatives that were used side by side."""
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in sorted(self.decisions, key=lambda e: e.strength != "core"):
            found[entry.topic] = (*found.get(entry.topic, ()), entry)
        return found


class _Cases(RootModel[list[Case]]):
    model_config = ConfigDict(frozen=True)


@dataclass(frozen=True)
class CaseFile:
    """The cases of a file, and what of it is not read."""

    cases: tuple[Case, ...]
    remarks: tuple[str, ...] = ()


def read_cases(file: Path) -> CaseFile:
    """The cases in `file`. Raises KnowledgeError with every mistake of it, and OSError where it cannot be opened."""
    document = read_document(str(file), _text(file))
    if not isinstance(document.data, list) or not document.data:
        raise KnowledgeError([document.finding("shape", (), "the file is no list of cases", "see docs/agreement.md")])
    try:
        cases = _Cases.model_validate(document.data).root
    except ValidationError as error:
        raise KnowledgeError(findings_of(error, document)) from None
    twice = list(_twice(cases, document))
    if twice:
        raise KnowledgeError(twice)
    return CaseFile(tuple(cases), tuple(_unread(document)))


def _text(file: Path) -> str:
    """No more of the file than tells that it is too large."""
    try:
        with file.open(encoding="utf-8") as opened:
            return opened.read(MAX_BYTES + 1)
    except UnicodeDecodeError as error:
        raise KnowledgeError([Finding("unreadable", Place(str(file)), f"is no UTF-8 text: {error}")]) from None


def _twice(cases: list[Case], document: Document) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for number, case in enumerate(cases):
        if case.id in first:
            line = document.place((first[case.id], "id")).line
            yield document.finding(
                "twice", (number, "id"), f"the case '{case.id}' stands here twice", f"see line {line}"
            )
        first.setdefault(case.id, number)


def _unread(document: Document) -> Iterator[str]:
    for number, case in enumerate(document.data):
        for key in case:
            if key not in Case.model_fields:
                yield f"{document.place((number, key))}: nothing reads '{key}'"
        for place, entry in enumerate(case["decisions"]):
            for key in entry:
                if key not in Entry.model_fields:
                    yield f"{document.place((number, 'decisions', place, key))}: nothing reads '{key}'"
