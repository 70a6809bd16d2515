"""Answers from the ledger of an evaluation: why, why not, this or that, what if, and what a term means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.decisions import Ledger
from engine.explanation import flips
from engine.expressions import Atom
from engine.findings import InputError
from engine.inference import Evaluation
from engine.inference.evaluating import true_atoms
from engine.interview.mentions import Mention, mentions, nearest, options_meant
from engine.interview.panel import MAIN_NUMBERS, note
from engine.interview.trying import COST, differing
from engine.interview.words import bold, decision_now, listed, lowered, sentence
from engine.knowledge.definitions import Evidence, Knowledge, Rule
from engine.knowledge.values import shown

REASONS = 4
FLIPS = 3
UNMET = 3
NUMBERS = 8
NOTICEABLE = 0.02
SUGGESTED = 5

CAN_DO = """Tell me what to design, in your own words: what people do with it, how many they are, what must hold. For example:
- “Design a photo sharing app for 5 million daily users, worldwide, four nines”, or only the name of a well-known product
- “p99 under 100 ms”, “double the users”, “no payments”: sets or changes a fact at any time
- “why PostgreSQL?”, “why not Kafka?”, “Kafka or RabbitMQ?”, “what if we had 10x the users?”: answers with reasons and numbers
- “skip”, “you decide”, “back”, “start over”, “just design it”, “export as Markdown”"""


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
        ledger = evaluation.ledgers.get(decision.owner)
        return _chosen(evaluation, ledger) if ledger is not None else _moot(evaluation, decision.owner)
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
            ledger = evaluation.ledgers.get(decision.owner)
            return _chosen(evaluation, ledger) if ledger is not None else _moot(evaluation, decision.owner)
        return _of_other_kind(evaluation, found) or unknown_name(knowledge, target)
    rejected = [m for m in options if m.owner in evaluation.ledgers and evaluation.choices[m.owner] != m.option]
    if rejected:
        return "\n\n".join(_rejected(evaluation, m) for m in rejected[:2])
    meant = options[0]
    if meant.owner not in evaluation.ledgers:
        return _moot(evaluation, meant.owner)
    ledger = evaluation.ledgers[meant.owner]
    against = _reasons(evaluation, ((e.points, e.rule) for e in ledger.entries_for(meant.option) if e.points < 0))
    text = f"But it is: **{knowledge.title(meant.owner, meant.option)}** is the choice."
    text += f" What speaks against it:\n{against}" if against else " Nothing in this case speaks against it."
    return f"{text}{_would_change(evaluation, ledger)}"


def _points(points: float) -> str:
    return f"{points:g} {'point' if abs(points) == 1 else 'points'}"


def _reasons(evaluation: Evaluation, entries: Iterable[tuple[float, Rule]], most: int = REASONS) -> str:
    lines = []
    for points, rule in entries:
        because = evaluation.because(rule)
        if because:
            lines.append(f"- {points:+g}: {because}")
    lines = list(dict.fromkeys(lines))
    more = len(lines) - most
    return "\n".join(lines[:most] + ([f"- and {more} more"] if more > 0 else []))


def _chosen(evaluation: Evaluation, ledger: Ledger) -> str:
    knowledge = evaluation.knowledge
    title = knowledge.decisions[ledger.decision].form.title
    choice = knowledge.title(ledger.decision, ledger.choice)
    parts = [f"**{title}: {choice}**{_standing(evaluation, ledger)}"]
    if ledger.pinned:
        parts.append("You chose it yourself.")
    for_it = _reasons(evaluation, ((e.points, e.rule) for e in ledger.entries_for(ledger.choice) if e.points > 0))
    against = _reasons(
        evaluation, ((e.points, e.rule) for e in ledger.entries_for(ledger.choice)[::-1] if e.points < 0)
    )
    if for_it:
        parts.append(f"What speaks for it:\n{for_it}")
    elif not ledger.pinned:
        parts.append(_by_default(evaluation, ledger))
    if against:
        parts.append(f"What speaks against it:\n{against}")
    out = {e.option: _out(evaluation, ledger, e.option) for e in ledger.exclusions if e.option != ledger.choice}
    if out:
        lines = [f"- {knowledge.title(ledger.decision, option)}: {reason}" for option, reason in out.items()]
        parts.append("Ruled out:\n" + "\n".join(lines[:REASONS]))
    return "\n\n".join(parts) + _would_change(evaluation, ledger)


def _standing(evaluation: Evaluation, ledger: Ledger) -> str:
    runner_up = ledger.runner_up
    own = _points(ledger.points(ledger.choice))
    if runner_up is None:
        return f" ({own})"
    other = evaluation.knowledge.title(ledger.decision, runner_up)
    if ledger.exclusions_of(runner_up):
        return f" ({own}; every other option is ruled out)"
    return f" ({own}; next is {other} with {_points(ledger.points(runner_up))})"


def _by_default(evaluation: Evaluation, ledger: Ledger) -> str:
    others = [(e.points, e.rule) for e in ledger.entries if e.option != ledger.choice and e.points < 0]
    against = _reasons(evaluation, others, 3)
    text = "Nothing in this case asks for more, and among equals the simplest wins."
    return f"{text} Against the others:\n{against}" if against else text


def _out(evaluation: Evaluation, ledger: Ledger, option: str) -> str:
    reasons = [evaluation.text(e.why) or evaluation.because(e.rule) for e in ledger.exclusions_of(option)]
    return listed(list(dict.fromkeys(r for r in reasons if r))[:2])


def _would_change(evaluation: Evaluation, ledger: Ledger) -> str:
    found = flips(evaluation, ledger.decision)[:FLIPS]
    if not found or ledger.pinned:
        return ""
    return "\n\nIt would change with:\n" + "\n".join(f"- {flip.words(evaluation)}" for flip in found)


def _rejected(evaluation: Evaluation, meant: Mention) -> str:
    knowledge, ledger = evaluation.knowledge, evaluation.ledgers[meant.owner]
    title = knowledge.title(meant.owner, meant.option)
    choice = knowledge.title(meant.owner, ledger.choice)
    topic = lowered(knowledge.decisions[meant.owner].form.title)
    parts = [
        f"**Not {title}** for {topic}: it has {_points(ledger.points(meant.option))}, "
        f"{choice} {_points(ledger.points(ledger.choice))}{' and is your own choice' if ledger.pinned else ''}."
    ]
    if ledger.exclusions_of(meant.option):
        parts.append(f"It is ruled out: {_out(evaluation, ledger, meant.option)}.")
    entries = ledger.entries_for(meant.option)
    for lead, chosen in (
        ("Against it", [(e.points, e.rule) for e in entries[::-1] if e.points < 0]),
        ("For it", [(e.points, e.rule) for e in entries if e.points > 0]),
        (f"For {choice}", [(e.points, e.rule) for e in ledger.entries_for(ledger.choice) if e.points > 0]),
    ):
        lines = _reasons(evaluation, chosen, 3)
        if lines:
            parts.append(f"{lead}:\n{lines}")
    unmet = _unmet(evaluation, meant)
    if unmet:
        parts.append("What would speak for it, but does not hold here:\n" + "\n".join(f"- {line}" for line in unmet))
    to_it = [flip for flip in flips(evaluation, meant.owner) if flip.becomes == meant.option][:FLIPS]
    if to_it:
        parts.append("It would be chosen with:\n" + "\n".join(f"- {flip.words(evaluation)}" for flip in to_it))
    else:
        parts.append("No single change of one fact would bring it in.")
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
        lines.append(f"{points:+g} {_points(points).split()[1]} with {listed(failed)}")
    return lines


def atom_words(evaluation: Evaluation, atom: Atom) -> str:
    """`Peak events > 20k/s (now 52/s)`: a condition in words, with what holds now."""
    knowledge = evaluation.knowledge
    key = atom.key.removeprefix("given.")
    fact = knowledge.facts.get(key)
    if key in knowledge.decisions and isinstance(atom.operand, frozenset):
        titles = [knowledge.title(key, o) for o in knowledge.decisions[key].options if o in atom.operand]
        title = knowledge.decisions[key].form.title
        return f"{lowered(title)} {'' if atom.operator == '==' else 'other than '}{listed(titles, 'or')}"
    if fact is None:
        return atom.text
    title, now = lowered(fact.title), shown(fact, evaluation.value(key))
    match atom.test:
        case "number":
            return f"{title} {_side(atom.operator)} {shown(fact, float(atom.operand))} (now {now})"
        case "facts":
            other = knowledge.facts.get(atom.operand)
            than = f"{lowered(other.title)}, {shown(other, evaluation.value(other.name))}" if other else atom.operand
            return f"{title} {_side(atom.operator)} {than} (now {now})"
        case "word":
            words = listed([fact.words[w] for w in fact.words if w in atom.operand], "or")
            return f"{title} {'' if atom.operator == '==' else 'other than '}“{words}” (now “{now}”)"
        case "member":
            word = lowered(fact.words.get(atom.operand, str(atom.operand)))
            return f"{word if atom.operator == '==' else f'no {word}'} in {title}"
        case "flag":
            return title if atom.operand else f"not: {title}"
    return f"{title} known"


def _side(operator: str) -> str:
    return {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "equal to", "!=": "other than"}[
        operator
    ]


def _moot(evaluation: Evaluation, decision: str) -> str:
    definition = evaluation.knowledge.decisions[decision]
    text = f"**{definition.form.title}** does not have to be decided here"
    if definition.applies is None or not definition.applies.alternatives:
        return f"{text}."
    failed = [[a for a in atoms if not a.holds(evaluation.state)] for atoms in definition.applies.alternatives]
    nearest_one = min(failed, key=len)
    return f"{text}. It would with {listed(atom_words(evaluation, atom) for atom in nearest_one)}."


def _of_other_kind(evaluation: Evaluation, found: Sequence[Mention]) -> str:
    for mention in found:
        if mention.kind == "fact":
            return explained_fact(evaluation, mention.owner)
        if mention.kind == "capability":
            return _capability(evaluation, mention.owner)
    return ""


def explained_fact(evaluation: Evaluation, name: str) -> str:
    """A fact, its value and where that comes from, and what it means."""
    fact, found = evaluation.knowledge.facts[name], evaluation.facts.get(name)
    text = bold(fact, found.value if found else None)
    if found is not None:
        origin = {"given": "", "preset": "from the preset: ", "assumed": "assumed: ", "derived": "= "}[found.origin]
        why_so = note(evaluation, found)
        text += f" ({origin}{why_so})" if why_so else ""
    return f"{text}. {sentence(fact.form.help)}" if fact.form.help else f"{text}."


def _capability(evaluation: Evaluation, name: str) -> str:
    knowledge = evaluation.knowledge
    form = knowledge.capabilities[name]
    text = f"**{form.title}**: {form.summary}."
    if name not in evaluation.capabilities:
        return f"{text} This system does not have it; say so if it should."
    users = [
        knowledge.capabilities[c].title for c in evaluation.capabilities if name in knowledge.capabilities[c].implies
    ]
    hard = [evaluation.text(part.why) for part in form.hard_parts if part.when is None]
    hard = [text for text in hard if text][:1]
    text += (
        f" It is in because {lowered(listed(users))} cannot do without it."
        if users
        else " It is in because you want it."
    )
    return f"{text} What makes it hard: {sentence(hard[0])}" if hard and hard[0] else text


def unknown_name(knowledge: Knowledge, target: str) -> str:
    """For a name that stands for nothing: what is near to it, and what can be asked about."""
    name = " ".join(target.split())[:40]
    close = nearest(knowledge, target)
    hint = f" Did you mean {close}?" if close else ""
    topics = listed((lowered(d.form.title) for d in list(knowledge.decisions.values())[:SUGGESTED]), "or")
    return f"I know nothing of “{name}”, so no rule weighs it.{hint} You can ask about {topics}, and about each of their options."


def which_why(evaluation: Evaluation) -> str:
    """For a bare `why?`: the choices that one may ask about."""
    now = [decision_now(evaluation, d) for d in list(evaluation.ledgers)[:SUGGESTED]]
    if not now:
        return "Nothing is decided yet: tell me first what to design."
    lines = "\n".join(f"- {line}" for line in now)
    return f"Why what? So far it comes to:\n{lines}\n\nAsk “why” with one of them, or “why not” with something else."


# -- this or that ---


def compare(evaluation: Evaluation, targets: Sequence[str]) -> str:
    """Options of one decision side by side, from its ledger."""
    knowledge = evaluation.knowledge
    targets = list(dict.fromkeys(targets))
    if len(targets) == 1:
        targets = _with_choice(evaluation, targets[0])
    if len(targets) < 2:
        return "Compare what with what? Name two options, such as “Kafka or RabbitMQ”."
    meant = [options_meant(evaluation, target, chosen=True) for target in targets]
    for target, options in zip(targets, meant, strict=True):
        if not options:
            return unknown_name(knowledge, target)
    shared = [d for d in knowledge.decisions if all(any(m.owner == d for m in options) for options in meant)]
    shared.sort(key=lambda d: d not in evaluation.ledgers)
    if not shared:
        lines = [f"- {knowledge.title(o[0].owner, o[0].option)}: {_role(evaluation, o[0])}" for o in meant]
        return "They are no alternatives to each other, they do different work:\n" + "\n".join(lines)
    decision = shared[0]
    options = list(dict.fromkeys(next(m.option for m in found if m.owner == decision) for found in meant))
    return _side_by_side(evaluation, decision, options)


def _with_choice(evaluation: Evaluation, target: str) -> list[str]:
    options = options_meant(evaluation, target, chosen=False)
    if not options or options[0].owner not in evaluation.ledgers:
        return [target]
    ledger = evaluation.ledgers[options[0].owner]
    other = ledger.choice if ledger.choice != options[0].option else ledger.runner_up
    return [target, evaluation.knowledge.title(ledger.decision, other)] if other else [target]


def _role(evaluation: Evaluation, meant: Mention) -> str:
    title = lowered(evaluation.knowledge.decisions[meant.owner].form.title)
    chosen = evaluation.choices.get(meant.owner)
    return f"{title}{', chosen here' if chosen == meant.option else ''}"


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
    rows.append(("Strong at", [_joined(evaluation.text(t) for t in form.pros[:3]) for form in forms]))
    rows.append(("Weak at", [_joined(evaluation.text(t) for t in form.cons[:3]) for form in forms]))
    head = f"| {definition.form.title} | " + " | ".join(form.title for form in forms) + " |"
    lines = [head, "|---" * (len(options) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(cells) + " |" for name, cells in rows if any(c != "–" for c in cells)]
    return "\n".join(lines) + "\n\n" + _verdict(evaluation, decision, options)


def _cell(evaluation: Evaluation, ledger: Ledger, option: str, sign: int) -> str:
    entries = ledger.entries_for(option)[::sign]
    lines = [f"{e.points:+g}: {evaluation.because(e.rule)}" for e in entries if e.points * sign > 0 and e.rule.because]
    if sign < 0 and ledger.exclusions_of(option):
        lines.insert(0, f"out: {_out(evaluation, ledger, option)}")
    return _joined(lines[:3])


def _joined(texts: Iterable[str | None]) -> str:
    return "<br>".join(t.replace("|", "/") for t in texts if t) or "–"


def _verdict(evaluation: Evaluation, decision: str, options: Sequence[str]) -> str:
    knowledge, ledger = evaluation.knowledge, evaluation.ledgers.get(decision)
    if ledger is None:
        return _moot(evaluation, decision)
    best = max(options, key=lambda o: (not ledger.exclusions_of(o), ledger.points(o)))
    text = f"Of these, **{knowledge.title(decision, best)}** fits this case better."
    if ledger.choice in options:
        text = (
            f"Here it is **{knowledge.title(decision, ledger.choice)}**{', your own choice' if ledger.pinned else ''}."
        )
    else:
        text += f" The choice is {knowledge.title(decision, ledger.choice)}."
    found = [f for f in flips(evaluation, decision) if f.becomes in options and f.becomes != ledger.choice][:FLIPS]
    if found and not ledger.pinned:
        text += " It would change with:\n" + "\n".join(f"- {flip.words(evaluation)}" for flip in found)
    return text


# -- what if ---


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
    parts = [f"If {supposed}:"]
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
    parts.append("Nothing is set: say it without “what if” and I take it over.")
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
        if abs(new - old) > NOTICEABLE * max(abs(old), abs(new)):
            was = shown(fact, old) if name in before.facts else "unknown"
            lines.append(f"- {fact.title}: {was} → **{shown(fact, new)}**")
    return lines[:NUMBERS]


def _against_pin(evaluation: Evaluation, ledger: Ledger) -> str:
    title = evaluation.knowledge.title(ledger.decision, ledger.choice)
    free = evaluation.knowledge.title(ledger.decision, ledger.free_choice)
    entries = [(e.points, e.rule) for e in ledger.entries_for(ledger.choice)[::-1] if e.points < 0]
    lines = _reasons(evaluation, entries, 3)
    out = _out(evaluation, ledger, ledger.choice)
    text = f"The rules prefer {free} ({_points(ledger.points(ledger.free_choice))} to {_points(ledger.points(ledger.choice))})."
    text += f" {title} is ruled out by them: {out}." if out else ""
    return f"{text} Against {title}:\n{lines}" if lines else text


# -- help ---


def explained(evaluation: Evaluation, target: str) -> str | None:
    """What `target` means; None if it stands for nothing."""
    knowledge = evaluation.knowledge
    for mention in mentions(knowledge, target):
        match mention.kind:
            case "fact":
                return explained_fact(evaluation, mention.owner)
            case "capability":
                return _capability(evaluation, mention.owner)
            case "decision":
                form = knowledge.decisions[mention.owner].form
                titles = listed((o.title for o in knowledge.decisions[mention.owner].options.values()), "or")
                return f"**{form.title}**: {form.question} I weigh {titles}. Now {decision_now(evaluation, mention.owner)}."
            case "option":
                option = knowledge.decisions[mention.owner].options[mention.option]
                pros = _joined(evaluation.text(t) for t in option.pros).replace("<br>", "; ")
                cons = _joined(evaluation.text(t) for t in option.cons).replace("<br>", "; ")
                return f"**{option.title}** ({_role(evaluation, mention)}). Strong at: {pros}. Weak at: {cons}."
    return None


def input_problem(error: InputError) -> str:
    """An InputError as a sentence for the conversation."""
    return sentence(str(error))
