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


def test_why(record: dict[str, Any]) -> None:
    told = why_from_trace(record, "broker")
    assert told.startswith("broker: log")
    assert "+3  50,000/s are many  [many-events, " in told
    assert "decisions/broker.yaml:10]" in told
    assert "-2  a log has to be run" in told


def test_why_not(record: dict[str, Any]) -> None:
    told = why_from_trace(record, "broker", "queue")
    assert "ruled out: a queue forgets 50,000/s  [order, " in told
    assert "for log:" in told
    assert "50,000/s are many" in told


def test_an_option_without_evidence(record: dict[str, Any]) -> None:
    assert "no rule speaks for or against none" in why_from_trace(record, "broker", "none")


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
