"""How the interview writes facts, values and decisions."""

from __future__ import annotations

from collections.abc import Iterable

from engine.inference.evaluation import Evaluation
from engine.interview.turns import Raw
from engine.knowledge.definitions import FactDefinition, Knowledge, Value
from engine.knowledge.values import shown
from engine.texts import listed, lower_first
from engine.units import parse_quantity
from engine.units.quantity import QuantityError

_STEPS = ((1e12, "T"), (1e9, "bn"), (1e6, "M"), (1e3, "k"), (1.0, ""))


def quoted(words: str, limit: int = 80) -> str:
    """What a person wrote, on one line and without Markdown."""
    line = " ".join(words.split()).replace("`", "'").replace("*", "").replace("<", "‹").replace(">", "›")
    return f"“{line if len(line) <= limit else line[: limit - 1].rstrip() + '…'}”"


def edited(fact: FactDefinition, value: Value, digits: int = 12) -> str:
    """`value` as one would type it: with 12 `digits` or more, `value_of` reads it back to the same value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, frozenset):
        return ", ".join(word for word in fact.words if word in value) or "none"
    number = float(value) / fact.unit.factor
    for step, suffix in _STEPS:
        text = f"{number / step:.{digits}g}{suffix}"
        if abs(number) >= step * (100 if suffix == "k" else 1) and _reads_back(text, fact, value, 10.0**-digits):
            return text
    return f"{number:.15g}"


def _reads_back(text: str, fact: FactDefinition, value: float, within: float) -> bool:
    try:
        read = parse_quantity(text, fact.unit, counted=True).value
    except QuantityError:
        return False
    return abs(read - value) <= 10 * within * abs(value)


def raw(fact: FactDefinition, value: Value) -> Raw:
    """`value` as a quick reply sends it."""
    if isinstance(value, frozenset):
        return [word for word in fact.words if word in value]
    if isinstance(value, bool):
        return value
    return edited(fact, value)


def bold(fact: FactDefinition, value: Value | None) -> str:
    """`Registered users: **270 M**`."""
    return f"{fact.title}: **{shown(fact, value)}**"


def decision_now(evaluation: Evaluation, decision: str) -> str:
    """`message broker: Apache Kafka`."""
    knowledge = evaluation.knowledge
    choice = evaluation.choices.get(decision)
    title = knowledge.decisions[decision].form.title
    return f"{title}: {knowledge.title(decision, choice) if choice else 'not needed'}"


def unit_words(fact: FactDefinition) -> str:
    """The unit of a bare number, or an empty text for what is no quantity."""
    return fact.unit.text if fact.kind == "quantity" and fact.unit.text != "1" else ""


def capability_titles(knowledge: Knowledge, capabilities: Iterable[str]) -> str:
    wanted = set(capabilities)
    return listed(lower_first(form.title) for name, form in knowledge.capabilities.items() if name in wanted)
