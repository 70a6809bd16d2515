"""Named, cited cases."""

from __future__ import annotations

from pydantic import Field

from engine.knowledge.models.form import Form, Source, Waiver
from engine.knowledge.models.types import CapabilityName, Disabled, FactName, Scalar, Text, Texts


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
