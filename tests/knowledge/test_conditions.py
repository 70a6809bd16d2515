"""Conditions that could never hold: an unknown flag satisfies no negation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from engine.knowledge.definitions import Knowledge
from engine.loading import SHIPPED

NEGATED = re.compile(r"\bnot (\w+)(?! in\b)\b")


def test_no_part_hangs_on_a_flag_of_a_capability_that_may_be_absent(shipped: Knowledge) -> None:
    """`not brings_meals` in a shop, with the flag at home in deliveries, took away each part of a shop without them."""
    lost = []
    for name in shipped.capabilities:
        text = (SHIPPED / "capabilities" / f"{name}.yaml").read_text(encoding="utf-8")
        there = {name, *_implied(shipped, name)}
        for condition in _conditions(yaml.safe_load(text)):
            for flag in NEGATED.findall(condition):
                home = shipped.facts[flag].home if flag in shipped.facts else ""
                foreign = home in shipped.capabilities and home not in there
                if foreign and f"{home} not in capabilities" not in condition:
                    lost.append(f"{name}: {condition}")
    assert not lost, "move the flag to the vocabulary, or name the case without its capability"


def _implied(knowledge: Knowledge, name: str) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = set(knowledge.capabilities[waiting.pop()].implies) - found
        found |= new
        waiting += new
    return found


def _conditions(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key in ("when", "applies_when") and isinstance(value, str):
                yield value
            else:
                yield from _conditions(value)
    elif isinstance(part, list):
        for value in part:
            yield from _conditions(value)
