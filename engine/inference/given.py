"""What goes into an evaluation: facts that a person or a preset gave, and pins."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from engine.findings import InputError
from engine.knowledge.definitions import Knowledge, PresetDefinition, Value
from engine.knowledge.values import checked, value_of
from engine.suggesting import did_you_mean

Origin = Literal["given", "preset", "assumed"]
"""From the person, from a preset, or taken for want of a word: what a system does of which nobody says it."""

OTHER_SIZE = 10.0
"""So many times smaller or larger, a preset's team, regions or largest group say nothing of the system any more."""

AT_ONCE = 0.15
"""The part of a day's users that is there at the same time, where a preset names no number: one to four hours each."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value in canonical units, who it is from, and the words or the source behind it."""

    value: Value
    origin: Origin = "given"
    words: str = ""


@dataclass(frozen=True, slots=True)
class Givens:
    """The input of `evaluate`. `pins` are the person's own choices by decision.

    `unplaced` are numbers that were said and that no fact holds, in the person's words: they change nothing, and the
    document says so.
    """

    facts: Mapping[str, Given] = field(default_factory=dict)
    pins: Mapping[str, str] = field(default_factory=dict)
    preset: str | None = None
    unplaced: tuple[str, ...] = ()

    def with_fact(self, name: str, given: Given) -> Givens:
        return replace(self, facts=MappingProxyType({**self.facts, name: given}))

    def with_value(self, name: str, value: Value) -> Givens:
        return self.with_fact(name, Given(value))


def givens_from(
    knowledge: Knowledge,
    values: Mapping[str, Any],
    pins: Mapping[str, str] | None = None,
    preset: str | None = None,
) -> Givens:
    """Givens from values as people write them, over those of a preset.

    Raises InputError that names every wrong fact, value, pin or preset at once.
    """
    problems: list[str] = []
    facts: dict[str, Given] = {}
    checked_pins: dict[str, str] = {}
    for name, raw in values.items():
        if name in knowledge.decisions and isinstance(raw, str):
            checked_pins[name] = raw
            continue
        definition = knowledge.facts.get(name)
        if definition is None:
            problems.append(f"there is no fact '{name}': {knowledge.symbols.nearest(name) or 'see the vocabulary'}")
            continue
        try:
            facts[name] = Given(value_of(definition, raw), "given", str(raw))
        except InputError as error:
            problems.append(str(error))
    checked_pins.update(pins or {})
    for decision, option in checked_pins.items():
        if decision not in knowledge.decisions:
            problems.append(
                f"there is no decision '{decision}': {knowledge.symbols.nearest(decision) or 'see decisions'}"
            )
        elif option not in knowledge.decisions[decision].options:
            options = ", ".join(knowledge.decisions[decision].options)
            problems.append(f"'{option}' is no option of {decision}: one of {options}")
    if preset is not None:
        try:
            facts = with_preset(knowledge, preset, facts)
        except InputError as error:
            problems.append(str(error))
    if problems:
        raise InputError("\n".join(problems))
    return Givens(facts, checked_pins, preset)


def sizes_of(knowledge: Knowledge, preset: str) -> frozenset[str]:
    """The facts of a preset that say how large it is, not what it does."""
    forms = {name: knowledge.facts[name].form for name in knowledge.presets[preset].facts}
    return frozenset(name for name, form in forms.items() if form.extensive or form.size_bound)


def with_preset(
    knowledge: Knowledge, preset: str, given: Mapping[str, Given], dropped: Collection[str] = ()
) -> dict[str, Given]:
    """The preset's facts under what was given, without those `dropped`.

    Amounts that grow with the size of the system are scaled where the person named another number of users: "Twitter
    for 5,000 employees" is not given Twitter's petabytes. What goes with the size without being in proportion to it
    (`size_bound`: the team, the regions) is left to its default at a quite different size. Where one organisation uses
    it for its own people, the business with many others is left out. Raises InputError for an unknown preset.
    """
    definition = knowledge.presets.get(preset)
    if definition is None:
        hint = did_you_mean(preset, knowledge.presets, f"one of {', '.join(sorted(knowledge.presets))}", cutoff=0.5)
        raise InputError(f"there is no preset '{preset[:40]}': {hint}")
    ratio, basis = _scale(definition.facts, given)
    absent = _left_out(definition, given)
    facts: dict[str, Given] = {}
    for name, value in definition.facts.items():
        source = definition.sources.get(name, "")
        fact = knowledge.facts[name]
        if name in dropped or name in absent:
            continue
        if name == "capabilities":
            value = _words(value) - absent
        if fact.form.size_bound and not 1 / OTHER_SIZE <= ratio <= OTHER_SIZE:
            continue
        if ratio != 1 and fact.form.extensive and isinstance(value, float):
            note = f"{definition.form.title}'s value times {ratio:.3g}, as {basis} differ"
            facts[name] = Given(checked(fact, fact.clipped(value * ratio)), "preset", note)
        else:
            facts[name] = Given(value, "preset", source or definition.form.title)
    if absent and definition.form.one_organisation is not None:
        facts[definition.form.one_organisation.flag] = Given(True, "preset", "so few people are one organisation's own")
    for name, own in given.items():
        before = facts.get(name)
        if name == "capabilities" and before is not None and isinstance(before.value, frozenset):
            facts[name] = Given(before.value | _words(own.value), own.origin, own.words)
        else:
            facts[name] = own
    return facts


def _left_out(preset: PresetDefinition, given: Mapping[str, Given]) -> frozenset[str]:
    one = preset.form.one_organisation
    if one is None:
        return frozenset()
    flag, people = given.get(one.flag), given.get("users_total")
    stated = flag.value if flag is not None else None
    few = people is not None and isinstance(people.value, float) and people.value <= one.up_to
    return frozenset(one.leave_out) if stated is True or (few and stated is None) else frozenset()


def _words(value: Value) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset()


def _scale(preset: Mapping[str, Value], given: Mapping[str, Given]) -> tuple[float, str]:
    for name in (
        "daily_active_users",
        "users_total",
        "monthly_active_users",
        "devices_total",
        "concurrent_users",
        "tenants_total",
    ):
        base, own = preset.get(name), given.get(name)
        if name == "monthly_active_users" and base is None:
            base = preset.get("users_total")  # nearly all that is published of a month counts accounts
        daily = preset.get("daily_active_users")
        if name == "concurrent_users" and base is None and isinstance(daily, float):
            base = daily * AT_ONCE
        if isinstance(base, float) and own is not None and isinstance(own.value, float) and base > 0:
            return own.value / base, name.replace("_", " ")
    for name in ("payments_busiest", "orders_busiest", "transfers_busiest"):
        base, own = preset.get(name), given.get(name)
        if isinstance(base, float) and own is not None and isinstance(own.value, float) and base > 0:
            return own.value / base, name.replace("_", " ")
    # Of a business count only: without a number of people, so many orders or trips a day tell the size.
    base, own = preset.get("items_per_day"), given.get("items_per_day")
    if isinstance(base, float) and own is not None and isinstance(own.value, float) and base > 0:
        return own.value / base, "items a day"
    return 1.0, ""
