"""The published shape of a trace: docs/trace.schema.json is generated from it, and traces are held to it when read."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Value = float | bool | str | list[str] | None


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Place(Shape):
    """Where something stands in the knowledge."""

    path: str
    line: int


class Engine(Shape):
    """What evaluated."""

    version: str
    network: Literal["durable", "counting"] = Field(description="durable: the engine of record; counting: of sweeps")


class KnowledgeRevision(Shape):
    """By what was evaluated."""

    revision: str = Field(description="Digest over all rule files and templates")
    rules: int


class GivenFact(Shape):
    """A fact as it was given."""

    value: Value = Field(description="In canonical units: bytes, seconds, dollars, counts and their quotients")
    origin: Literal["given", "preset", "assumed"]
    words: str = Field(description="The words that were said, or the preset's source")


class Input(Shape):
    """All that went in: with the knowledge of that revision it gives the same trace and document again."""

    title: str = Field(description="Title the document was made under; empty for the one that follows from the facts")
    preset: str | None
    facts: dict[str, GivenFact]
    pins: dict[str, str] = Field(description="The person's own choices: decision to option")
    unplaced: list[str] = Field(default=[], description="Numbers that were said and that no fact holds")


class Part(Shape):
    """What one rule added to a sum."""

    rule: str
    adds: float


class Fact(Shape):
    """A fact with its provenance."""

    title: str
    value: Value
    unit: str
    text: str = Field(description="The value as it is shown")
    origin: Literal["given", "preset", "derived", "assumed"]
    words: str | None = Field(default=None, description="The words, the source or the assumption's reason")
    rule: str | None = Field(default=None, description="The rule that derived or assumed it")
    formula: str | None = None
    parts: list[Part] | None = Field(default=None, description="Of a sum: what was added, by which rule")


class Effect(Shape):
    """One effect of a rule: exactly one of set, add, favour, oppose, rule_out, cannot_hold."""

    set: str | None = Field(default=None, description="Fact that is derived")
    to: Value = Field(default=None, description="Formula or constant")
    add: str | None = Field(default=None, description="Sum or set that is added to")
    amount: str | None = None
    members: list[str] | None = None
    reads: list[str] | None = Field(default=None, description="What the formula reads")
    favour: str | None = Field(default=None, description="decision.option")
    oppose: str | None = Field(default=None, description="decision.option")
    points: float | None = None
    rule_out: str | None = Field(default=None, description="decision.option")
    why: str | None = None
    cannot_hold: list[str] | None = Field(default=None, description="Facts that cannot all be as they are")


class RuleText(Shape):
    """A rule as it stands in the knowledge."""

    rule: str
    kind: Literal["rule", "default", "implied", "sizing"] = Field(
        description="rule: of a file; default: a fact's; implied: a capability by another; sizing: of a component"
    )
    place: Place
    when: str | None = None
    effects: list[Effect]
    overrides: list[str] | None = None
    draft: bool = Field(default=False, description="Evaluated and shown; does not count")


class Firing(RuleText):
    """A rule that fired, in order."""

    stratum: int
    read: dict[str, Value] | None = Field(default=None, description="The values that its condition compared")
    because: str | None = None
    source: str | None = None
    overruled: str | None = Field(default=None, description="Why its effects did not count, if they did not")


class Missed(Shape):
    """A comparison that was not true."""

    expected: str
    fact: str = Field(description="What was compared")
    actual: Value = Field(description="Its value; null where it is unknown, which satisfies no comparison")
    other: str | None = Field(default=None, description="The fact it was compared with")
    other_actual: Value = None
    unknown: bool = Field(default=False, description="One of the two is unknown")


class NotFired(RuleText):
    """A rule that did not fire, and what kept it from firing."""

    missed: list[Missed]


class Inapplicable(Shape):
    """A decision that is not taken in this case."""

    when: str
    missed: list[Missed]


class Constant(Shape):
    """A limit or price of a technology that was read."""

    value: float
    text: str
    as_of: str | None
    source: str | None
    place: Place


class Standing(Shape):
    """The points of an option."""

    option: str
    title: str
    points: float
    ruled_out: bool = False


class Evidence(Shape):
    """The points of one rule for (or, negative, against) an option."""

    rule: str
    option: str
    points: float
    because: str


class RuledOut(Shape):
    """A rule that took an option away."""

    rule: str
    option: str
    why: str


class DraftEvidence(Shape):
    """What a draft says of an option; it does not count."""

    rule: str
    because: str
    option: str
    points: float | None = None
    ruled_out: bool = False


class Ledger(Shape):
    """All that was weighed in a decision."""

    title: str
    choice: str
    standings: list[Standing] = Field(description="Simplest first: it wins a tie")
    evidence: list[Evidence]
    ruled_out: list[RuledOut] | None = None
    constants: list[str] | None = Field(
        default=None, description="Constants that its rules and their inputs read, through any number of facts"
    )
    pinned: bool = Field(default=False, description="The choice is the person's own")
    free_choice: str | None = Field(default=None, description="What it would have been without the pin")
    unsatisfiable: bool = Field(default=False, description="Every option is ruled out")
    drafts: list[DraftEvidence] | None = None
    with_drafts: str | None = Field(default=None, description="The choice if drafts counted")


class Changed(Shape):
    now: str | None
    with_drafts: str | None


class Drafts(Shape):
    """What the drafts that fired would change if they counted. Only where a draft fired."""

    fired: list[str]
    problem: str | None = None
    choices: dict[str, Changed] | None = None
    facts: dict[str, Changed] | None = None


class Problem(Shape):
    """Something the rules disagree on, or cannot compute, in this case."""

    code: str
    subject: str
    message: str


class Component(Shape):
    """A part of the system."""

    title: str
    does: str
    from_: str = Field(alias="from", description="The capability or the decision that brings it")
    place: str = Field(description="The file that declares it")
    nodes: str | None = Field(default=None, description="The fact that says how many nodes it has")


class Flip(Shape):
    """The nearest value of an input, on one side, at which a decision changes; both sides were evaluated."""

    input: str = Field(description="A fact, or a decision that is pinned")
    at: Value = Field(description="Where it turns; of a set, the member that is added or taken away")
    beyond: Value = Field(description="A value on the far side")
    becomes: str | None = Field(description="The option that is chosen there; null where the decision falls away")
    factor: float | None = Field(description="How many times away from its value now; null from zero")
    text: str


class Stretch(Shape):
    """Sizes at which a decision takes one option."""

    from_: float = Field(alias="from", description="Times the size of now")
    to: float
    option: str | None = Field(description="Null where the decision is not taken")


class Conflict(Shape):
    """What was asked for and cannot all be had."""

    topic: str
    title: str
    inputs: list[str] = Field(description="Facts and pins that clash")
    reasons: list[str]
    resolved_by: list[str] = Field(description="The smallest changes, each enough alone")


class DocumentDigest(Shape):
    sha256: str


class TraceShape(Shape):
    """The record of an evaluation by Groundplan: the same bytes for the same input and knowledge."""

    format: Literal["groundplan-trace/1"]
    decision_id: str = Field(description="Digest of knowledge revision and input")
    engine: Engine
    knowledge: KnowledgeRevision
    input: Input
    facts: dict[str, Fact]
    firings: list[Firing]
    not_fired: list[NotFired]
    inapplicable: dict[str, Inapplicable]
    constants: dict[str, Constant] = Field(description="Limits and prices that were read")
    ledgers: dict[str, Ledger]
    choices: dict[str, str] = Field(description="Decision to option")
    components: dict[str, Component]
    drafts: Drafts | None = None
    problems: list[Problem]
    conflicts: list[Conflict]
    flips: dict[str, list[Flip]] = Field(description="For each decision, what would change it, nearest first")
    scale: dict[str, list[Stretch]] = Field(description="For each decision, its option by size, a thousandth to 1000")
    document: DocumentDigest | None = None


def trace_schema() -> dict[str, Any]:
    """The JSON Schema of a trace."""
    schema = TraceShape.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Groundplan trace",
    }
