"""Small helpers for turning knowledge texts into this case's words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from engine.expressions import Condition, Formula, compile_condition, compile_formula
from engine.inference.evaluation import Evaluation
from engine.knowledge.definitions import Knowledge
from engine.units import QuantityError, Unit, parse_quantity, show, unit

WIDTH = 90
_MS = unit("ms")
_MONTHLY = unit("USD/month")


def holds(evaluation: Evaluation, when: str | None) -> bool:
    """Whether a capability's `when` holds in this case; no `when` always does."""
    if when is None:
        return True
    return _condition(evaluation.knowledge, when).holds(evaluation.state)


def _condition(knowledge: Knowledge, when: str) -> Condition:
    cache: dict[str, Condition] = knowledge.memo.setdefault("conditions", {})
    if when not in cache:
        cache[when] = compile_condition(when, knowledge.symbols)
    return cache[when]


def seconds(evaluation: Evaluation, raw: object) -> float:
    """How long something takes, in seconds: a time such as `5 ms`, a fact, or a formula; 0 where it is unknown."""
    return _amount(evaluation, raw, _MS) or 0.0


def a_month(evaluation: Evaluation, raw: object) -> str:
    """A price such as `99 USD/month`, or a formula that gives one, in words.

    Empty where it is unknown, and `free` where it is nothing.
    """
    amount = _amount(evaluation, raw, _MONTHLY)
    if amount is None:
        return ""
    return show(amount, _MONTHLY) if amount else "free"


def _amount(evaluation: Evaluation, raw: object, of: Unit) -> float | None:
    """What is written out with a unit like `of`, or what a formula gives; None where that is unknown."""
    try:
        return parse_quantity(str(raw), of).value
    except QuantityError:
        return _formula(evaluation.knowledge, str(raw))(evaluation.state)


def _formula(knowledge: Knowledge, text: str) -> Formula:
    cache: dict[str, Formula] = knowledge.memo.setdefault("formulas", {})
    if text not in cache:
        cache[text] = compile_formula(text, knowledge.symbols)
    return cache[text]


def filled(evaluation: Evaluation, templates: Iterable[str]) -> tuple[str, ...]:
    """The templates with this case's values; a sentence that names an unknown fact says nothing and is left out."""
    shown = (evaluation.text(template) for template in templates)
    return tuple(text for text in shown if text)


def filled_value(evaluation: Evaluation, value: Any) -> Any:
    """Example bodies may name facts too."""
    if isinstance(value, str):
        return evaluation.text(value) or value
    if isinstance(value, dict):
        return {k: filled_value(evaluation, v) for k, v in value.items()}
    if isinstance(value, list):
        return [filled_value(evaluation, v) for v in value]
    return value


def as_json(evaluation: Evaluation, value: Any) -> str:
    """An example body as JSON, short ones on one line."""
    if value is None:
        return ""
    value = filled_value(evaluation, value)
    return _laid_out(value, 0)


def _laid_out(value: Any, indent: int) -> str:
    """JSON in which whatever fits on a line stands on one."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= WIDTH or not isinstance(value, dict | list) or not value:
        return line
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        rows = [
            f"{inner}{json.dumps(str(k), ensure_ascii=False)}: {_laid_out(v, indent + 2)}" for k, v in value.items()
        ]
        opening, closing = "{", "}"
    else:
        rows = [inner + _laid_out(item, indent + 2) for item in value]
        opening, closing = "[", "]"
    return f"{opening}\n" + ",\n".join(rows) + f"\n{' ' * indent}{closing}"
