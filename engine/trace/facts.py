"""The facts of a trace, each with its provenance."""

from __future__ import annotations

from collections.abc import Iterator

from engine.inference.evaluation import FactValue
from engine.trace.case import Case
from engine.trace.writing import quoted, table, valued


def facts(case: Case) -> str:
    """Every fact with its value, its text, and who said it or which rule and formula it comes from."""
    return table(_entries(case))


def _entries(case: Case) -> Iterator[str]:
    standing, values = case.standing.facts, case.values
    for name, fact in sorted(case.evaluation.facts.items()):
        known = standing[name]
        text = quoted(case.shown(name) or "")
        yield f"{known.before}{values[name]}{known.between}{text}{_provenance(case, fact)}}}"


def _provenance(case: Case, fact: FactValue) -> str:
    evaluation = case.evaluation
    text = f', "origin": "{fact.origin}"'
    if fact.words:
        words = (evaluation.text(fact.words) or fact.words) if "{" in fact.words else fact.words
        text += f', "words": {quoted(words)}'
    if fact.rule is not None:
        text += f', "rule": {case.standing.rules[fact.rule.number].name}'
        if formula := evaluation.formula(fact.name):
            text += f', "formula": {quoted(formula)}'
    if fact.parts:
        rules = case.standing.rules
        parts = [f'{{"rule": {rules[rule.number].name}, "adds": {valued(amount)}}}' for rule, amount in fact.parts]
        text += f', "parts": [{", ".join(parts)}]'
    return text
