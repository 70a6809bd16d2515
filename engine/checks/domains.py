"""Which values a name can have, and whether a conjunction of comparisons leaves any.

A box has a domain for every name that it was narrowed by. It is a plain product: what holds between two facts is
known only where a comparison says it, so `satisfiable` may be too generous, never too strict.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.expressions import Atom, Condition
from engine.knowledge.definitions import AddMember, Knowledge, SetFact

_ORDERS = {"<": {"<"}, "<=": {"<", "="}, "==": {"="}, "!=": {"<", ">"}, ">=": {">", "="}, ">": {">"}}
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from `low` to `high`, which belong to it unless they are open, without `holes`."""

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False
    holes: frozenset[float] = frozenset()

    @property
    def empty(self) -> bool:
        if self.low == self.high:
            return self.low_open or self.high_open or self.low in self.holes
        return self.low > self.high

    def narrowed(self, operator: str, bound: float) -> Interval:
        match operator:
            case "<" | "<=":
                strict = operator == "<"
                if bound > self.high or (bound == self.high and (self.high_open or not strict)):
                    return self
                return replace(self, high=bound, high_open=strict)
            case ">" | ">=":
                strict = operator == ">"
                if bound < self.low or (bound == self.low and (self.low_open or not strict)):
                    return self
                return replace(self, low=bound, low_open=strict)
            case "==":
                return self.narrowed("<=", bound).narrowed(">=", bound)
        return replace(self, holes=self.holes | {bound})

    def orders(self, other: Interval) -> set[str]:
        """How a number of this interval may stand to one of `other`."""
        found = set()
        if self.low < other.high:
            found.add("<")
        if self.high > other.low:
            found.add(">")
        lower, upper = max(self.low, other.low), min(self.high, other.high)
        if lower <= upper:
            found.add("=")
        return found


@dataclass(frozen=True, slots=True)
class Words:
    """Values of a choice or of a flag."""

    among: frozenset[Any]

    @property
    def empty(self) -> bool:
        return not self.among


@dataclass(frozen=True, slots=True)
class Members:
    """A set: what must be in it, what must not, and what can be."""

    possible: frozenset[str]
    within: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        return bool(self.within & self.without) or not self.within <= self.possible


Domain = Interval | Words | Members


class Domains:
    """The domain of every name: as it is declared, and as far as rules can set it (`reachable`)."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._cache: dict[tuple[str, bool], Domain] = {}
        self._given = {name for preset in knowledge.presets.values() for name in preset.facts}
        self._set: dict[str, list[SetFact | AddMember]] = {}
        for rule in knowledge.rules:
            for effect in rule.effects:
                if isinstance(effect, SetFact | AddMember) and rule.counts:
                    self._set.setdefault(effect.fact, []).append(effect)

    def of(self, key: str, *, reachable: bool = False) -> Domain:
        found = self._cache.get((key, reachable))
        if found is None:
            found = self._cache[(key, reachable)] = self._reachable(key) if reachable else self._declared(key)
        return found

    def _declared(self, key: str) -> Domain:
        knowledge = self.knowledge
        symbol = knowledge.symbols.get(key)
        match symbol.kind if symbol is not None else "":
            case "choice":  # with what an overlay has disabled: conditions may go on naming it
                return Words(symbol.words if symbol else frozenset())
            case "set":
                return Members(symbol.words if symbol else frozenset())
            case "flag":
                return Words(frozenset((True, False)))
        fact = knowledge.facts.get(key.removeprefix("given."))
        if fact is not None:
            return Interval(fact.low, fact.high)
        if key in knowledge.constants:
            value = knowledge.constants[key].value
            return Interval(value, value)
        decision, _, attribute = key.partition(".")
        if decision in knowledge.decisions:
            table = knowledge.decisions[decision].attributes.values()
            values = [attributes[attribute] for attributes in table if attribute in attributes]
            if values:
                return Interval(min(values), max(values))
        return Words(frozenset((True,)))  # `always`

    def _reachable(self, key: str) -> Domain:
        """For a fact that nobody gives, what rules and its default set it to; otherwise as declared."""
        declared = self._declared(key)
        fact = self.knowledge.facts.get(key)
        if fact is None or fact.form.input or key in self._given or fact.accumulates:
            return declared
        effects = self._set.get(key, [])
        if isinstance(declared, Members):
            added = {m for e in effects if isinstance(e, AddMember) for m in e.members}
            for effect in effects:
                if isinstance(effect, SetFact) and isinstance(effect.constant, frozenset):
                    added |= effect.constant
            return Members(frozenset(added))
        constants = [e.constant for e in effects if isinstance(e, SetFact)]
        if not effects or any(value is None for value in constants):
            return declared
        if isinstance(declared, Words):
            return Words(frozenset(constants))
        numbers = [float(value) for value in constants if isinstance(value, float | int)]
        return Interval(min(numbers), max(numbers))


@dataclass(frozen=True, slots=True)
class Box:
    """Domains by name, and how names that were compared with each other may stand to each other."""

    domains: Domains
    sides: Mapping[str, Domain]
    orders: Mapping[tuple[str, str], frozenset[str]]
    reachable: bool = False

    @classmethod
    def whole(cls, domains: Domains, *, reachable: bool = False) -> Box:
        return cls(domains, {}, {}, reachable)

    def side(self, key: str) -> Domain:
        return self.sides.get(key) or self.domains.of(key, reachable=self.reachable)

    def narrowed(self, atoms: Iterable[Atom]) -> Box | None:
        """The part of the box in which all `atoms` hold, or None if there is none."""
        sides, orders = dict(self.sides), dict(self.orders)
        for atom in atoms:
            if atom.test == "facts":
                pair, operator = (atom.key, str(atom.operand)), atom.operator
                if pair[0] > pair[1]:
                    pair, operator = (pair[1], pair[0]), _mirrored(operator)
                orders[pair] = orders.get(pair, frozenset("<=>")) & _ORDERS[operator]
                continue
            before = sides.get(atom.key) or self.side(atom.key)
            after = narrowed(before, atom)
            if after.empty:
                return None
            sides[atom.key] = after
        for (left, right), allowed in orders.items():
            if left == right:
                possible = {"="}
            else:
                a, b = (sides.get(k) or self.side(k) for k in (left, right))
                possible = a.orders(b) if isinstance(a, Interval) and isinstance(b, Interval) else set("<=>")
            if not allowed & possible:
                return None
        return replace(self, sides=sides, orders=orders)


def narrowed(domain: Domain, atom: Atom) -> Domain:
    """The values of `domain` for which `atom`, which compares with a constant, holds."""
    match domain:
        case Interval():
            return domain.narrowed(atom.operator, atom.operand) if atom.test == "number" else domain
        case Words():
            if atom.test == "word":
                same = domain.among & atom.operand
                return Words(same if atom.operator == "==" else domain.among - atom.operand)
            return Words(domain.among & {atom.operand}) if atom.test == "flag" else domain
        case Members():
            if atom.test != "member":
                return domain
            if atom.operator == "==":
                return replace(domain, within=domain.within | {atom.operand})
            return replace(domain, without=domain.without | {atom.operand})


def negated(atom: Atom) -> Atom | None:
    """What holds exactly where `atom` does not, of what is known; None for `known` itself."""
    if atom.test == "known":
        return None
    if atom.test == "flag":
        text = atom.text.removeprefix("not ") if atom.text.startswith("not ") else f"not {atom.text}"
        return Atom("flag", atom.key, "==", not atom.operand, text)
    operator = _NEGATED[atom.operator]
    return Atom(atom.test, atom.key, operator, atom.operand, _negated_text(atom, operator))


def _negated_text(atom: Atom, operator: str) -> str:
    for old, new in ((" not in ", " in "), (" in ", " not in ")):
        if old in atom.text and atom.test in ("word", "member"):
            return atom.text.replace(old, new, 1)
    return atom.text.replace(f" {atom.operator} ", f" {operator} ", 1)


def _mirrored(operator: str) -> str:
    return {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(operator, operator)


def always_holds(condition: Condition, whole: Box, limit: int = 512) -> bool:
    """Whether `condition` holds everywhere in `whole` where what it reads is known."""
    boxes = [whole]
    for atoms in condition.alternatives:
        negations = [negated(atom) for atom in atoms]
        remaining = []
        for box in boxes:
            for negation in negations:
                if negation is not None and (part := box.narrowed([negation])) is not None:
                    remaining.append(part)
        boxes = remaining
        if len(boxes) > limit:
            return False
    return not boxes
