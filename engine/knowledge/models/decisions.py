"""Decisions with their options."""

from __future__ import annotations

from pydantic import Field

from engine.knowledge.models.form import Form, Waiver
from engine.knowledge.models.parts import Component
from engine.knowledge.models.rules import Example, Rule
from engine.knowledge.models.types import Disabled, Identifier, Scalar, Section, TechnologyName, Text, Texts, When


class Option(Form):
    """One possible outcome of a decision."""

    title: Text
    category: str = Field(description="Kind of technology, such as log-broker")
    also: dict[str, str] = Field(
        default={},
        description="Category under further topics of published comparisons, such as {batch-vs-stream: both}",
    )
    technology: TechnologyName | None = Field(
        default=None, description="File of technologies/ whose limits become attributes of the option"
    )
    pros: Texts = Field(default=[], description="What speaks for it; facts in braces")
    cons: Texts = Field(default=[], description="What speaks against it; facts in braces")
    limits: dict[Identifier, Scalar] = Field(
        default={}, description="Further attributes, readable as <decision>.<name>"
    )
    component: Component | None = Field(
        default=None, description="The part of the system that appears when it is chosen"
    )
    needs: Texts = Field(default=[], description="What living with it takes")
    heard_as: Texts = Field(default=[], description="Phrases that mean it")
    disabled: Disabled = False
    waive: list[Waiver] = []


class Decision(Form):
    """A decision with its options, the rules that weigh them and examples that test the rules."""

    decision: Identifier = Field(description="Its name: also the role that components use")
    title: Text
    section: Section = Field(description="The section of the document that closes with it")
    topic: str | None = Field(default=None, description="Its name in published comparisons")
    topic_when: When = Field(
        default=None,
        description="When it speaks for its topic, before one that does by default; otherwise it is silent",
    )
    applies_when: When = None
    question: Text = Field(description="What is decided, as a question")
    options: dict[Identifier, Option] = Field(description="Simplest first: it wins a tie")
    rules: list[Rule] = []
    examples: list[Example] = []
    heard_as: Texts = []
    waive: list[Waiver] = []
