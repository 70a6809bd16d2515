"""What people type, in many wordings (`phrasings.yaml`): how much of it is heard, with floors under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.interview.lexicon import lexicon_of
from engine.knowledge import Knowledge
from engine.reading import Context, Lexicon, Reading, read
from tests.engine.reading.test_requests import facts_of

PHRASINGS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("phrasings.yaml").read_text(encoding="utf-8"))
ROUGHLY = 0.02
STRICT_FLAGS = frozenset(("used_at_work", "data_residency"))
FLOORS = {
    "intents": 0.97,
    "right facts": 0.985,
    "facts found": 0.985,
    "features": 0.97,
    "right features": 0.97,
    "names": 0.97,
}


@dataclass
class Tally:
    hits: dict[str, int] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def count(self, what: str, right: bool, miss: str) -> None:
        self.total[what] = self.total.get(what, 0) + 1
        self.hits[what] = self.hits.get(what, 0) + right
        if not right:
            self.misses.append(miss)

    def share(self, what: str) -> float:
        return self.hits.get(what, 0) / max(self.total.get(what, 0), 1)


@pytest.fixture(scope="module")
def tally(shipped: Knowledge) -> Tally:
    lexicon, found = lexicon_of(shipped), Tally()
    for entry in PHRASINGS:
        asked = (entry["context"] or {}).get("asked")
        reading = read(entry["text"], lexicon, Context(asked) if asked else None)
        _count(entry, reading, lexicon, found)
    return found


@pytest.mark.parametrize("what", FLOORS)
def test_heard(tally: Tally, what: str) -> None:
    assert tally.share(what) >= FLOORS[what], "\n".join(tally.misses)


def _count(entry: dict[str, Any], reading: Reading, lexicon: Lexicon, tally: Tally) -> None:
    expect, text = entry["expect"], entry["text"]
    accept = expect.get("accept") or {}
    right = reading.intent in (expect["intent"], *accept.get("intents", ()))
    tally.count("intents", right, f"{text}: {reading.intent}")
    heard = facts_of(reading, lexicon)
    for fact, value in expect["facts"].items():
        same = fact in heard and (fact in accept.get("facts", {}) or _same(fact, heard[fact], value))
        if fact in heard or fact not in accept.get("facts", {}):
            tally.count("facts found", same, f"{text}: {fact} {heard.get(fact)}")
    for fact, value in heard.items():
        if fact in accept.get("facts", {}) or not _is_core(fact, lexicon):
            continue
        said = fact in expect["facts"] and _same(fact, value, expect["facts"][fact])
        tally.count("right facts", said, f"{text}: {fact} {value} is not said")
    for capability in expect["capabilities"]:
        tally.count("features", capability in reading.capabilities, f"{text}: {capability}")
    if "capabilities" in accept:
        for capability in {*reading.capabilities, *reading.unsupported}:
            said = capability in (*expect["capabilities"], *accept["capabilities"])
            tally.count("right features", said, f"{text}: {capability} is not said")
    for what, named, wanted in _names(expect, accept, reading):
        tally.count("names", named == wanted, f"{text}: {what} {named}")


def _names(expect: dict[str, Any], accept: dict[str, Any], reading: Reading) -> Iterator[tuple[str, Any, Any]]:
    may_be = set(accept.get("named", ()))
    yield "named", set(reading.named) - may_be, set(expect.get("named", ())) - may_be
    given = {"preset": reading.product, "target": reading.target, "scale": reading.scale}
    for what, named in given.items():
        wanted = expect.get(what) or ({} if what == "scale" else None)
        if what not in accept.get("anything", ()):
            yield what, named, pytest.approx(wanted, rel=ROUGHLY) if wanted and what == "scale" else wanted


def _is_core(fact: str, lexicon: Lexicon) -> bool:
    """Whether a fact that nobody said counts as invented."""
    words = lexicon.fact_by_id[fact]
    return not words.home and (words.kind != "flag" or fact in STRICT_FLAGS)


def _same(fact: str, heard: Any, wanted: Any) -> bool:
    if isinstance(wanted, bool | str | list):
        return bool(heard == wanted)
    if fact == "availability":
        return bool(100 - heard == pytest.approx(100 - wanted, rel=0.1))
    return bool(heard == pytest.approx(wanted, rel=ROUGHLY))
