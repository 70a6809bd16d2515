"""Each check on inline YAML: one mistake in a sound base, and the exact list of findings that it makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.checks import check
from tests.engine.checks.check_kit import CAPABILITY, CAPACITY, DECISION, VOCABULARY, base, edited, told

VOC, CAP, DEC, FEED = "vocabulary__all", "capacity__nodes", "decisions__broker", "capabilities__feed"
TEXTS = {VOC: VOCABULARY, CAP: CAPACITY, DEC: DECISION, FEED: CAPABILITY}

CASES: dict[str, tuple[str, list[tuple[str, str]], list[str]]] = {
    "contradictory": (
        DEC,
        [("events > 20k/s and class == large", "events > 20k/s and events < 3/s")],
        [
            "decisions/broker.yaml:8:3 never-chosen: the option 'log' of broker can never be chosen: at "
            "most it has +0 points, 'none' at least +0 and wins ties",
            "decisions/broker.yaml:21:11 never-fires: the rule 'many-events' can never fire: 'events > "
            "20k/s' and 'events < 3/s' contradict each other",
            "decisions/broker.yaml:26:72 example: the example 'much' chooses queue, not log",
            "vocabulary/all.yaml:6:6 unused-fact: nothing reads the fact 'class', though rules derive it "
            "(class-small, class-large)",
        ],
    ),
    "contradictory facts": (
        DEC,
        [("events <= 100/s", "events <= 100/s and pattern == spiky and pattern == steady")],
        [
            "decisions/broker.yaml:1:1 gap: no rule says anything on broker where events <= 100/s: 'none' "
            "is chosen as it is listed first",
            "decisions/broker.yaml:11:31 never-fires: the rule 'few-events' can never fire: 'pattern == "
            "spiky' and 'pattern == steady' contradict each other",
        ],
    ),
    "dead alternative": (
        DEC,
        [("events > 100/s", "events > 100/s or consumers > 5 and consumers < 2")],
        [
            "decisions/broker.yaml:16:29 dead-alternative: a part of the condition of 'some-events' never "
            "holds: 'consumers > 5' and 'consumers < 2' contradict each other",
        ],
    ),
    "always": (
        DEC,
        [("events <= 100/s", "events <= 100/s or consumers >= 0")],
        [
            "decisions/broker.yaml:11:11 always-fires: the condition of 'few-events' holds whatever events "
            "or consumers is",
        ],
    ),
    "always by its negation": (
        CAP,
        [("pattern == steady", "pattern == steady or pattern != steady"), ("when: pattern == spiky, ", "")],
        [
            "capacity/nodes.yaml:3:29 always-fires: the condition of 'class-small' holds whatever pattern is",
            "capacity/nodes.yaml:4:29 duplicate-writer: 'class-large' and 'class-small' "
            "(capacity/nodes.yaml:3:6) can both fire, and both set class",
            "capacity/nodes.yaml:7:6 contradiction: in the example 'some': class-large "
            "(capacity/nodes.yaml:4:6) sets class to large, class-small (capacity/nodes.yaml:3:6) to small: "
            "let one say 'overrides: class-large'",
            "decisions/broker.yaml:26:6 contradiction: in the example 'much': class-large "
            "(capacity/nodes.yaml:4:6) sets class to large, class-small (capacity/nodes.yaml:3:6) to small: "
            "let one say 'overrides: class-large'",
            "decisions/broker.yaml:27:6 contradiction: in the example 'little': class-large "
            "(capacity/nodes.yaml:4:6) sets class to large, class-small (capacity/nodes.yaml:3:6) to small: "
            "let one say 'overrides: class-large'",
        ],
    ),
    "threshold beyond the range": (
        DEC,
        [("events > 20k/s", "events > 20M/s")],
        [
            "decisions/broker.yaml:8:3 never-chosen: the option 'log' of broker can never be chosen: at "
            "most it has +0 points, 'none' at least +0 and wins ties",
            "decisions/broker.yaml:21:11 never-fires: the rule 'many-events' can never fire: 'events > "
            "20M/s' is outside of what events can be",
            "decisions/broker.yaml:21:11 threshold-range: 'events > 20M/s' in 'many-events' is outside of "
            "what events can be: 0/s to 1 M/s",
            "decisions/broker.yaml:26:72 example: the example 'much' chooses queue, not log",
        ],
    ),
    "a word that nothing sets": (
        DEC,
        [
            ("class == large", "class in [large, huge]"),
            ("events <= 100/s", "events <= 100/s and class != huge or class == huge"),
        ],
        [
            "decisions/broker.yaml:11:31 impossible-value: 'class == huge' in 'few-events' never holds: "
            "class is only ever large or small",
        ],
    ),
    "duplicate writers": (
        CAP,
        [
            ("when: pattern == spiky", "when: events > 1k/s"),
            ("because: peaks", "because: peaks, source: {judgement: seen}"),
        ],
        [
            "capacity/nodes.yaml:4:50 duplicate-writer: 'class-large' and 'class-small' "
            "(capacity/nodes.yaml:3:6) can both fire, and both set class",
            "capacity/nodes.yaml:7:6 contradiction: in the example 'some': class-large "
            "(capacity/nodes.yaml:4:6) sets class to large, class-small (capacity/nodes.yaml:3:6) to small: "
            "let one say 'overrides: class-large'",
        ],
    ),
    "unused fact": (
        VOC,
        [("  - {fact: nodes", "  - {fact: idle, title: Idle, flag: true, input: true}\n  - {fact: nodes")],
        [
            "vocabulary/all.yaml:7:6 unused-fact: nothing reads the fact 'idle', though it is asked for",
        ],
    ),
    "never set": (
        CAP,
        [("events / (1k/s)", "spare + events / (1k/s)")],
        [
            "capacity/nodes.yaml:7:50 example: in the example 'some' nodes is unknown, not 6",
            "vocabulary/all.yaml:8:6 never-set: the rule node-count reads 'spare', and nothing sets it",
        ],
    ),
    "no rule for an option": (
        DEC,
        [("favour: {log: 3}", "favour: {queue: 3}"), ("choose: log", "choose: queue")],
        [
            "decisions/broker.yaml:8:3 never-chosen: the option 'log' of broker can never be chosen: at "
            "most it has +0 points, 'none' at least +0 and wins ties",
        ],
    ),
    "an option that is always out": (
        DEC,
        [
            ("when: events <= 100/s\n    favour: {none: 1}", "rule_out: {none: never}"),
            ("choose: none", "choose: queue"),
        ],
        [
            "decisions/broker.yaml:6:3 never-chosen: the option 'none' of broker can never be chosen: "
            "'few-events' always rules it out",
        ],
    ),
    "gap": (
        DEC,
        [("events <= 100/s", "events <= 50/s")],
        [
            "decisions/broker.yaml:1:1 gap: no rule says anything on broker where events > 50/s and events "
            "<= 100/s: 'none' is chosen as it is listed first",
        ],
    ),
    "no because": (
        DEC,
        [('    because: "{events} is little"\n', "")],
        [
            "decisions/broker.yaml:10:5 no-because: the rule 'few-events' gives no reason",
        ],
    ),
    "no source": (
        DEC,
        [("    source: {judgement: measured}\n", "")],
        [
            "decisions/broker.yaml:10:5 no-source: the rule 'few-events' names no source",
        ],
    ),
    "threshold without source": (
        CAP,
        [("pattern == steady", "pattern == steady and events > 7/s")],
        [
            "capacity/nodes.yaml:3:51 threshold-source: 'events > 7/s' in 'class-small' has no source",
        ],
    ),
    "default without reason": (
        VOC,
        [("default: 10/s, because: usual", "default: 10/s")],
        [
            "vocabulary/all.yaml:3:6 default-reason: 'events' is assumed to be 10/s, without a reason",
        ],
    ),
    "source without url": (
        DEC,
        [("{judgement: measured}", "{title: A book}")],
        [
            "decisions/broker.yaml:14:5 dead-source: the source of 'few-events' has neither a url nor a judgement",
        ],
    ),
    "source without address": (
        DEC,
        [("{judgement: measured}", '{title: A book, url: "somewhere"}')],
        [
            "decisions/broker.yaml:14:5 dead-source: the source of 'few-events' has no web address: somewhere",
        ],
    ),
    "deprecated": (
        DEC,
        [("    favour: {queue: 2}\n", "    favour: {queue: 2}\n    status: deprecated\n")],
        [
            "decisions/broker.yaml:18:5 deprecated: the rule 'some-events' is deprecated and fires in 2 of 3 examples",
        ],
    ),
    "draft": (
        DEC,
        [
            (
                "examples:",
                "  - {id: trial, when: events > 10k/s, favour: {queue: 5}, "
                "because: b, source: {judgement: j}, status: draft}\nexamples:",
            )
        ],
        [
            "decisions/broker.yaml:25:95 draft: the draft 'trial' fires in 1 of 3 examples and would "
            "change: broker from log to queue",
        ],
    ),
    "unknown name in a text": (
        DEC,
        [("{events} on {nodes}", "{event} on {nodes}")],
        [
            "decisions/broker.yaml:7:65 unknown-name: the text names 'event', which does not exist",
        ],
    ),
    "unknown role": (
        FEED,
        [("uses: [broker]", "uses: [brokers]")],
        [
            "capabilities/feed.yaml:5:52 unknown-name: there is no role or component 'brokers'",
        ],
    ),
    "hard part without an answer": (
        FEED,
        [("components:", "hard_parts:\n  - {title: Hard, why: it is}\ncomponents:")],
        [
            "capabilities/feed.yaml:5:5 no-answer: 'Hard' has no answer",
        ],
    ),
    "interface of two kinds": (
        FEED,
        [("does: read", "does: read, event: feed.read")],
        [
            "capabilities/feed.yaml:7:5 interface: the interface is of 2 kinds",
        ],
    ),
    "condition of a part": (
        FEED,
        [("consumers > 0", "consumer > 0")],
        [
            "capabilities/feed.yaml:7:53 expression: unknown name 'consumer'",
            "vocabulary/all.yaml:4:6 unused-fact: nothing reads the fact 'consumers', though it is asked for",
        ],
    ),
    "failing example": (
        DEC,
        [("choose: log", "choose: queue")],
        [
            "decisions/broker.yaml:26:72 example: the example 'much' chooses log, not queue",
        ],
    ),
    "failing value": (
        CAP,
        [("nodes: 6", "nodes: 7")],
        [
            "capacity/nodes.yaml:7:50 example: in the example 'some' nodes is 6, not 7",
        ],
    ),
    "values may name decisions": (
        CAP,
        [("nodes: 6", "broker: log")],
        [
            "capacity/nodes.yaml:7:50 example: in the example 'some' broker is queue, not log",
        ],
    ),
    "idle example": (
        DEC,
        [(", choose: none", "")],
        [
            "decisions/broker.yaml:27:6 idle-example: the example 'little' expects nothing",
        ],
    ),
    "example with an unknown fact": (
        DEC,
        [("given: {events: 5/s}", "given: {event: 5/s}")],
        [
            "decisions/broker.yaml:27:20 example: the example 'little' cannot run: there is no fact "
            "'event': did you mean events?",
        ],
    ),
}


def test_the_sound_base_has_no_findings(tmp_path: Path) -> None:
    assert told(base(tmp_path), tmp_path) == []


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_makes_exactly_these_findings(name: str, tmp_path: Path) -> None:
    file, changes, expected = CASES[name]
    changed = {file: edited(TEXTS[file], *changes)}
    if "spare" in changed.get(CAP, ""):
        changed[VOC] = VOCABULARY + "  - {fact: spare, title: Spare, unit: node}\n"
    assert told(base(tmp_path, **changed), tmp_path) == expected


def test_a_preset_without_sources_is_named(tmp_path: Path) -> None:
    preset = """\
preset: acme
title: Acme
summary: a case
capabilities: [feed]
facts:
  events: 5/s
  consumers: {value: 3, source: {title: Report, read: 2026-11-23}}
"""
    assert told(base(tmp_path, presets__acme=preset), tmp_path) == [
        "presets/acme.yaml:6:3 preset-assumption: 'events' of the preset acme has no source",
        "presets/acme.yaml:7:25 dead-source: the source of 'consumers' has neither a url nor a judgement",
    ]


def test_a_constant_without_a_source_is_named(tmp_path: Path) -> None:
    technology = "technology: log_server\ntitle: Log server\nlimits:\n  max_events: {value: 1M/s}\n"
    assert told(base(tmp_path, technologies__log_server=technology), tmp_path) == [
        "technologies/log_server.yaml:4:3 no-source: the constant 'log_server.max_events' names no source"
    ]


def test_findings_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    knowledge = base(
        tmp_path,
        decisions__broker=edited(
            DECISION, ("    source: {judgement: measured}\n", ""), ("choose: log", "choose: queue")
        ),
        capacity__nodes=edited(CAPACITY, ("nodes: 6", "nodes: 7")),
    )
    places = [finding.place for finding in check(knowledge)]
    assert places == sorted(places)
    assert len({place.path for place in places}) == 2


def test_the_caret_stands_under_the_fault(tmp_path: Path) -> None:
    knowledge = base(tmp_path, decisions__broker=edited(DECISION, ("events > 20k/s", "events > 20M/s")))
    shown = next(f for f in check(knowledge) if f.code == "threshold-range").shown().splitlines()
    assert shown[1].index("events > 20M/s") == shown[2].index("^")


def test_a_fact_that_only_a_topic_reads_is_used(tmp_path: Path) -> None:
    idle = edited(
        VOCABULARY, ("  - {fact: nodes", "  - {fact: idle, title: Idle, flag: true, input: true}\n  - {fact: nodes")
    )
    topic = edited(DECISION, ("title: Broker", "title: Broker\ntopic: broker\ntopic_when: idle"))
    findings = told(base(tmp_path, **{VOC: idle, DEC: topic}), tmp_path)
    assert not [finding for finding in findings if "unused-fact" in finding]
