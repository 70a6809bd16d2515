"""The rules of a trace: those that fired, and of every other why it did not."""

from __future__ import annotations

from collections.abc import Iterator

from engine.knowledge.definitions import Rule
from engine.trace.recording.case import Case
from engine.trace.recording.kept import UNKNOWN
from engine.trace.recording.standing import Comparison
from engine.trace.recording.writing import encoded, listing, quoted, table

NEXT = ",\n  "
END = f"]}}{NEXT}"
"""Ends an entry of a list, and goes on to the next."""


def firings(case: Case) -> str:
    """The rules that fired, in order, with the values that they read and their reasons."""
    kept, overruled = case.kept.firings, case.overruled
    entries = [kept[rule.number] or _fired(case, rule) for rule in case.fired]
    for place in [place for place, rule in enumerate(case.fired) if rule.number in overruled]:
        entries[place] += f', "overruled": {quoted(overruled[case.fired[place].number])}'
    return listing(entries, "}")


def _fired(case: Case, rule: Rule) -> str:
    """The entry of a rule that fired, without its end."""
    known, values, state = case.standing.rules[rule.number], case.values, case.evaluation.state
    text = known.fired
    if known.reads:
        text += f', "read": {{{", ".join([named + values[key] for key, named in known.reads if key in state])}}}'
    if rule.because:
        text += f', "because": {case.because(rule)}'
    case.kept.firings[rule.number] = text
    return text


def not_fired(case: Case) -> list[str]:
    """Why not: the conditions that kept each rule from firing, of the alternative that came nearest."""
    kept, rules = case.kept, case.standing.rules
    _test(case)
    missed = kept.missed
    fired = {rule.number for rule in case.fired}
    for number in kept.stale - fired:
        rule = rules[number]
        ways = [[text for atom in atoms if (text := missed[atom])] for atoms in rule.alternatives]
        nearest = ways[0] if len(ways) == 1 else min(ways, key=len, default=[])  # the first of those equally near
        kept.unfired[number] = rule.unfired + ", ".join(nearest) + END
    kept.stale &= fired
    entries = kept.unfired.copy()
    for number in fired:
        entries[number] = ""
    last = next((number for number in range(len(entries) - 1, -1, -1) if entries[number]), None)
    if last is None:
        return ["[]"]
    entries[last] = entries[last].removesuffix(NEXT)
    return ["[\n  ", *entries, "\n ]"]


def _test(case: Case) -> None:
    """Writes of each atom that was not tested yet what is said where it does not hold, which is nothing if it does."""
    known, state, missed = case.standing, case.evaluation.state, case.kept.missed
    for number in case.kept.untested:
        missed[number] = "" if known.tests[number](state) else _missed(case, known.atoms[number])
    case.kept.untested.clear()


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
