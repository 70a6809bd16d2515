"""From a reading to a changed dialogue, and what is said back about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.findings import InputError
from engine.inference.given import Given, sizes_of
from engine.interview.changing import kept_in
from engine.interview.dialogue import CAPABILITIES, Dialogue, givens
from engine.interview.mentions import options_named
from engine.interview.nearest import Near
from engine.interview.trying import current, in_use
from engine.interview.turns import Reply
from engine.interview.words import bold, capability_titles, quoted
from engine.knowledge.definitions import Knowledge, Value
from engine.knowledge.values import checked, shown
from engine.reading.model import Leftover, ReadFact, Reading
from engine.reading.scaling import EVERYTHING
from engine.texts import listed, lower_first, sentence

MORE = re.compile(r"\b(also|too|as well|add|adding|additionally|plus|besides|in addition|another)\b", re.IGNORECASE)
INLINE = 2
SIZES = (
    "users_total",
    "monthly_active_users",
    "daily_active_users",
    "devices_total",
    "items_per_day",
    "peak_requests",
    "average_requests",
)
"""What says how large a system is, the first that was stated."""
PRESET_FACTS = 4
NEAR_WORDS = 4
UNPLACED_KEPT = 8
HEADS = ("user", "device")
AT_A_MOMENT = "concurrent_users"  # a share of the users: it does not make the system larger


@dataclass
class Understood:
    """A dialogue being changed by one message, with what there is to say about it."""

    dialogue: Dialogue
    touched: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    lead: str = ""
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def replies(self) -> list[Reply]:
        said = []
        text = self._said_back()
        if text:
            said.append(Reply(text, "understood"))
        said += [Reply(text) for text in self.remarks]
        return said + [Reply(text, "problem") for text in self.problems]

    def _said_back(self) -> str:
        if len(self.lines) <= INLINE:
            return " ".join([part for part in (self.lead, *(f"{line}." for line in self.lines)) if part])
        rows = "\n".join(f"- {line}" for line in self.lines)
        return f"{self.lead}\n{rows}" if self.lead else f"Understood:\n{rows}"


def understand(knowledge: Knowledge, dialogue: Dialogue, reading: Reading, near: Near | None = None) -> Understood:
    """Lays what was read over the dialogue. Values that cannot be are problems, and change nothing.

    `near` is what the system is taken to do where the reading names nothing.
    """
    state = Understood(dialogue)
    _preset(knowledge, state, reading)
    before = frozenset(current(knowledge, state.dialogue).capabilities)
    _capabilities(knowledge, state, reading, before)
    if near is not None and CAPABILITIES not in state.dialogue.facts:
        _taken_for(knowledge, state, near)
    for read in reading.facts:
        _fact(knowledge, state, reading, read)
    for fact, factor in reading.scale.items():
        _scale(knowledge, state, fact, factor)
    _named(knowledge, state, reading)
    _without_use(knowledge, state, reading)
    state.remarks += [sentence(note) for note in dict.fromkeys(reading.notes)]
    _left_over(knowledge, state, reading)
    if state.dialogue.preset is not None and state.dialogue.preset != dialogue.preset:
        state.lead = _preset_words(knowledge, state.dialogue)
    return state


# -- preset and capabilities ---


def _preset(knowledge: Knowledge, state: Understood, reading: Reading) -> None:
    if reading.preset is not None and reading.preset in knowledge.presets:
        if reading.preset != state.dialogue.preset:
            dropped = sizes_of(knowledge, reading.preset) if reading.compared else frozenset()
            state.dialogue = state.dialogue.but(preset=reading.preset, dropped=dropped)
            state.touched.update((CAPABILITIES, *knowledge.presets[reading.preset].facts))
        return
    product = reading.product or reading.preset
    if product:
        name = product.replace("-", " ").title()
        known = listed(p.form.title for p in list(knowledge.presets.values())[:8])
        hint = f" I have figures for {known}." if known else ""
        state.remarks.append(f"I have no figures for {name}, so I rely on yours.{hint}")


def _preset_words(knowledge: Knowledge, dialogue: Dialogue) -> str:
    """What the preset brings, and that what was given comes before it."""
    form = knowledge.presets[dialogue.preset or ""].form
    given = givens(knowledge, dialogue).facts
    brought = {n: g for n, g in given.items() if g.origin == "preset" and n != CAPABILITIES}
    used = given.get(CAPABILITIES)
    named = list(brought)[:PRESET_FACTS]
    rows = [f"{lower_first(knowledge.facts[n].title)} {shown(knowledge.facts[n], brought[n].value)}" for n in named]
    more = len(brought) - len(named)
    rows += [f"{more} more"] if more > 0 else []
    does = capability_titles(knowledge, used.value) if used is not None and isinstance(used.value, frozenset) else ""
    text = f"**{form.title}** ({form.summary}) brings {does}" if does else f"**{form.title}** ({form.summary})"
    text += f", and its figures wherever you give none: {listed(rows)}." if rows else "."
    scaled = [g.words for g in brought.values() if "times" in g.words]
    if dialogue.dropped:
        text += " Its size is left out: yours is another system."
    if scaled:
        text += " Amounts that grow with the number of users are scaled to yours."
    return text


def _capabilities(knowledge: Knowledge, state: Understood, reading: Reading, before: frozenset[str]) -> None:
    wanted = [name for name in reading.capabilities if name in knowledge.capabilities]
    unwanted = [name for name in reading.not_capabilities if name in knowledge.capabilities]
    dialogue = state.dialogue
    own = dialogue.facts.get(CAPABILITIES)
    if own is not None and own.origin == "assumed" and wanted:
        own = None  # what is said now replaces what it was taken for
    chosen = own.value if own is not None and isinstance(own.value, frozenset) else frozenset()
    if wanted:
        words = own.words if own is not None else ""
        words = " ".join(part for part in (words, reading.text.strip()[:200]) if part)[:400]
        dialogue = dialogue.with_fact(CAPABILITIES, Given(chosen | frozenset(wanted), "given", words))
        dialogue = dialogue.but(excluded=dialogue.excluded - set(wanted), skipped=dialogue.skipped - {CAPABILITIES})
        state.touched.add(CAPABILITIES)
        new = [name for name in wanted if name not in before]
        state.lines.append(
            f"What it does: **{capability_titles(knowledge, new or wanted)}**{'' if new else ', as before'}"
        )
    if unwanted:
        left = chosen - set(unwanted)
        if own is not None:
            given = Given(left, "given", own.words)
            dialogue = dialogue.with_fact(CAPABILITIES, given) if left else dialogue.without_fact(CAPABILITIES)
        dialogue = dialogue.but(excluded=dialogue.excluded | set(unwanted))
        state.touched.add(CAPABILITIES)
        kept = kept_in(knowledge, dialogue, frozenset(unwanted))
        state.problems += [reply.text for reply in kept]
        if len(kept) < len(unwanted):
            state.lines.append(f"Without **{capability_titles(knowledge, unwanted)}**")
    state.dialogue = dialogue
    if reading.unsupported:
        names = listed(name.replace("_", " ").replace("-", " ") for name in reading.unsupported)
        state.remarks.append(f"I understood {names}, but have no rules about it yet: the design leaves it out.")


def _taken_for(knowledge: Knowledge, state: Understood, near: Near) -> None:
    words = f"the words {listed(quoted(word) for word in near.words[:NEAR_WORDS])}"
    taken = Given(frozenset([near.capability]), "assumed", words)
    state.dialogue = state.dialogue.with_fact(CAPABILITIES, taken)
    state.touched.add(CAPABILITIES)
    form = knowledge.capabilities[near.capability]
    state.problems.append(
        f"Judging by {words}, this is **{lower_first(form.title)}**: {form.summary}. If it is something else, say what "
        "people do with it."
    )


# -- facts ---


def _fact(knowledge: Knowledge, state: Understood, reading: Reading, read: ReadFact) -> None:
    fact = knowledge.facts.get(read.fact)
    if fact is None or read.fact == CAPABILITIES:
        return
    value: Value = read.value
    try:
        if fact.kind == "quantity":
            value = checked(fact, float(value))  # type: ignore[arg-type]
    except InputError as error:
        state.problems.append(f"{sentence(str(error))} ({quoted(read.words)} is left out; everything else stays.)")
        return
    own = state.dialogue.facts.get(read.fact)
    if isinstance(value, frozenset):
        value = _joined(state, reading, read.fact, value, bool(fact.form.default))
    state.dialogue = state.dialogue.with_fact(read.fact, Given(value, "given", read.words))
    state.dialogue = state.dialogue.but(skipped=state.dialogue.skipped - {read.fact})
    state.touched.add(read.fact)
    was = f", before: {shown(fact, own.value)}" if own is not None and own.value != value else ""
    state.lines.append(f"{bold(fact, value)} ({quoted(read.words)}{was})")


def _named(knowledge: Knowledge, state: Understood, reading: Reading) -> None:
    """Technologies that a description asks for are the person's own choices."""
    for name in reading.named if state.touched else ():
        options = options_named(current(knowledge, state.dialogue), name)
        meant = next((m for m in options if m.owner not in state.dialogue.pins), None)
        if meant is None:
            continue
        state.dialogue = state.dialogue.with_pin(meant.owner, meant.option)
        state.touched.add(meant.owner)
        title = lower_first(knowledge.decisions[meant.owner].form.title)
        state.lines.append(
            f"{title[:1].upper()}{title[1:]}: **{knowledge.title(meant.owner, meant.option)}**, your choice"
        )


def _without_use(knowledge: Knowledge, state: Understood, reading: Reading) -> None:
    """Says which facts count only with a capability that the system does not have."""
    evaluation = current(knowledge, state.dialogue)
    for read in reading.facts:
        if read.fact in state.touched and not in_use(evaluation, read.fact):
            fact = knowledge.facts[read.fact]
            home = lower_first(knowledge.capabilities[fact.home].title)
            state.remarks.append(
                f"{fact.title} applies only to {home}, which is not included yet; say so if it should be."
            )


def _joined(state: Understood, reading: Reading, name: str, value: frozenset[str], replaces: bool) -> frozenset[str]:
    """A set that is empty by default grows with what is named; any other is replaced, unless one says `also`."""
    own = state.dialogue.facts.get(name)
    if own is None or not isinstance(own.value, frozenset) or not value:
        return value
    if state.dialogue.question == name or (replaces and not MORE.search(reading.text)):
        return value
    return own.value | value


def _scale(knowledge: Knowledge, state: Understood, name: str, factor: float) -> None:
    """Multiplies a fact; amounts that were stated and grow with it go along."""
    whole = name == EVERYTHING
    if whole:
        stated = [n for n in SIZES if n in state.dialogue.facts]
        name = (stated or ["users_total"])[0]
    fact = knowledge.facts.get(name)
    if fact is None or fact.kind != "quantity":
        return
    if not whole and name == state.dialogue.question and current(knowledge, state.dialogue).value(name) is None:
        _scale(knowledge, state, EVERYTHING, factor)  # 'double it', while something else is asked
        return
    now = current(knowledge, state.dialogue).value(name)
    if not isinstance(now, float) or now == 0:
        state.problems.append(
            f"{fact.title} is not known yet, so there is nothing to take {factor:g} times. How much is it?"
        )
        return
    along = [name, *(other for other in state.dialogue.facts if _goes_along(knowledge, name, other))]
    scaled: dict[str, Given] = {}
    for other in along:
        definition = knowledge.facts[other]
        own = state.dialogue.facts.get(other)
        value = now if other == name else own.value if own is not None else None
        if not isinstance(value, float):
            continue
        try:
            new = checked(definition, value * factor)
        except InputError as error:
            state.problems.append(f"{factor:g} times is too far. {sentence(str(error))} Nothing is changed.")
            return
        scaled[other] = Given(new, "given", f"{shown(definition, value)} times {factor:g}")
    for other, given in scaled.items():
        state.dialogue = state.dialogue.with_fact(other, given)
        state.touched.add(other)
        state.lines.append(f"{bold(knowledge.facts[other], given.value)} ({given.words})")


def _goes_along(knowledge: Knowledge, name: str, other: str) -> bool:
    """Whether a stated amount grows with `name`: all do with the number of users, otherwise those of its group."""
    fact, definition = knowledge.facts[name], knowledge.facts.get(other)
    if definition is None or other == name or not definition.form.extensive or not fact.form.extensive:
        return False
    heads = fact.form.group == "scale" and fact.unit.text in HEADS and name != AT_A_MOMENT
    is_head = definition.form.group == "scale" and definition.unit.text in HEADS
    return heads or (definition.form.group == fact.form.group and not is_head)


# -- what is left ---


def _left_over(knowledge: Knowledge, state: Understood, reading: Reading) -> None:
    for left in reading.problems:
        state.problems.append(_problem(knowledge, left))
    open_ends = [left for left in reading.leftovers if not left.problem and _worth_saying(left, reading)]
    if open_ends:
        state.dialogue = state.dialogue.but(unplaced=_unplaced(state.dialogue, open_ends))
        text = "I could not place " + listed(map(_open_end, open_ends[:4])) + _more(open_ends)
        state.remarks.append(text if text[-1] in "?." else f"{text}.")


def _unplaced(dialogue: Dialogue, left: Iterable[Leftover]) -> tuple[str, ...]:
    """Numbers that found no fact, those of earlier messages first."""
    numbers = [words for words in (one.words.strip() for one in left) if re.search(r"\d", words)]
    return tuple(dict.fromkeys((*dialogue.unplaced, *numbers)))[:UNPLACED_KEPT]


def _problem(knowledge: Knowledge, left: Leftover) -> str:
    text = sentence(left.reason) if left.reason else f"{quoted(left.words)} cannot be."
    fact = knowledge.facts.get(left.fact or "")
    if fact is not None and fact.kind == "quantity" and not re.search(r"\d", left.reason):
        high = "" if fact.high == float("inf") else f" to {shown(fact, fact.high)}"
        text += f" {fact.title} goes from {shown(fact, fact.low)}{high}."
    return text


def _worth_saying(left: Leftover, reading: Reading) -> bool:
    """Not what is the whole message, nor what is said already: that the knowledge has nothing about a feature."""
    if _bare(left):
        return True
    unsupported = bool(reading.unsupported) and "was understood" in left.reason
    return not unsupported and left.words.strip() != reading.text.strip()


def _bare(left: Leftover) -> bool:
    """Whether it is a number without a unit."""
    return not left.problem and re.fullmatch(r"[\d.,]+ ?\w{0,2}", left.words.strip()) is not None


def _open_end(left: Leftover) -> str:
    """`“12”: 12 of what?`"""
    words = left.words.strip()
    if _bare(left):
        return f"{quoted(words)}: {words} of what?"
    reason = re.sub(r"^'[^']*':?\s*", "", left.reason).rstrip(".")
    return f"{quoted(words)} ({reason})" if reason else quoted(words)


def _more(items: Iterable[Leftover]) -> str:
    count = len(list(items)) - 4
    return f", and {count} more." if count > 0 else ""
