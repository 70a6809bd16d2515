"""The result of running the rules over the facts: immutable, with the reason of every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, overload

from engine import texts
from engine.decisions.ledger import Ledger
from engine.inference.given import Givens
from engine.knowledge.definitions import AddAmount, Knowledge, Rule, Value
from engine.knowledge.values import shown
from engine.units import show

Origin = Literal["given", "preset", "derived", "assumed"]


class FactValue(NamedTuple):
    """A fact with its provenance: `rule` derived or assumed it; `parts` are the rules that added to a sum."""

    name: str
    value: Value
    origin: Origin
    words: str = ""
    rule: Rule | None = None
    parts: tuple[tuple[Rule, float], ...] = ()


class Firing(NamedTuple):
    """A rule that fired. `overruled` says why its effects did not count, if they did not."""

    rule: Rule
    overruled: str = ""


Raw = tuple[Value, Origin, Rule | None, tuple[tuple[Rule, float], ...]]
"""A fact while an evaluation runs: value, origin, the rule behind it, the parts of a sum."""


class FactValues(Mapping[str, FactValue]):
    """Facts with provenance, made of `raw` when they are asked for: a sweep asks for few of its thousands."""

    __slots__ = ("_givens", "raw")

    def __init__(self, raw: dict[str, Raw], givens: Givens) -> None:
        self.raw, self._givens = raw, givens

    def __getitem__(self, name: str) -> FactValue:
        value, origin, rule, parts = self.raw[name]
        given = self._givens.facts.get(name)
        words = given.words if given is not None else rule.because if rule is not None and origin == "assumed" else ""
        return FactValue(name, value, origin, words, rule, parts)

    def __contains__(self, name: object) -> bool:
        return name in self.raw

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def __len__(self) -> int:
        return len(self.raw)


class Firings(Sequence[Firing]):
    """The `rules` that fired, in order, made into firings when they are asked for.

    `overruled` says by the number of a rule why its effects did not count.
    """

    __slots__ = ("overruled", "rules")

    def __init__(self, rules: list[Rule], overruled: dict[int, str]) -> None:
        self.rules, self.overruled = rules, overruled

    @overload
    def __getitem__(self, index: int) -> Firing: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Firing]: ...

    def __getitem__(self, index: int | slice) -> Firing | Sequence[Firing]:
        if isinstance(index, slice):
            return Firings(self.rules[index], self.overruled)
        rule = self.rules[index]
        return Firing(rule, self.overruled.get(rule.number, ""))

    def __iter__(self) -> Iterator[Firing]:
        overruled = self.overruled
        return (Firing(rule, overruled.get(rule.number, "")) for rule in self.rules)

    def __len__(self) -> int:
        return len(self.rules)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the rules disagree on, or cannot compute, in this case."""

    code: Literal["conflict", "no-answer", "unsatisfiable", "cannot-hold", "range"]
    subject: str
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Facts with provenance, firings, ledgers, choices. `state` holds every value that conditions and formulas read."""

    knowledge: Knowledge
    givens: Givens
    facts: FactValues
    firings: Firings
    ledgers: Mapping[str, Ledger]
    state: Mapping[str, Any]
    problems: tuple[Problem, ...]
    network: str
    memo: dict[str, Any] = field(default_factory=dict)
    """What explanation worked out of it, kept so that each section need not do it anew."""

    @property
    def choices(self) -> dict[str, str]:
        """The chosen option of each decision that applies."""
        return {name: ledger.choice for name, ledger in self.ledgers.items()}

    def value(self, name: str) -> Value | None:
        fact = self.facts.get(name)
        return fact.value if fact else None

    def number(self, name: str, otherwise: float = 0.0) -> float:
        value = self.value(name)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else otherwise

    @property
    def capabilities(self) -> tuple[str, ...]:
        """The capabilities in use, in the order of the knowledge base."""
        used = self.value("capabilities")
        return tuple(c for c in self.knowledge.capabilities if isinstance(used, frozenset) and c in used)

    def shown(self, key: str) -> str | None:
        """A fact, choice, constant or attribute in words, with its unit; None if it is unknown."""
        fact = self.facts.get(key)
        if fact is not None:
            return shown(self.knowledge.facts[key], fact.value)
        ledger = self.ledgers.get(key)
        if ledger is not None:
            return self.knowledge.title(key, ledger.choice)
        constant = self.knowledge.constants.get(key)
        if constant is not None:
            return show(constant.value, constant.unit)
        if key.startswith("given."):
            return self.shown(key[6:]) if key in self.state else None
        value = self.state.get(key)
        if isinstance(value, float):
            return self._attribute(key, value)
        return None

    def _attribute(self, key: str, value: float) -> str:
        decision, _, name = key.partition(".")
        technology = self.knowledge.decisions[decision].options[self.ledgers[decision].choice].technology
        constant = self.knowledge.constants.get(f"{technology}.{name}")
        if constant is not None:
            return show(value, constant.unit)
        from engine.units import Unit

        return show(value, Unit(name, 1.0, self.knowledge.symbols[key].dimension))

    def text(self, template: str) -> str | None:
        """`template` with the facts it names; None if one of them is unknown."""
        return texts.fill(template, self.shown)

    def because(self, rule: Rule) -> str:
        """Why `rule` says what it says, in this case's numbers."""
        return self.text(rule.because) or rule.because

    def formula(self, name: str) -> str:
        """The formula behind a fact as it stands in the knowledge, or an empty text."""
        fact = self.facts.get(name)
        if fact is None:
            return ""
        if fact.parts:
            return " + ".join(self._part(rule, name) for rule, _ in fact.parts)
        for effect in fact.rule.effects if fact.rule else ():
            if getattr(effect, "fact", None) == name and getattr(effect, "formula", None) is not None:
                return str(effect.formula.text)  # type: ignore[union-attr]
        return ""

    def _part(self, rule: Rule, name: str) -> str:
        return next((e.formula.text for e in rule.effects if isinstance(e, AddAmount) and e.fact == name), rule.id)
