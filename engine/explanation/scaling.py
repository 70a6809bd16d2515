"""The design at other sizes: every amount that grows with the system moved by one factor, everything else as it is."""

from __future__ import annotations

from dataclasses import dataclass

from engine.inference.evaluating import evaluate
from engine.inference.evaluation import Evaluation
from engine.inference.given import Given, Givens

FACTORS = (0.001, 0.01, 0.1, 10.0, 100.0, 1000.0)
SIZE = ("daily_active_users", "devices_total", "users_total")
_WORDS = {0.001: "1/1000", 0.01: "1/100", 0.1: "1/10", 1.0: "1"}


@dataclass(frozen=True, slots=True)
class Change:
    """A decision that another size takes otherwise; options as ids."""

    decision: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shift:
    """The design at `factor` times the size. `clipped` names amounts that their range kept from moving all the way."""

    factor: float
    evaluation: Evaluation
    changes: tuple[Change, ...]
    clipped: tuple[str, ...]

    @property
    def factor_text(self) -> str:
        return _WORDS.get(self.factor, f"{self.factor:g}")

    @property
    def users_text(self) -> str:
        """The size in words: daily users, or devices where there are any."""
        devices = self.evaluation.number("devices_total") > 0
        return self.evaluation.shown("devices_total" if devices else "daily_active_users") or ""

    @property
    def cost_text(self) -> str:
        return self.evaluation.shown("monthly_cost") or ""


def scale_shift(evaluation: Evaluation, factors: tuple[float, ...] = FACTORS) -> tuple[Shift, ...]:
    """The evaluation at each factor, by the compiled network, with the decisions that differ from `evaluation`."""
    return tuple(_shift(evaluation, factor) for factor in factors)


def _shift(evaluation: Evaluation, factor: float) -> Shift:
    knowledge = evaluation.knowledge
    moved: dict[str, Given] = {}
    clipped: list[str] = []
    for name, given in scaled_facts(evaluation).items():
        definition = knowledge.facts[name]
        value = given * factor
        kept = min(max(value, definition.low), definition.high)
        if kept != value:
            clipped.append(name)
        moved[name] = Given(kept, "given", f"{factor:g} times")
    facts = {**evaluation.givens.facts, **moved}
    other = evaluate(knowledge, Givens(facts, evaluation.givens.pins, evaluation.givens.preset), "counting")
    before, after = evaluation.choices, other.choices
    changes = tuple(
        Change(name, before.get(name, ""), after.get(name, ""))
        for name in knowledge.decisions
        if before.get(name) != after.get(name)
    )
    return Shift(factor, other, changes, tuple(clipped))


def scaled_facts(evaluation: Evaluation) -> dict[str, float]:
    """The amounts to move: those that were given and grow with the system; with none, the assumed number of users."""
    found = {
        name: float(given.value)
        for name, given in evaluation.givens.facts.items()
        if evaluation.knowledge.facts[name].form.extensive and isinstance(given.value, float | int)
    }
    if not any(name in found for name in SIZE) and (users := evaluation.number("users_total")) > 0:
        found["users_total"] = users
    return found
