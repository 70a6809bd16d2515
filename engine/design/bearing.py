"""Which facts bear on a design: what its sums read on the branch that they took, and what its texts name.

An assumption that bears on nothing (how long a token lasts, where sessions are rows) is not worth a reader's time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from engine.design.words import holds
from engine.inference.evaluation import Evaluation
from engine.knowledge import Knowledge
from engine.knowledge.definitions import Rule, SetFact
from engine.knowledge.models import Capability, Failure
from engine.texts import names

Named = tuple[tuple[str, ...], tuple[str, ...]]
"""The conditions under which a text is shown, and the facts that it names."""

_NOT_SHOWN = frozenset(("facts", "derive", "rules", "examples"))


class _Watched(Mapping[str, Any]):
    """A state that remembers what was read from it."""

    def __init__(self, state: Mapping[str, Any]) -> None:
        self._state, self.read = state, set[str]()

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return self._state[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._state)

    def __len__(self) -> int:
        return len(self._state)


def bearing(evaluation: Evaluation, capabilities: Sequence[Capability]) -> frozenset[str]:
    """The facts that the sums of rules which counted have read, or that a text of these capabilities shows."""
    watched = _Watched(evaluation.state)
    usual: dict[str, Rule] = {}
    for firing in evaluation.firings:
        if firing.overruled:
            continue
        if firing.rule.kind == "default":
            usual |= {e.fact: firing.rule for e in firing.rule.effects if isinstance(e, SetFact)}
            continue
        watched.read.update(names(firing.rule.because))
        _read_sums(firing.rule, watched)
    for capability in capabilities:
        for conditions, named in _texts_of(evaluation.knowledge, capability):
            if all(holds(evaluation, when) for when in conditions):
                watched.read.update(named)
    # What a usual value is made of bears on the design only where that value does.
    while wanted := usual.keys() & watched.read:
        for name in wanted:
            _read_sums(usual.pop(name), watched)
    return frozenset(watched.read)


def _read_sums(rule: Rule, watched: _Watched) -> None:
    for effect in rule.effects:
        if (formula := getattr(effect, "formula", None)) is not None:
            formula(watched)


def _texts_of(knowledge: Knowledge, capability: Capability) -> list[Named]:
    cache: dict[str, list[Named]] = knowledge.memo.setdefault("named", {})
    if capability.capability not in cache:
        shown = (getattr(capability, name) for name in type(capability).model_fields if name not in _NOT_SHOWN)
        cache[capability.capability] = [found for part in shown for found in _walk(part, ())]
    return cache[capability.capability]


def _walk(part: Any, conditions: tuple[str, ...]) -> Iterator[Named]:
    if isinstance(part, str):
        if found := names(part):
            yield conditions, tuple(found)
    elif isinstance(part, BaseModel):
        when = getattr(part, "applies_when" if isinstance(part, Failure) else "when", None)
        conditions = (*conditions, when) if when else conditions
        for name in type(part).model_fields:
            yield from _walk(getattr(part, name), conditions)
    elif isinstance(part, Mapping):
        for item in part.values():
            yield from _walk(item, conditions)
    elif isinstance(part, Sequence):
        for item in part:
            yield from _walk(item, conditions)
