"""The smallest change of facts that would bring about something: an option's victory, the end of a trouble."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from engine.explanation.axes import axis, distance
from engine.explanation.flips import every_flip
from engine.explanation.moves import Moved, stepped, turned
from engine.explanation.survey import survey
from engine.inference.columnar import Columns, evaluate_columns
from engine.inference.evaluation import Evaluation
from engine.knowledge.definitions import Evidence, Rule, RuleOut
from engine.texts import lower_first

BESIDE = 1e-3  # how far past a threshold a value is tried, as a share of it
CANDIDATES = 60  # moves that are tried in pairs: 1,770 evaluations


@dataclass(frozen=True, slots=True)
class Change:
    """Facts moved together. `distance` is the product of their factors."""

    moves: tuple[Moved, ...]

    @property
    def distance(self) -> float:
        return math.prod(move.distance for move in self.moves)

    def words(self, evaluation: Evaluation) -> str:
        """`Events at peak below 20,000/s (now 52,000/s) and consumers below 2 (now 3)`."""
        causes = [move.cause(evaluation) for move in self.moves]
        return " and ".join([causes[0], *map(lower_first, causes[1:])])


def changes_to(evaluation: Evaluation, decision: str, option: str, most: int = 3) -> tuple[Change, ...]:
    """What would make `option` the choice: single facts, nearest first; pairs of facts where no single one does.

    Empty where not even two facts together do, or where it is chosen already.
    """
    ledger = evaluation.ledgers.get(decision)
    if ledger is None or ledger.free_choice == option:
        return ()
    singles: dict[str, Change] = {}
    for flip in every_flip(evaluation, decision):
        if flip.becomes == option:
            singles.setdefault(flip.moved.fact, Change((flip.moved,)))
    if singles:
        pins = evaluation.knowledge.decisions
        ranked = sorted(singles.values(), key=lambda c: (c.moves[0].fact in pins, c.distance))
        return tuple(ranked[:most])
    rules = _speaking(evaluation, decision)
    return _pairs(evaluation, rules, lambda columns, n: columns.choice(decision, n) == option, most)


def relaxations(evaluation: Evaluation, trouble: str, rules: Iterable[Rule], most: int = 3) -> tuple[Change, ...]:
    """What would end a trouble (a topic of the survey): inputs alone, nearest first, or pairs of them."""
    seen = survey(evaluation)
    row = seen.topics.row(trouble)
    singles: dict[str, Change] = {}
    ranked = sorted(turned(evaluation, seen, row), key=lambda found: found[0].distance)
    for moved, code in ranked:
        if code == 0 and math.isfinite(moved.distance) and _can_be_eased(evaluation, moved.fact):
            singles.setdefault(moved.fact, Change((moved,)))
    if singles:
        said = evaluation.givens.facts.keys() | evaluation.givens.pins.keys()
        return tuple(sorted(singles.values(), key=lambda c: (c.moves[0].fact not in said, c.distance))[:most])
    return _pairs(evaluation, list(rules), lambda columns, n: not columns.troubled(trouble)[n], most)


def _can_be_eased(evaluation: Evaluation, name: str) -> bool:
    if name in evaluation.knowledge.decisions:
        return name in evaluation.givens.pins
    return evaluation.knowledge.facts[name].form.input


def _pairs(
    evaluation: Evaluation, rules: Sequence[Rule], reached: Callable[[Columns, int], bool], most: int
) -> tuple[Change, ...]:
    moves = sorted(_candidates(evaluation, rules), key=lambda m: m.distance)[:CANDIDATES]
    pairs = [(a, b) for a, b in combinations(moves, 2) if a.fact != b.fact]
    if not pairs:
        return ()
    columns = evaluate_columns(
        evaluation.knowledge, evaluation.givens, [{a.fact: a.value, b.fact: b.value} for a, b in pairs]
    )
    found = [Change(pair) for n, pair in enumerate(pairs) if reached(columns, n)]
    return tuple(sorted(found, key=lambda c: c.distance)[:most])


def _speaking(evaluation: Evaluation, decision: str) -> list[Rule]:
    return [
        rule
        for rule in evaluation.knowledge.rules
        if rule.counts and any(isinstance(e, Evidence | RuleOut) and e.decision == decision for e in rule.effects)
    ]


def _candidates(evaluation: Evaluation, rules: Sequence[Rule]) -> list[Moved]:
    """What the rules compare, each moved just past where a comparison turns."""
    knowledge = evaluation.knowledge
    seen = survey(evaluation)
    names = dict.fromkeys(k for r in rules for k in r.condition.reads if not k.startswith("given."))
    found = [stepped(evaluation, step) for step in seen.steps if step.name in names]
    tried: set[tuple[str, float]] = set()
    for number in dict.fromkeys(n for rule in rules for numbers in rule.alternatives for n in numbers):
        atom = knowledge.atoms[number]
        fact, now = knowledge.facts.get(atom.key), evaluation.state.get(atom.key)
        if fact is None or atom.test not in ("number", "facts") or not isinstance(now, float | int):
            continue
        operand = atom.operand if atom.test == "number" else evaluation.state.get(atom.operand)
        if not isinstance(operand, float | int) or (fact.name, float(operand)) in tried:
            continue
        tried.add((fact.name, float(operand)))
        up = now < operand
        beside = 0.0 if atom.operator in ((">=", "<") if up else (">", "<=")) else abs(operand) * BESIDE or BESIDE
        value = fact.clipped(operand + (beside if up else -beside))
        if value != now and not fact.accumulates:
            far = distance(axis(fact, float(now)), float(operand))
            found.append(Moved(fact.name, float(operand), float(value), float(now), far))
    return [move for move in found if math.isfinite(move.distance)]
