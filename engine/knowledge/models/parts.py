"""The parts of a system, and what flows between them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.knowledge.models.form import Form
from engine.knowledge.models.types import (
    Disabled,
    EventName,
    FactName,
    Identifier,
    Layer,
    RoleName,
    Scalar,
    Text,
    Texts,
    When,
)


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
    target: FactName | None = Field(default=None, description="Fact that bounds the sum of the hops")
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
    scales_with: FactName | None = Field(default=None, description="Fact: the load that it must bear")
    per_node: Scalar | None = Field(
        default=None, description="What one node of 4 vCPU and 16 GB bears of it, such as 2k/s"
    )
    nodes: FactName | None = Field(default=None, description="Fact: how many nodes it has")
    holds: FactName | None = Field(default=None, description="Fact: how much data it keeps")
    because: Text | None = Field(default=None, description="Where per_node comes from")
    disabled: Disabled = False
