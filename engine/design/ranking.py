"""In which order the parts of a system are told: what it is there for first, what every system has last."""

from __future__ import annotations

from engine.inference.evaluation import Evaluation
from engine.knowledge import models
from engine.knowledge.leading import PLACES, named, placed


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
    return tuple(sorted((called(evaluation, c) for c in used), key=rank))


def called(evaluation: Evaluation, capability: models.Capability) -> models.Capability:
    """`capability` with the title and summary that it has in this case."""
    return named(capability, lambda flag: evaluation.value(flag) is True)
