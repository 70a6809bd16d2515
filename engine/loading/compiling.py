"""From validated files to a `Knowledge`: rules numbered, conditions as atoms, strata computed."""

from __future__ import annotations

from collections.abc import Iterator

from engine.expressions import Atom, Condition, Formula
from engine.expressions.atoms import ALWAYS, MAX_ATOMS
from engine.findings import Finding, KnowledgeError, Place
from engine.knowledge import models
from engine.knowledge.definitions import (
    AddAmount,
    AddMember,
    Effect,
    Knowledge,
    Part,
    Rule,
    RuleKind,
    SetFact,
)
from engine.loading.declaring import CAPABILITIES
from engine.loading.effects import Effects, RuleSource
from engine.loading.positions import Document, Path
from engine.strata import CycleError, stratify
from engine.units import COUNT

ALWAYS_ATOM = Atom("known", "always", "==", True, "always")


def compile_knowledge(
    parts: list[Part], findings: list[Finding], revision: str, templates: dict[str, str], paths: dict[str, str]
) -> Knowledge:
    """The knowledge in `parts`. Raises KnowledgeError with `findings` and its own where any is an error.

    `templates` and `paths` are the texts and the places of the section templates, by name.
    """
    compiler = _Compiler(parts, findings)
    compiler.declare()
    compiler.compile_rules()
    knowledge = compiler.knowledge(revision, templates, paths)
    if any(f.severity == "error" for f in findings) or knowledge is None:
        raise KnowledgeError(findings)
    return knowledge


class _Compiler(Effects):
    def __init__(self, parts: list[Part], findings: list[Finding]) -> None:
        super().__init__(parts, findings)
        self.rules: list[Rule] = []
        self.rule_ids: dict[str, Place] = {}
        self.atoms: dict[Atom, int] = {ALWAYS_ATOM: 0}
        self.overriding: list[tuple[Rule, RuleSource]] = []

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

    def sources(self) -> Iterator[RuleSource]:
        for part, form in self.of(models.Capacity):
            for i, rule in enumerate(form.rules):
                yield RuleSource(rule, part.document, ("rules", i), form.capacity, None, None)
        for part, form in self.of(models.Capability):
            for room, rules in (("derive", form.derive), ("rules", form.rules)):
                for i, rule in enumerate(rules):
                    yield RuleSource(rule, part.document, (room, i), form.capability, None, form.capability)
        for part, form in self.of(models.Decision):
            for i, rule in enumerate(form.rules):
                yield RuleSource(rule, part.document, ("rules", i), form.decision, form.decision, None)

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
            otherwise=form.otherwise or "" if form else "",
            source=source or (form.source if form else None),
            status=form.status if form else "stable",
            overrides=tuple(form.overrides) if form else (),
            home=home,
        )
        self.rules.append(rule)
        return rule

    def compile_rule(self, source: RuleSource) -> None:
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
        if form.apart and form.nodes is not None and form.nodes in self.facts:
            self.compile_own_kind(form, document, path, home)
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
            if form.apart:
                effects.append(AddAmount("apart_equivalents", shares))
            elif form.layer == "async" and "worker_count" in self.facts:
                effects.append(AddAmount("worker_count", count))
            total = self.formula(nodes, document, here)
            if total is not None:
                summed: list[Effect] = [AddAmount("apart_nodes" if form.apart else "service_nodes", total)]
                self.add_rule(f"pool-{name}", "sizing", document, here, condition, summed, home, home, because=because)
        self.add_rule(f"size-{name}", "sizing", document, here, condition, effects, home, home, because=because)

    def compile_own_kind(self, form: models.Component, document: Document, path: Path, home: str) -> None:
        """Machines of a kind of their own, whose number and price the capability itself derives, count in the total."""
        here = (*path, "nodes")
        condition = self.condition(form.when, document, (*path, "when")) if form.when is not None else ALWAYS
        count = self.formula(str(form.nodes), document, here)
        if condition is None or count is None:
            return
        name = str(form.id).replace("_", "-")
        effects: list[Effect] = [AddAmount("own_kind_nodes", count)]
        because = f"machines of {(form.title or name).lower()}"
        self.add_rule(f"own-kind-{name}", "sizing", document, here, condition, effects, home, home, because=because)

    # -- the whole --------------------------------------------------

    def knowledge(self, revision: str, templates: dict[str, str], paths: dict[str, str]) -> Knowledge | None:
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
            template_paths=paths,
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
