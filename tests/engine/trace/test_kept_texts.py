"""What a trace keeps for the next one: that has the bytes it would have if nothing had been kept."""

from __future__ import annotations

import random
from pathlib import Path

from engine.inference import Evaluation, Givens, evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from engine.trace import Trace, trace_text
from engine.trace.recording import EVALUATED
from tests.engine.checks.check_kit import DECISION, base, edited


def alone(evaluation: Evaluation) -> str:
    """The record by a knowledge base that has written none before."""
    evaluation.knowledge.memo.pop("trace-kept", None)
    return Trace(evaluation).text(EVALUATED)


def all_like_alone(evaluations: list[Evaluation]) -> None:
    expected = [alone(evaluation) for evaluation in evaluations]
    evaluations[0].knowledge.memo.pop("trace-kept")
    for evaluation, record in zip(evaluations, expected, strict=True):
        assert Trace(evaluation).text(EVALUATED) == record


def moved(knowledge: Knowledge, givens: Givens, chance: random.Random) -> Givens:
    """The next case: another system, or the same with another number, word, pin, or nothing new."""
    way = chance.randrange(5)
    if way == 0:
        return givens_from(knowledge, {}, None, chance.choice(list(knowledge.presets)))
    if way == 1:
        name = chance.choice([n for n, g in givens.facts.items() if isinstance(g.value, float)])
        fact = knowledge.facts[name]
        value = chance.choice([0.0, 1.0, fact.low, fact.high, 0.5, 1e6])
        return givens.with_value(name, fact.clipped(value))
    if way == 2:
        name = chance.choice([n for n, fact in knowledge.facts.items() if fact.kind == "choice" and fact.form.input])
        return givens.with_value(name, chance.choice(list(knowledge.facts[name].words)))
    if way == 3:
        decision = chance.choice(list(knowledge.decisions))
        pins = {**givens.pins, decision: chance.choice(list(knowledge.decisions[decision].options))}
        return Givens(givens.facts, pins, givens.preset)
    return givens


def test_each_of_many_cases_is_recorded_as_if_it_were_the_first(shipped: Knowledge) -> None:
    chance = random.Random(7)
    givens = givens_from(shipped, {}, None, "netflix")
    evaluations = []
    for _ in range(60):
        givens = moved(shipped, givens, chance)
        evaluations.append(evaluate(shipped, givens, "counting"))
    all_like_alone(evaluations)


def test_drafts_that_fire_in_some_cases_only(tmp_path: Path) -> None:
    draft = edited(DECISION, ("    favour: {log: 3}", "    favour: {log: 3}\n    status: draft"))
    knowledge = base(tmp_path, decisions__broker=draft)
    cases = [{"events": 5e4, "pattern": "spiky"}, {"events": 5.0}, {"events": 6e4, "pattern": "spiky"}, {"events": 5.0}]
    all_like_alone([evaluate(knowledge, givens_from(knowledge, case)) for case in cases])


def test_nothing_and_less_than_nothing_are_equal_and_written_apart(tmp_path: Path) -> None:
    knowledge = base(tmp_path)
    all_like_alone(
        [evaluate(knowledge, givens_from(knowledge, {"events": 5.0}).with_value("events", v)) for v in (0.0, -0.0, 0.0)]
    )


def test_two_traces_that_are_written_in_turn_do_not_mix(shipped: Knowledge) -> None:
    one, other = (evaluate(shipped, givens_from(shipped, {}, None, name)) for name in ("netflix", "uber"))
    expected = [alone(one), alone(other)]
    traces = [Trace(one), Trace(other)]
    for key in EVALUATED:
        for trace in traces:
            if key in trace:
                trace.section(key)
    assert [trace.text(EVALUATED) for trace in traces] == expected
    assert trace_text(one) == trace_text(one)
