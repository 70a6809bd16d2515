"""The compiled knowledge base: immutable, and all that `evaluate` needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from engine.expressions import Atom, Condition, Formula, Symbols
from engine.findings import Finding, Place
from engine.knowledge import models
from engine.units import Unit

if TYPE_CHECKING:
    from engine.loading.positions import Document
    from engine.strata import Stratum

FactKind = Literal["quantity", "choice", "set", "flag"]
Value = float | str | bool | frozenset[str]


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its kind (the folder's name), its validated form, and the document for positions."""

    kind: str
    form: models.Form
    document: Document


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """A fact of the vocabulary. `low` and `high` are canonical; `words` are ids with titles of a choice or set."""

    name: str
    title: str
    kind: FactKind
    unit: Unit
    shown_in: Unit
    low: float
    high: float
    words: Mapping[str, str]
    form: models.Fact
    home: str
    place: Place

    @property
    def accumulates(self) -> bool:
        return self.form.accumulates

    @property
    def share(self) -> bool:
        """Whether it lies between 0 and 1, so that its distance from 1 counts as well."""
        return self.low >= 0 and self.high <= 1

    def clipped(self, value: float) -> float:
        """`value`, or the nearer end of the range where it lies outside."""
        return min(max(value, self.low), self.high)

    def rank(self, value: Value) -> float:
        """What `combine` compares: a number itself, of a word its place among the words of the fact."""
        return float(value) if isinstance(value, float | int) else float(list(self.words).index(str(value)))


@dataclass(frozen=True, slots=True)
class SetFact:
    """Derives `fact`: by a formula, or as a constant."""

    fact: str
    formula: Formula | None = None
    constant: Value | None = None


@dataclass(frozen=True, slots=True)
class AddAmount:
    fact: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class AddMember:
    fact: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Points for an option; against it, if negative."""

    decision: str
    option: str
    points: float


@dataclass(frozen=True, slots=True)
class RuleOut:
    decision: str
    option: str
    why: str


@dataclass(frozen=True, slots=True)
class CannotHold:
    """The `facts` cannot all be as they are; easing one of them may resolve it."""

    facts: tuple[str, ...]


Effect = SetFact | AddAmount | AddMember | Evidence | RuleOut | CannotHold
RuleKind = Literal["rule", "default", "implied", "sizing"]


@dataclass(slots=True, eq=False)
class Rule:
    """A compiled rule. `alternatives` and `makes` are numbers of atoms in `Knowledge.atoms`.

    `kind`: a rule of a file; a fact's default; a capability implied by another; the sizing of a component.
    """

    number: int
    id: str
    kind: RuleKind
    place: Place
    condition: Condition
    alternatives: tuple[tuple[int, ...], ...]
    effects: tuple[Effect, ...]
    because: str
    source: models.Source | None
    status: models.Status
    overrides: tuple[str, ...]
    home: str
    otherwise: str = ""
    makes: tuple[int, ...] = ()
    stratum: int = 0
    order: int = 0

    @property
    def counts(self) -> bool:
        return self.status != "draft"

    @property
    def formulas(self) -> tuple[Formula, ...]:
        return tuple(e.formula for e in self.effects if isinstance(e, SetFact | AddAmount) and e.formula is not None)


@dataclass(frozen=True, slots=True)
class DecisionDefinition:
    """A decision with its options in order, simplest first, and the attributes of each in canonical units.

    `applies` is when it is to be taken, `speaks` when it answers its published topic before the topic's usual decision.
    """

    id: str
    form: models.Decision
    options: Mapping[str, models.Option]
    attributes: Mapping[str, Mapping[str, float]]
    applies: Condition | None
    place: Place
    speaks: Condition | None = None


@dataclass(frozen=True, slots=True)
class ConstantDefinition:
    """A limit or price of a technology, in canonical units."""

    key: str
    value: float
    unit: Unit
    form: models.Constant
    place: Place


@dataclass(frozen=True, slots=True)
class PresetDefinition:
    id: str
    form: models.Preset
    facts: Mapping[str, Value]
    sources: Mapping[str, str]
    place: Place


@dataclass(slots=True, eq=False)
class Knowledge:
    """Everything Groundplan knows, compiled. `findings` are warnings: with an error there is no Knowledge."""

    revision: str
    facts: dict[str, FactDefinition]
    decisions: dict[str, DecisionDefinition]
    capabilities: dict[str, models.Capability]
    technologies: dict[str, models.Technology]
    constants: dict[str, ConstantDefinition]
    presets: dict[str, PresetDefinition]
    rules: list[Rule]
    atoms: list[Atom]
    symbols: Symbols
    strata: list[Stratum]
    parts: list[Part]
    templates: dict[str, str]
    template_paths: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    memo: dict[str, Any] = field(default_factory=dict)

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id; raises KeyError."""
        return self._rules_by_id[rule_id]

    @property
    def _rules_by_id(self) -> dict[str, Rule]:
        table: dict[str, Rule] | None = self.memo.get("rules-by-id")
        if table is None:
            table = self.memo["rules-by-id"] = {rule.id: rule for rule in self.rules}
        return table

    def template_place(self, name: str, line: int = 1, column: int = 1) -> Place:
        """Where a section template stands: in the shipped folder, or in the overlay that replaces it."""
        return Place(self.template_paths.get(name, f"knowledge/sections/{name}"), line, column)

    def title(self, decision: str, option: str) -> str:
        return self.decisions[decision].options[option].title
