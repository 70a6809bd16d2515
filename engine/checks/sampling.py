"""Cases to try a knowledge base on: what a person can give, on both sides of every threshold that rules name."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from engine.checks.base import Base
from engine.checks.domains import Interval
from engine.findings import InputError
from engine.inference import Evaluation, evaluate
from engine.inference.given import givens_from
from engine.knowledge.definitions import FactDefinition, Value

CASES = 400  # each takes a millisecond or two on the shipped knowledge
SEED = 20_261_123


def samples(base: Base) -> Iterator[Evaluation]:
    """The same cases at every run: the empty one, each level of each input alone, and random mixtures."""
    knowledge = base.knowledge
    levels = {name: _levels(base, fact) for name, fact in knowledge.facts.items() if fact.form.input}
    levels = {name: values for name, values in levels.items() if values}
    chance = random.Random(SEED)
    singles: list[dict[str, Any]] = [{name: value} for name, values in levels.items() for value in values]
    chance.shuffle(singles)
    cases: list[dict[str, Any]] = [{}, *singles[: CASES // 2]]
    names = list(levels)
    for _ in range(CASES // 2 if len(names) > 1 else 0):
        picked = chance.sample(names, min(len(names), chance.randint(2, 8)))
        cases.append({name: chance.choice(levels[name]) for name in picked})
    for case in cases:
        if "capabilities" in knowledge.facts and knowledge.capabilities and "capabilities" not in case:
            count = min(len(knowledge.capabilities), chance.randint(1, 3))
            case["capabilities"] = frozenset(chance.sample(list(knowledge.capabilities), count))
        try:
            yield evaluate(knowledge, givens_from(knowledge, {k: _written(v) for k, v in case.items()}), "counting")
        except InputError:
            continue


def _written(value: Value) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _levels(base: Base, fact: FactDefinition) -> list[Value]:
    """Values that differ to some rule: for a quantity each threshold, and what lies between and beyond them."""
    if fact.kind == "flag":
        return [True, False]
    if fact.kind == "choice":
        return list(fact.words)
    if fact.kind == "set":
        return [frozenset((word,)) for word in fact.words]
    domain = base.domains.of(fact.name)
    assert isinstance(domain, Interval)
    thresholds = sorted({float(a.operand) for a in base.knowledge.atoms if a.test == "number" and a.key == fact.name})
    points: list[float] = []
    if thresholds:
        points += [thresholds[0] / 10, thresholds[-1] * 10]
        points += thresholds
        points += [math.sqrt(a * b) if a > 0 else (a + b) / 2 for a, b in pairwise(thresholds)]
    else:
        points += [domain.low or 1.0, min(domain.high, max(domain.low, 1.0) * 1e4)]
    inside = [p for p in dict.fromkeys(points) if domain.low <= p <= domain.high and math.isfinite(p)]
    return [p / fact.unit.factor for p in inside]
