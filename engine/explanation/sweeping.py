"""One input moved over a range: what it does to the cost, and which decisions turn where."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.explanation.axes import Axis, simplest
from engine.explanation.scaling import people_at, size_axis
from engine.explanation.scanning import Scan, Topics, scan
from engine.findings import InputError
from engine.inference.columnar import evaluate_columns
from engine.inference.evaluation import Evaluation
from engine.knowledge.values import shown

REACH = 1_000.0


@dataclass(frozen=True, slots=True)
class Point:
    """A value on the way, in words, with what the month costs there."""

    value: float
    text: str
    cost: str


@dataclass(frozen=True, slots=True)
class Turning:
    """A decision that turns at `value`, from below to above; None where it is not needed."""

    value: float
    text: str
    decision: str
    below: str | None
    above: str | None


@dataclass(frozen=True, slots=True)
class Sweep:
    """`name` is the input ('size' for the whole system), `points` and `turnings` ascend."""

    name: str
    title: str
    now: str
    points: tuple[Point, ...]
    turnings: tuple[Turning, ...]
    titles: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        return {
            "input": self.name,
            "now": self.now,
            "points": [{"value": p.value, "text": p.text, "monthly_cost": p.cost} for p in self.points],
            "turns": [
                {"at": t.value, "text": t.text, "decision": t.decision, "below": t.below, "above": t.above}
                for t in self.turnings
            ],
        }

    def text(self) -> str:
        rows: list[tuple[float, int, str]] = [(p.value, 0, f"{p.text:>14}  {p.cost}") for p in self.points]
        rows += [
            (
                t.value,
                1,
                f"{t.text:>14}  {self.titles[t.decision]}: {self._title(t, t.below)} -> {self._title(t, t.above)}",
            )
            for t in self.turnings
        ]
        lines = [row for _, _, row in sorted(rows, key=lambda row: row[:2])]
        return "\n".join([f"{self.title} (now {self.now}), and what a month costs:", *lines])

    def _title(self, turning: Turning, option: str | None) -> str:
        return self.titles[f"{turning.decision}.{option}"] if option else "not needed"


def sweep_of(
    evaluation: Evaluation, name: str, points: int, low: float | None = None, high: float | None = None
) -> Sweep:
    """The number `name` from `low` to `high` (canonical units; a thousandth to a thousand times now without them).

    Raises InputError where the ends are the wrong way round, or nothing is known to begin with.
    """
    fact = evaluation.knowledge.facts[name]
    now = evaluation.state.get(name)
    if now is None and (low is None or high is None):
        raise InputError(f"{fact.title} is not known in this case: give --from and --to")
    low = max(fact.low, float(now or 0) / REACH) if low is None else low
    high = min(fact.high, float(now or 0) * REACH) if high is None else high
    if not low < high:
        raise InputError(f"{fact.title}: {shown(fact, low)} is not below {shown(fact, high)}")
    values = _spread(low, high, points)
    axis = Axis(name, values[0], values, lambda value: {name: value}, fact.share)
    text = "unknown" if now is None else shown(fact, now)
    return _sweep(evaluation, axis, fact.title, text, lambda value: shown(fact, value), fact.shown_in.factor)


def sweep_of_size(evaluation: Evaluation, points: int) -> Sweep:
    """Everything that grows with the system, from a thousandth to a thousand times."""
    axis = size_axis(evaluation, _spread(1 / REACH, REACH, points))
    return _sweep(
        evaluation, axis, "Size of the system", people_at(evaluation, 1.0), lambda f: people_at(evaluation, f), 1
    )


def _spread(low: float, high: float, points: int) -> tuple[float, ...]:
    if low > 0 and high / low > 20:
        return (*(low * (high / low) ** (n / (points - 1)) for n in range(points - 1)), high)
    return tuple(low + (high - low) * n / (points - 1) for n in range(points))


def _sweep(evaluation: Evaluation, axis: Axis, title: str, now: str, words: Any, unit: float) -> Sweep:
    knowledge = evaluation.knowledge
    topics = Topics(tuple(knowledge.decisions))
    (seen,) = scan(knowledge, evaluation.givens, [axis], topics)
    columns = evaluate_columns(knowledge, evaluation.givens, [axis.move(value) for value in axis.points])
    cost = knowledge.facts.get("monthly_cost")
    points = tuple(
        Point(value, words(value), shown(cost, columns.value("monthly_cost", n)) if cost else "")
        for n, value in enumerate(axis.points)
    )
    titles = {name: d.form.title for name, d in knowledge.decisions.items()}
    titles |= {f"{name}.{o}": form.title for name, d in knowledge.decisions.items() for o, form in d.options.items()}
    return Sweep(axis.name, title, now, points, tuple(_turnings(evaluation, seen, words, unit)), titles)


def _turnings(evaluation: Evaluation, seen: Scan, words: Any, unit: float) -> Sequence[Turning]:
    found = []
    for row, (name, decision) in enumerate(evaluation.knowledge.decisions.items()):
        options = [*decision.options, None]
        for turn in seen.turning(row):
            at = simplest(turn.low / unit, turn.high / unit) * unit
            below, above = (options[int(codes[row])] for codes in (turn.before, turn.after))
            found.append(Turning(at, words(at), name, below, above))
    return sorted(found, key=lambda t: t.value if math.isfinite(t.value) else math.inf)
