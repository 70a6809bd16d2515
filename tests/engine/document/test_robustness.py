"""Whatever is asked for, within the ranges of the facts, there is a document, and the rules have an answer."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.design import assemble
from engine.document import render
from engine.document.checking import check_document
from engine.inference import evaluate
from engine.inference.given import Given, Givens, givens_from
from engine.knowledge import Knowledge
from engine.knowledge.definitions import FactDefinition, Value
from engine.loading import load

KNOWLEDGE = load()
INPUTS = [fact for fact in KNOWLEDGE.facts.values() if fact.form.input and fact.name != "capabilities"]
STRUCTURE = {"heading", "anchor", "cells", "picture", "cost-sum", "latency-sum"}
COMPUTED = {"conflict", "no-answer"}


def values(fact: FactDefinition) -> st.SearchStrategy[Value]:
    match fact.kind:
        case "flag":
            return st.booleans()
        case "choice":
            return st.sampled_from(sorted(fact.words))
        case "set":
            return st.frozensets(st.sampled_from(sorted(fact.words)), max_size=4)
    low, high = fact.low, min(fact.high, 1e24)
    edges = [end for end in (low, high) if math.isfinite(end)]
    steps = st.floats(math.log(max(low, 1e-9)), math.log(high)).map(lambda x: min(max(math.exp(x), low), high))
    return st.one_of(steps, steps, steps, st.sampled_from(edges))


@st.composite
def requests(draw: st.DrawFn) -> Givens:
    facts: dict[str, Given] = {}
    preset = draw(st.sampled_from([None, None, *sorted(KNOWLEDGE.presets)]))
    if preset is not None:
        facts.update(givens_from(KNOWLEDGE, {}, preset=preset).facts)
    else:
        members = st.sets(st.sampled_from(sorted(KNOWLEDGE.capabilities)), min_size=1, max_size=6)
        facts["capabilities"] = Given(frozenset(draw(members)))
    for fact in draw(st.lists(st.sampled_from(INPUTS), max_size=8, unique_by=lambda f: f.name)):
        facts[fact.name] = Given(draw(values(fact)))
    decisions = sorted(KNOWLEDGE.decisions)
    pinned = draw(st.lists(st.sampled_from(decisions), max_size=2, unique=True))
    pins = {name: draw(st.sampled_from(sorted(KNOWLEDGE.decisions[name].options))) for name in pinned}
    return Givens(facts, pins, preset)


def told(givens: Givens) -> dict[str, Any]:
    return {**{name: g.value for name, g in givens.facts.items()}, "pins": dict(givens.pins)}


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(requests())
def test_the_rules_always_have_an_answer(givens: Givens) -> None:
    evaluation = evaluate(KNOWLEDGE, givens, "counting")
    assert [p.message for p in evaluation.problems if p.code in COMPUTED] == [], told(givens)
    for fact in evaluation.facts.values():
        assert not isinstance(fact.value, float) or math.isfinite(fact.value), f"{fact.name} with {told(givens)}"


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(requests())
def test_there_is_always_a_document(givens: Givens) -> None:
    document = render(assemble(evaluate(KNOWLEDGE, givens)))
    findings = [str(finding) for finding in check_document(document) if finding.code in STRUCTURE]
    assert findings == [], told(givens)


def test_every_capability_alone(shipped: Knowledge) -> None:
    for capability in shipped.capabilities:
        evaluation = evaluate(shipped, givens_from(shipped, {"capabilities": [capability]}))
        assert [p.message for p in evaluation.problems] == [], capability
        findings = [str(finding) for finding in check_document(render(assemble(evaluation)))]
        assert findings == [], capability
