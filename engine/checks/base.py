"""The knowledge base as the checks see it: who reads and writes what, where rules stand, how examples came out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine import texts
from engine.checks import jinja
from engine.checks.domains import Box, Domains
from engine.checks.runs import Run, runs
from engine.checks.waivers import Waivers
from engine.expressions import ExpressionError, compile_condition
from engine.findings import Severity
from engine.knowledge import Knowledge, models
from engine.knowledge.definitions import AddAmount, AddMember, Evidence, Part, Rule, RuleOut, SetFact
from engine.loading.positions import Path


@dataclass(frozen=True, slots=True)
class Written:
    """A rule of a file, with where it stands."""

    rule: Rule
    form: models.Rule
    part: Part
    path: Path


@dataclass(frozen=True, slots=True)
class Declared:
    """A fact of a file, with where it stands."""

    form: models.Fact
    part: Part
    path: Path


@dataclass(frozen=True, slots=True)
class Sourced:
    """A source of a file; `of` says in words what it is the source of."""

    source: models.Source
    of: str
    part: Part
    path: Path


class Base:
    """Tables that several checks need, each made when it is first asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.waivers = Waivers(knowledge.parts)
        self.severities: dict[str, Severity] = {}

    def parts(self, kind: type[models.Form]) -> Iterator[tuple[Part, Any]]:
        for part in self.knowledge.parts:
            if isinstance(part.form, kind) and not getattr(part.form, "disabled", False):
                yield part, part.form

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """All rules of files, in their order; not those that the compiler adds (defaults, implied, sizing)."""
        rules = {rule.id: rule for rule in self.knowledge.rules if rule.kind == "rule"}
        found = []
        for part in self.knowledge.parts:
            for room in ("derive", "rules"):
                for i, form in enumerate(getattr(part.form, room, ())):
                    if form.id in rules and not form.disabled:
                        found.append(Written(rules[form.id], form, part, (room, i)))
        return tuple(found)

    @cached_property
    def declared(self) -> dict[str, Declared]:
        """All facts of files. Those of components that scale (`<id>_nodes`) are not among them."""
        found = {}
        for part in self.knowledge.parts:
            if isinstance(part.form, models.Vocabulary | models.Capability):
                for i, form in enumerate(part.form.facts):
                    found[form.fact] = Declared(form, part, ("facts", i))
        return found

    @cached_property
    def decision_parts(self) -> dict[str, Part]:
        return {form.decision: part for part, form in self.parts(models.Decision)}

    @cached_property
    def setters(self) -> dict[str, tuple[tuple[Rule, SetFact], ...]]:
        """By fact, the rules that set it; its default is among them."""
        found: dict[str, list[tuple[Rule, SetFact]]] = defaultdict(list)
        for rule in self.knowledge.rules:
            for effect in rule.effects:
                if isinstance(effect, SetFact) and rule.counts:
                    found[effect.fact].append((rule, effect))
        return {name: tuple(pairs) for name, pairs in found.items()}

    @cached_property
    def adders(self) -> dict[str, tuple[tuple[Rule, AddAmount | AddMember], ...]]:
        """By fact, the rules that add to it."""
        found: dict[str, list[tuple[Rule, AddAmount | AddMember]]] = defaultdict(list)
        for rule in self.knowledge.rules:
            for effect in rule.effects:
                if isinstance(effect, AddAmount | AddMember) and rule.counts:
                    found[effect.fact].append((rule, effect))
        return {name: tuple(pairs) for name, pairs in found.items()}

    @cached_property
    def evidence(self) -> dict[str, tuple[tuple[Rule, Evidence | RuleOut], ...]]:
        """By decision, everything that rules say for and against its options."""
        found: dict[str, list[tuple[Rule, Evidence | RuleOut]]] = defaultdict(list)
        for rule in self.knowledge.rules:
            for effect in rule.effects:
                if isinstance(effect, Evidence | RuleOut) and rule.counts:
                    found[effect.decision].append((rule, effect))
        return {name: tuple(pairs) for name, pairs in found.items()}

    @cached_property
    def domains(self) -> Domains:
        return Domains(self.knowledge)

    @cached_property
    def can_fire(self) -> frozenset[int]:
        """The numbers of the rules whose conditions do not contradict themselves."""
        whole = Box.whole(self.domains)
        return frozenset(
            rule.number
            for rule in self.knowledge.rules
            if any(whole.narrowed(atoms) is not None for atoms in rule.condition.alternatives)
        )

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Every example, run in both networks."""
        return tuple(runs(self.knowledge))

    @cached_property
    def sources(self) -> tuple[Sourced, ...]:
        """Every source of every file."""
        return tuple(found for part in self.knowledge.parts for found in _sources(part, part.form, part.document.data))

    @cached_property
    def read(self) -> dict[str, str]:
        """By fact or decision, who reads it first: a rule, a text or field of a file, a template."""
        found: dict[str, str] = {}
        for key, reader in self._readers():
            name = key.removeprefix("given.").partition(".")[0]
            found.setdefault(name, reader)
        return found

    def _readers(self) -> Iterator[tuple[str, str]]:
        knowledge = self.knowledge
        for rule in knowledge.rules:
            own = {e.fact for e in rule.effects if isinstance(e, SetFact)} if rule.kind == "default" else set()
            for key in (*rule.condition.reads, *(k for f in rule.formulas for k in f.reads)):
                if key not in own:
                    yield key, f"the rule {rule.id}"
        for decision in knowledge.decisions.values():
            for condition in (decision.applies, decision.speaks):
                for key in condition.reads if condition else ():
                    yield key, f"the decision {decision.id}"
        for part in knowledge.parts:
            if not isinstance(part.form, models.Preset):
                yield from self._mentions(part, part.document.data, "")
        for name, text in knowledge.templates.items():
            for word in jinja.names(text):
                yield word, f"the template {name}"

    def _mentions(self, part: Part, value: Any, key: str) -> Iterator[tuple[str, str]]:
        """Facts that texts name in braces, that a field is, and that conditions of parts read."""
        if isinstance(value, dict):
            for name, item in value.items():
                if name not in ("fact", "examples", "heard_as", "replies"):
                    yield from self._mentions(part, item, str(name))
        elif isinstance(value, list):
            for item in value:
                yield from self._mentions(part, item, key)
        elif isinstance(value, str):
            for name in texts.names(value):
                yield name, part.document.path
            if value in self.knowledge.facts and key not in ("id", "title"):
                yield value, part.document.path
            elif key == "when":
                try:
                    for name in compile_condition(value, self.knowledge.symbols).reads:
                        yield name, part.document.path
                except ExpressionError:
                    return


def _sources(part: Part, form: Any, data: Any, path: Path = (), of: str = "") -> Iterator[Sourced]:
    if isinstance(form, models.Source):
        yield Sourced(form, of, part, path)
        return
    if isinstance(form, models.Form):
        name = next(
            (str(v) for k in ("id", "fact", "name", "title") if isinstance(v := getattr(form, k, None), str)), of
        )
        for field, info in type(form).model_fields.items():
            yield from _sources(part, getattr(form, field), data, (*path, info.alias or field), name)
    elif isinstance(form, dict):
        for key, item in form.items():
            yield from _sources(part, item, data, (*path, key), str(key))
    elif isinstance(form, list):
        for i, item in enumerate(form):
            yield from _sources(part, item, data, (*path, i), of)
