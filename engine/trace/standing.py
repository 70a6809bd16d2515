"""What a trace says of a knowledge base whatever the case is: written once, and shared by all of its traces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from engine.expressions import Atom
from engine.inference.testing import Tests
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
from engine.trace.unfired import Unfired
from engine.trace.writing import encoded, members, opened, quoted
from engine.units import show

@dataclass(frozen=True, slots=True)
class StandingRule:
    """`fired` opens its entry where it fired; `reads` are names and what their values follow in the entry.

    `because` are texts, and names at odd positions; `derives` ends the entries of the facts it writes.
    """

    name: str
    fired: str
    reads: tuple[tuple[str, str], ...]
    because: tuple[str, ...]
    derives: dict[str, str]


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
class Reading:
    """What a rule or decision reads, as far as a constant may stand behind it.

    `own` are constants, as bits; `facts` are facts and decisions; `attributes` those of a choice, with the decision;
    `writes` are the facts that a rule writes, and whether it only adds members to them.
    """

    own: int
    facts: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    writes: tuple[tuple[str, bool], ...] = ()

    @property
    def carries(self) -> bool:
        """Whether any constant may stand behind it."""
        return bool(self.own or self.facts or self.attributes)


@dataclass(frozen=True, slots=True)
class Standing:
    """Lists are by the number of the rule or atom."""

    rules: list[StandingRule]
    unfired: Unfired
    atoms: list[Comparison]
    tests: Tests
    facts: dict[str, StandingFact]
    applies: dict[str, tuple[tuple[tuple[Atom, Comparison], ...], ...]]
    """The conditions under which decisions apply."""
    names: list[str]
    constants: list[str]
    """The names and the entries of the constants, in the order of their names."""
    bits: dict[str, int]
    """One bit for each constant by its number, so that sets of constants are joined in one step."""
    readings: list[Reading]
    decisions: dict[str, Reading]
    """Of all that the rules of a decision read and name in their reasons, and the condition under which it applies."""


def standing(knowledge: Knowledge) -> Standing:
    """What stands for `knowledge`, made at the first call."""
    made: Standing | None = knowledge.memo.get("trace-standing")
    if made is None:
        made = knowledge.memo["trace-standing"] = _standing(knowledge)
    return made


def _standing(knowledge: Knowledge) -> Standing:
    bits = {key: 1 << n for n, key in enumerate(sorted(knowledge.constants))}
    reads = [_reads(knowledge, rule) for rule in knowledge.rules]
    heads = [_head(rule) for rule in knowledge.rules]
    readings, decisions = _carrying(
        [_reading(keys, bits, rule) for keys, rule in zip(reads, knowledge.rules, strict=True)],
        {name: _reading(keys, bits) for name, keys in _heard(knowledge, reads).items()},
    )
    return Standing(
        rules=[_rule(rule, head) for rule, head in zip(knowledge.rules, heads, strict=True)],
        unfired=Unfired([_unfired(h) for h in heads], [r.alternatives for r in knowledge.rules], len(knowledge.atoms)),
        atoms=[_comparison(atom) for atom in knowledge.atoms],
        tests=Tests(knowledge.atoms, range(len(knowledge.atoms))),
        facts={name: _fact(fact) for name, fact in knowledge.facts.items()},
        applies={
            name: tuple(tuple((atom, _comparison(atom)) for atom in atoms) for atoms in decision.applies.alternatives)
            for name, decision in knowledge.decisions.items()
            if decision.applies is not None
        },
        names=[quoted(key) for key in bits],
        constants=[_constant(knowledge.constants[key]) for key in bits],
        bits=bits,
        readings=readings,
        decisions=decisions,
    )


# -- texts ------------------------------------------------------------


def _head(rule: Rule) -> dict[str, Any]:
    """A rule as it stands in the knowledge."""
    head: dict[str, Any] = {
        "rule": rule.id,
        "kind": rule.kind,
        "stratum": rule.stratum,
        "place": {"path": rule.place.path, "line": rule.place.line},
    }
    if rule.condition.text:
        head["when"] = rule.condition.text
    head["effects"] = [_effect(effect) for effect in rule.effects]
    if rule.source is not None:
        head["source"] = rule.source.text
    if not rule.counts:
        head["draft"] = True
    if rule.overrides:
        head["overrides"] = list(rule.overrides)
    return head


def _rule(rule: Rule, head: dict[str, Any]) -> StandingRule:
    return StandingRule(
        name=quoted(rule.id),
        fired=f"{{{members(head)}",
        reads=tuple((key, f"{quoted(key)}: ") for key in rule.condition.reads),
        because=tuple(NAME.split(rule.because)),
        derives={name: _derived(rule, name) for name in _written(rule)},
    )


def _derived(rule: Rule, name: str) -> str:
    """The rule behind a fact, and the formula as it stands in the knowledge."""
    formulas = [e.formula for e in rule.effects if isinstance(e, SetFact | AddAmount) and e.fact == name and e.formula]
    text = f', "rule": {quoted(rule.id)}'
    return f'{text}, "formula": {quoted(formulas[0].text)}' if formulas else text


def _written(rule: Rule) -> dict[str, bool]:
    """The facts that a rule writes, and whether it adds members to them."""
    members = {e.fact: True for e in rule.effects if isinstance(e, AddMember)}
    return {e.fact: False for e in rule.effects if isinstance(e, SetFact | AddAmount)} | members


def _unfired(head: dict[str, Any]) -> str:
    """The entry of a rule that did not fire, up to what it missed."""
    return opened({key: value for key, value in head.items() if key not in ("stratum", "source")}, "missed") + "["


def _comparison(atom: Atom) -> Comparison:
    text = opened({"expected": atom.text, "fact": atom.key}, "actual")
    if atom.test == "facts":
        return Comparison(text, atom.key, atom.operand, f', "other": {quoted(atom.operand)}, "other_actual": ')
    return Comparison(text, atom.key)


def _fact(fact: FactDefinition) -> StandingFact:
    return StandingFact(
        f'{quoted(fact.name)}: {opened({"title": fact.title}, "value")}',
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


# -- what is read -----------------------------------------------------


def _reads(knowledge: Knowledge, rule: Rule) -> tuple[str, ...]:
    """All that a rule reads, in its condition or a formula."""
    keys = dict.fromkeys(key for numbers in rule.alternatives for n in numbers for key in knowledge.atoms[n].reads)
    keys.update(dict.fromkeys(key for f in rule.formulas for key in (*f.reads, *f.constants)))
    return tuple(key for key in keys if key != "always" and not key.startswith("given."))


def _heard(knowledge: Knowledge, reads: list[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Of each decision, what its rules read and what their reasons name."""
    found: dict[str, dict[str, None]] = {
        name: dict.fromkeys(d.applies.reads if d.applies else ()) for name, d in knowledge.decisions.items()
    }
    for rule in knowledge.rules:
        for effect in rule.effects:
            if isinstance(effect, Evidence | RuleOut) and rule.counts:
                named = (*names(rule.because), *names(effect.why if isinstance(effect, RuleOut) else ""))
                found[effect.decision].update(dict.fromkeys((*reads[rule.number], *named)))
    return {name: tuple(keys) for name, keys in found.items()}


def _reading(keys: Iterable[str], bits: dict[str, int], rule: Rule | None = None) -> Reading:
    own, facts, attributes = 0, [], []
    for key in keys:
        decision, dot, name = key.partition(".")
        if key in bits:
            own |= bits[key]
        elif dot:
            attributes.append((decision, name))
        else:
            facts.append(key)
    return Reading(own, tuple(facts), tuple(attributes), tuple(_written(rule).items()) if rule else ())


def _carrying(readings: list[Reading], decisions: dict[str, Reading]) -> tuple[list[Reading], dict[str, Reading]]:
    """The readings without the facts behind which no constant can stand in any case: those are most."""
    written: list[tuple[Reading, Iterable[str]]] = [(r, [name for name, _ in r.writes]) for r in readings]
    written += [(reading, [name]) for name, reading in decisions.items()]
    carriers: set[str] = set()
    before = -1
    while before < len(carriers):
        before = len(carriers)
        for reading, facts in written:
            if reading.own or reading.attributes or not carriers.isdisjoint(reading.facts):
                carriers.update(facts)

    def kept(reading: Reading) -> Reading:
        return replace(reading, facts=tuple(fact for fact in reading.facts if fact in carriers))

    return [kept(reading) for reading in readings], {name: kept(reading) for name, reading in decisions.items()}
