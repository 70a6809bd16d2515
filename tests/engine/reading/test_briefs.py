"""Briefs of every kind (`briefs.yaml`): how much of them is heard, and how much is heard that nobody said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.interview.lexicon import lexicon_of
from engine.knowledge import Knowledge
from engine.reading import Lexicon, read
from tests.engine.reading.test_phrasings import Tally
from tests.engine.reading.test_requests import facts_of

BRIEFS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("briefs.yaml").read_text(encoding="utf-8"))
FLOORS = {"intents": 0.98, "right facts": 0.92, "facts found": 0.86, "features": 0.94, "right features": 0.9}
ROUGHLY = 0.02


@pytest.fixture(scope="module")
def tally(shipped: Knowledge) -> Tally:
    lexicon, found = lexicon_of(shipped), Tally()
    for entry in BRIEFS:
        _count(entry, lexicon, found)
    return found


@pytest.mark.parametrize("what", FLOORS)
def test_heard(tally: Tally, what: str) -> None:
    assert tally.share(what) >= FLOORS[what], "\n".join(tally.misses)


def _count(entry: dict[str, Any], lexicon: Lexicon, tally: Tally) -> None:
    text, reading = entry["text"], read(entry["text"], lexicon)
    tally.count("intents", reading.intent in ("describe", "set_fact"), f"{text}: {reading.intent}")
    heard = facts_of(reading, lexicon)
    used = set()
    for fact, value in (entry.get("facts") or {}).items():
        tally.count("facts found", fact in heard and _same(fact, heard[fact], value), f"{text}: {fact} of {value}")
        if fact in heard:
            tally.count("right facts", _same(fact, heard[fact], value), f"{text}: {fact} {heard[fact]} is not said")
            used.add(fact)
    for number in entry.get("numbers") or ():
        fact = next((f for f, v in heard.items() if f not in used and _same(f, v, number)), None)
        tally.count("facts found", fact is not None, f"{text}: {number}")
        used.update([fact] if fact else [])
    for fact in heard.keys() - used - set(entry.get("besides") or ()):
        said = isinstance(heard[fact], bool)
        tally.count("right facts", said, f"{text}: {fact} {heard[fact]} is not said")
    wanted, may_be = set(entry.get("capabilities") or ()), set(entry.get("may_be") or ())
    product = next((p for p in lexicon.presets if lexicon.slug_of(p) == reading.product), None)
    of_product = set(product.capabilities) if product else set()
    named = {*reading.capabilities, *reading.unsupported}
    for capability in wanted:
        tally.count("features", capability in named | of_product, f"{text}: {capability}")
    for capability in named:
        tally.count("right features", capability in wanted | may_be, f"{text}: {capability} is not said")


def _same(fact: str, heard: Any, wanted: Any) -> bool:
    if isinstance(wanted, bool | str | list) or isinstance(heard, bool | str | list):
        return bool(heard == wanted)
    if fact == "availability":
        return bool(100 - heard == pytest.approx(100 - wanted, rel=0.1))
    return bool(heard == pytest.approx(wanted, rel=ROUGHLY))
