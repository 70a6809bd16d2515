"""The run over columns: strata in order, rules in order, sums and choices settled as `evaluate` settles them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from engine.inference.columnar.conditions import condition_holds, holds
from engine.inference.columnar.formulas import Formulas
from engine.inference.columnar.values import (
    UNKNOWN,
    Mask,
    Members,
    Words,
    at,
    blend,
    both,
    either,
    joined,
    known,
    negated,
    settled,
)
from engine.inference.given import Givens
from engine.inference.plan import DOLLAR_A_MONTH, plan_of
from engine.knowledge.definitions import AddAmount, AddMember, Evidence, Knowledge, Rule, RuleOut, SetFact, Value
from engine.strata import Stratum

Move = Mapping[str, Value]
"""The facts that a column is given besides, or instead of, those that all columns share."""


def evaluate_columns(knowledge: Knowledge, givens: Givens, moves: Sequence[Move]) -> Columns:
    """What `evaluate` gives for `givens` with each of `moves` laid over them: one column a move."""
    with np.errstate(all="ignore"):
        return _Run(knowledge, givens, moves).columns()


class Columns:
    """The values and choices of many cases."""

    def __init__(
        self,
        knowledge: Knowledge,
        size: int,
        state: Mapping[str, Any],
        unsatisfiable: Mapping[str, Mask],
        atoms: Iterable[Mask],
    ) -> None:
        self.knowledge, self.size, self.state, self.unsatisfiable = knowledge, size, state, unsatisfiable
        self._atoms = atoms

    def choice(self, decision: str, column: int) -> str | None:
        """The chosen option; None where the decision does not apply."""
        value: str | None = at(self.state.get(decision), column)
        return value

    def value(self, name: str, column: int) -> Value | None:
        value: Value | None = at(self.state.get(name), column)
        return value

    def codes(self, decision: str) -> np.ndarray[Any, np.dtype[np.int16]]:
        """The chosen option of each column as its position among the options, -1 where the decision does not apply."""
        value = self.state.get(decision)
        if isinstance(value, Words):
            return value.codes
        options = list(self.knowledge.decisions[decision].options)
        return np.full(self.size, UNKNOWN if value is None else options.index(value), dtype=np.int16)

    def changes(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """How many comparisons come out otherwise in each column than in the one before it: shape (size - 1,)."""
        count = np.zeros(max(self.size - 1, 0), dtype=np.int64)
        for mask in self._atoms:
            if not isinstance(mask, bool):
                count += mask[1:] != mask[:-1]
        return count


class _Run:
    def __init__(self, knowledge: Knowledge, givens: Givens, moves: Sequence[Move]) -> None:
        self.knowledge, self.givens, self.size = knowledge, givens, len(moves)
        self.plan = plan_of(knowledge)
        self.formulas: Formulas = knowledge.memo.setdefault("columnar-formulas", Formulas(knowledge.symbols))
        self.state: dict[str, Any] = self.plan.constants.copy()
        self.given: dict[str, Mask] = dict.fromkeys(givens.facts, True)
        self.atoms: dict[int, Mask] = {}
        self.setters: dict[str, list[tuple[Rule, Mask, Any]]] = {}
        self.sums: dict[str, list[tuple[Mask, Any]]] = {}
        self.heard: dict[str, list[tuple[Mask, Rule]]] = {}
        self.unsatisfiable: dict[str, Mask] = {}
        self.filled: dict[str, Mask] = {}  # sets: an empty one is known to conditions, yet leaves room for a default
        for name, given in givens.facts.items():
            self.state[name] = self.state[f"given.{name}"] = given.value
        for name in dict.fromkeys(name for move in moves for name in move):
            self.move(name, moves)

    def move(self, name: str, moves: Sequence[Move]) -> None:
        mask = settled(np.array([name in move for move in moves]))
        stated = self.givens.facts[name].value if name in self.givens.facts else None
        values = [move.get(name, stated) for move in moves]
        value: Any
        if all(v == values[0] for v in values):
            value = values[0]
        elif (words := self.words(name)) is not None:
            codes = [UNKNOWN if v is None else words.index(v) for v in values]
            value = Words(words, np.array(codes, dtype=np.int16))
        elif self.knowledge.facts[name].kind == "set":
            names = sorted({m for v in values if isinstance(v, frozenset) for m in v})
            value = Members({m: np.array([isinstance(v, frozenset) and m in v for v in values]) for m in names})
        else:
            value = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
        self.given[name] = either(mask, name in self.givens.facts)
        if value is not None:
            self.state[name] = self.state[f"given.{name}"] = value

    def words(self, name: str) -> tuple[Any, ...] | None:
        """All values that a choice, a flag or a decision can have; None for numbers and sets."""
        if name in self.knowledge.decisions:
            return tuple(self.knowledge.decisions[name].options)
        fact = self.knowledge.facts[name]
        if fact.kind == "choice":
            return tuple(fact.words)
        return (False, True) if fact.kind == "flag" else None

    def columns(self) -> Columns:
        for stratum in self.knowledge.strata:
            for rule, mask in self.firing(stratum):
                self.apply(rule, mask)
            for name in stratum.settles:
                self.settle(name)
        return Columns(self.knowledge, self.size, self.state, self.unsatisfiable, self.atoms.values())

    # -- firing -----------------------------------------------------

    def firing(self, stratum: Stratum) -> list[tuple[Rule, Mask]]:
        """Where each rule fires, in order; a rule's firing makes atoms true for those after it."""
        atoms, state, truths = self.knowledge.atoms, self.state, self.atoms
        for number in stratum.atoms:
            if number not in truths or atoms[number].monotone:
                truths[number] = settled(holds(atoms[number], state))
        fired: dict[int, Mask] = {}
        again = True
        while again:
            again = False
            for rule in stratum.rules:
                mask = self.fires(rule, truths)
                if mask is False:
                    continue
                before = fired.get(rule.number, False)
                if mask is before or (before is not False and np.array_equal(mask, before)):
                    continue
                fired[rule.number] = mask
                for made in rule.makes:
                    truths[made] = settled(either(truths.get(made, False), mask))
                again = again or self.circular(stratum)
        return [(rule, fired[rule.number]) for rule in stratum.rules if rule.number in fired]

    def circular(self, stratum: Stratum) -> bool:
        """Whether rules of the stratum wait for each other in a circle, so that one pass is not enough."""
        table: dict[int, bool] = self.knowledge.memo.setdefault("columnar-circular", {})
        known_answer = table.get(stratum.number)
        if known_answer is None:
            first_read: dict[int, int] = {}
            for position, rule in enumerate(stratum.rules):
                for number in (n for numbers in rule.alternatives for n in numbers):
                    first_read.setdefault(number, position)
            known_answer = table[stratum.number] = any(
                first_read.get(made, len(stratum.rules)) <= position
                for position, rule in enumerate(stratum.rules)
                for made in rule.makes
            )
        return known_answer

    @staticmethod
    def fires(rule: Rule, truths: Mapping[int, Mask]) -> Mask:
        found: Mask = False
        for numbers in rule.alternatives:
            every: Mask = True
            for number in numbers:
                every = both(every, truths.get(number, False))
                if every is False:
                    break
            found = either(found, every)
            if found is True:
                return True
        return found if isinstance(found, bool) or found.any() else False

    # -- what a firing does -----------------------------------------

    def apply(self, rule: Rule, mask: Mask) -> None:
        if not rule.counts:
            return
        for formula in rule.formulas:  # x / 0 is known to the network, yet has no value
            for key in formula.reads:
                value = self.state.get(key)
                if value is None or isinstance(value, np.ndarray | Words):
                    mask = both(mask, known(value))
        if mask is False:
            return
        testified: set[str] = set()
        for effect in rule.effects:
            if isinstance(effect, SetFact):
                self.set_fact(rule, effect, mask)
            elif isinstance(effect, AddAmount):
                amount = self.formulas.value(effect.formula, self.state)
                self.sums.setdefault(effect.fact, []).append((both(mask, known(amount)), amount))
            elif isinstance(effect, AddMember):
                self.filled[effect.fact] = either(self.filled.get(effect.fact, False), mask)
                self.state[effect.fact] = joined(self.state.get(effect.fact), effect.members, mask)
            elif effect.decision not in testified:
                testified.add(effect.decision)
                self.heard.setdefault(effect.decision, []).append((mask, rule))

    def set_fact(self, rule: Rule, effect: SetFact, mask: Mask) -> None:
        name, default = effect.fact, rule.kind == "default"
        given = self.given.get(name, False)
        mask = both(mask, negated(either(given, self.valued(name)) if default else given))
        if mask is False:
            return
        value: Any = effect.constant
        if effect.formula is not None:
            value = self.formulas.value(effect.formula, self.state)
            mask = both(mask, known(value))
            if mask is False:
                return
            fact = self.knowledge.facts[name]
            if fact.form.cost_line:
                value = np.maximum(np.ceil(value / DOLLAR_A_MONTH - 1e-6), 0) * DOLLAR_A_MONTH
            elif default:
                value = np.minimum(np.maximum(value, fact.low), fact.high)
            value = value if isinstance(value, np.ndarray) else float(value)
        if not default:
            self.setters.setdefault(name, []).append((rule, mask, value))
        self.put(name, value, mask)

    def valued(self, name: str) -> Mask:
        """Where something gave the fact a value."""
        if self.knowledge.facts[name].kind == "set":
            return self.filled.get(name, False)
        return known(self.state.get(name))

    def put(self, name: str, value: Any, mask: Mask) -> None:
        self.filled[name] = either(self.filled.get(name, False), mask)
        value = blend(mask, value, self.state.get(name), self.size, self.words(name))
        if value is not None:
            self.state[name] = value

    # -- settling ---------------------------------------------------

    def settle(self, name: str) -> None:
        if name in self.knowledge.decisions:
            self.choose(name)
        elif self.knowledge.facts[name].accumulates:
            self.sum_up(name)
        else:
            self.reconcile(name)

    def sum_up(self, name: str) -> None:
        parts = self.sums.get(name)
        if not parts:
            return
        total: Any = 0.0
        added: Mask = False
        for mask, amount in parts:
            if mask is False:
                continue
            total = total + (amount if mask is True else np.where(mask, amount, 0.0))
            added = either(added, mask)
        if added is not False:
            self.put(name, total, both(added, negated(self.given.get(name, False))))

    def reconcile(self, name: str) -> None:
        """The first that is not overridden stands; where all are, the first that fired."""
        setters = self.setters.get(name, ())
        if len(setters) < 2:
            return
        taken: Mask = False
        overridden: dict[str, Mask] = {}
        for rule, mask, _ in setters:
            for other in rule.overrides:
                overridden[other] = either(overridden.get(other, False), mask)
        for all_of_them in (False, True):
            for rule, mask, value in setters:
                standing = mask if all_of_them else both(mask, negated(overridden.get(rule.id, False)))
                standing = both(standing, negated(taken))
                if standing is not False:
                    self.put(name, value, standing)
                    taken = either(taken, standing)

    def choose(self, name: str) -> None:
        decision = self.knowledge.decisions[name]
        applies = True if decision.applies is None else settled(condition_holds(decision.applies, self.state))
        if applies is False:
            return
        options = list(decision.options)
        tally: dict[str, Any] = dict.fromkeys(options, 0.0)
        excluded: dict[str, Mask] = dict.fromkeys(options, False)
        for mask, rule in self.heard.get(name, ()):
            for effect in rule.effects:
                if isinstance(effect, Evidence) and effect.decision == name:
                    points = effect.points if mask is True else np.where(mask, effect.points, 0.0)
                    tally[effect.option] = tally[effect.option] + points
                elif isinstance(effect, RuleOut) and effect.decision == name:
                    excluded[effect.option] = either(excluded[effect.option], mask)
        every: Mask = True
        for mask in excluded.values():
            every = both(every, mask)
        self.unsatisfiable[name] = both(every, applies)
        pin = self.givens.pins.get(name)
        choice: Any = pin if pin is not None else self.best(options, tally, excluded, every)
        choice = blend(applies, choice, None, self.size, options)
        self.state[name] = choice
        self.attribute(name, choice)

    def best(self, options: Sequence[str], tally: Mapping[str, Any], excluded: Mapping[str, Mask], every: Mask) -> Any:
        if all(isinstance(v, float) for v in tally.values()) and all(isinstance(m, bool) for m in excluded.values()):
            allowed = [o for o in options if every or not excluded[o]]
            return max(allowed, key=tally.__getitem__)
        points = np.empty((len(options), self.size))
        for row, option in enumerate(options):
            barred = both(excluded[option], negated(every))
            points[row] = tally[option] if barred is False else np.where(barred, -np.inf, tally[option])
        codes = points.argmax(axis=0).astype(np.int16)
        first = int(codes[0])
        return options[first] if (codes == first).all() else Words(tuple(options), codes)

    def attribute(self, name: str, choice: Any) -> None:
        attributes = self.knowledge.decisions[name].attributes
        if not isinstance(choice, Words):
            self.state.update((f"{name}.{key}", value) for key, value in attributes[choice].items())
            return
        for key in dict.fromkeys(key for option in choice.words for key in attributes[option]):
            table = np.array([attributes[option].get(key, np.nan) for option in choice.words] + [np.nan])
            self.state[f"{name}.{key}"] = table[choice.codes]
