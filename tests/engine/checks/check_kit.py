"""A small sound knowledge base in which a test makes one mistake."""

from __future__ import annotations

from pathlib import Path

from engine.checks import check
from engine.findings import Finding
from engine.knowledge import Knowledge
from engine.loading import load

VOCABULARY = """\
facts:
  - {fact: capabilities, title: What it does, members: capabilities, input: true}
  - {fact: events, title: Events, unit: event/s, range: [0, 1M/s], input: true, default: 10/s, because: usual}
  - {fact: consumers, title: Consumers, unit: consumer, range: [0, 100], input: true, default: 1, because: usual}
  - {fact: pattern, title: Pattern, choices: [steady, spiky], input: true, default: steady, because: usual}
  - {fact: class, title: Class, choices: [small, large, huge]}
  - {fact: nodes, title: Nodes, unit: node}
"""
CAPACITY = """\
capacity: nodes
rules:
  - {id: class-small, when: pattern == steady, set: {class: small}, because: steady}
  - {id: class-large, when: pattern == spiky, set: {class: large}, because: peaks}
  - {id: node-count, set: {nodes: "ceil(events / (1k/s)) + 1"}}
examples:
  - {name: some, given: {events: 5k/s}, values: {nodes: 6}}
"""
DECISION = """\
decision: broker
title: Broker
section: scalability
question: How is work handed over?
options:
  none: {title: Direct calls, category: none}
  queue: {title: A queue, category: queue-broker, pros: ["fits {events} on {nodes}"]}
  log: {title: A log, category: log-broker}
rules:
  - id: few-events
    when: events <= 100/s
    favour: {none: 1}
    because: "{events} is little"
    source: {judgement: measured}
  - id: some-events
    when: events > 100/s
    favour: {queue: 2}
    because: "{events} is much"
    source: {judgement: measured}
  - id: many-events
    when: events > 20k/s and class == large
    favour: {log: 3}
    because: "{events} is more"
    source: {judgement: measured}
examples:
  - {name: much, given: {events: 50k/s, consumers: 3, pattern: spiky}, choose: log}
  - {name: little, given: {events: 5/s}, choose: none}
"""
CAPABILITY = """\
capability: feed
title: Feed
summary: people read
components:
  - {id: feed_service, title: Feed service, uses: [broker]}
interfaces:
  - {method: GET, path: /v1/feed, does: read, when: consumers > 0}
"""
FILES = {
    "vocabulary/all.yaml": VOCABULARY,
    "capacity/nodes.yaml": CAPACITY,
    "decisions/broker.yaml": DECISION,
    "capabilities/feed.yaml": CAPABILITY,
}


def base(root: Path, **changed: str) -> Knowledge:
    """The sound base with other texts for some files: `decisions__broker='...'`, and further ones."""
    files = {**FILES, **{f"{name.replace('__', '/')}.yaml": text for name, text in changed.items()}}
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return load([root], shipped=False)


def told(knowledge: Knowledge, root: Path) -> list[str]:
    """All findings as `file:line:column code: message`."""
    return [line(finding, root) for finding in check(knowledge)]


def line(finding: Finding, root: Path) -> str:
    return f"{finding.place} {finding.code}: {finding.message}".replace(f"{root.resolve()}/", "")


def edited(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
