"""Capabilities that name components, roles, events, decisions, entities or facts which do not exist."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import ClassVar

from engine import texts
from engine.checks.base import Base
from engine.checks.check import Check, Remark
from engine.expressions import ExpressionError, compile_condition, compile_formula
from engine.findings import Severity
from engine.knowledge import models
from engine.knowledge.definitions import Part
from engine.loading.positions import Path
from engine.suggesting import did_you_mean
from engine.units import QuantityError, describe, parse_quantity, unit

CONDITIONAL = (
    *("hard_parts", "interfaces", "flows", "components", "metrics", "alerts", "tests"),
    *("at_scale", "ready_made"),
)
CONDITIONS = (
    *((room, "when") for room in CONDITIONAL),
    ("failure_modes", "applies_when"),
)
PLACES = ("client", "edge", "gateway")
KEPT_IN = (
    "primary_store",
    "bulk_store",
    "cache",
    "search_index",
    "object_storage",
    "message_broker",
    "analytics_pipeline",
)


class BrokenReferences(Check):
    code = "unknown-name"
    severity: ClassVar[Severity] = "error"
    title = "A reference to what does not exist"
    explains = (
        "A component, flow, interface, entity, hard part, threat or failure mode of a capability names a component, "
        "role, event, decision, entity, store, alert or fact that there is not. The design would have a hole there."
    )
    fix = "name one that exists"

    def remarks(self, base: Base) -> Iterator[Remark]:
        capabilities = base.knowledge.capabilities.values()
        names = {c.id for form in capabilities for c in form.components if c.id}
        for decision in base.knowledge.decisions.values():
            names |= {o.component.id for o in decision.options.values() if o.component and o.component.id}
        names |= {*base.knowledge.decisions, *PLACES}
        events = {i.event for form in capabilities for i in form.interfaces if i.event}
        facts = base.knowledge.facts
        shown = {x for form in capabilities for x in (*(a.id for a in form.alerts), *(m.name for m in form.metrics))}
        for part, form in base.parts(models.Capability):
            yield from _components(part, form, names, events, facts)
            yield from _flows(part, form, names)
            yield from _hard_parts(part, form, base.knowledge.decisions)
            yield from _entities(part, form, facts)
            yield from _interfaces(part, form, names, facts)
            yield from _dangers(part, form, names, shown)


class NoAnswer(Check):
    code = "no-answer"
    severity: ClassVar[Severity] = "error"
    title = "A hard part without an answer"
    explains = "The document says what makes the system hard, and then how it is met. Here it would say nothing."
    fix = "add `answered_by:` (a decision) or `answer:`"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for part, form in base.parts(models.Capability):
            for i, hard in enumerate(form.hard_parts):
                if hard.answered_by is None and hard.answer is None:
                    yield Remark(part, ("hard_parts", i), f"'{hard.title}' has no answer")


class AmbiguousInterface(Check):
    code = "interface"
    severity: ClassVar[Severity] = "error"
    title = "An interface that is none, or several"
    explains = (
        "An interface is an HTTP call (`path`), an event, an internal call (`rpc`) or a socket: exactly one of them."
    )
    fix = "give one of path, event, rpc and socket"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for part, form in base.parts(models.Capability):
            for i, interface in enumerate(form.interfaces):
                kinds = sum(x is not None for x in (interface.path, interface.event, interface.rpc, interface.socket))
                if kinds != 1:
                    yield Remark(part, ("interfaces", i), f"the interface is of {kinds} kinds")


class WrongConditions(Check):
    code = "expression"
    severity: ClassVar[Severity] = "error"
    title = "A condition or time of a part that does not compile"
    explains = (
        "`when` of a component, flow, interface, hard part, metric, alert or test, and `applies_when` of a failure "
        "mode, is a condition like that of a rule, with the same names, units and words. What a hop takes is a time, a "
        "fact or a formula that gives one; what something ready-made costs is a price a month, or a formula."
    )
    fix = "see the rule language on conditions"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for part, form in base.parts(models.Capability):
            if form.leads_when is not None:
                try:
                    compile_condition(form.leads_when, base.knowledge.symbols)
                except ExpressionError as error:
                    yield Remark(part, ("leads_when",), error.message, error.fix)
            for room, key in CONDITIONS:
                for i, item in enumerate(getattr(form, room)):
                    condition = getattr(item, key)
                    if condition is None:
                        continue
                    try:
                        compile_condition(condition, base.knowledge.symbols)
                    except ExpressionError as error:
                        word = condition[error.at :].split(" ")[0].strip("()[],")
                        yield Remark(part, (room, i, key), error.message, error.fix, word)
            for n, flow in enumerate(form.flows):
                for i, hop in enumerate(flow.hops):
                    yield from _amount(base, part, ("flows", n, "hops", i, "takes"), str(hop.takes), "ms")
            for i, ready in enumerate(form.ready_made):
                if ready.monthly is not None:
                    yield from _amount(base, part, ("ready_made", i, "monthly"), str(ready.monthly), "USD/month")


def _amount(base: Base, part: Part, path: Path, text: str, of: str) -> Iterator[Remark]:
    """An amount in the unit `of`, such as what a hop takes: written out, or a formula that gives one."""
    with contextlib.suppress(QuantityError):
        parse_quantity(text, unit(of))
        return
    try:
        formula = compile_formula(text, base.knowledge.symbols)
    except ExpressionError as error:
        yield Remark(part, path, error.message, error.fix, text[error.at :].split(" ")[0].strip("(),"))
        return
    if formula.dimension != unit(of).dimension:
        given = describe(formula.dimension)
        yield Remark(part, path, f"an amount in {of} is wanted here, this gives {given}", "", text)


def _unknown(part: Part, path: Path, what: str, name: str, known: Iterable[str]) -> Remark:
    return Remark(part, path, f"there is no {what} '{name}'", did_you_mean(name, sorted(known)), name)


def _components(
    part: Part, form: models.Capability, names: set[str], events: set[str], facts: Iterable[str]
) -> Iterator[Remark]:
    for n, component in enumerate(form.components):
        for room, known, what in (
            ("uses", names, "role or component"),
            ("calls", names, "component"),
            ("publishes", events, "event"),
            ("consumes", events, "event"),
        ):
            for i, name in enumerate(getattr(component, room)):
                if name not in known:
                    yield _unknown(part, ("components", n, room, i), what, name, known)
        for room in ("scales_with", "holds", "nodes"):
            name = getattr(component, room)
            if name is not None and name not in facts:
                yield _unknown(part, ("components", n, room), "fact", name, facts)
        for i, name in enumerate(component.owns):
            if name not in form.entities:
                yield _unknown(part, ("components", n, "owns", i), "entity of this capability", name, form.entities)


def _flows(part: Part, form: models.Capability, names: set[str]) -> Iterator[Remark]:
    for n, flow in enumerate(form.flows):
        for i, hop in enumerate(flow.hops):
            for room, name in (("from", hop.from_), ("to", hop.to)):
                if name not in names:
                    yield _unknown(part, ("flows", n, "hops", i, room), "component or role", name, names)


def _hard_parts(part: Part, form: models.Capability, decisions: Iterable[str]) -> Iterator[Remark]:
    for i, hard in enumerate(form.hard_parts):
        if hard.answered_by is not None and hard.answered_by not in decisions:
            yield _unknown(part, ("hard_parts", i, "answered_by"), "decision", hard.answered_by, decisions)


def _entities(part: Part, form: models.Capability, facts: Iterable[str]) -> Iterator[Remark]:
    for name, entity in form.entities.items():
        if entity.store not in KEPT_IN:
            yield _unknown(part, ("entities", name, "store"), "store", entity.store, KEPT_IN)
        for key in entity.keys:
            field = key.split()[0] if key.split() else ""
            if field not in entity.fields:
                yield _unknown(part, ("entities", name, "key"), f"field of {name}", field, entity.fields)
        for room in ("written", "read"):
            fact = getattr(entity, room)
            if fact is not None and "{" not in fact and fact not in facts:
                yield _unknown(part, ("entities", name, room), "fact", fact, facts)


def _interfaces(part: Part, form: models.Capability, names: set[str], facts: Iterable[str]) -> Iterator[Remark]:
    for i, interface in enumerate(form.interfaces):
        for j, name in enumerate(interface.consumers):
            if name not in names:
                yield _unknown(part, ("interfaces", i, "consumers", j), "component", name, names)
        if interface.rate is not None and not texts.names(interface.rate) and interface.rate not in facts:
            yield _unknown(part, ("interfaces", i, "rate"), "fact", interface.rate, facts)


def _dangers(part: Part, form: models.Capability, names: set[str], shown: set[str]) -> Iterator[Remark]:
    for i, threat in enumerate(form.threats):
        if threat.component is not None and threat.component not in names:
            yield _unknown(part, ("threats", i, "component"), "component", threat.component, names)
    for i, failure in enumerate(form.failure_modes):
        if failure.shown_by is not None and " " not in failure.shown_by and failure.shown_by not in shown:
            yield _unknown(part, ("failure_modes", i, "shown_by"), "alert or metric", failure.shown_by, shown)
