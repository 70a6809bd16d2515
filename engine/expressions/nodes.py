"""The tree of a parsed expression. `at` is the offset in the text, from 0."""

from __future__ import annotations

from dataclasses import dataclass

from engine.units import Dimension


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    dimension: Dimension
    bare: bool
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, a decision, a word of a choice, or `owner.attribute`."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: str
    left: Node
    right: Node
    at: int


@dataclass(frozen=True, slots=True)
class Negative:
    of: Node
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Node, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Choose:
    """`if(condition, then, otherwise)`."""

    condition: Node
    then: Node
    otherwise: Node
    at: int


@dataclass(frozen=True, slots=True)
class Compare:
    operator: str
    left: Node
    right: Node
    at: int


@dataclass(frozen=True, slots=True)
class Among:
    """`choice in [a, b]`."""

    item: Node
    options: tuple[Node, ...]
    negated: bool
    at: int


@dataclass(frozen=True, slots=True)
class Member:
    """`feed in capabilities`."""

    item: Node
    of: Name
    negated: bool
    at: int


@dataclass(frozen=True, slots=True)
class Known:
    of: Name
    at: int


@dataclass(frozen=True, slots=True)
class Not:
    of: Node
    at: int


@dataclass(frozen=True, slots=True)
class All:
    of: tuple[Node, ...]
    at: int


@dataclass(frozen=True, slots=True)
class AnyOf:
    of: tuple[Node, ...]
    at: int


Node = Number | Name | Arithmetic | Negative | Call | Choose | Compare | Among | Member | Known | Not | All | AnyOf
