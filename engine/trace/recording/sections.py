"""Writes the trace. Everything is plain JSON in a fixed order, so that equal evaluations have equal bytes.

An evaluation is immutable and keeps all that happened, so that to record it costs nothing until somebody asks: `Trace`
then writes section by section, as text. What does not depend on the case was written before, in `standing`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

import engine
from engine.inference.evaluation import Evaluation
from engine.knowledge.values import plain
from engine.trace.recording import outlook
from engine.trace.recording.case import Case
from engine.trace.recording.components import components
from engine.trace.recording.constants import constants, constants_read
from engine.trace.recording.facts import facts
from engine.trace.recording.kept import Constants
from engine.trace.recording.ledgers import ledgers
from engine.trace.recording.rules import firings, inapplicable, not_fired
from engine.trace.recording.writing import encoded, joined, laid_out

FORMAT = "groundplan-trace/1"


def trace(evaluation: Evaluation, document: str | None = None, title: str = "") -> dict[str, Any]:
    """The trace of `evaluation`; with the document that was rendered under `title`, its digest as well."""
    return dict(Trace(evaluation, document, title))


def trace_text(evaluation: Evaluation, document: str | None = None, title: str = "") -> str:
    """The trace as the text of a JSON file."""
    return Trace(evaluation, document, title).text()


class Trace(Mapping[str, Any]):
    """The sections of a trace by key, each written when it is first asked for: as text, or as a value read from it."""

    def __init__(self, evaluation: Evaluation, document: str | None = None, title: str = "") -> None:
        self.evaluation, self.document, self.title = evaluation, document, title
        self.made: dict[str, list[str]] = {}
        self._read: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._read:
            self._read[key] = json.loads("".join(self.section(key)))
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return (key for key in _SECTIONS if self._has(key))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, key: object) -> bool:
        return key in _SECTIONS and self._has(str(key))

    def section(self, key: str) -> list[str]:
        """One section as JSON, in pieces to be joined. Raises KeyError for one that this trace does not have."""
        if key not in self:
            raise KeyError(key)
        if key not in self.made:
            written = _SECTIONS[key](self)
            self.made[key] = [written] if isinstance(written, str) else written
        return self.made[key]

    def text(self, keys: tuple[str, ...] | None = None) -> str:
        """The text of a JSON file with the sections `keys`, or all. What it wrote is then there for the next trace."""
        text = joined((key, self.section(key)) for key in (self if keys is None else keys) if key in self)
        if (case := self.__dict__.pop("case", None)) is not None:  # a section that is asked for later begins anew
            case.kept.give_back(self.evaluation.knowledge)
        return text

    @cached_property
    def case(self) -> Case:
        """What the sections share."""
        return Case(self.evaluation)

    @cached_property
    def read(self) -> Constants:
        """The constants that were read."""
        return constants_read(self.case)

    @cached_property
    def said(self) -> dict[str, Any]:
        """All that went in."""
        givens = self.evaluation.givens
        given = {
            name: {"value": plain(g.value), "origin": g.origin, "words": g.words}
            for name, g in sorted(givens.facts.items())
        }
        return {
            "title": self.title,
            "preset": givens.preset,
            "facts": given,
            "pins": dict(sorted(givens.pins.items())),
            "unplaced": list(givens.unplaced),
        }

    def _has(self, key: str) -> bool:
        if key == "document":
            return self.document is not None
        return key != "drafts" or self.case.drafts is not None


def _decision_id(trace: Trace) -> str:
    said = trace.said
    identity = json.dumps([trace.evaluation.knowledge.revision, said["facts"], said["pins"]], sort_keys=True)
    return hashlib.sha256(identity.encode()).hexdigest()[:24]


def _knowledge(trace: Trace) -> dict[str, Any]:
    knowledge = trace.evaluation.knowledge
    return {"revision": knowledge.revision, "rules": len(knowledge.rules)}


_SECTIONS: dict[str, Callable[[Trace], str | list[str]]] = {
    "format": lambda t: encoded(FORMAT),
    "decision_id": lambda t: encoded(_decision_id(t)),
    "engine": lambda t: laid_out({"version": engine.__version__, "network": t.evaluation.network}),
    "knowledge": lambda t: laid_out(_knowledge(t)),
    "input": lambda t: laid_out(t.said),
    "facts": lambda t: facts(t.case),
    "firings": lambda t: firings(t.case),
    "not_fired": lambda t: not_fired(t.case),
    "inapplicable": lambda t: inapplicable(t.case),
    "constants": lambda t: constants(t.case, t.read),
    "ledgers": lambda t: ledgers(t.case, t.read),
    "choices": lambda t: laid_out(dict(sorted(t.evaluation.choices.items()))),
    "components": lambda t: laid_out(dict(components(t.evaluation))),
    "drafts": lambda t: laid_out(outlook.drafts(t.evaluation, t.case.drafts or "")),
    "problems": lambda t: laid_out(outlook.problems(t.evaluation)),
    "conflicts": lambda t: laid_out(outlook.conflicts(t.evaluation)),
    "flips": lambda t: laid_out(outlook.flips(t.evaluation)),
    "scale": lambda t: laid_out(outlook.scale(t.evaluation)),
    "document": lambda t: laid_out({"sha256": hashlib.sha256((t.document or "").encode()).hexdigest()}),
}

EVALUATED = tuple(key for key in _SECTIONS if key not in ("components", "conflicts", "flips", "scale", "document"))
"""The sections that record the evaluation; the others say what the design and its explanation worked out of it."""
