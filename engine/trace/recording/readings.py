"""What each rule and decision reads behind which a technology's limit or price may stand, worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from engine.knowledge.definitions import AddAmount, AddMember, Evidence, Knowledge, Rule, RuleOut, SetFact
from engine.texts import names


@dataclass(frozen=True, slots=True)
class Reading:
    """`own` are the constants themselves, as bits; `facts` are facts and decisions behind which one may stand.

    `attributes` are those of a choice, with the decision before each; `writes` the facts that a rule writes, and
    whether it adds members to them.
    """

    own: int
    facts: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    writes: tuple[tuple[str, bool], ...] = ()

    @property
    def carries(self) -> bool:
        """Whether in any case a constant stands behind it."""
        return bool(self.own or self.facts or self.attributes)


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings of rules by the number of the rule, of decisions by name."""

    bits: dict[str, int]
    """One bit for each constant, so that sets of constants are joined in one step."""
    rules: dict[int, Reading]
    """Only of rules behind which a constant may stand: those are few."""
    decisions: dict[str, Reading]
    """Of all that the rules of a decision read and name in their reasons, and the condition under which it applies."""


def readings_of(knowledge: Knowledge, constants: list[str]) -> Readings:
    """The readings of all rules and decisions; the number of a bit is the place of its constant in `constants`."""
    bits = {key: 1 << n for n, key in enumerate(constants)}
    reads = [_reads(knowledge, rule) for rule in knowledge.rules]
    rules = [
        replace(_reading(keys, bits), writes=tuple(written_by(rule).items()))
        for keys, rule in zip(reads, knowledge.rules, strict=True)
    ]
    decisions = {name: _reading(keys, bits) for name, keys in _heard(knowledge, reads).items()}
    carriers = _carriers(rules, decisions)

    def kept(reading: Reading) -> Reading:
        return replace(reading, facts=tuple(fact for fact in reading.facts if fact in carriers))

    kept_rules = {number: kept(reading) for number, reading in enumerate(rules)}
    return Readings(
        bits=bits,
        rules={number: reading for number, reading in kept_rules.items() if reading.carries},
        decisions={name: kept(reading) for name, reading in decisions.items()},
    )


def written_by(rule: Rule) -> dict[str, bool]:
    """The facts that a rule writes, and whether it adds members to them."""
    members = {e.fact: True for e in rule.effects if isinstance(e, AddMember)}
    return {e.fact: False for e in rule.effects if isinstance(e, SetFact | AddAmount)} | members


def _carriers(rules: list[Reading], decisions: dict[str, Reading]) -> set[str]:
    """The facts and decisions behind which a constant may stand."""
    written: list[tuple[Reading, list[str]]] = [(reading, [name for name, _ in reading.writes]) for reading in rules]
    written += [(reading, [name]) for name, reading in decisions.items()]
    carriers: set[str] = set()
    before = -1
    while before < len(carriers):
        before = len(carriers)
        for reading, facts in written:
            if reading.own or reading.attributes or not carriers.isdisjoint(reading.facts):
                carriers.update(facts)
    return carriers


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


def _reading(keys: Iterable[str], bits: dict[str, int]) -> Reading:
    own, facts, attributes = 0, [], []
    for key in keys:
        decision, dot, name = key.partition(".")
        if key in bits:
            own |= bits[key]
        elif dot:
            attributes.append((decision, name))
        else:
            facts.append(key)
    return Reading(own, tuple(facts), tuple(attributes))
