"""Flip points: each is a value at which the decision really changes, no other is left out, and the words say where."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest

from engine.explanation import Flip, flips, robustness, telling_flips
from engine.explanation.axes import Axis
from engine.explanation.flips import every_flip
from engine.explanation.scanning import Scan
from engine.explanation.survey import Survey, survey
from engine.inference import Evaluation, Givens, evaluate
from engine.inference.columnar import evaluate_columns
from engine.inference.given import Given, givens_from
from engine.knowledge import Knowledge
from engine.knowledge.definitions import Value
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
        "Consumers below 2 (now 3) → A queue",
        "Events at 20,000/s or less (now 50,000/s) → A queue",
        "Where including The Far East (now North America) → A queue",
    ]


def test_both_directions_are_tried(folder: Folder) -> None:
    evaluation = evaluated(folder, events="500/s", consumers=2)
    assert "Events above 20,000/s (now 500/s) → A log" in words(evaluation)
    assert "Events at 100/s or less (now 500/s) → Direct calls" in words(evaluation)


def test_a_point_that_is_where_it_stands_today_as_far_as_it_is_shown_is_just_there(folder: Folder) -> None:
    for now, turn in (
        (20_000.4, "below 20,000/s (now 20,000/s) → A queue"),
        (2e4, "above 20,000/s (now 20,000/s) → A log"),
    ):
        assert f"Events just {turn}" in words(evaluated(folder, events=now, consumers=3))


def test_flags_and_members_are_named_in_words(folder: Folder) -> None:
    assert "Order matters: yes (now no) → Direct calls" in words(evaluated(folder, events="500/s"))
    assert "Where including The Far East (now North America) → A queue" in words(evaluated(folder))
    without = words(evaluated(folder, regions=["us", "far_east"]))
    assert "Where without The Far East (now North America, The Far East) → Direct calls" in without


def test_an_input_is_followed_through_what_is_derived_from_it(folder: Folder) -> None:
    """No rule compares events with 7,000/s; eight nodes do, and they come from the events."""
    eight = (
        "  - {id: eight-nodes, when: nodes >= 8, favour: {log: 5}, because: many machines, source: {judgement: x}}\n"
    )
    evaluation = evaluated(folder, eight, events="500/s")
    assert "Events above 7,000/s (now 500/s) → A log" in words(evaluation)
    assert "Nodes at 8 or more (now 1) → A log" in words(evaluation)


def test_a_threshold_at_the_end_of_the_range_is_reached_not_crossed(folder: Folder) -> None:
    any_consumer = "  - {id: any-consumer, when: consumers > 0, favour: {queue: 1}, because: someone reads}\n"
    assert "Consumers at 0 or less (now 1) → Direct calls" in words(evaluated(folder, any_consumer))


def test_a_decision_that_nothing_turns_has_none(folder: Folder) -> None:
    assert flips(evaluated(folder), "no_such_decision") == ()
    assert flips(evaluated(folder, "  - {id: law, require: [none], because: a law}\n"), "broker") == ()


def test_a_person_is_told_of_each_outcome_once(folder: Folder) -> None:
    evaluation = evaluated(folder, events="500/s", consumers=2)
    told = [flip.becomes for flip in telling_flips(evaluation, "broker")]
    assert sorted(filter(None, told)) == ["log", "none"]


def beside(flip: Flip, factor: float) -> Value:
    """The threshold moved a little back (below 1) or on (above 1), as seen from where the fact is now."""
    threshold = float(flip.moved.threshold)  # type: ignore[arg-type]
    return threshold * (factor if flip.moved.up else 1 / factor)


def at(evaluation: Evaluation, fact: str, value: Value, network: Any = "counting") -> Evaluation:
    if fact in evaluation.knowledge.decisions:
        pinned = {**evaluation.givens.pins, fact: str(value)}
        return evaluate(evaluation.knowledge, Givens(evaluation.givens.facts, pins=pinned), network)
    return evaluate(evaluation.knowledge, evaluation.givens.with_fact(fact, Given(value)), network)


@pytest.mark.parametrize("facts", [{"events": "50k/s"}, {"events": "500/s", "consumers": 4}, {"strict": True}, {}])
def test_each_flip_is_true_by_the_engine_of_record(folder: Folder, facts: dict[str, Any]) -> None:
    evaluation = evaluated(folder, **facts)
    found = flips(evaluation, "broker")
    assert found
    for flip in found:
        there = at(evaluation, flip.moved.fact, flip.moved.value, "durable")
        assert there.choices["broker"] == flip.becomes != evaluation.choices["broker"]


CASES: list[tuple[str | None, dict[str, Any]]] = [
    ("netflix", {}),
    ("uber", {"team_size": 40}),
    (None, {"capabilities": ["documents"], "users_total": 300, "team_size": 4}),
    (None, {"capabilities": ["telemetry", "alerting"], "devices_total": 900_000, "hosting_place": "own"}),
    (None, {"capabilities": ["booking", "payments"], "users_total": "2M", "availability": "99.95%"}),
]


@pytest.fixture(scope="module", params=range(len(CASES)))
def case(request: pytest.FixtureRequest, shipped: Knowledge) -> Evaluation:
    preset, facts = CASES[request.param]
    known = {name: value for name, value in facts.items() if name in shipped.facts}
    return evaluate(shipped, givens_from(shipped, known, preset=preset), "counting")


def test_beside_each_flip_the_two_named_choices_are_taken(case: Evaluation) -> None:
    """Exact to one percent: just before the threshold nothing has changed, just behind it the decision has."""
    tried = 0
    for decision, choice in case.choices.items():
        for flip in flips(case, decision):
            assert at(case, flip.moved.fact, flip.moved.value).choices.get(decision) == flip.becomes
            threshold = flip.moved.threshold
            if flip.moved.up is None or not isinstance(threshold, float) or threshold == 0:
                continue
            fact = case.knowledge.facts[flip.moved.fact]
            before, behind = beside(flip, 0.99), beside(flip, 1.01)
            narrow = any(
                other.moved.fact == flip.moved.fact and min(before, behind) < other.moved.value < max(before, behind)  # type: ignore[type-var,operator]
                for other in every_flip(case, decision)
                if other.moved.value != flip.moved.value and other.moved.up is not None
            )
            if narrow or not (fact.low <= min(before, behind) and max(before, behind) <= fact.high):  # type: ignore[type-var,operator]
                continue
            tried += 1
            if (before - case.state[fact.name]) * (1 if flip.moved.up else -1) > 0:  # type: ignore[operator]
                assert at(case, fact.name, before).choices.get(decision) == choice, flip
            assert at(case, fact.name, behind).choices.get(decision) == flip.becomes, flip
    assert tried > 30


def expected(scan: Scan, value: float) -> np.ndarray[Any, Any] | None:
    """The codes that the turning points promise at `value`; None within one percent of one of them."""
    codes = scan.turns[0].before if scan.turns else scan.now
    for turn in scan.turns:
        rest = (1 - value, 1 - turn.high, 1 - turn.low)
        if turn.low * 0.99 <= value <= turn.high * 1.01:
            return None
        if scan.axis.share and rest[1] * 0.99 <= rest[0] <= rest[2] * 1.01:
            return None
        if value >= turn.high:
            codes = turn.after
    return codes


def somewhere(axis: Axis, chance: random.Random) -> float:
    low, high = axis.points[0], axis.points[-1]
    if axis.now > 0 and chance.random() < 0.4:
        return min(max(axis.now * 10 ** chance.uniform(-1.5, 1.5), low), high)
    if high > 0 and chance.random() < 0.7:
        return math.exp(chance.uniform(math.log(max(low, high * 1e-11)), math.log(high)))
    return chance.uniform(low, high)


def test_a_dense_scan_finds_no_flip_that_was_not_reported(case: Evaluation) -> None:
    seen: Survey = survey(case)
    chance = random.Random(len(seen.scans))
    moves, promised = [], []
    for scan in seen.scans:
        for _ in range(60):
            value = somewhere(scan.axis, chance)
            codes = expected(scan, value)
            if codes is not None:
                moves.append(scan.axis.move(value))
                promised.append(codes)
    columns = evaluate_columns(case.knowledge, case.givens, moves)
    wrong = np.argwhere(seen.topics.codes(columns) != np.stack(promised, axis=1))
    assert [moves[column] for _, column in wrong] == []
    assert len(moves) > 1_000


def test_the_most_delicate_input_comes_first(case: Evaluation) -> None:
    found = robustness(case)
    assert [near.distance for near in found] == sorted(near.distance for near in found)
    for near in found[:8]:
        assert near.flips
        assert all(flip.moved.fact == near.fact for flip in near.flips)
        assert all(
            flip.moved.distance >= near.distance
            for d in case.ledgers
            for flip in flips(case, d)
            if flip.moved.fact == near.fact
        )
