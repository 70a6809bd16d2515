"""What can be moved in a case: each fact along its range or through its words, each decision through its options.

An axis is one thing moved with all else as it was given. A number is tried at points that are dense where its
thresholds lie; everything between two points is left to the scan.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.inference.columnar import Move
from engine.inference.evaluation import Evaluation
from engine.knowledge.definitions import Evidence, FactDefinition, Knowledge, RuleOut, Value

A_DECADE = 6  # points in each decade of a number's range
EVENLY = 24  # points spread evenly over a range, for shares and other short ones
UNBOUNDED = 1e4  # a number without an upper end is followed to so many times the largest that matters
FINEST = 1e-7  # what is left to 1 of a share is not told apart below this
DEEPEST = 1e-12  # a range that begins at zero is followed down to this part of its upper end


@dataclass(frozen=True, slots=True)
class Axis:
    """A number that is moved. `points` ascend and hold `now`; `move` says what a column with a value is given.

    `share`: as that of the fact.
    """

    name: str
    now: float
    points: tuple[float, ...]
    move: Callable[[float], Move]
    share: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Another word of a choice, a flag turned, a member added or taken away, another option pinned.

    `word` is what is different; `value` what the fact or decision would be.
    """

    name: str
    word: Value
    value: Value

    @property
    def move(self) -> Move:
        return {self.name: self.value}


def axes(evaluation: Evaluation) -> tuple[Axis, ...]:
    """Every number that a person may state, and every other that a rule of a decision compares."""
    facts = evaluation.knowledge.facts
    wanted = {n for n in evaluation.facts if facts[n].form.input} | compared(evaluation.knowledge)
    return tuple(
        axis(facts[name], float(now), _thresholds(evaluation.knowledge).get(name, ()))
        for name in facts
        if name in wanted
        and facts[name].kind == "quantity"
        and not facts[name].accumulates
        and (now := evaluation.state.get(name)) is not None
    )


def axis(fact: FactDefinition, now: float, thresholds: Iterable[float] = ()) -> Axis:
    """The number of `fact` over its whole range."""
    thresholds = tuple(thresholds)
    least, most = fact.low, fact.high
    if not math.isfinite(most):
        most = UNBOUNDED * max(abs(now), *map(abs, thresholds), 1.0)
    if not math.isfinite(least):
        least = -most if min(now, *thresholds, 0.0) < 0 else 0.0
    points = {now, least, most}
    top = most if most > 0 else now
    low = least if least > 0 else max(top * DEEPEST, min(abs(now), top) * 1e-9 or top * DEEPEST)
    if top > low > 0:
        count = math.ceil(math.log10(top / low) * A_DECADE)
        points.update(low * (top / low) ** (n / count) for n in range(count + 1))
    if fact.share:
        points.update(1 - 10 ** (-n / 4) for n in range(1, 29))
    if fact.share or least < 0 or top < 1e3 * max(low, 1e-300):
        points.update(least + (most - least) * n / EVENLY for n in range(EVENLY + 1))
    for threshold in thresholds:
        beside = abs(threshold) * 1e-6 or 1e-9
        points.update((threshold - beside, threshold, threshold + beside))
    inside = tuple(sorted(p for p in points if least <= p <= most or p == now))
    name = fact.name
    return Axis(name, now, inside, lambda value: {name: value}, fact.share)


def steps(evaluation: Evaluation) -> tuple[Step, ...]:
    """Every other word of a choice, flag or set, and every other option of a decision that rules compare.

    A wish can be taken back, and is never supposed: whoever forbids a thing needs no document to know what that does.
    Nor is a loose word, as the number it stands for is an axis.
    """
    knowledge = evaluation.knowledge
    read = compared(knowledge)
    found: list[Step] = []
    for name, fact in knowledge.facts.items():
        now = evaluation.state.get(name)
        if now is None or name == "capabilities" or fact.form.loose or not (fact.form.input or name in read):
            continue
        if fact.kind == "choice":
            found += [Step(name, word, word) for word in fact.words if word != now]
        elif fact.kind == "flag":
            found.append(Step(name, not now, not now))
        elif fact.kind == "set":
            supposed = [word for word in fact.words if word in now] if fact.form.wish else fact.words
            found += [Step(name, word, now ^ {word}) for word in supposed if now ^ {word} or fact.form.wish]
    for name, decision in knowledge.decisions.items():
        if (name in read or name in evaluation.givens.pins) and name in evaluation.choices:
            found += [Step(name, o, o) for o in decision.options if o != evaluation.choices[name]]
    return tuple(found)


def compared(knowledge: Knowledge) -> frozenset[str]:
    """The facts and decisions that rules which speak on decisions compare."""
    table: frozenset[str] | None = knowledge.memo.get("compared")
    if table is None:
        table = knowledge.memo["compared"] = frozenset(
            key.partition(".")[0]
            for rule in knowledge.rules
            if rule.counts and any(isinstance(e, Evidence | RuleOut) for e in rule.effects)
            for key in rule.condition.reads
            if not key.startswith("given.")
        )
    return table


def _thresholds(knowledge: Knowledge) -> dict[str, list[float]]:
    """The numbers that conditions compare each fact with."""
    table: dict[str, list[float]] | None = knowledge.memo.get("thresholds")
    if table is None:
        table = knowledge.memo["thresholds"] = {}
        for atom in knowledge.atoms:
            if atom.test == "number":
                table.setdefault(atom.key, []).append(float(atom.operand))
    return table


def middles(low: float, high: float, count: int) -> tuple[float, ...]:
    """`count` points between two others: by ratio where they are far apart, evenly where they are near."""
    if low > 0 and high / low > 1.5:
        return tuple(low * (high / low) ** (n / (count + 1)) for n in range(1, count + 1))
    return tuple(low + (high - low) * n / (count + 1) for n in range(1, count + 1))


def width(axis: Axis, low: float, high: float) -> float:
    """How far apart two points are, as a share of their size (of a share: of its distance from 1, if that is less)."""
    size = max(abs(low), abs(high))
    if axis.share:
        size = min(size, max(1 - low, FINEST))
    return (high - low) / size if size > 0 else 0.0


def distance(axis: Axis, value: float) -> float:
    """The factor by which `value` is away from where the axis is now; for a share near 1, that of the rest to 1."""
    factor = _factor(axis.now, value)
    return max(factor, _factor(1 - axis.now, 1 - value)) if axis.share and axis.now > 0.5 else factor


def _factor(a: float, b: float) -> float:
    if a == b:
        return 1.0
    low, high = sorted((abs(a), abs(b)))
    return high / low if low > 0 and a * b > 0 else math.inf


def simplest(low: float, high: float) -> float:
    """The number with the fewest digits from `low` to `high`: the threshold that somebody wrote, most likely."""
    if low <= 0 <= high:
        return 0.0
    if high < 0:
        return -simplest(-high, -low)
    exponent = math.floor(math.log10(high)) + 1
    for digits in range(18):
        step = 10.0 ** (exponent - digits)
        candidate = math.floor(high / step * (1 + 1e-12)) * step
        if candidate >= low * (1 - 1e-12) and candidate > 0:
            return float(f"{candidate:.15g}")
    return high
