"""The command line as people and scripts use it: what comes out where, and the exit codes 0, 1 and 2."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import failing, main
from engine.document.checking import check_document
from engine.knowledge import Knowledge
from engine.loading import load

WIKI = ("design", "a wiki for 40 people, 2 engineers")


@pytest.fixture(autouse=True, scope="module")
def _loaded_once(shipped: Knowledge) -> Iterator[None]:
    """The shipped base is loaded once for all commands that lay nothing over it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(failing, "load", lambda folders: load(folders) if folders else shipped)
        yield


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(scope="module")
def uber(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trace") / "uber.json"
    assert run("design", "--preset", "uber", "--format", "json", "-o", path).exit_code == 0
    return path


# -- design ------------------------------------------------------------------------------------------------------------


def test_the_files_of_a_design_go_to_a_folder(tmp_path: Path) -> None:
    result = run(*WIKI, "-o", tmp_path / "wiki.md", "--artefacts", tmp_path / "files")
    assert result.exit_code == 0
    found = {str(path.relative_to(tmp_path / "files")) for path in (tmp_path / "files").rglob("*") if path.is_file()}
    assert {"README.md", "openapi.yaml", "schema/primary-store.sql", ".github/workflows/release.yaml"} <= found
    assert f"{len(found)} files" in result.stderr
    listed = (tmp_path / "files" / "README.md").read_text("utf-8")
    assert all(f"| `{path}` |" in listed for path in found - {"README.md"})


def test_a_text_becomes_a_document_in_a_file(tmp_path: Path) -> None:
    result = run(*WIKI, "-o", tmp_path / "wiki.md")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "wiki.md" in result.stderr
    document = (tmp_path / "wiki.md").read_text("utf-8")
    assert "40" in document
    assert check_document(document) == []


def test_without_a_file_it_goes_to_stdout() -> None:
    result = run(*WIKI)
    assert result.stdout.startswith("# ")
    assert "\n## 11. " in result.stdout


def test_a_page(tmp_path: Path) -> None:
    run(*WIKI, "--format", "html", "-o", tmp_path / "wiki.html")
    assert (tmp_path / "wiki.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_preset_as_json_is_its_trace(uber: Path) -> None:
    record = json.loads(uber.read_text("utf-8"))
    assert record["format"] == "groundplan-trace/1"
    assert record["input"]["preset"] == "uber"
    assert record["facts"]["daily_active_users"]["value"] == 60e6
    assert set(record["choices"]) == set(record["ledgers"])


def test_set_and_pin_win(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    settings = ["--set", "latency_p99=90 ms", "--set", "regions=eu,us", "--pin", "primary_store=cassandra"]
    assert run(*WIKI, *settings, "--format", "json", "-o", path).exit_code == 0
    record = json.loads(path.read_text("utf-8"))
    assert record["facts"]["latency_p99"]["value"] == pytest.approx(0.09)
    assert record["facts"]["latency_p99"]["origin"] == "given"
    assert record["facts"]["regions"]["value"] == ["eu", "us"]
    assert record["choices"]["primary_store"] == "cassandra"
    assert record["ledgers"]["primary_store"]["pinned"]
    assert record["facts"]["users_total"]["value"] == 40


def test_set_wins_over_the_text(tmp_path: Path) -> None:
    run(*WIKI, "--set", "users_total=900", "--format", "json", "-o", tmp_path / "t.json")
    assert json.loads((tmp_path / "t.json").read_text("utf-8"))["facts"]["users_total"]["value"] == 900


WRONG = [
    (["design"], "describe a system"),
    (["design", "--set", "usrs_total=5"], "no fact 'usrs_total': did you mean users_total?"),
    (["design", "--set", "users_total=0"], "Registered users: 0 is out of range"),
    (["design", "--preset", "uber", "--set", "availability=120%"], "Availability: 120% is out of range: give 50% to"),
    (["design", "--preset", "uber", "--set", "latency_p99=5 GB"], "'5 GB' is not in ms"),
    (["design", "--preset", "uber", "--set", "users_total"], "write NAME=VALUE"),
    (["design", "--preset", "uber", "--set", "regions=mars"], "'mars' is no value"),
    (["design", "--preset", "ubr"], "no preset 'ubr': did you mean uber?"),
    (["design", "a wiki", "--preset", "ubr"], "no preset 'ubr': did you mean uber?"),
    (["design", "--preset", "uber", "--pin", "primary_store=oracle"], "'oracle' is no option of primary_store"),
    (["design", "--preset", "uber", "--pin", "primary_stor=sqlite"], "did you mean primary_store?"),
    (["design", "--preset", "uber", "--knowledge", "/no/such/folder"], "no such folder"),
    ([*WIKI, "-o", "/no/such/folder/x.md"], "No such file or directory"),
    (["design", "qwer asdf"], "says what to design"),
    (["why", "/no/such.json", "cache"], "cannot be read as a trace"),
    (["replay", "/no/such.json"], "cannot be read as a trace"),
    (["replay", "/dev/zero"], "larger than 50 MB, no trace is"),
    (["design", "--set", "users_total=1e300"], "Registered users: 1e+300 is out of range: give 1 to"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_wrong_input_is_said_on_stderr(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_all_wrong_values_are_said_at_once() -> None:
    errors = run("design", "--set", "users_total=0", "--set", "availability=120%", "--pin", "cache=x").stderr
    assert "Registered users" in errors
    assert "Availability" in errors
    assert "'x' is no option of cache" in errors


@pytest.mark.parametrize(
    "arguments",
    [["design", "--bogus"], ["design", "x", "--format", "pdf"], ["nosuch"], ["why"], ["replay"], ["design", "--set"]],
)
def test_wrong_usage(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert result.stdout == ""


def test_a_value_in_the_text_that_cannot_be_is_said() -> None:
    assert "120%" in run("design", "a wiki for 40 people with 120% availability").stderr


# -- check -------------------------------------------------------------------------------------------------------------


def overlay(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder


def test_the_shipped_base_is_good(shipped: Knowledge) -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert f"{len(shipped.decisions)} decisions" in result.output
    assert "0 errors" in result.output


def test_a_broken_overlay_is_reported_with_its_place(tmp_path: Path) -> None:
    broken = "decision: cache\nrules:\n  - {id: mine, when: peek_reads > 5/s, favour: {redis: 3}, because: ours}\n"
    result = run("check", overlay(tmp_path, "decisions/cache.yaml", broken))
    assert result.exit_code == 1
    assert re.search(
        r"decisions/cache\.yaml:3:\d+: unknown name 'peek_reads': did you mean peak_reads\?", result.output
    )
    assert "Traceback" not in result.output


def test_a_template_that_fails_leaves_the_other_sections(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "own", "sections/07_security.md.j2", "Ours.\n{{ num('users_total') / 0 }}\n")
    document = tmp_path / "wiki.md"
    result = run(*WIKI, "--knowledge", folder, "-o", document)
    assert result.exit_code == 1
    assert re.search(r"sections/07_security\.md\.j2:2:1: section 7, Security, .+ division by zero", result.stderr)
    assert "Traceback" not in result.output
    headings = re.findall(r"^## (\d+)\.", document.read_text("utf-8"), re.MULTILINE)
    assert headings == [str(number) for number in range(1, 12)]


def test_a_template_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = overlay(tmp_path / "own", "sections/07_security.md.j2", "") / "sections" / "07_security.md.j2"
    file.write_bytes(b"\xff\xfe\x00")
    result = run(*WIKI, "--knowledge", tmp_path / "own")
    assert result.exit_code == 1
    assert "sections/07_security.md.j2:1:1: cannot be read" in result.stderr


def test_findings_as_json(tmp_path: Path) -> None:
    folder = overlay(tmp_path, "decisions/cache.yaml", "decision: cache\noptions: 5\n")
    result = run("check", folder, "--format", "json")
    assert result.exit_code == 1
    (finding, *_) = json.loads(result.stdout)["findings"]
    assert {"code", "severity", "path", "line", "column", "message"} <= set(finding)
    assert finding["path"].endswith("decisions/cache.yaml")


def test_an_overlay_changes_the_design(tmp_path: Path) -> None:
    rule = (
        "  - {id: house-rule, require: [postgresql], because: the house runs one database, source: {judgement: ours}}\n"
    )
    folder = overlay(tmp_path / "own", "decisions/primary_store.yaml", f"decision: primary_store\nrules:\n{rule}")
    path = tmp_path / "t.json"
    assert run(*WIKI, "--knowledge", folder, "--format", "json", "-o", path).exit_code == 0
    assert json.loads(path.read_text("utf-8"))["choices"]["primary_store"] == "postgresql"


# -- replay and why ----------------------------------------------------------------------------------------------------


def test_a_replay_is_the_same(uber: Path) -> None:
    result = run("replay", uber)
    assert result.exit_code == 0
    assert "the same" in result.stdout


def tampered(uber: Path, tmp_path: Path, old: str, new: str) -> Path:
    text = uber.read_text("utf-8")
    assert old in text
    path = tmp_path / "tampered.json"
    path.write_text(text.replace(old, new), "utf-8")
    return path


def test_a_tampered_choice_differs(uber: Path, tmp_path: Path) -> None:
    record = json.loads(uber.read_text("utf-8"))
    record["choices"]["message_broker"] = "rabbitmq"
    path = tmp_path / "tampered.json"
    path.write_text(json.dumps(record), "utf-8")
    result = run("replay", path)
    assert result.exit_code == 1
    assert re.search(r'^-\s+"message_broker": "rabbitmq"', result.stdout, re.MULTILINE)
    assert re.search(r'^\+\s+"message_broker": "kafka"', result.stdout, re.MULTILINE)


def test_a_tampered_input_differs_in_what_follows_from_it(uber: Path, tmp_path: Path) -> None:
    record = json.loads(uber.read_text("utf-8"))
    record["input"]["facts"]["daily_active_users"]["value"] = 6000.0
    path = tmp_path / "tampered.json"
    path.write_text(json.dumps(record), "utf-8")
    result = run("replay", path)
    assert result.exit_code == 1
    assert "decision_id" in result.stdout


@pytest.mark.parametrize(
    "text",
    [
        "[1]",
        "{",
        '{"format": "groundplan-trace/1"}',
        '{"format": "other"}',
        '{"format": "groundplan-trace/1", "input": {"facts": {"users_total": {"value": "many"}}}}',
    ],
)
def test_what_is_no_trace_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "no.json"
    path.write_text(text, "utf-8")
    for command in (["replay", path], ["why", path, "cache"]):
        result = run(*command)
        assert result.exit_code == 1
        assert "Traceback" not in result.output
        assert result.stderr.startswith("groundplan: ")


def test_a_value_of_the_wrong_kind_in_a_trace_is_refused(uber: Path, tmp_path: Path) -> None:
    record = json.loads(uber.read_text("utf-8"))
    record["input"]["facts"]["daily_active_users"]["value"] = "many"
    path = tmp_path / "t.json"
    path.write_text(json.dumps(record), "utf-8")
    assert run("replay", path).exit_code == 1


def test_why_names_the_rule_with_its_place(uber: Path) -> None:
    result = run("why", uber, "primary_store")
    assert result.exit_code == 0
    places = re.findall(r"\[([a-z0-9-]+), (knowledge/\S+?):(\d+)\]", result.stdout)
    assert places
    for rule, path, line in places:
        lines = (Path(__file__).parents[3] / path).read_text("utf-8").split("\n")
        assert rule in lines[int(line) - 1]


def test_why_not(uber: Path) -> None:
    result = run("why", uber, "primary_store", "--not", "sqlite")
    assert "not SQLite" in result.stdout
    assert "ruled out: " in result.stdout
    assert "for Sharded MySQL" in result.stdout
    assert run("why", uber, "primary_store", "--not", "oracle").exit_code == 1
    assert run("why", uber, "primary_stor").exit_code == 1


# -- as a process ------------------------------------------------------------------------------------------------------


def test_the_command_as_a_process() -> None:
    command = [sys.executable, "-m", "web"]
    done = subprocess.run([*command, "design", "--set", "users_total=0"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("groundplan: ")
    assert "Traceback" not in done.stderr
    assert subprocess.run([*command, "--version"], capture_output=True, text=True, timeout=60).stdout.startswith(
        "groundplan"
    )


# -- agree -------------------------------------------------------------------------------------------------------------

PUBLISHED = Path(__file__).parents[1] / "agreement" / "cases.yaml"


def test_agree_as_json_and_what_was_ignored_on_stderr() -> None:
    result = run("agree", PUBLISHED, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["cases"] == 2
    assert "shoe_size" in result.stderr


def test_agree_in_words() -> None:
    assert "core decisions agree" in run("agree", PUBLISHED).stdout


def test_agree_refuses_a_bad_file_with_its_place(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("- id: a\n", "utf-8")
    result = run("agree", bad)
    assert result.exit_code == 1
    assert "bad.yaml:1:3" in result.stderr
