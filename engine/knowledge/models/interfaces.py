"""What a capability offers to others, and who may use it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from engine.knowledge.models.form import Form
from engine.knowledge.models.types import FactName, RoleName, Text, Texts, When


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
    rate: FactName | None = Field(default=None, description="Fact: how often")
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
