"""How much the likely answers to a question would change."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from engine.findings import InputError
from engine.inference import Evaluation, FactValue
from engine.inference.columnar import Columns, evaluate_columns
from engine.interview.contradictions import NEVER_MORE
from engine.interview.trying import COST, key_of
from engine.knowledge.definitions import FactDefinition, Knowledge, Value
from engine.knowledge.values import number_of

STRUCTURAL = 3.0
WEIGHTS = dict.fromkeys(
    ("service_style", "primary_store", "message_broker", "multi_region", "compute_platform", "bulk_store", "sharding"),
    STRUCTURAL,
)
COST_WEIGHT = 1.5  # of a monthly cost more than doubled or halved
LIKELY = 0.05  # an answer less likely than that beside the likeliest is not tried
HEADS = ("user", "device")
KEPT = 1_024
CASES_KEPT = 64  # with all answers that were tried in each


@dataclass(frozen=True, slots=True)
class Worth:
    """What the answers to a question would change: options that come up by decision, and the span of the cost."""

    fact: str
    score: float
    options: dict[str, tuple[str | None, ...]]
    costs: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Trial:
    """An answer a person may give, and how likely it is beside the others."""

    value: Value
    weight: float


def worth(base: Evaluation, fact: str) -> Worth:
    """How much the likely answers to `fact` would change, weighted by how likely each is."""
    cache: dict[object, Worth] = base.knowledge.memo.setdefault("interview-worth", {})
    key = (fact, key_of(base.givens))
    if key not in cache:
        if len(cache) >= KEPT:
            cache.clear()
        cache[key] = _worth(base, fact)
    return cache[key]


def _worth(base: Evaluation, fact: str) -> Worth:
    answers = _answers(base, fact)
    score = 0.0
    options: dict[str, dict[str | None, None]] = {}
    costs = [base.number(COST)]
    for trial, change in answers:
        score += trial.weight * change.impact
        for decision, (old, new) in change.decisions.items():
            options.setdefault(decision, {old: None})[new] = None
        if change.cost is not None:
            costs.append(change.cost)
    total = sum(trial.weight for trial, _ in answers) or 1.0
    ordered = sorted(options.items(), key=lambda item: -WEIGHTS.get(item[0], 1.0))
    span = (min(costs), max(costs)) if len(costs) > 1 else None
    return Worth(fact, score / total, {d: tuple(found) for d, found in ordered}, span)


def guess(base: Evaluation, fact: str) -> float:
    """A first idea of the worth: what the last answer changes; of a number, if that changes nothing, the first."""
    answers = _answers(base, fact)
    moving = [(trial, change) for trial, change in answers if change is not _NO_CHANGE]
    if not moving:
        return 0.0
    impact = moving[-1][1].impact
    if impact == 0 and base.knowledge.facts[fact].kind == "quantity" and len(moving) > 2:
        impact = moving[0][1].impact
    return impact * sum(trial.weight for trial, _ in moving) / sum(trial.weight for trial, _ in answers)


@dataclass(frozen=True, slots=True)
class _Change:
    """What one answer changes; `cost` where it is more than doubled or halved."""

    impact: float
    decisions: dict[str, tuple[str | None, str | None]]
    cost: float | None


_NO_CHANGE = _Change(0.0, {}, None)  # of the answer that holds already


def _answers(base: Evaluation, fact: str) -> list[tuple[Trial, _Change]]:
    return try_answers(base, [fact])[fact]


def try_answers(base: Evaluation, facts: Iterable[str]) -> dict[str, list[tuple[Trial, _Change]]]:
    """Every likely answer to each of `facts`, with what it changes.

    What was not tried before is evaluated all at once, one column an answer, and kept: to ask for many facts together
    first and for each alone then costs little.
    """
    cache: dict[object, dict[tuple[str, Value], _Change]] = base.knowledge.memo.setdefault("interview-changes", {})
    key = key_of(base.givens)
    if key not in cache and len(cache) >= CASES_KEPT:
        cache.clear()
    known = cache.setdefault(key, {})
    trials = {fact: _trials(base, base.knowledge.facts[fact]) for fact in facts}
    pairs = dict.fromkeys((fact, trial.value) for fact, found in trials.items() for trial in found)
    for fact, value in pairs:
        if _same(value, base.value(fact)):
            known[fact, value] = _NO_CHANGE
    new = [pair for pair in pairs if pair not in known]
    if new:
        columns = evaluate_columns(base.knowledge, base.givens, [{fact: value} for fact, value in new])
        before = base.choices
        known.update((pair, _changed(base, before, columns, number)) for number, pair in enumerate(new))
    return {fact: [(trial, known[fact, trial.value]) for trial in found] for fact, found in trials.items()}


def _changed(base: Evaluation, before: dict[str, str], columns: Columns, number: int) -> _Change:
    after = {d: columns.choice(d, number) for d in base.knowledge.decisions}
    decisions = {d: (before.get(d), option) for d, option in after.items() if before.get(d) != option}
    cost = columns.value(COST, number)
    return _weighed(base, decisions, cost if isinstance(cost, float) else 0.0)


def _weighed(base: Evaluation, decisions: dict[str, tuple[str | None, str | None]], cost: float) -> _Change:
    low, high = sorted((base.number(COST), cost))
    moved = low > 0 and high / low > 2
    impact = sum(WEIGHTS.get(decision, 1.0) for decision in decisions) + (COST_WEIGHT if moved else 0.0)
    return _Change(impact, decisions, cost if moved else None)


def _trials(base: Evaluation, fact: FactDefinition) -> list[Trial]:
    """Answers a person may give, with how likely each is beside the others, smallest first."""
    now = base.value(fact.name)
    match fact.kind:
        case "flag":
            return [Trial(now, 2.0), Trial(not now, 1.0)] if now is not None else [Trial(True, 1.0), Trial(False, 1.0)]
        case "choice":
            return [Trial(word, 2.0 if word == now else 1.0) for word in fact.words]
        case "set":
            return _set_trials(fact, now)
    number = float(now) if isinstance(now, int | float) else None
    return [t for t in _quantity_trials(base, fact, number) if _possible(base, fact.name, t.value)]


def _set_trials(fact: FactDefinition, now: Value | None) -> list[Trial]:
    words = list(fact.words)
    sets = [frozenset([word]) for word in words[:4]]
    if len(words) > 2:
        sets += [frozenset(words[:2]), frozenset(words)]
    trials = [Trial(s, 1.0) for s in dict.fromkeys(sets) if s != now]
    return [Trial(now, 3.0), *trials] if now is not None else trials


def _quantity_trials(base: Evaluation, fact: FactDefinition, now: float | None) -> list[Trial]:
    if now and (span := _span(base.facts[fact.name])):
        return [
            Trial(fact.clipped(now / span), 1.0),
            Trial(now, 2 * span if base.facts[fact.name].origin == "derived" else 2.0),
            Trial(fact.clipped(now * span), 1.0),
        ]
    values = reply_values(fact)
    if not values and now:
        values = [fact.clipped(now / 4), fact.clipped(now * 4)]
    if not values and 0 < fact.low < fact.high < math.inf:
        values = [fact.low ** (1 - part) * fact.high**part for part in (0.25, 0.5, 0.75)]
    values = sorted(set(values))
    if now is None:
        return _by_size(base, fact, values)
    stays = [] if any(_same(value, now) for value in values) else [Trial(now, 1.0)]
    return [*stays, *(Trial(value, 1 / (1 + _distance(fact, value, now))) for value in values)]


def _span(found: FactValue) -> float:
    """How far off, as a factor, a value may be that follows from others; 0 for one that follows from nothing."""
    if found.origin == "derived":
        return 4.0
    formula = found.rule is not None and any(f.reads for f in found.rule.formulas)
    return 4.0 if found.origin == "assumed" and formula else 0.0


def _by_size(base: Evaluation, fact: FactDefinition, values: list[float]) -> list[Trial]:
    """Answers to what is unknown: of amounts that grow with the system, small systems have little."""
    size = _size(base)
    if not fact.form.extensive or size is None or len(values) < 2:
        return [Trial(value, 1.0) for value in values]
    place, beyond = size
    weights = [math.exp(-4 * abs(i / (len(values) - 1) - place)) for i in range(len(values))]
    return [Trial(fact.clipped(v * beyond), w) for v, w in zip(values, weights, strict=True) if w > LIKELY]


def _size(base: Evaluation) -> tuple[float, float] | None:
    """Where the number of people stands among its quick replies, 0 to 1, and how far it lies outside them."""
    for name in heads(base.knowledge):
        fact, now = base.knowledge.facts[name], base.number(name)
        replies = sorted(reply_values(fact))
        if now > 0 and len(replies) > 1:
            nearest = min(range(len(replies)), key=lambda i: _distance(fact, replies[i], now))
            inside = replies[0] <= now <= replies[-1]
            return nearest / (len(replies) - 1), 1.0 if inside else now / replies[nearest]
    return None


def heads(knowledge: Knowledge) -> list[str]:
    """The facts that count people or devices."""
    return [
        name
        for name, fact in knowledge.facts.items()
        if fact.form.extensive and fact.form.group == "scale" and fact.unit.text in HEADS and fact.form.ask
    ]


def _possible(base: Evaluation, name: str, value: Value) -> bool:
    """Whether `value` is not above what can never be less, where that was given: daily above all users."""
    given = base.givens.facts
    for less, more in NEVER_MORE:
        other = given.get(more if name == less else less) if name in (less, more) else None
        if other is not None and isinstance(other.value, float) and isinstance(value, float):
            small, large = (value, other.value) if name == less else (other.value, value)
            if small > large * 1.001:
                return False
    return True


def _distance(fact: FactDefinition, a: float, b: float) -> float:
    """Orders of magnitude between two values; for shares near one, between what is missing to it."""
    if fact.unit.text == "%" and min(a, b) > 0.8 and max(a, b) < 1:
        a, b = 1 - a, 1 - b
    return abs(math.log10(a / b)) if a > 0 and b > 0 else 2.0


def reply_values(fact: FactDefinition) -> list[float]:
    """The quick replies to the question for a quantity, as numbers; one out of its range is left out."""
    values = []
    for reply in fact.form.replies:
        try:
            values.append(number_of(fact, reply))
        except InputError:
            continue
    return values


def _same(a: Value, b: Value | None) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=0.02)
    return a == b
