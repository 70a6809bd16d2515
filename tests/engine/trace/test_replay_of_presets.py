"""A trace evaluated again is the same, byte for byte, document and all; otherwise it says what differs first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from engine.cli import main
from engine.design import assemble
from engine.document import render
from engine.findings import InputError
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from engine.trace import read_trace, trace_text
from engine.trace.replaying import replay


def traced(knowledge: Knowledge, preset: str, title: str = "") -> str:
    evaluation = evaluate(knowledge, givens_from(knowledge, {}, {}, preset))
    return trace_text(evaluation, render(assemble(evaluation, title)), title)


@pytest.mark.parametrize(
    "preset", ["bank_ledger", "chatgpt", "facebook", "netflix", "team_wiki", "twitter", "uber", "youtube"]
)
def test_presets_replay_to_the_same_bytes(shipped: Knowledge, preset: str) -> None:
    text = traced(shipped, preset, "A title of its own" if preset == "uber" else "")
    assert replay(shipped, json.loads(text)).same


def test_another_title_is_another_document(shipped: Knowledge) -> None:
    record = json.loads(traced(shipped, "uber", "Rides"))
    record["input"]["title"] = "Journeys"
    result = replay(shipped, record)
    assert not result.same
    assert "document: " in result.words
    assert any(line.startswith('-  "sha256"') for line in result.difference)


def test_what_differs_is_said_before_the_raw_lines(shipped: Knowledge) -> None:
    record = json.loads(traced(shipped, "uber"))
    record["facts"]["peak_requests"].update(value=1.0, text="1/s")
    record["choices"]["message_broker"] = "none"
    result = replay(shipped, record)
    assert not result.same
    assert "peak_requests: 1/s -> " in result.words
    assert "message_broker: none -> kafka" in result.words
    assert result.words.index("choices that differ") < result.words.index("facts that differ")
    assert result.difference


def test_the_command_replays_what_design_wrote(tmp_path: Path) -> None:
    file = tmp_path / "trace.json"
    run = CliRunner()
    made = run.invoke(main, ["design", "a wiki for 40 people", "--format", "json", "-o", str(file)])
    assert made.exit_code == 0, made.output
    again = run.invoke(main, ["replay", str(file)])
    assert again.exit_code == 0, again.output
    assert "the same, and the same document" in again.output
    record = json.loads(file.read_text("utf-8"))
    record["choices"]["hosting"] = "hybrid"
    file.write_text(json.dumps(record), "utf-8")
    differs = run.invoke(main, ["replay", str(file)])
    assert differs.exit_code == 1
    assert "hosting: hybrid -> " in differs.output
    assert "+++ evaluated again" in differs.output


def broken(change: Any) -> Any:
    def apply(record: dict[str, Any]) -> None:
        change(record)

    return apply


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.pop("firings"),
        lambda r: r.update(format="other/1"),
        lambda r: r["input"].pop("title"),
        lambda r: r.update(ledgers=[]),
        lambda r: r["firings"].append({"rule": "x"}),
        lambda r: r["input"].update(facts={"peak_requests": 3}),
        lambda r: r.update(more=1),
    ],
)
def test_a_trace_that_is_incomplete_is_refused(shipped: Knowledge, tmp_path: Path, change: Any) -> None:
    record = json.loads(trace_text(evaluate(shipped, givens_from(shipped, {"daily_active_users": "5k"}))))
    change(record)
    file = tmp_path / "trace.json"
    file.write_text(json.dumps(record), "utf-8")
    with pytest.raises(InputError, match="trace"):
        read_trace(file)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("no_such_fact", 1.0, "does not have"),
        ("daily_active_users", "many", "none of this knowledge"),
        ("regions", 3.0, "none of this knowledge"),
        ("consistency", "wishful", "none of this knowledge"),
        ("offline_first", 1.0, "none of this knowledge"),
    ],
)
def test_a_trace_of_another_knowledge_is_refused(shipped: Knowledge, name: str, value: Any, message: str) -> None:
    record = json.loads(trace_text(evaluate(shipped, givens_from(shipped, {}))))
    record["input"]["facts"][name] = {"value": value, "origin": "given", "words": ""}
    with pytest.raises(InputError, match=message):
        replay(shipped, record)
