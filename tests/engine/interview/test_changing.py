"""Edits in the panel, quick replies, pins, and the state as JSON."""

from __future__ import annotations

import json

import pytest

from engine.findings import InputError
from engine.interview import (
    Dialogue,
    Turn,
    facts_shown,
    generate,
    givens,
    pin,
    restart,
    set_fact,
    skip,
    start,
    unset_fact,
)
from engine.interview.trying import current
from engine.knowledge import Knowledge
from engine.knowledge.values import value_of


def words(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies)


def netflix() -> Dialogue:
    return start().but(preset="netflix")


def rows(knowledge: Knowledge, dialogue: Dialogue) -> dict[str, str]:
    return {row.fact: row.text for row in facts_shown(knowledge, dialogue, current(knowledge, dialogue))}


def test_an_edit_is_said_back_and_the_next_question_follows(knowledge: Knowledge) -> None:
    turn = set_fact(knowledge, start(), "availability", "99.99%")
    assert "Availability: **99.99%**" in words(turn)
    assert turn.question is not None
    assert not turn.design


def test_a_share_may_be_written_with_a_decimal_comma(knowledge: Knowledge) -> None:
    assert "Availability: **99.99%**" in words(set_fact(knowledge, start(), "availability", "99,99"))


@pytest.mark.parametrize(
    ("fact", "raw", "said"),
    [
        ("users_total", "0", "out of range: give 1 to 10 bn"),
        ("availability", "120%", "give 50% to 99.99999%"),
        ("availability", "99.999999999%", "99.999999999% is out of range"),
        ("users_total", "many", "write a number"),
        ("users_total", "5 GB", "number of user"),
        ("regions", ["mars"], "is no value of it"),
        ("userstotal", "5", "did you mean users_total?"),
        ("capabilities", ["chta"], "did you mean chat?"),
    ],
)
def test_a_wrong_edit_says_what_would_be_right(knowledge: Knowledge, fact: str, raw: object, said: str) -> None:
    with pytest.raises(InputError, match=said.replace("?", r"\?")):
        set_fact(knowledge, start(), fact, raw)


def test_after_a_design_every_change_makes_a_new_one(knowledge: Knowledge) -> None:
    turn = generate(knowledge, netflix())
    assert turn.design
    assert set_fact(knowledge, turn.dialogue, "team_size", "40").design
    assert pin(knowledge, turn.dialogue, "primary_store", "cassandra").design
    assert unset_fact(knowledge, turn.dialogue, "users_total").design


def test_generate_without_any_idea_asks_for_one(knowledge: Knowledge) -> None:
    turn = generate(knowledge, start())
    assert not turn.design
    assert turn.question is not None
    assert turn.question.fact == "capabilities"
    assert generate(knowledge, turn.dialogue).design  # whoever insists gets a design


def test_generate_names_the_assumptions_that_matter(knowledge: Knowledge) -> None:
    turn = generate(knowledge, set_fact(knowledge, start(), "capabilities", ["chat"]).dialogue)
    assert "Registered users: **100,000**" in words(turn)


def test_the_title_says_what_and_for_how_many(knowledge: Knowledge) -> None:
    turn = set_fact(knowledge, start(), "capabilities", ["chat", "payments"])
    assert turn.dialogue.title == "Chat and payments"
    turn = set_fact(knowledge, turn.dialogue, "daily_active_users", "2M")
    assert turn.dialogue.title == "Chat and payments for 2 M daily users"
    assert generate(knowledge, netflix()).dialogue.title == "Netflix for 200 M users"


def test_a_preset_lies_under_what_was_given(knowledge: Knowledge) -> None:
    turn = set_fact(knowledge, netflix(), "users_total", "2M")
    facts = givens(knowledge, turn.dialogue).facts
    assert facts["users_total"].value == 2e6
    assert facts["data_size"].value == 1e14  # a hundredth of the users, a hundredth of the data
    assert facts["availability"].value == 0.9999


def test_taking_back_lets_the_preset_and_then_the_assumption_hold(knowledge: Knowledge) -> None:
    dialogue = set_fact(knowledge, netflix(), "availability", "99%").dialogue
    dialogue = unset_fact(knowledge, dialogue, "availability").dialogue
    assert rows(knowledge, dialogue)["availability"] == "99.99%"
    turn = unset_fact(knowledge, dialogue, "availability")
    assert rows(knowledge, turn.dialogue)["availability"] == "99.9%"
    assert "what one region reaches" in words(turn)
    with pytest.raises(InputError, match="was not given"):
        unset_fact(knowledge, turn.dialogue, "availability")


def test_a_capability_of_the_preset_can_be_left_out(knowledge: Knowledge) -> None:
    dialogue = set_fact(knowledge, netflix(), "capabilities", ["chat"]).dialogue
    assert current(knowledge, dialogue).capabilities == ("chat", "identity")


def test_what_another_capability_needs_stays_and_that_is_said(knowledge: Knowledge) -> None:
    dialogue = set_fact(knowledge, start(), "capabilities", ["chat", "payments"]).dialogue
    turn = set_fact(knowledge, dialogue, "capabilities", ["chat"])
    assert current(knowledge, turn.dialogue).capabilities == ("chat", "identity")
    assert "Identity stays: chat cannot do without it" in words(turn)


def test_facts_that_cannot_both_be_true_are_pointed_out(knowledge: Knowledge) -> None:
    dialogue = set_fact(knowledge, start(), "users_total", "1M").dialogue
    turn = set_fact(knowledge, dialogue, "daily_active_users", "5M")
    assert "cannot be above registered users (1 M)" in words(turn)
    assert givens(knowledge, turn.dialogue).facts.keys() >= {"users_total", "daily_active_users"}


def test_facts_that_leave_no_option_are_pointed_out(knowledge: Knowledge) -> None:
    turn = set_fact(knowledge, start(), "compliance", ["hipaa", "gdpr"])
    assert "These requirements conflict: **Rules and standards GDPR, HIPAA**" in words(turn)
    assert "Rules and standards without GDPR" in words(turn)
    assert "ealth data stays at home" in words(turn)
    assert "wo laws at odds" in words(turn)
    later = set_fact(knowledge, turn.dialogue, "team_size", "5")
    assert "cannot all be had" not in words(later)  # said once


def test_a_pin_says_what_speaks_against_it_and_can_be_taken_out(knowledge: Knowledge) -> None:
    dialogue = set_fact(knowledge, start(), "capabilities", ["chat"]).dialogue
    dialogue = set_fact(knowledge, dialogue, "team_size", "3").dialogue
    turn = pin(knowledge, dialogue, "message_broker", "kafka")
    assert "as you chose" in words(turn)
    assert "3 engineers cannot run a cluster" in words(turn)
    assert current(knowledge, turn.dialogue).choices["message_broker"] == "kafka"
    turn = pin(knowledge, turn.dialogue, "message_broker", None)
    assert current(knowledge, turn.dialogue).choices["message_broker"] == "rabbitmq"


def test_wrong_pins_say_what_would_be_right(knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="did you mean message_broker"):
        pin(knowledge, start(), "mesage_broker", "kafka")
    with pytest.raises(InputError, match="one of none, rabbitmq, kafka"):
        pin(knowledge, start(), "message_broker", "nats")


def test_a_dialogue_survives_json(knowledge: Knowledge) -> None:
    dialogue = set_fact(knowledge, netflix(), "regions", ["us", "eu"]).dialogue
    dialogue = pin(knowledge, skip(knowledge, dialogue).dialogue, "message_broker", "kafka").dialogue
    back = Dialogue.from_json(json.loads(json.dumps(dialogue.as_json())))
    assert back == dialogue
    assert current(knowledge, back).choices == current(knowledge, dialogue).choices
    with pytest.raises(InputError, match="version"):
        Dialogue.from_json({"version": 99})
    with pytest.raises(InputError, match="no conversation"):
        Dialogue.from_json({"version": 1})


def test_what_the_knowledge_no_longer_holds_is_left_out(knowledge: Knowledge) -> None:
    saved = set_fact(knowledge, start(), "team_size", "5").dialogue.as_json()
    saved["facts"]["gone"] = {"value": 1, "origin": "given", "words": ""}
    saved["pins"] = {"gone": "too", "message_broker": "gone"}
    saved["preset"] = "gone"
    given = givens(knowledge, Dialogue.from_json(saved))
    assert set(given.facts) == {"team_size"}
    assert not given.pins
    assert given.preset is None


def test_restart_forgets_everything(knowledge: Knowledge) -> None:
    assert restart(knowledge).dialogue == start()


def test_the_panel_shows_origins_notes_and_values_to_edit(knowledge: Knowledge) -> None:
    dialogue = set_fact(knowledge, netflix(), "team_size", "40").dialogue
    shown = {row.fact: row for row in facts_shown(knowledge, dialogue, current(knowledge, dialogue))}
    assert (shown["team_size"].origin, shown["team_size"].note) == ("given", "you said “40”")
    assert shown["users_total"].origin == "preset"
    assert "https://example.com/report" in shown["users_total"].note
    assert (shown["users_total"].text, shown["users_total"].edit) == ("200 M", "200M")
    assert (shown["regions"].origin, shown["regions"].note) == ("assumed", "one region")
    assert shown["peak_requests"].origin == "derived"
    assert shown["peak_requests"].note == f"{shown['average_requests'].text} × 3"
    assert "latency_p99" not in shown  # assumed, and nothing hangs on it
    groups = [row.group for row in shown.values()]
    assert groups == sorted(groups, key=groups.index)  # each group in one piece


def test_what_the_panel_offers_for_editing_reads_back(knowledge: Knowledge) -> None:
    dialogue = set_fact(knowledge, netflix(), "average_requests", "1234.5/s").dialogue
    evaluation = current(knowledge, dialogue)
    for row in facts_shown(knowledge, dialogue, evaluation):
        value = value_of(knowledge.facts[row.fact], row.edit)
        if isinstance(value, float):
            assert value == pytest.approx(evaluation.value(row.fact), rel=1e-4)
        else:
            assert value == evaluation.value(row.fact)
