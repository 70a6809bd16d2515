"""The seam: an inference network finds which rules of a stratum fire. Two implementations, one answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from engine.knowledge.definitions import Rule
from engine.strata import Stratum


class Network(Protocol):
    """The rules of one stratum, ready to be asked again and again."""

    def fire(self, true_atoms: Iterable[int]) -> frozenset[int]:
        """The positions (in `stratum.rules`) of the rules that fire when `true_atoms` hold.

        A firing makes atoms true itself (`Rule.makes`), and those count at once. Every rule fires at most once.
        """
        ...

    def close(self) -> None:
        """Gives back what the network holds outside of Python."""
        ...


class Memo:
    """Remembers firings: they depend on nothing but the set of true atoms."""

    LIMIT = 4_096

    def __init__(self, stratum: Stratum, network: Network) -> None:
        self.stratum, self.network = stratum, network
        self.answers: dict[frozenset[int], tuple[Rule, ...]] = {}

    def fire(self, true_atoms: Iterable[int]) -> tuple[Rule, ...]:
        """The rules that fire, in an order in which each comes after what it needs."""
        key = frozenset(true_atoms)
        answer = self.answers.get(key)
        if answer is None:
            if len(self.answers) >= self.LIMIT:
                self.answers.clear()
            rules = self.stratum.rules
            answer = self.answers[key] = tuple([rules[position] for position in sorted(self.network.fire(key))])
        return answer

    def close(self) -> None:
        self.answers.clear()
        self.network.close()
