"""A formula with this case's numbers gives the value that is shown beside it."""

from __future__ import annotations

from typing import Any

import pytest

from engine.document.lines import line
from engine.document.sums import NoSum, worked_out
from engine.explanation import in_numbers
from engine.expressions import parse_formula
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from tests.conftest import Folder
from tests.engine.small_base import small_base

WRITTEN = [
    ("events * 2", "500/s × 2"),
    ("(events + events) / (5/s)", "(500/s + 500/s) ÷ 5/s"),
    ("events - (events - events * 2)", "500/s - (500/s - 500/s × 2)"),
    ("events / (events / (2/s))", "500/s ÷ (500/s ÷ 2/s)"),
    ("ceil(consumers / 2)", "round up (3 ÷ 2)"),
    ("min(consumers, 2)", "smaller of (3, 2)"),
    ("if(strict, consumers, 7)", "7"),
    ("count(regions)", "2"),
    ("count(regions) * consumers", "2 × 3"),
    ("max(consumers, 0.0001)", "3"),
    ("max(consumers - 5, 0)", "larger of (3 - 5, 0)"),
    ("consumers + max(consumers - 5, 0) * 2", "3"),
    ("consumers + spare", "3"),
    ("broker.max_events", "1 M/s"),
]


@pytest.mark.parametrize(("formula", "written"), WRITTEN)
def test_written_out(folder: Folder, formula: str, written: str) -> None:
    knowledge = small_base(folder).load()
    given: dict[str, Any] = {"events": "500/s", "consumers": 3, "regions": ["us", "far_east"]}
    evaluation = evaluate(knowledge, givens_from(knowledge, given, {"broker": "log"}))
    assert in_numbers(evaluation, parse_formula(formula)) == written


@pytest.mark.parametrize(
    ("events", "formula"), [("30/s", "30/s ÷ 100/s"), ("500/s", "smaller of (500/s ÷ 100/s, 100%)")]
)
def test_a_usual_value_that_was_cut_to_its_range_says_so(folder: Folder, events: str, formula: str) -> None:
    knowledge = small_base(folder).load()
    found = line(evaluate(knowledge, givens_from(knowledge, {"events": events})), "share")
    assert found is not None
    assert found.formula == formula
    assert worked_out(found.formula).meets(worked_out(found.text))


@pytest.mark.parametrize("preset", ["netflix", "twitter", "facebook", "uber", None])
def test_every_formula_of_the_shipped_base_gives_its_value(shipped: Knowledge, preset: str | None) -> None:
    given: dict[str, Any] = {} if preset else {"capabilities": sorted(shipped.capabilities), "users_total": "3M"}
    evaluation = evaluate(shipped, givens_from(shipped, given, preset=preset))
    tried = 0
    for name, fact in evaluation.facts.items():
        found = line(evaluation, name)
        assert found is not None
        if fact.origin in ("given", "preset") or not found.formula:
            continue
        try:
            formula, value = worked_out(found.formula), worked_out(found.text)
        except NoSum:
            continue
        tried += 1
        if shipped.facts[name].form.cost_line:  # rounded up to whole dollars
            assert formula.low <= value.high + 1e-6, f"{name}: {found.formula} is not {found.text}"
            assert value.low <= formula.high + 1 / 2_592_000, f"{name}: {found.formula} is not {found.text}"
        else:
            assert formula.meets(value), f"{name}: {found.formula} is not {found.text}"
    assert tried > 150
