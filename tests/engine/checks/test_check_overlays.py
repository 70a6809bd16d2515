"""What an overlay disables is no mistake of the rules and examples that name it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from engine.checks import check
from engine.cli import main
from engine.loading import load
from tests.engine.checks.check_kit import CAPACITY, DECISION, VOCABULARY, base, edited

HOUSE_RULES = Path(__file__).parents[3] / "docs" / "examples" / "house-rules"
SIZING = "  - {id: log-nodes, when: broker == log, set: {log_nodes: 3}, because: three copies}\n"


def test_a_disabled_option_makes_no_findings(tmp_path: Path) -> None:
    base(
        tmp_path / "base",
        vocabulary__all=VOCABULARY + '  - {fact: log_nodes, title: "Nodes of the log", unit: node}\n',
        capacity__nodes=edited(CAPACITY, ("examples:\n", f"{SIZING}examples:\n")),
        decisions__broker=edited(DECISION, ("fits {events} on {nodes}", "fits {events} on {nodes} and {log_nodes}")),
    )
    over = tmp_path / "over" / "decisions" / "broker.yaml"
    over.parent.mkdir(parents=True)
    over.write_text("decision: broker\noptions:\n  log: {disabled: true}\n", "utf-8")
    knowledge = load([tmp_path / "base", tmp_path / "over"], shipped=False)
    assert list(knowledge.decisions["broker"].options) == ["none", "queue"]
    assert [str(finding) for finding in check(knowledge)] == []


def test_what_an_overlay_moves_in_the_shipped_examples_is_told_and_is_no_error() -> None:
    result = CliRunner().invoke(main, ["check", str(HOUSE_RULES)])
    assert result.exit_code == 0
    assert "under the overlay, the example 'streaming for the world'" in result.output
    assert " 0 errors" in result.output
