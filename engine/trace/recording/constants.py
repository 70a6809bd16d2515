"""Which technology limits and prices were read, by a rule itself or through any number of facts."""

from __future__ import annotations

from collections.abc import Iterator

from engine.trace.recording.case import Case
from engine.trace.recording.kept import Constants, KeptConstants
from engine.trace.recording.readings import Reading
from engine.trace.recording.writing import table


def constants_read(case: Case) -> Constants:
    """Walks the firings and the decisions in their order, for what a rule reads was settled before it."""
    evaluation, kept = case.evaluation, case.kept.constants
    choices, given = evaluation.choices, frozenset(evaluation.givens.facts)
    if kept is None or (kept.fired, kept.overruled, kept.choices, kept.given) != (
        case.fired,
        case.overruled,
        choices,
        given,
    ):
        kept = KeptConstants(case.fired, case.overruled, choices, given, _Walk(case).constants())
        case.kept.constants = kept
    return kept.constants


class _Walk:
    def __init__(self, case: Case) -> None:
        self.case, self.readings = case, case.standing.readings
        self.behind: dict[str, int] = {}

    def constants(self) -> Constants:
        evaluation, readings, behind = self.case.evaluation, self.readings, self.behind
        given, everything = evaluation.givens.facts, 0
        overruled = self.case.overruled
        fired = [rule for rule in self.case.fired if rule.number in readings.rules]
        fired.reverse()
        for stratum in evaluation.knowledge.strata:
            while fired and fired[-1].stratum == stratum.number:
                rule = fired.pop()
                reading = readings.rules[rule.number]
                bits = self.read_by(reading)
                everything |= bits
                if bits and rule.number not in overruled and rule.counts:
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
