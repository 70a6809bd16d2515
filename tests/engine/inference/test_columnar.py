"""A column of `evaluate_columns` is what `evaluate` gives for its case, on the shipped base."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Any

import pytest

from engine.inference import Given, Givens, evaluate
from engine.inference.columnar import evaluate_columns
from engine.inference.given import givens_from
from engine.knowledge import Knowledge


def random_moves(knowledge: Knowledge, state: Mapping[str, Any], chance: random.Random) -> list[dict[str, Any]]:
    """One or two facts of any kind moved anywhere in their range."""
    moves: list[dict[str, Any]] = [{}]
    names = [n for n in knowledge.facts if n in state and not knowledge.facts[n].accumulates]
    for _ in range(150):
        move = {}
        for name in chance.sample(names, chance.choice([1, 1, 2])):
            fact, now = knowledge.facts[name], state[name]
            if fact.kind == "quantity":
                value = (now or 1.0) * 10 ** chance.uniform(-4, 4)
                move[name] = min(max(value, fact.low), fact.high)
            elif fact.kind == "set":
                move[name] = now ^ {chance.choice(list(fact.words))}
            else:
                move[name] = chance.choice(list(fact.words) if fact.kind == "choice" else [True, False])
        moves.append(move)
    return moves


@pytest.mark.parametrize("case", ["netflix", "uber", {"capabilities": ["documents"], "users_total": 300}])
def test_columns_are_evaluations(shipped: Knowledge, case: str | dict[str, Any]) -> None:
    preset, facts = (case, {}) if isinstance(case, str) else (None, case)
    givens = givens_from(shipped, facts, pins={"cache": "in_process"}, preset=preset)
    base = evaluate(shipped, givens, "counting")
    moves = random_moves(shipped, base.state, random.Random(str(case)))
    columns = evaluate_columns(shipped, givens, moves)
    turned = set()
    for number, move in enumerate(moves):
        moved = Givens({**givens.facts, **{n: Given(v) for n, v in move.items()}}, givens.pins, givens.preset)
        alone = evaluate(shipped, moved, "counting")
        assert {d: c for d in shipped.decisions if (c := columns.choice(d, number))} == alone.choices, move
        turned |= {d for d in alone.choices if alone.choices[d] != base.choices.get(d)}
        for name in shipped.facts:
            expected, value = alone.state.get(name), columns.value(name, number)
            if isinstance(expected, float) and isinstance(value, float):
                assert math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-12), (move, name)
            else:
                assert value == expected, (move, name)
    assert len(turned) > 5  # the moves do reach other designs
