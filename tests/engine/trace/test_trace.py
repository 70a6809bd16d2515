"""The trace: where every value comes from, which line of which file made it so, and the same bytes every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from engine.loading import load
from engine.trace import givens_of, trace, trace_text

ROOT = Path(__file__).parents[3]
REQUEST: dict[str, Any] = {"capabilities": ["booking", "payments"], "team_size": 9}


@pytest.fixture(scope="module")
def record(shipped: Knowledge) -> dict[str, Any]:
    evaluation = evaluate(shipped, givens_from(shipped, {"team_size": 300}, {"cache": "none"}, "uber"))
    return dict(json.loads(trace_text(evaluation, "the document")))


def test_where_each_kind_of_fact_comes_from(record: dict[str, Any]) -> None:
    facts = record["facts"]
    assert facts["team_size"]["origin"] == "given"
    assert facts["team_size"]["words"] == "300"
    assert facts["daily_active_users"]["origin"] == "preset"
    assert facts["daily_active_users"]["words"]
    assert facts["peak_requests"]["origin"] == "derived"
    assert facts["peak_requests"]["rule"]
    assert "average_requests" in facts["peak_requests"]["formula"]
    assumed = {name: fact for name, fact in facts.items() if fact["origin"] == "assumed"}
    assert assumed
    assert all(fact["rule"] for fact in assumed.values())
    parts = facts["capability_reads"]["parts"]
    assert sum(part["adds"] for part in parts) == pytest.approx(facts["capability_reads"]["value"])
    assert len(parts) > 3


def test_every_fact_has_a_value_a_text_and_an_origin(record: dict[str, Any]) -> None:
    for name, fact in record["facts"].items():
        assert fact["origin"] in ("given", "preset", "derived", "assumed"), name
        assert fact["text"], name
        assert "value" in fact, name


def test_places_hold_the_rules(record: dict[str, Any]) -> None:
    files: dict[str, list[str]] = {}
    seen = 0
    for entry in [*record["firings"], *record["not_fired"]]:
        place = entry["place"]
        lines = files.setdefault(place["path"], (ROOT / place["path"]).read_text("utf-8").split("\n"))
        if entry.get("kind", "rule") == "rule":
            seen += 1
            assert entry["rule"] in "\n".join(lines[place["line"] - 1 : place["line"] + 1]), entry["rule"]
    assert seen > 500


def test_why_not_says_what_was_expected_and_what_there_was(record: dict[str, Any], shipped: Knowledge) -> None:
    fired = {entry["rule"] for entry in record["firings"]}
    not_fired = {entry["rule"]: entry for entry in record["not_fired"]}
    assert not fired & set(not_fired)
    assert {rule.id for rule in shipped.rules if rule.kind == "rule"} <= fired | set(not_fired)
    for entry in not_fired.values():
        assert entry["missed"], entry["rule"]
        for missed in entry["missed"]:
            assert missed["expected"]
            assert "actual" in missed
    small_team = next(m for e in not_fired.values() for m in e["missed"] if m["expected"].startswith("team_size <"))
    assert small_team["actual"] == 300


def test_constants_that_were_read_have_a_value_a_date_and_a_source(record: dict[str, Any]) -> None:
    assert record["constants"]
    for key, constant in record["constants"].items():
        assert "." in key
        assert constant["text"]
        lines = (ROOT / constant["place"]["path"]).read_text("utf-8").split("\n")
        line = constant["place"]["line"]
        assert key.partition(".")[2] in "\n".join(lines[line - 2 : line])
        assert constant["source"], key
    assert all(key.split(".")[0] != "mongodb" or "price" not in key for key in record["constants"])


def test_ledgers_hold_every_piece_of_evidence_and_the_pin(record: dict[str, Any]) -> None:
    fired = {entry["rule"] for entry in record["firings"]}
    for name, ledger in record["ledgers"].items():
        assert record["choices"][name] == ledger["choice"]
        points = dict.fromkeys((s["option"] for s in ledger["standings"]), 0.0)
        for piece in ledger["evidence"]:
            assert piece["rule"] in fired
            assert piece["because"]
            points[piece["option"]] += piece["points"]
        assert points == {s["option"]: s["points"] for s in ledger["standings"]}, name
    assert record["ledgers"]["cache"]["pinned"]
    assert record["ledgers"]["cache"]["free_choice"] != "none"


def test_it_knows_the_document_and_the_knowledge(record: dict[str, Any], shipped: Knowledge) -> None:
    assert record["knowledge"]["revision"] == shipped.revision
    assert len(record["document"]["sha256"]) == 64


def test_the_givens_come_back(shipped: Knowledge, record: dict[str, Any]) -> None:
    again = evaluate(shipped, givens_of(shipped, record))
    assert again.choices == record["choices"]
    assert json.loads(json.dumps(trace(again)))["facts"] == record["facts"]


def test_another_input_has_another_id(shipped: Knowledge) -> None:
    ids = {
        trace(evaluate(shipped, givens_from(shipped, {**REQUEST, **more}, pins)))["decision_id"]
        for more, pins in (({}, {}), ({"team_size": 10}, {}), ({}, {"cache": "redis"}))
    }
    assert len(ids) == 3


def test_the_same_bytes_whatever_the_seed_of_hashes() -> None:
    script = (
        "from engine.loading import load; from engine.inference import evaluate;"
        "from engine.inference.given import givens_from; from engine.trace import trace_text;"
        "from engine.design import assemble; from engine.document import render; import sys;"
        "k = load(); e = evaluate(k, givens_from(k, {'capabilities': ['chat', 'feed'], 'regions': ['eu', 'us']}));"
        "sys.stdout.buffer.write(trace_text(e, render(assemble(e))).encode())"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "4242")
    ]
    one, other = (process.communicate(timeout=120)[0] for process in running)
    assert one == other
    assert len(one) > 100_000


def test_a_rule_edited_by_an_overlay_is_named_by_the_overlay(tmp_path: Path) -> None:
    file = tmp_path / "own" / "decisions" / "cache.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(
        "decision: cache\nrules:\n  - {id: house-cache, favour: {redis: 5}, because: ours, source: {judgement: x}}\n",
        "utf-8",
    )
    knowledge = load([tmp_path / "own"])
    found = trace(evaluate(knowledge, givens_from(knowledge, REQUEST)))
    (firing,) = [f for f in json.loads(json.dumps(found))["firings"] if f["rule"] == "house-cache"]
    assert firing["place"] == {"path": str(file), "line": 3}
    assert found["knowledge"]["revision"] != load().revision
