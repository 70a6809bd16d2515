"""Which atoms of a stratum hold: thresholds on one fact are found by bisection, words by looking them up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import compress
from typing import Any

from engine.expressions import Atom
from engine.expressions.atoms import compiled_test

Thresholds = tuple[list[float], list[int]]
_EMPTY: Thresholds = ([], [])


class _Answers(dict[Any, list[int]]):
    """Of one choice, set or flag, the numbers of the atoms that hold, by its value; worked out at the first sight."""

    LIMIT = 1_024  # sets have many values

    def __init__(self, key: str) -> None:
        self.key = key
        self.tests: list[tuple[int, Callable[[Any], bool]]] = []

    def __missing__(self, value: Any) -> list[int]:
        if len(self) >= self.LIMIT:
            self.clear()
        answer = self[value] = [number for number, holds in self.tests if holds({self.key: value})]
        return answer


class Tests:
    """The tests of the atoms numbered `numbers`, grouped by what they read."""

    __test__ = False

    def __init__(self, atoms: Sequence[Atom], numbers: Sequence[int]) -> None:
        by_key: dict[str, dict[str, list[tuple[float, int]]]] = {}
        answers: dict[str, _Answers] = {}
        known: list[tuple[int, str]] = []
        self.others: list[tuple[int, Callable[[Any], bool]]] = []
        for number in numbers:
            atom = atoms[number]
            if atom.test == "number" and atom.operator in ("<", "<=", ">", ">="):
                by_key.setdefault(atom.key, {}).setdefault(atom.operator, []).append((atom.operand, number))
            elif atom.test == "known":
                known.append((number, atom.key))
            elif atom.test in ("word", "member", "flag"):
                answers.setdefault(atom.key, _Answers(atom.key)).tests.append((number, compiled_test(atom)))
            else:
                self.others.append((number, compiled_test(atom)))
        self.known, self.known_keys = [number for number, _ in known], [key for _, key in known]
        self.answers = list(answers.items())
        self.thresholds = [
            (key, _sorted(signs, ">"), _sorted(signs, ">="), _sorted(signs, "<"), _sorted(signs, "<="))
            for key, signs in by_key.items()
        ]

    def __bool__(self) -> bool:
        return bool(self.known or self.others or self.answers or self.thresholds)

    def true(self, state: Mapping[str, Any]) -> list[int]:
        """The numbers of the atoms that hold. No value of `state` is None."""
        found = list(compress(self.known, map(state.__contains__, self.known_keys)))
        found += [number for number, holds in self.others if holds(state)]
        for key, answers in self.answers:
            if key in state:
                found += answers[state[key]]
        for key, above, from_, below, to in self.thresholds:
            value = state.get(key)
            if value is None:
                continue
            if above[0]:
                found += above[1][: bisect_left(above[0], value)]
            if from_[0]:
                found += from_[1][: bisect_right(from_[0], value)]
            if below[0]:
                found += below[1][bisect_right(below[0], value) :]
            if to[0]:
                found += to[1][bisect_left(to[0], value) :]
        return found


def _sorted(signs: Mapping[str, list[tuple[float, int]]], sign: str) -> Thresholds:
    if sign not in signs:
        return _EMPTY
    pairs = sorted(signs[sign])
    return [threshold for threshold, _ in pairs], [number for _, number in pairs]
