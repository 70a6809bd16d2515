"""What a comparison of two traces finds: what differs, and the way back to the cause of each choice that does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
Pair = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Cause:
    """One step on the way back. `root`: nothing lies behind it but what somebody said, chose or wrote."""

    kind: str
    name: str
    words: str
    root: bool = False
    because: tuple[Cause, ...] = ()

    def as_json(self) -> Record:
        entry: Record = {"kind": self.kind, "name": self.name, "words": self.words}
        if self.root:
            entry["root"] = True
        if self.because:
            entry["because"] = [cause.as_json() for cause in self.because]
        return entry

    def roots(self) -> Iterator[Cause]:
        if self.root:
            yield self
        for cause in self.because:
            yield from cause.roots()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two traces: each entry of a map is (in A, in B), None where one of them has nothing."""

    names: tuple[str, str]
    knowledge: Pair | None
    title: Pair | None
    preset: Pair | None
    given: dict[str, Pair]
    pins: dict[str, Pair]
    constants: dict[str, Pair]
    facts: dict[str, Pair]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    edited: dict[str, Pair]
    evidence: dict[str, list[Record]]
    choices: dict[str, Pair]
    components: dict[str, Pair]
    cost: Pair | None
    document: Pair | None
    causes: dict[str, Cause] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        rooms = (self.knowledge, self.title, self.preset, self.given, self.pins, self.constants, self.facts)
        more = (self.only_a, self.only_b, self.edited, self.evidence, self.choices, self.document)
        return not any(rooms) and not any(more)

    def as_json(self) -> Record:
        def pairs(found: dict[str, Pair]) -> Record:
            return {name: {"a": a, "b": b} for name, (a, b) in found.items()}

        def pair(found: Pair | None) -> Record | None:
            return None if found is None else {"a": found[0], "b": found[1]}

        return {
            "a": self.names[0],
            "b": self.names[1],
            "same": self.same,
            "knowledge": pair(self.knowledge),
            "title": pair(self.title),
            "preset": pair(self.preset),
            "given": pairs(self.given),
            "pins": pairs(self.pins),
            "constants": pairs(self.constants),
            "facts": pairs(self.facts),
            "rules": {"only_a": list(self.only_a), "only_b": list(self.only_b), "edited": pairs(self.edited)},
            "evidence": self.evidence,
            "choices": pairs(self.choices),
            "components": pairs(self.components),
            "monthly_cost": pair(self.cost),
            "document": pair(self.document),
            "causes": {
                name: {
                    "tree": cause.as_json(),
                    "roots": [r.as_json() for r in unique(cause.roots())],
                }
                for name, cause in self.causes.items()
            },
        }


def unique(causes: Iterable[Cause]) -> list[Cause]:
    """Each cause once, where it stands first."""
    return list({(c.kind, c.name): c for c in reversed(list(causes))}.values())[::-1]
