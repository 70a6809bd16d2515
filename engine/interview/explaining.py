"""What a fact, a capability, a decision or an option is, and where its value comes from."""

from __future__ import annotations

from collections.abc import Iterable

from engine.design.words import filled
from engine.expressions import Atom
from engine.inference import Evaluation
from engine.interview.mentions import Mention, mentions, nearest
from engine.interview.panel import note
from engine.interview.words import bold, capability_titles, decision_now
from engine.knowledge.definitions import Knowledge
from engine.knowledge.values import shown
from engine.texts import listed, lower_first, sentence

SUGGESTED = 5


def explained(evaluation: Evaluation, target: str) -> str | None:
    """What `target` means; None if it stands for nothing."""
    knowledge = evaluation.knowledge
    for mention in mentions(knowledge, target):
        match mention.kind:
            case "fact":
                return explained_fact(evaluation, mention.owner)
            case "capability":
                return capability_words(evaluation, mention.owner)
            case "decision":
                form = knowledge.decisions[mention.owner].form
                titles = listed((o.title for o in knowledge.decisions[mention.owner].options.values()), "or")
                now = decision_now(evaluation, mention.owner)
                return f"**{form.title}**: {form.question} Options: {titles}. Currently {now}."
            case "option":
                option = knowledge.decisions[mention.owner].options[mention.option]
                pros = joined(evaluation.text(t) for t in option.pros).replace("<br>", "; ")
                cons = joined(evaluation.text(t) for t in option.cons).replace("<br>", "; ")
                return f"**{option.title}** ({role_words(evaluation, mention)}). Strong at: {pros}. Weak at: {cons}."
    return None


def explained_fact(evaluation: Evaluation, name: str) -> str:
    """A fact, its value and where that comes from, and what it means."""
    fact, found = evaluation.knowledge.facts[name], evaluation.facts.get(name)
    text = bold(fact, found.value if found else None)
    if found is not None:
        origin = {"given": "", "preset": "from the preset: ", "assumed": "assumed: ", "derived": "= "}[found.origin]
        why_so = note(evaluation, found)
        text += f" ({origin}{why_so})" if why_so else ""
    return f"{text}. {sentence(fact.form.help)}" if fact.form.help else f"{text}."


def capability_words(evaluation: Evaluation, name: str) -> str:
    knowledge = evaluation.knowledge
    form = knowledge.capabilities[name]
    text = f"**{form.title}**: {form.summary}."
    if name not in evaluation.capabilities:
        return f"{text} This system does not have it; say so if it should."
    users = [c for c in evaluation.capabilities if name in knowledge.capabilities[c].implies]
    hard = filled(evaluation, (part.why for part in form.hard_parts if part.when is None))
    text += (
        f" It is included because {capability_titles(knowledge, users)} requires it."
        if users
        else " It is included because you asked for it."
    )
    return f"{text} The hard part: {sentence(hard[0])}" if hard else text


def unknown_name(knowledge: Knowledge, target: str) -> str:
    """For a name that stands for nothing: what is near to it, and what can be asked about."""
    name = " ".join(target.split())[:40]
    close = nearest(knowledge, target)
    hint = f" Did you mean {close}?" if close else ""
    topics = listed((lower_first(d.form.title) for d in list(knowledge.decisions.values())[:SUGGESTED]), "or")
    text = f"I do not know “{name}”, so no rule covers it.{hint}"
    return f"{text} You can ask about {topics}, and about each of their options."


def role_words(evaluation: Evaluation, meant: Mention) -> str:
    title = lower_first(evaluation.knowledge.decisions[meant.owner].form.title)
    chosen = evaluation.choices.get(meant.owner)
    return f"{title}{', chosen here' if chosen == meant.option else ''}"


def moot(evaluation: Evaluation, decision: str) -> str:
    definition = evaluation.knowledge.decisions[decision]
    text = f"**{definition.form.title}** does not have to be decided here"
    if definition.applies is None or not definition.applies.alternatives:
        return f"{text}."
    failed = [[a for a in atoms if not a.holds(evaluation.state)] for atoms in definition.applies.alternatives]
    nearest_one = min(failed, key=len)
    return f"{text}. It would with {listed(atom_words(evaluation, atom) for atom in nearest_one)}."


def atom_words(evaluation: Evaluation, atom: Atom) -> str:
    """`Peak events > 20k/s (now 52/s)`: a condition in words, with what holds now."""
    knowledge = evaluation.knowledge
    key = atom.key.removeprefix("given.")
    fact = knowledge.facts.get(key)
    if key in knowledge.decisions and isinstance(atom.operand, frozenset):
        titles = [knowledge.title(key, o) for o in knowledge.decisions[key].options if o in atom.operand]
        title = knowledge.decisions[key].form.title
        return f"{lower_first(title)} {'' if atom.operator == '==' else 'other than '}{listed(titles, 'or')}"
    if fact is None:
        return atom.text
    title, now = lower_first(fact.title), shown(fact, evaluation.value(key))
    match atom.test:
        case "number":
            return f"{title} {_side(atom.operator)} {shown(fact, float(atom.operand))} (now {now})"
        case "facts":
            other = knowledge.facts.get(atom.operand)
            held = shown(other, evaluation.value(other.name)) if other else ""
            than = f"{lower_first(other.title)}, {held}" if other else atom.operand
            return f"{title} {_side(atom.operator)} {than} (now {now})"
        case "word":
            words = listed([fact.words[w] for w in fact.words if w in atom.operand], "or")
            return f"{title} {'' if atom.operator == '==' else 'other than '}“{words}” (now “{now}”)"
        case "member":
            word = lower_first(fact.words.get(atom.operand, str(atom.operand)))
            return f"{word if atom.operator == '==' else f'no {word}'} in {title}"
        case "flag":
            return title if atom.operand else f"not: {title}"
    return f"{title} known"


def _side(operator: str) -> str:
    return {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "equal to", "!=": "other than"}[
        operator
    ]


def joined(texts: Iterable[str | None]) -> str:
    return "<br>".join(t.replace("|", "/") for t in texts if t) or "–"
