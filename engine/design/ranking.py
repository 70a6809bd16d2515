"""In which order the parts of a system are told: what it is there for first, what every system has last."""

from __future__ import annotations

from engine.design.words import holds
from engine.inference.evaluation import Evaluation
from engine.knowledge import models
from engine.knowledge.leading import PLACES, named, placed


def ranked(evaluation: Evaluation) -> tuple[models.Capability, ...]:
    """The capabilities in use: those that were asked for, what leads before what supports, then what makes the
    main items, then by nodes of work. Each has the place that it takes beside the others."""
    knowledge = evaluation.knowledge
    stated = evaluation.givens.facts.get("capabilities")
    asked = stated.value if stated is not None and isinstance(stated.value, frozenset) else frozenset()

    main, first = evaluation.value("main_item"), _first_of_preset(evaluation)

    def rank(capability: models.Capability) -> tuple[bool, bool, bool, int, bool, float]:
        nodes = sum(evaluation.number(part.nodes or f"{part.id}_nodes") for part in capability.components if part.id)
        common = capability.place == "common"
        name = capability.capability
        return common, name != first, name not in asked, PLACES.index(capability.place), name != main, -nodes

    used = (placed(knowledge.capabilities[name], asked or evaluation.capabilities) for name in evaluation.capabilities)
    told = (called(evaluation, _leading(evaluation, capability, first)) for capability in used)
    return tuple(sorted(told, key=rank))


def called(evaluation: Evaluation, capability: models.Capability) -> models.Capability:
    """`capability` with the title and summary that it has in this case."""
    return named(capability, lambda flag: evaluation.value(flag) is True)


def _leading(evaluation: Evaluation, capability: models.Capability, first: str | None) -> models.Capability:
    """`capability` as leading where it says so: payments support a shop, and are all that a payment provider does."""
    leads = capability.capability == first or (
        capability.leads_when is not None and holds(evaluation, capability.leads_when)
    )
    return capability.model_copy(update={"place": "leading"}) if leads else capability


def _first_of_preset(evaluation: Evaluation) -> str | None:
    """What a named case is known for: the first capability that its preset lists, beside what every system has."""
    knowledge = evaluation.knowledge
    preset = knowledge.presets.get(evaluation.givens.preset or "")
    listed = preset.form.capabilities if preset is not None else ()
    return next((c for c in listed if knowledge.capabilities[c].place != "common"), None)
