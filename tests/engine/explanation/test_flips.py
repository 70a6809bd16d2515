"""Flip points: each is a value at which the decision really changes, and its words say where it lies."""

from __future__ import annotations

from typing import Any

import pytest

from engine.explanation import Flip, flips
from engine.inference import Evaluation, evaluate
from engine.inference.given import Given, givens_from
from engine.knowledge import Knowledge
from tests.conftest import Folder
from tests.engine.small_base import small_base


def evaluated(folder: Folder, rules: str = "", **facts: Any) -> Evaluation:
    knowledge = small_base(folder, rules).load()
    return evaluate(knowledge, givens_from(knowledge, facts))


def words(evaluation: Evaluation) -> list[str]:
    return [flip.words(evaluation) for flip in flips(evaluation, "broker")]


def test_the_nearest_comes_first(folder: Folder) -> None:
    evaluation = evaluated(folder, events="50k/s", consumers=3)
    assert words(evaluation) == [
        "Consumers below 2 (now 3): A queue",
        "Events below 20,000/s (now 50,000/s): A queue",
        "Where with The Far East: A queue",
    ]


def test_both_directions_are_tried(folder: Folder) -> None:
    evaluation = evaluated(folder, events="500/s", consumers=2)
    assert "Events above 20,000/s (now 500/s): A log" in words(evaluation)
    assert "Events below 100/s (now 500/s): Direct calls" in words(evaluation)


def test_flags_and_members_are_named_in_words(folder: Folder) -> None:
    assert "Order matters yes (now no): Direct calls" in words(evaluated(folder, events="500/s"))
    assert "Where with The Far East: A queue" in words(evaluated(folder))
    without = words(evaluated(folder, regions=["us", "far_east"]))
    assert "Where without The Far East: Direct calls" in without


def test_a_threshold_at_the_end_of_the_range_is_reached_not_crossed(folder: Folder) -> None:
    any_consumer = "  - {id: any-consumer, when: consumers > 0, favour: {queue: 1}, because: someone reads}\n"
    assert "Consumers down to 0 (now 1): Direct calls" in words(evaluated(folder, any_consumer))


def test_a_decision_that_nothing_turns_has_none(folder: Folder) -> None:
    assert flips(evaluated(folder), "no_such_decision") == ()
    assert flips(evaluated(folder, "  - {id: law, require: [none], because: a law}\n"), "broker") == ()


def moved(evaluation: Evaluation, flip: Flip) -> Evaluation:
    givens = evaluation.givens.with_fact(flip.fact, Given(flip.value))
    return evaluate(evaluation.knowledge, givens, "counting")


@pytest.mark.parametrize("facts", [{"events": "50k/s"}, {"events": "500/s", "consumers": 4}, {"strict": True}, {}])
def test_each_flip_is_true(folder: Folder, facts: dict[str, Any]) -> None:
    evaluation = evaluated(folder, **facts)
    found = flips(evaluation, "broker")
    assert found
    for flip in found:
        assert moved(evaluation, flip).choices["broker"] == flip.becomes != evaluation.choices["broker"]


def test_on_the_shipped_base_what_a_person_gave_flips_as_said(shipped: Knowledge) -> None:
    """Facts that only this decision's rules read: nothing else moves with them."""
    evaluation = evaluate(shipped, givens_from(shipped, {"capabilities": ["documents"], "team_size": 9}))
    tried = 0
    for decision, ledger in evaluation.ledgers.items():
        for flip in flips(evaluation, decision):
            if flip.fact != "team_size":
                continue
            tried += 1
            after = moved(evaluation, flip).ledgers[decision]
            assert after.choice != ledger.choice or after.points(flip.becomes) != ledger.points(flip.becomes)
    assert tried
