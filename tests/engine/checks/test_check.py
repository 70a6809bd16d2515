"""`check` on a small base with one mistake at a time: found, at its line, with what would be right."""

from __future__ import annotations

import pytest

from engine.checks import check
from engine.findings import Finding
from tests.conftest import Folder
from tests.engine.small_base import DECISION, small_base

EXAMPLES = """\
examples:
  - {name: a flood, given: {events: 50k/s, consumers: 3}, choose: log}
  - {name: a trickle, given: {events: 1/s}, not: log}
"""


def errors(folder: Folder) -> list[Finding]:
    return [finding for finding in check(folder.load()) if finding.severity == "error"]


def test_a_sound_base_has_no_errors(folder: Folder) -> None:
    assert errors(small_base(folder, EXAMPLES)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("choose: log", "choose: queue", 17, "'a flood' chooses log, not queue"),
        ("not: log", "not: none", 18, "'a trickle' chooses none"),
        ("events: 1/s}", "evnts: 1/s}", 18, "did you mean events"),
        ("events: 1/s}", "events: 1 GB}", 18, "'1 GB' is not in"),
    ],
)
def test_an_example_that_fails(folder: Folder, old: str, new: str, line: int, message: str) -> None:
    (finding, *more) = errors(small_base(folder, EXAMPLES.replace(old, new)))
    assert more == []
    assert finding.place.path.endswith("decisions/broker.yaml")
    assert finding.place.line == line
    assert message in str(finding)


def test_a_value_of_an_example(folder: Folder) -> None:
    capacity = "capacity: more\nrules: []\nexamples:\n  - {name: sized, given: {events: 2500/s}, values: {nodes: 4}}\n"
    (finding,) = errors(small_base(folder).write("capacity/more.yaml", capacity))
    assert finding.place.line == 4
    assert "nodes is 3, not 4" in finding.message


def test_a_text_that_names_what_does_not_exist(folder: Folder) -> None:
    base = small_base(folder).write(
        "decisions/broker.yaml", DECISION.replace('"{events} are many"', '"{evnts} are many"')
    )
    (finding,) = errors(base)
    assert finding.place.line == 10
    assert "evnts" in finding.message
    assert "events" in finding.fix


@pytest.mark.parametrize(
    ("gone", "word"), [(', because: "{events} are some"', "reason"), (", source: {judgement: s}", "source")]
)
def test_evidence_without_reason_or_source_is_a_warning(folder: Folder, gone: str, word: str) -> None:
    base = small_base(folder).write("decisions/broker.yaml", DECISION.replace(gone, "", 1))
    before = {str(f) for f in check(small_base(Folder(folder.root.parent / "whole")).load())}
    new = [f for f in check(base.load()) if f.severity == "warning" and word in f.message and str(f) not in before]
    assert new
    assert errors(base) == []


CAPABILITY = """\
capability: jobs
title: Jobs
summary: people start jobs
hard_parts: [{title: Waiting, why: some wait, answered_by: broker}]
entities: {Job: {note: one job, key: job_id, fields: {job_id: id}}}
interfaces: [{event: job.made, key: job_id, body: {job_id: j1}, consumers: [runner], rate: events}]
flows: [{name: Start a job, kind: sync, main: true, hops: [{from: client, to: runner, takes: 5 ms}]}]
components: [{id: runner, title: Runner, layer: service, owns: [Job], uses: [broker], publishes: [job.made]}]
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "name"),
    [
        ("answered_by: broker", "answered_by: brokr", 4, "brokr"),
        ("key: job_id, fields", "key: jb_id, fields", 5, "jb_id"),
        ("consumers: [runner]", "consumers: [runer]", 6, "runer"),
        ("to: runner", "to: runer", 7, "runer"),
        ("uses: [broker]", "uses: [brokr]", 8, "brokr"),
        ("owns: [Job]", "owns: [Jb]", 8, "Jb"),
        ("publishes: [job.made]", "publishes: [job.mad]", 8, "job.mad"),
    ],
)
def test_a_capability_that_names_what_does_not_exist(folder: Folder, old: str, new: str, line: int, name: str) -> None:
    sound = {
        str(f)
        for f in errors(small_base(Folder(folder.root.parent / "sound")).write("capabilities/jobs.yaml", CAPABILITY))
    }
    assert old in CAPABILITY
    found = errors(small_base(folder).write("capabilities/jobs.yaml", CAPABILITY.replace(old, new)))
    new_ones = [f for f in found if str(f) not in sound and f"'{name}'" in f.message]
    assert new_ones, [str(f) for f in found]
    assert new_ones[0].place.path.endswith("capabilities/jobs.yaml")
    assert new_ones[0].place.line == line
