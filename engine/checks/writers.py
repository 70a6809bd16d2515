"""Two rules that set one fact, and neither yields."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.checks.base import Base, Written
from engine.checks.check import Check, Remark
from engine.checks.domains import Box
from engine.knowledge.definitions import Rule, SetFact


class DuplicateWriters(Check):
    code = "duplicate-writer"
    title = "Two rules that set one fact"
    explains = (
        "Both can fire in the same case and neither overrides the other. Where their values differ the design has a "
        "contradiction in it, which the person then sees as a risk."
    )
    fix = "let one say `overrides:`, make their conditions exclude each other, or say `combine:` with the fact"

    def remarks(self, base: Base) -> Iterator[Remark]:
        places = {written.rule.id: written for written in base.written}
        whole = Box.whole(base.domains)
        for name, pairs in base.setters.items():
            if base.knowledge.facts[name].form.combine is not None:
                continue
            rules = [(rule, effect) for rule, effect in pairs if rule.kind != "default"]
            for (first, one), (second, two) in combinations(rules, 2):
                if _yields(first, second) or _same(one, two) or not _together(base, whole, first, second):
                    continue
                later = places.get(second.id)
                if later is not None:
                    yield self._remark(later, first, name)

    def _remark(self, later: Written, first: Rule, name: str) -> Remark:
        message = f"'{later.rule.id}' and '{first.id}' ({first.place}) can both fire, and both set {name}"
        return Remark(
            later.part, (*later.path, "set", name), message, f"let one say `overrides: {first.id}`, or part them"
        )


def _yields(first: Rule, second: Rule) -> bool:
    return first.id in second.overrides or second.id in first.overrides


def _same(one: SetFact, two: SetFact) -> bool:
    if one.formula is not None and two.formula is not None:
        return one.formula.text == two.formula.text
    return one.formula is None and two.formula is None and one.constant == two.constant


def _together(base: Base, whole: Box, first: Rule, second: Rule) -> bool:
    atoms = base.knowledge.atoms
    for one in first.alternatives:
        box = whole.narrowed(atoms[n] for n in one)
        if box is None:
            continue
        if any(box.narrowed(atoms[n] for n in two) is not None for two in second.alternatives):
            return True
    return False
