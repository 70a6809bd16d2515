"""What `evaluate` does for each rule and stratum, worked out once for a knowledge base."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from engine.decisions.ledger import Heard, heard_from
from engine.expressions import Formula
from engine.inference.evaluation import Origin, Raw
from engine.inference.testing import Tests
from engine.knowledge.definitions import (
    AddAmount,
    AddMember,
    CannotHold,
    Evidence,
    FactDefinition,
    Knowledge,
    Rule,
    RuleOut,
    SetFact,
    Value,
)
from engine.strata import Stratum

if TYPE_CHECKING:
    from engine.inference.evaluating import Run

Action = Callable[["Run", Rule], None]
DOLLAR_A_MONTH = 1 / 2_592_000


Settling = Literal["choose", "sum_up", "reconcile"]


@dataclass(frozen=True, slots=True)
class Layer:
    """A stratum with the tests of its atoms. `settles` are the names that anything is left to do for, and what."""

    stratum: Stratum
    tests: Tests
    settles: tuple[tuple[Settling, str], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """`constants` is the state that every evaluation begins with; `actions` stand at the number of their rule.

    `attributes` are those of each option of each decision, by the keys that conditions and formulas know them by.
    """

    layers: tuple[Layer, ...]
    actions: tuple[tuple[Action, ...], ...]
    constants: dict[str, Any]
    attributes: dict[str, dict[str, dict[str, float]]]


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
    contested = _contested(knowledge)
    return Plan(
        layers=tuple(
            Layer(s, Tests(knowledge.atoms, s.atoms), tuple(_settles(knowledge, s, contested)))
            for s in knowledge.strata
        ),
        actions=tuple(tuple(_actions(knowledge, rule, contested)) for rule in knowledge.rules),
        constants=constants,
        attributes={
            name: {
                option: {f"{name}.{key}": value for key, value in attributes.items()}
                for option, attributes in decision.attributes.items()
            }
            for name, decision in knowledge.decisions.items()
        },
    )


def _contested(knowledge: Knowledge) -> set[str]:
    """The facts that more than one rule may set, defaults apart: only they may have to be reconciled."""
    setters = Counter(
        effect.fact
        for rule in knowledge.rules
        if rule.counts and rule.kind != "default"
        for effect in rule.effects
        if isinstance(effect, SetFact)
    )
    return {name for name, count in setters.items() if count > 1}


def _settles(knowledge: Knowledge, stratum: Stratum, contested: set[str]) -> Iterator[tuple[Settling, str]]:
    for name in stratum.settles:
        if name in knowledge.decisions:
            yield "choose", name
        elif knowledge.facts[name].accumulates:
            yield "sum_up", name
        elif name in contested:
            yield "reconcile", name


def _actions(knowledge: Knowledge, rule: Rule, contested: set[str]) -> list[Action]:
    if not rule.counts:
        return []
    actions: list[Action] = []
    for effect in rule.effects:
        if isinstance(effect, SetFact):
            fact, heard = knowledge.facts[effect.fact], effect.fact in contested and rule.kind != "default"
            if effect.formula is None:
                actions.append(_setting(rule, fact, effect.constant, heard))
            else:
                actions.append(_deriving(rule, fact, effect.formula, heard))
        elif isinstance(effect, AddAmount):
            actions.append(_adding(effect))
        elif isinstance(effect, AddMember):
            actions.append(_joining(effect))
        elif isinstance(effect, CannotHold):
            actions.append(_contradicting())
    decisions = dict.fromkeys(e.decision for e in rule.effects if isinstance(e, Evidence | RuleOut))
    actions += [_testifying(decision, heard_from(rule, decision)) for decision in decisions]
    return actions


def _setting(rule: Rule, fact: FactDefinition, constant: Value | None, contested: bool) -> Action:
    """Sets `fact` to a constant; where others may set it too, the rule is heard when they are reconciled."""
    name, default, value = fact.name, rule.kind == "default", cast(Value, constant)
    raw: Raw = (value, "assumed" if default else "derived", rule, ())

    def action(run: Run, rule: Rule) -> None:
        values = run.values
        if name in values and run.already(name, rule, default):
            return
        if contested:
            run.setters.setdefault(name, []).append((rule, value))
        values[name] = raw
        run.state[name] = value

    return action


def _deriving(rule: Rule, fact: FactDefinition, formula: Formula, contested: bool) -> Action:
    """Sets `fact` to what the formula gives in this case."""
    name, default, cost_line = fact.name, rule.kind == "default", fact.form.cost_line
    origin: Origin = "assumed" if default else "derived"

    def action(run: Run, rule: Rule) -> None:
        values, state = run.values, run.state
        if name in values and run.already(name, rule, default):
            return
        value = formula(state)
        if value is None:
            run.no_answer(rule, name)
            return
        if cost_line:  # whole dollars, so that tables add up
            value = max(math.ceil(value / DOLLAR_A_MONTH - 1e-6), 0) * DOLLAR_A_MONTH
        elif default:
            value = fact.clipped(value)
        if contested:
            run.setters.setdefault(name, []).append((rule, value))
        values[name] = (value, origin, rule, ())
        state[name] = value

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
