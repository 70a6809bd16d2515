"""Why each rule that did not fire did not: the longest part of a trace by far, put together for all rules at once.

What is said of the rules alone was written with the knowledge, and each atom that does not hold is written once for a
trace, however many rules read it. So what is left is to tell which of these pieces follow each other, and that is done
on arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

AlternativesOfRules = Iterable[tuple[tuple[int, ...], ...]]
"""Of each rule its alternatives, each the numbers of its atoms."""

BETWEEN, END = ", ", "]},\n  "


class Unfired:
    """All rules laid out in places, as if each missed every atom: opening, atoms with a separator before each, end.

    A trace takes of the places those of the rules that did not fire and of the atoms that they missed.
    """

    def __init__(self, openings: Sequence[str], alternatives: AlternativesOfRules, atoms: int) -> None:
        self.fixed = [*openings, BETWEEN, END]
        self.atoms = atoms
        first, start, end, place, atom, of = [], [], [], [], [], []
        at = count = 0
        for ways in alternatives:
            first.append(count)
            start.append(at)
            at += 1
            for numbers in ways or ((),):  # a condition that never holds has no alternative at all
                for number in numbers:
                    place.append(at + 1)
                    atom.append(number)
                    of.append(count)
                    at += 2
                count += 1
            end.append(at)
            at += 1
        self.first = np.array(first, np.intp)
        """Of each rule the first of its alternatives."""
        self.start, self.end = np.array(start, np.intp), np.array(end, np.intp)
        self.place, self.atom, self.of = np.array(place, np.intp), np.array(atom, np.intp), np.array(of, np.intp)
        """Of each atom of each alternative its place, its number, and the number of the alternative."""
        self.places, self.alternatives = at, count

    def pieces(self, fired: list[int], held: list[int], missed: list[str]) -> list[str]:
        """The entries of the rules that are not `fired`, as pieces of text; `missed` are those of the atoms.

        Of several alternatives the one is told that came nearest, the first of those that came equally near.
        """
        waiting = np.ones(len(self.start), bool)
        waiting[fired] = False
        open_ = np.ones(self.atoms, bool)
        open_[held] = False
        open_ = open_[self.atom]
        unmet = np.bincount(self.of[open_], minlength=self.alternatives)
        rank = unmet * self.alternatives + np.arange(self.alternatives)
        nearest = np.zeros(self.alternatives, bool)
        nearest[np.minimum.reduceat(rank, self.first)[waiting] % self.alternatives] = True
        told = np.flatnonzero(open_ & nearest[self.of])
        further = told[1:][self.of[told[1:]] == self.of[told[:-1]]]
        numbers = np.full(self.places, -1, np.intp)
        numbers[self.start[waiting]] = np.flatnonzero(waiting) + self.atoms
        numbers[self.place[told]] = self.atom[told]
        numbers[self.place[further] - 1] = self.atoms + len(self.start)
        numbers[self.end[waiting]] = self.atoms + len(self.start) + 1
        known = missed + self.fixed
        return [known[number] for number in numbers[numbers >= 0].tolist()]
