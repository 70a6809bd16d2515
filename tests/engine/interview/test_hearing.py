"""Conversations as people have them."""

from __future__ import annotations

import pytest

from engine.interview import Dialogue, Turn, givens, hear, start
from engine.interview.trying import current
from engine.knowledge import Knowledge


def talk(knowledge: Knowledge, *lines: str, dialogue: Dialogue | None = None) -> Turn:
    """The turn after the last of `lines`."""
    assert lines
    turn = Turn(dialogue or start())
    for line in lines:
        turn = hear(knowledge, turn.dialogue, line)
    return turn


def words(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies)


def asked(turn: Turn) -> str | None:
    return turn.question.fact if turn.question else None


CHAT = "I want to build a chat app for 2 million users"


def test_a_conversation_from_the_first_word_to_the_design(knowledge: Knowledge) -> None:
    turn = talk(knowledge, "hello")
    assert asked(turn) == "capabilities"
    turn = talk(knowledge, "a chat app", dialogue=turn.dialogue)
    assert "**chat**" in words(turn)
    assert asked(turn) == "users_total"
    turn = talk(knowledge, "2 million", dialogue=turn.dialogue)
    assert "Registered users: **2 M** (“2 million”)" in words(turn)
    first = asked(turn)
    turn = talk(knowledge, "skip", dialogue=turn.dialogue)
    assert asked(turn) not in (None, first)
    turn = talk(knowledge, "just design it", dialogue=turn.dialogue)
    assert turn.design
    assert turn.dialogue.title == "Chat app for 2 M users"
    turn = talk(knowledge, "make it four nines", dialogue=turn.dialogue)
    assert turn.design
    assert current(knowledge, turn.dialogue).choices["multi_region"] == "active_active"


def test_a_preset_is_named_with_what_it_brings(knowledge: Knowledge) -> None:
    turn = talk(knowledge, "Design Netflix for 270M users")
    assert turn.dialogue.preset == "netflix"
    assert "**Netflix**" in words(turn)
    assert "video on demand" in words(turn)
    assert "availability 99.99%" in words(turn)
    assert "scaled to yours" in words(turn)
    assert turn.dialogue.title == "Netflix for 270 M users"
    assert givens(knowledge, turn.dialogue).facts["data_size"].origin == "preset"


def test_without_a_known_capability_it_asks_what_people_do_with_it(knowledge: Knowledge) -> None:
    turn = talk(knowledge, "Design a system for 5 million users")
    assert asked(turn) == "capabilities"
    assert turn.question is not None
    assert ("Chat", ["chat"]) in turn.question.replies


def test_going_back_keeps_every_answer(knowledge: Knowledge) -> None:
    turn = talk(knowledge, "a chat app", "2 million", "skip")
    before = turn.dialogue
    turn = talk(knowledge, "back", "back", dialogue=before)
    assert asked(turn) == "users_total"
    assert "**2 M** now" in words(turn)
    assert turn.dialogue.facts == before.facts
    turn = talk(knowledge, "9 million", dialogue=turn.dialogue)
    assert "before: 2 M" in words(turn)
    assert turn.dialogue.facts["capabilities"] == before.facts["capabilities"]
    assert turn.question is not None


def test_a_question_that_was_left_by_going_back_comes_again(knowledge: Knowledge) -> None:
    turn = talk(knowledge, "a chat app", "2 million")
    last = asked(turn)
    assert asked(talk(knowledge, "back", "2 million", dialogue=turn.dialogue)) == last


def test_back_at_the_beginning_says_so(knowledge: Knowledge) -> None:
    assert "no question before" in words(talk(knowledge, "back"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("0 users", "1 to 10"),
        ("120% availability", "50% to 99.99999%"),
        ("asdkjh qwe zxcv", "could not read"),
        ("", "empty"),
        ("   \n ", "empty"),
        ("what is the weather like in Paris?", "designing systems is all I do"),
    ],
)
def test_bad_input_gets_a_kind_answer_and_loses_nothing(knowledge: Knowledge, line: str, said: str) -> None:
    before = talk(knowledge, CHAT)
    turn = talk(knowledge, line, dialogue=before.dialogue)
    assert said in words(turn)
    assert turn.dialogue == before.dialogue
    assert turn.question == before.question


def test_a_good_fact_beside_a_bad_one_is_taken(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT, "120% availability and 5 engineers")
    assert turn.dialogue.facts["team_size"].value == 5
    assert "availability" not in turn.dialogue.facts
    assert any(reply.tone == "problem" for reply in turn.replies)


def test_a_number_of_nothing_is_asked_about(knowledge: Knowledge) -> None:
    before = talk(knowledge, CHAT)
    turn = talk(knowledge, "12", dialogue=before.dialogue.but(question="data_size"))
    assert "12 of what?" in words(turn)
    assert turn.dialogue.facts == before.dialogue.facts


def test_a_megabyte_is_cut_short_and_said_so(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT + ". " + "blah " * 200_000)
    assert "I read the first 4,000" in words(turn)
    assert turn.dialogue.facts["users_total"].value == 2e6


def test_in_proportion_what_was_stated_grows_along(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT, "we store 10 TB of data", "10x the users")
    assert turn.dialogue.facts["users_total"].value == 2e7
    assert turn.dialogue.facts["data_size"].value == 1e14


def test_what_is_unknown_or_too_far_cannot_be_multiplied(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT, "double the data size")
    assert "not known yet" in words(turn)
    turn = talk(knowledge, CHAT, "1000000x the users")
    assert "too far" in words(turn)
    assert turn.dialogue.facts["users_total"].value == 2e6


def test_why_answers_from_the_ledger(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT, "why postgres?")
    assert "Primary store: PostgreSQL" in words(turn)
    assert "+2: 2 M accounts with settings are rows with joins" in words(turn)
    assert "Registered users above 48 M (now 2 M) → Apache Cassandra" in words(turn)


def test_why_not_says_what_would_make_it_so(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT, "why not kafka?")
    assert "Not Apache Kafka" in words(turn)
    assert "peak requests above 5,000/s (now 833/s)" in words(turn)
    assert "It would be chosen with" in words(turn)


def test_why_not_of_the_choice_itself(knowledge: Knowledge) -> None:
    assert "But it is" in words(talk(knowledge, CHAT, "why not postgres?"))


def test_a_decision_that_need_not_be_made_says_when_it_would(knowledge: Knowledge) -> None:
    turn = talk(knowledge, "we take payments from 5000 users", "why kafka?")
    assert "does not have to be decided here" in words(turn)
    assert "chat in what the system does" in words(turn)


def test_two_options_stand_side_by_side(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT, "kafka or rabbitmq?")
    assert "| Message broker | Apache Kafka | RabbitMQ |" in words(turn)
    assert "Here it is **RabbitMQ**" in words(turn)


def test_what_do_different_work_is_not_compared(knowledge: Knowledge) -> None:
    assert "different jobs" in words(talk(knowledge, CHAT, "kafka vs postgres"))


def test_what_if_shows_the_difference_and_sets_nothing(knowledge: Knowledge) -> None:
    before = talk(knowledge, CHAT)
    turn = talk(knowledge, "what if we had 50x the users?", dialogue=before.dialogue)
    assert "Primary store: PostgreSQL → **Apache Cassandra**" in words(turn)
    assert "Peak requests: 833/s → **41,700/s**" in words(turn)
    assert turn.dialogue == before.dialogue
    assert not turn.design


def test_what_if_of_a_choice_says_what_speaks_against_it(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT, "what if we used cassandra?")
    assert "Primary store: PostgreSQL → **Apache Cassandra**" in words(turn)
    assert "The rules prefer PostgreSQL" in words(turn)
    assert not turn.dialogue.pins


def test_using_something_pins_it(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT, "use cassandra")
    assert turn.dialogue.pins == {"primary_store": "cassandra"}


def test_a_feature_that_is_ruled_out_stays_out(knowledge: Knowledge) -> None:
    turn = talk(knowledge, "a chat app with payments for 2M users", "no payments")
    assert "payments" not in current(knowledge, turn.dialogue).capabilities
    turn = talk(knowledge, "Design Netflix", "no video streaming", dialogue=turn.dialogue)
    assert "video_on_demand" not in current(knowledge, turn.dialogue).capabilities


def test_laws_add_up(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT, "we need GDPR", "and PCI DSS")
    assert turn.dialogue.facts["compliance"].value == {"gdpr", "pci"}


def test_help_explains_the_open_question(knowledge: Knowledge) -> None:
    turn = talk(knowledge, "a chat app", "help")
    assert "Everyone with an account." in words(turn)
    assert asked(turn) == "users_total"
    assert "why not Kafka" in words(talk(knowledge, "2 million", "just design it", "help", dialogue=turn.dialogue))


def test_not_knowing_takes_the_assumption_and_says_so(knowledge: Knowledge) -> None:
    turn = talk(knowledge, "a chat app", "I don't know")
    assert "100,000 (a mid-sized service)" in words(turn)
    assert "users_total" not in turn.dialogue.facts
    assert asked(turn) not in (None, "users_total")


def test_export_makes_the_design_first(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT, "export as json")
    assert (turn.design, turn.export) == (True, "json")
    turn = talk(knowledge, "export as markdown", dialogue=turn.dialogue)
    assert (turn.design, turn.export) == (False, "markdown")
    turn = talk(knowledge, "export as terraform", dialogue=turn.dialogue)
    assert turn.export is None
    assert "Markdown" in words(turn)


def test_a_new_system_after_a_design_starts_afresh(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT, "just design it", "Design Netflix for 20M users")
    assert "take nothing over from Chat app for 2 M users" in words(turn)
    assert "chat" not in current(knowledge, turn.dialogue).capabilities
    assert turn.dialogue.facts["users_total"].value == 2e7


def test_more_of_the_same_system_after_a_design_does_not(knowledge: Knowledge) -> None:
    turn = talk(knowledge, CHAT, "just design it", "also add payments")
    assert turn.design
    assert {"chat", "payments"} <= set(current(knowledge, turn.dialogue).capabilities)


def test_start_over_forgets(knowledge: Knowledge) -> None:
    assert talk(knowledge, CHAT, "start over").dialogue == start()


def test_the_same_words_give_the_same_turn(knowledge: Knowledge) -> None:
    lines = (CHAT, "skip", "why kafka?", "four nines")
    assert talk(knowledge, *lines) == talk(knowledge, *lines)
