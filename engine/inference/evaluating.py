"""`evaluate(knowledge, givens)`, a pure function: strata in order, each fired by a network, then settled."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal

from engine.decisions.ledger import Heard, Ledger, settle
from engine.expressions import Atom
from engine.inference.counting import CountingNetwork
from engine.inference.durable import DurableNetwork
from engine.inference.evaluation import Evaluation, FactValues, Firings, Origin, Problem, Raw
from engine.inference.given import Givens
from engine.inference.network import Memo, Network
from engine.inference.plan import Layer, plan_of
from engine.knowledge.definitions import Knowledge, Rule, Value
from engine.knowledge.values import shown
from engine.strata import Stratum

NetworkName = Literal["durable", "counting"]
_MAKERS: dict[str, Callable[[Stratum], Network]] = {"durable": DurableNetwork, "counting": CountingNetwork}


def evaluate(knowledge: Knowledge, givens: Givens, network: NetworkName = "durable") -> Evaluation:
    """Runs the rules over the facts.

    `durable` is the engine of record, `counting` the compiled evaluator of sweeps: both give the same evaluation. Never
    raises for what the facts are: contradictions become `problems` of the evaluation.
    """
    return Run(knowledge, givens, network).evaluation()


def networks(knowledge: Knowledge, name: NetworkName) -> list[Memo]:
    """The networks of all strata, made once for a knowledge base."""
    made: list[Memo] | None = knowledge.memo.get(f"networks-{name}")
    if made is None:
        made = knowledge.memo[f"networks-{name}"] = [Memo(s, _MAKERS[name](s)) for s in knowledge.strata]
    return made


def release(knowledge: Knowledge) -> None:
    """Gives back what the networks of a knowledge base hold, when it was replaced and nothing runs in it any more."""
    for name in _MAKERS:
        for memo in knowledge.memo.pop(f"networks-{name}", []):
            memo.close()


class Run:
    """One evaluation under way: the state that conditions and formulas read, and what the fired rules said."""

    def __init__(self, knowledge: Knowledge, givens: Givens, network: NetworkName) -> None:
        self.knowledge, self.givens, self.network = knowledge, givens, network
        self.plan = plan_of(knowledge)
        self.state: dict[str, Any] = self.plan.constants.copy()
        self.values: dict[str, Raw] = {}
        self.fired: list[Rule] = []
        self.ledgers: dict[str, Ledger] = {}
        self.problems: list[Problem] = []
        self.setters: dict[str, list[tuple[Rule, Value]]] = {}
        self.sums: dict[str, list[tuple[Rule, float]]] = {}
        self.heard: dict[str, list[Heard]] = {}
        self.dropped: dict[int, str] = {}
        self.unanswered = False
        for name, given in givens.facts.items():
            self.values[name] = (given.value, given.origin, None, ())
            self.state[name] = self.state[f"given.{name}"] = given.value

    def evaluation(self) -> Evaluation:
        for layer, network in zip(self.plan.layers, networks(self.knowledge, self.network), strict=True):
            if layer.tests:
                self.run(layer, network)
            for settling, name in layer.settles:
                if settling == "choose":
                    self.choose(name)
                elif settling == "sum_up":
                    self.sum_up(name)
                else:
                    self.reconcile(name)
        return Evaluation(
            knowledge=self.knowledge,
            givens=self.givens,
            facts=FactValues(self.values, self.givens),
            firings=Firings(self.fired, self.dropped),
            ledgers=self.ledgers,
            state=self.state,
            problems=tuple(self.problems),
            network=self.network,
        )

    def run(self, layer: Layer, network: Memo) -> None:
        state, actions = self.state, self.plan.actions
        for rule in network.fire(layer.tests.true(state)):
            if self.unanswered and not self.answered(rule):
                continue
            self.fired.append(rule)
            for act in actions[rule.number]:
                act(self, rule)

    # -- what actions do --------------------------------------------

    def already(self, name: str, rule: Rule, default: bool) -> bool:
        """Whether a value that was there before keeps `rule` from setting `name`."""
        given = self.givens.facts.get(name)
        if given is not None:
            self.dropped[rule.number] = f"{name} was {'given' if given.origin == 'given' else 'preset'}"
        elif default:
            self.dropped[rule.number] = f"{name} was derived"
        return given is not None or default

    def put(self, name: str, value: Value, origin: Origin, rule: Rule | None) -> None:
        self.values[name] = (value, origin, rule, ())
        self.state[name] = value

    def join(self, name: str, members: frozenset[str], rule: Rule) -> None:
        after = (self.state.get(name) or frozenset()) | members
        given = self.givens.facts.get(name)
        self.put(name, after, "derived" if given is None else given.origin, rule)

    def answered(self, rule: Rule) -> bool:
        """Whether all that its formulas read has a value: to the network x / 0 is known, since it was derived."""
        return all(self.state.get(key) is not None for formula in rule.formulas for key in formula.reads)

    def no_answer(self, rule: Rule, name: str) -> None:
        self.unanswered = True
        self.problems.append(Problem("no-answer", name, f"the formula of {rule.id} ({rule.place}) has no answer here"))

    def cannot_hold(self, rule: Rule) -> None:
        self.problems.append(Problem("cannot-hold", rule.id, rule.because))

    # -- settling ---------------------------------------------------

    def choose(self, name: str) -> None:
        decision = self.knowledge.decisions[name]
        if decision.applies is not None and not decision.applies.holds(self.state):
            return
        ledger = settle(name, list(decision.options), self.heard.get(name, ()), self.givens.pins.get(name))
        self.ledgers[name] = ledger
        self.state[name] = ledger.choice
        self.state.update(self.plan.attributes[name][ledger.choice])
        if ledger.unsatisfiable:
            reasons = "; ".join(f"{e.option}: {e.rule.id}" for e in ledger.exclusions)
            self.problems.append(Problem("unsatisfiable", name, f"every option of {name} is ruled out ({reasons})"))

    def sum_up(self, name: str) -> None:
        parts = self.sums.get(name)
        if parts and name not in self.givens.facts:
            value = math.fsum([amount for _, amount in parts])
            self.values[name] = (value, "derived", None, tuple(parts))
            self.state[name] = value

    def reconcile(self, name: str) -> None:
        """Several rules set a fact: overridden ones yield; then all must agree, or the fact says which holds."""
        setters = self.setters.get(name, ())
        if name in self.givens.facts or len(setters) < 2:
            return
        overridden = {other for rule, _ in setters for other in rule.overrides}
        for rule, _ in setters:
            if rule.id in overridden:
                self.dropped[rule.number] = f"overridden for {name}"
        standing = [(rule, value) for rule, value in setters if rule.id not in overridden] or setters
        definition = self.knowledge.facts[name]
        if definition.form.combine is not None:
            rule, value = (min if definition.form.combine == "smallest" else max)(
                standing, key=lambda pair: definition.rank(pair[1])
            )
            self.put(name, value, "derived", rule)
            for other, _ in standing:
                if other is not rule:
                    self.dropped[other.number] = (
                        f"{rule.id} asks for {'less' if definition.form.combine == 'smallest' else 'more'}"
                    )
            return
        rule, value = standing[0]
        self.put(name, value, "derived", rule)
        for other, differing in standing[1:]:
            if not _same(value, differing):
                self.problems.append(Problem("conflict", name, self._conflict(name, rule, value, other, differing)))

    def _conflict(self, name: str, rule: Rule, value: Value, other: Rule, differing: Value) -> str:
        fact = self.knowledge.facts[name]
        return (
            f"{rule.id} ({rule.place}) sets {name} to {shown(fact, value)}, {other.id} ({other.place}) to "
            f"{shown(fact, differing)}: let one say 'overrides: {rule.id}'"
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
