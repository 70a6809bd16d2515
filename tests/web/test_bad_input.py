"""What cannot be done is said, in words; the session stays as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from simple_websocket import Client, ConnectionClosed

from tests.web.conftest import Connect
from tests.web.running import NETFLIX, PATIENCE, Chat, Running, is_whole_design, only, said, words_of_refusal


@pytest.fixture(scope="module")
def talk(server: Running) -> Any:
    """One session for all of these: nothing here may harm it."""
    with Chat(server) as chat:
        chat.say(NETFLIX)
        yield chat


def is_unharmed(chat: Chat) -> None:
    facts = {row["fact"]: row["text"] for row in only(chat.say("help"), "facts")["facts"]}
    assert (facts["users_total"], facts["availability"], facts["daily_active_users"]) == ("270 M", "99.99%", "120 M")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"type": "set_fact", "fact": "users_total", "value": 0}, "Registered users: 0 is out of range: give 1 to"),
        ({"type": "set_fact", "fact": "users_total", "value": -5}, "-5 is out of range"),
        ({"type": "set_fact", "fact": "users_total", "value": 1e30}, "is out of range"),
        ({"type": "set_fact", "fact": "users_total", "value": "many"}, "'many' is no"),
        ({"type": "set_fact", "fact": "users_total", "value": ""}, "number"),
        ({"type": "set_fact", "fact": "users_total", "value": True}, "no number"),
        ({"type": "set_fact", "fact": "users_total", "value": ["1"]}, "users_total"),
        ({"type": "set_fact", "fact": "users_total", "value": "12 GB"}, "GB"),
        ({"type": "set_fact", "fact": "availability", "value": "120%"}, "120% is out of range: give 50% to"),
        ({"type": "set_fact", "fact": "regions", "value": ["mars"]}, "'mars' is no value"),
        ({"type": "set_fact", "fact": "consistency", "value": "quite"}, "quite"),
        ({"type": "set_fact", "fact": "no_such_fact", "value": 1}, "there is no fact 'no_such_fact'"),
        ({"type": "set_fact", "fact": "user_total", "value": 1}, "did you mean users_total?"),
        ({"type": "set_fact", "fact": "x" * 100, "value": 1}, "set_fact.fact"),
        ({"type": "unset_fact", "fact": "no_such_fact"}, "there is no fact"),
        ({"type": "unset_fact", "fact": "team_size"}, "was not given"),
        ({"type": "pin", "decision": "no_such_decision", "option": "kafka"}, "there is no decision"),
        ({"type": "pin", "decision": "message_brokr", "option": "kafka"}, "did you mean message_broker?"),
        ({"type": "pin", "decision": "message_broker", "option": "pigeon"}, "'pigeon' is no option of message_broker"),
        ({"type": "pin", "decision": "message_broker"}, "is not pinned"),
        ({"type": "dance"}, "there is no message of type 'dance': send one of 'hello', 'say'"),
        ({"type": "say"}, "say.text"),
        ({"type": "say", "text": 5}, "say.text"),
        ({"type": "say", "text": "hi", "extra": 1}, "extra"),
        ({"type": "hello"}, "only once"),
        ({"type": "say", "text": "x" * 1_000_000}, "1,000,000 characters: say it in 4,000 or fewer"),
    ],
    ids=lambda value: json.dumps(value)[:60] if isinstance(value, dict) else "",
)
def test_a_message_is_refused_in_words(talk: Chat, message: dict[str, Any], words: str) -> None:
    last = talk.seen[-1]["seq"]
    refusal = talk.refused(**message)
    assert words in refusal
    assert len(refusal) < 400
    is_unharmed(talk)
    assert next(e["seq"] for e in talk.seen if e["seq"] > last) == last + 1, "a refusal is no event of the session"


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ("{nope", "Invalid JSON"),
        ("", "Invalid JSON"),
        ("[]", "object"),
        ("null", "object"),
        ('{"text": "hi"}', "type"),
        (b'{"type": "say", "text": "hi"}', "send text frames of JSON"),
        (b"\xff\x00", "send text frames of JSON"),
        ('{"type": "set_fact", "fact": "users_total", "value": NaN}', "'nan' is no quantity"),
        ('{"type": "set_fact", "fact": "users_total", "value": 1e999}', "'inf' is no quantity"),
        ('{"type": "set_fact", "fact": "users_total", "value": ' + "9" * 5000 + "}", "out of range"),
        ('{"type": "say", "text": "\\ud800"}', "Invalid JSON"),
    ],
    ids=range(11),
)
def test_a_frame_is_refused_in_words(talk: Chat, frame: str | bytes, words: str) -> None:
    talk.raw(frame)
    assert words in words_of_refusal(talk.until("refused", "question"))
    is_unharmed(talk)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0 users", "'0 users' is too little; it can be from 1 to"),
        ("-5 users", "'-5 users' is too little"),
        ("1e30 users", "is too much"),
        ("availability of 120%", "'120%' is too much; it can be from 50% to"),
        ("Design Frobnicator for me", ""),
        ("qwertz yxcvb", ""),
        ("!!!", ""),
        ("\u202e\u0000\u200b", ""),
        ("'; DROP TABLE session; --", ""),
        ("{{ 7 * 7 }} <script>alert(1)</script>", ""),
    ],
)
def test_words_that_cannot_be_taken_are_answered(talk: Chat, text: str, words: str) -> None:
    answer = said(talk.say(text))
    assert answer.strip()
    assert words in answer
    assert "49" not in answer
    is_unharmed(talk)


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_an_empty_message_is_answered_but_is_no_line_of_the_person(talk: Chat, text: str) -> None:
    events = talk.say(text)
    assert "empty" in said(events)
    assert not [e for e in events if e["type"] == "said" and e["who"] == "person"]
    is_unharmed(talk)


def test_a_number_without_a_unit_answers_the_open_question_or_is_asked_back(connect: Connect) -> None:
    chat = connect()
    chat.say("a chat app")
    events = chat.say("2000000")
    assert "Registered users: **2 M**" in said(events), "it is the answer to the open question"
    other = connect()
    other.say(NETFLIX)
    other.design()
    events = other.say("200")
    assert said(events).strip()
    facts = {row["fact"]: row["text"] for row in only(events, "facts")["facts"]}
    assert facts["users_total"] == "270 M", "a bare number that answers no question sets nothing"


def test_long_texts_are_read_in_part_and_said_so(connect: Connect) -> None:
    chat = connect()
    events = chat.say("A wiki for 40 people. " + "And so on. " * 500)
    assert "I read the first 4,000" in said(events)
    person = next(e for e in events if e["type"] == "said" and e["who"] == "person")
    assert len(person["text"]) == 4000


def test_after_all_that_it_still_designs(talk: Chat) -> None:
    is_whole_design(talk.design())


@pytest.mark.parametrize(
    "frame", ['{"type": "set_fact", "fact": "users_total", "value": 5}', '{"type": "generate"}', "{nope", b"hello"]
)
def test_whoever_does_not_say_hello_is_told_and_let_go(server: Running, frame: str | bytes) -> None:
    client = Client(server.socket_url)
    client.send(frame)
    answer = json.loads(client.receive(timeout=PATIENCE))
    assert answer["type"] == "refused"
    assert answer["message"]
    with pytest.raises(ConnectionClosed) as closed:
        client.receive(timeout=PATIENCE)
    assert (closed.value.reason, closed.value.message) == (1008, "say hello first")


@pytest.mark.parametrize("after", [-1, "x", 1.5])
def test_a_hello_that_makes_no_sense_is_refused(server: Running, after: Any) -> None:
    client = Client(server.socket_url)
    client.send(json.dumps({"type": "hello", "after": after}))
    assert "after" in json.loads(client.receive(timeout=PATIENCE))["message"]


def test_a_frame_beyond_all_measure_ends_the_connection_and_not_the_session(connect: Connect) -> None:
    chat = connect()
    chat.say(NETFLIX)
    chat.send(type="say", text="x" * 5_000_000)
    with pytest.raises((ConnectionClosed, OSError)):
        chat.until("refused", "question")
    back = connect(chat.session, chat.seen[-1]["seq"])
    assert back.welcome["restarted"] is False
    is_unharmed(back)
