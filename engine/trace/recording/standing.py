"""What a trace says of a knowledge base whatever the case is: written once, and shared by all of its traces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.expressions import Atom
from engine.expressions.atoms import compiled_test
from engine.knowledge.definitions import (
    AddAmount,
    AddMember,
    CannotHold,
    ConstantDefinition,
    Effect,
    Evidence,
    FactDefinition,
    Knowledge,
    Rule,
    RuleOut,
    SetFact,
)
from engine.knowledge.values import plain
from engine.texts import NAME, names
from engine.trace.recording.readings import Readings, readings_of, written_by
from engine.trace.recording.writing import encoded, members, quoted
from engine.units import show


@dataclass(frozen=True, slots=True)
class StandingRule:
    """`fired` opens its entry where it fired, `unfired` where it did not. `alternatives` are numbers of atoms.

    `reads` are names, and what their values follow in the entry; `because` are texts, and names at odd positions;
    `derives` goes into the entries of the facts that it writes.
    """

    name: str
    fired: str
    unfired: str
    reads: tuple[tuple[str, str], ...]
    because: tuple[str, ...]
    derives: dict[str, str]
    alternatives: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Dependents:
    """What a value is named in: atoms by number, the entries of rules if they fire and if not, reasons of rules."""

    atoms: list[int] = field(default_factory=list)
    firings: list[int] = field(default_factory=list)
    unfired: list[int] = field(default_factory=list)
    reasons: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Comparison:
    """An atom that does not hold: its text up to the value there was.

    Of two facts that are compared, `other` is the second, and `beside` comes before its value.
    """

    text: str
    key: str
    other: str | None = None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class StandingFact:
    """The entry of a fact up to its value, and from there to its text."""

    before: str
    between: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Lists are by the number of the rule or atom."""

    rules: list[StandingRule]
    atoms: list[Comparison]
    tests: list[Callable[[Mapping[str, Any]], bool]]
    """Whether an atom holds."""
    dependents: dict[str, Dependents]
    attributes: dict[str, tuple[str, ...]]
    """The keys of the attributes of each decision's choice."""
    facts: dict[str, StandingFact]
    applies: dict[str, tuple[tuple[tuple[Atom, Comparison], ...], ...]]
    """The conditions under which decisions apply."""
    names: list[str]
    constants: list[str]
    """The names and the entries of the constants, sorted by name."""
    readings: Readings


def standing(knowledge: Knowledge) -> Standing:
    """What stands for `knowledge`, made at the first call."""
    made: Standing | None = knowledge.memo.get("trace-standing")
    if made is None:
        made = knowledge.memo["trace-standing"] = _standing(knowledge)
    return made


def _standing(knowledge: Knowledge) -> Standing:
    rules = [_rule(rule) for rule in knowledge.rules]
    constants = sorted(knowledge.constants)
    return Standing(
        rules=rules,
        atoms=[_comparison(atom) for atom in knowledge.atoms],
        tests=[compiled_test(atom) for atom in knowledge.atoms],
        dependents=_dependents(knowledge),
        attributes={
            name: tuple({f"{name}.{key}" for attributes in decision.attributes.values() for key in attributes})
            for name, decision in knowledge.decisions.items()
        },
        facts={name: _fact(fact) for name, fact in knowledge.facts.items()},
        applies={
            name: tuple(tuple((atom, _comparison(atom)) for atom in atoms) for atoms in decision.applies.alternatives)
            for name, decision in knowledge.decisions.items()
            if decision.applies is not None
        },
        names=[quoted(key) for key in constants],
        constants=[_constant(knowledge.constants[key]) for key in constants],
        readings=readings_of(knowledge, constants),
    )


def _rule(rule: Rule) -> StandingRule:
    named = f'{{"rule": {quoted(rule.id)}, "kind": "{rule.kind}"'
    written: dict[str, Any] = {"place": {"path": rule.place.path, "line": rule.place.line}}
    if rule.condition.text:
        written["when"] = rule.condition.text
    written["effects"] = [_effect(effect) for effect in rule.effects]
    text = f", {members(written)}"
    source = f', "source": {quoted(rule.source.text)}' if rule.source is not None else ""
    marks = "" if rule.counts else ', "draft": true'
    if rule.overrides:
        marks += f', "overrides": {encoded(rule.overrides)}'
    return StandingRule(
        name=quoted(rule.id),
        fired=f'{named}, "stratum": {rule.stratum}{text}{source}{marks}',
        unfired=f'{named}{text}{marks}, "missed": [',
        reads=tuple((key, f"{quoted(key)}: ") for key in rule.condition.reads),
        because=tuple(NAME.split(rule.because)),
        derives={name: _derived(rule, name) for name in written_by(rule)},
        alternatives=rule.alternatives,
    )


def _dependents(knowledge: Knowledge) -> dict[str, Dependents]:
    found: defaultdict[str, Dependents] = defaultdict(Dependents)
    for number, atom in enumerate(knowledge.atoms):
        for key in atom.reads:
            found[key].atoms.append(number)
    for rule in knowledge.rules:
        atoms = {number for numbers in rule.alternatives for number in numbers}
        for key in {key for number in atoms for key in knowledge.atoms[number].reads}:
            found[key].unfired.append(rule.number)
        named = names(rule.because)
        for key in dict.fromkeys((*rule.condition.reads, *named)):
            found[key].firings.append(rule.number)
        for key in dict.fromkeys(named):
            found[key].reasons.append(rule.number)
    return dict(found)


def _derived(rule: Rule, name: str) -> str:
    """The rule behind a fact, and the formula as it stands in the knowledge."""
    formulas = [e.formula for e in rule.effects if isinstance(e, SetFact | AddAmount) and e.fact == name and e.formula]
    text = f', "rule": {quoted(rule.id)}'
    return f'{text}, "formula": {quoted(formulas[0].text)}' if formulas else text


def _comparison(atom: Atom) -> Comparison:
    text = f'{{"expected": {quoted(atom.text)}, "fact": {quoted(atom.key)}, "actual": '
    if atom.test == "facts":
        return Comparison(text, atom.key, atom.operand, f', "other": {quoted(atom.operand)}, "other_actual": ')
    return Comparison(text, atom.key)


def _fact(fact: FactDefinition) -> StandingFact:
    return StandingFact(
        f'{quoted(fact.name)}: {{"title": {quoted(fact.title)}, "value": ',
        f', "unit": {quoted(fact.unit.text)}, "text": ',
    )


def _constant(constant: ConstantDefinition) -> str:
    entry = {
        "value": constant.value,
        "text": show(constant.value, constant.unit),
        "as_of": constant.form.as_of,
        "source": constant.form.source.text if constant.form.source else None,
        "place": {"path": constant.place.path, "line": constant.place.line},
    }
    return encoded(entry)


def _effect(effect: Effect) -> dict[str, Any]:
    match effect:
        case SetFact():
            if effect.formula is None:
                return {"set": effect.fact, "to": plain(effect.constant)}
            return {"set": effect.fact, "to": effect.formula.text, "reads": _read(effect.formula)}
        case AddAmount():
            return {"add": effect.fact, "amount": effect.formula.text, "reads": _read(effect.formula)}
        case AddMember():
            return {"add": effect.fact, "members": list(effect.members)}
        case Evidence():
            kind = "favour" if effect.points > 0 else "oppose"
            return {kind: f"{effect.decision}.{effect.option}", "points": abs(effect.points)}
        case RuleOut():
            return {"rule_out": f"{effect.decision}.{effect.option}", "why": effect.why}
        case CannotHold():
            return {"cannot_hold": list(effect.facts)}


def _read(formula: Any) -> list[str]:
    return list(dict.fromkeys((*formula.reads, *formula.constants)))
