"""The published schemas: up to date, kept by every shipped file, and helpful to who edits one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from engine.cli import main
from engine.cli.schema_command import TRACE_SCHEMA, trace_text_of
from engine.knowledge import Knowledge
from engine.loading import SHIPPED, load
from engine.loading.positions import read_document
from engine.loading.schemas import FILES, outdated, schemas
from tests.conftest import Folder

ROOT = SHIPPED.parent
HOUSE_RULES = ROOT / "docs" / "examples" / "house-rules"


def files_of(folder: Path, kind: str) -> list[Path]:
    room = folder.parent / kind if folder == SHIPPED and kind == "presets" else folder / kind
    return sorted(room.glob("*.yaml"))


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SHIPPED / "schema" / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def mistakes(name: str, data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator(name).iter_errors(data)]


def test_the_committed_schemas_are_up_to_date(shipped: Knowledge) -> None:
    assert outdated(SHIPPED / "schema", schemas(shipped)) == [], "run: groundplan schema"
    assert TRACE_SCHEMA.read_text("utf-8") == trace_text_of(), "run: groundplan schema"


@pytest.mark.parametrize("kind", FILES)
def test_every_shipped_file_keeps_its_schema(kind: str) -> None:
    checks = {name: validator(name) for name in (FILES[kind], f"overlay/{FILES[kind]}")}
    files = files_of(SHIPPED, kind)
    assert files
    for file in files:
        data = read_document(str(file), file.read_text("utf-8")).data
        for name, check in checks.items():
            assert [f"{e.json_path}: {e.message[:200]}" for e in check.iter_errors(data)] == [], (file, name)


@pytest.mark.parametrize("kind", FILES)
def test_the_files_of_the_worked_overlay_keep_the_overlay_schema(kind: str) -> None:
    for file in files_of(HOUSE_RULES, kind):
        data = read_document(str(file), file.read_text("utf-8")).data
        assert mistakes(f"overlay/{FILES[kind]}", data) == []


@pytest.mark.parametrize(
    ("folder", "back"), [(SHIPPED, "../schema"), (HOUSE_RULES, "../../../../knowledge/schema/overlay")]
)
def test_every_file_tells_its_editor_the_schema(folder: Path, back: str) -> None:
    for kind, name in FILES.items():
        way = "../knowledge/schema" if folder == SHIPPED and kind == "presets" else back
        for file in files_of(folder, kind):
            first = file.read_text("utf-8").splitlines()[0]
            assert first == f"# yaml-language-server: $schema={way}/{name}.json", file
            assert (file.parent / way / f"{name}.json").resolve().is_file()


RULE: dict[str, Any] = {"id": "some-rule", "favour": {"kafka": 3}}
DECISION: dict[str, Any] = {
    "decision": "broker",
    "title": "Broker",
    "section": "scalability",
    "question": "How?",
    "options": {"none": {"title": "None", "category": "none"}},
    "rules": [RULE],
}


def test_a_file_that_adds_names_is_not_refused() -> None:
    rule = {**RULE, "favour": {"ours": 3}, "set": {"our_fact": "1k/s"}, "require": "ours", "rule_out": ["theirs"]}
    assert mistakes("decision", {**DECISION, "rules": [rule]}) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"titel": "x"}, "$"),
        ({"section": "scaling"}, "$.section"),
        ({"rules": [{**RULE, "favor": {}}]}, "$.rules[0]"),
        ({"rules": [{**RULE, "favour": {"kafka": "much"}}]}, "$.rules[0].favour.kafka"),
        ({"rules": [{**RULE, "status": "live"}]}, "$.rules[0].status"),
        ({"options": {"Kafka": {"title": "x", "category": "y"}}}, "$.options"),
        (
            {"options": {"none": {"title": "x", "category": "y", "component": {"layer": "cloud"}}}},
            "$.options.none.component",
        ),
    ],
)
def test_a_mistake_is_marked_where_it_stands(change: dict[str, Any], where: str) -> None:
    assert any(mistake.startswith(where) for mistake in mistakes("decision", {**DECISION, **change}))


def test_the_overlay_schema_asks_for_ids_only() -> None:
    change = {
        "decision": "broker",
        "options": {"kafka": {"disabled": True}},
        "rules": [{"id": "a", "favour": {"kafka": None}}],
    }
    assert mistakes("overlay/decision", change) == []
    assert mistakes("decision", change)
    assert mistakes("overlay/decision", {"options": {}})


def test_names_are_offered_with_a_line_on_each(shipped: Knowledge) -> None:
    schema = json.loads((SHIPPED / "schema" / "decision.json").read_text("utf-8"))
    parts = schema["$defs"]
    rule = parts["Rule"]["properties"]
    facts = parts[rule["set"]["$ref"].rpartition("/")[2]]["properties"]
    assert (
        facts["peak_requests"]["description"] == "Requests at peak (request/s)" or facts["peak_requests"]["description"]
    )
    options = parts[rule["favour"]["$ref"].rpartition("/")[2]]["properties"]
    assert {"kafka", "message_broker.kafka"} <= set(options)
    assert set(shipped.technologies) == set(parts["technology_name"]["anyOf"][0]["enum"])
    for name, part in parts.items():
        if "properties" in part and not name.split("_")[-1].isdigit():
            assert part["additionalProperties"] is False, name
            assert part["description"], name
    capability = json.loads((SHIPPED / "schema" / "capability.json").read_text("utf-8"))["$defs"]
    assert "post.created" in capability["event_name"]["anyOf"][0]["enum"]
    assert "message_broker.kafka" in capability["option_name"]["anyOf"][0]["enum"]
    assert "kafka" not in capability["option_name"]["anyOf"][0]["enum"]


def test_the_loader_passes_over_the_schemas() -> None:
    assert (SHIPPED / "schema").is_dir()
    assert not any("/schema/" in part.document.path for part in load().parts)


def test_the_command_writes_compares_and_offers_the_names_of_an_overlay(tmp_path: Path, folder: Folder) -> None:
    run = CliRunner()
    fine = run.invoke(main, ["schema", "--check"])
    assert fine.exit_code == 0, fine.output
    over = folder.write(
        "vocabulary/ours.yaml", "facts:\n  - {fact: cost_centre_count, title: Cost centres, unit: centre}\n"
    )
    out = tmp_path / "schema"
    arguments = ["schema", "--knowledge", str(over.root), "-o", str(out)]
    assert run.invoke(main, [*arguments, "--check"]).exit_code == 1
    assert run.invoke(main, arguments).exit_code == 0
    assert run.invoke(main, [*arguments, "--check"]).exit_code == 0
    assert "cost_centre_count" in (out / "decision.json").read_text("utf-8")
    (out / "decision.json").write_text("{}", "utf-8")
    (out / "stray.json").write_text("{}", "utf-8")
    stale = run.invoke(main, [*arguments, "--check"])
    assert stale.exit_code == 1
    assert "decision.json" in stale.output
    assert "stray.json" in stale.output
    assert run.invoke(main, ["schema", "--knowledge", str(over.root)]).exit_code == 2
