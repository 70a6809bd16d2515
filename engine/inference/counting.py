"""The compiled network: a counting forward chainer. A rule fires when its last open condition turns true."""

from __future__ import annotations

from collections.abc import Iterable

from engine.inference.network import Network
from engine.strata import Stratum


class CountingNetwork(Network):
    """Each alternative of a rule counts down the atoms it still waits for. Linear in what is true."""

    def __init__(self, stratum: Stratum) -> None:
        self.waiting: list[int] = []
        self.rule_of: list[int] = []
        self.readers: dict[int, list[int]] = {}
        self.makes = [rule.makes for rule in stratum.rules]
        for position, rule in enumerate(stratum.rules):
            for atoms in rule.alternatives:
                number = len(self.waiting)
                self.waiting.append(len(atoms))
                self.rule_of.append(position)
                for atom in atoms:
                    self.readers.setdefault(atom, []).append(number)

    def fire(self, true_atoms: Iterable[int]) -> frozenset[int]:
        waiting = self.waiting.copy()
        readers, rule_of, makes = self.readers, self.rule_of, self.makes
        fired: set[int] = set()
        told = set(true_atoms)
        agenda = list(told)
        for atom in agenda:  # grows while it is walked
            for alternative in readers.get(atom, ()):
                waiting[alternative] -= 1
                if waiting[alternative]:
                    continue
                rule = rule_of[alternative]
                if rule in fired:
                    continue
                fired.add(rule)
                for made in makes[rule]:
                    if made not in told:
                        told.add(made)
                        agenda.append(made)
        return frozenset(fired)

    def close(self) -> None:
        """Nothing is held."""
