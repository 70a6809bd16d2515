"""Rules are edited while people talk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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
    sections_of,
    serving,
    started,
)

RULE = "event-rate-beyond-one-queue"
BROKER = """\
decision: message_broker
rules:
  - id: event-rate-beyond-one-queue
    when: peak_events > {threshold}
    because: "{{peak_events}} at peak exceed what our own test says one queue takes"
"""


@pytest.fixture(scope="module")
def editable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    room = tmp_path_factory.mktemp("editable")
    (room / "overlay" / "decisions").mkdir(parents=True)
    (room / "overlay" / "sections").mkdir()
    with serving(room / "overlay", room / "log.txt") as running:
        yield running


@pytest.fixture
def edit(editable: Running) -> Iterator[Any]:
    """Saves a file of the overlay; after the test all are taken away again, and the server has seen it."""

    def save(name: str, text: str | bytes | None) -> None:
        file = editable.overlay / name
        if text is None:
            file.unlink()
        else:
            file.write_bytes(text if isinstance(text, bytes) else text.encode())

    yield save
    left = [file for file in editable.overlay.rglob("*.*") if file.is_file()]
    before = editable.health()
    for file in left:
        file.unlink()

    def is_undone() -> bool:
        now = editable.health()
        return not now["refused"] and bool(before["refused"] or now["revision"] != before["revision"] or not left)

    editable.eventually(is_undone, "the shipped rules hold again")


@pytest.fixture
def chat(editable: Running) -> Iterator[Chat]:
    with Chat(editable) as found:
        found.say(NETFLIX)
        found.design()
        yield found


def place_of(trace: dict[str, Any], rule: str) -> str | None:
    """Where the trace says that a rule stands; None if it did not fire."""
    places = [fired["place"] for fired in trace["firings"] if fired["rule"] == rule]
    return f"{places[0]['path']}:{places[0]['line']}" if places else None


def change(chat: Chat) -> Event:
    return chat.until("knowledge_changed")[-1]


def test_an_edited_rule_holds_from_the_next_design_on(editable: Running, edit: Any, chat: Chat) -> None:
    before = editable.trace(chat.session)
    assert before["knowledge"]["revision"] == chat.welcome["revision"]
    assert (place_of(before, RULE) or "").startswith("knowledge/decisions/message_broker.yaml:")

    edit("decisions/message_broker.yaml", BROKER.format(threshold="900M/s"))
    event = change(chat)
    assert event["accepted"] is True
    assert event["findings"] == []
    assert event["revision"] == editable.health()["revision"] != chat.welcome["revision"]
    assert "The rules were edited" in chat.until("said")[-1]["text"]
    events = chat.design()
    is_whole_design(events)
    after = editable.trace(chat.session)
    assert after["knowledge"]["revision"] == event["revision"]
    assert place_of(after, RULE) is None, "nobody has 900 million events a second"

    edit("decisions/message_broker.yaml", BROKER.format(threshold="1k/s"))
    event = change(chat)
    chat.until("said")
    chat.design()
    again = editable.trace(chat.session)
    assert again["knowledge"]["revision"] == event["revision"]
    assert place_of(again, RULE) == f"{editable.overlay}/decisions/message_broker.yaml:3"


def test_a_choice_that_an_edit_turns_is_named_at_once(editable: Running, edit: Any, chat: Chat) -> None:
    choice = editable.trace(chat.session)["choices"]["message_broker"]
    other = "rabbitmq" if choice != "rabbitmq" else "kafka"
    rule = f"  - {{id: ours, require: [{other}], because: we run it already, source: {{judgement: ours}}}}\n"
    edit("decisions/message_broker.yaml", "decision: message_broker\nrules:\n" + rule)
    assert change(chat)["accepted"] is True
    words = chat.until("said")[-1]["text"]
    assert "A new design would differ" in words
    assert "- Message broker: " in words
    events = chat.design()
    assert any(line.startswith("Message broker: ") for line in only(events, "design_done")["changed"])
    assert editable.trace(chat.session)["choices"]["message_broker"] == other
    assert place_of(editable.trace(chat.session), "ours") == f"{editable.overlay}/decisions/message_broker.yaml:3"


BROKER_FILE, TEMPLATE = "decisions/message_broker.yaml", "sections/06_scalability.md.j2"
BROKEN: list[tuple[str, str | bytes, str]] = [
    (BROKER_FILE, "decision: message_broker\nrules: [\n", "message_broker.yaml"),
    (BROKER_FILE, BROKER.format(threshold="5 GB"), "peak_events"),
    (BROKER_FILE, b"\xff\xfe\x00", "cannot be read"),
    (TEMPLATE, "{% if %}", "06_scalability"),
    (TEMPLATE, "{{ 1 / 0 }}", "division"),
]


def test_a_broken_edit_is_refused_and_the_last_good_rules_hold(editable: Running, edit: Any, chat: Chat) -> None:
    shipped = chat.welcome["revision"]
    last = BROKER_FILE
    for name, text, words in BROKEN:
        if name != last:
            edit(last, None)
            assert change(chat)["accepted"] is True, "the edit is taken back: the page need not warn any more"
        last = name
        edit(name, text)
        event = change(chat)
        assert event["accepted"] is False, text
        assert event["revision"] == shipped
        assert words in "\n".join(event["findings"])
        assert editable.health()["refused"] == event["findings"]
    is_whole_design(chat.design())
    assert editable.trace(chat.session)["knowledge"]["revision"] == shipped

    edit(last, None)
    event = change(chat)
    assert (event["accepted"], event["revision"]) == (True, shipped)


def test_an_edited_template_is_used(editable: Running, edit: Any, chat: Chat) -> None:
    edit("sections/11_tradeoffs.md.j2", "Our house style. {{ '{' }}" + "x" * 400)
    assert change(chat)["accepted"] is True
    chat.until("said")
    chat.design()
    assert "Our house style." in editable.download(chat.session, "design.md")


FAILING = [
    ("{{ nowhere.at_all }}", "as its template fails: 'nowhere' is undefined ({overlay}/sections/07_security.md.j2:1)."),
    ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero ({overlay}/sections/07_security.md.j2:1)."),
]


@pytest.mark.parametrize(("mistake", "words"), FAILING)
def test_a_template_that_fails_for_one_system_alone_fails_its_section(
    editable: Running, edit: Any, chat: Chat, mistake: str, words: str
) -> None:
    """The check before an edit is taken cannot know every system: the page must hear of the end all the same."""
    before = editable.download(chat.session, "design.md")
    body = "Our house style. " + "x" * 400
    edit("sections/07_security.md.j2", f"{{% if v('users_total') == '31 M' %}}{mistake}{{% endif %}}{body}")
    assert change(chat)["accepted"] is True
    chat.until("said")
    events = chat.tell(type="set_fact", fact="users_total", value="31M")
    assert not [e for e in events if e["type"] in ("design_done", "scaled")]
    failed = only(events, "design_failed")
    assert failed["design"] == only(events, "design_started")["design"]
    assert failed["message"].startswith("The design could not be finished: section 7, Security, cannot be written")
    assert words.format(overlay=editable.overlay) in failed["message"]
    assert failed["message"] in said(events, "problem")
    written = {e["number"]: e["markdown"] for e in sections_of(events)}
    assert list(written) == list(range(1, 12)), "all other sections stand"
    assert [number for number, text in written.items() if "This section cannot be written" in text] == [7]
    assert editable.download(chat.session, "design.md") == before, "the files are of the last whole design"
    with Chat(editable, chat.session) as back:
        assert only(back.until("question"), "design_failed") == failed, "a page that comes back hears of it too"
    is_whole_design(chat.tell(type="set_fact", fact="users_total", value="32M"))


def test_a_server_does_not_start_with_a_template_that_fails(tmp_path: Path) -> None:
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections" / "07_security.md.j2").write_text("Ours.\n{{ 1 / 0 }}\n")
    log = tmp_path / "log.txt"
    process = started(Running(free_port(), tmp_path), log)
    try:
        assert process.wait(timeout=PATIENCE) != 0
    finally:
        process.kill()
    assert f"{tmp_path}/sections/07_security.md.j2:2:1: section 7, Security, cannot be written" in log.read_text()
    assert "Traceback" not in log.read_text()


def test_what_a_session_stands_on_may_vanish(editable: Running, edit: Any, chat: Chat) -> None:
    """A pinned option is taken out of the rules: the session goes on with the rules' choice."""
    chat.tell(type="pin", decision="message_broker", option="rabbitmq")
    assert editable.trace(chat.session)["choices"]["message_broker"] == "rabbitmq"
    ruled_out = "decision: message_broker\noptions:\n  rabbitmq: {disabled: true}\n"
    edit("decisions/message_broker.yaml", ruled_out)
    event = change(chat)
    if event["accepted"]:
        chat.until("said")
    events = chat.design()
    is_whole_design(events)
    choice = editable.trace(chat.session)["choices"]["message_broker"]
    assert (choice != "rabbitmq") == event["accepted"]


def test_every_page_is_told(editable: Running, edit: Any, chat: Chat) -> None:
    with Chat(editable) as other, Chat(editable, chat.session, chat.seen[-1]["seq"]) as twin:
        edit("decisions/message_broker.yaml", BROKER.format(threshold="30k/s"))
        told = [change(page) for page in (chat, other, twin)]
        assert len({event["revision"] for event in told}) == 1
        assert all(event["accepted"] for event in told)
        assert "edited" in said(other.say("hello") + chat.until("said"))
