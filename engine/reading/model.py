"""What a reading is: facts, features and the intent found in a text, and whatever was not understood."""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]
Value = float | str | bool | frozenset[str]


@dataclass(frozen=True, slots=True)
class Context:
    """The question on screen: a fact's name, `capabilities` or a decision's id."""

    asked: str | None = None
    capabilities: frozenset[str] = frozenset()
    """What the system does already, by what was said before."""


@dataclass(frozen=True, slots=True)
class ReadFact:
    """One fact as it was said. Numbers are canonical: bytes, seconds, dollars, counts, these per second."""

    fact: str
    value: Value
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something that was said and not taken. A `problem` is an impossible value."""

    words: str
    span: Span
    reason: str
    fact: str | None = None
    problem: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The meaning of one message. Spans point into `text`: the message normalised and capped."""

    text: str
    intent: str
    facts: tuple[ReadFact, ...] = ()
    scale: dict[str, float] = field(default_factory=dict)
    capabilities: tuple[str, ...] = ()
    not_capabilities: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()
    """Features that were understood and that the knowledge has nothing about."""
    preset: str | None = None
    product: str | None = None
    """The product named as the model, whether or not there is a preset for it."""
    compared: bool = False
    """Whether the product is only compared with: 'Airbnb for boats' has the size of none."""
    target: str | tuple[str, ...] | None = None
    named: tuple[str, ...] = ()
    """Technologies that the description asks for: 'a shop on PostgreSQL and Kafka'."""
    leftovers: tuple[Leftover, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Leftover, ...]:
        return tuple(left for left in self.leftovers if left.problem)

    def value_of(self, fact: str) -> Value | None:
        return next((read.value for read in self.facts if read.fact == fact), None)
