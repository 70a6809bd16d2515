"""Conditions that can never hold, always hold, or compare with what a name can never be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engine.checks.base import Base, Written
from engine.checks.check import Check, Remark
from engine.checks.domains import Box, Interval, Members, Words, always_holds, narrowed
from engine.expressions import Atom
from engine.findings import Severity
from engine.knowledge.definitions import Knowledge
from engine.units import show


class NeverFires(Check):
    code = "never-fires"
    severity: ClassVar[Severity] = "error"
    title = "A rule that can never fire"
    explains = (
        "Its condition contradicts itself (`x > 5 and x < 3`) or asks for values outside of a fact's range. Whoever "
        "wrote it believes that the case is handled, and it is not."
    )
    fix = "correct the condition, widen the fact's range, or remove the rule"

    def remarks(self, base: Base) -> Iterator[Remark]:
        whole = Box.whole(base.domains)
        for written in base.written:
            alternatives = written.rule.condition.alternatives
            if any(_disabled(atoms) for atoms in alternatives):
                continue
            if alternatives and all(whole.narrowed(atoms) is None for atoms in alternatives):
                culprit = _culprit(whole, alternatives[0])
                message = f"the rule '{written.rule.id}' can never fire: {_contradiction(whole, alternatives[0])}"
                yield Remark(written.part, (*written.path, "when"), message, word=culprit)


class DeadAlternative(Check):
    code = "dead-alternative"
    title = "A part of a condition that can never hold"
    explains = "One side of an `or` contradicts itself, so the rule fires for the other side alone."
    fix = "correct that side, or remove it"

    def remarks(self, base: Base) -> Iterator[Remark]:
        whole = Box.whole(base.domains)
        for written in base.written:
            alternatives = written.rule.condition.alternatives
            dead = [atoms for atoms in alternatives if not _disabled(atoms) and whole.narrowed(atoms) is None]
            # `a and (b or c)` with `not b` makes dead alternatives of a sound condition: what others cover is fine.
            dead = [atoms for atoms in dead if any(self._only_in(a, dead, alternatives) for a in atoms)]
            if dead and len(dead) < len(alternatives):
                message = (
                    f"a part of the condition of '{written.rule.id}' never holds: {_contradiction(whole, dead[0])}"
                )
                yield Remark(written.part, (*written.path, "when"), message, word=_culprit(whole, dead[0]))

    def _only_in(self, atom: Atom, dead: list[tuple[Atom, ...]], all_of_them: tuple[tuple[Atom, ...], ...]) -> bool:
        return all(atom not in atoms or atoms in dead for atoms in all_of_them)


class AlwaysFires(Check):
    code = "always-fires"
    title = "A condition that always holds"
    explains = (
        "Within the ranges of the facts that it reads there is no value for which it fails (`x >= 0`, `a or not a`). "
        "The rule says that it depends on something, and it does not."
    )
    fix = "remove `when`, or correct the threshold"

    def remarks(self, base: Base) -> Iterator[Remark]:
        whole = Box.whole(base.domains)
        for written in base.written:
            condition = written.rule.condition
            atoms = _atoms(written)
            asked = any(
                atom.test == "known" or _beyond(base, atom) for atom in atoms
            )  # threshold-range says the latter
            if condition.text and not asked and always_holds(condition, whole):
                message = f"the condition of '{written.rule.id}' holds whatever {' or '.join(condition.reads[:3])} is"
                yield Remark(written.part, (*written.path, "when"), message, word=condition.reads[0])


class ThresholdOutOfRange(Check):
    code = "threshold-range"
    title = "A threshold outside of the fact's range"
    explains = (
        "A fact outside of its range is refused, so a comparison with a number beyond it is always true or never. "
        "Most often a unit or a suffix is wrong: `20` for `20k`."
    )
    fix = "correct the threshold, or the fact's range"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for written in base.written:
            for atom in _atoms(written):
                declared = base.domains.of(atom.key)
                if not _beyond(base, atom) or not isinstance(declared, Interval):
                    continue
                unit = base.knowledge.facts[atom.key].shown_in if atom.key in base.knowledge.facts else None
                span = (
                    f"{show(declared.low, unit)} to {show(declared.high, unit)}"
                    if unit
                    else f"{declared.low:g} to {declared.high:g}"
                )
                message = f"'{atom.text}' in '{written.rule.id}' is outside of what {atom.key} can be: {span}"
                yield Remark(written.part, (*written.path, "when"), message, word=atom.key)


class ImpossibleValue(Check):
    code = "impossible-value"
    title = "A comparison with a value that nothing sets"
    explains = (
        "The fact is neither asked for nor given by a preset, and no rule sets it to a value for which the comparison "
        "holds (or the option can never be chosen). So the rule waits for something that does not happen."
    )
    fix = "set the value in a rule, mark the fact `input: true`, or remove the comparison"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for written in base.written:
            for atom in _atoms(written):
                if atom.test not in ("number", "word", "flag", "member"):
                    continue
                if narrowed(base.domains.of(atom.key), atom).empty:
                    continue  # never-fires or dead-alternative says so
                reachable = base.domains.of(atom.key, reachable=True)
                if narrowed(reachable, atom).empty:
                    message = f"'{atom.text}' in '{written.rule.id}' never holds: {_possible(base, atom.key)}"
                    yield Remark(written.part, (*written.path, "when"), message, word=atom.key)


def _disabled(atoms: tuple[Atom, ...]) -> bool:
    """Whether a comparison asks for nothing but what an overlay has disabled: that it never holds is meant."""
    return any(atom.test == "word" and not atom.operand for atom in atoms)


def _beyond(base: Base, atom: Atom) -> bool:
    """Whether it compares with a number outside of what its name can be."""
    declared = base.domains.of(atom.key)
    return (
        atom.test == "number" and isinstance(declared, Interval) and not declared.low <= atom.operand <= declared.high
    )


def _atoms(written: Written) -> list[Atom]:
    return list(dict.fromkeys(a for atoms in written.rule.condition.alternatives for a in atoms))


def _culprit(whole: Box, atoms: tuple[Atom, ...]) -> str:
    """The name to which the first comparison that leaves nothing belongs."""
    for n in range(len(atoms)):
        if whole.narrowed(atoms[: n + 1]) is None:
            return atoms[n].key
    return atoms[0].key


def _contradiction(whole: Box, atoms: tuple[Atom, ...]) -> str:
    """The fewest of `atoms` that cannot hold together, in words."""
    for n, atom in enumerate(atoms):
        if whole.narrowed([atom]) is None:
            return f"'{atom.text}' is outside of what {atom.key} can be"
        for other in atoms[:n]:
            if whole.narrowed([other, atom]) is None:
                return f"'{other.text}' and '{atom.text}' contradict each other"
    return f"{' and '.join(a.text for a in atoms)} contradict each other"


def _possible(base: Base, key: str) -> str:
    domain = base.domains.of(key, reachable=True)
    knowledge: Knowledge = base.knowledge
    match domain:
        case Words():
            words = sorted("yes" if w is True else "no" if w is False else str(w) for w in domain.among)
            return f"{key} is only ever {' or '.join(words)}" if words else f"nothing sets {key}"
        case Members():
            return f"{key} only ever holds {', '.join(sorted(domain.possible)) or 'nothing'}"
    unit = knowledge.facts[key].shown_in
    if domain.low == domain.high:
        return f"{key} is only ever {show(domain.low, unit)}"
    return f"{key} is only ever {show(domain.low, unit)} to {show(domain.high, unit)}"
