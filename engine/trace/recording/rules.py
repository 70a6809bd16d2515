"""The rules of a trace: those that fired, and of every other why it did not."""

from __future__ import annotations

from collections.abc import Iterator

from engine.trace.recording.case import UNKNOWN, Case
from engine.trace.recording.standing import Comparison
from engine.trace.recording.writing import encoded, listing, quoted, table


def firings(case: Case) -> str:
    """The rules that fired, in order, with the values that they read and their reasons."""
    return listing(_firings(case))


def _firings(case: Case) -> Iterator[str]:
    rules, values, state = case.standing.rules, case.values, case.evaluation.state
    for firing in case.firings:
        rule = rules[firing.rule.number]
        text = rule.fired
        if rule.reads:
            text += f', "read": {{{", ".join([before + values[key] for key, before in rule.reads if key in state])}}}'
        if firing.rule.because:
            text += f', "because": {case.because(firing.rule)}'
        if firing.overruled:
            text += f', "overruled": {quoted(firing.overruled)}'
        yield text + "}"


def not_fired(case: Case) -> list[str]:
    """Why not: the conditions that kept each rule from firing, of the alternative that came nearest."""
    fired = [firing.rule.number for firing in case.firings]
    held = case.standing.tests.true(case.evaluation.state)
    found = case.found
    missed = [a.text + found[a.key] if a.other is None else _missed(case, a) for a in case.standing.atoms]
    entries = case.standing.unfired.pieces(fired, held, missed)
    if not entries:
        return ["[]"]
    entries[-1] = "]}"
    return ["[\n  ", *entries, "\n ]"]


def _missed(case: Case, atom: Comparison) -> str:
    """The comparison and what there was instead, of one fact or of both."""
    if atom.other is None:
        return f"{atom.text}{case.found[atom.key]}"
    state, values = case.evaluation.state, case.values
    end = "}" if atom.key in state and atom.other in state else UNKNOWN
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
