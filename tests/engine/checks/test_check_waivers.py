"""A waiver covers one finding at one place, with a reason, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.findings import KnowledgeError
from tests.engine.checks.check_kit import DECISION, VOCABULARY, base, edited, told

WAIVE = "    waive: [{code: no-source, because: everybody knows}]\n"
UNSOURCED = ("    source: {judgement: measured}\n", "")


def test_it_covers_its_rule_and_no_other(tmp_path: Path) -> None:
    text = edited(DECISION, ("    source: {judgement: measured}\n", WAIVE), UNSOURCED)
    assert told(base(tmp_path, decisions__broker=text), tmp_path) == [
        "decisions/broker.yaml:15:5 no-source: the rule 'some-events' names no source"
    ]


def test_it_covers_its_code_and_no_other(tmp_path: Path) -> None:
    text = edited(DECISION, ("    source: {judgement: measured}\n", WAIVE), ('    because: "{events} is little"\n', ""))
    assert told(base(tmp_path, decisions__broker=text), tmp_path) == [
        "decisions/broker.yaml:10:5 no-because: the rule 'few-events' gives no reason"
    ]


def test_on_a_decision_it_does_not_cover_the_rules_within(tmp_path: Path) -> None:
    text = edited(DECISION, UNSOURCED) + "waive: [{code: no-source, because: all of them}]\n"
    assert told(base(tmp_path, decisions__broker=text), tmp_path) == [
        "decisions/broker.yaml:10:5 no-source: the rule 'few-events' names no source",
        "decisions/broker.yaml:27:9 idle-waiver: the waiver of 'no-source' covers nothing",
    ]


def test_on_a_decision_it_covers_the_decision(tmp_path: Path) -> None:
    text = edited(DECISION, ("events <= 100/s", "events <= 50/s"))
    assert told(base(tmp_path, decisions__broker=text + "waive: [{code: gap, because: meant}]\n"), tmp_path) == []


def test_on_a_fact_and_on_an_option(tmp_path: Path) -> None:
    facts = VOCABULARY + "  - {fact: idle, title: Idle, flag: true, waive: [{code: unused-fact, because: to come}]}\n"
    text = edited(
        DECISION,
        ("category: log-broker", "category: log-broker, waive: [{code: never-chosen, because: to come}]"),
        ("favour: {log: 3}", "favour: {queue: 3}"),
        ("choose: log", "choose: queue"),
    )
    assert told(base(tmp_path, vocabulary__all=facts, decisions__broker=text), tmp_path) == []


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("no-sauce", "decisions/broker.yaml:14:14 waiver: there is no finding 'no-sauce'"),
        ("never-fires", "decisions/broker.yaml:14:14 waiver: 'never-fires' is an error and cannot be waived"),
        ("no-because", "decisions/broker.yaml:14:13 idle-waiver: the waiver of 'no-because' covers nothing"),
    ],
)
def test_a_waiver_that_cannot_be_or_covers_nothing(code: str, finding: str, tmp_path: Path) -> None:
    text = edited(DECISION, ("    source:", f"    waive: [{{code: {code}, because: so}}]\n    source:"))
    assert told(base(tmp_path, decisions__broker=text), tmp_path) == [finding]


def test_an_error_stays_an_error(tmp_path: Path) -> None:
    text = edited(
        DECISION,
        ("events > 20k/s", "events > 20k/s and events < 1/s"),
        ("    favour: {log: 3}", "    favour: {log: 3}\n    waive: [{code: never-fires, because: so}]"),
    )
    codes = [line.split()[1] for line in told(base(tmp_path, decisions__broker=text), tmp_path)]
    assert "never-fires:" in codes
    assert "waiver:" in codes


def test_it_needs_a_reason(tmp_path: Path) -> None:
    text = edited(DECISION, ("    source:", "    waive: [{code: no-source}]\n    source:"))
    with pytest.raises(KnowledgeError, match="'because' is missing"):
        base(tmp_path, decisions__broker=text)
