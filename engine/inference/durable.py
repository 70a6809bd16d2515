"""The engine of record: durable-rules, fenced.

The only module that touches the library, and only its C entry points. Truth values alone enter it: a ruleset is told
one fact, whose properties are the true atoms that its rules read, and a rule is a disjunction of conjunctions of such
properties. So no rule joins facts, and a session costs little. What a firing makes true is told as a further fact. The
limits of the library's fixed arrays, and the traps that the comments name, are its, not ours.
"""

from __future__ import annotations

import functools
import heapq
import itertools
import json
import threading
from collections.abc import Iterable

import durable_rules_engine as library

from engine.inference.network import Network
from engine.strata import Stratum

MAX_ATOMS = 60  # that one ruleset reads: a fact that satisfies more than 64 sibling conditions is an error
MAX_ALTERNATIVES = 200  # of a ruleset: 256 that end in the same condition overrun the library's memory
SESSION = "s"
_OPEN = f'{{"sid":"{SESSION}","id":"open","open":1}}'
_names = itertools.count()

Alternative = tuple[int, int, tuple[int, ...]]
"""A rule's position, the number of the alternative, its atoms."""


def fnv(text: str) -> int:
    """The hash by which the library tells names apart: names that share it are the same name to it."""
    value = 0x811C9DC5
    for byte in text.encode("ascii"):
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


@functools.cache
def _name(atom: int) -> str:
    return f"a{atom}"


@functools.cache
def _property(atom: int) -> str:
    return f'"{_name(atom)}":1'


class NameCollision(Exception):
    """Two atoms have names that the library cannot tell apart."""


def check_names(atoms: Iterable[int]) -> None:
    """Raises NameCollision if any two names hash alike; `id`, `sid` and `open` are names too."""
    seen: dict[int, str] = {}
    for name in ("id", "sid", "open", *map(_name, atoms)):
        other = seen.setdefault(fnv(name), name)
        if other != name:
            raise NameCollision(f"the atoms {other} and {name} have the same hash")


class _Ruleset:
    """One ruleset of the library: alternatives of rules by a name that tells the rule's position."""

    def __init__(self, alternatives: list[Alternative]) -> None:
        # `open` fires first in every session: a session in which no action ever fired crashes when it is deleted.
        definitions: dict[str, object] = {"open": {"all": [{"m": {"open": 1}}]}}
        for position, number, atoms in alternatives:
            exist = [{"$ex": {_name(atom): 1}} for atom in atoms]
            definitions[f"{position}#{number}"] = {"all": [{"m": exist[0] if len(exist) == 1 else {"$and": exist}}]}
        self.reads = frozenset(atom for _, _, atoms in alternatives for atom in atoms)
        self.handle = library.create_ruleset(f"stratum{next(_names)}", json.dumps(definitions))
        self.facts = 0
        self.live = False

    def tell(self, atoms: Iterable[int]) -> list[int]:
        """Tells the true atoms as one fact; the positions of the rules that fire, which may repeat."""
        if not self.facts:
            self._assert(_OPEN)
        self.facts += 1
        return self._assert(f'{{"sid":"{SESSION}","id":"f{self.facts}",{",".join(map(_property, atoms))}}}')

    def _assert(self, fact: str) -> list[int]:
        """Asserts one fact, never a batch, and takes every action that starts from it."""
        code, state = library.assert_fact(self.handle, fact)
        fired: list[int] = []
        if code:  # 1: no rule reads it
            return fired
        started = library.start_action_for_state(self.handle, state)
        self.live = self.live or bool(started)
        message = started and started[1]
        while message:
            name, _, number = message[2 : message.index('"', 2)].partition("#")
            if number:
                fired.append(int(name))
            message = library.complete_and_start_action(self.handle, state)
        return fired

    def drop(self) -> None:
        """Ends the session. Retracting facts instead reads freed memory where partial matches are left (2.0.28)."""
        if self.live:
            library.delete_state(self.handle, SESSION)
        self.facts, self.live = 0, False

    def close(self) -> None:
        """Every session was ended before: a ruleset that is deleted with one leaks it whole."""
        library.delete_ruleset(self.handle)


class DurableNetwork(Network):
    """A stratum on durable-rules. One session, one caller at a time."""

    def __init__(self, stratum: Stratum) -> None:
        self.makes = [rule.makes for rule in stratum.rules]
        self.lock = threading.Lock()
        check_names(stratum.atoms)
        self.rulesets = [_Ruleset(pack) for pack in _packs(stratum)]
        self.readers: dict[int, list[int]] = {}
        for number, ruleset in enumerate(self.rulesets):
            for atom in ruleset.reads:
                self.readers.setdefault(atom, []).append(number)

    def fire(self, true_atoms: Iterable[int]) -> frozenset[int]:
        fired: set[int] = set()
        told = set(true_atoms)
        # Rules stand in an order in which each comes after what it needs, and so do rulesets: most are told once.
        waiting = sorted({number for atom in told for number in self.readers.get(atom, ())})
        queued = set(waiting)
        with self.lock:
            try:
                while waiting:
                    number = heapq.heappop(waiting)
                    queued.discard(number)
                    ruleset = self.rulesets[number]
                    for position in ruleset.tell(ruleset.reads & told):
                        if position in fired:
                            continue
                        fired.add(position)
                        for made in self.makes[position]:
                            if made in told:
                                continue
                            told.add(made)
                            for reader in self.readers.get(made, ()):
                                if reader not in queued:
                                    queued.add(reader)
                                    heapq.heappush(waiting, reader)
            finally:
                for ruleset in self.rulesets:
                    ruleset.drop()
        return frozenset(fired)

    def close(self) -> None:
        with self.lock:
            for ruleset in self.rulesets:
                ruleset.close()
            self.rulesets.clear()
            self.readers.clear()


def _packs(stratum: Stratum) -> Iterable[list[Alternative]]:
    """The alternatives of a stratum, in their order, in rulesets that keep clear of the library's limits.

    Commoner atoms come first in a conjunction, so that rules share the beginnings of their conditions.
    """
    everything = [
        (position, number, atoms)
        for position, rule in enumerate(stratum.rules)
        for number, atoms in enumerate(rule.alternatives)
    ]
    frequency: dict[int, int] = {}
    for _, _, atoms in everything:
        for atom in atoms:
            frequency[atom] = frequency.get(atom, 0) + 1
    pack: list[Alternative] = []
    reads: set[int] = set()
    for position, number, atoms in everything:
        if len(pack) >= MAX_ALTERNATIVES or len(reads | set(atoms)) > MAX_ATOMS:
            yield pack
            pack, reads = [], set()
        pack.append((position, number, tuple(sorted(atoms, key=lambda a: (-frequency[a], a)))))
        reads.update(atoms)
    if pack:
        yield pack
