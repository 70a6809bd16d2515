"""Rules and capabilities that are on their way in or out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engine.checks.base import Base, Written
from engine.checks.check import Check, Remark
from engine.decisions.ledger import heard_from, settle
from engine.findings import Severity
from engine.inference import Evaluation
from engine.knowledge import models
from engine.knowledge.definitions import Evidence, RuleOut, SetFact
from engine.knowledge.values import shown


class Deprecated(Check):
    code = "deprecated"
    title = "A deprecated rule that still counts"
    explains = (
        "`status: deprecated` rules and capabilities still have effect, so that nothing changes unseen, but should go."
    )
    fix = "remove it once what replaces it is there"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for written in base.written:
            if written.form.status == "deprecated":
                fired = sum(_fires(run.evaluation, written) for run in base.runs)
                message = (
                    f"the rule '{written.rule.id}' is deprecated and fires in {fired} of {len(base.runs)} examples"
                )
                yield Remark(written.part, (*written.path, "status"), message)
        for part, form in base.parts(models.Capability):
            if form.status == "deprecated":
                yield Remark(part, ("status",), f"the capability '{form.capability}' is deprecated")


class Drafts(Check):
    code = "draft"
    severity: ClassVar[Severity] = "info"
    title = "A draft rule, and what it would change"
    explains = (
        "`status: draft` rules are evaluated and do not count. This says in which examples the rule would fire, and "
        "which choices and values it would change there."
    )
    fix = "make it stable when it changes what it should"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for written in base.written:
            if written.rule.counts:
                continue
            fired = [run.evaluation for run in base.runs if run.evaluation and _fires(run.evaluation, written)]
            changes = list(dict.fromkeys(c for evaluation in fired for c in _changes(evaluation, written)))
            effect = "; ".join(changes[:5]) + (f"; and {len(changes) - 5} more" if len(changes) > 5 else "")
            message = f"the draft '{written.rule.id}' fires in {len(fired)} of {len(base.runs)} examples and " + (
                f"would change: {effect}" if changes else "would change nothing there"
            )
            yield Remark(written.part, (*written.path, "status"), message)


def _fires(evaluation: Evaluation | None, written: Written) -> bool:
    return evaluation is not None and any(firing.rule is written.rule for firing in evaluation.firings)


def _changes(evaluation: Evaluation, written: Written) -> Iterator[str]:
    """What would differ at once; what would follow from that is not worked out."""
    knowledge = evaluation.knowledge
    counted = [firing.rule for firing in evaluation.firings if firing.rule.counts]
    decisions = dict.fromkeys(e.decision for e in written.rule.effects if isinstance(e, Evidence | RuleOut))
    for name in decisions:
        ledger = evaluation.ledgers.get(name)
        if ledger is None or ledger.pinned:
            continue
        heard = [heard_from(rule, name) for rule in (*counted, written.rule)]
        after = settle(name, list(knowledge.decisions[name].options), heard)
        if after.choice != ledger.choice:
            yield f"{name} from {ledger.choice} to {after.choice}"
    for effect in written.rule.effects:
        if not isinstance(effect, SetFact):
            continue
        fact = evaluation.facts.get(effect.fact)
        value = effect.constant if effect.formula is None else effect.formula(evaluation.state)
        if value is not None and (fact is None or fact.value != value) and not (fact and fact.origin == "given"):
            definition = knowledge.facts[effect.fact]
            yield f"{effect.fact} from {shown(definition, fact.value if fact else None)} to {shown(definition, value)}"
