"""A rule base is tested like code: each example gives facts, and names the choice or the values that must come out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar

from engine.checks.base import Base
from engine.checks.check import Check, Remark
from engine.checks.runs import Run
from engine.findings import InputError, Severity
from engine.inference import Evaluation
from engine.knowledge.values import shown, value_of


class FailingExamples(Check):
    code = "example"
    severity: ClassVar[Severity] = "error"
    title = "An example that fails"
    explains = (
        "Examples are the tests of rules. The facts of this one lead to another choice or to other values than it says "
        "(numbers may differ by 1%), or cannot be given at all."
    )
    fix = "correct the rules, or the example"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for run in base.runs:
            if run.evaluation is None:
                message = f"the example '{run.example.name}' cannot run: {run.refused}"
                yield Remark(run.part, (*run.path, "given"), message)
                continue
            if run.decision is not None:
                yield from _choice(run, run.evaluation, run.decision)
            for name in run.example.values:
                yield from _value(run, run.evaluation, name)


class IdleExamples(Check):
    code = "idle-example"
    title = "An example that tests nothing"
    explains = "It gives facts and expects neither a choice nor values, so it passes whatever the rules say."
    fix = "add `choose:`, `not:`, `values:` or `cannot_hold:`"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for run in base.runs:
            expected = (run.example.choose or run.example.not_) if run.decision is not None else None
            if not (expected or run.example.values or run.example.cannot_hold):
                yield Remark(run.part, (*run.path, "name"), f"the example '{run.example.name}' expects nothing")


class UntoldContradictions(Check):
    code = "cannot-hold"
    severity: ClassVar[Severity] = "error"
    title = "An example in which facts that cannot all hold go unnoticed"
    explains = (
        "An example names rules under `cannot_hold:` that must tell the person that these facts contradict each other. "
        "One of them did not fire, or another one did."
    )
    fix = "correct the condition of the rule, or the example"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for run in base.runs:
            if run.evaluation is None or not run.example.cannot_hold:
                continue
            told = {p.subject for p in run.evaluation.problems if p.code == "cannot-hold"}
            if told != set(run.example.cannot_hold):
                message = f"the example '{run.example.name}' finds {', '.join(sorted(told)) or 'no contradiction'}"
                yield Remark(run.part, (*run.path, "cannot_hold"), message)


class NetworksDiffer(Check):
    code = "networks-differ"
    severity: ClassVar[Severity] = "error"
    title = "The two inference networks disagree"
    explains = (
        "Every example runs in durable-rules, the engine of record, and in the compiled evaluator. They must fire the "
        "same rules in the same order; if not, there is a defect in the engine."
    )
    fix = "report it, with the knowledge base that shows it"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for run in base.runs:
            if run.evaluation is None or run.counting is None:
                continue
            differs = _fired(run.evaluation) != _fired(run.counting) or run.evaluation.choices != run.counting.choices
            if differs:
                yield Remark(run.part, run.path, f"the two networks disagree on the example '{run.example.name}'")


class ContradictoryExamples(Check):
    code = "contradiction"
    title = "An example in which rules contradict each other"
    explains = (
        "In the case that the example describes, two rules set one fact to different values, every option of a "
        "decision is ruled out, or a formula has no answer. The person would see it as a risk of their design."
    )
    fix = "say `overrides:`, loosen a `rule_out`, or guard the formula by a condition"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for run in base.runs:
            for problem in run.evaluation.problems if run.evaluation is not None else ():
                if problem.code == "cannot-hold":  # what the rule is for
                    continue
                message = f"in the example '{run.example.name}': {problem.message}"
                yield Remark(run.part, (*run.path, "name"), message)


def _fired(evaluation: Evaluation) -> list[str]:
    return [firing.rule.id for firing in evaluation.firings]


def _choice(run: Run, evaluation: Evaluation, decision: str) -> Iterator[Remark]:
    example = run.example
    options = evaluation.knowledge.decisions[decision].options
    for room, option in (("choose", example.choose), ("not", example.not_)):
        if option is not None and option not in options:
            message = f"'{option}' is no option of {decision}"
            yield Remark(run.part, (*run.path, room), message, f"one of {', '.join(options)}")
            return
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
    room = "choose" if example.choose is not None else "not"
    yield Remark(run.part, (*run.path, room), message, f"the ledger: {standings}" if standings else "")


def _value(run: Run, evaluation: Evaluation, name: str) -> Iterator[Remark]:
    path = (*run.path, "values", name)
    if name in evaluation.knowledge.decisions:
        choice, expected = evaluation.choices.get(name), run.example.values[name]
        if choice != expected:
            message = f"in the example '{run.example.name}' {name} is {choice or 'not decided'}, not {expected}"
            yield Remark(run.part, path, message)
        return
    definition = evaluation.knowledge.facts.get(name)
    if definition is None:
        fix = evaluation.knowledge.symbols.nearest(name)
        yield Remark(run.part, path, f"there is no fact '{name}'", fix or "name one that exists")
        return
    try:
        wanted = value_of(definition, run.example.values[name])
    except InputError as error:
        yield Remark(run.part, path, str(error))
        return
    actual = evaluation.value(name)
    same = actual == wanted
    if isinstance(actual, float | int) and isinstance(wanted, float):
        same = math.isclose(actual, wanted, rel_tol=0.01, abs_tol=1e-12)
    if not same:
        found, meant = shown(definition, actual), shown(definition, wanted)
        yield Remark(run.part, path, f"in the example '{run.example.name}' {name} is {found}, not {meant}")
