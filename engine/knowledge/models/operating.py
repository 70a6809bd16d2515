"""How a capability fails, is watched, tested, attacked, and outgrown."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.knowledge.models.form import Form
from engine.knowledge.models.types import ComponentName, Text, When


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
    component: ComponentName | None = Field(default=None, description="Component that is threatened")
    what: Text
    against: Text


class AtScale(Form):
    """What would change beyond a size."""

    beyond: Text
    then: Text
    when: When = None
