"""The vocabulary: what can be known about a case."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from engine.knowledge.models.form import Form, Source, Waiver
from engine.knowledge.models.types import Identifier, Scalar, Text, Texts


class Fact(Form):
    """A fact: something that can be known about a case. One of unit, choices, members and flag gives its kind."""

    fact: Identifier = Field(description="Its name in conditions and formulas: lower-case with underscores")
    title: Text = Field(description="As shown to the person")
    unit: str | None = Field(
        default=None,
        description="Makes it a quantity: what a bare number means and how it is shown, such as request/s, TB, %",
    )
    range: Annotated[list[Scalar], Field(min_length=2, max_length=2)] | None = Field(
        default=None, description="Lowest and highest value; outside of it a value is refused"
    )
    choices: list[str | dict[str, Text]] | dict[str, Text] | None = Field(
        default=None, description="Makes it a choice: the words it can be, each with a title if wanted"
    )
    members: list[str | dict[str, Text]] | dict[str, Text] | Literal["capabilities"] | None = Field(
        default=None, description="Makes it a set: the words it can hold"
    )
    flag: bool = Field(default=False, description="Makes it a flag: yes or no")
    group: Literal["scale", "load", "data", "quality", "place", "constraints", "cost", "sizing", "capability"] = Field(
        default="capability", description="Where it stands among the facts"
    )
    input: bool = Field(default=False, description="A person may be asked for it, or set it; without, it is derived")
    extensive: bool = Field(
        default=False, description="Grows with the size of the system: scaled when a preset is used at another size"
    )
    size_bound: bool = Field(
        default=False,
        description="Goes with the size, but not in proportion: a preset's value holds only near the preset's own size",
    )
    wish: bool = Field(
        default=False,
        description="What a person said they do not want: no member is supposed where one asks what would change",
    )
    loose: bool = Field(
        default=False,
        description="A rough word for what a number says: no other word is supposed where one asks what would change",
    )
    accumulates: bool = Field(default=False, description="A sum of what rules add to it")
    combine: Literal["smallest", "largest"] | None = Field(
        default=None,
        description="Where several rules set it, the smallest or largest of their values holds (of a choice, by the "
        "order of its words); without it they must agree, or one must override",
    )
    cost_line: bool = Field(default=False, description="A line of the monthly cost")
    show: str | None = Field(default=None, description="Unit to show it in, if not its own")
    default: Scalar | list[Scalar] | None = Field(
        default=None,
        description="A constant or a formula where nothing else gives it: the fact is then assumed, and shown so",
    )
    because: Text | None = Field(default=None, description="Why this default")
    source: Source | None = None
    ask: Text | None = Field(default=None, description="The question that asks for it")
    replies: list[Scalar] = Field(default=[], description="Quick replies to the question")
    help: Text | None = Field(default=None, description="What the term means, for who has never heard it")
    heard_as: Texts = Field(default=[], description="Phrases that mean it")
    said_as: Text | None = Field(
        default=None,
        description="Its title in a design where a person named what is counted: `*` stands for their noun",
    )
    waive: list[Waiver] = []


class Vocabulary(Form):
    """Facts: what can be known about a case."""

    facts: list[Fact]
