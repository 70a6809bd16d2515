"""The ledgers of a trace: all that was weighed in each decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.decisions.ledger import Entry, Exclusion, Ledger, Standing
from engine.knowledge.definitions import Evidence, Rule, RuleOut
from engine.texts import fill, names
from engine.trace.recording.case import Case
from engine.trace.recording.constants import listed
from engine.trace.recording.kept import Constants, KeptLedger
from engine.trace.recording.writing import quoted, table, valued


def ledgers(case: Case, read: Constants) -> str:
    """Of each decision the standings, every piece of evidence, what was ruled out, and the constants behind it."""
    return table(
        [
            _kept(case, name, ledger, read.behind.get(name, 0))
            for name, ledger in sorted(case.evaluation.ledgers.items())
        ]
    )


def _kept(case: Case, name: str, ledger: Ledger, constants: int) -> str:
    kept = case.kept.ledgers.get(name)
    if kept is not None and kept.constants == constants and kept.ledger == ledger and case.drafts is None:
        return kept.text
    text = f"{quoted(name)}: {{{', '.join(_ledger(case, ledger, constants))}}}"
    if case.drafts is None:
        case.kept.ledgers[name] = KeptLedger(ledger, constants, frozenset(_named(case, ledger)), text)
    else:
        case.kept.ledgers.pop(name, None)
    return text


def _named(case: Case, ledger: Ledger) -> Iterator[str]:
    """The names in all that was said of a decision."""
    rules = case.standing.rules
    for said in ledger.heard:
        for entry in said.entries[:1]:  # all of one rule
            yield from rules[entry.rule.number].because[1::2]
        for exclusion in said.exclusions:
            yield from rules[exclusion.rule.number].because[1::2]
            yield from names(exclusion.why)


def _ledger(case: Case, ledger: Ledger, constants: int) -> Iterator[str]:
    decision = case.evaluation.knowledge.decisions[ledger.decision]
    yield f'"title": {quoted(decision.form.title)}, "choice": {quoted(ledger.choice)}'
    yield f'"standings": {_list(_standing(s, decision.options[s.option].title) for s in ledger.standings)}'
    yield f'"evidence": {_list(_evidence(case, entry) for entry in ledger.entries)}'
    if ledger.exclusions:
        yield f'"ruled_out": {_list(_exclusion(case, exclusion) for exclusion in ledger.exclusions)}'
    if constants:
        yield f'"constants": {listed(case, constants)}'
    if ledger.pinned:
        yield f'"pinned": true, "free_choice": {quoted(ledger.free_choice)}'
    if ledger.unsatisfiable:
        yield '"unsatisfiable": true'
    if case.drafts is not None:
        yield f'"drafts": {_list(_drafts(case, ledger.decision))}'
        if not isinstance(case.drafts, str) and ledger.decision in case.drafts.ledgers:
            yield f'"with_drafts": {quoted(case.drafts.ledgers[ledger.decision].choice)}'


def _list(entries: Iterable[str]) -> str:
    return f"[{', '.join(entries)}]"


def _standing(standing: Standing, title: str) -> str:
    text = f'{{"option": {quoted(standing.option)}, "title": {quoted(title)}, "points": {valued(standing.points)}'
    return text + (', "ruled_out": true}' if standing.excluded else "}")


def _evidence(case: Case, entry: Entry) -> str:
    weight = f'"option": {quoted(entry.option)}, "points": {valued(entry.points)}'
    return f'{{"rule": {_name(case, entry.rule)}, {weight}, "because": {case.because(entry.rule)}}}'


def _exclusion(case: Case, exclusion: Exclusion) -> str:
    why = fill(exclusion.why, case.shown)
    reason = quoted(why) if why else case.because(exclusion.rule)
    return f'{{"rule": {_name(case, exclusion.rule)}, "option": {quoted(exclusion.option)}, "why": {reason}}}'


def _drafts(case: Case, decision: str) -> Iterator[str]:
    """The evidence of drafts that fired, which does not count."""
    for rule in case.fired:
        for effect in () if rule.counts else rule.effects:
            if isinstance(effect, Evidence | RuleOut) and effect.decision == decision:
                reason = f'"because": {case.because(rule)}, "option": {quoted(effect.option)}'
                said = f'"points": {valued(effect.points)}' if isinstance(effect, Evidence) else '"ruled_out": true'
                yield f'{{"rule": {_name(case, rule)}, {reason}, {said}}}'


def _name(case: Case, rule: Rule) -> str:
    return case.standing.rules[rule.number].name
