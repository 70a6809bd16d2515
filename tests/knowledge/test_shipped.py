"""The knowledge that ships: sound, tested by its own examples on both networks, and without a company in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.interview.lexicon import lexicon_of
from engine.knowledge import Knowledge, models
from engine.knowledge.spread import spread
from engine.reading import read


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


BOUGHT = re.compile(r"GitHub Actions|github\.\w+|(?:eBay|Shopify|Google Maps)(?=[^()]* class\))")
"""What a design may name though a preset bears its name: a service that one can buy."""
WORDS_OF_THE_FIELD = ("stripe", "zoom")
"""Written small, a part of an erasure code and the detail of a map."""


def test_no_rule_names_a_company(shipped: Knowledge) -> None:
    """A preset without an alias is a common case, such as a wiki: nobody calls it by name; rules may speak of it."""
    named = {name: preset.form for name, preset in shipped.presets.items() if preset.form.aliases}
    names = {form.title.lower() for form in named.values()} | set(named)
    names |= {alias.lower() for form in named.values() for alias in form.aliases}
    word = re.compile(rf"\b({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})\b", re.IGNORECASE)

    def names_one(text: str) -> bool:
        return any(m[0] not in WORDS_OF_THE_FIELD for m in word.finditer(BOUGHT.sub("", text)))

    assert names_one("a design like Netflix's")
    assert names_one("what Stripe does")
    found = [
        f"{part.document.path}: {'.'.join(path)}: {text[:80]}"
        for part in shipped.parts
        if part.kind != "presets"
        for path, text in texts(part.document.data)
        if names_one(text)
    ]
    found += [name for name, text in shipped.templates.items() if names_one(text)]
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


PRESETS = sorted(path.stem for path in (Path(__file__).parents[2] / "presets").glob("*.yaml"))


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_have_their_numbers_from_somewhere_and_no_problem(shipped: Knowledge, preset: str) -> None:
    """The case of a known service cites what was published of it; a common case says why its numbers are usual."""
    definition = shipped.presets[preset]
    quantities = {name for name in definition.facts if shipped.facts[name].kind == "quantity"}
    assert quantities <= set(definition.sources)
    assert not definition.form.aliases or any(text.startswith("[") for text in definition.sources.values())
    evaluation = evaluate(shipped, givens_from(shipped, {}, preset=preset))
    assert [p.message for p in evaluation.problems] == []
    assert len(evaluation.capabilities) >= 4
    size = (
        evaluation.number("users_total"),
        evaluation.number("daily_active_users"),
        evaluation.number("concurrent_users"),
    )
    assert list(size) == sorted(size, reverse=True), "more people on a day than accounts, or more at once than on a day"


def test_there_are_presets_of_every_size(shipped: Knowledge) -> None:
    assert len(PRESETS) >= 26
    people = [
        definition.facts["users_total"] for definition in shipped.presets.values() if "users_total" in definition.facts
    ]
    decades = {len(str(round(value))) for value in people if isinstance(value, float)}
    assert {2, 5, 7, 8, 9, 10} <= decades


def test_no_name_of_a_preset_is_that_of_another(shipped: Knowledge) -> None:
    spoken: dict[str, list[str]] = defaultdict(list)
    for name, definition in shipped.presets.items():
        for alias in {name, *(alias.lower() for alias in definition.form.aliases)}:
            spoken[alias].append(name)
    assert {alias: names for alias, names in spoken.items() if len(names) > 1} == {}


@pytest.mark.parametrize("preset", ["github", "slack", "stripe", "twitter", "uber", "youtube"])
def test_a_preset_for_a_few_hundred_people_is_a_small_system(shipped: Knowledge, preset: str) -> None:
    """Of a service of the whole world only what it does is left: not its engineers, regions and largest account."""
    evaluation = evaluate(shipped, givens_from(shipped, {"users_total": 300}, preset=preset))
    assert [p.message for p in evaluation.problems] == []
    assert evaluation.number("team_size") < 20
    assert evaluation.choices["service_style"] in ("monolith", "modular_monolith")
    assert evaluation.number("largest_following", 0) <= 300
    assert evaluation.number("monthly_cost") * 30 * 86_400 < 10_000
    near = evaluate(
        shipped, givens_from(shipped, {"users_total": shipped.presets[preset].facts["users_total"]}, preset=preset)
    )
    assert near.number("team_size") > 100


@pytest.mark.parametrize("given", [{"users_total": 30_000, "used_at_work": True}, {"users_total": 300}])
def test_what_one_organisation_uses_sells_nothing_to_others(shipped: Knowledge, given: dict[str, float | bool]) -> None:
    """A company's own chat has no tenants, plans and invoices, unless the person wants them."""
    own = evaluate(shipped, givens_from(shipped, given, preset="slack"))
    assert {"chat", "search"} <= set(own.capabilities)
    assert not {"tenancy", "public_api"} & set(own.capabilities)
    assert own.facts["staff_only"].value is True
    wanted = evaluate(shipped, givens_from(shipped, {**given, "capabilities": ["tenancy"]}, preset="slack"))
    assert "tenancy" in wanted.capabilities
    sold = evaluate(shipped, givens_from(shipped, {"users_total": 3_000_000}, preset="slack"))
    assert {"tenancy", "public_api"} <= set(sold.capabilities)


@pytest.mark.parametrize(
    ("text", "preset"),
    [
        ("a wiki like Wikipedia for 40 people", "wikipedia"),
        ("Slack for 300 people", "slack"),
        ("build an Uber Eats for one city", "doordash"),
        ("Design amazon.com for 2 million customers", "amazon_shop"),
        ("Design Google Docs", "google_docs"),
        ("Design ChatGPT", "chatgpt"),
        ("a stock exchange for 20 members", None),
        ("Design a URL shortener for 100M links a month", None),
        ("a team wiki with a zoom function for pictures", None),
        ("we need slack in the schedule; a booking system for 20 dentists", None),
        ("a news site whose readers discord about politics", None),
        ("payments with Stripe as the provider", None),
        ("we host on Amazon S3 and build with GitHub Actions; design a photo sharing app", None),
        ("the team uses Google Docs, design a workflow engine for approvals", None),
    ],
)
def test_a_preset_is_heard_only_by_its_name(shipped: Knowledge, text: str, preset: str | None) -> None:
    assert read(text, lexicon_of(shipped)).preset == preset


def test_the_title_of_each_preset_calls_it(shipped: Knowledge) -> None:
    """The start page offers them by title, and says 'Design <title>' for the person."""
    heard = {
        name: read(f"Design {preset.form.title}", lexicon_of(shipped)).preset
        for name, preset in shipped.presets.items()
    }
    assert {name: found for name, found in heard.items() if found != name} == {}


def test_a_few_presets_stand_for_all(shipped: Knowledge) -> None:
    """The check and the server write only these: much of what can be done, small and large."""
    few = spread(shipped)
    assert len(few) == len(set(few)) == 4
    shown = {capability for name in few for capability in shipped.presets[name].form.capabilities}
    assert len(shown) >= 20
    people = [evaluate(shipped, givens_from(shipped, {}, preset=name)).number("users_total") for name in few]
    assert max(people) > 1e6 * min(people)
