"""What the last trace by a knowledge base said of each fact, rule and decision: the next one writes what changed.

From one turn of a conversation to the next, and from one point of a sweep to the next, most of a case is as it was. So
the entries are kept as text, each until a value changes that it names. What is kept belongs to one trace at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.decisions.ledger import Ledger
from engine.inference.evaluation import Evaluation, Origin
from engine.inference.given import Given
from engine.knowledge.definitions import Knowledge, Rule
from engine.trace.recording.standing import Standing, standing
from engine.trace.recording.writing import valued

UNKNOWN = ', "unknown": true}'
"""Ends what is said of a comparison with something unknown."""

_MEMO = "trace-kept"
_NOTHING: Mapping[str, Any] = {}


class Values(dict[str, str]):
    """The value of each key as JSON; `null` of one that is unknown."""

    state: Mapping[str, Any] = _NOTHING

    def __missing__(self, key: str) -> str:
        text = self[key] = valued(self.state.get(key))
        return text


class Found(Values):
    """The value of each key as the last member of an object, which says so where it is unknown."""

    def __missing__(self, key: str) -> str:
        value = self.state.get(key)
        text = self[key] = f"null{UNKNOWN}" if value is None else f"{valued(value)}}}"
        return text


@dataclass(frozen=True, slots=True)
class Constants:
    """Sets of constants as bits: those behind each fact and decision, and those behind anything."""

    behind: dict[str, int]
    all: int


@dataclass(frozen=True, slots=True)
class KeptFact:
    """The entry of a fact, with what it was written of beside the value."""

    origin: Origin
    rule: Rule | None
    parts: tuple[tuple[Rule, float], ...]
    given: Given | None
    text: str


@dataclass(frozen=True, slots=True)
class KeptLedger:
    """The entry of a decision, with what it was written of, and the names in its reasons."""

    ledger: Ledger
    constants: int
    names: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class KeptConstants:
    """The constants that were read, and all that this follows from: what fired, counted, was chosen and was given."""

    fired: list[Rule]
    overruled: dict[int, str]
    choices: dict[str, str]
    given: frozenset[str]
    constants: Constants


class Kept:
    """Texts by key, or by the number of the rule or atom; None where there is none, or no longer.

    `firings` are the entries of rules if they fire, without their ends; `unfired` those of rules if they do not, and
    `stale` the numbers of those that are missing. `missed` are empty of an atom that holds; `untested` are out of date.
    """

    def __init__(self, known: Standing) -> None:
        rules = len(known.rules)
        self.standing = known
        self.state: Mapping[str, Any] = _NOTHING
        self.names: set[str] = set()
        self.sorted: list[str] = []
        self.values, self.found = Values(), Found()
        self.shown: dict[str, str | None] = {}
        self.because: list[str | None] = [None] * rules
        self.firings: list[str | None] = [None] * rules
        self.unfired: list[str] = [""] * rules
        self.stale = set(range(rules))
        self.missed: list[str] = [""] * len(known.atoms)
        self.untested = set(range(len(known.atoms)))
        self.facts: dict[str, KeptFact] = {}
        self.ledgers: dict[str, KeptLedger] = {}
        self.constants: KeptConstants | None = None

    @staticmethod
    def taken(evaluation: Evaluation) -> Kept:
        """What is kept for the knowledge of `evaluation` and still true of it; nobody else has it until `give_back`."""
        kept: Kept | None = evaluation.knowledge.memo.pop(_MEMO, None)
        if kept is None:
            kept = Kept(standing(evaluation.knowledge))
        kept._turn_to(evaluation)
        return kept

    def give_back(self, knowledge: Knowledge) -> None:
        knowledge.memo[_MEMO] = self

    def _turn_to(self, evaluation: Evaluation) -> None:
        """Forgets all that names what is no longer as it was."""
        names = set(evaluation.facts)
        if self.state:
            changed = set(_changed(self.state, evaluation.state)) | (names ^ self.names)
            for name in list(changed):
                changed.update(self.standing.attributes.get(name, ()))
            self._forget(changed)
        if names != self.names:
            self.names, self.sorted = names, sorted(names)
        self.state = self.values.state = self.found.state = evaluation.state

    def _forget(self, changed: set[str]) -> None:
        dependents = self.standing.dependents
        firings, reasons = set[int](), set[int]()
        for key in changed:
            self.values.pop(key, None)
            self.found.pop(key, None)
            self.shown.pop(key, None)
            self.facts.pop(key, None)
            of = dependents.get(key)
            if of is not None:
                self.untested.update(of.atoms)
                self.stale.update(of.unfired)
                firings.update(of.firings)
                reasons.update(of.reasons)
        for number in firings:
            self.firings[number] = None
        for number in reasons:
            self.because[number] = None
            for fact in self.standing.rules[number].derives:
                self.facts.pop(fact, None)
        for name in [name for name, kept in self.ledgers.items() if not kept.names.isdisjoint(changed)]:
            del self.ledgers[name]


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """The keys whose values are not written alike; 0 and -0 are equal, and are not."""
    yield from before.keys() - after.keys()
    for key, value in after.items():
        old = before.get(key)
        if old is not value and (
            old != value or type(old) is not type(value) or (not value and repr(old) != repr(value))
        ):
            yield key
