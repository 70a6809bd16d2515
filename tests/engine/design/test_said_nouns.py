"""Counts are titled in the nouns they were given in, and what no rule counts is said to be left out."""

from __future__ import annotations

import pytest

from engine.design import assemble
from engine.design.said_nouns import noun_in
from engine.document import render
from engine.inference import evaluate
from engine.interview import givens, hear, start
from engine.knowledge import Knowledge


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("300,000 parking sessions a day", "parking sessions"),
        ("40 cities", "cities"),
        ("2.4M passages per day", "passages"),
        ("about 1.5 million field reports each month", "field reports"),
        ("1.2M users", ""),  # the title says it better
        ("12,000 daily", ""),
        ("4 pieces of a very long phrase that goes on", ""),
    ],
)
def test_the_noun_of_what_is_counted(words: str, noun: str) -> None:
    assert noun_in(words) == noun


def _document(knowledge: Knowledge, text: str) -> str:
    dialogue = hear(knowledge, start(), text).dialogue
    return render(assemble(evaluate(knowledge, givens(knowledge, dialogue)), dialogue.title))


def test_a_document_counts_in_the_persons_own_nouns(shipped: Knowledge) -> None:
    document = _document(
        shipped, "A parking app for 40 cities: 1.2M drivers, 300,000 parking sessions a day, 12 engineers"
    )
    assert "| Parking sessions | 300,000/day |" in document
    assert "| Cities | 40 |" in document
    assert "| Daily users for each place | 240,000 ÷ 40 | 6,000 |" in document
    assert "New items a day" not in document


def test_a_number_that_no_rule_counts_is_said_to_be_left_out(shipped: Knowledge) -> None:
    document = _document(shipped, "A ski resort pass system: 30,000 skiers a day, 22 lifts, 120 turnstiles")
    assert "“120 turnstiles”" in document
    assert "“120 turnstiles”" not in _document(shipped, "A ski resort pass system: 30,000 skiers a day, 22 lifts")
