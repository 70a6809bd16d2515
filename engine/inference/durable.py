"""The engine of record: durable-rules, fenced.

The only module that touches the library, and only its C entry points. Truth values alone enter it, as facts named by
the atom; a rule is a disjunction of at most 16 atoms each. The limits of the library's fixed arrays,
and the traps that the comments name, are its, not ours: see the notes on each.
"""

from __future__ import annotations

import functools
import itertools
import json
import threading
from collections.abc import Iterable

import durable_rules_engine as library

from engine.inference.network import Network
from engine.strata import Stratum

MAX_RULES = 400  # of a ruleset: its arrays hold 4,096, and 200 to 1,000 are fastest
MAX_SAME_LAST = 200  # rules that end in the same condition: 256 overrun its memory
BUCKETS = 61  # atoms are reached over 61 first conditions, as a node with 512 children hangs
SESSION = "s"
_OPEN = f'{{"sid":"{SESSION}","id":"open","open":1}}'
_names = itertools.count()


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
def _bucket(atom: int) -> str:
    return f"B{atom % BUCKETS}"


@functools.cache
def _fact(atom: int) -> str:
    name = _name(atom)
    return json.dumps({"sid": SESSION, "id": name, _bucket(atom): 1, name: 1})


def _pattern(atom: int) -> dict[str, object]:
    return {"$and": [{"$ex": {_bucket(atom): 1}}, {"$ex": {_name(atom): 1}}]}


class NameCollision(Exception):
    """Two atoms have names that the library cannot tell apart."""


def check_names(atoms: Iterable[int]) -> None:
    """Raises NameCollision if any two names hash alike; `id`, `sid` and `open` are names too."""
    seen: dict[int, str] = {}
    for name in ("id", "sid", "open", *map(_name, atoms), *(f"B{i}" for i in range(BUCKETS))):
        other = seen.setdefault(fnv(name), name)
        if other != name:
            raise NameCollision(f"the atoms {other} and {name} have the same hash")


class _Ruleset:
    """One ruleset of the library: alternatives of rules by a name that tells the rule's position."""

    def __init__(self, alternatives: list[tuple[int, int, tuple[int, ...]]]) -> None:
        # `open` fires first in every session: a session in which no action ever fired crashes when it is deleted.
        definitions: dict[str, object] = {"open": {"all": [{"m": {"open": 1}}]}}
        for position, number, atoms in alternatives:
            patterns = [{f"p{i}": _pattern(atom)} for i, atom in enumerate(atoms)]
            definitions[f"{position}#{number}"] = {"all": patterns}
        self.reads = {atom for _, _, atoms in alternatives for atom in atoms}
        self.handle = library.create_ruleset(f"stratum{next(_names)}", json.dumps(definitions))

    def tell(self, fact: str, fired: list[int]) -> None:
        """Asserts one fact, never a batch, and takes every action that starts from it."""
        code, state = library.assert_fact(self.handle, fact)
        if code:  # 1: no rule reads it; 2: it is already there
            return
        started = library.start_action_for_state(self.handle, state)
        message = started and started[1]
        while message:
            name, _, number = message[2 : message.index('"', 2)].partition("#")
            if number:
                fired.append(int(name))
            message = library.complete_and_start_action(self.handle, state)

    def drop(self) -> None:
        """Ends the session. Retracting its facts instead reads freed memory where partial matches are left (2.0.28)."""
        library.delete_state(self.handle, SESSION)

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
        self.rulesets_of: dict[int, list[_Ruleset]] = {}
        for ruleset in self.rulesets:
            for atom in ruleset.reads:
                self.rulesets_of.setdefault(atom, []).append(ruleset)

    def fire(self, true_atoms: Iterable[int]) -> frozenset[int]:
        fired: set[int] = set()
        told = dict.fromkeys(true_atoms)
        agenda = sorted(told)
        with self.lock:
            opened: list[_Ruleset] = []
            try:
                for ruleset in self.rulesets:
                    ruleset.tell(_OPEN, [])
                    opened.append(ruleset)
                for atom in agenda:  # grows while it is walked
                    for ruleset in self.rulesets_of.get(atom, ()):
                        news: list[int] = []
                        ruleset.tell(_fact(atom), news)
                        for position in news:
                            if position in fired:
                                continue
                            fired.add(position)
                            for made in self.makes[position]:
                                if made not in told:
                                    told[made] = None
                                    agenda.append(made)
            finally:
                # Only sessions in which `open` has fired: deleting one without any firing crashes the library.
                for ruleset in opened:
                    ruleset.drop()
        return frozenset(fired)

    def close(self) -> None:
        with self.lock:
            for ruleset in self.rulesets:
                ruleset.close()
            self.rulesets.clear()
            self.rulesets_of.clear()


def _packs(stratum: Stratum) -> Iterable[list[tuple[int, int, tuple[int, ...]]]]:
    """The alternatives of a stratum in rulesets that keep clear of the library's limits.

    Rarer atoms come first in a pattern, so that few partial matches are made; the commonest is the first condition of
    none. Children of one node stay far below 511 since a ruleset holds at most MAX_RULES alternatives.
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
    pack: list[tuple[int, int, tuple[int, ...]]] = []
    last: dict[int, int] = {}
    for position, number, atoms in everything:
        ordered = tuple(sorted(atoms, key=lambda a: (frequency[a], a)))
        end = ordered[-1]
        if len(pack) >= MAX_RULES or last.get(end, 0) >= MAX_SAME_LAST:
            yield pack
            pack, last = [], {}
        pack.append((position, number, ordered))
        last[end] = last.get(end, 0) + 1
    if pack:
        yield pack
