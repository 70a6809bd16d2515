"""Capabilities: what a system can do."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.knowledge.models.entities import Entity
from engine.knowledge.models.facts import Fact
from engine.knowledge.models.form import Form, Source, Waiver
from engine.knowledge.models.interfaces import Interface, Role
from engine.knowledge.models.operating import Alert, AtScale, Failure, Metric, Test, Threat
from engine.knowledge.models.parts import Component, Flow
from engine.knowledge.models.rules import Example, Rule
from engine.knowledge.models.types import (
    CapabilityName,
    DecisionName,
    Disabled,
    FactName,
    Identifier,
    Scalar,
    Status,
    Text,
    Texts,
    When,
)


class HardPart(Form):
    """One of the two or three things that make a capability hard, and what answers it."""

    title: Text
    when: When = None
    why: Text = Field(description="The reason, in this case's numbers")
    answered_by: DecisionName | None = Field(default=None, description="Decision that answers it")
    answer: Text | None = Field(default=None, description="Words that answer it, if no decision does")
    source: Source | None = None


class Quality(Form):
    """A requirement that is measured."""

    what: Text
    target: Text = Field(description="Such as p99 {latency_p99}")
    measured: Text = Field(default="", description="Where and how it is measured")


class Requirements(Form):
    """What the capability must do, and how well."""

    functional: Texts = Field(default=[], description="Sentences")
    quality: list[Quality] = []


class ReadyMade(Form):
    """What could be had instead of building the capability."""

    what: Text = Field(description="The product or class of products, such as an open-source wiki (MediaWiki class)")
    monthly: Scalar | None = Field(
        default=None, description="What it costs a month here: a price or a formula, such as users_total * 6 USD/month"
    )
    spares: Text = Field(description="What need not be built or run")
    lacks: Text = Field(description="What of this design it does not do, or what ties one to it")
    when: When = None
    source: Source


class Naming(Form):
    """What a capability is called in a case of one kind."""

    title: Text
    summary: Text = Field(description="Completes the sentence: The system lets ...")


class Capability(Form):
    """Something a system can do: what makes it hard, what it needs, stores and offers, and how it fails."""

    capability: Identifier
    title: Text
    summary: Text = Field(description="Completes the sentence: The system lets ...")
    named: dict[FactName, Naming] = Field(
        default={},
        description="Title and summary in cases of a kind, by the flag that tells them; the first that holds",
    )
    heard_as: Texts = Field(default=[], description="Phrases that mean it")
    implies: list[CapabilityName] = Field(default=[], description="Capabilities that it cannot do without")
    fallback: When = Field(
        default=None, description="Assumed while this holds and nothing was said of what people do with it"
    )
    place: Literal["leading", "supporting", "common"] = Field(
        default="leading",
        description="Where the document tells it: leading ones first, what supports others next, what nearly every "
        "system has last",
    )
    beside: list[CapabilityName] = Field(
        default=[], description="Capabilities beside which this one supports, though alone it leads"
    )
    leads_when: When = Field(default=None, description="While this holds it leads, though elsewhere it supports")
    status: Status = "stable"
    hard_parts: list[HardPart] = []
    facts: list[Fact] = Field(default=[], description="Vocabulary that only this capability needs")
    derive: list[Rule] = Field(default=[], description="Formulas; they hold only while the capability is in use")
    rules: list[Rule] = Field(default=[], description="Further rules, such as favour: {primary_store.postgresql: 2}")
    requirements: Requirements = Requirements()
    entities: dict[str, Entity] = {}
    interfaces: list[Interface] = []
    flows: list[Flow] = []
    components: list[Component] = []
    roles: list[Role] = []
    failure_modes: list[Failure] = []
    metrics: list[Metric] = []
    alerts: list[Alert] = []
    tests: list[Test] = []
    threats: list[Threat] = []
    privacy: Texts = []
    at_scale: list[AtScale] = []
    ready_made: list[ReadyMade] = []
    examples: list[Example] = []
    waive: list[Waiver] = []
    disabled: Disabled = False
