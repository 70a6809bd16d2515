"""Which question is worth asking: the one whose answers would change the design most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.inference import Evaluation, Givens
from engine.interview.dialogue import CAPABILITIES, Dialogue, givens
from engine.interview.nearest import nearness
from engine.interview.trying import COST, in_question, key_of, reaching, tried
from engine.interview.turns import Question, Raw
from engine.interview.words import raw, unit_words
from engine.interview.worth import Worth, guess, heads, reply_values, try_answers, worth
from engine.knowledge.definitions import FactDefinition, Knowledge
from engine.knowledge.values import shown
from engine.reading.data import phrases
from engine.texts import listed, lower_first, sentence

LIMIT = 6
WORTH_ASKING = 0.3  # expected weight of what changes: below it, most answers leave the design as it is
NAMED = 2  # decisions that `why` names
OFFERED = 8  # capabilities offered as quick replies
NEAR, NEAR_ENOUGH = 4, 5.0  # first those nearest to what the system was called
REFINED = 5  # candidates that are tried with all their answers, after a first pass with one
KEPT = 1_024
HEADS_ASKED = 2  # numbers of people that are asked for at most, given ones included
ITEMS, COUNTED = "items_per_day", "main_item"
SELDOM_THERE = {"data_size": 0.4}  # how likely a fact is to be known of a system that has yet to be built
ONE_OF = (("average_requests", "peak_requests"), ("latency_p50", "latency_p99"))
UNKNOWN_WHO = "Everything else follows from it: the parts of the system, its data and its load"


def next_question(knowledge: Knowledge, dialogue: Dialogue) -> Question | None:
    """The question on screen; where there is none, the one most worth asking, or None when nothing would change."""
    fact = dialogue.question if dialogue.question in knowledge.facts else next_fact(knowledge, dialogue)
    return None if fact is None else question_about(knowledge, dialogue, fact)


def next_fact(knowledge: Knowledge, dialogue: Dialogue) -> str | None:
    """The fact most worth asking for, or None: after six questions, or once there is a design."""
    if dialogue.designed or len(dialogue.asked) >= LIMIT:
        return None
    given = givens(knowledge, dialogue)
    left = {*dialogue.asked, *dialogue.skipped}
    unnamed = CAPABILITIES in knowledge.facts and CAPABILITIES not in given.facts and CAPABILITIES not in left
    if unnamed and not tried(knowledge, given).capabilities:
        return CAPABILITIES
    cache: dict[object, str | None] = knowledge.memo.setdefault("interview-next", {})
    key = (key_of(given), frozenset(left))
    if key not in cache:
        if len(cache) >= KEPT:
            cache.clear()
        cache[key] = _best(knowledge, given, left)
    return cache[key]


def _best(knowledge: Knowledge, given: Givens, left: set[str]) -> str | None:
    base = tried(knowledge, given)
    who = _who(knowledge, base, left)
    if who is not None:
        return who
    ranked = ranking(knowledge, given, left)
    return ranked[0].fact if ranked else None


def ranking(knowledge: Knowledge, given: Givens, left: set[str]) -> list[Worth]:
    """The candidates by worth, best first. A first pass tries one answer each, the best are then tried with all."""
    base = tried(knowledge, given)
    names = [name for name in _candidates(knowledge, base) if name not in left and not _redundant(base, name, left)]
    try_answers(base, names)
    guesses = {name: guess(base, name) for name in names}
    first = sorted((name for name in names if guesses[name] > 0), key=lambda name: -guesses[name])
    finals = [worth(base, name) for name in first[:REFINED]]
    finals = [replace(w, score=w.score * SELDOM_THERE.get(w.fact, 1.0)) for w in finals]
    return sorted((w for w in finals if w.score >= WORTH_ASKING), key=lambda w: -w.score)


def _candidates(knowledge: Knowledge, base: Evaluation) -> Iterator[str]:
    reached = reaching(knowledge)
    for name, fact in knowledge.facts.items():
        if name == CAPABILITIES or not (fact.form.input and fact.form.ask) or name in base.givens.facts:
            continue
        if name in reached and in_question(base, name):
            yield name


def _redundant(base: Evaluation, name: str, left: set[str]) -> bool:
    """Whether something near enough to `name` is known or was asked."""
    known = {*base.givens.facts, *left}
    counted = heads(base.knowledge)
    if name in counted and name not in base.facts and name not in _read_by(base.knowledge, base):
        return True  # devices, of a system that is about none
    if name == ITEMS and base.value(COUNTED) == "telemetry" and "reporting_interval" in base.facts:
        return True  # how often a device reports is easier to say than how many readings that makes
    if name in counted and (left - set(base.givens.facts)).intersection(counted):
        return True  # who does not know how many people there are does not know how many come a month
    if name in counted and len(known.intersection(counted)) >= HEADS_ASKED:
        return True
    return any(name in pair and known & (set(pair) - {name}) for pair in ONE_OF)


def _who(knowledge: Knowledge, base: Evaluation, left: set[str]) -> str | None:
    """How many people, or devices, there are: asked first, unless some such number or the load is known."""
    counted = heads(knowledge)
    known = {*base.givens.facts, *left}
    if not counted or known & {*counted, "peak_requests", "average_requests"}:
        return None
    for name in counted:  # devices before people, where what it does is about devices
        if name not in base.facts and name in _read_by(knowledge, base):
            return name
    return counted[0]


def _read_by(knowledge: Knowledge, base: Evaluation) -> set[str]:
    """The facts that formulas of the capabilities in use read."""
    used = set(base.capabilities)
    return {key for rule in knowledge.rules if rule.home in used for formula in rule.formulas for key in formula.reads}


# -- the question in words ---


def question_about(knowledge: Knowledge, dialogue: Dialogue, name: str) -> Question:
    """The question for the fact `name`, with why it is asked."""
    fact = knowledge.facts[name]
    given = givens(knowledge, dialogue)
    cache: dict[object, Question] = knowledge.memo.setdefault("interview-questions", {})
    key = (name, key_of(given), dialogue.named if name == CAPABILITIES else "")
    if key not in cache:
        if len(cache) >= KEPT:
            cache.clear()
        base = tried(knowledge, given)
        cache[key] = Question(
            fact=name,
            ask=_of_items(base) if name == ITEMS else fact.form.ask or f"{fact.title}?",
            why=_why(knowledge, base, name),
            help=fact.form.help or "",
            kind=fact.kind,
            unit=unit_words(fact),
            replies=_quick_replies(knowledge, fact, dialogue.named),
            assumed=assumed_words(base, name),
        )
    return cache[key]


def _of_items(base: Evaluation) -> str:
    """The question for the items a day, by what is counted: bookings, messages, readings."""
    counted = phrases("features")["items"].get(base.value(COUNTED))
    ask = base.knowledge.facts[ITEMS].form.ask or ""
    return f"How many {counted.split()[0]} a day, in all?" if counted else ask


def _why(knowledge: Knowledge, base: Evaluation, name: str) -> str:
    if name == CAPABILITIES:
        return sentence(UNKNOWN_WHO)
    found = worth(base, name)
    parts = [_turns_on(knowledge, decision, options) for decision, options in list(found.options.items())[:NAMED]]
    more = len(found.options) - len(parts)
    text = f"It decides {listed(parts)}" if parts else ""
    if text and more > 0:
        text += f", and {more} more {'decision' if more == 1 else 'decisions'}"
    if found.costs is not None:
        low, high = (shown(knowledge.facts[COST], cost) for cost in found.costs)
        text += f"{'. It moves' if text else 'It moves'} the cost between {low.removesuffix(' a month')} and {high}"
    return sentence(text or "It changes the numbers, not the choices")


def _turns_on(knowledge: Knowledge, decision: str, options: tuple[str | None, ...]) -> str:
    """`between PostgreSQL and Apache Cassandra (primary store)`, `between no cache and Redis`."""
    form = knowledge.decisions[decision]
    title = lower_first(form.form.title)
    there = [option for option in form.options if option in options]
    real = [option for option in there if form.options[option].category != "none" and option != "none"]
    if len(real) == len(there) and None not in options:
        return f"between {listed(_short(knowledge, decision, option) for option in there[:4])} ({title})"
    if not real:
        return f"whether {title} has to be decided"
    return f"between {listed([f'no {title}', *(_short(knowledge, decision, option) for option in real[:3])])}"


def _short(knowledge: Knowledge, decision: str, option: str) -> str:
    """The title of an option without what stands in parentheses."""
    return knowledge.title(decision, option).partition(" (")[0]


def _quick_replies(knowledge: Knowledge, fact: FactDefinition, named: str) -> tuple[tuple[str, Raw], ...]:
    if fact.name == CAPABILITIES:
        near = [name for name, score in nearness(knowledge, named, NEAR) if score >= NEAR_ENOUGH]
        offered = list(dict.fromkeys([*near, *likeliest(knowledge)]))[:OFFERED]
        return tuple((knowledge.capabilities[c].title, [c]) for c in offered)
    if fact.kind == "flag":
        return (("Yes", True), ("No", False))
    if fact.kind == "choice":
        return tuple((title, word) for word, title in fact.words.items())
    if fact.kind == "set":
        none: tuple[tuple[str, Raw], ...] = () if fact.form.default else (("None of them", []),)
        return (*((title, [word]) for word, title in fact.words.items()), *none)
    return tuple((shown(fact, value), raw(fact, value)) for value in reply_values(fact))


def likeliest(knowledge: Knowledge) -> list[str]:
    """The capabilities that most presets have, without those that come with others by themselves."""
    implied = {name for form in knowledge.capabilities.values() for name in form.implies}
    counts = dict.fromkeys(knowledge.capabilities, 0)
    for preset in knowledge.presets.values():
        for name in preset.form.capabilities:
            counts[name] = counts.get(name, 0) + 1
    own = [name for name in counts if name not in implied and name in knowledge.capabilities]
    return sorted(own or counts, key=lambda name: -counts[name])[:OFFERED]


def assumed_words(base: Evaluation, name: str) -> str:
    """What holds while nobody says otherwise: `100,000 (a mid-sized service, until a number is given)`."""
    fact, found = base.knowledge.facts[name], base.facts.get(name)
    if found is None:
        return "open (the design follows from the rest)"
    value = shown(fact, found.value)
    match found.origin:
        case "given":
            return f"{value} (as you said)"
        case "preset":
            return f"{value} (from the preset)"
        case "assumed":
            because = found.rule.because if found.rule else ""
            because = base.text(because) or because
            return f"{value} ({because})" if because else value
    return f"{value} (it follows from the rest)"
