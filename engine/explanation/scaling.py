"""The design at other sizes: every amount that grows with the system moved by one factor, everything else as it is."""

from __future__ import annotations

from dataclasses import dataclass

from engine.explanation.axes import Axis
from engine.explanation.scanning import Scan, Topics, scan
from engine.inference.columnar import Move, evaluate_columns
from engine.inference.evaluation import Evaluation
from engine.knowledge.values import shown
from engine.units import show

FACTORS = (0.001, 0.01, 0.1, 10.0, 100.0, 1000.0)
SIZE = ("daily_active_users", "devices_total", "users_total")
DECADES = 3  # the lanes reach, both ways
A_DECADE = 10  # points in each decade of the lanes
INSIDE = 12  # points in an interval that is looked into: few rounds, as each costs a whole evaluation
WHOLE = 1000  # below this nobody counts in fractions
_WORDS = {0.001: "1/1000", 0.01: "1/100", 0.1: "1/10", 1.0: "1"}


@dataclass(frozen=True, slots=True)
class Change:
    """A decision that turns at `at` times the size, on the way from today's size; options as ids, '' for none."""

    decision: str
    before: str
    after: str
    at: float


@dataclass(frozen=True, slots=True)
class Shift:
    """The design at `factor` times the size.

    `changes` turn between this factor and the one before it on the way from today's size. `people` counts daily users,
    or devices where there are any; `cost` is a month's in words. `clipped` names amounts that their range kept from
    moving all the way.
    """

    factor: float
    people: str
    cost: str
    changes: tuple[Change, ...]
    clipped: tuple[str, ...]

    @property
    def factor_text(self) -> str:
        return _WORDS.get(self.factor, f"{self.factor:g}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """An option holds from `low` to `high` times the size; '' where the decision is not needed."""

    low: float
    high: float
    option: str


def scale_shift(evaluation: Evaluation, factors: tuple[float, ...] = FACTORS) -> tuple[Shift, ...]:
    """The design at each factor, with what turns on the way there and where."""
    amounts = scaled_facts(evaluation)
    columns = evaluate_columns(
        evaluation.knowledge, evaluation.givens, [_moved(evaluation, amounts, f) for f in factors]
    )
    size = told(evaluation)
    turning = _turning(evaluation)
    shifts = []
    for number, factor in enumerate(factors):
        nearer = _nearer(factor, factors)
        between = [
            c for c in turning if min(factor, nearer) <= c.at <= max(factor, nearer) and (c.at < 1) == (factor < 1)
        ]
        facts = evaluation.knowledge.facts
        shifts.append(
            Shift(
                factor,
                shown(facts[size], columns.value(size, number)) if size in facts else "",
                shown(facts["monthly_cost"], columns.value("monthly_cost", number)) if "monthly_cost" in facts else "",
                tuple(sorted(between, key=lambda c: abs(c.at - 1) if c.at > 1 else 1 / c.at)),
                tuple(n for n, value in amounts.items() if facts[n].clipped(value * factor) != value * factor),
            )
        )
    return tuple(shifts)


def _nearer(factor: float, factors: tuple[float, ...]) -> float:
    """The factor before this one on the way from today's size."""
    if factor < 1:
        return min((f for f in factors if factor < f < 1), default=1.0)
    return max((f for f in factors if 1 < f < factor), default=1.0)


def lanes(evaluation: Evaluation) -> dict[str, tuple[Stretch, ...]]:
    """For each decision the stretches of size, from a thousandth to a thousand times, with the option that holds."""
    knowledge = evaluation.knowledge
    seen = _scan(evaluation)
    first, last = seen.axis.points[0], seen.axis.points[-1]
    table: dict[str, tuple[Stretch, ...]] = {}
    for row, (name, decision) in enumerate(knowledge.decisions.items()):
        options = ["", *decision.options]
        turns = seen.turning(row)
        ends = [first, *((turn.low + turn.high) / 2 for turn in turns), last]
        codes = [int(turns[0].before[row]) if turns else int(seen.now[row]), *(int(turn.after[row]) for turn in turns)]
        if set(codes) != {-1}:
            table[name] = tuple(Stretch(ends[n], ends[n + 1], options[code + 1]) for n, code in enumerate(codes))
    return table


def people_at(evaluation: Evaluation, factor: float) -> str:
    """Today's daily users (or devices, or the requests that were stated) times `factor`, in words; whole ones."""
    fact = evaluation.knowledge.facts[told(evaluation)]
    number = min(evaluation.number(told(evaluation)) * factor, fact.high)
    return show(round(number) if 1 <= number < WHOLE else number, fact.shown_in)


def counted(evaluation: Evaluation) -> str:
    """The fact that tells the size: devices where there are more of them than daily users."""
    devices = evaluation.number("devices_total") > evaluation.number("daily_active_users")
    return "devices_total" if devices else "daily_active_users"


def told(evaluation: Evaluation) -> str:
    """The fact by which a size is told: what is counted, or the requests where they alone were stated."""
    given = evaluation.givens.facts
    stated = "peak_requests" in given and not any(name in given for name in SIZE)
    return "peak_requests" if stated else counted(evaluation)


def reach(evaluation: Evaluation) -> tuple[float, float]:
    """The factors between which a size makes sense: from one user or device to as many as there can be.

    At most from a thousandth to a thousand times; all of it where nobody is counted.
    """
    name = counted(evaluation)
    number, most = evaluation.number(name), evaluation.knowledge.facts[name].high
    first, last = 10.0**-DECADES, 10.0**DECADES
    if number <= 0:
        return first, last
    return min(max(first, 1 / number), 1.0), max(min(last, most / number), 1.0)


def _turning(evaluation: Evaluation) -> list[Change]:
    """Every turn of a decision, with the option nearer to today's size first."""
    seen = _scan(evaluation)
    found = []
    for row, (name, decision) in enumerate(evaluation.knowledge.decisions.items()):
        options = ["", *decision.options]
        for turn in seen.turning(row):
            at = (turn.low + turn.high) / 2
            pair = (options[int(turn.before[row]) + 1], options[int(turn.after[row]) + 1])
            found.append(Change(name, *(pair if at >= 1 else pair[::-1]), at))
    return found


def size_axis(evaluation: Evaluation, points: tuple[float, ...]) -> Axis:
    """The common factor of all amounts that grow with the system, to be moved through `points`."""
    amounts = scaled_facts(evaluation)
    now = 1.0 if 1.0 in points else points[0]
    return Axis("size", now, points, lambda factor: _moved(evaluation, amounts, factor))


def _scan(evaluation: Evaluation) -> Scan:
    """The common factor of all amounts as an axis, with what turns along it."""
    made: Scan | None = evaluation.memo.get("scale")
    if made is None:
        end = DECADES * A_DECADE
        axis = size_axis(evaluation, tuple(10 ** (n / A_DECADE) for n in range(-end, end + 1)))
        topics = Topics(tuple(evaluation.knowledge.decisions))
        (made,) = scan(evaluation.knowledge, evaluation.givens, [axis], topics, INSIDE)
        evaluation.memo["scale"] = made
    return made


def _moved(evaluation: Evaluation, amounts: dict[str, float], factor: float) -> Move:
    return {name: evaluation.knowledge.facts[name].clipped(value * factor) for name, value in amounts.items()}


def scaled_facts(evaluation: Evaluation) -> dict[str, float]:
    """The amounts to move: those that were given and grow with the system; without a size among them, its assumed one.

    That is what is counted: were the registered people stated, rules on stated numbers would take shares of their own.
    """
    found = {
        name: float(given.value)
        for name, given in evaluation.givens.facts.items()
        if evaluation.knowledge.facts[name].form.extensive and isinstance(given.value, float | int)
    }
    if not any(name in found for name in SIZE) and (size := evaluation.number(counted(evaluation))) > 0:
        found[counted(evaluation)] = size
    return found
