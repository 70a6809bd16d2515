"""The lines of the monthly cost, as tables and answers state them."""

from __future__ import annotations

from engine.design.model import CostLine
from engine.inference.evaluation import Evaluation

MONTH = 2_592_000  # seconds in 30 days: prices are dollars a second inside


def cost_lines(evaluation: Evaluation) -> list[CostLine]:
    """What costs something in this case, in whole dollars a month, the dearest first."""
    found = []
    for name, definition in evaluation.knowledge.facts.items():
        if definition.form.cost_line and (value := evaluation.number(name)) > 0:
            dollars = round(value * MONTH)
            found.append(CostLine(name, definition.title, f"${dollars:,}", dollars, evaluation.formula(name)))
    return sorted(found, key=lambda line: -line.dollars)
