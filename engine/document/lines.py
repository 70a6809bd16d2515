"""Quantities as the tables of the document state them: value, formula in this case's numbers, where it comes from."""

from __future__ import annotations

from engine.design.model import Line
from engine.design.ranking import called
from engine.explanation.arithmetic import in_numbers
from engine.inference.evaluation import Evaluation
from engine.knowledge.definitions import AddAmount, Rule, SetFact
from engine.units import show


def line(evaluation: Evaluation, name: str) -> Line | None:
    """The line of fact `name`, or None if it is unknown in this case."""
    fact = evaluation.facts.get(name)
    if fact is None:
        return None
    definition = evaluation.knowledge.facts[name]
    formula, note = "", ""
    match fact.origin:
        case "given":
            note = f"you said “{fact.words}”" if fact.words else "you said so"
        case "preset":
            note = fact.words
        case "assumed":
            note = evaluation.text(fact.words) or fact.words
            formula = _formula(evaluation, name, fact.rule)
        case "derived" if fact.parts:
            amounts = [show(amount, definition.shown_in) for _, amount in fact.parts if amount != 0]
            formula = " + ".join(amounts) if len(amounts) > 1 else ""
            if len(amounts) == 1:
                formula = next((_part(evaluation, name, rule) for rule, amount in fact.parts if amount != 0), "")
            note = ", ".join(dict.fromkeys(_home(evaluation, rule) for rule, amount in fact.parts if amount != 0))
        case "derived":
            formula = _formula(evaluation, name, fact.rule)
            note = evaluation.because(fact.rule) if fact.rule and fact.rule.because else ""
    return Line(name, definition.title, evaluation.shown(name) or "", formula, fact.origin, note)


def _home(evaluation: Evaluation, rule: Rule) -> str:
    capability = evaluation.knowledge.capabilities.get(rule.home)
    return called(evaluation, capability).title.lower() if capability is not None else "baseline"


def _formula(evaluation: Evaluation, name: str, rule: Rule | None) -> str:
    for effect in rule.effects if rule is not None else ():
        if isinstance(effect, SetFact) and effect.fact == name and effect.formula is not None:
            text = in_numbers(evaluation, effect.formula.node)
            return _within_range(evaluation, name, effect.formula(evaluation.state), text)
    return ""


def _within_range(evaluation: Evaluation, name: str, value: float | None, text: str) -> str:
    """A usual value beyond the range of its fact was cut to it: the formula says so, or the sum would look wrong."""
    fact = evaluation.knowledge.facts[name]
    if evaluation.facts[name].origin != "assumed" or value is None or fact.low <= value <= fact.high:
        return text
    word, limit = ("larger of", fact.low) if value < fact.low else ("smaller of", fact.high)
    return f"{word} ({text}, {show(limit, fact.shown_in)})"


def _part(evaluation: Evaluation, name: str, rule: Rule) -> str:
    for effect in rule.effects:
        if isinstance(effect, AddAmount) and effect.fact == name and effect.formula.reads:
            return in_numbers(evaluation, effect.formula.node)
    return ""
