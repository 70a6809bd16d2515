"""Which rules and options the examples reach: a rule where it fires, an option where it is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from engine.checks.base import Base
from engine.findings import Finding
from engine.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Reach:
    """Of `total` things, those that no example reaches, by id with their place."""

    total: int
    missing: tuple[tuple[str, Finding], ...]

    @property
    def reached(self) -> int:
        return self.total - len(self.missing)

    def as_json(self) -> dict[str, object]:
        missing = [
            {"id": name, "path": f.place.path, "line": f.place.line, "column": f.place.column}
            for name, f in self.missing
        ]
        return {"total": self.total, "reached": self.reached, "missing": missing}


@dataclass(frozen=True, slots=True)
class Coverage:
    examples: int
    rules: Reach
    options: Reach

    def as_json(self) -> dict[str, object]:
        return {"examples": self.examples, "rules": self.rules.as_json(), "options": self.options.as_json()}

    def lines(self) -> list[str]:
        """For a terminal: one line for each that is missing, and the figures."""
        found = sorted((f for reach in (self.rules, self.options) for _, f in reach.missing), key=lambda f: f.place)
        figures = (
            f"{self.examples} examples reach {self.rules.reached} of {self.rules.total} rules "
            f"and {self.options.reached} of {self.options.total} options"
        )
        return [*(f"{f.place}: {f.message}" for f in found), figures]


def coverage(knowledge: Knowledge) -> Coverage:
    """Runs every example. Rules that the compiler adds (defaults, implied capabilities, sizing) are not counted."""
    return coverage_of(Base(knowledge))


def coverage_of(base: Base) -> Coverage:
    evaluations = [run.evaluation for run in base.runs if run.evaluation is not None]
    fired = {firing.rule.number for evaluation in evaluations for firing in evaluation.firings}
    chosen = {choice for evaluation in evaluations for choice in evaluation.choices.items()}
    rules = tuple(
        (w.rule.id, w.part.document.finding("uncovered", (*w.path, "id"), f"no example reaches the rule '{w.rule.id}'"))
        for w in base.written
        if w.rule.number not in fired
    )
    options = tuple(
        (
            f"{name}.{option}",
            base.decision_parts[name].document.finding(
                "uncovered", ("options", option), f"no example chooses the option '{option}' of {name}"
            ),
        )
        for name, decision in base.knowledge.decisions.items()
        for option in decision.options
        if (name, option) not in chosen
    )
    total = sum(len(decision.options) for decision in base.knowledge.decisions.values())
    return Coverage(len(base.runs), Reach(len(base.written), rules), Reach(total, options))
