"""Strata: layers of rules that can run to fixpoint together, computed from what rules read and write.

Knowing that a fact has a value, or that a set has a member, can only become true: rules that need no more of each
other share a stratum. Whoever compares a value, reads a sum, a choice or a fact with several writers waits for the
stratum after it is settled. A default waits for every rule that could set its fact. What is left over as a cycle is
refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.expressions import Atom
from engine.findings import Finding
from engine.knowledge.definitions import (
    AddAmount,
    AddMember,
    DecisionDefinition,
    Evidence,
    FactDefinition,
    Rule,
    RuleOut,
    SetFact,
)

Vertex = tuple[str, int | str]
"""('rule', number) or ('settle', name): what is decided when all its writers are through."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """`rules` in an order in which each comes after what it needs; `atoms` are all that they read.

    `settles` are the names (decisions, sums, facts with several writers) that are final after this stratum.
    """

    number: int
    rules: tuple[Rule, ...]
    atoms: tuple[int, ...]
    settles: tuple[str, ...]


class CycleError(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def stratify(
    rules: Sequence[Rule],
    atoms: Sequence[Atom],
    facts: Mapping[str, FactDefinition],
    decisions: Mapping[str, DecisionDefinition],
) -> list[Stratum]:
    """Numbers the strata and sets `stratum` and `order` of every rule. Raises CycleError."""
    graph = _Graph(rules, atoms, facts, decisions)
    levels: dict[Vertex, int] = {}
    order: dict[Vertex, int] = {}
    for component in _components(graph.vertices, graph.out):
        inside = set(component)
        if len(component) > 1 or any(v in graph.out[v] for v in component):
            graph.refuse_unless_monotone(inside)
        level = max(
            (
                levels[source] + weight
                for v in component
                for source, weight in graph.into[v].items()
                if source not in inside
            ),
            default=0,
        )
        for vertex in component:
            levels[vertex] = level
            order[vertex] = len(order)
    by_level: dict[int, list[Rule]] = defaultdict(list)
    settles: dict[int, list[str]] = defaultdict(list)
    for vertex, level in levels.items():
        if vertex[0] == "settle":
            settles[level].append(str(vertex[1]))
        else:
            rule = rules[int(vertex[1])]
            rule.stratum, rule.order = level, order[vertex]
            by_level[level].append(rule)
    strata = []
    for level in range(max(levels.values(), default=0) + 1):
        layer = tuple(sorted(by_level[level], key=lambda r: r.order))
        read = dict.fromkeys(a for rule in layer for alternative in rule.alternatives for a in alternative)
        settled = sorted(settles[level], key=lambda name: order[("settle", name)])
        strata.append(Stratum(level, layer, tuple(read), tuple(settled)))
    return strata


class _Graph:
    """Who waits for whom: weight 1 where the reader belongs in a later stratum than the writer."""

    def __init__(
        self,
        rules: Sequence[Rule],
        atoms: Sequence[Atom],
        facts: Mapping[str, FactDefinition],
        decisions: Mapping[str, DecisionDefinition],
    ) -> None:
        self.rules, self.atoms, self.facts, self.decisions = rules, atoms, facts, decisions
        self.out: dict[Vertex, dict[Vertex, int]] = defaultdict(dict)
        self.into: dict[Vertex, dict[Vertex, int]] = defaultdict(dict)
        self.writers: dict[str, list[Rule]] = defaultdict(list)
        self.defaults: dict[str, Rule] = {}
        self.adders: dict[tuple[str, str], list[Rule]] = defaultdict(list)
        for rule in rules:
            if rule.kind != "default" and rule.counts:
                for fact, member in dict.fromkeys(
                    (e.fact, member) for e in rule.effects if isinstance(e, AddMember) for member in e.members
                ):
                    self.adders[fact, member].append(rule)
            for name in dict.fromkeys(_written(rule)):
                if rule.kind == "default":
                    self.defaults[name] = rule
                else:
                    self.writers[name].append(rule)
        self.settled = {*decisions, *(n for n in {*self.writers, *self.defaults} if self.needs_settling(n))}
        self.vertices: list[Vertex] = [
            *(("rule", rule.number) for rule in rules),
            *(("settle", name) for name in sorted(self.settled)),
        ]
        for rule in rules:
            self.connect(rule)
        for name in sorted(self.settled):
            self.connect_settling(name)

    def needs_settling(self, name: str) -> bool:
        if name in self.decisions or self.facts[name].kind == "set":
            return True
        return self.facts[name].accumulates or len(self.writers[name]) + (name in self.defaults) > 1

    def edge(self, source: Vertex, target: Vertex, weight: int) -> None:
        self.out[source][target] = max(weight, self.out[source].get(target, 0))
        self.into[target][source] = self.out[source][target]

    def owner(self, key: str) -> str | None:
        """The fact or decision that must be there before `key` can be read; None for what is given or constant."""
        if key.startswith("given."):
            return None
        name = key.partition(".")[0]
        return name if name in self.settled or name in self.writers or name in self.defaults else None

    def connect(self, rule: Rule) -> None:
        vertex: Vertex = ("rule", rule.number)
        for number in dict.fromkeys(a for alternative in rule.alternatives for a in alternative):
            atom = self.atoms[number]
            for key in atom.reads:
                name = self.owner(key)
                if name is not None:
                    self.read(vertex, name, atom)
        for name in dict.fromkeys(_written(rule)):
            if name in self.settled:
                self.edge(vertex, ("settle", name), 0)
            if rule.kind == "default":
                for writer in self.writers[name]:
                    self.edge(("rule", writer.number), vertex, 1)

    def read(self, vertex: Vertex, name: str, atom: Atom) -> None:
        if atom.test == "member" and atom.monotone and name not in self.defaults:
            for writer in self.adders.get((name, atom.operand), ()):
                self.edge(("rule", writer.number), vertex, 0)
            return
        if name in self.settled:
            self.edge(("settle", name), vertex, 1)
            return
        writer = (self.writers[name] or [self.defaults[name]])[0]
        self.edge(("rule", writer.number), vertex, 0 if atom.test == "known" else 1)

    def connect_settling(self, name: str) -> None:
        decision = self.decisions.get(name)
        if decision is None or decision.applies is None:
            return
        vertex: Vertex = ("settle", name)
        for key in decision.applies.reads:
            owner = self.owner(key)
            if owner is None:
                continue
            if owner in self.settled:
                self.edge(("settle", owner), vertex, 0)
            else:
                writer = (self.writers[owner] or [self.defaults[owner]])[0]
                self.edge(("rule", writer.number), vertex, 0)

    def refuse_unless_monotone(self, cycle: set[Vertex]) -> None:
        """Rules may go round in a circle only where all they do is to add members to a set."""
        rules = [self.rules[int(v[1])] for v in cycle if v[0] == "rule"]
        monotone = all(isinstance(e, AddMember) for rule in rules for e in rule.effects)
        if monotone and all(weight == 0 for v in cycle for t, weight in self.out[v].items() if t in cycle):
            return
        path = _shortest_cycle(cycle, self.out)
        words = [self.named(v) for v in path]
        first = next((self.rules[int(v[1])] for v in path if v[0] == "rule"), None)
        place = first.place if first else next(iter(self.decisions.values())).place
        message = "rules go round in a circle: " + " -> ".join([*words, words[0]])
        raise CycleError(Finding("cycle", place, message, "let one of them read something that is settled earlier"))

    def named(self, vertex: Vertex) -> str:
        if vertex[0] == "settle":
            what = "the choice of" if vertex[1] in self.decisions else "the value of"
            return f"{what} {vertex[1]}"
        rule = self.rules[int(vertex[1])]
        return f"{rule.id} ({rule.place})"


def _written(rule: Rule) -> Iterator[str]:
    if not rule.counts:
        return
    for effect in rule.effects:
        if isinstance(effect, SetFact | AddAmount | AddMember):
            yield effect.fact
        elif isinstance(effect, Evidence | RuleOut):
            yield effect.decision


def _components(vertices: Sequence[Vertex], out: Mapping[Vertex, Mapping[Vertex, int]]) -> list[list[Vertex]]:
    """Strongly connected components, sources first (Tarjan, without recursion)."""
    index: dict[Vertex, int] = {}
    low: dict[Vertex, int] = {}
    on_stack: set[Vertex] = set()
    stack: list[Vertex] = []
    found: list[list[Vertex]] = []
    for root in vertices:
        if root in index:
            continue
        work: list[tuple[Vertex, Iterator[Vertex]]] = [(root, iter(out.get(root, {})))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            vertex, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(out.get(target, {}))))
                    break
                if target in on_stack:
                    low[vertex] = min(low[vertex], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[vertex])
                if low[vertex] == index[vertex]:
                    component = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        component.append(member)
                        if member == vertex:
                            break
                    found.append(component[::-1])
    return found[::-1]


def _shortest_cycle(cycle: set[Vertex], out: Mapping[Vertex, Mapping[Vertex, int]]) -> list[Vertex]:
    best: list[Vertex] = []
    for start in sorted(cycle, key=str):
        before: dict[Vertex, Vertex] = {}
        queue = [start]
        for vertex in queue:
            for target in out[vertex]:
                if target == start:
                    path = [vertex]
                    while path[-1] != start:
                        path.append(before[path[-1]])
                    if not best or len(path) < len(best):
                        best = path[::-1]
                    queue = []
                    break
                if target in cycle and target not in before:
                    before[target] = vertex
                    queue.append(target)
            if not queue:
                break
    return best or sorted(cycle, key=str)
