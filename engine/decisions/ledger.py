"""A ledger holds all the evidence of one decision and makes the choice.

The choice is the option with the most points that no rule ruled out; a tie goes to the option listed first, and
options are listed simplest first. A pin is the person's own choice: it wins, and what speaks against it becomes a risk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
class Heard:
    """All that one rule says about one decision, made once for a knowledge base."""

    entries: tuple[Entry, ...]
    exclusions: tuple[Exclusion, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    option: str
    points: float
    excluded: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """`choice` is taken; `free_choice` is what it would have been without a pin.

    `tally` holds the points of all options, simplest first; `heard` what the fired rules said, in their order.
    `unsatisfiable`: every option is ruled out, and the choice is the best of a bad lot.
    """

    decision: str
    choice: str
    free_choice: str
    tally: Mapping[str, float]
    heard: tuple[Heard, ...]
    excluded: frozenset[str]
    pinned: bool = False

    @property
    def unsatisfiable(self) -> bool:
        return len(self.excluded) == len(self.tally)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for said in self.heard for entry in said.entries)

    @property
    def exclusions(self) -> tuple[Exclusion, ...]:
        return tuple(exclusion for said in self.heard for exclusion in said.exclusions)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Every option with its points, simplest first."""
        return tuple(Standing(o, points, o in self.excluded) for o, points in self.tally.items())

    def points(self, option: str) -> float:
        return self.tally[option]

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


def heard_from(rule: Rule, decision: str) -> Heard:
    """What `rule` says about `decision` when it fires."""
    effects = rule.effects
    return Heard(
        tuple(Entry(e.option, e.points, rule) for e in effects if isinstance(e, Evidence) and e.decision == decision),
        tuple(Exclusion(e.option, e.why, rule) for e in effects if isinstance(e, RuleOut) and e.decision == decision),
    )


def settle(decision: str, options: Sequence[str], heard: Sequence[Heard], pin: str | None = None) -> Ledger:
    """The ledger of `decision` from what the fired rules say, in their order. `options` are simplest first."""
    tally = dict.fromkeys(options, 0.0)
    excluded: set[str] = set()
    for said in heard:
        for entry in said.entries:
            tally[entry.option] += entry.points
        for exclusion in said.exclusions:
            excluded.add(exclusion.option)
    best = max(tally, key=tally.__getitem__)  # max keeps the first of equals
    if best in excluded and len(excluded) < len(tally):
        best = max((o for o in tally if o not in excluded), key=tally.__getitem__)
    choice = best if pin is None else pin
    return Ledger(decision, choice, best, tally, tuple(heard), frozenset(excluded), pin is not None)
