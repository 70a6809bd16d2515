"""The design at other sizes: what is said to turn does turn, at the size that is said."""

from __future__ import annotations

import pytest

from engine.explanation.scaling import lanes, scale_shift, scaled_facts
from engine.explanation.sweeping import sweep_of, sweep_of_size
from engine.findings import InputError
from engine.inference import Evaluation, Givens, evaluate
from engine.inference.given import Given, givens_from
from engine.knowledge import Knowledge


@pytest.fixture(scope="module", params=["uber", "netflix"])
def case(request: pytest.FixtureRequest, shipped: Knowledge) -> Evaluation:
    return evaluate(shipped, givens_from(shipped, {}, preset=request.param), "counting")


def at(evaluation: Evaluation, factor: float) -> Evaluation:
    facts = dict(evaluation.givens.facts)
    for name, value in scaled_facts(evaluation).items():
        fact = evaluation.knowledge.facts[name]
        facts[name] = Given(min(max(value * factor, fact.low), fact.high))
    givens = Givens(facts, evaluation.givens.pins, evaluation.givens.preset)
    return evaluate(evaluation.knowledge, givens, "counting")


def test_the_lanes_hold_what_is_chosen_at_each_size(case: Evaluation) -> None:
    table = lanes(case)
    for factor in (0.0013, 0.011, 0.07, 0.4, 1.0, 2.9, 33.0, 700.0):
        there = at(case, factor)
        for name, stretches in table.items():
            (stretch,) = [s for s in stretches if s.low <= factor < s.high]
            if min(abs(factor / s - 1) for s in (stretch.low, stretch.high)) > 0.01:
                assert stretch.option == there.choices.get(name, ""), (name, factor)


def test_each_change_turns_where_it_is_said_to(case: Evaluation) -> None:
    changes = [change for shift in scale_shift(case) for change in shift.changes]
    assert changes
    for change in changes:
        nearer, further = (0.995, 1.005) if change.at > 1 else (1.005, 0.995)
        assert at(case, change.at * nearer).choices.get(change.decision, "") == change.before
        assert at(case, change.at * further).choices.get(change.decision, "") == change.after


def test_the_cost_of_a_size_is_that_of_its_design(case: Evaluation) -> None:
    for shift in scale_shift(case):
        assert shift.cost == at(case, shift.factor).shown("monthly_cost")


def test_a_sweep_says_what_each_value_costs_and_what_turns_between(case: Evaluation) -> None:
    sweep = sweep_of(case, "team_size", 7, 2.0, 2000.0)
    assert [round(p.value) for p in sweep.points][::6] == [2, 2000]
    for turning in sweep.turnings:
        for factor, option in ((0.99, turning.below), (1.01, turning.above)):
            moved = case.givens.with_value("team_size", turning.value * factor)
            assert evaluate(case.knowledge, moved, "counting").choices.get(turning.decision) == option
    assert sweep.text().splitlines()[1].strip().startswith("2  $")


def test_without_an_input_the_size_is_swept(case: Evaluation) -> None:
    sweep = sweep_of_size(case, 7)
    assert len(sweep.points) == 7
    assert sweep.points[3].cost == case.shown("monthly_cost")


def test_ends_the_wrong_way_round_are_refused(case: Evaluation) -> None:
    with pytest.raises(InputError, match="5 is not below 2"):
        sweep_of(case, "team_size", 7, 5.0, 2.0)
