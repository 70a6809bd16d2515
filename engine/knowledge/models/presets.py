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


class OneOrganisation(Form):
    """What of a preset falls away where a single organisation uses it: its business with many others."""

    flag: FactName = Field(description="The flag that says so, where a person states it")
    up_to: float = Field(default=0, description="So many users or fewer, if a person names them, say so as well")
    leave_out: list[FactName | CapabilityName] = Field(description="Capabilities and facts of the preset")


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
    one_organisation: OneOrganisation | None = Field(
        default=None, description="What is left out where one organisation uses it for its own people"
    )
    waive: list[Waiver] = []
    disabled: Disabled = False
