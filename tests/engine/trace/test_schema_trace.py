"""The record itself: its published shape, why not, what is unknown, constants behind decisions, drafts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.inference import Evaluation, Given, Givens, evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from engine.trace import Trace, dumped, trace, trace_text
from engine.trace.shape import TraceShape, trace_schema
from tests.conftest import Folder

VOCABULARY = """\
facts:
  - {fact: capabilities, title: What it does, members: capabilities}
  - {fact: events, title: Events, unit: event/s, default: 10/s}
  - {fact: readers, title: Readers, unit: reader}
  - {fact: nodes, title: Nodes, unit: node}
  - {fact: room, title: Room, unit: node}
"""
DECISIONS = {
    "broker": """\
decision: broker
title: Broker
section: scalability
question: How?
options:
  none: {title: None, category: none}
  queue: {title: Queue, category: queue}
  log: {title: Log, category: log, technology: kafka}
rules:
  - {id: many, when: events > 100/s, favour: {queue: 2}, because: "{events}"}
  - {id: crowded, when: nodes >= 3, favour: {log: 3}, because: "{nodes} nodes"}
  - {id: read-a-lot, when: readers > 5, favour: {log: 1}, because: "{readers} read"}
  - {id: roomy, when: room > nodes, favour: {none: 1}, because: room}
""",
    "tool": """\
decision: tool
title: Tool
section: delivery
question: Which?
applies_when: broker == log
options:
  a: {title: A, category: a}
  b: {title: B, category: b}
rules:
  - {id: quick, when: broker.max_events > 1k/s, favour: {b: 2}, because: quick}
""",
}
CAPACITY = """\
capacity: nodes
rules:
  - {id: node-count, set: {nodes: ceil(events / kafka.max_events)}, because: a node each}
"""
TECHNOLOGY = """\
technology: kafka
title: Kafka
limits:
  max_events: {value: 2k/s, as_of: 2026-01-01, source: {judgement: measured}}
  unread: {value: 5}
"""


@pytest.fixture
def base(folder: Folder) -> Folder:
    for name, text in DECISIONS.items():
        folder.write(f"decisions/{name}.yaml", text)
    return (
        folder.write("vocabulary/all.yaml", VOCABULARY)
        .write("capacity/nodes.yaml", CAPACITY)
        .write("technologies/kafka.yaml", TECHNOLOGY)
    )


def evaluated(knowledge: Knowledge, **given: Any) -> Evaluation:
    return evaluate(knowledge, givens_from(knowledge, given))


def test_the_traces_of_all_presets_keep_the_published_shape(shipped: Knowledge) -> None:
    schema = trace_schema()
    Draft202012Validator.check_schema(schema)
    check = Draft202012Validator(schema)
    for preset in shipped.presets:
        record = json.loads(
            trace_text(evaluate(shipped, givens_from(shipped, {}, {}, preset)), "a document", "a title")
        )
        assert [f"{e.json_path}: {e.message[:200]}" for e in check.iter_errors(record)] == []
        TraceShape.model_validate(record)


def test_every_rule_fired_or_says_why_not(shipped: Knowledge) -> None:
    record = trace(evaluated(shipped, capabilities=["feed"], daily_active_users="1M"))
    fired, others = [{r["rule"] for r in record[key]} for key in ("firings", "not_fired")]
    assert fired.isdisjoint(others)
    assert fired | others == {rule.id for rule in shipped.rules}
    assert all(rule["missed"] for rule in record["not_fired"])
    applying = set(record["ledgers"])
    assert applying | set(record["inapplicable"]) == set(shipped.decisions)


def test_what_is_unknown_is_said_to_be(base: Folder) -> None:
    record = trace(evaluated(base.load(), events="10/s"))
    missed = {rule["rule"]: rule["missed"] for rule in record["not_fired"]}
    assert missed["many"] == [{"expected": "events > 100/s", "fact": "events", "actual": 10.0}]
    assert missed["read-a-lot"] == [{"expected": "readers > 5", "fact": "readers", "actual": None, "unknown": True}]
    (roomy,) = missed["roomy"]
    assert roomy == {
        "expected": "room > nodes",
        "fact": "room",
        "actual": None,
        "other": "nodes",
        "other_actual": 1.0,
        "unknown": True,
    }
    assert record["inapplicable"]["tool"]["missed"] == [
        {"expected": "broker == log", "fact": "broker", "actual": "none"}
    ]


def test_a_ledger_names_the_constants_behind_its_facts(base: Folder) -> None:
    record = trace(evaluated(base.load(), events="9k/s"))
    assert record["choices"] == {"broker": "log", "tool": "b"}
    assert record["ledgers"]["broker"]["constants"] == ["kafka.max_events"]  # through the fact nodes
    assert record["ledgers"]["tool"]["constants"] == ["kafka.max_events"]  # as an attribute of the choice
    assert set(record["constants"]) == {"kafka.max_events"}
    assert record["constants"]["kafka.max_events"]["place"]["line"] == 4


def test_a_fact_that_was_given_stands_on_no_constant(base: Folder) -> None:
    record = trace(evaluated(base.load(), events="9k/s", nodes="2"))
    assert "constants" not in record["ledgers"]["broker"]


def test_the_text_of_each_rule_is_recorded(base: Folder) -> None:
    record = trace(evaluated(base.load(), events="9k/s"))
    rules = {rule["rule"]: rule for rule in (*record["firings"], *record["not_fired"])}
    assert rules["many"]["when"] == "events > 100/s"
    assert rules["many"]["effects"] == [{"favour": "broker.queue", "points": 2.0}]
    assert rules["node-count"]["effects"] == [
        {"set": "nodes", "to": "ceil(events / kafka.max_events)", "reads": ["events", "kafka.max_events"]}
    ]
    assert rules["read-a-lot"]["effects"] == [{"favour": "broker.log", "points": 1.0}]


def test_recording_costs_nothing_until_it_is_read(base: Folder) -> None:
    record = Trace(evaluated(base.load(), events="9k/s"))
    assert record.made == {}
    assert record["choices"] == {"broker": "log", "tool": "b"}
    assert list(record.made) == ["choices"]
    assert dict(record) == trace(record.evaluation)
    with pytest.raises(KeyError):
        record["document"]


def test_a_trace_that_was_read_is_written_the_same_again(base: Folder) -> None:
    odd = 'said "so" – with \\ and \t, {events} of it, for 100 €'
    knowledge = base.load()
    third = Given(0.1 + 0.2, "given", "{nodes} and {gone}")
    for facts in ({}, {"events": Given(1e22, "given", odd)}, {"events": third}):
        text = trace_text(evaluate(knowledge, Givens(facts)), "document", odd)
        record = json.loads(text)
        assert dumped(record) == text
        TraceShape.model_validate(record)
        assert {name: fact["words"] for name, fact in record["input"]["facts"].items()} == {
            name: given.words for name, given in facts.items()
        }


def test_of_several_alternatives_the_nearest_is_told(base: Folder) -> None:
    base.write(
        "capacity/ways.yaml",
        "capacity: ways\nrules:\n"
        "  - {id: three-ways, when: (events > 1M/s and readers > 5) or nodes > 7 or nodes > 9, set: {room: 5}}\n"
        "  - {id: two-missed, when: events > 1M/s and readers > 5, set: {room: 5}}\n",
    )
    missed = {rule["rule"]: rule["missed"] for rule in trace(evaluated(base.load(), events="10/s"))["not_fired"]}
    assert [m["expected"] for m in missed["three-ways"]] == ["nodes > 7"]
    assert [m["expected"] for m in missed["two-missed"]] == ["events > 1M/s", "readers > 5"]


def test_drafts_do_not_count_and_show_what_they_would_change(base: Folder) -> None:
    base.write(
        "capacity/drafts.yaml",
        "capacity: drafts\nrules:\n"
        "  - {id: more-nodes, when: events > 1/s, set: {room: 5}, because: draft, status: draft}\n"
        "  - {id: more-readers, when: room > 3, set: {readers: 9}, because: draft, status: draft}\n"
        "  - {id: no-queue, when: events > 1/s, rule_out: {broker.queue: too old}, because: draft, status: draft}\n",
    )
    record = trace(evaluated(base.load(), events="200/s"))
    assert record["choices"] == {"broker": "queue"}
    assert "readers" not in record["facts"]
    assert record["ledgers"]["broker"]["with_drafts"] == "none"
    assert record["ledgers"]["broker"]["drafts"] == [
        {"rule": "no-queue", "because": "draft", "option": "queue", "ruled_out": True}
    ]
    assert sorted(record["drafts"].pop("fired")) == ["more-nodes", "no-queue"]
    assert record["drafts"] == {
        "choices": {"broker": {"now": "queue", "with_drafts": "none"}},
        "facts": {
            "readers": {"now": "unknown", "with_drafts": "9"},
            "room": {"now": "unknown", "with_drafts": "5"},
        },
    }


def test_without_drafts_nothing_is_said_of_them(base: Folder) -> None:
    base.write(
        "capacity/drafts.yaml",
        "capacity: drafts\nrules:\n  - {id: idle, when: events > 1M/s, set: {room: 5}, status: draft}\n",
    )
    record = trace(evaluated(base.load(), events="200/s"))
    assert "drafts" not in record
    assert "with_drafts" not in record["ledgers"]["broker"]
    assert next(r for r in record["not_fired"] if r["rule"] == "idle")["draft"] is True


def test_drafts_that_would_go_round_in_a_circle_say_so(base: Folder) -> None:
    base.write(
        "capacity/drafts.yaml",
        "capacity: drafts\nrules:\n"
        "  - {id: back, when: broker == queue, set: {readers: 9}, because: x, status: draft}\n",
    )
    record = trace(evaluated(base.load(), events="200/s"))
    assert "rules go round in a circle" in record["drafts"]["problem"]
    TraceShape.model_validate(record)


def test_equal_evaluations_have_equal_bytes(shipped: Knowledge) -> None:
    first, second = (trace_text(evaluated(shipped, capabilities=["chat"], daily_active_users="2M")) for _ in range(2))
    assert first == second
    assert json.loads(first)["format"] == "groundplan-trace/1"
