"""Flip points: the values of an input at which a decision changes, each side of them evaluated as a whole.

Unlike a look at the decision's own rules, this follows an input through every fact, sum and choice that depends on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.explanation.moves import Moved, turned
from engine.explanation.survey import survey
from engine.inference.evaluation import Evaluation
from engine.knowledge.values import shown

GROWS = 1e3  # a load or a number of people at more than this factor is another system
HARDLY_MOVES = 50.0  # a team, a promise, a time: at more than this factor nobody considers it


@dataclass(frozen=True, slots=True)
class Flip:
    """With `moved`, the decision becomes `becomes`, or None where it would not be needed any more."""

    decision: str
    moved: Moved
    becomes: str | None

    def words(self, evaluation: Evaluation) -> str:
        """`Events at peak below 20,000/s (now 52,000/s) → RabbitMQ`."""
        return f"{self.moved.cause(evaluation)} → {self.becomes_title(evaluation)}"

    def becomes_title(self, evaluation: Evaluation) -> str:
        return evaluation.knowledge.title(self.decision, self.becomes) if self.becomes else "not needed"


def flips(evaluation: Evaluation, decision: str) -> tuple[Flip, ...]:
    """For each thing that can be moved alone, the nearest values below and above at which `decision` changes.

    Nearest first; empty for a decision that does not apply, that is pinned or that nothing turns.
    """
    nearest: dict[tuple[str, object], Flip] = {}
    for flip in every_flip(evaluation, decision):
        moved = flip.moved
        nearest.setdefault((moved.fact, str(moved.value) if moved.up is None else moved.up), flip)
    return tuple(nearest.values())


def every_flip(evaluation: Evaluation, decision: str) -> tuple[Flip, ...]:
    """Every value at which `decision` turns, at whatever distance; nearest first."""
    table: dict[str, tuple[Flip, ...]] = evaluation.memo.setdefault("flips", {})
    if decision not in table:
        table[decision] = _every_flip(evaluation, decision)
    return table[decision]


def _every_flip(evaluation: Evaluation, decision: str) -> tuple[Flip, ...]:
    ledger = evaluation.ledgers.get(decision)
    if ledger is None or ledger.pinned:
        return ()
    seen = survey(evaluation)
    options = list(evaluation.knowledge.decisions[decision].options)
    row = seen.topics.row(decision)
    found = [
        Flip(decision, moved, options[code] if code >= 0 else None)
        for moved, code in turned(evaluation, seen, row)
        if moved.fact != decision
    ]
    return tuple(sorted(found, key=lambda f: (f.moved.distance, f.moved.fact)))


def telling_flips(evaluation: Evaluation, decision: str, most: int = 3) -> tuple[Flip, ...]:
    """The flips to tell a person: for each other outcome, the nearest of what was said, or of what the rules compare.

    Many inputs lead to one threshold; all of them are in `flips`, one or two say it.
    """
    compared = _compared(evaluation, decision)
    by_outcome: dict[str | None, list[Flip]] = {}
    for flip in flips(evaluation, decision):
        if not _untold(evaluation, flip):
            by_outcome.setdefault(flip.becomes, []).append(flip)
    told: list[Flip] = []
    for found in by_outcome.values():
        ranked = sorted(found, key=lambda f: (_rank(evaluation, f, compared), f.moved.distance))
        told.append(ranked[0])
        told += [f for f in ranked[1:] if f.moved.fact == ranked[0].moved.fact and f.moved.up is not None][:1]
    told.sort(key=lambda f: f.moved.distance)
    return tuple(told[:most])


def _untold(evaluation: Evaluation, flip: Flip) -> bool:
    """Whether it is of no use to a person: a number beyond reach, or a word that makes it another kind of system."""
    fact = evaluation.knowledge.facts.get(flip.moved.fact)
    if fact is None:
        return True  # another decision taken otherwise: no fact of the case that a reader could watch
    if flip.moved.value == flip.becomes or shown(fact, flip.moved.value) == flip.becomes_title(evaluation):
        return True  # to want it is to get it
    if isinstance(flip.moved.value, frozenset):
        return fact.form.ask is None  # the capabilities fill it, nobody states it by itself
    if fact.kind == "flag":
        kind = "capabilities/" in fact.place.path or (fact.form.group == "data" and not fact.form.ask)
        return kind and not (fact.form.ask and flip.moved.now)
    if fact.kind != "quantity":
        return False
    if flip.moved.threshold == 0.0:
        return True  # nothing at all of it is another system
    far = GROWS if fact.form.group in ("scale", "load", "data") else HARDLY_MOVES
    if math.isfinite(flip.moved.distance) and flip.moved.distance > far:
        return True
    if fact.form.ask or evaluation.facts[fact.name].origin in ("given", "preset"):
        return False
    return fact.form.loose or (fact.form.input and not fact.form.heard_as)  # an inner number: nobody states it


def _rank(evaluation: Evaluation, flip: Flip, compared: frozenset[str]) -> int:
    if not math.isfinite(flip.moved.distance):
        return 4
    fact, origin = flip.moved.fact, evaluation.facts[flip.moved.fact].origin
    if origin in ("given", "preset"):
        return 0
    if fact in compared:
        return 1
    return 2 if origin == "assumed" else 3


def _compared(evaluation: Evaluation, decision: str) -> frozenset[str]:
    """The facts that the rules heard on `decision` compare."""
    ledger = evaluation.ledgers.get(decision)
    rules = [*(e.rule for e in ledger.entries), *(e.rule for e in ledger.exclusions)] if ledger else []
    return frozenset(key for rule in rules for key in rule.condition.reads)


@dataclass(frozen=True, slots=True)
class Nearest:
    """How far an input is from where it first changes anything: `flips` are all that turn there."""

    fact: str
    distance: float
    flips: tuple[Flip, ...]


def robustness(evaluation: Evaluation) -> tuple[Nearest, ...]:
    """Each input with the nearest point at which a decision changes, the most delicate first."""
    table: dict[str, list[Flip]] = {}
    for decision in evaluation.ledgers:
        for flip in flips(evaluation, decision):
            fact = evaluation.knowledge.facts.get(flip.moved.fact)
            if fact is not None and fact.form.input and math.isfinite(flip.moved.distance):
                table.setdefault(fact.name, []).append(flip)
    found = []
    for name, turning in table.items():
        first = min(flip.moved.distance for flip in turning)
        found.append(Nearest(name, first, tuple(f for f in turning if f.moved.distance <= first * 1.01)))
    return tuple(sorted(found, key=lambda n: (n.distance, n.fact)))
