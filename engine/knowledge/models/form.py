"""What every form has in common, where its numbers and reasons come from, and findings that are waived."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.knowledge.models.types import Text


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
