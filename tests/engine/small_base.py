"""A small rule base with one decision, for tests of what rules do to it."""

from __future__ import annotations

from tests.conftest import Folder

VOCABULARY = """\
facts:
  - {fact: capabilities, title: What it does, members: capabilities}
  - {fact: events, title: Events, unit: event/s, range: [0, 1e12], default: 10/s, because: a quiet system, input: true}
  - {fact: consumers, title: Consumers, unit: consumer, range: [0, 100], default: 1, because: one reader, input: true}
  - {fact: regions, title: Where, members: {us: North America, far_east: The Far East}, default: [us], because: here}
  - {fact: strict, title: Order matters, flag: true, default: false, because: it seldom does, input: true}
  - {fact: share, title: Share kept, unit: "%", range: [0%, 100%], default: events / (100/s), because: more is kept}
  - {fact: nodes, title: Nodes, unit: node}
  - {fact: spare, title: Spare nodes, unit: node, default: 0, because: none is needed}
"""
DECISION = """\
decision: broker
title: Broker
section: scalability
question: How is work handed over?
options:
  none: {title: Direct calls, category: none, cons: [nothing is tried again]}
  queue: {title: A queue, category: queue-broker, pros: [one consumer takes each job]}
  log: {title: A log, category: log-broker, limits: {max_events: 1M/s}, pros: ["replay of {events}"]}
rules:
  - {id: many-events, when: events > 20k/s, favour: {log: 3}, because: "{events} are many", source: {judgement: m}}
  - {id: several-consumers, when: consumers >= 2, favour: {log: 2}, because: "{consumers} read", source: {judgement: s}}
  - {id: some-events, when: events > 100/s, favour: {queue: 2}, because: "{events} are some", source: {judgement: s}}
  - {id: log-is-work, oppose: {log: 2}, because: a log has to be run, source: {judgement: on call}}
  - {id: order, when: strict, rule_out: {queue: "a queue forgets {events}"}, because: x, source: {judgement: x}}
  - {id: far, when: far_east in regions, favour: {queue: 1}, because: calls from afar break, source: {judgement: x}}
"""
CAPACITY = """\
capacity: nodes
rules:
  - {id: node-count, set: {nodes: "ceil(events / (1k/s)) + spare"}, because: one node a thousand events}
"""


def small_base(folder: Folder, rules: str = "") -> Folder:
    """The base in `folder`; `rules` are more lines for its decision."""
    return (
        folder.write("vocabulary/all.yaml", VOCABULARY)
        .write("decisions/broker.yaml", DECISION + rules)
        .write("capacity/nodes.yaml", CAPACITY)
    )
