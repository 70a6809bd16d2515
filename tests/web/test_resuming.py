"""Connections come and go; the session stays."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import gevent
import gevent.socket
import pytest

from tests.web.conftest import Connect
from tests.web.running import (
    NETFLIX,
    PATIENCE,
    Chat,
    Event,
    Running,
    doomed,
    free_port,
    is_whole_design,
    only,
    said,
    sections_of,
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


ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder with an overlay in which section 7 never ends for 31 M users."""
    (tmp_path / "overlay" / "sections").mkdir(parents=True)
    template = f"{{% if v('users_total') == '31 M' %}}{ENDLESS}{{% endif %}}Ours. " + "x" * 400
    (tmp_path / "overlay" / "sections" / "07_security.md.j2").write_text(template)
    return tmp_path


def killed_in_the_middle_of_a_design(room: Path, database: str) -> Chat:
    """The page of a session whose server was killed while it wrote section 7 of a second design."""
    with doomed(room / "overlay", room / "log1.txt", "--database", database) as server, Chat(server) as chat:
        chat.say(NETFLIX)
        chat.design()
        chat.send(type="set_fact", fact="users_total", value="31M")
        chat.until("design_started")
        while sections_of(chat.seen)[-1]["number"] != 3:
            chat.read()
    return chat


def test_a_design_in_the_middle_of_which_the_server_was_killed_is_written_anew(room: Path) -> None:
    database = f"sqlite:///{room / 'sessions.sqlite'}"
    chat = killed_in_the_middle_of_a_design(room, database)
    (room / "overlay" / "sections" / "07_security.md.j2").unlink()
    with (
        serving(room / "overlay", room / "log2.txt", "--database", database) as server,
        Chat(server, chat.session, chat.seen[-1]["seq"]) as back,
        Chat(server, chat.session) as reloaded,
    ):
        events = back.until("question")
        design = [event for event in events if event.get("design", "").startswith("again-")]
        is_whole_design(design)
        assert "The server ended while it wrote" in said(events)
        assert only(design, "design_started")["afresh"] is False, "compared with the design before"
        assert only(reloaded.until("scaled"), "design_done") == only(design, "design_done")
        assert "31 M" in server.download(chat.session, "design.md").partition("\n")[0]
        is_whole_design(back.design())


def test_a_design_that_ends_its_server_twice_is_given_up(room: Path) -> None:
    """Otherwise each page that comes back would end the server again."""
    database = f"sqlite:///{room / 'sessions.sqlite'}"
    chat = killed_in_the_middle_of_a_design(room, database)
    with (
        doomed(room / "overlay", room / "log2.txt", "--database", database) as server,
        Chat(server, chat.session, chat.seen[-1]["seq"]) as back,
    ):
        while not back.seen or back.seen[-1].get("design", "") == "" or back.seen[-1]["design"][:6] != "again-":
            back.read()
    with (
        serving(room / "overlay", room / "log3.txt", "--database", database) as last,
        Chat(last, chat.session) as reloaded,
    ):
        failed = only(reloaded.until("design_failed"), "design_failed")
        assert "Say “design” and it is written anew" in failed["message"]


@pytest.fixture
def two_workers(tmp_path: Path) -> Iterator[tuple[Running, Running]]:
    """Two processes that share a database: a file, or what GROUNDPLAN_TEST_DATABASE names."""
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    database = os.environ.get("GROUNDPLAN_TEST_DATABASE", f"sqlite:///{tmp_path / 'sessions.sqlite'}")
    with (
        serving(overlay, tmp_path / "log1.txt", "--database", database) as first,
        serving(overlay, tmp_path / "log2.txt", "--database", database) as second,
    ):
        yield first, second


def test_pages_of_one_session_on_two_workers_do_not_mix(two_workers: tuple[Running, Running]) -> None:
    first, second = two_workers
    with Chat(first) as here, Chat(second, here.session) as there:
        here.say(NETFLIX)
        there.until("question")
        edits = [("team_size", "77"), ("data_residency", True), ("users_total", "30M"), ("availability", "99.9%")]
        talks = [
            threading.Thread(target=page.send, kwargs={"type": "set_fact", "fact": fact, "value": value})
            for page, (fact, value) in zip((here, there) * 2, edits, strict=True)
        ]
        for talk in talks:
            talk.start()
        for talk in talks:
            talk.join()
        for page in (here, there):
            while not knows(page, edits):  # what another worker wrote comes with the next look at the database
                page.until("facts")
        there.send(type="generate")
        for page in (here, there):
            page.until("scaled")
            is_in_order(page.seen)
        assert sections_of(here.seen) == sections_of(there.seen)
        assert second.download(here.session, "design.md") == first.download(here.session, "design.md")


def knows(page: Chat, edits: list[tuple[str, object]]) -> bool:
    """Whether the page has heard that all of these were given."""
    newest = next(e for e in reversed(page.seen) if e["type"] == "facts")
    origins = {row["fact"]: (row["origin"], row["note"]) for row in newest["facts"]}
    return all(origins[fact][0] == "given" and str(value) in origins[fact][1] for fact, value in edits)
