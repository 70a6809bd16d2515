"""The shape of every knowledge file, as pydantic models. What names mean is checked later, in `compiling`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,79}$")]
Text = Annotated[
    str, BeforeValidator(lambda v: str(v) if isinstance(v, int | float) and not isinstance(v, bool) else v)
]
Scalar = str | bool | int | float
Status = Literal["draft", "stable", "deprecated"]
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


Texts = Annotated[list[Text], BeforeValidator(_as_list)]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Form):
    """Where a number or a reason comes from: something that was read, or a judgement with its reasoning."""

    title: Text | None = None
    url: str | None = None
    read: Text | None = None
    judgement: Text | None = None

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


class Fact(Form):
    """The declaration of a fact in the vocabulary."""

    fact: Identifier
    title: Text
    unit: str | None = None
    range: Annotated[list[Scalar], Field(min_length=2, max_length=2)] | None = None
    choices: list[str | dict[str, Text]] | dict[str, Text] | None = None
    members: list[str | dict[str, Text]] | dict[str, Text] | Literal["capabilities"] | None = None
    flag: bool = False
    group: Literal["scale", "load", "data", "quality", "place", "constraints", "cost", "sizing", "capability"] = (
        "capability"
    )
    input: bool = False
    extensive: bool = False
    accumulates: bool = False
    cost_line: bool = False
    show: str | None = None
    default: Scalar | list[Scalar] | None = None
    because: Text | None = None
    source: Source | None = None
    ask: Text | None = None
    replies: list[Scalar] = []
    help: Text | None = None
    heard_as: Texts = []


class Rule(Form):
    id: RuleId
    when: str | None = None
    set: dict[str, Scalar | list[Scalar]] = {}
    add: dict[str, Scalar | list[Scalar]] = {}
    favour: dict[str, float] = {}
    oppose: dict[str, float] = {}
    rule_out: dict[str, Text] | list[str] = []
    require: Annotated[list[str], BeforeValidator(_as_list)] = []
    overrides: Annotated[list[str], BeforeValidator(_as_list)] = []
    because: Text | None = None
    source: Source | None = None
    status: Status = "stable"
    disabled: bool = False


class Hop(Form):
    from_: str = Field(alias="from")
    to: str
    takes: Scalar = "0 ms"
    does: Text = ""


class Flow(Form):
    name: Text
    kind: Literal["sync", "async"] = "sync"
    main: bool = False
    target: str | None = None
    when: str | None = None
    hops: list[Hop] = []
    then: Texts = []


class Component(Form):
    id: Identifier | None = None
    title: Text | None = None
    layer: Layer = "service"
    does: Text = ""
    when: str | None = None
    owns: list[str] = []
    uses: list[str] = []
    calls: list[str] = []
    publishes: list[str] = []
    consumes: list[str] = []
    pushes: bool = False
    scales_with: str | None = None
    per_node: Scalar | None = None
    nodes: str | None = None
    holds: str | None = None
    entered_by: Literal["sync", "async"] | None = None
    because: Text | None = None


class Option(Form):
    title: Text
    category: str
    technology: str | None = None
    pros: Texts = []
    cons: Texts = []
    limits: dict[Identifier, Scalar] = {}
    component: Component | None = None
    needs: Texts = []
    heard_as: Texts = []
    disabled: bool = False


class Example(Form):
    name: Text
    given: dict[str, Scalar | list[Scalar]] = {}
    choose: str | None = None
    not_: str | None = Field(default=None, alias="not")
    values: dict[str, Scalar | list[Scalar]] = {}


class Decision(Form):
    decision: Identifier
    title: Text
    section: Section
    topic: str | None = None
    applies_when: str | None = None
    question: Text
    options: dict[Identifier, Option]
    rules: list[Rule] = []
    examples: list[Example] = []
    heard_as: Texts = []


class Vocabulary(Form):
    facts: list[Fact]


class Capacity(Form):
    capacity: Identifier
    title: Text = ""
    rules: list[Rule] = []
    examples: list[Example] = []


class HardPart(Form):
    title: Text
    when: str | None = None
    why: Text
    answered_by: str | None = None
    answer: Text | None = None
    source: Source | None = None


class Quality(Form):
    what: Text
    target: Text
    measured: Text = ""


class Requirements(Form):
    functional: Texts = []
    quality: list[Quality] = []


class Exclusion(Form):
    equal: str
    overlaps: Annotated[list[str], Field(min_length=2, max_length=2)]
    where: str | None = None


class Entity(Form):
    note: Text = ""
    key: str | list[str]
    fields: dict[str, str]
    index: list[list[str] | str] = []
    unique: list[list[str] | str] = []
    checks: Texts = []
    exclude: Exclusion | None = None
    store: str = "primary_store"
    partition: str | list[str] | None = None
    owner: str | None = None
    written: str | None = None
    read: str | None = None
    size: Scalar | None = None
    kept: Text = "forever"
    rebuilt_from: Text | None = None

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
    when: str | None = None
    roles: Texts = []
    idempotent_by: Text | None = None
    cursor: Text | None = None
    headers: dict[str, Any] = {}
    body: Any = None
    answers: dict[str, Any] = {}
    key: Text | None = None
    rate: str | None = None
    consumers: list[str] = []
    caller: str | list[str] | None = None
    request: Any = None
    response: Any = None
    sends: Any = None
    receives: Any = None
    limit: Text | None = None


class Role(Form):
    role: Text
    may: Texts
    resource: Text = ""


class Failure(Form):
    when: Text
    then: Text
    shown_by: Text | None = None


class Metric(Form):
    name: str
    type: Literal["counter", "gauge", "histogram", "summary"] = "counter"
    labels: list[str] = []
    about: Text = ""


class Alert(Form):
    id: str
    expr: Text
    for_: Text = Field(default="5m", alias="for")
    severity: Literal["page", "ticket"] = "page"
    means: Text = ""
    do: Text = ""
    when: str | None = None


class Test(Form):
    kind: Literal["unit", "integration", "contract", "load", "property", "chaos", "security", "end_to_end"]
    what: Text
    passes: Text = ""
    when: str | None = None


class Threat(Form):
    stride: Literal[
        "spoofing",
        "tampering",
        "repudiation",
        "information disclosure",
        "denial of service",
        "elevation of privilege",
    ]
    component: str | None = None
    what: Text
    against: Text


class AtScale(Form):
    beyond: Text
    then: Text


class Capability(Form):
    capability: Identifier
    title: Text
    summary: Text
    heard_as: Texts = []
    implies: list[Identifier] = []
    status: Status = "stable"
    hard_parts: list[HardPart] = []
    facts: list[Fact] = []
    derive: list[Rule] = []
    rules: list[Rule] = []
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


class Constant(Form):
    value: Scalar
    unit: str | None = None
    low: Scalar | None = None
    high: Scalar | None = None
    as_of: Text | None = None
    source: Source | None = None
    note: Text | None = None
    title: Text | None = None


class Technology(Form):
    technology: Identifier
    title: Text
    category: str | None = None
    limits: dict[Identifier, Constant] = {}
    prices: dict[Identifier, Constant] = {}


class PresetFact(Form):
    value: Scalar | list[Scalar]
    source: Source | None = None
    note: Text | None = None


class Preset(Form):
    preset: str
    title: Text
    aliases: Texts = []
    summary: Text
    capabilities: list[Identifier]
    facts: dict[str, PresetFact | Scalar | list[Scalar]] = {}


KINDS: dict[str, type[Form]] = {
    "vocabulary": Vocabulary,
    "capacity": Capacity,
    "capabilities": Capability,
    "decisions": Decision,
    "technologies": Technology,
    "presets": Preset,
}
