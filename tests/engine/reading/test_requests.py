"""Requests of every kind of system (`requests.yaml`): what is heard in each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.interview.lexicon import lexicon_of
from engine.knowledge import Knowledge
from engine.reading import Lexicon, Reading, read

REQUESTS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("requests.yaml").read_text(encoding="utf-8"))
AUDIENCE = {"used_at_work", "for_members", "for_everyone", "seldom_used", "field_work", "single_sign_on", "sends_texts"}
"""Who uses it and how often, in words: heard beside everything else."""


@pytest.mark.parametrize("entry", REQUESTS, ids=[entry["id"] for entry in REQUESTS])
def test_what_is_heard(shipped: Knowledge, entry: dict[str, Any]) -> None:
    lexicon = lexicon_of(shipped)
    expect, accept = entry["expect"], entry["expect"].get("accept") or {}
    reading = read(entry["text"], lexicon)
    assert reading.intent in (expect["intent"], *accept.get("intents", ()))
    heard = facts_of(reading, lexicon)
    for fact, value in expect["facts"].items():
        assert heard[fact] == (pytest.approx(value, rel=0.01) if isinstance(value, int | float) else value), fact
    assert set(heard) <= {*expect["facts"], *accept.get("facts", {}), *AUDIENCE}
    heard_capabilities = {*reading.capabilities, *reading.unsupported}
    assert set(expect["capabilities"]) <= heard_capabilities
    assert heard_capabilities <= {*expect["capabilities"], *accept.get("capabilities", ())}
    assert set(expect.get("not_capabilities", ())) == set(reading.not_capabilities)
    assert set(reading.named) == set(expect.get("named", ()))
    assert (reading.product, reading.target) == (expect["preset"], expect["target"])


def test_every_capability_is_asked_for(shipped: Knowledge) -> None:
    asked = {capability for entry in REQUESTS for capability in entry["expect"]["capabilities"]}
    assert asked >= set(shipped.capabilities)


def facts_of(reading: Reading, lexicon: Lexicon) -> dict[str, Any]:
    """The facts heard, numbers in the fact's own unit."""
    heard: dict[str, Any] = {}
    for fact in reading.facts:
        words = lexicon.fact_by_id[fact.fact]
        if isinstance(fact.value, frozenset):
            heard[fact.fact] = sorted(fact.value)
        elif isinstance(fact.value, float):
            heard[fact.fact] = fact.value / words.dimension.factor
        else:
            heard[fact.fact] = fact.value
    return heard
