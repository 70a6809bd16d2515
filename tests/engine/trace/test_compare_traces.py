"""Two traces side by side: every difference, and the way from each changed choice back to what began it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.cli import main
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from engine.loading import SHIPPED, load
from engine.trace import trace_text
from engine.trace.comparing import Cause, compare, told
from tests.conftest import Folder
from tests.engine.trace import test_schema_trace
from tests.engine.trace.test_schema_trace import CAPACITY, DECISIONS, TECHNOLOGY

base = test_schema_trace.base


def recorded(knowledge: Knowledge, pins: dict[str, str] | None = None, **given: Any) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(trace_text(evaluate(knowledge, givens_from(knowledge, given, pins))))
    return record


def kinds(cause: Cause) -> list[str]:
    """The kinds along the first way back."""
    return [cause.kind, *(kinds(cause.because[0]) if cause.because else [])]


def roots(cause: Cause) -> set[tuple[str, str]]:
    return {(root.kind, root.name) for root in cause.roots()}


def test_equal_traces_do_not_differ(base: Folder) -> None:
    knowledge = base.load()
    comparison = compare(recorded(knowledge, events="5/s"), recorded(knowledge, events="5/s"))
    assert comparison.same
    assert told(comparison) == "the two traces do not differ"


def test_a_choice_is_walked_back_to_the_fact_that_was_given(base: Folder) -> None:
    knowledge = base.load()
    comparison = compare(recorded(knowledge, events="50/s"), recorded(knowledge, events="9k/s"))
    assert comparison.choices == {"broker": ("none", "log"), "tool": (None, "b")}
    assert comparison.given == {"events": ("50/s (given)", "9,000/s (given)")}
    assert set(comparison.only_b) == {"many", "crowded", "quick"}
    broker = comparison.causes["broker"]
    many, crowded = broker.because
    assert kinds(many) == ["rule", "condition", "fact", "given"]
    assert kinds(crowded) == ["rule", "condition", "fact", "fact"]  # the second of them stands above
    assert [c.name for c in (crowded.because[0], crowded.because[0].because[0])] == ["nodes >= 3", "nodes"]
    assert roots(broker) == roots(comparison.causes["tool"]) == {("given", "events")}
    words = told(comparison)
    assert "broker: none -> log" in words
    assert "because nodes: 1 -> 5" in words
    assert "in the end: events: 50/s (given) -> 9,000/s (given)" in words


def test_a_pin_is_a_cause_of_its_own(base: Folder) -> None:
    knowledge = base.load()
    comparison = compare(recorded(knowledge, events="5/s"), recorded(knowledge, {"broker": "log"}, events="5/s"))
    assert comparison.pins == {"broker": (None, "log")}
    assert roots(comparison.causes["broker"]) == {("pin", "broker")}
    assert roots(comparison.causes["tool"]) == {("pin", "broker")}


def test_a_constant_that_was_edited_is_found_behind_a_fact(base: Folder) -> None:
    before = recorded(base.load(), events="9k/s")
    base.write("technologies/kafka.yaml", TECHNOLOGY.replace("2k/s", "20k/s"))
    comparison = compare(before, recorded(base.load(), events="9k/s"))
    assert comparison.knowledge is not None
    assert comparison.constants == {"kafka.max_events": ("2,000/s", "20,000/s")}
    assert comparison.choices["broker"] == ("log", "queue")
    assert roots(comparison.causes["broker"]) == {("constant", "kafka.max_events")}


def test_a_rule_that_was_edited_says_how(base: Folder) -> None:
    before = recorded(base.load(), events="9k/s")
    base.write("decisions/broker.yaml", DECISIONS["broker"].replace("favour: {log: 3}", "favour: {log: 1}"))
    comparison = compare(before, recorded(base.load(), events="9k/s"))
    assert set(comparison.edited) == {"crowded"}
    assert comparison.evidence["broker"] == [{"rule": "crowded", "option": "log", "a": 3.0, "b": 1.0}]
    (cause,) = comparison.causes["broker"].because
    assert cause.root
    assert "was edited: broker.log +3 -> broker.log +1" in cause.words


def test_a_condition_that_was_edited_and_a_rule_that_came_or_went(base: Folder) -> None:
    before = recorded(base.load(), events="9k/s")
    base.write("decisions/broker.yaml", DECISIONS["broker"].replace("nodes >= 3", "nodes >= 30"))
    edited = compare(before, recorded(base.load(), events="9k/s"))
    assert "when nodes >= 3 -> nodes >= 30" in edited.causes["broker"].because[0].words
    base.write("decisions/broker.yaml", DECISIONS["broker"].replace("id: crowded", "id: renamed"))
    base.write("capacity/nodes.yaml", CAPACITY.replace("kafka.max_events)", "kafka.max_events) + 0"))
    comparison = compare(before, recorded(base.load(), events="9k/s"))
    assert set(comparison.edited) == {"crowded", "renamed", "node-count"}
    assert comparison.choices == {}


def test_an_option_that_was_taken_away_is_a_cause(base: Folder) -> None:
    before = recorded(base.load(), events="9k/s")
    base.write("decisions/tool.yaml", DECISIONS["tool"].replace("broker == log", "broker == queue").replace(
        "broker.max_events > 1k/s", "events > 1k/s"))  # fmt: skip
    base.write(
        "decisions/broker.yaml", DECISIONS["broker"].replace("technology: kafka}", "technology: kafka, disabled: true}")
    )
    comparison = compare(before, recorded(base.load(), events="9k/s"))
    assert comparison.choices["broker"] == ("log", "queue")
    assert ("option", "broker.log") in roots(comparison.causes["broker"])


def test_a_vocabulary_default_that_was_edited(base: Folder) -> None:
    before = recorded(base.load())
    base.write("vocabulary/all.yaml", test_schema_trace.VOCABULARY.replace("default: 10/s", "default: 500/s"))
    comparison = compare(before, recorded(base.load()))
    assert roots(comparison.causes["broker"]) == {("rule", "default-events")}


def test_every_changed_choice_of_the_shipped_knowledge_has_a_root(shipped: Knowledge) -> None:
    cases: list[dict[str, Any]] = [
        {"capabilities": ["booking"], "daily_active_users": "20k", "team_size": "9"},
        {"capabilities": ["booking"], "daily_active_users": "20M", "team_size": "9"},
        {"capabilities": ["chat", "feed"], "daily_active_users": "20M", "team_size": "90"},
        {"capabilities": ["telemetry"], "devices_total": "2M", "deployment": "on_prem"},
    ]
    records = [recorded(shipped, **case) for case in cases]
    for a in records:
        for b in records:
            comparison = compare(a, b)
            given = {("given", name) for name in comparison.given}
            for cause in comparison.causes.values():
                assert roots(cause), told(comparison)
                assert roots(cause) <= given
            json.dumps(comparison.as_json())


def test_the_house_rules_are_named_as_the_cause(shipped: Knowledge) -> None:
    case: dict[str, Any] = {"capabilities": ["booking"], "daily_active_users": "20k", "team_size": "9"}
    ours = load([SHIPPED.parent / "docs" / "examples" / "house-rules"])
    comparison = compare(recorded(shipped, **case), recorded(ours, **case))
    found = {root.name for root in comparison.causes["message_broker"].roots()}
    assert {"house-rabbitmq", "jobs-table-suffices", "message_broker.kafka"} <= found
    assert all(cause.kind != "knowledge" for c in comparison.causes.values() for cause in c.roots())
    assert "docs/examples/house-rules/decisions/message_broker.yaml:6" in told(comparison)


facts = st.fixed_dictionaries(
    {},
    optional={
        "events": st.floats(0, 1e5),
        "readers": st.integers(0, 20).map(float),
        "room": st.integers(0, 9).map(float),
        "nodes": st.integers(0, 9).map(float),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts, facts)
def test_whatever_was_given_every_changed_choice_is_explained_by_it(
    base: Folder, one: dict[str, Any], other: dict[str, Any]
) -> None:
    knowledge = base.load()
    comparison = compare(recorded(knowledge, **one), recorded(knowledge, **other))
    given_names = {("given", name) for name in comparison.given}
    for cause in comparison.causes.values():
        assert roots(cause)
        assert roots(cause) <= given_names
    assert comparison.same == (not comparison.given)


def test_the_command_compares_in_words_and_as_json(tmp_path: Path) -> None:
    run = CliRunner()
    files = []
    for people in ("40", "4M"):
        file = tmp_path / f"{people}.json"
        made = run.invoke(main, ["design", "--set", f"daily_active_users={people}", "--set", "capabilities=chat",
                                 "--format", "json", "-o", str(file)])  # fmt: skip
        assert made.exit_code == 0, made.output
        files.append(str(file))
    words = run.invoke(main, ["compare", *files])
    assert words.exit_code == 0, words.output
    assert "in the end: daily_active_users: 40 (given) -> 4 M (given)" in words.output
    record = json.loads(run.invoke(main, ["compare", *files, "--format", "json"]).output)
    assert record["causes"]["primary_store"]["roots"][0]["name"] == "daily_active_users"
    missing = run.invoke(main, ["compare", files[0], str(tmp_path / "no.json")])
    assert missing.exit_code == 1
    assert "cannot be read as a trace" in missing.output


@pytest.mark.parametrize("room", ["given", "pins", "constants", "facts", "choices"])
def test_the_json_has_both_sides_of_each_difference(base: Folder, room: str) -> None:
    before = recorded(base.load(), events="50/s")
    base.write("technologies/kafka.yaml", TECHNOLOGY.replace("2k/s", "1k/s"))
    record = compare(before, recorded(base.load(), {"broker": "log"}, events="9k/s")).as_json()
    assert record[room]
    assert all(set(pair) == {"a", "b"} for pair in record[room].values())


def test_the_parts_and_the_cost_stand_side_by_side(shipped: Knowledge) -> None:
    facts = {"capabilities": ["chat"], "users_total": "2M"}
    one, two = (recorded(shipped, pins, **facts) for pins in ({}, {"message_broker": "kafka"}))
    found = compare(one, two)
    assert found.components["kafka"] == (None, "Apache Kafka")
    assert found.cost is not None
    words = told(found)
    assert f"a month costs: {one['facts']['monthly_cost']['text']} -> {two['facts']['monthly_cost']['text']}" in words
    assert "  none -> Apache Kafka" in words
