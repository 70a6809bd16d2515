"""What `evaluate` does for each rule and stratum, worked out once for a knowledge base."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.decisions.ledger import Heard, heard_from
from engine.inference.testing import Tests
from engine.knowledge.definitions import AddAmount, AddMember, CannotHold, Evidence, Knowledge, Rule, RuleOut, SetFact
from engine.strata import Stratum

if TYPE_CHECKING:
    from engine.inference.evaluating import Run

Action = Callable[["Run", Rule], None]
DOLLAR_A_MONTH = 1 / 2_592_000


@dataclass(frozen=True, slots=True)
class Layer:
    """A stratum with the tests of its atoms."""

    stratum: Stratum
    tests: Tests


@dataclass(frozen=True, slots=True)
class Plan:
    """`constants` is the state that every evaluation begins with; `actions` stand at the number of their rule."""

    layers: tuple[Layer, ...]
    actions: tuple[tuple[Action, ...], ...]
    constants: dict[str, Any]


def plan_of(knowledge: Knowledge) -> Plan:
    """The plan of `knowledge`, made at the first call."""
    plan: Plan | None = knowledge.memo.get("plan")
    if plan is None:
        plan = knowledge.memo["plan"] = _plan(knowledge)
    return plan


def _plan(knowledge: Knowledge) -> Plan:
    constants: dict[str, Any] = {"always": True}
    constants.update((key, constant.value) for key, constant in knowledge.constants.items())
    for name, fact in knowledge.facts.items():
        if fact.kind == "set" and fact.form.default is None:
            constants[name] = frozenset()
    return Plan(
        layers=tuple(Layer(s, Tests(knowledge.atoms, s.atoms)) for s in knowledge.strata),
        actions=tuple(tuple(_actions(knowledge, rule)) for rule in knowledge.rules),
        constants=constants,
    )


def _actions(knowledge: Knowledge, rule: Rule) -> list[Action]:
    if not rule.counts:
        return []
    actions: list[Action] = []
    for effect in rule.effects:
        if isinstance(effect, SetFact):
            actions.append(_setting(knowledge, rule, effect))
        elif isinstance(effect, AddAmount):
            actions.append(_adding(effect))
        elif isinstance(effect, AddMember):
            actions.append(_joining(effect))
        elif isinstance(effect, CannotHold):
            actions.append(_contradicting())
    decisions = dict.fromkeys(e.decision for e in rule.effects if isinstance(e, Evidence | RuleOut))
    actions += [_testifying(decision, heard_from(rule, decision)) for decision in decisions]
    return actions


def _setting(knowledge: Knowledge, rule: Rule, effect: SetFact) -> Action:
    name, formula, constant = effect.fact, effect.formula, effect.constant
    fact = knowledge.facts[name]
    default, cost_line = rule.kind == "default", fact.form.cost_line

    def action(run: Run, rule: Rule) -> None:
        if name in run.values and run.already(name, rule, default):
            return
        value: Any = constant
        if formula is not None:
            value = formula(run.state)
            if value is None:
                run.no_answer(rule, name)
                return
            if cost_line:  # whole dollars, so that tables add up
                value = max(math.ceil(value / DOLLAR_A_MONTH - 1e-6), 0) * DOLLAR_A_MONTH
            elif default:
                value = fact.clipped(value)
        run.setters.setdefault(name, []).append((rule, value))
        run.put(name, value, "assumed" if default else "derived", rule)

    return action


def _adding(effect: AddAmount) -> Action:
    name, formula = effect.fact, effect.formula

    def action(run: Run, rule: Rule) -> None:
        amount = formula(run.state)
        if amount is None:
            run.no_answer(rule, name)
        else:
            run.sums.setdefault(name, []).append((rule, amount))

    return action


def _joining(effect: AddMember) -> Action:
    name, members = effect.fact, frozenset(effect.members)
    return lambda run, rule: run.join(name, members, rule)


def _contradicting() -> Action:
    return lambda run, rule: run.cannot_hold(rule)


def _testifying(decision: str, said: Heard) -> Action:
    return lambda run, rule: run.heard.setdefault(decision, []).append(said)
