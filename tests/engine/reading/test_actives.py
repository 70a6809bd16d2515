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
        ("A wiki for a team of 40 people", "users_total", 40),
        ("A CRM for a sales team of 60", "users_total", 60),
        ("a tool used by 12 analysts", "users_total", 12),
        ("team of 6 engineers, a booking site", "team_size", 6),
        ("a booking site built by 3 freelancers", "team_size", 3),
        ("a booking site, looked after by a team of 4", "team_size", 4),
        ("a booking site, our platform team of 12 will operate it", "team_size", 12),
        ("a booking site, simple enough for two people to run", "team_size", 2),
    ],
)
def test_people_build_it_or_use_it(shipped: Knowledge, text: str, fact: str, value: float) -> None:
    found = {f.fact: f.value for f in read(text, lexicon_of(shipped)).facts}
    assert found[fact] == value
    assert not ({"team_size", "users_total"} - {fact}) & set(found)


def test_employees_use_it_at_work(shipped: Knowledge) -> None:
    reading = read("An internal wiki for 40 employees, run by one administrator", lexicon_of(shipped))
    assert {f.fact: f.value for f in reading.facts} == {"users_total": 40, "team_size": 1, "used_at_work": True}
    assert "used_at_work" not in {f.fact for f in read("a wiki for 40 members", lexicon_of(shipped)).facts}
