"""What was given that cannot all be true."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.explanation.conflicts import conflict_topics, conflicts
from engine.inference import Evaluation
from engine.knowledge.values import shown
from engine.texts import listed, lower_first, sentence

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
    return [*_orders(evaluation, touched), *_conflicts(evaluation, conflict_topics(before))]


def _orders(evaluation: Evaluation, touched: Collection[str]) -> Iterator[str]:
    given, facts = evaluation.givens.facts, evaluation.knowledge.facts
    for less, more in NEVER_MORE:
        if less not in given or more not in given or not {less, more} & set(touched):
            continue
        small, large = given[less], given[more]
        if isinstance(small.value, float) and isinstance(large.value, float) and small.value > large.value * 1.001:
            yield (
                f"{facts[less].title} ({shown(facts[less], small.value)}) cannot be above "
                f"{lower_first(facts[more].title)} ({shown(facts[more], large.value)}"
                f"{', from the preset' if large.origin == 'preset' else ''}). I keep both for now: which one is right?"
            )


def _conflicts(evaluation: Evaluation, known: Collection[str]) -> Iterator[str]:
    """What cannot all be had, without what was known to be so, and the smallest changes that would resolve it."""
    if not conflict_topics(evaluation) - set(known):
        return
    for conflict in conflicts(evaluation):
        if conflict.topic in known:
            continue
        text = f"These requirements conflict: **{listed(conflict.clashing(evaluation))}**. "
        text += sentence(listed(list(conflict.reasons)[:4]))
        ways = [change.words(evaluation) for change in conflict.relaxations]
        if ways:
            text += f" It would resolve with{' any one of' if len(ways) > 1 else ''}:\n"
            text += "\n".join(f"- {way}" for way in ways)
            text += "\n\nUntil then the design is the closest fit, with the conflict marked."
        else:
            text += " The design is the closest fit, with the conflict marked."
        yield text
