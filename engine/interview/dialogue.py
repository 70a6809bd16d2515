"""The whole state of a conversation: immutable, and JSON on the way in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from engine.design.words import holds
from engine.findings import InputError
from engine.inference.evaluation import Evaluation
from engine.inference.given import Given, Givens, with_preset
from engine.knowledge.definitions import Knowledge, Value
from engine.knowledge.values import plain

VERSION = 1
CAPABILITIES = "capabilities"


@dataclass(frozen=True)
class Dialogue:
    """What a person said so far, and the question on screen.

    `named` is what the person calls the system, `title` what headings call it.
    `facts` are the person's own, never the preset's. `dropped` are facts of the preset that the person took back,
    `excluded` the capabilities ruled out, `unplaced` numbers that found no fact. `asked` are all questions
    that were put, in order; `past` those one can go back to. Facts do not hang on the order of the questions, so going
    back loses nothing.
    """

    facts: Mapping[str, Given] = field(default_factory=dict)
    pins: Mapping[str, str] = field(default_factory=dict)
    preset: str | None = None
    unplaced: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    asked: tuple[str, ...] = ()
    skipped: frozenset[str] = frozenset()
    question: str | None = None
    title: str = ""
    named: str = ""
    designed: bool = False
    past: tuple[str, ...] = ()

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)

    def with_fact(self, name: str, given: Given) -> Self:
        return self.but(facts={**self.facts, name: given}, dropped=self.dropped - {name})

    def without_fact(self, name: str) -> Self:
        return self.but(facts={key: given for key, given in self.facts.items() if key != name})

    def with_pin(self, decision: str, option: str | None) -> Self:
        pins = {key: choice for key, choice in self.pins.items() if key != decision}
        return self.but(pins=pins if option is None else {**pins, decision: option})

    def as_json(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "facts": {
                name: {"value": plain(given.value), "origin": given.origin, "words": given.words}
                for name, given in self.facts.items()
            },
            "pins": dict(self.pins),
            "preset": self.preset,
            "unplaced": list(self.unplaced),
            "excluded": sorted(self.excluded),
            "dropped": sorted(self.dropped),
            "asked": list(self.asked),
            "skipped": sorted(self.skipped),
            "question": self.question,
            "title": self.title,
            "named": self.named,
            "designed": self.designed,
            "past": list(self.past),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The dialogue that `as_json` wrote. Raises InputError for another version, or for what is no dialogue."""
        if data.get("version") != VERSION:
            raise InputError(f"this conversation has version {data.get('version')!r}: version {VERSION} can be read")
        try:
            return cls(
                facts={
                    str(name): Given(_value(given["value"]), given["origin"], str(given["words"]))
                    for name, given in data["facts"].items()
                },
                pins={str(decision): str(option) for decision, option in data["pins"].items()},
                preset=data["preset"],
                unplaced=tuple(str(words) for words in data.get("unplaced", ())),
                excluded=frozenset(data["excluded"]),
                dropped=frozenset(data["dropped"]),
                asked=tuple(data["asked"]),
                skipped=frozenset(data["skipped"]),
                question=data["question"],
                title=data["title"],
                named=data.get("named", ""),
                designed=bool(data["designed"]),
                past=tuple(data["past"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(f"this is no conversation: {error!r} is missing or of another kind") from None


def _value(raw: Any) -> Value:
    if isinstance(raw, list):
        return frozenset(raw)
    if isinstance(raw, bool | str):
        return raw
    return float(raw)


def start() -> Dialogue:
    return Dialogue()


def fallback(evaluation: Evaluation) -> Given | None:
    """What a system is taken to do of which nobody says what people do with it; None in a base without such a thing.

    A capability whose own facts were stated goes before one that is only assumed: who speaks of keys means a store of
    keys.
    """
    knowledge = evaluation.knowledge
    homes = Counter(knowledge.facts[n].home for n, fact in evaluation.facts.items() if fact.origin == "given")
    stated = [name for name, _ in homes.most_common() if name in knowledge.capabilities]
    assumed = [name for name, capability in knowledge.capabilities.items() if capability.fallback]
    for name in (*stated, *(n for n in assumed if holds(evaluation, knowledge.capabilities[n].fallback))):
        return Given(frozenset([name]), "assumed", knowledge.capabilities[name].summary)
    return None


def givens(knowledge: Knowledge, dialogue: Dialogue) -> Givens:
    """What goes into an evaluation, with the preset laid under what the person gave.

    What the knowledge no longer holds (it may be edited while people talk) is left out.
    """
    own = {name: given for name, given in dialogue.facts.items() if name in knowledge.facts}
    preset = dialogue.preset if dialogue.preset in knowledge.presets else None
    facts = with_preset(knowledge, preset, own, dialogue.dropped) if preset is not None else own
    used = facts.get(CAPABILITIES)
    if used is not None and isinstance(used.value, frozenset):
        kept = frozenset(c for c in used.value if c in knowledge.capabilities) - dialogue.excluded
        facts[CAPABILITIES] = Given(kept, used.origin, used.words)
        if not kept:
            del facts[CAPABILITIES]
    pins = {
        decision: option
        for decision, option in dialogue.pins.items()
        if decision in knowledge.decisions and option in knowledge.decisions[decision].options
    }
    return Givens(facts, pins, preset, dialogue.unplaced)
