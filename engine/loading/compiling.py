"""From validated files to a `Knowledge`: names resolved, expressions compiled, rules numbered, strata computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.expressions import Atom, Condition, ExpressionError, Formula, Symbol, Symbols, compile_condition
from engine.expressions import compile_formula as compile_formula_text
from engine.expressions.atoms import ALWAYS, MAX_ATOMS
from engine.findings import Finding, InputError, KnowledgeError, Place
from engine.knowledge import models
from engine.knowledge.definitions import (
    AddAmount,
    AddMember,
    ConstantDefinition,
    DecisionDefinition,
    Effect,
    Evidence,
    FactDefinition,
    FactKind,
    Knowledge,
    Part,
    PresetDefinition,
    Rule,
    RuleKind,
    RuleOut,
    SetFact,
    Value,
)
from engine.knowledge.values import value_of
from engine.loading.positions import Document, Path
from engine.strata import CycleError, stratify
from engine.units import COUNT, QuantityError, Unit, UnknownUnit, describe, parse_quantity, unit

ALWAYS_ATOM = Atom("known", "always", "==", True, "always")
CAPABILITIES = "capabilities"


def compile_knowledge(
    parts: list[Part], findings: list[Finding], revision: str, templates: dict[str, str]
) -> Knowledge:
    """The knowledge in `parts`. Raises KnowledgeError with `findings` and its own where any is an error."""
    compiler = _Compiler(parts, findings)
    compiler.declare()
    compiler.compile_rules()
    knowledge = compiler.knowledge(revision, templates)
    if any(f.severity == "error" for f in findings) or knowledge is None:
        raise KnowledgeError(findings)
    return knowledge


@dataclass(frozen=True, slots=True)
class _Source:
    """A rule as it stands in a file, and in whose home."""

    form: models.Rule
    document: Document
    path: Path
    home: str
    decision: str | None
    guard: str | None
    kind: RuleKind = "rule"


class _Compiler:
    def __init__(self, parts: list[Part], findings: list[Finding]) -> None:
        self.parts, self.findings = parts, findings
        self.facts: dict[str, FactDefinition] = {}
        self.decisions: dict[str, DecisionDefinition] = {}
        self.capabilities: dict[str, models.Capability] = {}
        self.disabled: dict[str, Place] = {}
        self.disabled_rules: set[str] = set()
        self.technologies: dict[str, models.Technology] = {}
        self.constants: dict[str, ConstantDefinition] = {}
        self.presets: dict[str, PresetDefinition] = {}
        self.symbols = Symbols([])
        self.taken: dict[str, str] = {}
        self.rules: list[Rule] = []
        self.rule_ids: dict[str, Place] = {}
        self.atoms: dict[Atom, int] = {ALWAYS_ATOM: 0}
        self.overriding: list[tuple[Rule, _Source]] = []

    # -- declarations -----------------------------------------------

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
            if known is not None and known.form is form and form.applies_when:
                condition = self.condition(form.applies_when, part.document, ("applies_when",))
                self.decisions[form.decision] = DecisionDefinition(
                    known.id, form, known.options, known.attributes, condition, known.place
                )
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
        known = frozenset(c for c in form.capabilities if c in self.capabilities)
        values[CAPABILITIES] = known
        self.presets[form.preset] = PresetDefinition(form.preset, form, values, sources, document.place(("preset",)))

    def unknown_capability(self, name: str, document: Document, path: Path) -> None:
        import difflib

        close = difflib.get_close_matches(name, list(self.capabilities), n=1, cutoff=0.6)
        fix = f"did you mean {close[0]}?" if close else f"add capabilities/{name}.yaml"
        self.report(document, "unknown-name", path, f"there is no capability '{name}'", fix)

    # -- rules ------------------------------------------------------

    def compile_rules(self) -> None:
        for source in self.sources():
            if source.form.disabled:
                self.disabled_rules.add(source.form.id)
            else:
                self.compile_rule(source)
        for part, form in self.of(models.Vocabulary):
            for i, fact in enumerate(form.facts):
                self.compile_default(fact, part.document, ("facts", i), None)
        for part, form in self.of(models.Capability):
            for i, fact in enumerate(form.facts):
                self.compile_default(fact, part.document, ("facts", i), form.capability)
            for i, implied in enumerate(form.implies):
                self.compile_implied(form, implied, part.document, ("implies", i))
            for i, component in enumerate(form.components):
                self.compile_sizing(component, part.document, ("components", i), form.capability)
        ids = {rule.id for rule in self.rules} | self.disabled_rules
        for rule, source in self.overriding:
            for i, other in enumerate(rule.overrides):
                if other not in ids:
                    self.report(
                        source.document, "unknown-name", (*source.path, "overrides", i), f"there is no rule '{other}'"
                    )

    def sources(self) -> Iterator[_Source]:
        for part, form in self.of(models.Capacity):
            for i, rule in enumerate(form.rules):
                yield _Source(rule, part.document, ("rules", i), form.capacity, None, None)
        for part, form in self.of(models.Capability):
            for room, rules in (("derive", form.derive), ("rules", form.rules)):
                for i, rule in enumerate(rules):
                    yield _Source(rule, part.document, (room, i), form.capability, None, form.capability)
        for part, form in self.of(models.Decision):
            for i, rule in enumerate(form.rules):
                yield _Source(rule, part.document, ("rules", i), form.decision, form.decision, None)

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

    def atom(self, atom: Atom) -> int:
        return self.atoms.setdefault(atom, len(self.atoms))

    def guarded(self, condition: Condition, guard: str | None, known: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
        """The alternatives as atom numbers, with the capability's own atom and 'known' of all that formulas read."""
        extra: list[Atom] = []
        if guard is not None:
            extra.append(Atom("member", CAPABILITIES, "==", guard, f"{guard} in {CAPABILITIES}"))
        extra.extend(Atom("known", key, "==", True, f"known({key})") for key in known)
        numbered = []
        for atoms in condition.alternatives:
            numbers = tuple(dict.fromkeys(self.atom(a) for a in (*extra, *atoms))) or (0,)
            numbered.append(numbers)
        return tuple(dict.fromkeys(numbered))

    def add_rule(
        self,
        rule_id: str,
        kind: RuleKind,
        document: Document,
        path: Path,
        condition: Condition,
        effects: list[Effect],
        home: str,
        guard: str | None,
        form: models.Rule | None = None,
        because: str = "",
        source: models.Source | None = None,
    ) -> Rule | None:
        place = document.place((*path, "id") if kind == "rule" else path)
        if rule_id in self.rule_ids:
            self.report(
                document,
                "duplicate-rule",
                (*path, "id"),
                f"the rule '{rule_id}' also stands in {self.rule_ids[rule_id]}",
                "rename one",
            )
            return None
        self.rule_ids[rule_id] = place
        formulas = [e.formula for e in effects if isinstance(e, SetFact | AddAmount) and e.formula is not None]
        known = tuple(dict.fromkeys(k for f in formulas for k in f.reads if k not in self.constants))
        alternatives = self.guarded(condition, guard, known)
        if any(len(atoms) > MAX_ATOMS for atoms in alternatives):
            self.report(
                document,
                "too-many-conditions",
                path,
                f"the rule '{rule_id}' joins {max(map(len, alternatives))} conditions, with what its formulas read",
                f"at most {MAX_ATOMS}: derive a named fact for a part of it",
            )
            return None
        rule = Rule(
            number=len(self.rules),
            id=rule_id,
            kind=kind,
            place=place,
            condition=condition,
            alternatives=alternatives,
            effects=tuple(effects),
            because=because or (form.because or "" if form else ""),
            source=source or (form.source if form else None),
            status=form.status if form else "stable",
            overrides=tuple(form.overrides) if form else (),
            home=home,
        )
        self.rules.append(rule)
        return rule

    def compile_rule(self, source: _Source) -> None:
        form, document, path = source.form, source.document, source.path
        condition: Condition | None = ALWAYS
        if form.when is not None:
            condition = self.condition(form.when, document, (*path, "when"))
        effects = list(self.effects(source))
        if not effects:
            if not any((form.set, form.add, form.favour, form.oppose, form.rule_out, form.require)):
                self.report(
                    document,
                    "no-effect",
                    path,
                    f"the rule '{form.id}' has no effect",
                    "add set, add, favour, oppose, rule_out or require",
                )
            return
        if condition is None:
            return
        rule = self.add_rule(form.id, "rule", document, path, condition, effects, source.home, source.guard, form)
        if rule is not None and rule.overrides:
            self.overriding.append((rule, source))

    def effects(self, source: _Source) -> Iterator[Effect]:
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
        if form.require:
            kept = [self.option(name, source, (*path, "require")) for name in form.require]
            for decision in dict.fromkeys(f[0] for f in kept if f is not None):
                for option in self.decisions[decision].options:
                    if (decision, option) not in kept:
                        yield RuleOut(decision, option, form.because or "")

    def option(self, name: str, source: _Source, path: Path) -> tuple[str, str] | None:
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

    def compile_default(self, form: models.Fact, document: Document, path: Path, guard: str | None) -> None:
        fact = self.facts.get(form.fact)
        if form.default is None or fact is None or fact.form is not form:
            return
        here = (*path, "default")
        effect = self.set_value(fact, form.default, document, here)
        if effect is not None:
            self.add_rule(
                f"default-{form.fact.replace('_', '-')}",
                "default",
                document,
                here,
                ALWAYS,
                [effect],
                fact.home,
                guard,
                because=form.because or "",
                source=form.source,
            )

    def compile_implied(self, form: models.Capability, implied: str, document: Document, path: Path) -> None:
        if form.disabled:
            return
        if implied in self.disabled:
            message = f"{form.capability} cannot do without {implied}, which {self.disabled[implied]} disables"
            self.report(document, "disabled", path, message, f"disable {form.capability} as well")
            return
        if implied not in self.capabilities:
            self.unknown_capability(implied, document, path)
            return
        rule_id = f"implied-{form.capability}-{implied}".replace("_", "-")
        effect = AddMember(CAPABILITIES, (implied,))
        because = f"{form.title} cannot do without {self.capabilities[implied].title.lower()}"
        self.add_rule(
            rule_id, "implied", document, path, ALWAYS, [effect], form.capability, form.capability, because=because
        )

    def compile_sizing(self, form: models.Component, document: Document, path: Path, home: str) -> None:
        """The nodes of a component, from the load it scales with and what a node does."""
        if form.scales_with is None or form.per_node is None or f"{form.id}_nodes" not in self.facts:
            return
        load = f"{form.scales_with} / (({form.per_node}) * target_utilisation)"
        nodes = f"{form.id}_nodes"
        here = (*path, "scales_with")
        condition: Condition | None = ALWAYS
        if form.when is not None:
            condition = self.condition(form.when, document, (*path, "when"))
        shares = self.formula(load, document, here)
        pool = self.formula(f"max(ceil({load}) + spare_nodes, minimum_nodes)", document, here)
        if condition is None or shares is None or pool is None:
            return
        count = Formula("1", shares.node, (), (), COUNT, lambda _: 1.0)
        name = str(form.id).replace("_", "-")
        because = form.because or f"one node of 4 vCPU and 16 GB serves {form.per_node}"
        effects: list[Effect] = [SetFact(nodes, formula=pool)]
        if form.layer in ("service", "async"):
            effects += [AddAmount("node_equivalents", shares), AddAmount("service_count", count)]
            total = self.formula(nodes, document, here)
            if total is not None:
                summed: list[Effect] = [AddAmount("service_nodes", total)]
                self.add_rule(f"pool-{name}", "sizing", document, here, condition, summed, home, home, because=because)
        self.add_rule(f"size-{name}", "sizing", document, here, condition, effects, home, home, because=because)

    # -- the whole --------------------------------------------------

    def knowledge(self, revision: str, templates: dict[str, str]) -> Knowledge | None:
        if any(f.severity == "error" for f in self.findings):
            return None
        for rule in self.rules:
            rule.makes = self.made_by(rule)
        try:
            strata = stratify(self.rules, list(self.atoms), self.facts, self.decisions)
        except CycleError as error:
            self.findings.append(error.finding)
            return None
        return Knowledge(
            revision=revision,
            facts=self.facts,
            decisions=self.decisions,
            capabilities=self.capabilities,
            technologies=self.technologies,
            constants=self.constants,
            presets=self.presets,
            rules=self.rules,
            atoms=list(self.atoms),
            symbols=self.symbols,
            strata=strata,
            parts=self.parts,
            templates=templates,
            findings=list(self.findings),
        )

    def made_by(self, rule: Rule) -> tuple[int, ...]:
        """The atoms that the rule's firing makes true, whatever the numbers are."""
        if not rule.counts:
            return ()
        made: list[int] = []
        for effect in rule.effects:
            if isinstance(effect, SetFact):
                made.append(self.atoms.get(Atom("known", effect.fact, "==", True, ""), -1))
            elif isinstance(effect, AddMember):
                made.extend(self.atoms.get(Atom("member", effect.fact, "==", m, ""), -1) for m in effect.members)
        return tuple(number for number in made if number >= 0)


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
