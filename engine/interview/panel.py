"""The facts panel: what was given, the preset's, what is assumed, and the main numbers that follow."""

from __future__ import annotations

from engine.explanation import in_numbers
from engine.inference import Evaluation, FactValue
from engine.interview.dialogue import Dialogue
from engine.interview.trying import in_question, reaching
from engine.interview.turns import Shown
from engine.interview.words import edited, quoted, unit_words
from engine.knowledge.definitions import AddAmount, Knowledge, Rule, SetFact
from engine.knowledge.values import shown

MAIN_NUMBERS = (
    "average_requests",
    "peak_requests",
    "average_reads",
    "average_writes",
    "peak_reads",
    "peak_writes",
    "peak_events",
    "concurrent_connections",
    "peak_egress",
    "peak_ingress",
    "data_size",
    "growth_per_day",
    "total_data",
    "stored_total",
    "monthly_cost",
    "cost_per_user",
)
GROUPS = ("scale", "load", "data", "quality", "place", "constraints", "capability", "sizing", "cost")
NOTE_LIMIT = 240
PARTS_SHOWN = 6


def facts_shown(knowledge: Knowledge, dialogue: Dialogue, evaluation: Evaluation) -> list[Shown]:
    """The rows of the panel, grouped and ordered as the vocabulary."""
    names = [name for name in knowledge.facts if _worth_showing(knowledge, dialogue, evaluation, name)]
    names.sort(key=lambda name: GROUPS.index(knowledge.facts[name].form.group))
    return [_row(knowledge, evaluation, evaluation.facts[name]) for name in names]


def _worth_showing(knowledge: Knowledge, dialogue: Dialogue, evaluation: Evaluation, name: str) -> bool:
    fact, found = knowledge.facts[name], evaluation.facts.get(name)
    if found is None:
        return False
    if found.origin in ("given", "preset"):
        return True
    if found.origin == "derived" and name in MAIN_NUMBERS:
        return bool(found.value)
    asked = fact.form.input and (fact.form.ask is not None or name == "capabilities")
    return asked and name in reaching(knowledge) and in_question(evaluation, name)


def _row(knowledge: Knowledge, evaluation: Evaluation, found: FactValue) -> Shown:
    fact = knowledge.facts[found.name]
    return Shown(
        fact=fact.name,
        title=fact.title,
        group=fact.form.group,
        kind=fact.kind,
        text=shown(fact, found.value),
        edit=edited(fact, found.value, 6 if found.origin in ("derived", "assumed") else 12),
        origin=found.origin,
        note=note(evaluation, found),
        unit=unit_words(fact),
        options=dict(fact.words),
        help=fact.form.help or "",
    )


def note(evaluation: Evaluation, found: FactValue) -> str:
    """Where the value comes from: the words that were said, a source, a reason, or the formula in numbers."""
    match found.origin:
        case "given":
            return f"you said {quoted(found.words)}" if found.words else "you set it"
        case "preset":
            return found.words
        case "assumed":
            return evaluation.text(found.words) or found.words or "assumed"
    text = formula_in_numbers(evaluation, found)
    return text if len(text) <= NOTE_LIMIT else f"{text[: NOTE_LIMIT - 1].rstrip()}…"


def formula_in_numbers(evaluation: Evaluation, found: FactValue) -> str:
    """`100 k × 30%`; sums name what each part adds; without a formula, the reason of the rule."""
    if found.parts:
        parts = [_part(evaluation, found.name, rule, amount) for rule, amount in found.parts if amount]
        more = [f"{len(parts) - PARTS_SHOWN} more"] if len(parts) > PARTS_SHOWN else []
        return " + ".join(parts[:PARTS_SHOWN] + more)
    for effect in found.rule.effects if found.rule else ():
        if isinstance(effect, SetFact) and effect.fact == found.name and effect.formula is not None:
            return in_numbers(evaluation, effect.formula.node)
    return evaluation.because(found.rule) if found.rule is not None else ""


def _part(evaluation: Evaluation, name: str, rule: Rule, amount: float) -> str:
    knowledge = evaluation.knowledge
    home = knowledge.capabilities.get(rule.home)
    value = shown(knowledge.facts[name], amount)
    reads = [key for e in rule.effects if isinstance(e, AddAmount) and e.fact == name for key in e.formula.reads]
    fact = knowledge.facts.get(reads[0]) if len(reads) == 1 else None
    of = fact.title.lower() if fact else home.title.lower() if home else ""
    return f"{value} ({of})" if of else value
