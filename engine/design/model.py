"""The assembled model of the system, which document and diagram are made from. Immutable, in this case's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.inference.evaluation import Evaluation
from engine.knowledge import models


@dataclass(frozen=True, slots=True)
class Part:
    """A component of a capability, before it is known in which deployable it runs."""

    id: str
    title: str
    capability: str
    form: models.Component

    @property
    def nodes(self) -> str:
        """The fact that counts its nodes, known only where the part scales with something."""
        return self.form.nodes or f"{self.id}_nodes"


@dataclass(frozen=True, slots=True)
class Component:
    """Something that is deployed or rented. `parts` are the capability components that run in it.

    `nodes` is the fact that counts its nodes, or an empty text; `role` is the decision that put it there; `apart` says
    that it runs by itself whatever the service style is.
    """

    id: str
    title: str
    layer: str
    does: str
    role: str = ""
    nodes: str = ""
    parts: tuple[Part, ...] = ()
    apart: bool = False

    @property
    def owns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entity for part in self.parts for entity in part.form.owns))

    @property
    def modules(self) -> tuple[str, ...]:
        return tuple(part.title for part in self.parts)


@dataclass(frozen=True, slots=True)
class Link:
    """Who speaks to whom; `number` is the label on the diagram's line."""

    number: int
    source: str
    target: str
    kind: str
    does: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What the diagram shows: components and links, joined where there would be too many to read."""

    components: tuple[Component, ...]
    links: tuple[Link, ...]
    joined: tuple[str, ...]

    def title(self, component: str) -> str:
        return next(c.title for c in self.components if c.id == component)


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a request. `seconds` is its share of the latency budget."""

    source: str
    target: str
    does: str
    seconds: float
    takes: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A traced request; all times are texts with units.

    For a synchronous one `counted` and `reserve` add up to `target`. `counted` is the sum of the hops that the target
    is for, which `upto` names: an empty text where they are all of them.
    """

    name: str
    kind: str
    capability: str
    main: bool
    hops: tuple[Hop, ...]
    then: tuple[str, ...]
    total: str
    counted: str
    upto: str
    target: str
    reserve: str
    fits: bool


@dataclass(frozen=True, slots=True)
class HardPart:
    title: str
    why: str
    answer: str
    decision: str
    capability: str


@dataclass(frozen=True, slots=True)
class Requirement:
    capability: str
    text: str


@dataclass(frozen=True, slots=True)
class Quality:
    what: str
    target: str
    measured: str
    capability: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity with the store that keeps it. `store` is the role, `kept_in` the chosen option's title."""

    name: str
    capability: str
    store: str
    option: str
    kept_in: str
    form: models.Entity
    written: str
    read: str
    size: str
    kept: str


@dataclass(frozen=True, slots=True)
class Call:
    """An HTTP call, with its capability; bodies as formatted JSON."""

    capability: str
    method: str
    path: str
    does: str
    form: models.Interface
    body: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EventType:
    capability: str
    name: str
    key: str
    rate: str
    body: str
    publishers: tuple[str, ...]
    consumers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """A call between services."""

    capability: str
    name: str
    caller: str
    request: str
    response: str
    does: str


@dataclass(frozen=True, slots=True)
class Socket:
    capability: str
    path: str
    sends: str
    receives: str
    does: str


@dataclass(frozen=True, slots=True)
class Line:
    """A quantity with its formula in words and numbers, for tables. `origin` as of its fact."""

    name: str
    title: str
    text: str
    formula: str
    origin: str
    note: str


@dataclass(frozen=True, slots=True)
class CostLine:
    fact: str
    title: str
    text: str
    dollars: int
    formula: str


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option of a decision in this case."""

    id: str
    title: str
    points: float
    excluded: bool
    chosen: bool
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlipView:
    """`cause` in words, what the decision then becomes, whether a number is raised (None: no number), how far it is."""

    cause: str
    becomes: str
    up: bool | None
    distance: float

    @property
    def text(self) -> str:
        return f"{self.cause} → {self.becomes}"


@dataclass(frozen=True, slots=True)
class Risk:
    """What speaks against something that was fixed from outside; `measures` say what it takes to live with it."""

    title: str
    text: str
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision as the document states it: choice, reasons with numbers, what was given up, what would change it.

    `risks`: what speaks against the choice where it was not left to the rules.
    """

    id: str
    title: str
    section: str
    question: str
    choice: str
    choice_title: str
    category: str
    why: tuple[str, ...]
    given_up: tuple[str, ...]
    would_change: tuple[FlipView, ...]
    needs: tuple[str, ...]
    rules: tuple[str, ...]
    assumptions: tuple[str, ...]
    options: tuple[OptionView, ...]
    runner_up: str
    points: str
    pinned: bool
    unsatisfiable: bool
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class ConflictView:
    """What cannot all be had: the clashing facts, the reasons, the smallest changes that would resolve it."""

    title: str
    facts: tuple[str, ...]
    reasons: tuple[str, ...]
    relaxations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """What could be had instead of building a capability. `monthly` is its price in words, empty where unknown."""

    capability: str
    what: str
    monthly: str
    spares: str
    lacks: str


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    may: tuple[str, ...]
    resource: str
    capability: str


@dataclass(frozen=True, slots=True)
class Failure:
    when: str
    then: str
    shown_by: str
    capability: str


@dataclass(frozen=True, slots=True)
class Alert:
    id: str
    expr: str
    for_: str
    severity: str
    means: str
    do: str
    capability: str


@dataclass(frozen=True, slots=True)
class TestView:
    kind: str
    what: str
    passes: str
    capability: str


@dataclass(frozen=True, slots=True)
class Threat:
    stride: str
    component: str
    what: str
    against: str
    capability: str


@dataclass(frozen=True, slots=True)
class Design:
    """The whole system. Everything is rendered text or a component of it; `evaluation` holds the facts behind."""

    title: str
    summary: str
    evaluation: Evaluation
    capabilities: tuple[models.Capability, ...]
    components: tuple[Component, ...]
    links: tuple[Link, ...]
    picture: Picture
    flows: tuple[Flow, ...]
    hard_parts: tuple[HardPart, ...]
    bearing: frozenset[str]
    functional: tuple[Requirement, ...]
    qualities: tuple[Quality, ...]
    entities: tuple[Entity, ...]
    calls: tuple[Call, ...]
    events: tuple[EventType, ...]
    procedures: tuple[Procedure, ...]
    sockets: tuple[Socket, ...]
    decisions: tuple[DecisionView, ...]
    costs: tuple[CostLine, ...]
    risks: tuple[Risk, ...]
    conflicts: tuple[ConflictView, ...]
    roles: tuple[Role, ...]
    failures: tuple[Failure, ...]
    metrics: tuple[models.Metric, ...]
    alerts: tuple[Alert, ...]
    tests: tuple[TestView, ...]
    threats: tuple[Threat, ...]
    privacy: tuple[str, ...]
    at_scale: tuple[tuple[str, str], ...]
    ready_made: tuple[Alternative, ...]

    def component(self, component_id: str) -> Component | None:
        return next((c for c in self.components if c.id == component_id), None)

    @property
    def titles(self) -> Mapping[str, str]:
        return {c.id: c.title for c in self.components}
