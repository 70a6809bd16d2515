"""What was asked for that cannot all be had: why, which facts clash, and the smallest changes that resolve it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.explanation.changes import Change, relaxations
from engine.inference.evaluation import Evaluation
from engine.knowledge.definitions import CannotHold, Rule
from engine.texts import lower_first


@dataclass(frozen=True, slots=True)
class Conflict:
    """`topic` names it in the survey; `facts` are the inputs that clash, `reasons` say why, in this case's numbers."""

    topic: str
    title: str
    facts: tuple[str, ...]
    reasons: tuple[str, ...]
    relaxations: tuple[Change, ...]

    def clashing(self, evaluation: Evaluation) -> tuple[str, ...]:
        """The clashing facts with their values: `Latency, 99th percentile 20 ms`."""
        facts = evaluation.knowledge.facts
        named = []
        for name in self.facts:
            title = facts[name].title if name in facts else evaluation.knowledge.decisions[name].form.title
            named.append(f"{title} {evaluation.shown(name)}")
        return tuple(named)


def conflicts(evaluation: Evaluation) -> tuple[Conflict, ...]:
    """Decisions without an option left, own choices that a rule forbids, and facts that cannot all hold."""
    made: tuple[Conflict, ...] | None = evaluation.memo.get("conflicts")
    if made is None:
        made = evaluation.memo["conflicts"] = (*_of_decisions(evaluation), *_of_rules(evaluation))
    return made


def conflict_topics(evaluation: Evaluation) -> frozenset[str]:
    """The topics of `conflicts`, without the work of finding what would resolve them."""
    found = [p.subject for p in evaluation.problems if p.code == "cannot-hold"]
    for name, ledger in evaluation.ledgers.items():
        if ledger.pinned and ledger.choice in ledger.excluded:
            found.append(f"barred:{name}")
        elif ledger.unsatisfiable:
            found.append(f"unsatisfiable:{name}")
    return frozenset(found)


def _of_decisions(evaluation: Evaluation) -> list[Conflict]:
    found = []
    for name, ledger in evaluation.ledgers.items():
        barred = ledger.pinned and ledger.choice in ledger.excluded
        if not (ledger.unsatisfiable or barred):
            continue
        exclusions = ledger.exclusions_of(ledger.choice) if barred else ledger.exclusions
        rules = list(dict.fromkeys(e.rule for e in exclusions))
        title = evaluation.knowledge.decisions[name].form.title
        if barred:
            title = f"{title}: {evaluation.knowledge.title(name, ledger.choice)}"
        reasons = dict.fromkeys(evaluation.text(e.why) or evaluation.because(e.rule) for e in exclusions)
        topic = f"barred:{name}" if barred else f"unsatisfiable:{name}"
        clashing = [*([name] if barred else []), *inputs_behind(evaluation, rules)]
        found.append(_conflict(evaluation, topic, title, clashing, tuple(reasons), rules))
    return found


def _of_rules(evaluation: Evaluation) -> list[Conflict]:
    found = []
    for problem in evaluation.problems:
        if problem.code == "cannot-hold":
            rule = evaluation.knowledge.rule(problem.subject)
            facts = [f for e in rule.effects if isinstance(e, CannotHold) for f in e.facts]
            clash = _clash(evaluation, facts)
            titles = [evaluation.knowledge.facts[f].title for f in clash]
            title = ", ".join([titles[0], *map(lower_first, titles[1:])])
            found.append(_conflict(evaluation, rule.id, title, clash, (evaluation.because(rule),), [rule]))
    return found


def _conflict(
    evaluation: Evaluation, topic: str, title: str, facts: Sequence[str], reasons: tuple[str, ...], rules: list[Rule]
) -> Conflict:
    clash = _clash(evaluation, facts)
    return Conflict(topic, title, clash, reasons, relaxations(evaluation, topic, rules))


def _clash(evaluation: Evaluation, names: Sequence[str]) -> tuple[str, ...]:
    """Those that are known; if several of them were said, only these."""
    known = [name for name in dict.fromkeys(names) if evaluation.shown(name) is not None]
    said = [name for name in known if name in evaluation.givens.facts or name in evaluation.givens.pins]
    return tuple(said if len(said) > 1 else known)


def inputs_behind(evaluation: Evaluation, rules: Sequence[Rule]) -> list[str]:
    """What was said, pinned or taken from a preset among all that the conditions of `rules` rest on."""
    seen: set[str] = set()
    found: list[str] = []
    waiting = [key for rule in rules for key in rule.condition.reads]
    while waiting:
        key = waiting.pop(0).removeprefix("given.").partition(".")[0]
        if key in seen:
            continue
        seen.add(key)
        if key in evaluation.givens.facts or key in evaluation.givens.pins:
            found.append(key)
            continue
        fact = evaluation.facts.get(key)
        if fact is not None:
            behind = [fact.rule] if fact.rule is not None else [rule for rule, _ in fact.parts]
            waiting += [
                k for rule in behind for k in (*rule.condition.reads, *(r for f in rule.formulas for r in f.reads))
            ]
        elif key in evaluation.ledgers:
            ledger = evaluation.ledgers[key]
            heard = [e.rule for e in ledger.entries_for(ledger.choice)] + [e.rule for e in ledger.exclusions]
            waiting += [k for rule in heard for k in rule.condition.reads]
    return found
