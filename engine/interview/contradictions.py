"""What was given that cannot all be true."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.inference import Evaluation
from engine.interview.words import listed, lowered, sentence
from engine.knowledge.values import shown

# The first can never exceed the second, whatever the system is.
NEVER_MORE = (
    ("daily_active_users", "monthly_active_users"),
    ("daily_active_users", "users_total"),
    ("monthly_active_users", "users_total"),
    ("concurrent_users", "users_total"),
    ("average_requests", "peak_requests"),
    ("latency_p50", "latency_p99"),
)


def contradictions(evaluation: Evaluation, before: Evaluation, touched: Collection[str]) -> list[str]:
    """Each contradiction that came with `touched`, in words; `before` is the evaluation without these facts."""
    known = {ledger.decision for ledger in before.ledgers.values() if ledger.unsatisfiable}
    return [*_orders(evaluation, touched), *_unsatisfiable(evaluation, known)]


def _orders(evaluation: Evaluation, touched: Collection[str]) -> Iterator[str]:
    given, facts = evaluation.givens.facts, evaluation.knowledge.facts
    for less, more in NEVER_MORE:
        if less not in given or more not in given or not {less, more} & set(touched):
            continue
        small, large = given[less], given[more]
        if isinstance(small.value, float) and isinstance(large.value, float) and small.value > large.value * 1.001:
            yield (
                f"{facts[less].title} ({shown(facts[less], small.value)}) cannot be above "
                f"{lowered(facts[more].title)} ({shown(facts[more], large.value)}"
                f"{', from the preset' if large.origin == 'preset' else ''}). I keep both for now: which one is right?"
            )


def _unsatisfiable(evaluation: Evaluation, known: Collection[str]) -> Iterator[str]:
    """Decisions all of whose options some rule ruled out, without those that are known to be."""
    knowledge = evaluation.knowledge
    for ledger in evaluation.ledgers.values():
        if not ledger.unsatisfiable or ledger.decision in known:
            continue
        decision = knowledge.decisions[ledger.decision]
        reasons = dict.fromkeys(evaluation.text(e.why) or evaluation.because(e.rule) for e in ledger.exclusions)
        yield (
            f"These facts leave no option for {lowered(decision.form.title)}: "
            f"{sentence(listed(list(reasons)[:4]))} I go on with {knowledge.title(ledger.decision, ledger.choice)}, "
            "the least bad. Easing one of those would resolve it."
        )
