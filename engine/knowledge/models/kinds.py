"""The kinds of knowledge files, by the folder that holds them."""

from __future__ import annotations

from engine.knowledge.models.capabilities import Capability
from engine.knowledge.models.decisions import Decision
from engine.knowledge.models.facts import Vocabulary
from engine.knowledge.models.form import Form
from engine.knowledge.models.presets import Preset
from engine.knowledge.models.rules import Capacity
from engine.knowledge.models.technologies import Technology

KINDS: dict[str, type[Form]] = {
    "vocabulary": Vocabulary,
    "capacity": Capacity,
    "capabilities": Capability,
    "decisions": Decision,
    "technologies": Technology,
    "presets": Preset,
}
