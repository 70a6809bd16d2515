"""Why, and why not: the ledger of a decision in plain words, with numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.decisions import Ledger
from engine.explanation import changes_to, telling_flips
from engine.explanation.reasons import reasons_for
from engine.inference import Evaluation
from engine.inference.evaluating import true_atoms
from engine.interview.explaining import atom_words, capability_words, explained_fact, moot, unknown_name
from engine.interview.mentions import Mention, mentions, options_meant
from engine.interview.words import decision_now
from engine.knowledge.definitions import Evidence, Rule
from engine.texts import listed, lower_first
from engine.trace.recording import Trace

REASONS = 4
FLIPS = 3
UNMET = 3
DEPTH = 3  # steps of a tree of reasons in the chat; the whole of it is in the trace
SUGGESTED = 5


def why(evaluation: Evaluation, target: str) -> str:
    """Why `target` is as it is: a choice, a decision, a number, a capability."""
    knowledge = evaluation.knowledge
    options = options_meant(evaluation, target, chosen=True)
    taken = [m for m in options if evaluation.choices.get(m.owner) == m.option]
    if taken:
        return "\n\n".join(_chosen(evaluation, evaluation.ledgers[m.owner]) for m in taken[:2])
    found = mentions(knowledge, target)
    decision = next((m for m in found if m.kind == "decision"), None)
    if decision is not None:
        return _decided(evaluation, decision.owner)
    if options:
        return why_not(evaluation, target)
    return _of_other_kind(evaluation, found) or unknown_name(knowledge, target)


def why_not(evaluation: Evaluation, target: str) -> str:
    """Why `target` is not chosen, and what would make it so."""
    knowledge = evaluation.knowledge
    options = options_meant(evaluation, target, chosen=False)
    if not options:
        found = mentions(knowledge, target)
        decision = next((m for m in found if m.kind == "decision"), None)
        if decision is not None:
            return _decided(evaluation, decision.owner)
        return _of_other_kind(evaluation, found) or unknown_name(knowledge, target)
    rejected = [m for m in options if m.owner in evaluation.ledgers and evaluation.choices[m.owner] != m.option]
    if rejected:
        return "\n\n".join(_rejected(evaluation, m) for m in rejected[:2])
    meant = options[0]
    if meant.owner not in evaluation.ledgers:
        return moot(evaluation, meant.owner)
    ledger = evaluation.ledgers[meant.owner]
    against = reasons(evaluation, ((e.points, e.rule) for e in ledger.entries_for(meant.option) if e.points < 0))
    text = f"But it is: **{knowledge.title(meant.owner, meant.option)}** is the choice."
    text += f" Reasons against it:\n{against}" if against else " Nothing in this case counts against it."
    return f"{text}{_would_change(evaluation, ledger)}"


def which_why(evaluation: Evaluation) -> str:
    """For a bare `why?`: the choices that one may ask about."""
    now = [decision_now(evaluation, d) for d in list(evaluation.ledgers)[:SUGGESTED]]
    if not now:
        return "Nothing is decided yet: tell me first what to design."
    lines = "\n".join(f"- {line}" for line in now)
    return f"Why what? Decided so far:\n{lines}\n\nAsk “why” with one of them, or “why not” with something else."


def _decided(evaluation: Evaluation, decision: str) -> str:
    ledger = evaluation.ledgers.get(decision)
    return _chosen(evaluation, ledger) if ledger is not None else moot(evaluation, decision)


def points_words(points: float) -> str:
    return f"{points:g} {'point' if abs(points) == 1 else 'points'}"


def reasons(evaluation: Evaluation, entries: Iterable[tuple[float, Rule]], most: int = REASONS) -> str:
    lines = []
    for points, rule in entries:
        because = evaluation.because(rule)
        if because:
            lines.append(f"- {points:+g}: {because}")
    lines = list(dict.fromkeys(lines))
    more = len(lines) - most
    return "\n".join(lines[:most] + ([f"- and {more} more"] if more > 0 else []))


def out_words(evaluation: Evaluation, ledger: Ledger, option: str) -> str:
    why_out = [evaluation.text(e.why) or evaluation.because(e.rule) for e in ledger.exclusions_of(option)]
    return listed(list(dict.fromkeys(text for text in why_out if text))[:2])


def _chosen(evaluation: Evaluation, ledger: Ledger) -> str:
    knowledge = evaluation.knowledge
    title = knowledge.decisions[ledger.decision].form.title
    choice = knowledge.title(ledger.decision, ledger.choice)
    parts = [f"**{title}: {choice}**{_standing(evaluation, ledger)}"]
    if ledger.pinned:
        parts.append("You chose it yourself.")
    for_it = reasons(evaluation, ((e.points, e.rule) for e in ledger.entries_for(ledger.choice) if e.points > 0))
    against = reasons(evaluation, ((e.points, e.rule) for e in ledger.entries_for(ledger.choice)[::-1] if e.points < 0))
    if for_it:
        parts.append(f"Reasons for it:\n{for_it}")
    elif not ledger.pinned:
        parts.append(_by_default(evaluation, ledger))
    if against:
        parts.append(f"Reasons against it:\n{against}")
    out = {e.option: out_words(evaluation, ledger, e.option) for e in ledger.exclusions if e.option != ledger.choice}
    if out:
        lines = [f"- {knowledge.title(ledger.decision, option)}: {reason}" for option, reason in out.items()]
        parts.append("Ruled out:\n" + "\n".join(lines[:REASONS]))
    return "\n\n".join(parts) + _would_change(evaluation, ledger)


def _standing(evaluation: Evaluation, ledger: Ledger) -> str:
    runner_up = ledger.runner_up
    own = points_words(ledger.points(ledger.choice))
    if runner_up is None:
        return f" ({own})"
    other = evaluation.knowledge.title(ledger.decision, runner_up)
    if ledger.exclusions_of(runner_up):
        return f" ({own}; every other option is ruled out)"
    return f" ({own}; next is {other} with {points_words(ledger.points(runner_up))})"


def _by_default(evaluation: Evaluation, ledger: Ledger) -> str:
    others = [(e.points, e.rule) for e in ledger.entries if e.option != ledger.choice and e.points < 0]
    against = reasons(evaluation, others, 3)
    text = "Nothing in this case needs more, and the simplest option wins a tie."
    return f"{text} Against the others:\n{against}" if against else text


def _would_change(evaluation: Evaluation, ledger: Ledger) -> str:
    found = telling_flips(evaluation, ledger.decision, FLIPS)
    if not found or ledger.pinned:
        return ""
    return "\n\nIt would change if:\n" + "\n".join(f"- {flip.words(evaluation)}" for flip in found)


def _rejected(evaluation: Evaluation, meant: Mention) -> str:
    knowledge, ledger = evaluation.knowledge, evaluation.ledgers[meant.owner]
    title = knowledge.title(meant.owner, meant.option)
    choice = knowledge.title(meant.owner, ledger.choice)
    topic = lower_first(knowledge.decisions[meant.owner].form.title)
    parts = [
        f"**Not {title}** for {topic}: it has {points_words(ledger.points(meant.option))}, "
        f"{choice} {points_words(ledger.points(ledger.choice))}{' and is your own choice' if ledger.pinned else ''}."
    ]
    if ledger.exclusions_of(meant.option):
        parts.append(f"It is ruled out: {out_words(evaluation, ledger, meant.option)}.")
    entries = ledger.entries_for(meant.option)
    for lead, chosen in (
        ("Against it", [(e.points, e.rule) for e in entries[::-1] if e.points < 0]),
        ("For it", [(e.points, e.rule) for e in entries if e.points > 0]),
        (f"For {choice}", [(e.points, e.rule) for e in ledger.entries_for(ledger.choice) if e.points > 0]),
    ):
        lines = reasons(evaluation, chosen, 3)
        if lines:
            parts.append(f"{lead}:\n{lines}")
    unmet = _unmet(evaluation, meant)
    if unmet:
        parts.append("Would count for it, but does not hold here:\n" + "\n".join(f"- {line}" for line in unmet))
    if ledger.free_choice == meant.option:
        parts.append("Without your choice the rules would choose it.")
        return "\n\n".join(parts)
    to_it = changes_to(evaluation, meant.owner, meant.option, FLIPS)
    if to_it:
        lead = "It would be chosen with any one of" if len(to_it) > 1 else "It would be chosen with"
        parts.append(f"{lead}:\n" + "\n".join(f"- {change.words(evaluation)}" for change in to_it))
    else:
        parts.append("No change of one or two facts would select it.")
    return "\n\n".join(parts)


def _unmet(evaluation: Evaluation, meant: Mention) -> list[str]:
    """The rules that favour the option and did not fire, with the conditions that failed, as they stand now."""
    knowledge = evaluation.knowledge
    fired = {firing.rule.number for firing in evaluation.firings}
    waiting = [
        (effect.points, rule)
        for rule in knowledge.rules
        if rule.number not in fired and rule.counts
        for effect in rule.effects
        if isinstance(effect, Evidence) and (effect.decision, effect.option) == (meant.owner, meant.option)
        if effect.points > 0
    ]
    lines = []
    for points, rule in sorted(waiting, key=lambda pair: -pair[0])[:UNMET]:
        failed = [atom_words(evaluation, atom) for atom, held in true_atoms(knowledge, evaluation, rule) if not held]
        lines.append(f"{points:+g} {points_words(points).split()[1]} with {listed(failed)}")
    return lines


def _of_other_kind(evaluation: Evaluation, found: Sequence[Mention]) -> str:
    for mention in found:
        if mention.kind == "fact":
            return f"{explained_fact(evaluation, mention.owner)}{_tree(evaluation, mention.owner)}"
        if mention.kind == "component":
            return _component(evaluation, mention.owner)
        if mention.kind == "capability":
            return capability_words(evaluation, mention.owner)
    return ""


def _tree(evaluation: Evaluation, name: str) -> str:
    """The reasons behind a fact that was worked out, as a nested list; empty where there are none."""
    record = Trace(evaluation)
    if name not in record["facts"]:
        return ""
    reason = reasons_for(record, name)
    steps = [step.markdown(DEPTH - 1, 1) for step in reason.behind]
    return "\n\nWhat it rests on:\n\n" + "\n".join(steps) if steps else ""


def _component(evaluation: Evaluation, name: str) -> str:
    record = Trace(evaluation)
    if name not in record["components"]:
        return f"This design has no {name.replace('_', ' ')}."
    return reasons_for(record, name).markdown(DEPTH)
