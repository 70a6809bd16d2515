"""What drafts would change: the same givens, evaluated by the knowledge in which drafts count."""

from __future__ import annotations

from dataclasses import replace

from engine.expressions import Atom
from engine.inference.evaluating import evaluate
from engine.inference.evaluation import Evaluation
from engine.knowledge.definitions import AddMember, Knowledge, Rule, SetFact
from engine.strata import CycleError, stratify


def with_drafts(evaluation: Evaluation) -> Evaluation | str | None:
    """The evaluation if drafts counted; None where no draft fired, a text where they would go round in a circle."""
    if all(rule.counts for rule in evaluation.firings.rules):
        return None
    counted = _counted(evaluation.knowledge)
    return counted if isinstance(counted, str) else evaluate(counted, evaluation.givens, "counting")


def _counted(knowledge: Knowledge) -> Knowledge | str:
    """The knowledge with every draft made stable, made once."""
    made: Knowledge | str | None = knowledge.memo.get("with-drafts")
    if made is None:
        numbers = {atom: number for number, atom in enumerate(knowledge.atoms)}
        rules = [replace(rule, status="stable") if not rule.counts else replace(rule) for rule in knowledge.rules]
        for rule in rules:
            if not knowledge.rules[rule.number].counts:
                rule.makes = _made_by(rule, numbers)
        try:
            strata = stratify(rules, knowledge.atoms, knowledge.facts, knowledge.decisions)
            made = replace(knowledge, rules=rules, strata=strata, memo={})
        except CycleError as error:
            made = error.finding.message
        knowledge.memo["with-drafts"] = made
    return made


def _made_by(rule: Rule, numbers: dict[Atom, int]) -> tuple[int, ...]:
    made: list[int] = []
    for effect in rule.effects:
        if isinstance(effect, SetFact):
            made.append(numbers.get(Atom("known", effect.fact, "==", True, ""), -1))
        elif isinstance(effect, AddMember):
            made.extend(numbers.get(Atom("member", effect.fact, "==", m, ""), -1) for m in effect.members)
    return tuple(number for number in made if number >= 0)
