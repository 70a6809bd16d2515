"""What a person calls the system is its title, where the request begins with a name."""

import pytest

from engine.interview.naming import name_in
from engine.knowledge import Knowledge
from tests.engine.interview.test_hearing import talk


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Food delivery in 30 cities", "Food delivery in 30 cities"),
        ("Design a distributed job scheduler, 10M jobs a day", "Distributed job scheduler"),
        ("a harbour's container yard (2M moves a year)", "Container yard of a harbour"),
        ("We need an online store for handmade furniture. 3,000 orders a day", "Online store for handmade furniture"),
        ("a union's online vote for 400,000 members", "Online vote of a union"),
        ("Design a system for 5 million users", ""),
        ("We run a forum since 2009 and want to rebuild it", ""),
        ("four nines", ""),
        ("chat app {{7*7}} for 10k users", ""),
        ("2 million", ""),
    ],
)
def test_the_name_is_the_noun_phrase_that_a_request_begins_with(text: str, name: str) -> None:
    assert name_in(text) == name


def test_a_request_gives_the_title_and_later_words_do_not(knowledge: Knowledge) -> None:
    turn = talk(knowledge, "a chat app for runners", "2 million", "add payments")
    assert turn.dialogue.title == "Chat app for runners"


def test_without_a_name_of_its_own_two_things_at_most_are_listed(knowledge: Knowledge) -> None:
    turn = talk(knowledge, "it should have chat, payments and bookings")
    assert turn.dialogue.title.count(",") == 0
