"""What a person does besides typing: edits in the panel, quick replies, buttons."""

from __future__ import annotations

from typing import Any

from engine.findings import InputError
from engine.inference.given import Given
from engine.interview.course import asking, changed, designing, knows_nothing, unchanged
from engine.interview.dialogue import CAPABILITIES, Dialogue, givens, start
from engine.interview.questions import assumed_words
from engine.interview.trying import current
from engine.interview.turns import Reply, Turn
from engine.interview.words import bold, capability_titles
from engine.knowledge.definitions import FactDefinition, Knowledge
from engine.knowledge.values import value_of
from engine.suggesting import did_you_mean
from engine.texts import listed, lower_first

WELCOME = (
    "What shall we design? Say what people do with it, for how many, and what must never go wrong, such as "
    "“a chat for 2 million daily users in Europe, four nines”."
)


def set_fact(knowledge: Knowledge, dialogue: Dialogue, fact: str, raw: Any) -> Turn:
    """Sets `fact` to `raw`, as people write it. Raises InputError that says what is wrong and what instead."""
    definition = definition_of(knowledge, fact)
    value = value_of(definition, raw)
    words = ", ".join(map(str, raw)) if isinstance(raw, list | tuple | set | frozenset) else str(raw)
    if fact == CAPABILITIES and isinstance(value, frozenset):
        dialogue, replies = set_capabilities(knowledge, dialogue, value)
        return changed(knowledge, dialogue, replies, {fact})
    known = givens(knowledge, dialogue).facts.get(fact)
    if fact != dialogue.question and known is not None and known.origin == "given" and known.value == value:
        return unchanged(knowledge, dialogue, [Reply(f"{bold(definition, value)}, as before.")])
    dialogue = dialogue.with_fact(fact, Given(value, "given", words))
    dialogue = dialogue.but(skipped=dialogue.skipped - {fact})
    return changed(knowledge, dialogue, [Reply(bold(definition, value), "understood")], {fact})


def definition_of(knowledge: Knowledge, fact: str) -> FactDefinition:
    definition = knowledge.facts.get(fact)
    if definition is None:
        hint = did_you_mean(fact, knowledge.facts)
        raise InputError(f"there is no fact '{fact[:60]}'" + (f": {hint}" if hint else ""))
    return definition


def set_capabilities(knowledge: Knowledge, dialogue: Dialogue, wanted: frozenset[str]) -> tuple[Dialogue, list[Reply]]:
    """Exactly `wanted`, and what these cannot do without; the preset's others are ruled out."""
    before = dialogue.facts.get(CAPABILITIES)
    own = before.value if before is not None and isinstance(before.value, frozenset) else frozenset()
    implied = {i for name in wanted for i in knowledge.capabilities[name].implies if i != name}
    chosen = frozenset(name for name in wanted if name not in implied or name in own) or wanted
    preset = knowledge.presets.get(dialogue.preset or "")
    others = frozenset(preset.form.capabilities) - wanted if preset is not None else frozenset()
    used = frozenset(current(knowledge, dialogue).capabilities)
    dialogue = dialogue.but(excluded=(dialogue.excluded | others | (used - wanted)) - wanted)
    dialogue = dialogue.with_fact(CAPABILITIES, Given(chosen)) if chosen else dialogue.without_fact(CAPABILITIES)
    dialogue = dialogue.but(skipped=dialogue.skipped - {CAPABILITIES})
    replies = [Reply(f"It does: **{capability_titles(knowledge, wanted) or 'nothing yet'}**.", "understood")]
    return dialogue, [*replies, *kept_in(knowledge, dialogue, used - wanted)]


def kept_in(knowledge: Knowledge, dialogue: Dialogue, unwanted: frozenset[str]) -> list[Reply]:
    """Says which of the capabilities that were ruled out stay, as another one cannot do without them."""
    used = current(knowledge, dialogue).capabilities
    replies = []
    for name in sorted(unwanted & set(used)):
        users = [other for other in used if name in knowledge.capabilities[other].implies]
        if users:
            title = knowledge.capabilities[name].title
            why = f"{capability_titles(knowledge, users)} cannot do without it"
            replies.append(Reply(f"{title} stays: {why}.", "problem"))
    return replies


def unset_fact(knowledge: Knowledge, dialogue: Dialogue, fact: str) -> Turn:
    """Takes a given value back, or the preset's. Raises InputError where there is none."""
    definition = definition_of(knowledge, fact)
    if fact in dialogue.facts or (fact == CAPABILITIES and dialogue.excluded):
        dialogue = dialogue.without_fact(fact)
        if fact == CAPABILITIES:
            dialogue = dialogue.but(excluded=frozenset())
    elif fact in givens(knowledge, dialogue).facts:
        dialogue = dialogue.but(dropped=dialogue.dropped | {fact})
    else:
        raise InputError(f"{definition.title} was not given, so there is nothing to take back")
    words = assumed_words(current(knowledge, dialogue), fact)
    return changed(
        knowledge, dialogue, [Reply(f"{definition.title} is taken back, and is now {words}.", "understood")], {fact}
    )


def skip(knowledge: Knowledge, dialogue: Dialogue) -> Turn:
    """Leaves the open question; its assumption holds."""
    return left(knowledge, dialogue, "Skipped")


def left(knowledge: Knowledge, dialogue: Dialogue, lead: str) -> Turn:
    name = dialogue.question
    if name is None or name not in knowledge.facts:
        return unchanged(
            knowledge, dialogue, [Reply("There is no open question to skip. Say **design** and I design it.")]
        )
    if name == CAPABILITIES and not current(knowledge, dialogue).capabilities:
        said = Reply(f"{lead}. I go on without knowing what people do with it; say it at any time.")
    else:
        said = Reply(f"{lead}. {knowledge.facts[name].title}: {assumed_words(current(knowledge, dialogue), name)}.")
    dialogue = dialogue.but(skipped=dialogue.skipped | {name})
    return changed(knowledge, dialogue, [said], (), warn=False)


def generate(knowledge: Knowledge, dialogue: Dialogue) -> Turn:
    """Designs with what is known; where nothing is, asks what it is to be."""
    if knows_nothing(knowledge, current(knowledge, dialogue), dialogue):
        return asking(
            knowledge, dialogue, [Reply("A design of what? Tell me first what the system should do.")], CAPABILITIES
        )
    return designing(knowledge, dialogue, (), "")


def pin(knowledge: Knowledge, dialogue: Dialogue, decision: str, option: str | None) -> Turn:
    """The person's own choice. Raises InputError for what is no decision or no option of it."""
    definition = knowledge.decisions.get(decision)
    if definition is None:
        hint = did_you_mean(decision, knowledge.decisions)
        raise InputError(f"there is no decision '{decision[:60]}'" + (f": {hint}" if hint else ""))
    title = lower_first(definition.form.title)
    if option is None:
        if decision not in dialogue.pins:
            raise InputError(f"{definition.form.title} is not pinned")
        dialogue = dialogue.with_pin(decision, None)
        choice = current(knowledge, dialogue).choices.get(decision)
        now = f": {knowledge.title(decision, choice)}" if choice else ""
        return changed(
            knowledge, dialogue, [Reply(f"The rules decide on {title} again{now}.", "understood")], {decision}
        )
    if option not in definition.options:
        raise InputError(f"'{option[:60]}' is no option of {decision}: one of {', '.join(definition.options)}")
    dialogue = dialogue.with_pin(decision, option)
    said = Reply(_pinned_words(knowledge, dialogue, decision, option), "understood")
    return changed(knowledge, dialogue, [said], {decision})


def _pinned_words(knowledge: Knowledge, dialogue: Dialogue, decision: str, option: str) -> str:
    evaluation = current(knowledge, dialogue)
    title, chosen = lower_first(knowledge.decisions[decision].form.title), knowledge.title(decision, option)
    ledger = evaluation.ledgers.get(decision)
    if ledger is None:
        return f"**{chosen}** is set for {title} if that ever has to be decided; this system does not need it now."
    text = f"**{chosen}** is set for {title}, as you chose."
    if ledger.free_choice == option:
        return f"{text} The rules would choose it too."
    against = [e.rule for e in ledger.entries if e.option == option and e.points < 0]
    reasons = [evaluation.because(rule) for rule in against]
    reasons += [evaluation.text(e.why) or evaluation.because(e.rule) for e in ledger.exclusions_of(option)]
    free = knowledge.title(decision, ledger.free_choice)
    text += f" The rules would choose {free}."
    reasons = [reason for reason in dict.fromkeys(reasons) if reason]
    return f"{text} Arguments against it: {listed(reasons)}." if reasons else text


def restart(knowledge: Knowledge) -> Turn:
    """From the beginning."""
    return Turn(start(), (Reply(f"Starting over. {WELCOME}"),))
