"""In which order the parts of a system are told: what it is there for first, what every system has last."""

from __future__ import annotations

from engine.design.words import holds
from engine.inference.evaluation import Evaluation
from engine.knowledge import models
from engine.knowledge.leading import PLACES, placed


def ranked(evaluation: Evaluation) -> tuple[models.Capability, ...]:
    """The capabilities in use: those that were asked for, what leads before what supports, then what makes the
    main items, then by nodes of work. Each has the place that it takes beside the others."""
    knowledge = evaluation.knowledge
    stated = evaluation.givens.facts.get("capabilities")
    asked = stated.value if stated is not None and isinstance(stated.value, frozenset) else frozenset()

    main = evaluation.value("main_item")

    def rank(capability: models.Capability) -> tuple[bool, bool, int, bool, float]:
        nodes = sum(evaluation.number(part.nodes or f"{part.id}_nodes") for part in capability.components if part.id)
        common = capability.place == "common"
        name = capability.capability
        return common, name not in asked, PLACES.index(capability.place), name != main, -nodes

    used = (placed(knowledge.capabilities[name], asked or evaluation.capabilities) for name in evaluation.capabilities)
    return tuple(sorted((_leading(evaluation, capability) for capability in used), key=rank))


def _leading(evaluation: Evaluation, capability: models.Capability) -> models.Capability:
    """`capability` as leading where it says so: payments support a shop, and are all that a payment provider does."""
    if capability.leads_when is None or not holds(evaluation, capability.leads_when):
        return capability
    return capability.model_copy(update={"place": "leading"})
