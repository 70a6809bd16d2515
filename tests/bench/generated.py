"""Rule bases of any size, and the hand-written loop that both networks are measured against."""

from __future__ import annotations

import operator
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from engine.inference import Given, Givens
from engine.knowledge import Knowledge
from engine.loading.folders import Sources, build

RULES_PER_DECISION = 25
OPTIONS = ("a", "b", "c", "d")
CONDITIONS = 3
COMPARE: dict[str, Callable[[Any, Any], bool]] = {">": operator.gt, "<=": operator.le}


@dataclass(frozen=True)
class Generated:
    """A rule base as files, the facts to evaluate, and the same rules as plain data."""

    sources: Sources
    givens: Givens
    rules: list[tuple[list[tuple[str, str, int]], str, str, int]]

    def load(self) -> Knowledge:
        return build(self.sources)


def generated(rules: int, seed: int = 7) -> Generated:
    """`rules` rules of three conditions each; about two in five fire. A decision for every 25 of them."""
    pick = random.Random(seed)
    names = [f"fact{n}" for n in range(max(rules // 10, 20))]
    facts = [{"fact": n, "title": n, "unit": "1", "range": [0, 1000], "input": True} for n in names]
    values = {name: float(pick.randint(0, 1000)) for name in names}
    sources = Sources()

    def put(kind: str, name: str, content: Any) -> None:
        sources.files[f"{kind}/{name}.yaml"] = yaml.safe_dump(content, sort_keys=False, width=10_000)
        sources.kinds[f"{kind}/{name}.yaml"] = kind

    put("vocabulary", "all", {"facts": facts})
    plain = []
    for d in range(max(rules // RULES_PER_DECISION, 1)):
        made = []
        for n in range(min(RULES_PER_DECISION, rules)):
            conditions = []
            for name in pick.sample(names, CONDITIONS):
                sign = pick.choice(list(COMPARE))
                likely = pick.random() < 0.75  # three of them hold together in about two of five rules
                below = (sign == ">") == likely
                low, high = (0, int(values[name])) if below else (int(values[name]), 1000)
                threshold = pick.randint(low // 50, high // 50) * 50  # thresholds recur, as they do in real rules
                conditions.append((name, sign, threshold))
            option, points = pick.choice(OPTIONS), pick.randint(1, 5)
            when = " and ".join(f"{name} {sign} {threshold}" for name, sign, threshold in conditions)
            made.append({"id": f"rule-{d}-{n}", "when": when, "favour": {option: points}, "because": "generated"})
            plain.append((conditions, f"decision{d}", option, points))
        options = {o: {"title": o, "category": o} for o in OPTIONS}
        form = {"decision": f"decision{d}", "title": f"D{d}", "section": "goals", "question": "?", "options": options}
        put("decisions", f"decision{d}", {**form, "rules": made})
    return Generated(sources, Givens({name: Given(value) for name, value in values.items()}), plain)


class HandWritten:
    """What one would write for exactly these rules: each comparison once, counters, points, the best option."""

    def __init__(self, base: Generated) -> None:
        numbers: dict[tuple[str, str, int], int] = {}
        self.readers: list[list[int]] = []
        self.sizes: list[int] = []
        self.says: list[tuple[str, str, int]] = []
        for rule, (conditions, decision, option, points) in enumerate(base.rules):
            distinct = dict.fromkeys(conditions)
            self.sizes.append(len(distinct))
            self.says.append((decision, option, points))
            for condition in distinct:
                if condition not in numbers:
                    numbers[condition] = len(numbers)
                    self.readers.append([])
                self.readers[numbers[condition]].append(rule)
        self.tests = [(name, COMPARE[sign], threshold) for name, sign, threshold in numbers]
        self.decisions = list(dict.fromkeys(decision for _, decision, _, _ in base.rules))

    def run(self, values: dict[str, float]) -> dict[str, str]:
        waiting = self.sizes.copy()
        points: dict[str, dict[str, int]] = {d: dict.fromkeys(OPTIONS, 0) for d in self.decisions}
        for (name, compare, threshold), readers in zip(self.tests, self.readers, strict=True):
            if compare(values[name], threshold):
                for rule in readers:
                    waiting[rule] -= 1
                    if not waiting[rule]:
                        decision, option, weight = self.says[rule]
                        points[decision][option] += weight
        return {decision: max(OPTIONS, key=standing.__getitem__) for decision, standing in points.items()}
