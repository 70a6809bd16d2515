"""Why, and why not, from a trace alone."""

from __future__ import annotations

from typing import Any

import pytest

from engine.explanation.telling import why_from_trace
from engine.findings import InputError
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.trace import trace
from tests.conftest import Folder
from tests.engine.small_base import small_base


@pytest.fixture
def record(folder: Folder) -> dict[str, Any]:
    knowledge = small_base(folder).load()
    return trace(evaluate(knowledge, givens_from(knowledge, {"events": "50k/s", "strict": True})))


def test_why_is_a_tree_down_to_what_was_said(record: dict[str, Any]) -> None:
    told = why_from_trace(record, "broker").splitlines()
    assert told[0] == "Broker: A log (+1 points; Direct calls +0, A queue out)"
    assert told[1].startswith("├─ +3 for it: 50,000/s are many  [many-events, ")
    assert told[1].endswith("decisions/broker.yaml:10]")
    assert told[2] == "│  └─ Events: 50,000/s (you said “50k/s”)"
    assert "├─ -2 for it: a log has to be run" in "\n".join(told)
    assert "A queue is ruled out: a queue forgets 50,000/s" in "\n".join(told)
    assert "  Events at 20,000/s or less (now 50,000/s) → Direct calls" in told


def test_the_depth_of_the_tree_can_be_bounded(record: dict[str, Any]) -> None:
    assert "you said" not in why_from_trace(record, "broker", depth=1)


def test_a_number_is_told_with_its_formula_and_all_that_it_reads(record: dict[str, Any]) -> None:
    told = why_from_trace(record, "nodes")
    assert told.startswith("Nodes: 50 = ceil(50,000/s / (1k/s)) + 0 (one node a thousand events)")
    assert "├─ Events: 50,000/s (you said “50k/s”)" in told
    assert "└─ Spare nodes: 0, assumed (none is needed)" in told


def test_why_not(record: dict[str, Any]) -> None:
    told = why_from_trace(record, "broker", "queue")
    assert "ruled out: a queue forgets 50,000/s  [order, " in told
    assert "for A log:" in told
    assert "50,000/s are many" in told
    assert "A queue would be chosen with any one of:\n    Order matters: no (now yes) → A queue" in told


def test_an_option_without_evidence(record: dict[str, Any]) -> None:
    assert "no rule speaks for or against Direct calls" in why_from_trace(record, "broker", "none")


@pytest.mark.parametrize(
    ("decision", "option", "message"),
    [("brokr", None, "did you mean broker"), ("broker", "kafka", "one of none, queue, log")],
)
def test_what_is_not_in_the_trace(record: dict[str, Any], decision: str, option: str | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        why_from_trace(record, decision, option)


@pytest.mark.parametrize("lost", ["ledgers", "firings"])
def test_a_trace_with_a_part_missing(record: dict[str, Any], lost: str) -> None:
    del record[lost]
    with pytest.raises(InputError, match="not complete"):
        why_from_trace(record, "broker")
