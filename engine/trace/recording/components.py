"""The parts of the system as the trace names them: where each comes from, and the fact that sizes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.design.words import holds
from engine.inference.evaluation import Evaluation
from engine.knowledge import models


def components(evaluation: Evaluation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each component that a capability in use or a chosen option brings: by its id, or by its decision's."""
    knowledge = evaluation.knowledge
    files = {
        part.form.capability: part.document.path for part in knowledge.parts if isinstance(part.form, models.Capability)
    }
    for name in evaluation.capabilities:
        for form in knowledge.capabilities[name].components:
            if form.id is not None and holds(evaluation, form.when):
                yield form.id, _entry(evaluation, form, form.id, name, str(files[name]))
    for name, choice in evaluation.choices.items():
        decision = knowledge.decisions[name]
        part = decision.options[choice].component
        if part is not None and holds(evaluation, part.when):
            yield choice, _entry(evaluation, part, name, name, str(decision.place.path))


def _entry(evaluation: Evaluation, form: models.Component, id: str, home: str, path: str) -> dict[str, Any]:
    nodes = form.nodes or f"{id}_nodes"
    entry = {
        "title": form.title or id.replace("_", " ").capitalize(),
        "does": evaluation.text(form.does) or form.does,
        "from": home,
        "place": path,
    }
    if nodes in evaluation.facts:
        entry["nodes"] = nodes
    return entry
