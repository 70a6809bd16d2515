"""The facts of a trace, each with its provenance."""

from __future__ import annotations

from engine.inference.evaluation import FactValue
from engine.trace.recording.case import Case
from engine.trace.recording.writing import quoted, table, valued


def facts(case: Case) -> str:
    """Every fact with its value, its text, and who said it or which rule and formula it comes from."""
    return table([_entry(case, fact) for _, fact in sorted(case.evaluation.facts.items())])


def _entry(case: Case, fact: FactValue) -> str:
    standing, rule = case.standing, fact.rule
    known = standing.facts[fact.name]
    text = f"{known.before}{case.values[fact.name]}{known.between}{quoted(case.fact_shown(fact))}"
    text += f', "origin": "{fact.origin}"'
    if fact.words:
        text += f', "words": {_words(case, fact)}'
    if rule is not None:
        text += standing.rules[rule.number].derives[fact.name]
    if fact.parts:
        parts = [f'{{"rule": {standing.rules[r.number].name}, "adds": {valued(amount)}}}' for r, amount in fact.parts]
        text += f', "parts": [{", ".join(parts)}]'
    return text + "}"


def _words(case: Case, fact: FactValue) -> str:
    if "{" not in fact.words:
        return quoted(fact.words)
    if fact.rule is not None and fact.origin == "assumed":  # the words are the reason of the rule
        return case.because(fact.rule)
    return quoted(case.evaluation.text(fact.words) or fact.words)
