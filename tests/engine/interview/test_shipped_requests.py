"""Requests that name no function, on the shipped knowledge: what was said of devices says what they do."""

from __future__ import annotations

import pytest

from engine.design import assemble
from engine.document import render
from engine.inference import evaluate
from engine.interview import givens, hear, start
from engine.interview.dialogue import fallback
from engine.knowledge import Knowledge


def test_meters_that_report_are_telemetry_and_the_question_is_another(shipped: Knowledge) -> None:
    turn = hear(shipped, start(), "900,000 smart meters that send a reading every 15 minutes, keep 3 years")
    assert "telemetry" in evaluate(shipped, givens(shipped, turn.dialogue), "counting").capabilities
    assert turn.question is None or turn.question.fact != "capabilities"


def test_nobody_is_asked_for_what_would_make_it_another_system(shipped: Knowledge) -> None:
    for text in ("a stock broker for 400k clients", "Design YouTube", "Design Uber"):
        turn = hear(shipped, start(), text)
        assert turn.question is None or turn.question.fact not in ("devices_total", "customer_firms"), text


def test_nobody_is_asked_for_devices_where_there_are_none(shipped: Knowledge) -> None:
    for text in ("a chat for 2M daily users", "a web shop with 40k orders a day"):
        turn = hear(shipped, start(), text)
        assert turn.question is None or turn.question.fact != "devices_total"


@pytest.mark.parametrize(
    ("text", "taken_for"),
    [
        ("lists for our office, 12 people", "registers"),
        ("2M reads per second, answered within a millisecond", "key_value_store"),  # no staff reads so much
        (
            "what 300 services read, at most 40 GB in memory, 5,000 qps",
            "key_value_store",
        ),  # only a store of keys has it
    ],
)
def test_without_a_function_the_load_and_what_was_said_of_it_decide_what_it_is(
    shipped: Knowledge, text: str, taken_for: str
) -> None:
    said = hear(shipped, start(), text).dialogue
    assumed = fallback(evaluate(shipped, givens(shipped, said)))
    assert assumed is not None
    assert assumed.value == frozenset([taken_for])


def test_the_document_says_that_what_people_do_with_it_was_taken(shipped: Knowledge) -> None:
    said = "**The request does not say what people do with the system.**"
    for text, taken in (("an internal tool for 15 people", True), ("a team wiki for 15 people", False)):
        dialogue = hear(shipped, hear(shipped, start(), text).dialogue, "design it now").dialogue
        document = render(assemble(evaluate(shipped, givens(shipped, dialogue))))
        assert (said in document) is taken, text


@pytest.mark.parametrize(
    "text",
    ["Design Airbnb for boats", "an Uber-like app for tractors in India", "YouTube for kids", "Netflix for my family"],
)
def test_a_product_that_is_only_compared_with_brings_what_it_does_and_not_its_size(
    shipped: Knowledge, text: str
) -> None:
    dialogue = hear(shipped, start(), text).dialogue
    evaluation = evaluate(shipped, givens(shipped, dialogue))
    assert len(evaluation.capabilities) > 5
    assert evaluation.state["users_total"] <= 100_000


@pytest.mark.parametrize(
    "text", ["Design Twitter", "Netflix for 270M subscribers", "Netflix for Europe", "a WhatsApp clone"]
)
def test_a_product_that_is_the_system_keeps_its_size(shipped: Knowledge, text: str) -> None:
    dialogue = hear(shipped, start(), text).dialogue
    assert evaluate(shipped, givens(shipped, dialogue)).state["users_total"] >= 100e6


def test_an_order_of_size_in_words_is_the_size_until_a_number_comes(shipped: Knowledge) -> None:
    said = hear(shipped, start(), "a photo app with tens of millions of members").dialogue
    assert evaluate(shipped, givens(shipped, said)).state["users_total"] == 30e6
    said = hear(shipped, said, "60k users").dialogue
    assert evaluate(shipped, givens(shipped, said)).state["users_total"] == 60e3
