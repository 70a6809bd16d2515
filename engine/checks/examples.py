"""A rule base is tested like code: each example gives facts, and names the choice or the values that must come out."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.findings import Finding, InputError
from engine.inference import Evaluation, evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge, models
from engine.knowledge.definitions import Part
from engine.knowledge.values import shown, value_of
from engine.loading.positions import Path


def failing_examples(knowledge: Knowledge) -> Iterator[Finding]:
    """Examples whose outcome differs, or on which the two inference networks disagree."""
    for part in knowledge.parts:
        form = part.form
        if isinstance(form, models.Decision | models.Capability | models.Capacity):
            decision = form.decision if isinstance(form, models.Decision) else None
            home = form.capability if isinstance(form, models.Capability) else None
            for i, example in enumerate(form.examples):
                yield from _run(knowledge, part, ("examples", i), example, decision, home)


def _run(
    knowledge: Knowledge, part: Part, path: Path, example: models.Example, decision: str | None, home: str | None
) -> Iterator[Finding]:
    given = dict(example.given)
    if home is not None and "capabilities" not in given:
        given["capabilities"] = [home]
    try:
        givens = givens_from(knowledge, given)
    except InputError as error:
        yield part.document.finding("example", (*path, "given"), f"the example '{example.name}' cannot run: {error}")
        return
    evaluation = evaluate(knowledge, givens)
    other = evaluate(knowledge, givens, "counting")
    if _fired(evaluation) != _fired(other) or evaluation.choices != other.choices:
        yield part.document.finding(
            "networks-differ", path, f"the two networks disagree on the example '{example.name}'"
        )
    if decision is not None:
        yield from _choice(evaluation, part, path, example, decision)
    for name, expected in example.values.items():
        yield from _value(evaluation, part, (*path, "values", name), example, name, expected)


def _fired(evaluation: Evaluation) -> list[str]:
    return [firing.rule.id for firing in evaluation.firings]


def _choice(
    evaluation: Evaluation, part: Part, path: Path, example: models.Example, decision: str
) -> Iterator[Finding]:
    ledger = evaluation.ledgers.get(decision)
    choice = ledger.choice if ledger is not None else None
    wrong = (example.choose is not None and choice != example.choose) or (
        example.not_ is not None and choice == example.not_
    )
    if not wrong:
        return
    wanted = example.choose if example.choose is not None else f"anything but {example.not_}"
    standings = (
        ", ".join(f"{s.option} {'out' if s.excluded else f'{s.points:+g}'}" for s in ledger.standings) if ledger else ""
    )
    message = (
        f"the example '{example.name}' chooses {choice or 'nothing, as the decision does not apply'}, not {wanted}"
    )
    yield part.document.finding("example", (*path, "choose"), message, f"the ledger: {standings}" if standings else "")


def _value(
    evaluation: Evaluation, part: Part, path: Path, example: models.Example, name: str, expected: object
) -> Iterator[Finding]:
    definition = evaluation.knowledge.facts.get(name)
    if definition is None:
        yield part.document.finding("unknown-name", path, f"there is no fact '{name}'")
        return
    try:
        wanted = value_of(definition, expected)
    except InputError as error:
        yield part.document.finding("value", path, str(error))
        return
    actual = evaluation.value(name)
    same = actual == wanted
    if isinstance(actual, float | int) and isinstance(wanted, float):
        same = math.isclose(actual, wanted, rel_tol=0.01, abs_tol=1e-12)
    if not same:
        found, meant = shown(definition, actual), shown(definition, wanted)
        yield part.document.finding("example", path, f"in the example '{example.name}' {name} is {found}, not {meant}")
