"""The shape of every knowledge file, as pydantic models. What names mean is checked later, in `compiling`.

The descriptions are for whoever edits the files: `groundplan schema` publishes them as JSON Schemas for editors.
"""

from engine.knowledge.models.capabilities import Capability, HardPart, Quality, ReadyMade, Requirements
from engine.knowledge.models.decisions import Decision, Option
from engine.knowledge.models.entities import Entity, Exclusion
from engine.knowledge.models.facts import Fact, Vocabulary
from engine.knowledge.models.form import Form, Source, Waiver
from engine.knowledge.models.interfaces import Interface, Role
from engine.knowledge.models.kinds import KINDS
from engine.knowledge.models.operating import Alert, AtScale, Failure, Metric, Test, Threat
from engine.knowledge.models.parts import Component, Flow, Hop
from engine.knowledge.models.presets import Preset, PresetFact
from engine.knowledge.models.rules import Capacity, Example, Rule
from engine.knowledge.models.technologies import Constant, Technology
from engine.knowledge.models.types import LAYERS, SECTION_TITLES, SECTIONS, Status

__all__ = [
    "KINDS",
    "LAYERS",
    "SECTIONS",
    "SECTION_TITLES",
    "Alert",
    "AtScale",
    "Capability",
    "Capacity",
    "Component",
    "Constant",
    "Decision",
    "Entity",
    "Example",
    "Exclusion",
    "Fact",
    "Failure",
    "Flow",
    "Form",
    "HardPart",
    "Hop",
    "Interface",
    "Metric",
    "Option",
    "Preset",
    "PresetFact",
    "Quality",
    "ReadyMade",
    "Requirements",
    "Role",
    "Rule",
    "Source",
    "Status",
    "Technology",
    "Test",
    "Threat",
    "Vocabulary",
    "Waiver",
]
