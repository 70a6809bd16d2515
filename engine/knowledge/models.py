"""The shape of every knowledge file, as pydantic models. What names mean is checked later, in `compiling`.

The descriptions are for whoever edits the files: `groundplan schema` publishes them as JSON Schemas for editors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


@dataclass(frozen=True)
class Names:
    """Marks a text as the name of something, so that an editor can complete it; `loading.schemas` knows the names."""

    of: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core), "x-names": self.of}


@dataclass(frozen=True)
class Also:
    """Marks a value for which files may also write another JSON type, which is converted on reading."""

    types: tuple[str, ...]

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [handler(core), *({"type": name} for name in self.types)]}


Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,79}$")]
Text = Annotated[
    str,
    BeforeValidator(lambda v: str(v) if isinstance(v, int | float) and not isinstance(v, bool) else v),
    Also(("number",)),
]
Scalar = str | bool | int | float
Status = Literal["draft", "stable", "deprecated"]
FactName = Annotated[str, Names("fact")]
RoleName = Annotated[str, Names("role")]
EventName = Annotated[str, Names("event")]
ComponentName = Annotated[str, Names("component")]
DecisionName = Annotated[str, Names("decision")]
OptionName = Annotated[str, Names("option")]
CapabilityName = Annotated[Identifier, Names("capability")]
TechnologyName = Annotated[str, Names("technology")]
StoreName = Annotated[str, Names("store")]
Disabled = Annotated[bool, Field(description="In an overlay: takes away what an earlier folder has under the same id.")]
When = Annotated[
    str | None,
    Field(
        description="Condition: comparisons joined by and, or, not. An unknown fact satisfies none.",
        examples=["peak_events > 20k/s and event_consumers >= 2", "feed in capabilities", "hosting == on_prem"],
    ),
]
Because = Annotated[
    Text | None,
    Field(description="Why, for the reader of the design; facts in braces are shown with their unit: {peak_events}."),
]
Section = Literal[
    "goals",
    "architecture",
    "components",
    "storage",
    "apis",
    "scalability",
    "security",
    "observability",
    "delivery",
    "infrastructure",
    "tradeoffs",
]
SECTIONS: tuple[Section, ...] = (
    "goals",
    "architecture",
    "components",
    "storage",
    "apis",
    "scalability",
    "security",
    "observability",
    "delivery",
    "infrastructure",
    "tradeoffs",
)
LAYERS = ("client", "edge", "gateway", "service", "async", "data")
Layer = Literal["client", "edge", "gateway", "service", "async", "data"]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts = Annotated[list[Text], BeforeValidator(_as_list), Also(("string",))]
FactValues = dict[FactName, Scalar | list[Scalar]]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Form):
    """Where a number or a reason comes from: something that was read, or a judgement with its reasoning."""

    title: Text | None = Field(default=None, description="Title of what was read")
    url: str | None = Field(default=None, description="Address of what was read")
    read: Text | None = Field(default=None, description="Day on which it was read, such as 2026-11-23")
    judgement: Text | None = Field(default=None, description="The reasoning, where no publication says it")

    @property
    def text(self) -> str:
        if self.title is None:
            return f"judgement: {self.judgement}" if self.judgement else ""
        parts = [f"[{self.title}]({self.url})" if self.url else self.title]
        if self.read:
            parts.append(f"read {self.read}")
        if self.judgement:
            parts.append(self.judgement)
        return ", ".join(parts)


class Waiver(Form):
    """One finding of `groundplan check` that its author has looked at, at the place that it stands at."""

    code: str
    because: Text


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
    waive: list[Waiver] = []


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
    require: Annotated[list[OptionName], BeforeValidator(_as_list), Also(("string",))] = Field(
        default=[], description="Options of which one must be chosen: every other is ruled out"
    )
    cannot_hold: list[Annotated[str, Names("fact")]] = Field(
        default=[],
        description="Facts that cannot all be as they are; a person is told why, and what smallest change resolves it",
    )
    overrides: Annotated[list[Annotated[str, Names("rule")]], BeforeValidator(_as_list), Also(("string",))] = Field(
        default=[], description="Rules that yield where this one sets the same fact"
    )
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


class Hop(Form):
    """One step of a flow."""

    from_: RoleName = Field(description="Component or role that sends", alias="from")
    to: RoleName = Field(description="Component or role that receives")
    takes: Scalar = Field(
        default="0 ms",
        description="How long the step takes, such as 5 ms; a fact or a formula, such as 3 * live_part_length",
    )
    does: Text = Field(default="", description="What happens in the step")


class Flow(Form):
    """What happens between a person's act and its answer, hop by hop."""

    name: Text
    kind: Literal["sync", "async"] = Field(default="sync", description="Whether somebody waits for the answer")
    main: bool = Field(default=False, description="Traced hop by hop in section 2")
    target: Annotated[str, Names("fact")] | None = Field(
        default=None, description="Fact that bounds the sum of the hops"
    )
    when: When = None
    hops: list[Hop] = []
    then: Texts = Field(default=[], description="Sentences on what goes on after the answer")


class Component(Form):
    """A part of the system: a service, a worker, a store."""

    id: Identifier | None = Field(default=None, description="Unique in all files: lower-case with underscores")
    title: Text | None = None
    layer: Layer = Field(default="service", description="Where it stands in the picture")
    does: Text = Field(default="", description="What it is there for")
    when: When = None
    owns: list[str] = Field(default=[], description="Entities of this capability that only it writes")
    uses: list[RoleName] = Field(
        default=[], description="Roles (ids of decisions) or components that it reads and writes"
    )
    calls: list[RoleName] = Field(default=[], description="Components that it calls and waits for")
    publishes: list[EventName] = Field(default=[], description="Events that it sends")
    consumes: list[EventName] = Field(default=[], description="Events that it reads")
    apart: bool = Field(
        default=False,
        description="Runs by itself in every service style: it holds what a release of others must not end (matches, "
        "books, ballots), runs foreign code or needs machines of its own kind. On a single machine only a part with "
        "`nodes` still does",
    )
    pushes: bool = Field(default=False, description="Sends to connected clients through the realtime transport")
    scales_with: Annotated[str, Names("fact")] | None = Field(
        default=None, description="Fact: the load that it must bear"
    )
    per_node: Scalar | None = Field(
        default=None, description="What one node of 4 vCPU and 16 GB bears of it, such as 2k/s"
    )
    nodes: Annotated[str, Names("fact")] | None = Field(default=None, description="Fact: how many nodes it has")
    holds: Annotated[str, Names("fact")] | None = Field(default=None, description="Fact: how much data it keeps")
    entered_by: Literal["sync", "async"] | None = Field(default=None, description="How others hand work to it")
    because: Text | None = Field(default=None, description="Where per_node comes from")
    disabled: Disabled = False


class Option(Form):
    """One possible outcome of a decision."""

    title: Text
    category: str = Field(description="Kind of technology, such as log-broker")
    also: dict[str, str] = Field(
        default={},
        description="Category under further topics of published comparisons, such as {batch-vs-stream: both}",
    )
    technology: Annotated[str, Names("technology")] | None = Field(
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


class Example(Form):
    """A test of the rules: facts, and what must come out. `groundplan check` runs it."""

    name: Text
    given: FactValues = Field(default={}, description="Facts of the case; every other fact takes its usual value")
    choose: Annotated[str, Names("option")] | None = Field(default=None, description="Option that must be chosen")
    not_: Annotated[str, Names("option")] | None = Field(
        default=None, description="Option that must not be chosen", alias="not"
    )
    values: FactValues = Field(default={}, description="Values that facts must have, within one percent")
    cannot_hold: list[Annotated[str, Names("rule")]] = Field(
        default=[], description="Rules that must say that these facts cannot all hold; without it, any may"
    )
    disabled: Disabled = False


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


class Vocabulary(Form):
    """Facts: what can be known about a case."""

    facts: list[Fact]


class Capacity(Form):
    """Formulas that every system shares."""

    capacity: Identifier = Field(description="Name of this file's subject")
    title: Text = ""
    rules: list[Rule] = []
    examples: list[Example] = []


class HardPart(Form):
    """One of the two or three things that make a capability hard, and what answers it."""

    title: Text
    when: When = None
    why: Text = Field(description="The reason, in this case's numbers")
    answered_by: Annotated[str, Names("decision")] | None = Field(default=None, description="Decision that answers it")
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


class Exclusion(Form):
    """No two rows with equal values may overlap in time."""

    equal: str
    overlaps: Annotated[list[str], Field(min_length=2, max_length=2)]
    where: str | None = None


class Entity(Form):
    """Something the capability keeps."""

    note: Text = ""
    key: str | list[str] = Field(
        description="Field, or list of fields: the first is the partition key where the store has one"
    )
    fields: dict[str, str] = Field(
        description="Type of each field: id, text(500), time, list(id), a question mark for optional"
    )
    index: list[list[str] | str] = Field(default=[], description="Further access paths, each a list of fields")
    unique: list[list[str] | str] = []
    checks: Texts = []
    exclude: Exclusion | None = None
    store: StoreName = Field(default="primary_store", description="Role that keeps it")
    partition: str | list[str] | None = Field(default=None, description="Field that it is sharded by")
    owner: Annotated[str, Names("capability")] | None = Field(
        default=None, description="Capability that describes it where both are in use"
    )
    written: Annotated[str, Names("fact")] | None = Field(default=None, description="Fact: writes a second")
    read: Annotated[str, Names("fact")] | None = Field(default=None, description="Fact: reads a second")
    size: Scalar | None = Field(default=None, description="Of one row, such as 1 kB")
    kept: Text = Field(default="forever", description="How long")
    rebuilt_from: Text | None = Field(default=None, description="What it can be rebuilt from, if it is a copy")

    @property
    def keys(self) -> list[str]:
        return [self.key] if isinstance(self.key, str) else self.key


class Interface(Form):
    """An HTTP call, an event, an internal call or a socket: exactly one of `path`, `event`, `rpc`, `socket`."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] | None = None
    path: str | None = None
    event: str | None = None
    rpc: str | None = None
    socket: str | None = None
    does: Text = ""
    when: When = None
    roles: Texts = []
    idempotent_by: Text | None = Field(default=None, description="What makes a repeated call harmless")
    cursor: Text | None = None
    headers: dict[str, Any] = {}
    body: Any = None
    answers: dict[str, Any] = {}
    key: Text | None = None
    rate: Annotated[str, Names("fact")] | None = Field(default=None, description="Fact: how often")
    consumers: list[RoleName] = Field(default=[], description="Components that read the event")
    caller: RoleName | list[RoleName] | None = Field(default=None, description="Components that call it")
    request: Any = None
    response: Any = None
    sends: Any = Field(default=None, description="Example of what the client sends over the socket")
    receives: Any = Field(default=None, description="Example of what the client receives over the socket")
    limit: Text | None = None


class Role(Form):
    """Who may do what, for authorisation."""

    role: Text
    may: Texts
    resource: Text = ""


class Failure(Form):
    """What happens when something breaks, and how one sees it."""

    when: Text = Field(description="What breaks, in words")
    then: Text
    shown_by: Text | None = None
    applies_when: When = None


class Metric(Form):
    """A metric that is exported."""

    name: str
    type: Literal["counter", "gauge", "histogram", "summary"] = "counter"
    labels: list[str] = []
    about: Text = ""
    when: When = None


class Alert(Form):
    """A rule that wakes somebody, or files a ticket."""

    id: str
    expr: Text = Field(description="PromQL; facts in braces become plain numbers")
    for_: Text = Field(default="5m", alias="for")
    severity: Literal["page", "ticket"] = "page"
    means: Text = ""
    do: Text = ""
    when: When = None


class Test(Form):
    """A test of the system that is designed."""

    kind: Literal["unit", "integration", "contract", "load", "property", "chaos", "security", "end_to_end"]
    what: Text
    passes: Text = ""
    when: When = None


class Threat(Form):
    """A threat, by STRIDE, and what stands against it."""

    stride: Literal[
        "spoofing",
        "tampering",
        "repudiation",
        "information disclosure",
        "denial of service",
        "elevation of privilege",
    ]
    component: Annotated[str, Names("component")] | None = Field(
        default=None, description="Component that is threatened"
    )
    what: Text
    against: Text


class AtScale(Form):
    """What would change beyond a size."""

    beyond: Text
    then: Text


class Capability(Form):
    """Something a system can do: what makes it hard, what it needs, stores and offers, and how it fails."""

    capability: Identifier
    title: Text
    summary: Text = Field(description="Completes the sentence: The system lets ...")
    heard_as: Texts = Field(default=[], description="Phrases that mean it")
    implies: list[CapabilityName] = Field(default=[], description="Capabilities that it cannot do without")
    fallback: bool = Field(default=False, description="Assumed where nothing was said of what people do with it")
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
    examples: list[Example] = []
    waive: list[Waiver] = []
    disabled: Disabled = False


class Constant(Form):
    """A limit or a price: one number with where it comes from."""

    value: Scalar = Field(description="Such as 5k/s or 420 USD/month")
    unit: str | None = None
    low: Scalar | None = Field(default=None, description="Lowest value that is plausible")
    high: Scalar | None = Field(default=None, description="Highest value that is plausible")
    as_of: Text | None = Field(default=None, description="Day for which the value holds")
    source: Source | None = None
    note: Text | None = Field(default=None, description="Under which conditions")
    title: Text | None = None
    waive: list[Waiver] = []


class Technology(Form):
    """Limits and unit prices of one technology or service."""

    technology: Identifier
    title: Text
    category: str | None = None
    limits: dict[Identifier, Constant] = {}
    prices: dict[Identifier, Constant] = {}


class PresetFact(Form):
    """The value of a fact in a named case, with its source."""

    value: Scalar | list[Scalar]
    source: Source | None = None
    note: Text | None = None
    waive: list[Waiver] = []


class Preset(Form):
    """A named, cited case: facts and capabilities, no rules."""

    preset: str
    title: Text
    aliases: Texts = Field(default=[], description="Phrases that mean it")
    summary: Text
    featured: bool = Field(default=False, description="Offered on the first screen")
    capabilities: list[CapabilityName] = Field(description="What it can do")
    facts: dict[FactName, PresetFact | Scalar | list[Scalar]] = Field(
        default={}, description="A value, or a map with value and source"
    )
    waive: list[Waiver] = []
    disabled: Disabled = False


KINDS: dict[str, type[Form]] = {
    "vocabulary": Vocabulary,
    "capacity": Capacity,
    "capabilities": Capability,
    "decisions": Decision,
    "technologies": Technology,
    "presets": Preset,
}
