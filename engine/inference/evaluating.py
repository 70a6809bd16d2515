"""`evaluate(knowledge, givens)`, a pure function: strata in order, each fired by a network, then settled."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Literal

from engine.decisions.ledger import Ledger, settle
from engine.expressions import Atom
from engine.inference.counting import CountingNetwork
from engine.inference.durable import DurableNetwork
from engine.inference.evaluation import Evaluation, FactValue, Firing, Origin, Problem
from engine.inference.given import Given, Givens
from engine.inference.network import Memo, Network
from engine.knowledge.definitions import AddAmount, AddMember, Evidence, Knowledge, Rule, RuleOut, SetFact, Value
from engine.knowledge.values import shown
from engine.strata import Stratum

NetworkName = Literal["durable", "counting"]
_MAKERS: dict[str, Callable[[Stratum], Network]] = {"durable": DurableNetwork, "counting": CountingNetwork}
DOLLAR_A_MONTH = 1 / 2_592_000


def evaluate(knowledge: Knowledge, givens: Givens, network: NetworkName = "durable") -> Evaluation:
    """Runs the rules over the facts.

    `durable` is the engine of record, `counting` the compiled evaluator of sweeps: both give the same evaluation. Never
    raises for what the facts are: contradictions become `problems` of the evaluation.
    """
    return _Run(knowledge, givens, network).evaluation()


def networks(knowledge: Knowledge, name: NetworkName) -> list[Memo]:
    """The networks of all strata, made once for a knowledge base."""
    made: list[Memo] | None = knowledge.memo.get(f"networks-{name}")
    if made is None:
        made = knowledge.memo[f"networks-{name}"] = [Memo(_MAKERS[name](s)) for s in knowledge.strata]
    return made


def release(knowledge: Knowledge) -> None:
    """Gives back what the networks of a knowledge base hold, when it was replaced and nothing runs in it any more."""
    for name in _MAKERS:
        for memo in knowledge.memo.pop(f"networks-{name}", []):
            memo.close()


class _Run:
    def __init__(self, knowledge: Knowledge, givens: Givens, network: NetworkName) -> None:
        self.knowledge, self.givens, self.network = knowledge, givens, network
        self.state: dict[str, Any] = {"always": True}
        self.state.update((key, constant.value) for key, constant in knowledge.constants.items())
        self.facts: dict[str, FactValue] = {}
        self.firings: list[Firing] = []
        self.ledgers: dict[str, Ledger] = {}
        self.problems: list[Problem] = []
        self.setters: dict[str, list[tuple[Rule, Value]]] = defaultdict(list)
        self.sums: dict[str, list[tuple[Rule, float]]] = defaultdict(list)
        self.evidence: dict[str, list[Rule]] = defaultdict(list)
        self.dropped: dict[int, str] = {}
        self.unanswered = False
        for name, given in givens.facts.items():
            self.give(name, given)
        for name, fact in knowledge.facts.items():
            if fact.kind == "set" and fact.form.default is None and name not in self.state:
                self.state[name] = frozenset()

    def give(self, name: str, given: Given) -> None:
        self.facts[name] = FactValue(name, given.value, given.origin, given.words)
        self.state[name] = self.state[f"given.{name}"] = given.value

    def evaluation(self) -> Evaluation:
        for stratum, network in zip(self.knowledge.strata, networks(self.knowledge, self.network), strict=True):
            if stratum.rules:
                self.run(stratum, network)
            for name in stratum.settles:
                self.settle(name)
        return Evaluation(
            knowledge=self.knowledge,
            givens=self.givens,
            facts=self.facts,
            firings=tuple(Firing(rule, self.dropped.get(rule.number, "")) for rule in self.fired),
            ledgers=self.ledgers,
            state=self.state,
            problems=tuple(self.problems),
            network=self.network,
        )

    @property
    def fired(self) -> list[Rule]:
        return [firing.rule for firing in self.firings]

    def run(self, stratum: Stratum, network: Memo) -> None:
        atoms, state = self.knowledge.atoms, self.state
        positions = network.fire([n for n in stratum.atoms if atoms[n].holds(state)])
        for position in sorted(positions):  # rules stand in an order in which each comes after what it needs
            rule = stratum.rules[position]
            if self.unanswered and not self.answered(rule):
                continue
            self.firings.append(Firing(rule))
            if rule.counts:
                self.apply(rule)

    def apply(self, rule: Rule) -> None:
        for effect in rule.effects:
            match effect:
                case SetFact():
                    self.set(rule, effect)
                case AddAmount():
                    amount = effect.formula(self.state)
                    if amount is None:
                        self.no_answer(rule, effect.fact)
                    else:
                        self.sums[effect.fact].append((rule, amount))
                case AddMember():
                    self.add_members(rule, effect)
                case Evidence() | RuleOut():
                    rules = self.evidence[effect.decision]
                    if not rules or rules[-1] is not rule:
                        rules.append(rule)

    def set(self, rule: Rule, effect: SetFact) -> None:
        name = effect.fact
        if name in self.givens.facts:
            self.dropped[rule.number] = (
                f"{name} was {'given' if self.givens.facts[name].origin == 'given' else 'preset'}"
            )
            return
        if rule.kind == "default" and name in self.facts:
            self.dropped[rule.number] = f"{name} was derived"
            return
        value: Value | None = effect.constant
        if effect.formula is not None:
            value = effect.formula(self.state)
            if value is None:
                self.no_answer(rule, name)
                return
            value = self.kept_in_range(name, value, rule)
        assert value is not None
        self.setters[name].append((rule, value))
        self.put(name, value, "assumed" if rule.kind == "default" else "derived", rule)

    def kept_in_range(self, name: str, value: float, rule: Rule) -> float:
        fact = self.knowledge.facts[name]
        if fact.form.cost_line:
            return math.ceil(value / DOLLAR_A_MONTH - 1e-6) * DOLLAR_A_MONTH  # whole dollars, so that tables add up
        if rule.kind == "default":
            return min(max(value, fact.low), fact.high)
        return value

    def put(
        self, name: str, value: Value, origin: Origin, rule: Rule | None, parts: tuple[tuple[Rule, float], ...] = ()
    ) -> None:
        words = rule.because if rule is not None and origin == "assumed" else ""
        self.facts[name] = FactValue(name, value, origin, words, rule, parts)
        self.state[name] = value

    def answered(self, rule: Rule) -> bool:
        """Whether all that its formulas read has a value: to the network x / 0 is known, since it was derived."""
        return all(self.state.get(key) is not None for formula in rule.formulas for key in formula.reads)

    def no_answer(self, rule: Rule, name: str) -> None:
        self.unanswered = True
        self.problems.append(Problem("no-answer", name, f"the formula of {rule.id} ({rule.place}) has no answer here"))

    def add_members(self, rule: Rule, effect: AddMember) -> None:
        before: frozenset[str] = self.state.get(effect.fact) or frozenset()
        after = before | frozenset(effect.members)
        given = self.givens.facts.get(effect.fact)
        if given is None:
            self.put(effect.fact, after, "derived", rule)
        else:
            self.facts[effect.fact] = FactValue(effect.fact, after, given.origin, given.words, rule)
            self.state[effect.fact] = after

    # -- settling ---------------------------------------------------

    def settle(self, name: str) -> None:
        decision = self.knowledge.decisions.get(name)
        if decision is not None:
            self.choose(name)
        elif self.knowledge.facts[name].accumulates:
            self.sum_up(name)
        else:
            self.reconcile(name)

    def choose(self, name: str) -> None:
        decision = self.knowledge.decisions[name]
        if decision.applies is not None and not decision.applies.holds(self.state):
            return
        ledger = settle(name, list(decision.options), self.evidence[name], self.givens.pins.get(name))
        self.ledgers[name] = ledger
        self.state[name] = ledger.choice
        for attribute, value in decision.attributes[ledger.choice].items():
            self.state[f"{name}.{attribute}"] = value
        if ledger.unsatisfiable:
            reasons = "; ".join(f"{e.option}: {e.rule.id}" for e in ledger.exclusions)
            self.problems.append(Problem("unsatisfiable", name, f"every option of {name} is ruled out ({reasons})"))

    def sum_up(self, name: str) -> None:
        parts = tuple(self.sums.get(name, ()))
        if parts and name not in self.givens.facts:
            self.put(name, math.fsum(amount for _, amount in parts), "derived", None, parts)

    def reconcile(self, name: str) -> None:
        """Several rules set a fact: overridden ones yield; then all must agree."""
        setters = [s for s in self.setters.get(name, ()) if s[0].kind != "default"]
        if name in self.givens.facts or len(setters) < 2:
            return
        overridden = {other for rule, _ in setters for other in rule.overrides}
        for rule, _ in setters:
            if rule.id in overridden:
                self.dropped[rule.number] = f"overridden for {name}"
        standing = [(rule, value) for rule, value in setters if rule.id not in overridden] or setters
        rule, value = standing[0]
        self.put(name, value, "derived", rule)
        for other, differing in standing[1:]:
            if not _same(value, differing):
                fact = self.knowledge.facts[name]
                self.problems.append(
                    Problem(
                        "conflict",
                        name,
                        f"{rule.id} ({rule.place}) sets {name} to {shown(fact, value)}, {other.id} ({other.place}) to "
                        f"{shown(fact, differing)}: let one say 'overrides: {rule.id}'",
                    )
                )


def _same(a: Value, b: Value) -> bool:
    if isinstance(a, float | int) and isinstance(b, float | int):
        return math.isclose(a, b, rel_tol=1e-9)
    return a == b


def true_atoms(knowledge: Knowledge, evaluation: Evaluation, rule: Rule) -> list[tuple[Atom, bool]]:
    """The first alternative of `rule` that comes nearest to holding, atom by atom, for 'why not'."""
    atoms = knowledge.atoms
    scored = [[(atoms[n], atoms[n].holds(evaluation.state)) for n in numbers] for numbers in rule.alternatives]
    return min(scored, key=lambda pairs: sum(not held for _, held in pairs))
