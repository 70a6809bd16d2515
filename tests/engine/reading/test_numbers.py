"""Numbers and quantities as people write them: one row a format."""

from __future__ import annotations

import pytest

from engine.reading.numbers import number_at
from engine.reading.quantities import quantities_in
from engine.reading.tokens import tokens_of

NUMBERS = [
    ("200", 200),
    ("200,000,000", 2e8),
    ("1,5 million", 1.5e6),
    ("80 000", 80_000),
    ("1.000.000", 1e6),
    ("1'500'000", 1.5e6),
    ("1_000", 1000),
    ("2e8", 2e8),
    ("10^6", 1e6),
    ("10**6", 1e6),
    ("2^20", 1_048_576),
    ("2^1024", float("inf")),
    ("10**999", float("inf")),
    ("1.000.000,5", 1_000_000.5),
    ("2.500,00", 2500),
    ("200M", 2e8),
    ("200 million", 2e8),
    ("5 mil", 5e6),
    ("40 mio", 4e7),
    ("1.5bn", 1.5e9),
    ("3 billion", 3e9),
    ("2k", 2000),
    ("3kk", 3e6),
    ("3 lakh", 3e5),
    ("30 crore", 3e8),
    ("0,5", 0.5),
    (".5", 0.5),
    ("ten thousand", 10_000),
    ("twenty-five", 25),
    ("two hundred and fifty thousand", 250_000),
    ("half a billion", 5e8),
    ("half a million", 5e5),
    ("a quarter of a million", 250_000),
    ("three quarters of a million", 750_000),
    ("one and a half million", 1.5e6),
    ("a million and a half", 1.5e6),
    ("a couple of hundred thousand", 200_000),
    ("a couple thousand", 2000),
    ("a few hundred", 300),
    ("two dozen", 24),
    ("a dozen", 12),
    ("a hundred", 100),
    ("three point five million", 3.5e6),
    ("40 thousands", 40_000),
    ("zero", 0),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_number(text: str, value: float) -> None:
    number = number_at(tokens_of(text.lower()), 0)
    assert number is not None
    assert number.value == pytest.approx(value)
    assert number.last == len(tokens_of(text.lower()))


@pytest.mark.parametrize("text", ["millions of", "several", "half the", "quite", "second", "a lot"])
def test_no_number(text: str) -> None:
    assert number_at(tokens_of(text), 0) is None


DAY, MONTH = 86400, 2592000
QUANTITIES = [
    ("50ms", "time", 0.05, None),
    ("15-minute", "time", 900, None),
    ("half a second", "time", 0.5, None),
    ("2 weeks", "time", 14 * DAY, None),
    ("300 millis", "time", 0.3, None),
    ("7 yrs", "time", 7 * 365 * DAY, None),
    ("5 PB", "bytes", 5e15, None),
    ("64 kb", "bytes", 64e3, None),
    ("2 TiB", "bytes", 2 * 2**40, None),
    ("100 gigs", "bytes", 1e11, None),
    ("1 TB per month", "bytes", 1e12, MONTH),
    ("2 TB of logs per day", "bytes", 2e12, DAY),
    ("99,99%", "percent", 0.9999, None),
    ("60 percent", "percent", 0.6, None),
    ("six out of ten", "percent", 0.6, None),
    ("two thirds", "percent", 2 / 3, None),
    ("$20k per month", "money", 20_000, MONTH),
    ("3000 dollars a month", "money", 3000, MONTH),
    ("$250k/yr", "money", 250_000, 365 * DAY),
    ("four nines", "nines", 4, None),
    ("five 9s", "nines", 5, None),
    ("100:1", "ratio", 100, None),
    ("9 to 1", "ratio", 9, None),
    ("80/20", "ratio", 4, None),
    ("10x", "times", 10, None),
    ("x5", "times", 5, None),
    ("50k qps", "bare", 50_000, 1),
    ("50kqps", "bare", 50_000, 1),
    ("3000 orders a day", "bare", 3000, DAY),
    ("10m notifications/day", "bare", 1e7, DAY),
    ("80 000 parcels in day", "bare", 80_000, DAY),
    ("300 inference requests per second", "bare", 300, 1),
    ("10-20k", "bare", 20_000, None),
    ("between 1 and 2 million", "bare", 2e6, None),
    ("100-200ms", "time", 0.2, None),
    ("10 ms to 20 ms", "time", 0.02, None),
    ("5 to 10 thousand", "bare", 10_000, None),
    ("500-1k", "bare", 1000, None),
    ("60.000 students", "bare", 60_000, None),
    ("-5 users", "bare", -5, None),
]


@pytest.mark.parametrize(("text", "kind", "value", "period"), QUANTITIES)
def test_quantity(text: str, kind: str, value: float, period: float | None) -> None:
    found = [q for q in quantities_in(tokens_of(text.lower())) if not q.dropped]
    assert [(q.kind, pytest.approx(q.value), q.period) for q in found] == [(kind, pytest.approx(value), period)]


@pytest.mark.parametrize(
    "text",
    [
        "since 2009",
        "in 2026",
        "php 5.6",
        "web 2.0",
        "http/2",
        "4k photos",
        "the 5g era",
        "top 10 albums",
        "24/7",
        "fortune 500",
        "at 8pm",
        "between 6 and 8pm",
        "1st place",
        "9 to 5",
        "2024-01-05",
        "version 3",
        "k8s and s3",
        "2fa",
        "step 2",
    ],
)
def test_traps_are_no_amounts(text: str) -> None:
    assert [q for q in quantities_in(tokens_of(text)) if not q.trap] == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("20m not 200m", 20e6),
        ("not 200m but 20m", 20e6),
        ("200m, sorry, 20m", 20e6),
        ("20m instead of 200m", 20e6),
        ("from 10k to 8k reduce", 10_000),
        ("reduce from 10k to 8k", 8000),
        ("200m i mean 20m", 20e6),
    ],
)
def test_corrections_keep_the_new_value(text: str, kept: float) -> None:
    assert [q.value for q in quantities_in(tokens_of(text)) if not q.dropped] == [pytest.approx(kept)]
