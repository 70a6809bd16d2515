"""Runs the examples, each in both inference networks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.findings import InputError
from engine.inference import Evaluation, evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge, models
from engine.knowledge.definitions import Part
from engine.loading.positions import Path


@dataclass(frozen=True, slots=True)
class Run:
    """An example and what came of it: two evaluations, or why it cannot run. `decision` is its file's, if any."""

    part: Part
    path: Path
    example: models.Example
    decision: str | None
    evaluation: Evaluation | None = None
    counting: Evaluation | None = None
    refused: str = ""

    @property
    def name(self) -> str:
        return f"{self.part.document.path}: {self.example.name}"


def runs(knowledge: Knowledge) -> Iterator[Run]:
    for part in knowledge.parts:
        form = part.form
        if isinstance(form, models.Decision | models.Capability | models.Capacity):
            for i, example in enumerate(form.examples):
                if not _names_disabled(knowledge, form, example):
                    yield _run(knowledge, part, ("examples", i), example)


def _run(knowledge: Knowledge, part: Part, path: Path, example: models.Example) -> Run:
    form = part.form
    decision = form.decision if isinstance(form, models.Decision) else None
    given = dict(example.given)
    if isinstance(form, models.Capability):
        given.setdefault("capabilities", [form.capability])
    try:
        givens = givens_from(knowledge, given)
    except InputError as error:
        return Run(part, path, example, decision, refused=str(error))
    both = evaluate(knowledge, givens), evaluate(knowledge, givens, "counting")
    return Run(part, path, example, decision, *both)


def _names_disabled(knowledge: Knowledge, form: models.Form, example: models.Example) -> bool:
    """Whether the example is about an option or a capability that an overlay has taken away."""
    disabled = {
        getattr(part.form, "capability", "") for part in knowledge.parts if getattr(part.form, "disabled", False)
    }
    if isinstance(form, models.Capability) and form.capability in disabled:
        return True
    named = example.given.get("capabilities", [])
    if disabled & {str(name) for name in (named if isinstance(named, list) else [named])}:
        return True
    expected = {name: str(value) for name, value in {**example.given, **example.values}.items()}
    if isinstance(form, models.Decision) and example.choose is not None:
        expected[form.decision] = example.choose
    return any(
        option in knowledge.decisions[name].form.options and option not in knowledge.decisions[name].options
        for name, option in expected.items()
        if name in knowledge.decisions
    )
