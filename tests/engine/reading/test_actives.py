"""'120M daily active' speaks of people, though no word says so."""

from __future__ import annotations

import pytest

from engine.interview.lexicon import lexicon_of
from engine.knowledge import Knowledge
from engine.reading import read


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Design Netflix for 270M subscribers, 120M daily active, four nines", "daily_active_users", 120e6),
        ("5M daily, 20M monthly", "monthly_active_users", 20e6),
        ("a chat app with 2M daily", "daily_active_users", 2e6),
        ("500 daily orders", "items_per_day", 500 / 86_400),
        ("we do 3M daily transactions", "items_per_day", 3e6 / 86_400),
    ],
)
def test_what_a_daily_number_counts(shipped: Knowledge, text: str, fact: str, value: float) -> None:
    found = {f.fact: f.value for f in read(text, lexicon_of(shipped)).facts}
    assert found[fact] == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Uber for 30 cities, 40 engineers", "team_size", 40),
        ("a code review tool for 40 engineers", "users_total", 40),
    ],
)
def test_engineers_build_it_or_use_it(shipped: Knowledge, text: str, fact: str, value: float) -> None:
    found = {f.fact: f.value for f in read(text, lexicon_of(shipped)).facts}
    assert found == {fact: value}
