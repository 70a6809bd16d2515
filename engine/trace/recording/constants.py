"""Which technology limits and prices were read, by a rule itself or through any number of facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.trace.recording.case import Case
from engine.trace.recording.readings import Reading
from engine.trace.recording.writing import table


@dataclass(frozen=True, slots=True)
class Constants:
    """Sets of constants as bits: those behind each fact and decision, and those behind anything."""

    behind: dict[str, int]
    all: int


def constants_read(case: Case) -> Constants:
    """Walks the firings and the decisions in their order, for what a rule reads was settled before it."""
    return _Walk(case).constants()


class _Walk:
    def __init__(self, case: Case) -> None:
        self.case, self.readings = case, case.standing.readings
        self.behind: dict[str, int] = {}

    def constants(self) -> Constants:
        evaluation, readings, behind = self.case.evaluation, self.readings, self.behind
        given, everything = evaluation.givens.facts, 0
        firings = [f for f in self.case.firings if f.rule.number in readings.rules]
        firings.reverse()
        for stratum in evaluation.knowledge.strata:
            while firings and firings[-1].rule.stratum == stratum.number:
                firing = firings.pop()
                reading = readings.rules[firing.rule.number]
                bits = self.read_by(reading)
                everything |= bits
                if bits and not firing.overruled and firing.rule.counts:
                    for name, joins in reading.writes:
                        if joins or name not in given:
                            behind[name] = behind.get(name, 0) | bits
            for name in stratum.settles:
                if name in evaluation.ledgers:
                    behind[name] = self.read_by(readings.decisions[name])
                    everything |= behind[name]
        return Constants(behind, everything)

    def read_by(self, reading: Reading) -> int:
        bits, behind = reading.own, self.behind
        for key in reading.facts:
            if key in behind:
                bits |= behind[key]
        for decision, name in reading.attributes:
            bits |= self.attribute(decision, name)
        return bits

    def attribute(self, decision: str, name: str) -> int:
        """An attribute of a choice is a constant of the technology that was chosen, and stands on the choice."""
        evaluation = self.case.evaluation
        ledger = evaluation.ledgers.get(decision)
        if ledger is None:
            return 0
        option = evaluation.knowledge.decisions[decision].options[ledger.choice]
        own = 0 if name in option.limits else self.readings.bits.get(f"{option.technology}.{name}", 0)
        return self.behind.get(decision, 0) | own


def constants(case: Case, read: Constants) -> str:
    """The constants that any rule or decision has read: value, date, source and place."""
    standing = case.standing
    return table([f"{standing.names[n]}: {standing.constants[n]}" for n in _numbers(read.all)])


def listed(case: Case, bits: int) -> str:
    """The names of a set of constants as JSON."""
    names = case.standing.names
    return f"[{', '.join([names[n] for n in _numbers(bits)])}]"


def _numbers(bits: int) -> Iterator[int]:
    """The numbers of the constants in a set, in the order of their names."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
