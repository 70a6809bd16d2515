"""Connections come and go; the session stays."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import gevent
import gevent.socket

from tests.web.conftest import Connect
from tests.web.running import (
    NETFLIX,
    PATIENCE,
    Chat,
    Event,
    Running,
    free_port,
    is_whole_design,
    only,
    said,
    serving,
)
from web.sockets import WholeSends


def is_in_order(events: list[Event]) -> None:
    numbers = [event["seq"] for event in events]
    assert numbers == sorted(set(numbers)), "in order, and none twice"


def test_hello_gets_what_was_missed_and_nothing_twice(connect: Connect, chat: Chat) -> None:
    chat.say(NETFLIX)
    seen = chat.seen[-1]["seq"]
    chat.drop()
    away = connect(chat.session, seen)
    assert away.welcome["restarted"] is False
    assert away.welcome["seq"] == seen
    assert away.session == chat.session
    away.design()
    everything = [*chat.seen, *away.seen]
    is_in_order(everything)

    again = connect(chat.session, away.seen[3]["seq"])
    assert again.welcome["seq"] == away.seen[-1]["seq"]
    missed = [again.read() for _ in away.seen[4:]]
    assert missed == away.seen[4:]
    assert again.say("")[0]["seq"] == away.seen[-1]["seq"] + 1, "and then only what is new"


def test_a_page_that_lost_everything_gets_everything_that_counts(connect: Connect, designed: Chat) -> None:
    last = designed.seen[-1]["seq"]
    fresh = connect(designed.session)
    while not fresh.seen or fresh.seen[-1]["seq"] < last:
        fresh.read()
    is_in_order(fresh.seen)
    is_whole_design(fresh.seen)
    kinds = [event["type"] for event in fresh.seen]
    assert (kinds.count("facts"), kinds.count("question")) == (1, 1), "the newest of each"
    assert [e for e in fresh.seen if e["type"] == "said"] == [e for e in designed.seen if e["type"] == "said"]


def test_a_new_design_replaces_the_one_before_in_the_history(connect: Connect, designed: Chat) -> None:
    events = designed.tell(type="set_fact", fact="users_total", value="30M")
    fresh = connect(designed.session)
    while not fresh.seen or fresh.seen[-1]["seq"] < designed.seen[-1]["seq"]:
        fresh.read()
    is_whole_design(fresh.seen)
    assert only(fresh.seen, "design_started") == only(events, "design_started")


def test_a_connection_dropped_in_the_middle_of_a_design_loses_nothing(connect: Connect, chat: Chat) -> None:
    chat.say(NETFLIX)
    chat.send(type="generate")
    chat.until("section")
    while chat.seen[-1]["number"] < 3:
        chat.read()
    chat.socket.sock.shutdown(socket.SHUT_RDWR)  # as when the network goes away: no closing handshake
    seen = chat.seen[-1]["seq"]
    back = connect(chat.session, seen)
    back.until("question")
    everything = [*(e for e in chat.seen if e["seq"] <= seen), *back.seen]
    is_in_order(everything)
    is_whole_design(everything)


def test_two_pages_of_one_session_both_get_everything(connect: Connect, chat: Chat) -> None:
    other = connect(chat.session)
    chat.say(NETFLIX)
    other.until("question")
    other.send(type="generate")
    chat.until("question")
    other.until("question")
    assert chat.seen == other.seen
    is_whole_design(chat.seen)


def test_two_pages_that_talk_at_once_do_not_mix(connect: Connect, chat: Chat) -> None:
    chat.say(NETFLIX)
    other = connect(chat.session, chat.seen[-1]["seq"])
    talks = [
        threading.Thread(target=page.send, kwargs={"type": "set_fact", "fact": fact, "value": value})
        for page, fact, value in ((chat, "team_size", "77"), (other, "data_residency", True))
    ]
    for talk in talks:
        talk.start()
    for talk in talks:
        talk.join()
    for page in (chat, other):
        page.until("question")
        page.until("question")
    is_in_order(chat.seen)
    assert chat.seen[-len(other.seen) :] == other.seen
    facts = {row["fact"]: row for row in next(e for e in reversed(chat.seen) if e["type"] == "facts")["facts"]}
    assert (facts["team_size"]["text"], facts["team_size"]["origin"]) == ("77", "given")
    assert facts["data_residency"]["origin"] == "given"


def test_an_unknown_session_begins_anew(connect: Connect) -> None:
    lost = connect("was-there-before-the-server-ended", 17)
    assert lost.welcome["restarted"] is True
    assert lost.welcome["seq"] == 0
    assert lost.session != "was-there-before-the-server-ended"
    assert lost.say("hello")[0]["seq"] == 1


def test_a_page_that_has_seen_more_than_there_is_begins_anew_with_all(connect: Connect, chat: Chat) -> None:
    chat.say("hello")
    ahead = connect(chat.session, 10_000)
    assert ahead.welcome["restarted"] is True
    assert [ahead.read() for _ in chat.seen] == chat.seen


def test_a_first_visit_is_no_restart(chat: Chat, server: Running) -> None:
    assert chat.welcome["restarted"] is False
    assert chat.welcome["revision"] == server.health()["revision"]
    assert {"netflix", "twitter"} <= {preset["id"] for preset in chat.welcome["presets"]}
    assert NETFLIX in chat.welcome["suggestions"]


def test_a_slow_page_gets_whole_frames() -> None:
    """A page reads slower than designs are written: what `send` took at once was torn off in the middle of a frame."""
    here, page = gevent.socket.socketpair()
    here.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    frames = [bytes([number]) * 300_000 for number in range(3)]

    def write() -> None:
        with here:
            for frame in frames:
                assert WholeSends(here).send(frame) == len(frame)

    writer = gevent.spawn(write)
    with page:
        assert b"".join(iter(lambda: page.recv(65536), b"")) == b"".join(frames)
    writer.get(timeout=PATIENCE)


def test_sessions_in_a_file_outlive_the_server(tmp_path: Path) -> None:
    (tmp_path / "overlay").mkdir()
    database = f"sqlite:///{tmp_path / 'sessions.sqlite'}"
    port = free_port()
    with (
        serving(tmp_path / "overlay", tmp_path / "log1.txt", "--database", database, port=port) as first,
        Chat(first) as chat,
    ):
        chat.say(NETFLIX)
        chat.design()
        document = first.download(chat.session, "design.md")
    with (
        serving(tmp_path / "overlay", tmp_path / "log2.txt", "--database", database) as second,
        Chat(second, chat.session, chat.seen[-1]["seq"]) as back,
    ):
        assert back.welcome["restarted"] is False
        assert second.download(chat.session, "design.md") == document
        events = back.tell(type="set_fact", fact="users_total", value="30M")
        is_whole_design(events)
        assert "30 M" in said(events, "understood")
