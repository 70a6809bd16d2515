"""This or that: options of one decision side by side, from its ledger."""

from __future__ import annotations

from collections.abc import Sequence

from engine.decisions import Ledger
from engine.explanation import changes_to
from engine.inference import Evaluation
from engine.interview.explaining import joined, moot, role_words, unknown_name
from engine.interview.mentions import normal, options_meant
from engine.interview.whys import out_words
from engine.knowledge.values import shown

SHOWN = 2
FLIPS = 3


def compare(evaluation: Evaluation, targets: Sequence[str]) -> str:
    """Options of one decision side by side, from its ledger."""
    knowledge = evaluation.knowledge
    targets = list(dict.fromkeys(targets))
    if len(targets) == 1:
        targets = _with_choice(evaluation, targets[0])
    if len(targets) < 2:
        return "Compare what with what? Name two options, such as “Kafka or RabbitMQ”."
    meant = [options_meant(evaluation, target, chosen=True) for target in targets]
    for target, found in zip(targets, meant, strict=True):
        if not found:
            return _told_not_weighed(evaluation, target) or unknown_name(knowledge, target)
    shared = [d for d in knowledge.decisions if all(any(m.owner == d for m in found) for found in meant)]
    shared.sort(key=lambda d: d not in evaluation.ledgers)
    if not shared:
        lines = [f"- {knowledge.title(o[0].owner, o[0].option)}: {role_words(evaluation, o[0])}" for o in meant]
        return "They are not alternatives; they do different jobs:\n" + "\n".join(lines)
    decision = shared[0]
    options = list(dict.fromkeys(next(m.option for m in found if m.owner == decision) for found in meant))
    return _side_by_side(evaluation, decision, options)


def _told_not_weighed(evaluation: Evaluation, target: str) -> str:
    """For a value of a fact, such as a cloud provider: it is given by the person, not chosen by rules."""
    for fact in evaluation.knowledge.facts.values():
        names = {normal(name) for pair in fact.words.items() for name in pair} if fact.form.input else set()
        if normal(target) in names and fact.name != "capabilities":
            now = shown(fact, evaluation.value(fact.name))
            return f"{fact.title} is an input, not a decision. It is **{now}** now; correct it if that is wrong."
    return ""


def _with_choice(evaluation: Evaluation, target: str) -> list[str]:
    options = options_meant(evaluation, target, chosen=False)
    if not options or options[0].owner not in evaluation.ledgers:
        return [target]
    ledger = evaluation.ledgers[options[0].owner]
    other = ledger.choice if ledger.choice != options[0].option else ledger.runner_up
    return [target, evaluation.knowledge.title(ledger.decision, other)] if other else [target]


def _side_by_side(evaluation: Evaluation, decision: str, options: Sequence[str]) -> str:
    knowledge = evaluation.knowledge
    definition, ledger = knowledge.decisions[decision], evaluation.ledgers.get(decision)
    rows: list[tuple[str, list[str]]] = []
    if ledger is not None:
        points = [f"**{ledger.points(o):g}**{' (ruled out)' if ledger.exclusions_of(o) else ''}" for o in options]
        rows.append(("Points", points))
        rows.append(("For it here", [_cell(evaluation, ledger, o, 1) for o in options]))
        rows.append(("Against it here", [_cell(evaluation, ledger, o, -1) for o in options]))
    forms = [definition.options[o] for o in options]
    rows.append(("Strong at", [joined(evaluation.text(t) for t in form.pros[:SHOWN]) for form in forms]))
    rows.append(("Weak at", [joined(evaluation.text(t) for t in form.cons[:SHOWN]) for form in forms]))
    head = f"| {definition.form.title} | " + " | ".join(form.title for form in forms) + " |"
    lines = [head, "|---" * (len(options) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(cells) + " |" for name, cells in rows if any(c != "–" for c in cells)]
    return "\n".join(lines) + "\n\n" + _verdict(evaluation, decision, options)


def _cell(evaluation: Evaluation, ledger: Ledger, option: str, sign: int) -> str:
    entries = ledger.entries_for(option)[::sign]
    lines = [f"{e.points:+g}: {evaluation.because(e.rule)}" for e in entries if e.points * sign > 0 and e.rule.because]
    if sign < 0 and ledger.exclusions_of(option):
        lines.insert(0, f"out: {out_words(evaluation, ledger, option)}")
    return joined(lines[:SHOWN])


def _verdict(evaluation: Evaluation, decision: str, options: Sequence[str]) -> str:
    knowledge, ledger = evaluation.knowledge, evaluation.ledgers.get(decision)
    if ledger is None:
        return moot(evaluation, decision)
    best = max(options, key=lambda o: (not ledger.exclusions_of(o), ledger.points(o)))
    text = f"Of these, **{knowledge.title(decision, best)}** fits this case better."
    if ledger.exclusions_of(best):
        text = "All of these are ruled out here."
    if ledger.choice in options:
        text = (
            f"Here it is **{knowledge.title(decision, ledger.choice)}**{', your own choice' if ledger.pinned else ''}."
        )
    else:
        text += f" The choice is {knowledge.title(decision, ledger.choice)}."
    for other in options:
        if other != ledger.choice and not ledger.pinned:
            ways = changes_to(evaluation, decision, other, FLIPS)
            if ways:
                lines = "\n".join(f"- {change.words(evaluation)}" for change in ways)
                text += f"\n\n{knowledge.title(decision, other)} would be chosen with any one of:\n{lines}"
    return text
