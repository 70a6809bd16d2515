"""What if: two evaluations, and what differs between them."""

from __future__ import annotations

from engine.decisions import Ledger
from engine.design.words import holds
from engine.inference import Evaluation
from engine.interview.mentions import normal
from engine.interview.panel import MAIN_NUMBERS
from engine.interview.trying import COST, differing
from engine.interview.whys import out_words, points_words, reasons
from engine.knowledge.values import shown

NUMBERS = 8
NOTICEABLE = 0.02
FAILURES = 4


def what_if(before: Evaluation, after: Evaluation, supposed: str) -> str:
    """The decisions and main numbers that differ between what is and what is supposed."""
    knowledge = before.knowledge
    lines = []
    for decision, (old, new) in differing(before, after).items():
        title = knowledge.decisions[decision].form.title
        was, is_ = (knowledge.title(decision, o) if o else "not needed" for o in (old, new))
        reason = _first_reason(after, decision, new)
        lines.append(f"- {title}: {was} → **{is_}**{f' ({reason})' if reason else ''}")
    numbers = _moved_numbers(before, after)
    parts = [f"Supposing {supposed}:"]
    parts.append("\n".join(lines) if lines else "No decision would change.")
    if numbers:
        parts.append("The numbers:\n" + "\n".join(numbers))
    for ledger in after.ledgers.values():
        if (
            ledger.pinned
            and ledger.choice != ledger.free_choice
            and before.choices.get(ledger.decision) != ledger.choice
        ):
            parts.append(_against_pin(after, ledger))
    parts.append("Nothing has been changed: say it without “what if” to apply it.")
    return "\n\n".join(parts)


def _first_reason(evaluation: Evaluation, decision: str, option: str | None) -> str:
    ledger = evaluation.ledgers.get(decision)
    if ledger is None or option is None or ledger.pinned:
        return ""
    return next((evaluation.because(e.rule) for e in ledger.entries_for(option) if e.points > 0 and e.rule.because), "")


def _moved_numbers(before: Evaluation, after: Evaluation) -> list[str]:
    lines = []
    for name in sorted(MAIN_NUMBERS, key=lambda n: n != COST):
        fact = before.knowledge.facts.get(name)
        if fact is None:
            continue
        old, new = before.number(name), after.number(name)
        was, now = shown(fact, old) if name in before.facts else "unknown", shown(fact, new)
        if was != now and abs(new - old) > NOTICEABLE * max(abs(old), abs(new)):
            lines.append(f"- {fact.title}: {was} → **{now}**")
    return lines[:NUMBERS]


def _against_pin(evaluation: Evaluation, ledger: Ledger) -> str:
    title = evaluation.knowledge.title(ledger.decision, ledger.choice)
    free = evaluation.knowledge.title(ledger.decision, ledger.free_choice)
    entries = [(e.points, e.rule) for e in ledger.entries_for(ledger.choice)[::-1] if e.points < 0]
    lines = reasons(evaluation, entries, 3)
    out = out_words(evaluation, ledger, ledger.choice)
    best, own = ledger.points(ledger.free_choice), ledger.points(ledger.choice)
    text = f"The rules prefer {free} ({points_words(best)} to {points_words(own)})."
    text += f" {title} is ruled out by them: {out}." if out else ""
    return f"{text} Against {title}:\n{lines}" if lines else text


def outage(evaluation: Evaluation, text: str) -> str:
    """What happens when a part fails: the failures that the capabilities in use know of, those named first."""
    knowledge = evaluation.knowledge
    words = {word for word in normal(text).split() if len(word) > 3}
    known = [
        (len(words & set(normal(f"{failure.when} {failure.then}").split())), failure)
        for name in evaluation.capabilities
        for failure in knowledge.capabilities[name].failure_modes
        if holds(evaluation, failure.applies_when)
    ]
    lines = []
    for _, failure in sorted(known, key=lambda pair: -pair[0])[:FAILURES]:
        when, then = evaluation.text(failure.when), evaluation.text(failure.then)
        if when and then:
            lines.append(f"- When {when}: {then}")
    lead = "“What if” works on facts, capabilities and choices; an outage is part of the design itself."
    return f"{lead} How the design handles it:\n" + "\n".join(lines) if lines else lead
