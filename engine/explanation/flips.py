"""What would change a decision: the facts its rules compare, moved across their thresholds one at a time.

Each candidate is verified by settling the decision again with the moved value, everything else as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.decisions.ledger import heard_from, settle
from engine.expressions import Atom
from engine.inference.evaluation import Evaluation
from engine.knowledge.definitions import Evidence, Knowledge, Rule, RuleOut, Value
from engine.knowledge.values import shown

BESIDE = 1e-3  # how far past a threshold a value is tried, as a share of it


@dataclass(frozen=True, slots=True)
class Flip:
    """With `fact` at `value` (beyond `threshold`), the decision becomes `becomes`. `distance` is the factor away."""

    decision: str
    fact: str
    threshold: Value
    value: Value
    now: Value
    becomes: str
    distance: float

    def words(self, evaluation: Evaluation) -> str:
        """`Events at peak below 20,000/s (now 52,000/s): RabbitMQ`."""
        knowledge = evaluation.knowledge
        title = knowledge.title(self.decision, self.becomes)
        if self.fact in knowledge.decisions:
            other = knowledge.decisions[self.fact]
            return f"{other.form.title} {knowledge.title(self.fact, str(self.value))}: {title}"
        fact = knowledge.facts[self.fact]
        if isinstance(self.threshold, float) and isinstance(self.value, float):
            moved = f"{self._side()} {shown(fact, self.threshold)}"
        elif isinstance(self.value, frozenset):
            member = str(self.threshold)
            with_or_without = "with" if member in self.value else "without"
            return f"{fact.title} {with_or_without} {fact.words.get(member, member)}: {title}"
        else:
            moved = f"{shown(fact, self.value)}"
        return f"{fact.title} {moved} (now {shown(fact, self.now)}): {title}"

    def _side(self) -> str:
        """A value that cannot go beyond the threshold, as its range ends there, goes to it."""
        if self.value == self.threshold:
            return "down to" if _number(self.value) < _number(self.now) else "up to"
        return "below" if _number(self.value) < _number(self.threshold) else "above"


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def flips(evaluation: Evaluation, decision: str) -> tuple[Flip, ...]:
    """Every single change of a fact, across a threshold of the decision's rules, that changes it; nearest first."""
    ledger = evaluation.ledgers.get(decision)
    if ledger is None:
        return ()
    knowledge = evaluation.knowledge
    rules = _rules_of(knowledge, decision)
    found: dict[tuple[str, str], Flip] = {}
    for fact, threshold, value, distance in _moves(evaluation, rules):
        state = _Moved(evaluation.state, fact, value)
        heard = [heard_from(rule, decision) for rule in rules if rule.counts and _fires(knowledge, rule, state)]
        becomes = settle(decision, list(knowledge.decisions[decision].options), heard).choice
        if becomes == ledger.free_choice:
            continue
        flip = Flip(decision, fact, threshold, value, evaluation.state[fact], becomes, distance)
        side = "" if not isinstance(value, float) else ("<" if value < evaluation.state[fact] else ">")
        kept = found.get((fact, side))
        if kept is None or flip.distance < kept.distance:
            found[(fact, side)] = flip
    return tuple(sorted(found.values(), key=lambda f: (f.distance, f.fact)))


class _Moved(dict[str, Any]):
    """A state with one value moved, without a copy."""

    def __init__(self, state: Mapping[str, Any], key: str, value: Any) -> None:
        super().__init__({key: value})
        self.under = state

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self else self.under.get(key, default)


def _rules_of(knowledge: Knowledge, decision: str) -> list[Rule]:
    table: dict[str, list[Rule]] | None = knowledge.memo.get("rules-of-decisions")
    if table is None:
        table = knowledge.memo["rules-of-decisions"] = {}
        for rule in sorted(knowledge.rules, key=lambda r: (r.stratum, r.order)):
            for name in dict.fromkeys(e.decision for e in rule.effects if isinstance(e, Evidence | RuleOut)):
                table.setdefault(name, []).append(rule)
    return table.get(decision, [])


def _fires(knowledge: Knowledge, rule: Rule, state: Mapping[str, Any]) -> bool:
    return any(all(knowledge.atoms[n].holds(state) for n in numbers) for numbers in rule.alternatives)


def _moves(evaluation: Evaluation, rules: list[Rule]) -> Iterator[tuple[str, Value, Value, float]]:
    """Facts with a value just past each threshold that the rules name: fact, threshold, value, distance as a factor."""
    knowledge = evaluation.knowledge
    seen: set[Atom] = set()
    for rule in rules:
        for number in dict.fromkeys(n for numbers in rule.alternatives for n in numbers):
            atom = knowledge.atoms[number]
            if atom in seen or atom.key not in evaluation.state or atom.key.startswith("given.") or "." in atom.key:
                continue
            seen.add(atom)
            now = evaluation.state[atom.key]
            if atom.test in ("number", "facts"):
                operand = atom.operand if atom.test == "number" else evaluation.state.get(atom.operand)
                yield from _across(evaluation, atom.key, operand, now)
            elif atom.test == "word":
                for word in sorted(atom.operand):
                    if word != now:
                        yield atom.key, word, word, 2.0
            elif atom.test == "flag":
                yield atom.key, not now, not now, 2.0
            elif atom.test == "member" and isinstance(now, frozenset) and atom.key != "capabilities":
                moved = now - {atom.operand} if atom.operand in now else now | {atom.operand}
                yield atom.key, atom.operand, moved, 3.0


def _across(evaluation: Evaluation, key: str, threshold: Any, now: Any) -> Iterator[tuple[str, Value, Value, float]]:
    fact = evaluation.knowledge.facts.get(key)
    if fact is None or not isinstance(threshold, float | int) or not isinstance(now, float | int):
        return
    step = abs(threshold) * BESIDE or BESIDE
    beyond = threshold - step if now >= threshold else threshold + step
    beyond = min(max(beyond, fact.low), fact.high)
    if now == threshold and beyond == now:
        return
    low, high = sorted((abs(float(now)), abs(float(threshold))))
    distance = high / low if low > 0 else 1e9
    yield key, float(threshold), float(beyond), distance
