"""Capabilities that name components, roles, events, decisions, entities or facts which do not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from engine.expressions import ExpressionError, compile_condition
from engine.findings import Finding
from engine.knowledge import Knowledge, models
from engine.knowledge.definitions import Part
from engine.loading.positions import Path

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


def broken_references(knowledge: Knowledge) -> Iterator[Finding]:
    components = {c.id for form in knowledge.capabilities.values() for c in form.components if c.id}
    components |= {
        o.component.id
        for d in knowledge.decisions.values()
        for o in d.options.values()
        if o.component and o.component.id
    }
    names = components | set(knowledge.decisions) | set(PLACES)
    for part in knowledge.parts:
        form = part.form
        if isinstance(form, models.Capability):
            yield from _components(knowledge, part, form, names)
            yield from _flows(part, form, names)
            yield from _others(knowledge, part, form, names)
            yield from _conditions(knowledge, part, form)


def _unknown(part: Part, path: Path, what: str, name: str, known: Iterable[str]) -> Finding:
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    fix = f"did you mean {close[0]}?" if close else "name one that exists"
    return part.document.finding("unknown-name", path, f"there is no {what} '{name}'", fix)


def _components(knowledge: Knowledge, part: Part, form: models.Capability, names: set[str]) -> Iterator[Finding]:
    events = {i.event for c in knowledge.capabilities.values() for i in c.interfaces if i.event}
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
            if name is not None and name not in knowledge.facts:
                yield _unknown(part, ("components", n, room), "fact", name, knowledge.facts)
        for i, name in enumerate(component.owns):
            if name not in form.entities:
                yield _unknown(part, ("components", n, "owns", i), "entity of this capability", name, form.entities)


def _flows(part: Part, form: models.Capability, names: set[str]) -> Iterator[Finding]:
    for n, flow in enumerate(form.flows):
        for i, hop in enumerate(flow.hops):
            for room, name in (("from", hop.from_), ("to", hop.to)):
                if name not in names:
                    yield _unknown(part, ("flows", n, "hops", i, room), "component or role", name, names)


def _others(knowledge: Knowledge, part: Part, form: models.Capability, names: set[str]) -> Iterator[Finding]:
    for i, hard in enumerate(form.hard_parts):
        if hard.answered_by is not None and hard.answered_by not in knowledge.decisions:
            yield _unknown(part, ("hard_parts", i, "answered_by"), "decision", hard.answered_by, knowledge.decisions)
        if hard.answered_by is None and hard.answer is None:
            yield part.document.finding("no-answer", ("hard_parts", i), f"'{hard.title}' has no answer", "add answer:")
    for name, entity in form.entities.items():
        if entity.store not in KEPT_IN:
            yield _unknown(part, ("entities", name, "store"), "store", entity.store, KEPT_IN)
        for key in entity.keys:
            field = key.split()[0]
            if field not in entity.fields:
                yield _unknown(part, ("entities", name, "key"), f"field of {name}", field, entity.fields)
        for room in ("written", "read"):
            fact = getattr(entity, room)
            if fact is not None and "{" not in fact and fact not in knowledge.facts:
                yield _unknown(part, ("entities", name, room), "fact", fact, knowledge.facts)
    for i, interface in enumerate(form.interfaces):
        if sum(x is not None for x in (interface.path, interface.event, interface.rpc, interface.socket)) != 1:
            yield part.document.finding("interface", ("interfaces", i), "give one of path, event, rpc and socket")
        for j, name in enumerate(interface.consumers):
            if name not in names:
                yield _unknown(part, ("interfaces", i, "consumers", j), "component", name, names)


def _conditions(knowledge: Knowledge, part: Part, form: models.Capability) -> Iterator[Finding]:
    for room in ("hard_parts", "interfaces", "flows", "components", "alerts", "tests"):
        for i, item in enumerate(getattr(form, room)):
            if item.when is None:
                continue
            try:
                compile_condition(item.when, knowledge.symbols)
            except ExpressionError as error:
                yield part.document.finding("expression", (room, i, "when"), error.message, error.fix)
