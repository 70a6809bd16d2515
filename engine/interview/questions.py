"""Which question is worth asking: the one whose answers would change the design most."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from engine.findings import InputError
from engine.inference import Evaluation, Givens
from engine.interview.dialogue import CAPABILITIES, Dialogue, givens
from engine.interview.trying import COST, cost_ratio, differing, in_use, key_of, reaching, tried, with_value
from engine.interview.turns import Question, Raw
from engine.interview.words import listed, lowered, raw, sentence, unit_words
from engine.knowledge.definitions import FactDefinition, Knowledge, Value
from engine.knowledge.values import shown, value_of

LIMIT = 6
WORTH_ASKING = 0.3  # expected weight of what changes: below it, most answers leave the design as it is
STRUCTURAL = 3.0
WEIGHTS = dict.fromkeys(
    ("service_style", "primary_store", "message_broker", "multi_region", "compute_platform", "bulk_store", "sharding"),
    STRUCTURAL,
)
COST_WEIGHT = 1.5  # of a monthly cost more than doubled or halved
NAMED = 3  # decisions that `why` names
OFFERED = 8  # capabilities offered as quick replies
REFINED = 8  # candidates that are tried with all their answers, after a first pass with two
HEADS = ("user", "device")
UNKNOWN_WHO = "Everything else follows from it: the parts of the system, its data and its load"


@dataclass(frozen=True, slots=True)
class Worth:
    """What the answers to a question would change: options that come up by decision, and the span of the cost."""

    fact: str
    score: float
    options: dict[str, tuple[str | None, ...]]
    costs: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Trial:
    value: Value
    weight: float


def next_question(knowledge: Knowledge, dialogue: Dialogue) -> Question | None:
    """The question on screen; where there is none, the one most worth asking, or None when nothing would change."""
    fact = dialogue.question if dialogue.question in knowledge.facts else next_fact(knowledge, dialogue)
    return None if fact is None else question_about(knowledge, dialogue, fact)


def next_fact(knowledge: Knowledge, dialogue: Dialogue) -> str | None:
    """The fact most worth asking for, or None."""
    if len(dialogue.asked) >= LIMIT:
        return None
    given = givens(knowledge, dialogue)
    left = {*dialogue.asked, *dialogue.skipped}
    if CAPABILITIES in knowledge.facts and CAPABILITIES not in given.facts and CAPABILITIES not in left:
        return CAPABILITIES
    cache: dict[object, str | None] = knowledge.memo.setdefault("interview-next", {})
    key = (key_of(given), frozenset(left))
    if key not in cache:
        if len(cache) >= 4_096:
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
    """The candidates by worth, best first. A first pass tries two answers each, the best are then tried with all."""
    base = tried(knowledge, given)
    names = [name for name in _candidates(knowledge, base) if name not in left]
    first = sorted((worth(base, name, 2) for name in names), key=lambda w: -w.score)
    finals = [worth(base, w.fact) for w in first[:REFINED] if w.score > 0]
    return sorted((w for w in finals if w.score >= WORTH_ASKING), key=lambda w: -w.score)


def _candidates(knowledge: Knowledge, base: Evaluation) -> Iterator[str]:
    reached = reaching(knowledge)
    for name, fact in knowledge.facts.items():
        if name == CAPABILITIES or not (fact.form.input and fact.form.ask) or name in base.givens.facts:
            continue
        if name in reached and in_use(base, name):
            yield name


def _who(knowledge: Knowledge, base: Evaluation, left: set[str]) -> str | None:
    """How many people, or devices, there are: asked first, unless some such number or the load is known."""
    heads = [
        name
        for name, fact in knowledge.facts.items()
        if fact.form.extensive and fact.form.group == "scale" and fact.unit.text in HEADS and fact.form.ask
    ]
    known = {*base.givens.facts, *left}
    if not heads or known & {*heads, "peak_requests", "average_requests"}:
        return None
    for name in heads:  # devices before people, where what it does is about devices
        if name not in base.facts and name in _read_by(knowledge, base):
            return name
    return heads[0]


def _read_by(knowledge: Knowledge, base: Evaluation) -> set[str]:
    """The facts that formulas of the capabilities in use read."""
    used = set(base.capabilities)
    return {key for rule in knowledge.rules if rule.home in used for formula in rule.formulas for key in formula.reads}


# -- what an answer would change ---


def worth(base: Evaluation, fact: str, most: int | None = None) -> Worth:
    """How much the likely answers to `fact` would change; with `most`, only that many answers are tried."""
    trials = _trials(base, base.knowledge.facts[fact])
    now = base.value(fact)
    moving = [t for t in trials if not _same(t.value, now)]
    total = sum(t.weight for t in trials) or 1.0
    if most is not None and len(moving) > most:
        moving = [moving[0], moving[-1]]
        total = sum(t.weight for t in moving) + sum(t.weight for t in trials if _same(t.value, now))
    score = 0.0
    options: dict[str, dict[str | None, None]] = {}
    costs = [base.number(COST)]
    for trial in moving:
        after = tried_raw(base, fact, trial.value)
        changes = differing(base, after)
        impact = sum(WEIGHTS.get(decision, 1.0) for decision in changes)
        for decision, (old, new) in changes.items():
            options.setdefault(decision, {old: None})[new] = None
        if cost_ratio(base, after) > 2:
            impact += COST_WEIGHT
            costs.append(after.number(COST))
        score += trial.weight * impact
    ordered = sorted(options.items(), key=lambda item: -WEIGHTS.get(item[0], 1.0))
    span = (min(costs), max(costs)) if len(costs) > 1 else None
    return Worth(fact, score / total, {d: tuple(found) for d, found in ordered}, span)


def tried_raw(base: Evaluation, fact: str, value: Value) -> Evaluation:
    from engine.inference import evaluate

    return evaluate(base.knowledge, with_value(base.givens, fact, value), network="counting")


def _trials(base: Evaluation, fact: FactDefinition) -> list[Trial]:
    """Answers a person may give, with how likely each is beside the others, smallest first."""
    now = base.value(fact.name)
    match fact.kind:
        case "flag":
            return [Trial(now, 2.0), Trial(not now, 1.0)] if now is not None else [Trial(True, 1.0), Trial(False, 1.0)]
        case "choice":
            return [Trial(word, 2.0 if word == now else 1.0) for word in fact.words]
        case "set":
            return _set_trials(fact, now)
    return _quantity_trials(base, fact, now)


def _set_trials(fact: FactDefinition, now: Value | None) -> list[Trial]:
    words = list(fact.words)
    sets = [frozenset([word]) for word in words[:4]]
    if len(words) > 2:
        sets += [frozenset(words[:2]), frozenset(words)]
    trials = [Trial(s, 1.0) for s in dict.fromkeys(sets) if s != now]
    return [Trial(now, 3.0), *trials] if now is not None else trials


def _quantity_trials(base: Evaluation, fact: FactDefinition, now: Value | None) -> list[Trial]:
    found = base.facts.get(fact.name)
    number = float(now) if isinstance(now, int | float) and not isinstance(now, bool) else None
    if found is not None and number and found.origin == "derived" and not found.parts:
        # It follows from what is known, and a threefold error would be a large one.
        return [Trial(_within(fact, number / 3), 1.0), Trial(number, 2.0), Trial(_within(fact, number * 3), 1.0)]
    values = _replies(fact)
    if not values and number:
        values = [_within(fact, number / 4), _within(fact, number * 4)]
    if not values and 0 < fact.low < fact.high < math.inf:
        values = [fact.low ** (1 - part) * fact.high**part for part in (0.25, 0.5, 0.75)]
    values = sorted(set(values))
    if number is None:
        return [Trial(value, 1.0) for value in values]
    stays = [] if any(_same(value, number) for value in values) else [Trial(number, 1.0)]
    return [*stays, *(Trial(value, 1 / (1 + _distance(fact, value, number))) for value in values)]


def _distance(fact: FactDefinition, a: float, b: float) -> float:
    """Orders of magnitude between two values; for shares near one, between what is missing to it."""
    if fact.unit.text == "%" and min(a, b) > 0.8 and max(a, b) < 1:
        a, b = 1 - a, 1 - b
    return abs(math.log10(a / b)) if a > 0 and b > 0 else 2.0


def _replies(fact: FactDefinition) -> list[float]:
    values: list[float] = []
    for reply in fact.form.replies:
        try:
            value = value_of(fact, reply)
        except InputError:
            continue
        if isinstance(value, float):
            values.append(value)
    return values


def _within(fact: FactDefinition, value: float) -> float:
    return min(max(value, fact.low), fact.high)


def _same(a: Value, b: Value | None) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=0.02)
    return a == b


# -- the question in words ---


def question_about(knowledge: Knowledge, dialogue: Dialogue, name: str) -> Question:
    """The question for the fact `name`, with why it is asked."""
    fact = knowledge.facts[name]
    given = givens(knowledge, dialogue)
    cache: dict[object, Question] = knowledge.memo.setdefault("interview-questions", {})
    key = (name, key_of(given))
    if key not in cache:
        if len(cache) >= 4_096:
            cache.clear()
        base = tried(knowledge, given)
        cache[key] = Question(
            fact=name,
            ask=fact.form.ask or f"{fact.title}?",
            why=_why(knowledge, base, name),
            help=fact.form.help or "",
            kind=fact.kind,
            unit=unit_words(fact),
            replies=_quick_replies(knowledge, fact),
            assumed=assumed_words(base, name),
        )
    return cache[key]


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
        text += f"{'. It moves' if text else 'It moves'} the cost between {low} and {high}"
    return sentence(text or "It changes the numbers, not the choices")


def _turns_on(knowledge: Knowledge, decision: str, options: tuple[str | None, ...]) -> str:
    """`between PostgreSQL and Cassandra (primary store)`."""
    form = knowledge.decisions[decision]
    title = lowered(form.form.title)
    there = [option for option in form.options if option in options]
    real = [option for option in there if form.options[option].category != "none" and option != "none"]
    names = listed((knowledge.title(decision, option) for option in real[:3]), "or")
    if len(real) < len(there) or None in options:
        return f"whether it needs a {title} ({names})" if names else f"whether {title} has to be decided"
    return f"between {listed(knowledge.title(decision, option) for option in there[:4])} ({title})"


def _quick_replies(knowledge: Knowledge, fact: FactDefinition) -> tuple[tuple[str, Raw], ...]:
    if fact.name == CAPABILITIES:
        return tuple((knowledge.capabilities[c].title, [c]) for c in likeliest(knowledge))
    if fact.kind == "flag":
        return (("Yes", True), ("No", False))
    if fact.kind == "choice":
        return tuple((title, word) for word, title in fact.words.items())
    if fact.kind == "set":
        none: tuple[tuple[str, Raw], ...] = () if fact.form.default else (("None of them", []),)
        return (*((title, [word]) for word, title in fact.words.items()), *none)
    return tuple((shown(fact, value), raw(fact, value)) for value in _replies(fact))


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
    """What holds while nobody says otherwise: `100 k: a mid-sized service, until a number is given`."""
    fact, found = base.knowledge.facts[name], base.facts.get(name)
    if found is None:
        return "It stays open; nothing hangs on it until it is known"
    value = shown(fact, found.value)
    match found.origin:
        case "given":
            return f"It stays at {value}, as you said"
        case "preset":
            return f"It stays at {value}, from the preset"
        case "assumed":
            because = base.knowledge.rule(found.rule.id).because if found.rule else ""
            because = base.text(because) or because
            return f"{value}: {because}" if because else value
    return f"{value}, which follows from the rest"
