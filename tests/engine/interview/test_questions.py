"""Which question comes next, and what it says about itself."""

from __future__ import annotations

from typing import Any

from engine.inference.given import Given
from engine.interview import Dialogue, Question, Turn, next_question, set_fact, skip, start
from engine.interview.dialogue import givens
from engine.interview.questions import LIMIT, ranking
from engine.knowledge import Knowledge
from engine.knowledge.values import value_of


def told(knowledge: Knowledge, **facts: Any) -> Dialogue:
    dialogue = start()
    for name, raw in facts.items():
        dialogue = dialogue.with_fact(name, Given(value_of(knowledge.facts[name], raw)))
    return dialogue


def question(knowledge: Knowledge, dialogue: Dialogue) -> Question:
    found = next_question(knowledge, dialogue)
    assert found is not None
    return found


def answered(knowledge: Knowledge, turn: Turn, raw: Any) -> Turn:
    assert turn.question is not None
    return set_fact(knowledge, turn.dialogue, turn.question.fact, raw)


def test_what_it_does_and_for_how_many_come_first(knowledge: Knowledge) -> None:
    assert question(knowledge, start()).fact == "capabilities"
    turn = set_fact(knowledge, start(), "capabilities", ["chat"])
    assert turn.question is not None
    assert turn.question.fact == "users_total"


def test_capabilities_are_offered_but_not_those_that_come_by_themselves(knowledge: Knowledge) -> None:
    labels = [label for label, _ in question(knowledge, start()).replies]
    assert "Chat" in labels
    assert "Identity" not in labels


def test_no_number_of_people_is_asked_for_when_one_is_known(knowledge: Knowledge) -> None:
    facts = told(knowledge, capabilities=["chat"], daily_active_users="2M")
    assert question(knowledge, facts).fact != "users_total"


def test_what_changes_nothing_is_never_asked(knowledge: Knowledge) -> None:
    dialogue = told(knowledge, capabilities=["chat"], users_total="2M")
    asked = {worth.fact for worth in ranking(knowledge, givens(knowledge, dialogue), set())}
    assert "team_size" in asked
    assert "monthly_budget" not in asked  # no rule reads it
    assert "latency_p99" not in asked


def test_facts_of_a_capability_are_asked_only_where_it_is_in_use(knowledge: Knowledge) -> None:
    def candidates(capability: str) -> set[str]:
        dialogue = told(knowledge, capabilities=[capability], users_total="2M")
        return {worth.fact for worth in ranking(knowledge, givens(knowledge, dialogue), set())}

    assert "messages_per_user_per_day" in candidates("chat")
    assert "messages_per_user_per_day" not in candidates("payments")


def test_the_question_that_decides_more_comes_first(knowledge: Knowledge) -> None:
    dialogue = told(knowledge, capabilities=["chat"], users_total="2M")
    scores = [worth.score for worth in ranking(knowledge, givens(knowledge, dialogue), set())]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


def test_why_names_the_decisions_that_hang_on_it(knowledge: Knowledge) -> None:
    dialogue = told(knowledge, capabilities=["payments"]).but(question="users_total")
    why = question(knowledge, dialogue).why
    assert "between PostgreSQL and Apache Cassandra (primary store)" in why
    dialogue = told(knowledge, capabilities=["chat"], users_total="2M").but(question="team_size")
    why = question(knowledge, dialogue).why
    assert "between Monolith and Microservices (service style)" in why


def test_assumed_says_what_holds_without_an_answer(knowledge: Knowledge) -> None:
    dialogue = told(knowledge, capabilities=["chat"]).but(question="users_total")
    assert question(knowledge, dialogue).assumed == "100,000 (a mid-sized service)"


def test_quick_replies_are_values_that_set_fact_takes(knowledge: Knowledge) -> None:
    for name, fact in knowledge.facts.items():
        if fact.form.ask:
            for label, raw in question(knowledge, start().but(question=name)).replies:
                assert label
                set_fact(knowledge, start(), name, raw)


def test_the_interview_ends_after_six_questions(knowledge: Knowledge) -> None:
    turn = set_fact(knowledge, start(), "capabilities", ["chat"])
    asked = []
    while not turn.design:
        assert turn.question is not None
        asked.append(turn.question.fact)
        turn = skip(knowledge, turn.dialogue)
    assert len(asked) == len(set(asked)) <= LIMIT
    assert turn.question is None
    assert next_question(knowledge, turn.dialogue) is None


def test_nothing_is_asked_when_nothing_would_change(knowledge: Knowledge) -> None:
    dialogue = told(
        knowledge,
        capabilities=["payments"],
        users_total="50",
        daily_active_users="20",
        team_size=2,
        availability="99%",
        regions=["us"],
        compliance=[],
        data_size="1 GB",
    )
    assert next_question(knowledge, dialogue) is None


def test_the_same_facts_give_the_same_question(knowledge: Knowledge) -> None:
    first = told(knowledge, capabilities=["chat"], users_total="2M")
    second = told(knowledge, users_total="2M", capabilities=["chat"])
    before = question(knowledge, first)
    for key in [key for key in knowledge.memo if key.startswith("interview")]:
        del knowledge.memo[key]
    assert question(knowledge, second) == before
