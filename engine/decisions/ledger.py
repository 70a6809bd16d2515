"""A ledger holds all the evidence of one decision and makes the choice.

The choice is the option with the most points that no rule ruled out; a tie goes to the option listed first, and
options are listed simplest first. A pin is the person's own choice: it wins, and what speaks against it becomes a risk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.knowledge.definitions import Evidence, Rule, RuleOut


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule's points for (or, negative, against) one option."""

    option: str
    points: float
    rule: Rule


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One rule that ruled an option out, and its words for why."""

    option: str
    why: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Standing:
    option: str
    points: float
    excluded: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """`choice` is taken; `free_choice` is what it would have been without a pin.

    `unsatisfiable`: every option is ruled out, and the choice is the best of a bad lot.
    """

    decision: str
    choice: str
    free_choice: str
    standings: tuple[Standing, ...]
    entries: tuple[Entry, ...]
    exclusions: tuple[Exclusion, ...]
    pinned: bool = False
    unsatisfiable: bool = False

    def points(self, option: str) -> float:
        return next(s.points for s in self.standings if s.option == option)

    def entries_for(self, option: str) -> tuple[Entry, ...]:
        """The evidence on `option`, strongest first."""
        return tuple(sorted((e for e in self.entries if e.option == option), key=lambda e: -e.points))

    def exclusions_of(self, option: str) -> tuple[Exclusion, ...]:
        return tuple(e for e in self.exclusions if e.option == option)

    @property
    def runner_up(self) -> str | None:
        """The best option not chosen; one that is not ruled out before one that is."""
        others = [s for s in self.standings if s.option != self.choice]
        return min(others, key=lambda s: (s.excluded, -s.points)).option if others else None

    @property
    def margin(self) -> float:
        """Points by which the choice leads the best other option that is not ruled out; infinite if there is none."""
        others = [s.points for s in self.standings if s.option != self.choice and not s.excluded]
        return self.points(self.choice) - max(others) if others else float("inf")


@dataclass(frozen=True, slots=True)
class Heard:
    """All that one rule says about one decision, made once for a knowledge base."""

    entries: tuple[Entry, ...]
    exclusions: tuple[Exclusion, ...]


def heard_from(rule: Rule, decision: str) -> Heard:
    """What `rule` says about `decision` when it fires."""
    effects = rule.effects
    return Heard(
        tuple(Entry(e.option, e.points, rule) for e in effects if isinstance(e, Evidence) and e.decision == decision),
        tuple(Exclusion(e.option, e.why, rule) for e in effects if isinstance(e, RuleOut) and e.decision == decision),
    )


def settle(decision: str, options: Sequence[str], heard: Sequence[Heard], pin: str | None = None) -> Ledger:
    """The ledger of `decision` from what the fired rules say, in their order. `options` are simplest first."""
    points = dict.fromkeys(options, 0.0)
    entries: list[Entry] = []
    exclusions: list[Exclusion] = []
    for said in heard:
        entries += said.entries
        exclusions += said.exclusions
        for entry in said.entries:
            points[entry.option] += entry.points
    excluded = {e.option for e in exclusions}
    candidates = [o for o in options if o not in excluded] or list(options)
    best = max(candidates, key=points.__getitem__)  # max keeps the first of equals
    return Ledger(
        decision=decision,
        choice=pin if pin is not None else best,
        free_choice=best,
        standings=tuple([Standing(o, points[o], o in excluded) for o in options]),
        entries=tuple(entries),
        exclusions=tuple(exclusions),
        pinned=pin is not None,
        unsatisfiable=len(excluded) == len(options),
    )
