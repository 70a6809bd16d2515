"""Overlays: every kind of file, by id; places of both layers; clear words for what is asked for in vain."""

from __future__ import annotations

import pytest

from engine.findings import KnowledgeError
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from engine.loading import SHIPPED, load
from engine.trace import trace
from tests.conftest import Folder
from tests.engine.loading.test_loading import CAPACITY, DECISION, VOCABULARY

HOUSE_RULES = SHIPPED.parent / "docs" / "examples" / "house-rules"
CAPABILITY = """\
capability: feed
title: Feed
summary: people read
heard_as: [feed]
facts:
  - {fact: posts, title: Posts, unit: post/s, default: 5/s, because: a guess}
derive:
  - {id: feed-events, set: {feed_events: posts * 2}}
rules:
  - {id: feed-log, favour: {broker.log: 2}, because: a feed, source: {judgement: x}}
hard_parts:
  - {title: Fan-out, why: many, answer: a log}
components:
  - {id: feed_service, title: Feed service}
  - {id: feed_worker, title: Feed worker}
alerts:
  - {id: feed_lag, expr: lag > 5}
  - {id: feed_errors, expr: errors > 5}
examples:
  - {name: a feed, values: {posts: 5/s}}
"""
TECHNOLOGY = """\
technology: kafka
title: Kafka
limits:
  max_events: {value: 100k/s, low: 50k/s, high: 1M/s, as_of: 2026-01-01, source: {judgement: measured}}
"""
PRESET = """\
preset: acme
title: Acme
summary: a case
capabilities: [feed]
facts:
  events: {value: 7k/s, source: {judgement: published}}
  consumers: 3
"""


@pytest.fixture
def base(folder: Folder) -> Folder:
    more = "  - {fact: feed_events, title: Feed events, unit: event/s}\n"
    return (
        folder.write("vocabulary/all.yaml", VOCABULARY + more)
        .write("decisions/broker.yaml", DECISION + "examples:\n  - {name: quiet, choose: none}\n")
        .write("capacity/nodes.yaml", CAPACITY)
        .write("capabilities/feed.yaml", CAPABILITY.replace("posts * 2", "posts * 2 * event_per_post"))
        .write("technologies/kafka.yaml", TECHNOLOGY)
        .write("presets/acme.yaml", PRESET)
        .write("sections/01_goals.md.j2", "# Goals\n")
        .write(
            "vocabulary/more.yaml",
            "facts:\n  - {fact: event_per_post, title: x, unit: event/post, default: 1 event/post}\n",
        )
    )


@pytest.fixture
def over(base: Folder) -> Folder:
    return Folder(base.root.parent / "ours")


def laid(base: Folder, *over: Folder) -> Knowledge:
    return load([base.root, *(f.root for f in over)], shipped=False)


def refused(base: Folder, *over: Folder) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        laid(base, *over)
    return [str(f) for f in caught.value.findings]


def test_a_fact_is_changed_where_it_stands(base: Folder, over: Folder) -> None:
    over.write(
        "vocabulary/ours.yaml",
        "facts:\n  - {fact: events, default: 30k/s}\n  - {fact: sites, title: Sites, unit: site}\n",
    )
    knowledge = laid(base, over)
    before = list(laid(base).facts)
    assert [name for name in knowledge.facts if name != "sites"] == before
    assert knowledge.facts["events"].title == "Events"
    assert knowledge.rule("default-events").place.path.endswith("ours/vocabulary/ours.yaml")
    assert knowledge.rule("default-events").place.line == 2
    assert knowledge.rule("default-data").place.path.endswith("knowledge/vocabulary/all.yaml")
    assert knowledge.facts["sites"].place.line == 3


def test_a_new_default_drops_the_reason_of_the_old(base: Folder, over: Folder) -> None:
    over.write("capabilities/feed.yaml", "capability: feed\nfacts:\n  - {fact: posts, default: 9/s}\n")
    assert laid(base).rule("default-posts").because == "a guess"
    assert laid(base, over).rule("default-posts").because == ""


def test_a_rule_is_weighed_anew_and_one_of_its_weights_removed(base: Folder, over: Folder) -> None:
    over.write(
        "decisions/broker.yaml",
        "decision: broker\nrules:\n  - {id: many-events, favour: {log: ~, queue: 5}, when: ~}\n",
    )
    rule = laid(base, over).rule("many-events")
    assert [(e.option, e.points) for e in rule.effects] == [("queue", 5.0)]  # type: ignore[union-attr]
    assert rule.condition.text == ""
    assert rule.because == "{events} with {consumers} consumers"


def test_capacity_rules_are_replaced_added_and_disabled(base: Folder, over: Folder) -> None:
    text = "capacity: nodes\nrules:\n  - {id: node-count, set: {nodes: 7}}\n"
    text += "  - {id: ours, when: nodes > 5, favour: {broker.log: 1}}\n"
    over.write("capacity/nodes.yaml", text)
    knowledge = laid(base, over)
    evaluation = evaluate(knowledge, givens_from(knowledge, {}))
    assert evaluation.value("nodes") == 7
    assert knowledge.rule("ours").place.path.endswith("ours/capacity/nodes.yaml")
    over.write("capacity/nodes.yaml", "capacity: nodes\nrules:\n  - {id: node-count, disabled: true}\n")
    assert "node-count" not in {rule.id for rule in laid(base, over).rules}


def test_parts_of_a_capability_are_changed_by_id(base: Folder, over: Folder) -> None:
    over.write(
        "capabilities/feed.yaml",
        "capability: feed\nheard_as: [wall]\ncomponents:\n"
        "  - {id: feed_worker, disabled: true}\n  - {id: feed_audit, title: Audit}\n"
        "alerts:\n  - {id: feed_lag, expr: lag > 9}\n  - {id: feed_errors, disabled: true}\n"
        "hard_parts:\n  - {title: Fan-out, answer: two logs}\nexamples:\n  - {name: a feed, disabled: true}\n",
    )
    form = laid(base, over).capabilities["feed"]
    assert form.heard_as == ["wall"]
    assert [c.id for c in form.components] == ["feed_service", "feed_audit"]
    assert [(a.id, a.expr) for a in form.alerts] == [("feed_lag", "lag > 9")]
    assert (form.hard_parts[0].why, form.hard_parts[0].answer) == ("many", "two logs")
    assert form.examples == []


def test_a_constant_that_is_replaced_no_longer_bears_the_old_source(base: Folder, over: Folder) -> None:
    over.write("technologies/kafka.yaml", "technology: kafka\nlimits:\n  max_events: {value: 30k/s, note: ours}\n")
    constant = laid(base, over).constants["kafka.max_events"]
    assert constant.value == 30_000
    assert (constant.form.source, constant.form.as_of, constant.form.high, constant.form.note) == (
        None,
        None,
        None,
        "ours",
    )
    assert constant.place.path.endswith("ours/technologies/kafka.yaml")


def test_presets_are_changed_and_disabled(base: Folder, over: Folder) -> None:
    over.write("presets/acme.yaml", "preset: acme\nfacts:\n  events: 9k/s\n")
    preset = laid(base, over).presets["acme"]
    assert preset.facts["events"] == 9_000
    assert preset.facts["consumers"] == 3
    assert "events" not in preset.sources
    over.write("presets/acme.yaml", "preset: acme\ndisabled: true\n")
    assert laid(base, over).presets == {}


def test_a_disabled_capability_cannot_be_used_but_may_be_named(base: Folder, over: Folder) -> None:
    base.write(
        "capacity/named.yaml",
        "capacity: named\nrules:\n  - {id: named, when: feed in capabilities, favour: {broker.log: 1}}\n",
    )
    over.write("capabilities/feed.yaml", "capability: feed\ndisabled: true\n")
    knowledge = laid(base, over)
    assert "feed" not in knowledge.capabilities
    assert knowledge.presets["acme"].facts["capabilities"] == frozenset()
    assert "named" in {rule.id for rule in knowledge.rules}
    with pytest.raises(ValueError, match="'feed' is no value"):
        givens_from(knowledge, {"capabilities": ["feed"]})


def test_what_needs_a_disabled_capability_is_named(base: Folder, over: Folder) -> None:
    base.write("capabilities/wall.yaml", "capability: wall\ntitle: Wall\nsummary: x\nimplies: [feed]\n")
    over.write("capabilities/feed.yaml", "capability: feed\ndisabled: true\n")
    (finding,) = refused(base, over)
    assert "wall cannot do without feed, which" in finding
    assert "ours/capabilities/feed.yaml:2" in finding


def test_a_disabled_option_may_still_be_named_in_conditions(base: Folder, over: Folder) -> None:
    base.write(
        "capacity/named.yaml",
        "capacity: named\nrules:\n  - {id: named, when: 'broker in [log, queue]', set: {data: 2 TB}}\n",
    )
    over.write("decisions/broker.yaml", "decision: broker\noptions:\n  log: {disabled: true}\n")
    knowledge = laid(base, over)
    assert list(knowledge.decisions["broker"].options) == ["none", "queue"]
    assert "named" in {rule.id for rule in knowledge.rules}


def test_an_override_of_a_disabled_rule_is_no_mistake(base: Folder, over: Folder) -> None:
    base.write(
        "capacity/more.yaml", "capacity: more\nrules:\n  - {id: more-nodes, set: {nodes: 9}, overrides: node-count}\n"
    )
    over.write("capacity/nodes.yaml", "capacity: nodes\nrules:\n  - {id: node-count, disabled: true}\n")
    knowledge = laid(base, over)
    assert evaluate(knowledge, givens_from(knowledge, {})).value("nodes") == 9


def test_a_template_is_replaced_by_name(base: Folder, over: Folder) -> None:
    over.write("sections/01_goals.md.j2", "# Our goals\n")
    knowledge = laid(base, over)
    assert knowledge.templates["01_goals.md.j2"] == "# Our goals\n"
    assert knowledge.revision != laid(base).revision


def test_findings_in_merged_documents_name_the_file_and_line_they_came_from(base: Folder, over: Folder) -> None:
    over.write(
        "decisions/broker.yaml",
        "decision: broker\nrules:\n  - {id: ours, when: evnts > 5, favour: {log: 1}}\n"
        "  - {id: some-events, favour: {que: 1}}\n",
    )
    over.write(
        "vocabulary/ours.yaml",
        "facts:\n  - {fact: sites, title: Sites, unit: site}\n  - {fact: data, default: 1 TBB}\n",
    )
    base.write("decisions/broker.yaml", DECISION.replace("consumers >= 2", "consumer >= 2"))
    found = "\n".join(refused(base, over))
    assert "ours/decisions/broker.yaml:3:22: unknown name 'evnts'" in found
    assert "ours/decisions/broker.yaml:4" in found
    assert "knowledge/decisions/broker.yaml:11:" in found
    assert "ours/vocabulary/ours.yaml:3" in found


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        (
            "decisions/broker.yaml",
            "decision: broker\nrules:\n  - {id: many-event, disabled: true}\n",
            "did you mean many-events?",
        ),
        (
            "decisions/broker.yaml",
            "decision: broker\noptions:\n  logs: {disabled: true}\n",
            "there is no option 'logs' to disable",
        ),
        ("decisions/broker.yaml", "decision: broker\nrules:\n  - {id: node-count, disabled: true}\n", "it stands in"),
        (
            "decisions/brokr.yaml",
            "decision: brokr\noptions: {log: {disabled: true}}\n",
            "no decision 'brokr' to change",
        ),
        (
            "capacity/ours.yaml",
            "capacity: ours\nrules:\n  - {id: node-count, disabled: true}\n",
            "capacity/nodes.yaml:3",
        ),
        ("capabilities/feeds.yaml", "capability: feeds\ndisabled: true\n", "did you mean feed?"),
        (
            "capabilities/feed.yaml",
            "capability: feed\ncomponents:\n  - {id: feed_x, disabled: true}\n",
            "no component 'feed_x'",
        ),
        ("presets/acmee.yaml", "preset: acmee\ndisabled: true\n", "did you mean acme?"),
        ("technologies/kafka.yaml", "technology: kafka\nlimits:\n  max_event: ~\n", "did you mean max_events?"),
        ("decisions/broker.yaml", "decision: broker\ntitle: Broker\n", "nothing here differs"),
        ("decisions/broker.yaml", "decision: broker\n", "nothing here differs"),
        (
            "decisions/broker.yaml",
            "decision: broker\ntitle: B\nrules:\n  - {id: many-events, favour: {log: 3}}\n",
            "the rule 'many-events' is the same in",
        ),
        (
            "decisions/broker.yaml",
            "decision: broker\ntitle: B\noptions:\n  log: {category: log-broker}\n",
            "the option 'log' is the same",
        ),
        ("vocabulary/ours.yaml", "facts:\n  - {fact: events, default: 10/s}\n", "the fact 'events' is the same"),
    ],
)
def test_what_is_asked_for_in_vain_is_said(base: Folder, over: Folder, path: str, text: str, message: str) -> None:
    over.write(path, text)
    found = refused(base, over)
    assert any(message in finding for finding in found), found
    assert all("ours/" in finding for finding in found if message in finding)


def test_three_layers_lie_over_each_other(base: Folder, over: Folder) -> None:
    third = Folder(base.root.parent / "team")
    over.write(
        "decisions/broker.yaml",
        "decision: broker\nrules:\n  - {id: many-events, favour: {log: 4}}\n  - {id: ours, favour: {log: 1}}\n",
    )
    third.write(
        "decisions/broker.yaml",
        "decision: broker\nrules:\n  - {id: many-events, favour: {log: 5}}\n  - {id: ours, disabled: true}\n",
    )
    over.write("vocabulary/ours.yaml", "facts:\n  - {fact: events, default: 1k/s}\n")
    third.write("vocabulary/ours.yaml", "facts:\n  - {fact: events, default: 2k/s}\n")
    knowledge = laid(base, over, third)
    assert knowledge.rule("many-events").place.path.endswith("team/decisions/broker.yaml")
    assert knowledge.rule("some-events").place.path.endswith("knowledge/decisions/broker.yaml")
    assert "ours" not in {rule.id for rule in knowledge.rules}
    assert evaluate(knowledge, givens_from(knowledge, {})).value("events") == 2_000


# -- the worked example of docs/overlays.md ---------------------------------


@pytest.fixture(scope="module")
def house() -> Knowledge:
    return load([HOUSE_RULES])


@pytest.mark.parametrize(
    "given",
    [
        {"capabilities": ["booking"], "daily_active_users": "20k", "team_size": "9"},
        {"capabilities": ["chat", "feed"], "daily_active_users": "1M", "team_size": "40"},
        {"capabilities": ["booking"], "daily_active_users": "20k"},
        {"capabilities": ["telemetry"], "devices_total": "200k", "team_size": "20"},
    ],
)
def test_the_house_runs_postgresql_and_rabbitmq_on_its_own_premises(house: Knowledge, given: dict[str, object]) -> None:
    from engine.design import assemble
    from engine.document import render

    evaluation = evaluate(house, givens_from(house, given))
    assert evaluation.choices["message_broker"] == "rabbitmq"
    assert evaluation.choices["primary_store"] == "postgresql"
    assert evaluation.choices["hosting"] == "on_prem"
    document = render(assemble(evaluation))
    assert "RabbitMQ" in document
    assert "PostgreSQL" in document
    record = trace(evaluation)
    places = {f["rule"]: f["place"] for f in record["firings"]}
    assert places["house-rabbitmq"] == {"path": "docs/examples/house-rules/decisions/message_broker.yaml", "line": 6}
    assert places["house-own-premises"]["path"] == "docs/examples/house-rules/decisions/hosting.yaml"
    assert places["default-deployment"]["path"] == "docs/examples/house-rules/vocabulary/place.yaml"
    assert "kafka" not in {s["option"] for s in record["ledgers"]["message_broker"]["standings"]}


def test_the_house_rules_do_not_oversize_a_small_tool(house: Knowledge) -> None:
    given = {"capabilities": ["documents"], "daily_active_users": "40", "team_size": "4"}
    choices = evaluate(house, givens_from(house, given)).choices
    assert (choices["message_broker"], choices["primary_store"], choices["hosting"]) == (
        "none",
        "postgresql",
        "on_prem",
    )


def test_kafka_is_never_chosen_whatever_the_case(house: Knowledge) -> None:
    for preset in house.presets:
        evaluation = evaluate(house, givens_from(house, {}, {}, preset), "counting")
        assert evaluation.choices["message_broker"] in ("rabbitmq", "database_queue", "none")
    with pytest.raises(ValueError, match="'kafka' is no option of message_broker"):
        givens_from(house, {}, {"message_broker": "kafka"})
