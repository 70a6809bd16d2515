"""Evaluations with the counting network, kept: the same facts are asked for again and again in a conversation."""

from __future__ import annotations

from collections.abc import Mapping

from engine.inference import Evaluation, Givens, evaluate
from engine.interview.dialogue import CAPABILITIES, Dialogue, givens
from engine.knowledge.definitions import AddAmount, AddMember, Evidence, Knowledge, RuleOut, SetFact, Value

KEPT = 64
COST = "monthly_cost"
Key = tuple[frozenset[tuple[str, Value]], frozenset[tuple[str, str]]]


def key_of(given: Givens) -> Key:
    return frozenset((name, g.value) for name, g in given.facts.items()), frozenset(given.pins.items())


def current(knowledge: Knowledge, dialogue: Dialogue) -> Evaluation:
    """The evaluation of what the dialogue holds now."""
    return tried(knowledge, givens(knowledge, dialogue))


def tried(knowledge: Knowledge, given: Givens) -> Evaluation:
    cache: dict[object, Evaluation] = knowledge.memo.setdefault("interview-evaluations", {})
    key = (key_of(given), tuple((name, g.words) for name, g in given.facts.items()), given.preset)
    found = cache.get(key)
    if found is None:
        if len(cache) >= KEPT:
            cache.clear()
        found = cache[key] = evaluate(knowledge, given, network="counting")
    return found


def differing(before: Evaluation, after: Evaluation) -> dict[str, tuple[str | None, str | None]]:
    """The decisions whose choice differs, with both choices; None where the decision does not apply."""
    old, new = before.choices, after.choices
    return {d: (old.get(d), new.get(d)) for d in before.knowledge.decisions if old.get(d) != new.get(d)}


def in_use(evaluation: Evaluation, fact: str) -> bool:
    """Whether the fact belongs to every system, or to a capability that this one has."""
    home = evaluation.knowledge.facts[fact].home
    return home not in evaluation.knowledge.capabilities or home in evaluation.capabilities


def in_question(evaluation: Evaluation, fact: str) -> bool:
    """Whether the fact may be asked for: it is in use, and an answer brings in nothing that nobody spoke of.

    Who names devices has a system that hears from them; a broker is not asked how many devices there are.
    """
    brought = _bringing(evaluation.knowledge).get(fact, frozenset())
    return in_use(evaluation, fact) and brought.issubset(evaluation.capabilities)


def _bringing(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """The capabilities that a system has as soon as a fact is given."""
    known: dict[str, frozenset[str]] | None = knowledge.memo.get("interview-bringing")
    if known is None:
        known = knowledge.memo["interview-bringing"] = {}
        for rule in knowledge.rules:
            added = (e for e in rule.effects if isinstance(e, AddMember) and e.fact == CAPABILITIES)
            brought = {member for effect in added for member in effect.members}
            for key in rule.condition.reads if brought else ():
                if key.startswith("given."):
                    name = key.removeprefix("given.")
                    known[name] = known.get(name, frozenset()) | brought
    return known


def reaching(knowledge: Knowledge) -> frozenset[str]:
    """The facts from which rules lead, however far, to a decision or to the cost."""
    known: frozenset[str] | None = knowledge.memo.get("interview-reaching")
    if known is None:
        known = knowledge.memo["interview-reaching"] = _reaching(knowledge)
    return known


def _reaching(knowledge: Knowledge) -> frozenset[str]:
    readers: dict[str, set[str]] = {}
    for rule in knowledge.rules:
        written = {_written(effect) for effect in rule.effects}
        reads = {key for numbers in rule.alternatives for n in numbers for key in knowledge.atoms[n].reads}
        reads.update(key for formula in rule.formulas for key in formula.reads)
        for key in reads:
            readers.setdefault(key.removeprefix("given.").partition(".")[0], set()).update(written)
    for decision in knowledge.decisions.values():
        for key in decision.applies.reads if decision.applies else ():
            readers.setdefault(key.removeprefix("given.").partition(".")[0], set()).add(decision.id)
    ends: Mapping[str, object] = {**knowledge.decisions, COST: None}
    reached = set(ends)
    grown = True
    while grown:
        more = {name for name, targets in readers.items() if name not in reached and targets & reached}
        reached |= more
        grown = bool(more)
    return frozenset(reached & knowledge.facts.keys())


def _written(effect: object) -> str:
    match effect:
        case SetFact() | AddAmount() | AddMember():
            return effect.fact
        case Evidence() | RuleOut():
            return effect.decision
    return ""
