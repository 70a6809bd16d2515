"""Requests that a document must answer well: the presets, three of another kind, and ten drawn at random."""

from __future__ import annotations

import random
from typing import Any

from engine.design import Design, assemble
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge

NAMED: dict[str, dict[str, Any]] = {
    "booking": {
        "capabilities": ["booking", "payments"],
        "booking_sites": 220,
        "team_size": 9,
        "regions": ["eu"],
        "monthly_budget": "12000 USD/month",
    },
    "wiki": {"capabilities": ["documents", "search"], "users_total": 40, "team_size": 2},
    "iot": {"capabilities": ["telemetry", "device_management", "alerting"], "devices_total": "900k"},
}
PRESETS = ("netflix", "twitter", "facebook", "uber")
ALL = (*PRESETS, *NAMED)


def designed(knowledge: Knowledge, name: str) -> Design:
    if name in NAMED:
        return assemble(evaluate(knowledge, givens_from(knowledge, NAMED[name])))
    return assemble(evaluate(knowledge, givens_from(knowledge, {}, preset=name)))


def drawn(knowledge: Knowledge, seed: int) -> dict[str, Any]:
    """A request drawn at random, of any size and with any constraints."""
    draw = random.Random(seed)
    given: dict[str, Any] = {"capabilities": draw.sample(sorted(knowledge.capabilities), draw.randint(1, 6))}
    options: dict[str, list[Any]] = {
        "users_total": [30, "2k", "50k", "1M", "80M", "2bn"],
        "team_size": [1, 3, 9, 40, 600],
        "availability": ["99%", "99.9%", "99.99%", "99.999%"],
        "regions": [["eu"], ["us", "apac"], ["global"]],
        "deployment": ["cloud", "on_prem", "hybrid"],
        "cloud_provider": ["aws", "gcp", "azure"],
    }
    for name, values in options.items():
        if draw.random() < 0.6:
            given[name] = draw.choice(values)
    return given
