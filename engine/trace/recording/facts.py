"""The facts of a trace, each with its provenance."""

from __future__ import annotations

from engine.inference.evaluation import FactValue, Raw
from engine.inference.given import Given
from engine.trace.recording.case import Case
from engine.trace.recording.kept import KeptFact
from engine.trace.recording.writing import quoted, table, valued


def facts(case: Case) -> str:
    """Every fact with its value, its text, and who said it or which rule and formula it comes from."""
    found, given = case.evaluation.facts, case.evaluation.givens.facts
    raw, kept, entries = found.raw, case.kept.facts, []
    for name in case.kept.sorted:
        before = kept.get(name)
        entries.append(
            before.text
            if before is not None and _is_same(before, raw[name], given.get(name))
            else _written(case, found[name])
        )
    return table(entries)


def _is_same(kept: KeptFact, raw: Raw, given: Given | None) -> bool:
    """Whether nothing has changed beside the value, which was looked at before."""
    _, origin, rule, parts = raw
    return (
        rule is kept.rule
        and origin == kept.origin
        and (given is kept.given or given == kept.given)
        and (not parts or parts == kept.parts)
    )


def _written(case: Case, fact: FactValue) -> str:
    text, given = _entry(case, fact), case.evaluation.givens.facts.get(fact.name)
    if (given is None or "{" not in fact.words) and all(amount for _, amount in fact.parts):
        case.kept.facts[fact.name] = KeptFact(fact.origin, fact.rule, fact.parts, given, text)
    else:  # words with names of other facts; 0 and -0, which are equal
        case.kept.facts.pop(fact.name, None)
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
