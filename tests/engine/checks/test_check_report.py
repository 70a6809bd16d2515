"""The list of checks and its documentation, the report of `groundplan check`, coverage, and the shipped base."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from click.testing import CliRunner

import engine
from engine.checks import CHECKS, check, coverage
from engine.checks.documenting import FILE, document
from engine.checks.facts import ENGINE_READS
from engine.checks.refusals import REFUSALS
from engine.checks.report import report_on
from engine.cli import main
from engine.knowledge import Knowledge
from engine.loading import load
from tests.engine.checks.check_kit import DECISION, base, edited

ROOT = Path(engine.__file__).parent


def test_the_documentation_is_made_from_the_checks() -> None:
    assert FILE.read_text("utf-8") == document(), "run: python -m engine.checks.documenting"


def test_every_code_that_loading_reports_is_documented() -> None:
    position = {"finding": 0, "report": 1, "Finding": 0}
    reported = set()
    for file in [*(ROOT / "loading").rglob("*.py"), ROOT / "strata.py"]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                at = position.get(name)
                if at is not None and len(node.args) > at and isinstance(node.args[at], ast.Constant):
                    reported.add(node.args[at].value)  # type: ignore[attr-defined]
    assert reported - {refusal.code for refusal in REFUSALS} == set()


def test_every_check_says_what_why_and_what_to_do() -> None:
    for each in CHECKS:
        assert each.title
        assert len(each.explains) > 40
        assert each.fix
        assert each.severity in ("error", "warning", "info")


def test_what_the_engine_reads_by_name_it_does_read() -> None:
    texts = {
        node.value
        for file in ROOT.rglob("*.py")
        if "checks" not in file.parts
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant)
    }
    assert ENGINE_READS - texts == set()


def test_coverage_names_rules_and_options_that_no_example_reaches(tmp_path: Path) -> None:
    text = edited(
        DECISION, ("  - {name: much, given: {events: 50k/s, consumers: 3, pattern: spiky}, choose: log}\n", "")
    )
    found = coverage(base(tmp_path, decisions__broker=text))
    assert found.as_json() == {
        "examples": 2,
        "rules": {
            "total": 6,
            "reached": 4,
            "missing": [
                {"id": "class-large", "path": f"{tmp_path}/capacity/nodes.yaml", "line": 4, "column": 6},
                {"id": "many-events", "path": f"{tmp_path}/decisions/broker.yaml", "line": 20, "column": 5},
            ],
        },
        "options": {
            "total": 3,
            "reached": 2,
            "missing": [{"id": "broker.log", "path": f"{tmp_path}/decisions/broker.yaml", "line": 8, "column": 3}],
        },
    }
    assert found.lines()[-1] == "2 examples reach 4 of 6 rules and 2 of 3 options"


def test_the_report_counts_findings_by_code(tmp_path: Path) -> None:
    text = DECISION.replace("    source: {judgement: measured}\n", "")
    report = report_on(lambda: base(tmp_path, decisions__broker=text), with_coverage=True)
    assert report.counts == {"no-source": 3}
    assert "     3 warning  no-source" in report.text().splitlines()
    assert report.text().endswith("0 errors, 3 warnings")
    record = json.loads(report.as_json())
    assert list(record) == ["findings", "counts", "errors", "warnings", "infos", "summary", "coverage"]
    assert set(record["findings"][0]) == {"code", "severity", "path", "line", "column", "message", "fix", "excerpt"}


def test_a_base_that_does_not_load_is_reported_in_the_same_form(tmp_path: Path) -> None:
    report = report_on(lambda: base(tmp_path, decisions__broker=DECISION.replace("title: Broker", "titel: Broker")))
    assert report.errors == 2
    assert report.counts == {"missing-key": 1, "unknown-key": 1}


def test_the_command_reports_json_and_fails_on_errors(tmp_path: Path) -> None:
    (tmp_path / "decisions").mkdir()
    (tmp_path / "decisions" / "extra.yaml").write_text(DECISION.replace("title: Broker", "titel: Broker"), "utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path), "--format", "json"])
    assert result.exit_code == 1
    assert json.loads(result.output)["errors"] >= 1


def test_the_shipped_base_has_no_errors() -> None:
    findings = check(load())
    assert [str(finding) for finding in findings if finding.severity == "error"] == []


def test_the_examples_reach_every_rule_and_option_of_the_shipped_base(shipped: Knowledge) -> None:
    found = coverage(shipped)
    assert [name for reach in (found.rules, found.options) for name, _ in reach.missing] == []
