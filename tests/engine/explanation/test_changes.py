"""The smallest changes that make an option win or end a trouble: each is tried, and none smaller is missed."""

from __future__ import annotations

from typing import Any

import pytest

from engine.explanation import changes_to, conflicts
from engine.inference import Evaluation, Givens, evaluate
from engine.inference.given import Given, givens_from
from engine.knowledge import Knowledge
from tests.conftest import Folder
from tests.engine.small_base import small_base

CONFLICTING = """\
  - {id: both, when: strict and consumers >= 2, rule_out: {none: nobody keeps order, queue: two spoil it, log: x},
     because: x, source: {judgement: x}}
"""


def evaluated(folder: Folder, rules: str = "", pins: dict[str, str] | None = None, **facts: Any) -> Evaluation:
    knowledge = small_base(folder, rules).load()
    return evaluate(knowledge, givens_from(knowledge, facts, pins))


def after(evaluation: Evaluation, moves: Any) -> Evaluation:
    decisions = evaluation.knowledge.decisions
    facts = {m.fact: Given(m.value) for m in moves if m.fact not in decisions}
    pins = {m.fact: str(m.value) for m in moves if m.fact in decisions}
    givens = Givens({**evaluation.givens.facts, **facts}, {**evaluation.givens.pins, **pins})
    return evaluate(evaluation.knowledge, givens)


def test_one_fact_is_enough(folder: Folder) -> None:
    evaluation = evaluated(folder, events="500/s", consumers=2)
    (change,) = changes_to(evaluation, "broker", "log")
    assert change.words(evaluation) == "Events above 20,000/s (now 500/s)"


def test_two_facts_together_where_one_is_not_enough(folder: Folder) -> None:
    """A log needs two consumers and many events; neither alone makes up for the work of running one."""
    evaluation = evaluated(
        folder, "  - {id: more-work, oppose: {log: 2, queue: 2}, because: x, source: {judgement: x}}\n"
    )
    assert evaluation.choices["broker"] == "none"
    found = changes_to(evaluation, "broker", "log")
    assert found[0].words(evaluation) == "Consumers at 2 or more (now 1) and events above 20,000/s (now 10/s)"
    for change in found:
        assert after(evaluation, change.moves).choices["broker"] == "log"


def test_what_nothing_brings_in(folder: Folder) -> None:
    law = "  - {id: law, require: [none], because: a law, source: {judgement: x}}\n"
    assert changes_to(evaluated(folder, law), "broker", "log") == ()


def test_what_is_chosen_needs_no_change(folder: Folder) -> None:
    assert changes_to(evaluated(folder), "broker", "none") == ()


def test_facts_that_leave_no_option(folder: Folder) -> None:
    evaluation = evaluated(folder, CONFLICTING, strict=True, consumers=3)
    (conflict,) = conflicts(evaluation)
    assert conflict.clashing(evaluation) == ("Order matters yes", "Consumers 3")
    assert "nobody keeps order" in conflict.reasons
    told = [change.words(evaluation) for change in conflict.relaxations]
    assert told == ["Consumers below 2 (now 3)", "Order matters: no (now yes)"]
    for change in conflict.relaxations:
        assert conflicts(after(evaluation, change.moves)) == ()


def test_a_choice_of_ones_own_that_a_rule_forbids(folder: Folder) -> None:
    evaluation = evaluated(folder, pins={"broker": "queue"}, strict=True, events="500/s")
    (conflict,) = conflicts(evaluation)
    assert conflict.title == "Broker: A queue"
    assert conflict.reasons == ("a queue forgets 500/s",)
    told = [change.words(evaluation) for change in conflict.relaxations]
    assert "Order matters: no (now yes)" in told
    assert "Broker: Direct calls (now A queue)" in told


CONTRADICTIONS: list[tuple[dict[str, Any], str, str]] = [
    (
        {"consistency": "strong", "regions": ["us", "eu", "apac"], "latency_p99": "20 ms"},
        "no product shortens the distance",
        "Latency p99 above 65 ms (now 20 ms)",
    ),
    (
        {"object_data_today": "4 PB", "monthly_budget": "3k USD/month"},
        "the budget is",
        "Infrastructure budget a month above",
    ),
    (
        {"availability": "99.999%", "team_size": 3},
        "cannot sustain it",
        "Engineers on the team at 8 or more (now 3)",
    ),
    ({"offline_first": True, "consistency": "strong"}, "merged", "Works offline: no (now yes)"),
]


@pytest.mark.parametrize(("facts", "reason", "way"), CONTRADICTIONS)
def test_what_cannot_be_had_at_all(shipped: Knowledge, facts: dict[str, Any], reason: str, way: str) -> None:
    given = {"capabilities": ["documents"], "users_total": 20_000, **facts}
    evaluation = evaluate(shipped, givens_from(shipped, given))
    found = [c for c in conflicts(evaluation) if reason in c.reasons[0]]
    assert len(found) == 1
    assert any(way in change.words(evaluation) for change in found[0].relaxations)
    for change in found[0].relaxations:
        assert found[0].topic not in {c.topic for c in conflicts(after(evaluation, change.moves))}
