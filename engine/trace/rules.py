"""The rules of a trace: those that fired, and of every other why it did not."""

from __future__ import annotations

from collections.abc import Iterator

from engine.trace.case import Case
from engine.trace.standing import Comparison
from engine.trace.writing import encoded, listing, quoted, table


def firings(case: Case) -> str:
    """The rules that fired, in order, with the values that they read and their reasons."""
    return listing(_firings(case))


def _firings(case: Case) -> Iterator[str]:
    rules, values, state = case.standing.rules, case.values, case.evaluation.state
    for firing in case.evaluation.firings:
        rule = rules[firing.rule.number]
        text = rule.fired
        if rule.reads:
            text += f', "read": {{{", ".join([before + values[key] for key, before in rule.reads if key in state])}}}'
        if firing.rule.because:
            text += f', "because": {case.because(firing.rule)}'
        if firing.overruled:
            text += f', "overruled": {quoted(firing.overruled)}'
        yield text + "}"


def not_fired(case: Case) -> str:
    """Why not: the conditions that kept each rule from firing, of the alternative that came nearest."""
    return listing(_not_fired(case))


def _not_fired(case: Case) -> Iterator[str]:
    missed = _missed_atoms(case)
    fired = {firing.rule.number for firing in case.evaluation.firings}
    for number, rule in enumerate(case.standing.unfired):
        if number in fired:
            continue
        alternatives = rule.alternatives
        if len(alternatives) == 1:
            nearest = filter(None, alternatives[0](missed))
        else:
            nearest = min([[text for text in pick(missed) if text] for pick in alternatives], key=len, default=[])
        yield f"{rule.text}{', '.join(nearest)}]}}"


def _missed_atoms(case: Case) -> list[str]:
    """Of each atom that does not hold what there was instead; an empty text of one that holds."""
    held = set(case.standing.tests.true(case.evaluation.state))
    return ["" if n in held else _missed(case, atom) for n, atom in enumerate(case.standing.atoms)]


def _missed(case: Case, atom: Comparison) -> str:
    state, values = case.evaluation.state, case.values
    if atom.other is None:
        return f"{atom.text}{values[atom.key]}}}" if atom.key in state else atom.unknown
    known = atom.key in state and atom.other in state
    end = "}" if known else ', "unknown": true}'
    return f"{atom.text}{values[atom.key]}{atom.beside}{values[atom.other]}{end}"


def inapplicable(case: Case) -> str:
    """Decisions that are not taken in this case, and why."""
    return table(_inapplicable(case))


def _inapplicable(case: Case) -> Iterator[str]:
    evaluation = case.evaluation
    for name, alternatives in case.standing.applies.items():
        if name in evaluation.ledgers:
            continue
        when = evaluation.knowledge.decisions[name].applies
        unmet = [[known for atom, known in atoms if not atom.holds(evaluation.state)] for atoms in alternatives]
        missed = ", ".join([_missed(case, known) for known in min(unmet, key=len, default=[])])
        yield f'{quoted(name)}: {{"when": {encoded(when.text if when else "")}, "missed": [{missed}]}}'
