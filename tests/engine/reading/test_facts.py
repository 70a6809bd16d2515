"""Which fact a phrase is. Rates are per second, money per second of a 30-day month."""

from __future__ import annotations

from typing import Any

import pytest

from engine.reading import Context, read
from tests.engine.reading.knowledge_words import lexicon

DAY, MONTH = 86400.0, 2592000.0

SAID: list[tuple[str, dict[str, Any]]] = [
    ("200M users", {"users_total": 2e8}),
    ("clients 1,5 million", {"users_total": 1.5e6}),
    ("2 million daily users", {"daily_active_users": 2e6}),
    ("dau = 750k, retention = 90 days", {"daily_active_users": 750e3, "retention": 90 * DAY}),
    ("3M monthly visitors", {"monthly_active_users": 3e6}),
    ("4.5M weekly users", {"monthly_active_users": 4.5e6}),
    ("8 million simultaneous viewers", {"concurrent_users": 8e6}),
    (
        "DAU 1.2M, MAU 4M, peak concurrent 90k",
        {"daily_active_users": 1.2e6, "monthly_active_users": 4e6, "concurrent_users": 9e4},
    ),
    ("50k QPS at peak", {"peak_requests": 5e4}),
    ("2k rps on black friday, 200 rps on a normal day", {"peak_requests": 2000, "average_requests": 200}),
    ("300 req/s sustained, 2000 req/s burst", {"average_requests": 300, "peak_requests": 2000}),
    ("5 million requests a day", {"average_requests": 5e6 / DAY}),
    ("1 million page views per day", {"average_requests": 1e6 / DAY}),
    ("3,000 orders a day", {"items_per_day": 3000 / DAY}),
    ("20k messages per second", {"peak_events": 2e4}),
    ("50k writes/s and 500k reads/s", {"read_write_ratio": 10, "peak_requests": 550e3}),
    ("10 writes for every read", {"read_write_ratio": 0.1}),
    ("twice as many reads as writes", {"read_write_ratio": 2}),
    ("70% reads 30% writes", {"read_write_ratio": 7 / 3}),
    ("1:100 write to read", {"read_write_ratio": 100}),
    ("it is read heavy", {"read_write_ratio": 10}),
    ("20 TB today and growing 50GB per day", {"data_size": 2e13, "data_growth_per_day": 5e10 / DAY}),
    ("storage: 40 terabytes, object size: 64 kb", {"data_size": 4e13, "average_object_size": 64e3}),
    ("scans (approx 15 MB each)", {"average_object_size": 15e6}),
    ("small blobs of 2 KB", {"average_object_size": 2000}),
    ("500 GB of photos", {"object_data_today": 5e11}),
    ("p50 5ms p99 20ms", {"latency_p50": 0.005, "latency_p99": 0.02}),
    ("respond in under a second", {"latency_p99": 1}),
    ("99% of requests under 200 ms", {"latency_p99": 0.2}),
    ("RPO 15 min, RTO 4 hours", {"rpo": 900, "rto": 14400}),
    ("RTO and RPO of 1 hour", {"rpo": 3600, "rto": 3600}),
    ("zero data loss", {"rpo": 0}),
    ("change the rto from 4 hours to 1 hour", {"rto": 3600}),
    ("back online within 10 minutes", {"rto": 600}),
    ("logs are deleted after 90 days", {"retention": 90 * DAY}),
    ("four nines", {"availability": 0.9999}),
    ("99.95% uptime", {"availability": 0.9995}),
    ("max 5 min of downtime per month", {"availability": 1 - 300 / MONTH}),
    ("60% of our users are on mobile", {"mobile_share": 0.6}),
    ("we have 5 engineers", {"team_size": 5}),
    ("6 backend devs and 2 SREs", {"team_size": 8}),
    ("a 5-person team", {"team_size": 5}),
    ("just me", {"team_size": 1}),
    ("git hosting for our 1,200 developers", {"users_total": 1200, "used_at_work": True}),
    ("budget is $20k per month", {"monthly_budget": 20e3 / MONTH}),
    ("$1.2M per year for infra", {"monthly_budget": 100e3 / MONTH}),
    ("use strong consistency", {"consistency": "strong"}),
    ("it's seasonal, xmas is crazy", {"traffic_pattern": "seasonal"}),
    ("it must run on prem, no cloud provider", {"deployment": "on_prem", "cloud_provider": "none"}),
    ("hybrid: part in our data centre, part in AWS", {"deployment": "hybrid", "cloud_provider": "aws"}),
    ("no AWS please, we want Azure", {"cloud_provider": "azure"}),
    ("HIPAA and SOC 2", {"compliance": frozenset({"hipaa", "soc2"})}),
    ("users in the US, Canada and the EU", {"regions": frozenset({"us", "eu"})}),
    ("not multi-region, only the US", {"regions": frozenset({"us"}), "unwanted": frozenset({"multi_region"})}),
    ("data must stay in Germany", {"regions": frozenset({"eu"}), "data_residency": True}),
    ("it should work offline too", {"offline_first": True}),
    (
        '{"availability": 0.999, "retention": 30, "deployment": "on_prem"}',
        {"availability": 0.999, "retention": 30 * DAY, "deployment": "on_prem"},
    ),
]


@pytest.mark.parametrize(("text", "facts"), SAID, ids=[text for text, _ in SAID])
def test_said(text: str, facts: dict[str, Any]) -> None:
    assert _numbers(read(text, lexicon())) == facts


ASKED: list[tuple[str, str, Any]] = [
    ("daily_active_users", "200M", 2e8),
    ("daily_active_users", "about 12 million users", 12e6),
    ("team_size", "a couple", 2),
    ("team_size", "12 people", 12),
    ("peak_requests", "10-20k", 2e4),
    ("average_requests", "about 2 billion a month", 2e9 / MONTH),
    ("latency_p99", "200", 0.2),
    ("latency_p99", "1.5 s", 1.5),
    ("availability", "99.95", 0.9995),
    ("availability", "0.999", 0.999),
    ("mobile_share", "70", 0.7),
    ("mobile_share", "three quarters", 0.75),
    ("retention", "90", 90 * DAY),
    ("monthly_budget", "5k", 5000 / MONTH),
    ("monthly_budget", "1.2M a year", 1e5 / MONTH),
    ("rpo", "15m", 900),
    ("rpo", "nothing", 0),
    ("rto", "an hour", 3600),
    ("read_write_ratio", "100:1", 100),
    ("read_write_ratio", "mostly writes", 0.1),
    ("data_size", "under 100 gigs", 1e11),
    ("data_growth_per_day", "200 GB", 2e11 / DAY),
    ("items_per_day", "3k", 3000 / DAY),
    ("items_per_day", "40 orders a minute", 40 / 60),
    ("consistency", "eventual is fine", "eventual"),
    ("consistency", "users should at least see their own changes right away", "read_your_writes"),
    ("cloud_provider", "amzon", "aws"),
    ("cloud_provider", "doesn't matter", "any"),
    ("deployment", "in our own data center", "on_prem"),
    ("data_residency", "yes", True),
    ("compliance", "none", frozenset()),
    ("regions", "mostly Brazil and Mexico", frozenset({"latam"})),
    ("traffic_pattern", "always the same, day and night", "steady"),
]


@pytest.mark.parametrize(("asked", "text", "value"), ASKED)
def test_a_bare_answer_takes_the_unit_asked_for(asked: str, text: str, value: Any) -> None:
    reading = read(text, lexicon(), Context(asked))
    assert reading.intent == "answer"
    assert _numbers(reading) == {asked: value}


@pytest.mark.parametrize(
    ("asked", "text"),
    [("data_size", "500"), ("average_object_size", "2k"), ("availability", "it should never go down")],
)
def test_an_ambiguous_answer_is_no_fact_and_is_reported(asked: str, text: str) -> None:
    reading = read(text, lexicon(), Context(asked))
    assert reading.facts == ()
    assert reading.leftovers


@pytest.mark.parametrize(
    "text",
    [
        "12 continents",
        "40M users 10GB each",
        "3 photos per user",
        "revenue of $5M a year",
        "$15 per order",
        "16 GB RAM machines",
        "p95 150ms",
        "since 2009 on PHP 5.6",
        "help us with it",
        "top 10 players each week",
        "each user uploads 3 photos a day",
        "$5",
    ],
)
def test_what_is_no_fact_of_ours(text: str) -> None:
    assert {f.fact for f in read(text, lexicon()).facts} <= {"users_total"}
    assert "10GB" not in [f.words for f in read(text, lexicon()).facts]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("0 users", "users_total"),
        ("-5 users", "users_total"),
        ("1e30 users", "users_total"),
        ("120% availability", "availability"),
        ("100% uptime", "availability"),
        ("retention 500 years", "retention"),
        ("latency -20ms", "latency_p99"),
        ("9" * 400 + " users", "users_total"),
    ],
)
def test_an_impossible_value_is_a_problem_and_no_fact(text: str, fact: str) -> None:
    reading = read(text, lexicon())
    assert reading.facts == ()
    assert [p.fact for p in reading.problems] == [fact]


def test_a_problem_says_what_would_do() -> None:
    problem = read("120% availability", lexicon()).problems[0]
    assert problem.words == "120%"
    assert "from 50% to 99.99999%" in problem.reason


def test_words_and_span_are_as_written() -> None:
    reading = read("We  expect around  2 MILION  users", lexicon())
    fact = reading.facts[0]
    assert (fact.fact, fact.value, fact.words) == ("users_total", 2e6, "2 MILION  users")
    assert reading.text[slice(*fact.span)] == fact.words
    assert reading.notes == ("'milion' was read as 'million'.",)


def test_a_second_value_is_reported() -> None:
    reading = read("5M users in total and 7M users", lexicon())
    assert reading.value_of("users_total") == 5e6
    assert "second value" in reading.leftovers[0].reason


def test_other_money_is_taken_for_dollars_and_said_so() -> None:
    euros = read("budget is €20,000 a month", lexicon())
    assert euros.value_of("monthly_budget") == pytest.approx(20e3 / MONTH)  # at par: never more than was meant
    assert "20,000 US dollars" in euros.notes[0]
    rupees = read("budget is ₹40 lakh a month", lexicon())
    assert rupees.value_of("monthly_budget") == pytest.approx(46.8e3 / MONTH)


def _numbers(reading: Any) -> dict[str, Any]:
    return {
        f.fact: pytest.approx(f.value) if isinstance(f.value, float) and f.value is not True else f.value
        for f in reading.facts
    }
