"""The facts of a trace, each with its provenance."""

from __future__ import annotations

from engine.inference.evaluation import FactValue
from engine.trace.recording.case import Case
from engine.trace.recording.kept import KeptFact
from engine.trace.recording.writing import quoted, table, valued


def facts(case: Case) -> str:
    """Every fact with its value, its text, and who said it or which rule and formula it comes from."""
    kept, found, given = case.kept.facts, case.evaluation.facts, case.evaluation.givens.facts
    entries = []
    for name in case.kept.sorted:
        before, said = kept.get(name), given.get(name)
        same = (
            before is not None
            and before.behind == found.behind(name)
            and (before.given is said or before.given == said)
        )
        entries.append(before.text if before is not None and same else _written(case, found[name]))
    return table(entries)


def _written(case: Case, fact: FactValue) -> str:
    text, given = _entry(case, fact), case.evaluation.givens.facts.get(fact.name)
    if fact.parts or (given is not None and "{" in fact.words):  # then more is in it than is looked at
        case.kept.facts.pop(fact.name, None)
    else:
        case.kept.facts[fact.name] = KeptFact((fact.origin, fact.rule), given, text)
    return text


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
