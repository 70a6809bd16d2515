"""Loading knowledge: every mistake is reported with its place and what would be right, all in one run."""

from __future__ import annotations

import os
import time

import pytest

from engine.findings import KnowledgeError
from engine.knowledge import Knowledge
from tests.conftest import Folder

VOCABULARY = """\
facts:
  - {fact: capabilities, title: What it does, members: capabilities}
  - {fact: events, title: Events, unit: event/s, range: [0, 1e12], default: 10/s}
  - {fact: consumers, title: Consumers, unit: consumer, range: [0, 100], default: 1}
  - {fact: data, title: Data, unit: TB, default: 1 TB}
  - {fact: nodes, title: Nodes, unit: node}
"""
DECISION = """\
decision: broker
title: Broker
section: scalability
question: How is work handed over?
options:
  none: {title: Direct calls, category: none}
  queue: {title: A queue, category: queue-broker}
  log: {title: A log, category: log-broker, limits: {max_events: 1M/s}}
rules:
  - id: many-events
    when: events > 20k/s and consumers >= 2
    favour: {log: 3}
    because: "{events} with {consumers} consumers"
    source: {judgement: measured}
  - id: some-events
    when: events > 100/s
    favour: {queue: 2}
    because: "{events} is more than a call can bear"
    source: {judgement: measured}
"""
CAPACITY = """\
capacity: nodes
rules:
  - {id: node-count, set: {nodes: "ceil(events / (1k/s)) + 1"}, because: one node a thousand events}
"""


@pytest.fixture
def base(folder: Folder) -> Folder:
    return (
        folder.write("vocabulary/all.yaml", VOCABULARY)
        .write("decisions/broker.yaml", DECISION)
        .write("capacity/nodes.yaml", CAPACITY)
    )


def findings(folder: Folder) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        folder.load()
    return [str(finding) for finding in caught.value.findings]


def test_a_whole_base_loads(base: Folder) -> None:
    knowledge = base.load()
    assert set(knowledge.decisions) == {"broker"}
    assert knowledge.rule("many-events").place.line == 10
    assert isinstance(knowledge, Knowledge)


def test_the_same_files_have_the_same_revision_and_an_edit_changes_it(base: Folder) -> None:
    before = base.load().revision
    assert base.load().revision == before
    base.write("capacity/nodes.yaml", CAPACITY.replace("1k/s", "2k/s"))
    assert base.load().revision != before


def test_an_unknown_name_is_found_with_line_and_column_and_a_suggestion(base: Folder) -> None:
    base.write("decisions/broker.yaml", DECISION.replace("events > 20k/s", "event > 20k/s"))
    (finding,) = findings(base)
    assert "broker.yaml:11:11: unknown name 'event': did you mean events?" in finding


def test_all_mistakes_of_all_files_are_reported_in_one_run(base: Folder) -> None:
    base.write("decisions/broker.yaml", DECISION.replace("log: 3", "logs: 3").replace("events > 100/s", "data > 100/s"))
    base.write("capacity/nodes.yaml", CAPACITY.replace("events / (1k/s)", "data + events"))
    text = "\n".join(findings(base))
    assert "'logs' is no option of broker" in text
    assert "data is in bytes, 100/s is 1/second" in text
    assert "the formula adds bytes and 1/second" in text


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        ("decisions/broker.yaml", "title: Broker", "titel: Broker", "'titel' is no key here: did you mean title?"),
        ("decisions/broker.yaml", "question: How is work handed over?\n", "", "'question' is missing"),
        ("decisions/broker.yaml", "id: some-events", "id: many-events", "also stands in"),
        ("decisions/broker.yaml", "favour: {log: 3}", "favour: {log: 9}", "give 1 (a preference) to 5"),
        ("decisions/broker.yaml", "title: Broker", "title: Broker\ntitle: Again", "'title' stands here twice"),
        ("decisions/broker.yaml", "question: How", "question: Why: how", "put text that holds ': ' in double quotes"),
        ("decisions/broker.yaml", "section: scalability", "section: scaling", "should be 'goals', 'architecture'"),
        ("vocabulary/all.yaml", "unit: TB", "unit: TB, flag: true", "is of 2 kinds"),
        ("vocabulary/all.yaml", "fact: nodes", "fact: broker", "already"),
        ("vocabulary/all.yaml", "range: [0, 100]", "range: [0, 100 ms]", "not in consumer"),
        ("capacity/nodes.yaml", "set: {nodes:", "set: {node:", "did you mean nodes?"),
        ("capacity/nodes.yaml", "set:", "add:", "'nodes' is no sum"),
        ("capacity/nodes.yaml", "1k/s)) + 1", "1k/s) + 1", "ends too early"),
    ],
)
def test_a_mistake_says_what_would_be_right(base: Folder, path: str, old: str, new: str, message: str) -> None:
    file = base.root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    assert message in "\n".join(findings(base))


def test_a_cycle_is_refused_and_drawn(base: Folder) -> None:
    base.write(
        "capacity/nodes.yaml",
        CAPACITY
        + "  - {id: back, when: nodes > 3, favour: {broker.log: 1}}\n"
        + "  - {id: forth, when: broker == log, set: {nodes: 9}}\n",
    )
    (finding,) = [f for f in findings(base) if "circle" in f]
    assert "the choice of broker" in finding
    assert "forth (" in finding
    assert "back (" in finding


def test_members_may_imply_each_other_in_a_circle(base: Folder) -> None:
    for name, other in (("feed", "graph"), ("graph", "feed")):
        form = f"capability: {name}\ntitle: {name}\nsummary: people use {name}\nimplies: [{other}]\n"
        base.write(f"capabilities/{name}.yaml", form)
    from engine.inference import evaluate
    from engine.inference.given import givens_from

    knowledge = base.load()
    evaluation = evaluate(knowledge, givens_from(knowledge, {"capabilities": ["feed"]}))
    assert evaluation.value("capabilities") == frozenset({"feed", "graph"})


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "a: &a [1, 2]\nb: *a\n",
        "\n".join(" " * n + "- a:" for n in range(1_000)),
        "a: " + "x" * 10_000_000,
        "- " * 50_000,
        "{a: {b: " * 2_000,
        "\x00\x01",
        "a: !!python/object:os.system {}",
        "? [a, b]\n: c\n",
    ],
)
def test_hostile_yaml_is_refused_quickly(base: Folder, text: str) -> None:
    base.write("decisions/other.yaml", text)
    began = time.perf_counter()
    assert findings(base)
    assert time.perf_counter() - began < 5  # a hang would be minutes


def test_an_empty_file_is_a_finding_not_a_crash(base: Folder) -> None:
    base.write("decisions/empty.yaml", "")
    assert "the file is empty" in findings(base)[0]


def test_an_overlay_replaces_adds_and_disables_by_id(base: Folder, tmp_path: object) -> None:
    from engine.loading import load

    over = Folder(base.root.parent / "ours")
    over.write(
        "decisions/broker.yaml",
        "decision: broker\noptions:\n  log: {disabled: true}\nrules:\n"
        "  - {id: some-events, when: events > 500/s}\n"
        "  - {id: ours, when: consumers > 5, favour: {queue: 1}, because: ours}\n",
    )
    knowledge = load([base.root, over.root], shipped=False)
    assert list(knowledge.decisions["broker"].options) == ["none", "queue"]
    assert knowledge.rule("some-events").condition.text == "events > 500/s"
    assert knowledge.rule("some-events").because == "{events} is more than a call can bear"
    assert knowledge.rule("ours").place.path.endswith("ours/decisions/broker.yaml")


def test_a_missing_folder_is_named(tmp_path: object) -> None:
    from engine.loading import load

    with pytest.raises(KnowledgeError, match="there is no such folder"):
        load(["/no/such/folder"], shipped=False)


def test_what_editors_put_beside_a_file_is_not_read(folder: Folder) -> None:
    before = folder.write("vocabulary/all.yaml", VOCABULARY).load().revision
    (folder.root / "vocabulary/.#all.yaml").symlink_to("somebody@somewhere.42")
    folder.write("vocabulary/._all.yaml", "\0 no YAML")
    assert folder.load().revision == before


def test_a_pipe_and_a_link_to_itself_are_refused(folder: Folder) -> None:
    folder.write("vocabulary/all.yaml", VOCABULARY)
    odd = folder.root / "vocabulary/odd.yaml"
    os.mkfifo(odd)
    with pytest.raises(KnowledgeError, match="it is a pipe"):
        folder.load()
    odd.unlink()
    odd.symlink_to(odd)
    with pytest.raises(KnowledgeError, match="cannot be read"):
        folder.load()
