"""The run over columns: strata in order, rules in order, sums and choices settled as `evaluate` settles them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

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
    codes,
    either,
    joined,
    known,
    negated,
    settled,
)
from engine.inference.given import Givens
from engine.inference.plan import DOLLAR_A_MONTH, plan_of
from engine.knowledge.definitions import (
    AddAmount,
    AddMember,
    CannotHold,
    Evidence,
    Knowledge,
    Rule,
    RuleOut,
    SetFact,
    Value,
)
from engine.strata import Stratum

Move = Mapping[str, Value]
"""The facts that a column is given, and the decisions that are pinned, over those that all columns share."""


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
        troubles: Mapping[str, Mask],
        atoms: Iterable[Mask],
    ) -> None:
        self.knowledge, self.size, self.state, self._troubles, self._atoms = knowledge, size, state, troubles, atoms

    def choice(self, decision: str, column: int) -> str | None:
        """The chosen option; None where the decision does not apply."""
        value: str | None = at(self.state.get(decision), column)
        return value

    def value(self, name: str, column: int) -> Value | None:
        value: Value | None = at(self.state.get(name), column)
        return value

    def codes(self, decision: str) -> npt.NDArray[np.int16]:
        """The chosen option of each column as its position among the options, -1 where the decision does not apply."""
        value = self.state.get(decision)
        if isinstance(value, Words):
            return value.codes
        options = list(self.knowledge.decisions[decision].options)
        return np.full(self.size, UNKNOWN if value is None else options.index(value), dtype=np.int16)

    def troubled(self, trouble: str) -> npt.NDArray[np.bool_]:
        """Where a trouble is: `unsatisfiable:DECISION` (every option is ruled out), `barred:DECISION` (the pinned one
        is), or the id of a rule that says `cannot_hold`."""
        mask = self._troubles.get(trouble, False)
        return np.full(self.size, mask) if isinstance(mask, bool) else mask

    def changes(self) -> npt.NDArray[np.int64]:
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
        self.contradictions: dict[str, Mask] = {}
        self.barred: dict[str, Mask] = {}
        self.pins: dict[str, Any] = dict(givens.pins)
        self.filled: dict[str, Mask] = {}  # sets: an empty one is known to conditions, yet leaves room for a default
        for name, given in givens.facts.items():
            self.state[name] = self.state[f"given.{name}"] = given.value
        for name, moved in _by_name(moves).items():
            if name in knowledge.decisions:
                self.pin(name, moved)
            else:
                self.move(name, moved)

    def move(self, name: str, moved: Mapping[int, Value]) -> None:
        """Gives the fact in the columns that `moved` names; the others keep what was given, if anything was."""
        stated = self.givens.facts[name].value if name in self.givens.facts else None
        columns = np.fromiter(moved, dtype=np.intp, count=len(moved))
        mask = np.zeros(self.size, dtype=np.bool_)
        mask[columns] = True
        value: Any
        if (words := self.words(name)) is not None:
            value = Words(words, _filled(self.size, stated, moved, columns, words))
        elif self.knowledge.facts[name].kind == "set":
            value = _sets(self.size, stated, moved)
        else:
            value = np.full(self.size, np.nan if stated is None else stated, dtype=np.float64)
            value[columns] = list(moved.values())
        given = self.given[name] = either(settled(mask), name in self.givens.facts)
        self.state[name] = value
        self.state[f"given.{name}"] = Members(value.members, given) if isinstance(value, Members) else value

    def pin(self, name: str, moved: Mapping[int, Value]) -> None:
        options = tuple(self.knowledge.decisions[name].options)
        columns = np.fromiter(moved, dtype=np.intp, count=len(moved))
        self.pins[name] = Words(options, _filled(self.size, self.givens.pins.get(name), moved, columns, options))

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
        troubles = dict(self.contradictions)
        troubles.update((f"unsatisfiable:{name}", mask) for name, mask in self.unsatisfiable.items())
        troubles.update((f"barred:{name}", mask) for name, mask in self.barred.items())
        return Columns(self.knowledge, self.size, self.state, troubles, self.atoms.values())

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
            elif isinstance(effect, CannotHold):
                self.contradictions[rule.id] = mask
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
        """The first that is not overridden stands; where all are, the first that fired.

        Of a fact that says so, the smallest or largest of those that stand.
        """
        setters = self.setters.get(name, ())
        if len(setters) < 2:
            return
        combine = self.knowledge.facts[name].form.combine
        taken: Mask = False
        overridden: dict[str, Mask] = {}
        for rule, mask, _ in setters:
            for other in rule.overrides:
                overridden[other] = either(overridden.get(other, False), mask)
        for all_of_them in (False, True):
            for rule, mask, value in setters:
                standing = mask if all_of_them else both(mask, negated(overridden.get(rule.id, False)))
                free = both(standing, negated(taken))
                if combine is not None and not all_of_them:
                    free = either(free, both(standing, self.beats(name, value, combine)))
                if free is not False:
                    self.put(name, value, free)
                    taken = either(taken, free)

    def beats(self, name: str, value: Any, combine: str) -> Mask:
        """Where `value` is smaller (or larger) than what the fact has so far."""
        words = self.words(name)
        new, old = value, self.state.get(name)
        if words is not None:
            new, old = (codes(v, words) for v in (new, old))
        better = new < old if combine == "smallest" else new > old
        return better if isinstance(better, np.ndarray) else bool(better)

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
        pin = self.pins.get(name)
        choice: Any = pin if isinstance(pin, str) else self.best(options, tally, excluded, every)
        if isinstance(pin, Words):
            choice = blend(pin.known(), pin, choice, self.size, options)
        if pin is not None:
            self.barred[name] = self.is_barred(pin, excluded)
        choice = blend(applies, choice, None, self.size, options)
        self.state[name] = choice
        self.attribute(name, choice)

    def is_barred(self, pin: Any, excluded: Mapping[str, Mask]) -> Mask:
        """Where a rule has taken away what is pinned."""
        if isinstance(pin, str):
            return excluded[pin]
        found: Mask = False
        for option, mask in excluded.items():
            found = either(found, both(mask, pin.among(frozenset([option]))))
        return found

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


def _by_name(moves: Sequence[Move]) -> dict[str, dict[int, Value]]:
    """What is moved, each with its value by column."""
    table: dict[str, dict[int, Value]] = {}
    for column, move in enumerate(moves):
        for name, value in move.items():
            table.setdefault(name, {})[column] = value
    return table


def _filled(
    size: int, stated: Any, moved: Mapping[int, Value], columns: npt.NDArray[np.intp], words: tuple[Any, ...]
) -> npt.NDArray[np.int16]:
    """Codes of words: those of `moved` in their columns, `stated` in all others."""
    codes = np.full(size, UNKNOWN if stated is None else words.index(stated), dtype=np.int16)
    codes[columns] = [words.index(value) for value in moved.values()]
    return codes


def _sets(size: int, stated: Any, moved: Mapping[int, Value]) -> Members:
    before = stated or frozenset()
    names = dict.fromkeys(
        [*sorted(before), *(m for value in moved.values() if isinstance(value, frozenset) for m in value)]
    )
    members: dict[str, Mask] = {}
    for member in names:
        mask = np.full(size, member in before)
        for column, value in moved.items():
            mask[column] = isinstance(value, frozenset) and member in value
        members[member] = settled(mask)
    return Members(members)
