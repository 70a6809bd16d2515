"""What a knowledge base declares: facts, decisions, capabilities, technologies, presets, and their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from engine.expressions import Condition, ExpressionError, Formula, Symbol, Symbols, compile_condition
from engine.expressions import compile_formula as compile_formula_text
from engine.findings import Finding, InputError, Place
from engine.knowledge import models
from engine.knowledge.definitions import (
    ConstantDefinition,
    DecisionDefinition,
    FactDefinition,
    FactKind,
    Part,
    PresetDefinition,
    Value,
)
from engine.knowledge.values import value_of
from engine.loading.positions import Document, Path
from engine.suggesting import did_you_mean
from engine.units import COUNT, QuantityError, Unit, UnknownUnit, parse_quantity, unit

CAPABILITIES = "capabilities"


class Declarations:
    """The first pass over the files. Every mistake becomes a finding; nothing is raised."""

    def __init__(self, parts: list[Part], findings: list[Finding]) -> None:
        self.parts, self.findings = parts, findings
        self.facts: dict[str, FactDefinition] = {}
        self.decisions: dict[str, DecisionDefinition] = {}
        self.capabilities: dict[str, models.Capability] = {}
        self.disabled: dict[str, Place] = {}
        self.technologies: dict[str, models.Technology] = {}
        self.constants: dict[str, ConstantDefinition] = {}
        self.presets: dict[str, PresetDefinition] = {}
        self.symbols = Symbols([])
        self.taken: dict[str, str] = {}

    def declare(self) -> None:
        for part, form in self.of(models.Technology):
            if self.name(form.technology, "technology", part.document, ("technology",)):
                self.technologies[form.technology] = form
                self.declare_constants(form, part.document)
        for part, form in self.of(models.Capability):
            if form.capability in self.capabilities:
                self.report(
                    part.document, "duplicate-name", ("capability",), f"the capability '{form.capability}' stands twice"
                )
            if form.disabled:
                self.disabled[form.capability] = part.document.place(("disabled",))
            else:
                self.capabilities.setdefault(form.capability, form)
        for part, form in self.of(models.Vocabulary):
            for i, fact in enumerate(form.facts):
                self.declare_fact(fact, part.document, ("facts", i), "vocabulary")
        for part, form in self.of(models.Capability):
            for i, fact in enumerate(form.facts):
                self.declare_fact(fact, part.document, ("facts", i), form.capability)
            for i, component in enumerate(form.components):
                self.declare_sizing(component, part.document, ("components", i), form.capability)
        decisions = list(self.of(models.Decision))
        for part, form in decisions:
            if self.name(form.decision, "decision", part.document, ("decision",)):
                options = {k: o for k, o in form.options.items() if not o.disabled}
                attributes = {k: self.attributes(form, k, o, part.document) for k, o in options.items()}
                place = part.document.place(("decision",))
                self.decisions[form.decision] = DecisionDefinition(
                    form.decision, form, options, attributes, None, place
                )
                if len(options) < 2:
                    self.report(part.document, "options", ("options",), "a decision needs two options or more")
        self.symbols = Symbols(self.all_symbols())
        for part, form in decisions:
            known = self.decisions.get(form.decision)
            if known is None or known.form is not form:
                continue
            applies = self.condition(form.applies_when, part.document, ("applies_when",)) if form.applies_when else None
            speaks = self.condition(form.topic_when, part.document, ("topic_when",)) if form.topic_when else None
            self.decisions[form.decision] = replace(known, applies=applies, speaks=speaks)
        for part, form in self.of(models.Preset):
            self.declare_preset(form, part.document)

    def of(self, kind: type[Any]) -> Iterator[tuple[Part, Any]]:
        for part in self.parts:
            if isinstance(part.form, kind):
                yield part, part.form

    def report(self, document: Document, code: str, path: Path, message: str, fix: str = "") -> None:
        self.findings.append(document.finding(code, path, message, fix))

    def name(self, name: str, what: str, document: Document, path: Path) -> bool:
        """Whether `name` is still free; one table, because conditions name facts, decisions and technologies alike."""
        if name in self.taken or name in ("given", "always", "true", "false", "and", "or", "not", "in", "if", "known"):
            other = self.taken.get(name, "a word of the language")
            self.report(document, "duplicate-name", path, f"the {what} '{name}' is already {other}", "rename one")
            return False
        self.taken[name] = f"a {what} in {document.place(path)}"
        return True

    def declare_constants(self, form: models.Technology, document: Document) -> None:
        for room, constants in (("limits", form.limits), ("prices", form.prices)):
            for name, constant in constants.items():
                path = (room, name, "value")
                key = f"{form.technology}.{name}"
                if key in self.constants:
                    self.report(document, "duplicate-name", path, f"'{name}' is a limit and a price", "rename one")
                try:
                    of = unit(constant.unit, counted=True) if constant.unit else None
                    quantity = parse_quantity(str(constant.value), of, counted=True)
                except (QuantityError, UnknownUnit) as error:
                    self.report(document, "quantity", path, str(error))
                    continue
                shown = of or _unit_of(str(constant.value), quantity.dimension)
                self.constants[key] = ConstantDefinition(
                    key, quantity.value, shown, constant, document.place((room, name))
                )

    def declare_fact(self, form: models.Fact, document: Document, path: Path, home: str) -> None:
        if not self.name(form.fact, "fact", document, (*path, "fact")):
            return
        kinds: list[FactKind] = []
        if form.choices is not None:
            kinds.append("choice")
        if form.members is not None:
            kinds.append("set")
        if form.flag:
            kinds.append("flag")
        if form.unit is not None:
            kinds.append("quantity")
        if len(kinds) != 1:
            self.report(
                document,
                "fact-kind",
                path,
                f"the fact '{form.fact}' is of {len(kinds)} kinds",
                "give it one of unit, choices, members, flag",
            )
            return
        words = _words(form.choices if form.choices is not None else form.members)
        if form.members == "capabilities":
            words = {c.capability: c.title for c in self.capabilities.values()}
        try:
            of = unit(form.unit or "1")
            shown_in = unit(form.show) if form.show else of
            low, high = self.range(form, of)
        except (UnknownUnit, QuantityError) as error:
            self.report(document, "quantity", path, str(error))
            return
        self.facts[form.fact] = FactDefinition(
            form.fact, form.title, kinds[0], of, shown_in, low, high, words, form, home, document.place((*path, "fact"))
        )

    def range(self, form: models.Fact, of: Unit) -> tuple[float, float]:
        if form.range is None:
            return (0.0, float("inf"))
        low, high = (parse_quantity(str(bound), of, counted=True).value for bound in form.range)
        return (low, high)

    def declare_sizing(self, form: models.Component, document: Document, path: Path, home: str) -> None:
        """A component that scales has a fact `<component>_nodes`, which rules of its own derive."""
        if form.id is None:
            self.report(document, "missing-key", path, "a component of a capability needs an id", "add id: ...")
            return
        if form.scales_with is None or form.per_node is None:
            return
        name = f"{form.id}_nodes"
        if not self.name(name, "fact", document, (*path, "id")):
            return
        declared = models.Fact(
            fact=name, title=f"Nodes of {(form.title or form.id).lower()}", unit="node", group="sizing"
        )
        of = unit("node")
        place = document.place((*path, "id"))
        self.facts[name] = FactDefinition(
            name, declared.title, "quantity", of, of, 0, float("inf"), {}, declared, home, place
        )

    def attributes(
        self, decision: models.Decision, option_id: str, option: models.Option, document: Document
    ) -> dict[str, float]:
        values: dict[str, float] = {}
        if option.technology is not None:
            if option.technology not in self.technologies:
                self.report(
                    document,
                    "unknown-name",
                    ("options", option_id, "technology"),
                    f"there is no technology '{option.technology}'",
                    f"add technologies/{option.technology}.yaml",
                )
            prefix = f"{option.technology}."
            values = {k[len(prefix) :]: c.value for k, c in self.constants.items() if k.startswith(prefix)}
        for name, raw in option.limits.items():
            try:
                values[name] = parse_quantity(str(raw), counted=True).value
            except QuantityError as error:
                self.report(document, "quantity", ("options", option_id, "limits", name), str(error))
        return values

    def all_symbols(self) -> Iterator[Symbol]:
        for fact in self.facts.values():
            words = frozenset(fact.words)
            if fact.form.members == CAPABILITIES:
                words |= self.disabled.keys()  # conditions may name them: they are never in use
            yield Symbol(fact.name, fact.kind, fact.unit.dimension, words)
        for key, constant in self.constants.items():
            yield Symbol(key, "quantity", constant.unit.dimension, constant=True)
        for decision in self.decisions.values():
            gone = frozenset(decision.form.options) - decision.options.keys()
            yield Symbol(decision.id, "choice", COUNT, frozenset(decision.form.options), gone=gone)
            dimensions: dict[str, Any] = {}
            for option in decision.options.values():
                prefix = f"{option.technology}."
                for key, constant in self.constants.items():
                    if key.startswith(prefix):
                        dimensions.setdefault(key[len(prefix) :], constant.unit.dimension)
                for name, raw in option.limits.items():
                    try:
                        dimensions.setdefault(name, parse_quantity(str(raw), counted=True).dimension)
                    except QuantityError:
                        continue
            for name, dimension in dimensions.items():
                yield Symbol(f"{decision.id}.{name}", "quantity", dimension)

    def declare_preset(self, form: models.Preset, document: Document) -> None:
        values: dict[str, Value] = {}
        sources: dict[str, str] = {}
        if form.preset in self.presets:
            self.report(
                document, "duplicate-name", ("preset",), f"the preset '{form.preset}' stands twice", "rename one"
            )
        for i, capability in enumerate(form.capabilities):
            if capability not in self.capabilities and capability not in self.disabled:
                self.unknown_capability(capability, document, ("capabilities", i))
        for name, given in form.facts.items():
            path: Path = ("facts", name)
            if name not in self.facts:
                fix = self.symbols.nearest(name) or "declare it in the vocabulary"
                self.report(document, "unknown-name", path, f"there is no fact '{name}'", fix)
                continue
            raw = given.value if isinstance(given, models.PresetFact) else given
            try:
                values[name] = value_of(self.facts[name], raw)
            except InputError as error:
                self.report(document, "value", path, str(error))
            if isinstance(given, models.PresetFact) and given.source is not None:
                sources[name] = given.source.text
        one = form.one_organisation
        if one is not None and one.flag not in self.facts:
            fix = self.symbols.nearest(one.flag) or "declare it in the vocabulary"
            self.report(document, "unknown-name", ("one_organisation", "flag"), f"there is no fact '{one.flag}'", fix)
        for i, name in enumerate(one.leave_out if one is not None else ()):
            if name not in form.capabilities and name not in form.facts:
                fix = did_you_mean(name, [*form.capabilities, *form.facts], "name one of its capabilities or facts")
                self.report(
                    document, "unknown-name", ("one_organisation", "leave_out", i), f"the preset has no '{name}'", fix
                )
        known = frozenset(c for c in form.capabilities if c in self.capabilities)
        values[CAPABILITIES] = known
        self.presets[form.preset] = PresetDefinition(form.preset, form, values, sources, document.place(("preset",)))

    def unknown_capability(self, name: str, document: Document, path: Path) -> None:
        fix = did_you_mean(name, self.capabilities, f"add capabilities/{name}.yaml")
        self.report(document, "unknown-name", path, f"there is no capability '{name}'", fix)

    def condition(self, text: str, document: Document, path: Path) -> Condition | None:
        try:
            return compile_condition(text, self.symbols)
        except ExpressionError as error:
            self.expression_finding(error, text, document, path)
            return None

    def formula(self, text: str, document: Document, path: Path) -> Formula | None:
        try:
            return compile_formula_text(text, self.symbols)
        except ExpressionError as error:
            self.expression_finding(error, text, document, path)
            return None

    def expression_finding(self, error: ExpressionError, text: str, document: Document, path: Path) -> None:
        finding = document.finding("expression", path, error.message, error.fix)
        line = finding.excerpt
        start = line.find(text, max(finding.place.column - 1, 0))
        if start >= 0:
            place = Place(finding.place.path, finding.place.line, start + error.at + 1)
            finding = Finding(finding.code, place, error.message, error.fix, excerpt=line)
        self.findings.append(finding)


def _words(raw: list[str | dict[str, str]] | dict[str, str] | str | None) -> dict[str, str]:
    if raw is None or isinstance(raw, str):
        return {}
    if isinstance(raw, dict):
        return dict(raw)
    words: dict[str, str] = {}
    for item in raw:
        if isinstance(item, dict):
            words.update(item)
        else:
            words[item] = item.replace("_", " ")
    return words


def _unit_of(text: str, dimension: Any) -> Unit:
    """The unit that a constant was written in, for showing it again."""
    from engine.units.quantity import QUANTITY

    match = QUANTITY.fullmatch(text)
    written = match["unit"].replace(" ", "") if match else ""
    suffix = (match["suffix"] or "") if match else ""
    for candidate in (suffix + written, written):
        try:
            found = unit(candidate or "1")
        except UnknownUnit:
            continue
        if found.dimension == dimension:
            return found
    return Unit(text, 1.0, dimension)
