"""The course of a conversation: which question is open, when it closes, and when it is time to design."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from engine.explanation.conflicts import conflict_topics
from engine.inference import Evaluation
from engine.interview.contradictions import contradictions
from engine.interview.dialogue import CAPABILITIES, Dialogue, fallback, givens
from engine.interview.questions import next_fact, question_about, ranking
from engine.interview.saying import title_of
from engine.interview.trying import current
from engine.interview.turns import Reply, Turn
from engine.interview.words import bold
from engine.interview.worth import heads
from engine.knowledge.definitions import Knowledge
from engine.texts import listed

ASSUMPTIONS_NAMED = 3


def changed(
    knowledge: Knowledge, dialogue: Dialogue, replies: Sequence[Reply], touched: Collection[str], *, warn: bool = True
) -> Turn:
    """After the facts named in `touched` changed: the next question; a new design where there is one already."""
    dialogue = _closed(dialogue, touched)
    dialogue = dialogue.but(title=title_of(knowledge, dialogue))
    said = list(replies)
    if warn:
        facts = {name: given for name, given in dialogue.facts.items() if name not in touched}
        now = current(knowledge, dialogue)
        before = current(knowledge, dialogue.but(facts=facts)) if conflict_topics(now) else now
        said += [Reply(text, "problem") for text in contradictions(now, before, touched)]
    if dialogue.designed:
        return Turn(dialogue, tuple(said), design=True)
    fact = next_fact(knowledge, dialogue)
    if fact is None:
        return designing(knowledge, dialogue, said, "That is all I need.")
    return asking(knowledge, dialogue, said, fact)


def unchanged(knowledge: Knowledge, dialogue: Dialogue, replies: Sequence[Reply]) -> Turn:
    """After words that set nothing: the question on screen stays."""
    if dialogue.question is None or dialogue.question not in knowledge.facts:
        return Turn(dialogue.but(question=None), tuple(replies))
    return Turn(dialogue, tuple(replies), question_about(knowledge, dialogue, dialogue.question))


def asking(knowledge: Knowledge, dialogue: Dialogue, replies: Sequence[Reply], fact: str) -> Turn:
    """Puts the question for `fact` on screen."""
    asked = dialogue.asked if fact in dialogue.asked else (*dialogue.asked, fact)
    dialogue = dialogue.but(question=fact, asked=asked)
    return Turn(dialogue, tuple(replies), question_about(knowledge, dialogue, fact))


def led_back(knowledge: Knowledge, dialogue: Dialogue, replies: Sequence[Reply]) -> Turn:
    """After small talk and the like: the open question, or the first one where none was put yet."""
    if dialogue.question is None and not dialogue.designed and not dialogue.asked:
        fact = next_fact(knowledge, dialogue)
        if fact is not None:
            return asking(knowledge, dialogue, replies, fact)
    return unchanged(knowledge, dialogue, replies)


def designing(knowledge: Knowledge, dialogue: Dialogue, replies: Sequence[Reply], lead: str) -> Turn:
    """Closes the interview; the assumptions that matter most are named first."""
    dialogue = _closed(dialogue, ())
    now = current(knowledge, dialogue)
    assumed = fallback(now) if not now.capabilities else None
    if assumed is not None:
        dialogue = dialogue.with_fact(CAPABILITIES, assumed)
        lead = f"{lead} Nothing says what people do with it, so I assume that {assumed.words}."
    done = dialogue.but(question=None, designed=True, title=title_of(knowledge, dialogue) or "Your system")
    text = f"{lead} Designing **{done.title}**.{_assumptions(knowledge, done)}"
    return Turn(done, (*replies, Reply(text.strip())), design=True)


def _assumptions(knowledge: Knowledge, dialogue: Dialogue) -> str:
    evaluation = current(knowledge, dialogue)
    ranked = ranking(knowledge, givens(knowledge, dialogue), {CAPABILITIES})
    named = [w.fact for w in ranked if w.fact in evaluation.facts and evaluation.facts[w.fact].origin == "assumed"]
    people = heads(knowledge)
    named = [name for name in named if name not in people or name == next(n for n in named if n in people)]
    rows = [bold(knowledge.facts[name], evaluation.value(name)) for name in named[:ASSUMPTIONS_NAMED]]
    if not rows:
        return ""
    return f" The assumptions that matter most: {listed(rows)}. Correct them at any time."


def _closed(dialogue: Dialogue, touched: Collection[str]) -> Dialogue:
    """The open question is closed: answered if it is among `touched`, otherwise it may be put again later."""
    name = dialogue.question
    if name is None:
        return dialogue
    if name in touched or name in dialogue.skipped:
        past = tuple(n for n in dialogue.past if n != name)
        skipped = dialogue.skipped - set(touched)
        return dialogue.but(question=None, past=(*past, name), skipped=skipped)
    return dialogue.but(question=None, asked=tuple(n for n in dialogue.asked if n != name))


def knows_nothing(knowledge: Knowledge, evaluation: Evaluation, dialogue: Dialogue) -> bool:
    """Whether nothing at all was said of what the system is, and it was not asked either."""
    return (
        CAPABILITIES in knowledge.facts
        and not evaluation.capabilities
        and not dialogue.facts
        and not {CAPABILITIES} & ({*dialogue.asked} | dialogue.skipped)
    )
