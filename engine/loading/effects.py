"""What rules do, from their files to compiled effects: names resolved, options found, dimensions checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.expressions import Formula
from engine.expressions import compile_formula as compile_formula_text
from engine.findings import Finding, InputError
from engine.knowledge import models
from engine.knowledge.definitions import (
    AddAmount,
    AddMember,
    CannotHold,
    Effect,
    Evidence,
    FactDefinition,
    Part,
    RuleKind,
    RuleOut,
    SetFact,
)
from engine.knowledge.values import value_of
from engine.loading.declaring import Declarations
from engine.loading.positions import Document, Path
from engine.units import QuantityError, describe, parse_quantity


@dataclass(frozen=True, slots=True)
class RuleSource:
    """A rule as it stands in a file, and in whose home."""

    form: models.Rule
    document: Document
    path: Path
    home: str
    decision: str | None
    guard: str | None
    kind: RuleKind = "rule"


class Effects(Declarations):
    """Compiles the effects of a rule against what was declared."""

    def __init__(self, parts: list[Part], findings: list[Finding]) -> None:
        super().__init__(parts, findings)
        self.disabled_rules: set[str] = set()

    def effects(self, source: RuleSource) -> Iterator[Effect]:
        form, document, path = source.form, source.document, source.path
        for name, raw in form.set.items():
            effect = self.set_effect(name, raw, document, (*path, "set", name))
            if effect is not None:
                yield effect
        for name, raw in form.add.items():
            added = self.add_effect(name, raw, document, (*path, "add", name))
            if added is not None:
                yield added
        for room, sign in (("favour", 1.0), ("oppose", -1.0)):
            for name, points in getattr(form, room).items():
                found = self.option(name, source, (*path, room, name))
                if found is None:
                    continue
                if not 0 < points <= 5:
                    self.report(
                        document,
                        "points",
                        (*path, room, name),
                        f"{points:g} points",
                        "give 1 (a preference) to 5 (nearly settles it)",
                    )
                yield Evidence(found[0], found[1], sign * points)
        reasons = form.rule_out if isinstance(form.rule_out, dict) else dict.fromkeys(form.rule_out, form.because or "")
        for name, why in reasons.items():
            found = self.option(name, source, (*path, "rule_out"))
            if found is not None:
                yield RuleOut(found[0], found[1], why)
        if form.cannot_hold:
            facts = [self.fact(name, document, (*path, "cannot_hold")) for name in form.cannot_hold]
            yield CannotHold(tuple(fact.name for fact in facts if fact is not None))
        if form.require:
            kept = [self.option(name, source, (*path, "require")) for name in form.require]
            for decision in dict.fromkeys(f[0] for f in kept if f is not None):
                for option in self.decisions[decision].options:
                    if (decision, option) not in kept:
                        yield RuleOut(decision, option, form.because or "")

    def option(self, name: str, source: RuleSource, path: Path) -> tuple[str, str] | None:
        decision, _, option = name.rpartition(".")
        decision = decision or source.decision or ""
        if decision not in self.decisions:
            self.report(
                source.document,
                "unknown-name",
                path,
                f"'{name}' names no decision",
                "write decision.option outside of a decision's own file",
            )
            return None
        options = self.decisions[decision].options
        if option not in options:
            if option in self.decisions[decision].form.options:
                return None  # disabled by an overlay: its rules say nothing
            self.report(
                source.document,
                "unknown-name",
                path,
                f"'{option}' is no option of {decision}",
                f"one of {', '.join(options)}",
            )
            return None
        return decision, option

    def fact(self, name: str, document: Document, path: Path) -> FactDefinition | None:
        if name not in self.facts:
            fix = self.symbols.nearest(name) or "declare it in the vocabulary or under facts:"
            self.report(document, "unknown-name", path, f"there is no fact '{name}'", fix)
            return None
        return self.facts[name]

    def set_effect(self, name: str, raw: Any, document: Document, path: Path) -> SetFact | None:
        fact = self.fact(name, document, path)
        if fact is None:
            return None
        if fact.accumulates:
            self.report(document, "set-sum", path, f"'{name}' is a sum of what rules add", "use add: instead of set:")
            return None
        return self.set_value(fact, raw, document, path)

    def set_value(self, fact: FactDefinition, raw: Any, document: Document, path: Path) -> SetFact | None:
        if fact.kind != "quantity":
            try:
                return SetFact(fact.name, constant=value_of(fact, raw))
            except InputError as error:
                self.report(document, "value", path, str(error))
                return None
        try:
            return SetFact(fact.name, constant=parse_quantity(raw, fact.unit, counted=True).value)
        except (QuantityError, TypeError):
            pass
        formula = self.formula(str(raw), document, path)
        if formula is None or not self.fits(formula, fact, document, path):
            return None
        return SetFact(fact.name, formula=formula)

    def fits(self, formula: Formula, fact: FactDefinition, document: Document, path: Path) -> bool:
        if formula.dimension == fact.unit.dimension:
            return True
        own, other = describe(fact.unit.dimension), describe(formula.dimension)
        message = f"{fact.name} is in {own} ({fact.unit.text}), the formula gives {other}"
        self.report(document, "dimension", path, message, "multiply or divide by what is missing")
        return False

    def add_effect(self, name: str, raw: Any, document: Document, path: Path) -> Effect | None:
        fact = self.fact(name, document, path)
        if fact is None:
            return None
        if fact.kind == "set":
            items = raw if isinstance(raw, list) else [raw]
            for item in items:
                if item not in fact.words:
                    self.report(
                        document, "value", path, f"'{item}' is no member of {name}", f"one of {', '.join(fact.words)}"
                    )
                    return None
            return AddMember(name, tuple(items))
        if not fact.accumulates:
            self.report(
                document, "add-value", path, f"'{name}' is no sum", "use set:, or declare it with accumulates: true"
            )
            return None
        try:
            amount = parse_quantity(raw, fact.unit, counted=True).value
            formula = compile_formula_text("0", self.symbols)
            return AddAmount(name, Formula(str(raw), formula.node, (), (), fact.unit.dimension, lambda _: amount))
        except (QuantityError, TypeError):
            pass
        compiled = self.formula(str(raw), document, path)
        if compiled is None or not self.fits(compiled, fact, document, path):
            return None
        return AddAmount(name, compiled)
