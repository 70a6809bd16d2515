"""Rules, the examples that test them, and the formulas that every system shares."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from engine.knowledge.models.form import Form, Source, Waiver
from engine.knowledge.models.types import (
    Because,
    Disabled,
    FactName,
    FactValues,
    Identifier,
    Names,
    OneOrMore,
    OptionName,
    RuleId,
    RuleName,
    Scalar,
    Status,
    Text,
    When,
)


class Rule(Form):
    """Evidence, a value or a ban that follows while a condition holds. Without a condition it always holds."""

    id: RuleId = Field(
        description="Unique in all files: lower-case with hyphens. By it an overlay replaces or disables the rule"
    )
    when: When = None
    set: dict[Annotated[str, Names("set_fact")], Scalar | list[Scalar]] = Field(
        default={}, description="Derives facts, each by a formula or a constant"
    )
    add: dict[Annotated[str, Names("add_fact")], Scalar | list[Scalar]] = Field(
        default={}, description="Adds to facts that are sums or sets"
    )
    favour: dict[OptionName, float] = Field(
        default={}, description="Points for options, 1 (a preference) to 5 (nearly settles it)"
    )
    oppose: dict[OptionName, float] = Field(default={}, description="Points against options, 1 to 5")
    rule_out: dict[OptionName, Text] | list[OptionName] = Field(
        default=[], description="Options that cannot be chosen, each with why"
    )
    require: OneOrMore[OptionName] = Field(
        default=[], description="Options of which one must be chosen: every other is ruled out"
    )
    cannot_hold: list[FactName] = Field(
        default=[],
        description="Facts that cannot all be as they are; a person is told why, and what smallest change resolves it",
    )
    overrides: OneOrMore[RuleName] = Field(default=[], description="Rules that yield where this one sets the same fact")
    because: Because = None
    otherwise: Text | None = Field(
        default=None,
        description="What has to be done where the option it opposes or rules out is chosen all the same",
    )
    source: Source | None = Field(default=None, description="Where the threshold and the reason come from")
    status: Status = Field(
        default="stable",
        description="A draft is evaluated and shown, but does not count; a deprecated rule counts and is reported",
    )
    disabled: Disabled = False
    waive: list[Waiver] = []


class Example(Form):
    """A test of the rules: facts, and what must come out. `groundplan check` runs it."""

    name: Text
    given: FactValues = Field(default={}, description="Facts of the case; every other fact takes its usual value")
    choose: OptionName | None = Field(default=None, description="Option that must be chosen")
    not_: OptionName | None = Field(default=None, description="Option that must not be chosen", alias="not")
    values: FactValues = Field(default={}, description="Values that facts must have, within one percent")
    cannot_hold: list[RuleName] = Field(
        default=[], description="Rules that must say that these facts cannot all hold; without it, any may"
    )
    disabled: Disabled = False


class Capacity(Form):
    """Formulas that every system shares."""

    capacity: Identifier = Field(description="Name of this file's subject")
    title: Text = ""
    rules: list[Rule] = []
    examples: list[Example] = []
