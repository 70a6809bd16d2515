"""The knowledge that ships: sound, tested by its own examples on both networks, and without a company in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge, models


def test_it_loads_without_a_finding(shipped: Knowledge) -> None:
    """What `groundplan check` finds beyond that is asserted with the checks."""
    assert [finding.shown() for finding in shipped.findings] == []


def examples(knowledge: Knowledge) -> Iterator[tuple[str, models.Example, str | None]]:
    for part in knowledge.parts:
        for example in getattr(part.form, "examples", []):
            given = dict(example.given)
            if isinstance(part.form, models.Capability):
                given.setdefault("capabilities", [part.form.capability])
            decision = part.form.decision if isinstance(part.form, models.Decision) else None
            yield part.document.path, example.model_copy(update={"given": given}), decision


@pytest.mark.parametrize("network", ["durable", "counting"])
def test_every_example_passes_on_both_networks(shipped: Knowledge, network: Any) -> None:
    count = 0
    for path, example, decision in examples(shipped):
        evaluation = evaluate(shipped, givens_from(shipped, example.given), network)
        choice = evaluation.choices.get(decision or "")
        if example.choose is not None:
            assert choice == example.choose, f"{path}: {example.name}"
        if example.not_ is not None:
            assert choice != example.not_, f"{path}: {example.name}"
        assert [p.message for p in evaluation.problems if p.code in ("conflict", "no-answer")] == [], example.name
        count += 1
    assert count >= 150


def test_every_decision_has_examples_for_more_than_one_option(shipped: Knowledge) -> None:
    chosen: dict[str, set[str]] = defaultdict(set)
    for _, example, decision in examples(shipped):
        if decision is not None and example.choose:
            chosen[decision].add(example.choose)
    assert {name for name in shipped.decisions if len(chosen[name]) < 2} == set()


def texts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a file but those of its sources."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "source":
                yield (*path, str(key)), str(key)
                yield from texts(item, (*path, str(key)))
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, path)
    elif isinstance(value, str):
        yield path, value


def test_no_rule_names_a_company(shipped: Knowledge) -> None:
    names = {preset.form.title.lower() for preset in shipped.presets.values()}
    names |= {alias.lower() for preset in shipped.presets.values() for alias in preset.form.aliases}
    names |= set(shipped.presets)
    word = re.compile(rf"\b({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})\b", re.IGNORECASE)
    assert word.search("a design like Netflix's")
    found = [
        f"{part.document.path}: {'.'.join(path)}: {text[:80]}"
        for part in shipped.parts
        if part.kind != "presets"
        for path, text in texts(part.document.data)
        if word.search(text)
    ]
    found += [name for name, text in shipped.templates.items() if word.search(text)]
    assert found == []


def test_a_title_means_one_fact(shipped: Knowledge) -> None:
    """A document states quantities by title; two facts of one title would be one quantity with two values."""
    by_title: dict[str, list[str]] = defaultdict(list)
    for name, fact in shipped.facts.items():
        if not fact.form.cost_line:  # these have a table of their own
            by_title[fact.title.lower()].append(f"{name} ({fact.place})")
    assert {title: facts for title, facts in by_title.items() if len(facts) > 1} == {}


def test_rules_have_a_reason_and_a_source(shipped: Knowledge) -> None:
    bare = [
        rule.id
        for rule in shipped.rules
        if rule.kind == "rule" and rule.home in shipped.decisions and not (rule.because and rule.source)
    ]
    assert bare == []


@pytest.mark.parametrize("preset", ["netflix", "twitter", "facebook", "uber"])
def test_presets_are_cited_and_without_a_problem(shipped: Knowledge, preset: str) -> None:
    definition = shipped.presets[preset]
    assert sum(text.startswith("[") for text in definition.sources.values()) >= 1
    evaluation = evaluate(shipped, givens_from(shipped, {}, preset=preset))
    assert [p.message for p in evaluation.problems] == []
    assert len(evaluation.capabilities) >= 5
