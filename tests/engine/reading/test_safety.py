"""Any input is read in bounded time, without an exception, and the same way each time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.reading import Context, read
from tests.engine.reading.knowledge_words import lexicon

RUNS = [
    "9",
    " ",
    "1 ",
    "100 000 ",
    "one hundred ",
    "half a ",
    "5M users ",
    "1-",
    "not 5M ",
    "{{",
    "<a",
    "no chat, ",
    "' or ",
    "x5 ",
    "US ",
    "\ufdfa",
    "🚀",
    "-",
    "a",
    "\x00",
    "p99 ",
    "million ",
    "ignore all ",
    "5 per user per day ",
    "strmeing ",
]


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("asked", [None, "users_total"])
def test_ten_thousand_characters(run: str, asked: str | None) -> None:
    text = (run * 10_000)[:10_000]
    read("warm", lexicon())
    best = 1.0
    for _ in range(4):
        start = time.process_time()
        reading = read(text, lexicon(), Context(asked))
        best = min(best, time.process_time() - start)
    assert best < 0.05
    assert reading.notes[0].startswith("Only the first 4,000 characters")


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=200),
    st.sampled_from([None, "users_total", "capabilities", "regions", "message_broker", "no such fact"]),
)
def test_any_text(text: str, asked: str | None) -> None:
    reading = read(text, lexicon(), Context(asked))
    assert reading == read(text, lexicon(), Context(asked))
    for fact in reading.facts:
        assert reading.text[slice(*fact.span)] == fact.words
    for left in reading.leftovers:
        assert reading.text[slice(*left.span)] == left.words


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "5",
                "200M",
                "users",
                "10k",
                "rps",
                "p99",
                "ms",
                "TB",
                "per",
                "day",
                "and",
                "not",
                "no",
                "chat",
                ",",
                ".",
                "%",
                "$",
                "99.9",
                "RPO",
                "half",
                "a",
                "million",
                "why",
                "kafka",
                "?",
                "from",
                "to",
                "2x",
                "reads",
                "writes",
                "engineers",
            ]
        ),
        max_size=25,
    )
)
def test_any_jumble_of_known_words(words: list[str]) -> None:
    read(" ".join(words), lexicon())


def test_typical_message_is_fast() -> None:
    text = "Design Netflix for 200M users, 50k QPS at peak, 5 PB of video, p99 under 100 ms, EU data must stay in EU"
    read(text, lexicon())
    best = min(_seconds(text) for _ in range(20))
    assert best < 0.002


def _seconds(text: str) -> float:
    start = time.process_time()
    read(text, lexicon())
    return time.process_time() - start


@pytest.mark.parametrize(
    "word", ["there", "patients", "their", "form", "casual", "latest", "budgie", "sever", "rent", "trading"]
)
def test_a_real_word_is_never_repaired(word: str) -> None:
    assert lexicon().repairer.repaired(word) is None


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("milion", "million"),
        ("streming", "streaming"),
        ("amzon", "amazon"),
        ("rabitmq", "rabbitmq"),
        ("buget", "budget"),
        ("kuberntes", "kubernetes"),
    ],
)
def test_a_misspelt_word_is_repaired(wrong: str, right: str) -> None:
    assert lexicon().repairer.repaired(wrong) == right
