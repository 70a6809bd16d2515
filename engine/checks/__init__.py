"""Checks on a whole knowledge base, beyond what loading refuses. `groundplan check` runs them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.checks.examples import failing_examples
from engine.checks.references import broken_references
from engine.checks.rules import unexplained_rules
from engine.checks.texts import unknown_names_in_texts
from engine.findings import Finding
from engine.knowledge import Knowledge

Check = Callable[[Knowledge], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (unknown_names_in_texts, broken_references, unexplained_rules, failing_examples)


def check(knowledge: Knowledge) -> list[Finding]:
    """All findings of all checks, in the order of the files."""
    found = [*knowledge.findings, *(finding for run in CHECKS for finding in run(knowledge))]
    return sorted(found, key=lambda f: (f.place, f.code, f.message))
